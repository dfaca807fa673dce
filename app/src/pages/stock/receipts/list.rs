//! The donor's own receipts, newest first.

use leptos::prelude::*;

use super::receipt_rows;
use crate::{
    components::{Empty, Pager},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /receipts?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.my_receipts(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("receipts-mine"), Here::Claims, move || {
        if found.items.is_empty() {
            return view! { <Empty title=t!("receipts-mine-empty") pictogram="cat-home" action=("/offers", t!("offers-title"))>{t!("receipts-mine-empty-text")}</Empty> }.into_any();
        }
        view! {
            {receipt_rows(&found.items, "/receipts")}
            <Pager next />
        }
        .into_any()
    })
    .back("/offers")
    .narrow()
    .no_index())
}
