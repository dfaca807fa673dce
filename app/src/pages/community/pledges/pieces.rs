//! Parts of the pages of pledges.

use domain::community::pledges::{Pledge, PledgeKind, PledgePromise, PledgeState};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::lang,
};

/// Says what a promise counts and how many.
pub(crate) fn said(promise: &PledgePromise) -> String {
    let n = promise.count;
    match (promise.kind, promise.item, promise.category) {
        (PledgeKind::Item, Some(item), _) => {
            let name = domain::catalogue::find(item).map(|item| lang().item(item.key)).unwrap_or_default();
            t!("pledge-said-units", name = name, n = n)
        }
        (PledgeKind::Category, _, Some(category)) => {
            t!("pledge-said-units", name = lang().named("category", category.as_str()), n = n)
        }
        (PledgeKind::Posts, ..) => t!("pledge-said-posts", n = n),
        _ => t!("pledge-said-hours", n = n),
    }
}

/// Renders the state of a pledge.
pub(crate) fn pill(of: &Pledge) -> impl IntoView + use<> {
    let (tone, icon) = match of.state {
        PledgeState::Signing | PledgeState::Rating => ("amber", "clock"),
        PledgeState::Shown | PledgeState::Keeping | PledgeState::Rated => ("tea", "check"),
        PledgeState::Declined | PledgeState::Withdrawn | PledgeState::Lapsed | PledgeState::Unrated => {
            ("soft", "close")
        }
    };
    view! { <StatePill tone icon text=lang().named("pledge-state", of.state.as_str()) /> }
}

/// Renders the four words, with the one that the pledge has come to.
pub(crate) fn words(state: PledgeState) -> Option<impl IntoView + use<>> {
    let reached = state.word()?;
    let words = PledgeState::WORDS
        .iter()
        .enumerate()
        .map(|(n, word)| {
            let text = lang().named("pledge-word", word.as_str());
            let (tone, icon) = match n {
                n if n < reached => ("tea", "check"),
                n if n == reached => ("amber", "clock"),
                _ => ("soft", "calendar"),
            };
            let current = (n == reached).then_some("step");
            view! { <span role="listitem" aria-current=current><StatePill tone icon text /></span> }
        })
        .collect_view();
    Some(view! { <div class="cluster" role="list" aria-label=t!("pledge-words")>{words}</div> })
}

/// Renders pledges as rows that lead to their pages; a note without any.
pub(crate) fn pledge_rows(all: &[Pledge]) -> AnyView {
    if all.is_empty() {
        return view! { <p class="note">{t!("pledges-none")}</p> }.into_any();
    }
    let rows = all
        .iter()
        .map(|of| {
            let Pledge { id, organisation_name, area_name, until, .. } = of.clone();
            view! {
                <li>
                    <a class="row" href=format!("/pledges/{id}")>
                        <span class="row-main"><b>{organisation_name}</b><small>{area_name}</small></span>
                        <span class="row-end">{pill(of)}<small>{t!("partnership-until")}" "<Near at=until /></small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
