//! Parts that the pages of cases share.

use domain::casework::cases::{Case, CaseKind, CaseState, Urgency};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::{Lang, lang},
};

/// Pages of this part, with the phrases of their links.
const PAGES: [(&str, &str); 7] = [
    ("/desk/cases", "cases-tab-open"),
    ("/desk/cases?show=late", "cases-tab-late"),
    ("/desk/cases?show=over", "cases-tab-over"),
    ("/desk/call-backs", "call-backs-title"),
    ("/desk/conferences", "conferences-title"),
    ("/desk/case-figures", "case-figures-title"),
    ("/desk/school-places", "school-places-title"),
];

/// Renders the links between cases, call-backs and figures.
pub(crate) fn tabs(current: &'static str) -> impl IntoView {
    let links = PAGES
        .into_iter()
        .map(|(to, key)| view! { <a class="chip" href=to aria-current=(to == current).then_some("true")>{t!(key)}</a> })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("cases-title")>{links}</nav> }
}

/// Names a kind of case in a language.
pub(crate) fn kind_name(lang: Lang, kind: CaseKind) -> String {
    lang.named("case-kind", kind.as_str())
}

/// Renders where a case stands.
pub(crate) fn case_pill(case: &Case) -> AnyView {
    let (tone, icon, text) = match case.state {
        CaseState::Open if case.late => ("plum", "alert", t!("case-late")),
        CaseState::Open if case.urgency == Urgency::Urgent => ("amber", "alert", t!("case-urgent")),
        CaseState::Open => ("amber", "clock", lang().named("case-step", &case.step)),
        CaseState::Closed => {
            ("tea", "check", lang().named("case-outcome", case.outcome.as_deref().unwrap_or_default()))
        }
        CaseState::Ended => ("soft", "close", t!("case-ended")),
    };
    view! { <StatePill tone icon text /> }.into_any()
}

/// Renders a case as a row of a list.
pub(crate) fn case_row(case: &Case) -> impl IntoView + use<> {
    let (id, due, open) = (case.id, case.due, case.state == CaseState::Open);
    let at = if open { due } else { case.closed.unwrap_or(due) };
    let owner = if case.owner_name.is_empty() { t!("case-no-owner") } else { case.owner_name.clone() };
    let line = format!(
        "{} · {} · {}",
        t!("desk-household-number", n = case.household.to_string()),
        lang().named("case-step", &case.step),
        owner,
    );
    view! {
        <li>
            <a class="row" href=format!("/desk/cases/{id}")>
                <span class="row-main"><b>{kind_name(lang(), case.kind)}</b><small>{line}</small></span>
                <span class="row-end">{case_pill(case)}<small><Near at /></small></span>
            </a>
        </li>
    }
}
