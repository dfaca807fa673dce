//! Rows of records that the search found, and where each of them leads.

use domain::search::{FoundKind, Hit};
use leptos::prelude::*;

use crate::{
    components::{Icon, StatePill, Tile},
    i18n::lang,
    pages::stock::words::link,
};

/// Returns the address of a record.
pub(super) fn path(hit: &Hit) -> String {
    let folder = match hit.kind {
        FoundKind::Household => "/desk/households",
        FoundKind::Wish => "/desk/wishes",
        FoundKind::Claim => "/shop/claims",
        FoundKind::Order => "/shop/orders",
        FoundKind::Item => "/shop/items",
        FoundKind::Receipt => "/shop/receipts",
        FoundKind::Transfer => "/shop/transfers",
        FoundKind::Account => "/admin/accounts",
        FoundKind::Organisation => "/desk/organisations",
    };
    format!("{folder}/{}", hit.id)
}

/// Returns the address of the list of a kind, narrowed to the words where that list has a search.
pub(super) fn all(kind: FoundKind, q: &str) -> String {
    match kind {
        FoundKind::Household => link("/desk/households", &[("q", q)]),
        FoundKind::Wish => link("/desk/wishes", &[("q", q)]),
        FoundKind::Claim => link("/shop", &[("find", q)]),
        FoundKind::Order => "/shop/orders".to_owned(),
        FoundKind::Item => link("/shop/items", &[("q", q)]),
        FoundKind::Receipt => "/shop/receipts".to_owned(),
        FoundKind::Transfer => link("/shop/transfers", &[("all", "yes")]),
        FoundKind::Account => link("/admin/accounts", &[("q", q)]),
        FoundKind::Organisation => link("/desk/organisations", &[("q", q)]),
    }
}

fn icon(kind: FoundKind) -> &'static str {
    match kind {
        FoundKind::Household => "users",
        FoundKind::Wish => "heart",
        FoundKind::Claim => "hand",
        FoundKind::Order | FoundKind::Item => "box",
        FoundKind::Receipt => "file",
        FoundKind::Transfer => "truck",
        FoundKind::Account => "me",
        FoundKind::Organisation => "building",
    }
}

/// First line of a row.
fn title(hit: &Hit) -> String {
    let number = hit.id.to_string();
    match hit.kind {
        // An erased file keeps only its number.
        FoundKind::Household if hit.title.is_empty() => t!("households-number-short", n = number),
        FoundKind::Wish | FoundKind::Claim => {
            format!("{} ×\u{a0}{}", lang().thing(&hit.key, &hit.size, &hit.title), hit.units)
        }
        FoundKind::Order => t!("found-order-number", n = number),
        FoundKind::Item => lang().item_called(&hit.key, &hit.title, hit.id),
        _ => hit.title.clone(),
    }
}

/// Second line of a row: number and place.
fn line(hit: &Hit) -> String {
    let number = match hit.kind {
        FoundKind::Household => t!("households-number-short", n = hit.id.to_string()),
        FoundKind::Wish | FoundKind::Claim | FoundKind::Transfer => format!("#{}", hit.id),
        FoundKind::Item => t!("found-on-hand", n = hit.units),
        _ => String::new(),
    };
    let parts = [number, hit.place.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// State at the end of a row, where it is other than expected.
fn state(hit: &Hit) -> Option<AnyView> {
    let prefix = match (hit.kind, hit.state.as_str()) {
        (_, "") | (FoundKind::Household, "open") => return None,
        (FoundKind::Household, _) => "file-state",
        (FoundKind::Wish, _) => "wish-state",
        (FoundKind::Claim, _) => "claim-state",
        (FoundKind::Order, _) => "order-state",
        (FoundKind::Transfer, _) => "transfer-state",
        _ => "found-state",
    };
    Some(view! { <StatePill tone="soft" icon=icon(hit.kind) text=lang().named(prefix, &hit.state) /> }.into_any())
}

/// Renders a row.
pub(crate) fn row(hit: Hit) -> AnyView {
    let picture = if hit.key.is_empty() {
        view! { <Icon name=icon(hit.kind) /> }.into_any()
    } else {
        view! { <Tile key=hit.key.clone() size="small" /> }.into_any()
    };
    view! {
        <li>
            <a class="row tint-all" href=path(&hit)>
                {picture}
                <span class="row-main"><b>{title(&hit)}</b><small>{line(&hit)}</small></span>
                <span class="row-end">{state(&hit)}</span>
            </a>
        </li>
    }
    .into_any()
}
