//! The case of one child: its dates, what the family said, the schools, and what its owner does next.

use domain::{
    Error,
    casework::school_places::{SchoolAnswer, SchoolOutcome, views::SchoolPlaceFile},
    households::HouseholdId,
};
use leptos::prelude::*;

use super::{
    facts,
    pieces::{at, dates, papers, pill, schools},
};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, Field, More, Near, Select, Submit, TextArea, value_choices},
    i18n::{day_value, lang},
    pages::{
        audit::{History, history},
        casework::cases::forms::{Asking, account_select, asked_fields},
    },
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /desk/school-places/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let file = cx.store.school_place(&cx.actor, id).await?;
    let household = file.place.household;
    if cx.actor.household == household {
        return Err(Error::NotFound);
    }
    let owners = if file.may_assign { cx.store.case_owners(&cx.actor, household).await? } else { Vec::new() };
    let history = history(&cx, "school_place", id).await?;
    let kept = facts::shown(&cx, &file);
    let title = cx.lang.tf("school-place-of", &[("name", file.child.clone().into())]);
    Ok(Page::new(title, Here::Cases, move || {
        let works = file.may_keep && file.opened_up;
        view! {
            <p class="cluster">{pill(&file.place)}</p>
            {next(&file)}
            {summary(&file)}
            {(!file.opened_up).then(|| masked(household))}
            {file.assessment.as_ref().map(dates)}
            {works.then(|| facts::form(&file, &kept))}
            <section class="card stack" aria-labelledby="schools">
                <h2 id="schools">{t!("school-schools")}</h2>
                {schools(&file.schools)}
                {works.then(|| school_form(&file))}
            </section>
            {file.rule.as_ref().map(papers)}
            {works.then(|| close_form(id))}
            {file.may_assign.then(|| assign(&file, &owners))}
            {history.map(History::drawn)}
        }
    })
    .back("/desk/school-places")
    .narrow()
    .no_index())
}

/// Says by when the owner acts again.
fn next(file: &SchoolPlaceFile) -> Option<AnyView> {
    let place = &file.place;
    if place.closed.is_some() {
        return None;
    }
    let (tone, due) = (if place.late { "plum" } else { "" }, place.due);
    let text = if file.asked.is_some() { t!("school-ask-again") } else { t!("school-ask-first") };
    Some(view! { <Banner tone>{text}" "<Near at=due /></Banner> }.into_any())
}

fn summary(file: &SchoolPlaceFile) -> impl IntoView + use<> {
    let place = file.place.clone();
    let household = place.household;
    let owner = if place.owner_name.is_empty() { t!("case-no-owner") } else { place.owner_name };
    let said = place.family_said.map(|answer| lang().named("family-answer", answer.as_str()));
    let consent = file
        .consent
        .clone()
        .map(|consent| format!("{} · {}", consent.whom, lang().named("asked-how", consent.how.as_str())));
    let last = file.asked_last.clone().map(|asked| {
        let line = format!("{} · {}", asked.whom, lang().named("asked-how", asked.how.as_str()));
        let answer = lang().named("family-answer", asked.answer.as_str());
        view! { <Fact name=t!("asked-whom")>{line}" · "<Near at=asked.at />" · "{answer}</Fact> }
    });
    let (asked, not_before) = (file.asked, place.not_before);
    view! {
        <Facts>
            <Fact name=t!("desk-household")>
                <a class="link" href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a>
                " · "{place.area_name}
            </Fact>
            <Fact name=t!("case-owner")>{owner}</Fact>
            {(!place.in_charge.is_empty()).then(|| view! { <Fact name=t!("case-in-charge")>{place.in_charge.clone()}</Fact> })}
            {asked.map(|at| view! { <Fact name=t!("school-asked")><Near at /></Fact> })}
            {consent.map(|consent| view! { <Fact name=t!("school-consent-whom")>{consent}</Fact> })}
            {not_before.map(|day| view! { <Fact name=t!("school-not-before")><Near at=at(day) /></Fact> })}
            {said.map(|said| view! { <Fact name=t!("case-family-said")>{said}</Fact> })}
            {last}
        </Facts>
    }
}

/// Leads to the file, where its reader says why it is revealed.
fn masked(household: HouseholdId) -> impl IntoView {
    view! {
        <p class="note">{t!("case-masked")}" "<a class="link" href=format!("/desk/households/{household}")>{t!("desk-household-number", n = household.to_string())}</a></p>
    }
}

fn school_form(file: &SchoolPlaceFile) -> AnyView {
    let to = format!("/desk/school-places/{}/schools", file.place.id);
    let mut known = vec![("0".to_owned(), t!("school-another"))];
    known.extend(file.schools.iter().map(|school| (school.id.to_string(), school.name.clone())));
    let answers = value_choices("school-answer", SchoolAnswer::ALL.iter().map(|answer| answer.as_str()));
    let today = day_value(scene().now);
    view! {
        <More summary=t!("school-note") to=to.clone()>
            <ActionForm to=to>
                <Select name="school" label=t!("school-which") options=known required=true />
                <Field name="name" label=t!("school-name") hint=t!("school-name-hint") max_length=40 autocomplete="off" />
                <Choice name="answer" label=t!("school-said") options=answers side=true />
                <Field name="day" label=t!("school-said-day") kind="date" value=today.clone() max=today required=true />
                <TextArea name="words" label=t!("school-words") max_length=300 rows=2 />
                <Submit label=t!("school-note-do") tone="soft" />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn close_form(id: i64) -> AnyView {
    let to = format!("/desk/school-places/{id}/close");
    let outcomes = value_choices("school-outcome", SchoolOutcome::ALL.iter().map(|outcome| outcome.as_str()));
    view! {
        <More summary=t!("case-close") to=to.clone()>
            <ActionForm to=to>
                <p class="note">{t!("school-close-note")}</p>
                <Choice name="outcome" label=t!("case-outcome") options=outcomes side=true />
                <Field name="not_before" label=t!("school-not-before") hint=t!("school-not-before-hint") kind="date" />
                {asked_fields(Asking::Close)}
                <Submit label=t!("case-close-do") />
            </ActionForm>
        </More>
    }
    .into_any()
}

fn assign(file: &SchoolPlaceFile, owners: &[(i64, String)]) -> AnyView {
    let to = format!("/desk/school-places/{}/assign", file.place.id);
    let (owners, owner) = (owners.to_vec(), file.place.owner);
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
