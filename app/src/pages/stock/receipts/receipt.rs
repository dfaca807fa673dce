//! One receipt, for its donor.

use leptos::prelude::*;

use super::sheet;
use crate::{
    components::Icon,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /receipts/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let receipt = cx.store.my_receipt(&cx.actor, cx.id("id")?).await?;
    let (claim, offer) = (receipt.claim, receipt.offer);
    Ok(Page::new(cx.lang.tf("receipt-title", &[("number", receipt.number.clone().into())]), Here::Claims, move || {
        let from = match (claim, offer) {
            (0, 0) => None,
            (0, offer) => Some((format!("/offers/{offer}"), t!("receipt-to-offer"))),
            (claim, _) => Some((format!("/claims/{claim}"), t!("receipt-to-claim"))),
        };
        view! {
            {sheet(&receipt, false)}
            {from.map(|(to, label)| view! { <p class="no-print"><a class="link" href=to>{label}<Icon name="chevron-right" /></a></p> })}
        }
    })
    .back("/receipts")
    .narrow()
    .no_index())
}
