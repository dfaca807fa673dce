//! Parts of the pages of visits and findings: pills, rows, links between the pages, filters of the address.

use domain::{
    casework::{
        findings::{Finding, FindingOutcome, FindingState},
        visits::{Timing, Visit},
    },
    time::Month,
};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::{lang, phrase_key},
    web::{Cx, scene},
};

/// Pages of this part, with the phrases of their links.
const PAGES: [(&str, &str); 8] = [
    ("/desk/visits?mine=yes", "visits-tab-mine"),
    ("/desk/visits/plan", "visits-tab-plan"),
    ("/desk/visits", "visits-tab-all"),
    ("/desk/visits?raised=yes", "visits-tab-raised"),
    ("/desk/findings?mine=yes", "findings-tab-mine"),
    ("/desk/findings", "findings-tab-all"),
    ("/desk/visits/figures", "visits-tab-figures"),
    ("/desk/visits/rules", "visits-tab-rules"),
];

/// Renders the links between the pages of visits and findings.
pub(crate) fn tabs(current: &str) -> AnyView {
    let links = PAGES.map(|(to, key)| {
        let here = to == current;
        view! { <a class="chip" href=to aria-current=here.then_some("true")>{t!(key)}</a> }
    });
    view! { <nav class="chips" aria-label=t!("visits-title")>{links.collect_view()}</nav> }.into_any()
}

/// Returns the month of the address, or none.
pub(crate) fn month(cx: &Cx) -> Option<Month> {
    cx.query("month").parse().ok()
}

/// Renders where a visit stands.
pub(crate) fn timing_pill(timing: Timing) -> AnyView {
    let (tone, icon) = match timing {
        Timing::Later => ("soft", "calendar"),
        Timing::Due => ("tea", "clock"),
        Timing::Overdue => ("amber", "alert"),
        Timing::InTime => ("tea", "check"),
        Timing::Late => ("amber", "check"),
        Timing::Missed => ("plum", "close"),
        Timing::Cancelled => ("soft", "undo"),
    };
    view! { <StatePill tone icon text=lang().named("visit-timing", timing.as_str()) /> }.into_any()
}

/// Renders the state of a finding; of a closed one its outcome.
pub(crate) fn finding_pill(finding: &Finding) -> AnyView {
    let (tone, icon, key) = match (finding.state, finding.outcome) {
        (FindingState::Closed, Some(FindingOutcome::Helped)) => ("tea", "check", "finding-outcome-helped"),
        (FindingState::Closed, _) => ("soft", "check", "finding-outcome-left"),
        (FindingState::Ended, _) => ("soft", "undo", "finding-state-ended"),
        (FindingState::Open, _) if finding.climbs > 0 => ("plum", "alert", "finding-climbed"),
        (FindingState::Open, _) => ("amber", "clock", "finding-state-open"),
    };
    view! { <StatePill tone icon text=t!(key) /> }.into_any()
}

/// Says whose household it is: its contact's name and number.
pub(crate) fn whose(name: &str, household: i64) -> String {
    t!("visits-whose", name = name.to_owned(), id = household.to_string())
}

/// Renders one visit of a list.
pub(crate) fn visit_row(visit: &Visit) -> impl IntoView + use<> {
    let (id, due, timing) = (visit.id, visit.window.due - 1, visit.timing);
    let owner = if visit.owner_name.is_empty() { t!("visits-no-owner") } else { visit.owner_name.clone() };
    let line = t!("visits-line", area = visit.area_name.clone(), owner = owner);
    view! {
        <li>
            <a class="row" href=format!("/desk/visits/{id}")>
                <span class="row-main"><b>{whose(&visit.name, visit.household)}</b><small>{line}</small></span>
                <span class="row-end">{timing_pill(timing)}<small><Near at=due /></small></span>
            </a>
        </li>
    }
}

/// Renders one finding of a list, with its age.
pub(crate) fn finding_row(finding: &Finding) -> impl IntoView + use<> {
    let id = finding.id;
    let need = lang().t(&phrase_key("need", finding.need.as_str()));
    let whose = whose(&finding.name, finding.household);
    let age = t!("finding-age", n = finding.age(scene().now));
    let line = t!("finding-line", whose = whose, step = lang().named("finding-step", finding.step.as_str()));
    view! {
        <li>
            <a class="row" href=format!("/desk/findings/{id}")>
                <span class="row-main"><b>{need}</b><small>{line}</small></span>
                <span class="row-end">{finding_pill(finding)}<small>{age}</small></span>
            </a>
        </li>
    }
}

/// Lists an enum's values with their phrases, as options of a choice.
pub(crate) fn options<T: Copy>(
    prefix: &str,
    all: &[T],
    text: impl Fn(T) -> &'static str,
) -> Vec<(String, String, String)> {
    all.iter().map(|one| (text(*one).to_owned(), lang().named(prefix, text(*one)), String::new())).collect()
}
