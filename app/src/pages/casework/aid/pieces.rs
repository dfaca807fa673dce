//! Parts that the pages of aid share.

use domain::casework::aid::{
    AidGrant,
    collections::{Collection, CollectionState},
};
use leptos::prelude::*;

use crate::{
    components::{Near, StatePill},
    i18n::{lang, month_name},
    pages::stock::receipts::yuan,
};

/// Says what a household got: money, or the goods where the reader sees them.
pub(super) fn what(grant: &AidGrant) -> String {
    match (grant.amount, grant.goods.is_empty()) {
        (0, true) => t!("aid-goods"),
        (0, false) => grant.goods.clone(),
        (fen, _) => yuan(fen),
    }
}

/// Pages that a grant's row leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Staff, who have a page of the grant.
    Staff,
    /// The family, which has none.
    Family,
}

/// Renders grants as rows; `name` says whose or of what each is.
pub(super) fn grant_rows(grants: &[AidGrant], reader: Reader, name: impl Fn(&AidGrant) -> String) -> AnyView {
    let rows = grants
        .iter()
        .map(|grant| {
            let line = format!("{} · {}", month_name(&grant.month), lang().named("aid-kind", grant.kind.as_str()));
            let pill = match (grant.reversed, grant.twice) {
                (Some(_), _) => view! { <StatePill tone="soft" icon="undo" text=t!("aid-reversed") /> }.into_any(),
                (None, true) => view! { <StatePill tone="plum" icon="alert" text=t!("aid-twice") /> }.into_any(),
                (None, false) => ().into_any(),
            };
            let main = view! {
                <span class="row-main"><b>{name(grant)}</b><small>{line}</small></span>
                <span class="row-end">{pill}<small>{what(grant)}</small></span>
            };
            match reader {
                Reader::Staff => {
                    view! { <li><a class="row" href=format!("/desk/aid/grants/{}", grant.id)>{main}</a></li> }
                        .into_any()
                }
                Reader::Family => view! { <li class="row">{main}</li> }.into_any(),
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// Renders where a collection stands.
pub(super) fn collection_pill(collection: &Collection) -> AnyView {
    let (tone, icon, text) = match collection.state {
        CollectionState::Open if collection.late => ("plum", "alert", t!("collection-late")),
        CollectionState::Open => ("amber", "clock", t!("collection-state-open")),
        CollectionState::Closed => ("tea", "check", t!("collection-state-closed")),
        CollectionState::Cancelled => ("soft", "close", t!("collection-state-cancelled")),
    };
    view! { <StatePill tone icon text /> }.into_any()
}

/// Renders collections as rows, each with its page.
pub(super) fn collection_rows(collections: &[Collection]) -> AnyView {
    let rows = collections
        .iter()
        .map(|collection| {
            let line = t!(
                "collection-line",
                received = yuan(collection.received),
                target = yuan(collection.target),
                given = yuan(collection.handed_over)
            );
            let name = t!("desk-household-number", n = collection.household.to_string());
            let at = collection.closed.unwrap_or(collection.due);
            view! {
                <li>
                    <a class="row" href=format!("/desk/aid/collections/{}", collection.id)>
                        <span class="row-main"><b>{name}" · "{collection.programme_name.clone()}</b><small>{line}</small></span>
                        <span class="row-end">{collection_pill(collection)}<small><Near at /></small></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}
