//! One household or member that may be entitled: why, which papers are missing, and the next step.

use domain::{
    casework::entitlements::{
        Entitlement, EntitlementState, EntitlementStep, NeededPaper, OfficeRefusal, rules::RuleState,
    },
    permission::Action,
};
use leptos::prelude::*;

use super::{pill, whose, words};
use crate::{
    components::{ActionForm, Banner, Boxes, Choice, Fact, Facts, More, Near, RowForm, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/entitled/{id}`.
pub async fn page(cx: Cx) -> Shown {
    // A family has a page of its own.
    cx.actor.must_somewhere(Action::ReadHouseholds)?;
    let id = cx.id("id")?;
    let one = cx.store.entitlement(&cx.actor, id).await?;
    let household = one.household;
    Ok(Page::new(one.rule_name.clone(), Here::Entitlements, move || {
        let gone = one.rule_state == RuleState::Withdrawn;
        let live = one.state.is_live();
        view! {
            <p class="cluster"><b>{whose(&one)}</b>{pill(&one)}</p>
            <p>{one.gives.clone()}</p>
            {(live && !one.fits).then(|| view! { <Banner tone="amber">{t!("entitled-no-fit")}</Banner> })}
            {(live && gone).then(|| view! { <Banner>{t!("entitled-rule-gone")}</Banner> })}
            {why(&one)}
            {(!one.steps.is_empty()).then(|| steps(&one))}
            {one.may_see_papers.then(|| papers(&one))}
            {facts(&one)}
        }
    })
    .back(format!("/desk/households/{household}/entitlements"))
    .narrow()
    .no_index())
}

/// Renders the conditions that hold, those to be looked at, and the papers that are missing.
fn why(one: &Entitlement) -> AnyView {
    let (because, doubts) = (words::because(&one.because), words::because(&one.doubts));
    let missing = words::papers(&one.missing);
    view! {
        <section class="card stack">
            <p>{t!("entitled-because", why = because)}</p>
            {(!doubts.is_empty()).then(|| view! { <p>{t!("entitled-doubts", what = doubts)}</p> })}
            <p>
                {if missing.is_empty() {
                    t!("entitled-papers-there")
                } else {
                    t!("entitled-missing", papers = missing)
                }}
            </p>
        </section>
    }
    .into_any()
}

/// Renders a button for each step; a refusal has its reason.
fn steps(one: &Entitlement) -> AnyView {
    let to = format!("/desk/entitled/{}/step", one.id);
    let has = |step: EntitlementStep| one.steps.contains(&step);
    let buttons = one
        .steps
        .iter()
        .filter(|step| !matches!(step, EntitlementStep::Refuse | EntitlementStep::Drop))
        .map(|step| {
            let class = match step {
                EntitlementStep::Want | EntitlementStep::Apply | EntitlementStep::Take => "btn btn-main",
                _ => "btn btn-quiet",
            };
            let (value, label) = (step.as_str(), lang().named("entitled-step", step.as_str()));
            view! {
                <RowForm to=to.clone()>
                    <input type="hidden" name="step" value=value />
                    <button class=class>{label}</button>
                </RowForm>
            }
        })
        .collect_view();
    let note = match one.state {
        EntitlementState::Found => t!("entitled-ask-note"),
        EntitlementState::Asked => t!("entitled-asked-note"),
        _ => String::new(),
    };
    view! {
        <section class="stack" aria-labelledby="next">
            <h2 id="next">{t!("entitled-next")}</h2>
            {(!note.is_empty()).then(|| view! { <p class="note">{note}</p> })}
            <div class="cluster">{buttons}</div>
            {has(EntitlementStep::Refuse).then(|| refuse(to.clone()))}
            {has(EntitlementStep::Drop).then(|| drop_form(to.clone()))}
        </section>
    }
    .into_any()
}

fn refuse(to: String) -> AnyView {
    let reasons = OfficeRefusal::ALL
        .iter()
        .map(|reason| (reason.as_str().to_owned(), lang().named("office-refusal", reason.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <More summary=t!("entitled-step-refuse") to=to.clone()>
            <ActionForm to=to>
                <input type="hidden" name="step" value=EntitlementStep::Refuse.as_str() />
                <Choice name="reason" label=t!("field-reason") options=reasons />
                <Submit label=t!("entitled-step-refuse") tone="bad" />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn drop_form(to: String) -> AnyView {
    view! {
        <More summary=t!("entitled-step-drop")>
            <RowForm to=to>
                <input type="hidden" name="step" value=EntitlementStep::Drop.as_str() />
                <p class="note">{t!("entitled-drop-note")}</p>
                <button class="btn btn-bad">{t!("entitled-step-drop")}</button>
            </RowForm>
        </More>
    }
    .into_any()
}

fn papers(one: &Entitlement) -> AnyView {
    if one.papers.is_empty() {
        return ().into_any();
    }
    let to = format!("/desk/entitled/{}/papers", one.id);
    let name = |paper: &NeededPaper| (paper.as_str().to_owned(), lang().named("needed-paper", paper.as_str()));
    let options = one.papers.iter().map(name).collect::<Vec<_>>();
    let seen = one.papers.iter().filter(|paper| !one.missing.contains(paper));
    let seen = seen.map(|paper| paper.as_str().to_owned()).collect::<Vec<_>>();
    view! {
        <More summary=t!("entitled-papers") to=to.clone()>
            <ActionForm to=to>
                <Boxes name="seen" label=t!("entitled-papers-seen") options=options ticked=seen />
                <Submit label=t!("file-save") tone="soft" />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn facts(one: &Entitlement) -> AnyView {
    let Entitlement { rule, household, area_name, source, owner_name, found, due, apply_by, .. } = one.clone();
    let Entitlement { answered, applied, decided, reason, .. } = *one;
    let owner = if owner_name.is_empty() { t!("visits-no-owner") } else { owner_name };
    view! {
        <Facts>
            <Fact name=t!("desk-household")><a class="link" href=format!("/desk/households/{household}")>{t!("households-number-short", n = household.to_string())}</a></Fact>
            <Fact name=t!("field-area")>{area_name}</Fact>
            <Fact name=t!("rule-title")><a class="link" href=format!("/desk/entitlements/{rule}")>{source}</a></Fact>
            <Fact name=t!("entitled-owner")>{owner}</Fact>
            <Fact name=t!("entitled-found")><Near at=found /></Fact>
            {due.map(|at| view! { <Fact name=t!("entitled-due")><Near at=at /></Fact> })}
            {apply_by.map(|at| view! { <Fact name=t!("field-apply-by")><Near at=at /></Fact> })}
            {answered.map(|at| view! { <Fact name=t!("entitled-answered")><Near at=at /></Fact> })}
            {applied.map(|at| view! { <Fact name=t!("entitled-applied-at")><Near at=at /></Fact> })}
            {decided.map(|at| view! { <Fact name=t!("entitled-decided")><Near at=at /></Fact> })}
            {reason.map(|reason| view! { <Fact name=t!("field-reason")>{lang().named("office-refusal", reason.as_str())}</Fact> })}
        </Facts>
    }
    .into_any()
}
