//! Parts that the pages of school places share.

use domain::{
    casework::school_places::{
        SchoolPlaceState,
        engine::{Assessment, SchoolStanding, SchoolStep, SchoolStepKind},
        views::{AskedSchool, SchoolPlace, SchoolRuleOf},
    },
    time::Day,
};
use leptos::prelude::*;

use crate::{
    components::{Fact, Facts, Near, StatePill},
    i18n::{lang, month_name},
};

/// Pages of this part, with the phrases of their links.
const PAGES: [(&str, &str); 5] = [
    ("/desk/school-places", "school-tab-open"),
    ("/desk/school-places?show=soon", "school-tab-soon"),
    ("/desk/school-places?show=late", "school-tab-late"),
    ("/desk/school-places?show=over", "school-tab-over"),
    ("/desk/school-rules", "school-rules-title"),
];

/// Renders the links between cases and rules.
pub(super) fn tabs(current: &'static str) -> impl IntoView {
    let links = PAGES
        .into_iter()
        .map(|(to, key)| view! { <a class="chip" href=to aria-current=(to == current).then_some("true")>{t!(key)}</a> })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("school-places-title")>{links}</nav> }
}

/// The last second of a day, as dates are shown.
pub(super) fn at(day: Day) -> i64 {
    day.end() - 1
}

/// Renders where a case stands.
pub(super) fn pill(place: &SchoolPlace) -> AnyView {
    let standing = lang().named("school-standing", place.standing.as_str());
    let (tone, icon, text) = match (place.state, place.outcome) {
        (SchoolPlaceState::Open, _) if place.late => ("plum", "alert", t!("case-late")),
        (SchoolPlaceState::Open, _) => match place.standing {
            SchoolStanding::Eligible | SchoolStanding::OnTrack => ("tea", "check", standing),
            SchoolStanding::Later => ("amber", "clock", standing),
            SchoolStanding::NotAsked | SchoolStanding::NoRule => ("amber", "alert", standing),
        },
        (_, Some(outcome)) => ("tea", "check", lang().named("school-outcome", outcome.as_str())),
        (_, None) => ("soft", "close", t!("case-ended")),
    };
    view! { <StatePill tone icon text /> }.into_any()
}

/// Renders a case as a row of a list.
pub(super) fn row(place: &SchoolPlace) -> impl IntoView + use<> {
    let (id, step) = (place.id, place.step.zip(place.last_day));
    let owner = if place.owner_name.is_empty() { t!("case-no-owner") } else { place.owner_name.clone() };
    let line = format!("{} · {}", place.area_name, owner);
    let name = t!("desk-household-number", n = place.household.to_string());
    view! {
        <li>
            <a class="row" href=format!("/desk/school-places/{id}")>
                <span class="row-main"><b>{name}</b><small>{line}</small></span>
                <span class="row-end">
                    {pill(place)}
                    {step.map(|(kind, last)| view! { <small>{lang().named("school-step", kind.as_str())}" "<Near at=at(last) /></small> })}
                </span>
            </a>
        </li>
    }
}

/// Renders what the rule says: the first day, why, and each step with its last day.
pub(super) fn dates(told: &Assessment) -> impl IntoView + use<> {
    let first_day = told.first_day;
    let (standing, assumed) = (told.standing, told.years_on > 0);
    let reasons = told
        .criteria
        .iter()
        .map(|one| {
            let met = if one.met { t!("school-met") } else { t!("school-not-met") };
            let name = lang().named("school-criterion", one.kind.as_str());
            let have = t!("school-have", have = one.have, needed = one.needed);
            view! { <Fact name>{have}" · "{met}</Fact> }
        })
        .collect_view();
    let steps = told.steps.iter().map(step).collect_view();
    let (cut_off, last_day) = (told.cut_off, told.last_day);
    view! {
        <section class="card stack" aria-labelledby="school-dates">
            <h2 id="school-dates">{lang().named("school-standing", standing.as_str())}</h2>
            <Facts>
                {first_day.map(|day| view! { <Fact name=t!("school-first-day")><b><Near at=at(day) /></b></Fact> })}
                <Fact name=t!("school-apply-until")><Near at=at(last_day) /></Fact>
                <Fact name=t!("school-cut-off")><Near at=at(cut_off) /></Fact>
            </Facts>
            {assumed.then(|| view! { <p class="note">{t!("school-assumed")}</p> })}
            <h3>{t!("school-steps")}</h3>
            <ul class="stack">{steps}</ul>
            <h3>{t!("school-why")}</h3>
            <p class="note">{t!("school-why-note")}</p>
            <Facts>{reasons}</Facts>
        </section>
    }
}

/// Renders a step with its last day and the months that it is about.
fn step(step: &SchoolStep) -> impl IntoView + use<> {
    let SchoolStep { kind, last_day, months } = step.clone();
    let name = lang().named("school-step", kind.as_str());
    let months = months.iter().map(|month| month_name(&month.to_string())).collect::<Vec<_>>().join("、");
    let note = match kind {
        SchoolStepKind::Pay => t!("school-pay-note", month = months),
        SchoolStepKind::PayBack => t!("school-pay-back-note", months = months),
        SchoolStepKind::Register | SchoolStepKind::SignContract | SchoolStepKind::Apply => String::new(),
    };
    view! {
        <li>
            <p class="cluster"><b>{name}</b><span>{t!("school-latest")}" "<Near at=at(last_day) /></span></p>
            {(!note.is_empty()).then(|| view! { <p class="soft">{note}</p> })}
        </li>
    }
}

/// Renders the papers of the rule, and where it is published.
pub(super) fn papers(rule: &SchoolRuleOf) -> impl IntoView + use<> {
    let SchoolRuleOf { area_name, version, papers, source } = rule.clone();
    let papers = papers.into_iter().map(|paper| view! { <li>{paper}</li> }).collect_view();
    view! {
        <section class="card stack" aria-labelledby="school-papers">
            <h2 id="school-papers">{t!("school-papers")}</h2>
            <ul>{papers}</ul>
            <p class="soft">{t!("school-rule-of", area = area_name, version = version)}" · "{source}</p>
        </section>
    }
}

/// Renders the schools that were asked, with all that each said.
pub(super) fn schools(schools: &[AskedSchool]) -> impl IntoView + use<> {
    let items = schools
        .iter()
        .map(|school| {
            let AskedSchool { name, answers, differs, .. } = school.clone();
            let name = if name.is_empty() { t!("school-masked") } else { name };
            let answers = answers
                .into_iter()
                .map(|said| {
                    let answer = lang().named("school-answer", said.answer.as_str());
                    let day = said.day;
                    view! { <li>{answer}" · "<Near at=at(day) />" "{said.words}" "<span class="soft">{said.by}</span></li> }
                })
                .collect_view();
            view! {
                <li class="stack">
                    <p class="cluster"><b>{name}</b>{differs.then(|| view! { <StatePill tone="amber" icon="alert" text=t!("school-differs") /> })}</p>
                    <ul>{answers}</ul>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="stack">{items}</ul> }
}
