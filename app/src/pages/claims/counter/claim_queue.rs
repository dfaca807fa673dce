//! The counter's list that a claim belongs to, shown beside it on wide screens.

use domain::claims::{Claim, ClaimFile, ClaimState};
use leptos::prelude::*;
use store::claims::shop_view::ShopClaim;

use super::claim::step;
use crate::pages::stock::pieces::{Find, claim_rows};

/// Names the list that the claim is in, or was in last.
pub(crate) fn queue_of(claim: &Claim) -> &'static str {
    match claim.state {
        ClaimState::Arrived if claim.awaiting_check => "checks",
        ClaimState::Arrived | ClaimState::HandedOver | ClaimState::Confirmed => "ready",
        _ => "expected",
    }
}

/// Renders the rest of that list, and the search field unless the record renders one itself.
pub(crate) fn beside(name: &str, queue: Vec<ClaimFile>, shown: &ShopClaim) -> AnyView {
    let key = format!("shop-{name}");
    let none = format!("{key}-none");
    let rows = if queue.is_empty() {
        view! { <p class="soft">{t!(&none)}</p> }.into_any()
    } else {
        claim_rows(queue, "", shown.file.claim.id).into_any()
    };
    let busy = step(shown).is_some();
    let to = format!("/shop?list={name}");
    view! {
        {busy.then(|| view! { <Find /> })}
        <h2>{t!(&key)}</h2>
        {rows}
        <a class="link" href=to>{t!("shop-list-whole")}</a>
    }
    .into_any()
}
