//! One case: its step, its history, and what its owner does next.

use domain::{
    Error,
    casework::cases::{CaseFile, CaseLine, CaseLineKind, CaseState, kinds::FieldShape},
    services::referrals::Referral,
};
use leptos::prelude::*;

use super::{
    forms::{Asking, account_select, asked_fields},
    pieces::{case_pill, kind_name},
};
use crate::{
    components::{
        ActionForm, Banner, Choice, Fact, Facts, Icon, More, Near, Select, Submit, TextArea, value_choices,
        value_options,
    },
    i18n::lang,
    pages::{
        audit::{History, history},
        services::pieces::referral_row,
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/cases/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let file = cx.store.case(&cx.actor, id).await?;
    if cx.actor.household == file.case.household {
        return Err(Error::NotFound);
    }
    let owners = if file.may_assign { cx.store.case_owners(&cx.actor, file.case.household).await? } else { Vec::new() };
    let referrals = cx.store.household_referrals(&cx.actor, file.case.household, Some(id)).await?;
    let history = history(&cx, "case", id).await?;
    Ok(Page::new(kind_name(cx.lang, file.case.kind), Here::Cases, move || {
        let works = file.may_keep && file.case.state == CaseState::Open;
        view! {
            <p class="cluster">{case_pill(&file.case)}</p>
            {next(&file)}
            {facts(&file)}
            {(!file.opened_up).then(|| view! { <p class="note">{t!("case-masked")}</p> })}
            {works.then(|| forms(&file, &referrals))}
            {(!works && file.may_keep).then(|| note_form(file.case.id))}
            {file.may_assign.then(|| assign(&file, &owners))}
            {lines(&file.lines)}
            {history.map(History::drawn)}
        }
    })
    .back("/desk/cases")
    .narrow()
    .no_index())
}

/// Says what is to be done now, and by whom.
fn next(file: &CaseFile) -> Option<AnyView> {
    let case = &file.case;
    if case.state != CaseState::Open {
        return None;
    }
    let step = lang().named("case-step", &case.step);
    let (tone, due) = (if case.late { "plum" } else { "amber" }, case.due);
    Some(view! { <Banner tone>{t!("case-next", step = step)}" "<Near at=due /></Banner> }.into_any())
}

fn facts(file: &CaseFile) -> impl IntoView + use<> {
    let case = file.case.clone();
    let household = case.household;
    let owner = if case.owner_name.is_empty() { t!("case-no-owner") } else { case.owner_name };
    let said = case.family_said.map(|answer| lang().named("family-answer", answer.as_str()));
    let asked = file.asked.clone().map(|asked| {
        let line = format!("{} · {}", asked.whom, lang().named("asked-how", asked.how.as_str()));
        let answer = lang().named("family-answer", asked.answer.as_str());
        view! { <Fact name=t!("asked-whom")>{line}" · "<Near at=asked.at />" · "{answer}</Fact> }
    });
    let fields = case
        .kind
        .rules()
        .fields
        .iter()
        .filter_map(|field| {
            let value = file.fields.get(field.key)?;
            let value = match field.shape {
                FieldShape::Choice(_) => lang().named(&format!("case-{}", field.key.replace('_', "-")), value),
                _ => value.clone(),
            };
            Some(view! { <Fact name=lang().named("case-field", field.key)>{value}</Fact> })
        })
        .collect_view();
    view! {
        <Facts>
            <Fact name=t!("desk-household")>
                <a class="link" href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a>
                " · "{case.area_name}
            </Fact>
            <Fact name=t!("case-owner")>{owner}</Fact>
            <Fact name=t!("case-urgency")>{lang().named("urgency", case.urgency.as_str())}</Fact>
            <Fact name=t!("case-opened")><Near at=case.opened /></Fact>
            {(!case.in_charge.is_empty()).then(|| view! { <Fact name=t!("case-in-charge")>{case.in_charge.clone()}</Fact> })}
            {said.map(|said| view! { <Fact name=t!("case-family-said")>{said}</Fact> })}
            {fields}
            {asked}
        </Facts>
    }
}

/// Renders the forms of the owner: the next step, a note, a referral, and the end.
fn forms(file: &CaseFile, referrals: &[Referral]) -> AnyView {
    let case = &file.case;
    let (id, household) = (case.id, case.household);
    let steps = value_options("case-step", case.kind.rules().steps.iter().map(|step| step.key));
    let following = case.kind.step_after(&case.step).key.to_owned();
    let step_to = format!("/desk/cases/{id}/step");
    let rows = referrals.iter().map(referral_row).collect_view();
    let has_referrals = !referrals.is_empty();
    view! {
        <section class="card stack" aria-labelledby="step-title">
            <h2 id="step-title">{t!("case-step-title")}</h2>
            <ActionForm to=step_to>
                <Select name="step" label=t!("case-step") options=steps value=following required=true />
                <TextArea name="step_words" label=t!("case-step-words") hint=t!("case-words-hint") max_length=2000 rows=2 />
                <Submit label=t!("case-step-do") />
            </ActionForm>
        </section>
        {note_form(id)}
        <section class="stack" aria-labelledby="referrals">
            <h2 id="referrals">{t!("referrals-title")}</h2>
            {has_referrals.then(|| view! { <ul class="rows">{rows}</ul> })}
            <p><a class="btn btn-soft" href=format!("/desk/households/{household}/referrals?case={id}")><Icon name="truck" />{t!("referral-new")}</a></p>
        </section>
        {close_form(file)}
    }
    .into_any()
}

fn note_form(id: i64) -> AnyView {
    let to = format!("/desk/cases/{id}/note");
    view! {
        <More summary=t!("case-note") to=to.clone()>
            <ActionForm to=to>
                <TextArea name="note_words" label=t!("case-note-words") hint=t!("case-words-hint") required=true max_length=2000 />
                <Submit label=t!("case-note-do") tone="soft" />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn close_form(file: &CaseFile) -> AnyView {
    let to = format!("/desk/cases/{}/close", file.case.id);
    let outcomes = value_choices("case-outcome", file.case.kind.rules().outcomes.iter().map(|outcome| outcome.key));
    view! {
        <More summary=t!("case-close") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("case-close-note")}</p>
                <Choice name="outcome" label=t!("case-outcome") options=outcomes />
                {asked_fields(Asking::Close)}
                <Submit label=t!("case-close-do") />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn assign(file: &CaseFile, owners: &[(i64, String)]) -> AnyView {
    let to = format!("/desk/cases/{}/assign", file.case.id);
    let (owners, owner) = (owners.to_vec(), file.case.owner);
    view! {
        <More summary=t!("case-assign") to=to.clone()>
            <ActionForm to=to>
                {account_select("owner", t!("case-owner"), &owners, owner)}
                <Submit label=t!("case-assign-do") tone="soft" />
            </ActionForm>
        </More>
    }
    .into_any()
}

/// Renders the history, the newest first.
fn lines(lines: &[CaseLine]) -> AnyView {
    let items = lines
        .iter()
        .map(|line| {
            let CaseLine { kind, key, at, by, about, words } = line.clone();
            let what = lang().named("case-line", kind.as_str());
            let key = match kind {
                CaseLineKind::Step => lang().named("case-step", &key),
                CaseLineKind::Closed => lang().named("case-outcome", &key),
                CaseLineKind::FamilySaid | CaseLineKind::CalledBack => lang().named("family-answer", &key),
                _ => String::new(),
            };
            let named = [key, about].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            view! {
                <li class="stack">
                    <p class="cluster"><b>{what}</b>{named}<span class="soft">{by}" "<Near at /></span></p>
                    {(!words.is_empty()).then(|| view! { <p class="prose typed">{words}</p> })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="case-lines">
            <h2 id="case-lines">{t!("case-lines")}</h2>
            <ul class="stack">{items}</ul>
        </section>
    }
    .into_any()
}
