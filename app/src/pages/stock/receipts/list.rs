//! The donor's own receipts, newest first, each with what it is for.

use domain::stock::receipts::Receipt;
use leptos::prelude::*;
use store::stock::receiving::receipt_views::ReceiptThing;

use crate::{
    components::{Empty, Icon, Near, Pager},
    i18n::item_title,
    web::{Cx, Here, Page, Shown},
};

/// Things that a row names.
const NAMED: usize = 3;

/// Renders `GET /receipts?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.my_receipts(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let ids: Vec<_> = found.items.iter().map(|receipt| receipt.id).collect();
    let things = cx.store.my_receipt_things(&cx.actor, &ids).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("receipts-mine"), Here::Claims, move || {
        if found.items.is_empty() {
            return view! { <Empty title=t!("receipts-mine-empty") pictogram="cat-home" action=("/offers", t!("offers-title"))>{t!("receipts-mine-empty-text")}</Empty> }.into_any();
        }
        let rows = found.items.iter().map(|receipt| row(receipt, &things)).collect_view();
        view! {
            <ul class="rows">{rows}</ul>
            <Pager next />
        }
        .into_any()
    })
    .back("/offers")
    .narrow()
    .no_index())
}

fn row(receipt: &Receipt, things: &[ReceiptThing]) -> impl IntoView + use<> {
    let of_it = things.iter().filter(|thing| thing.receipt == receipt.id);
    let names: Vec<String> =
        of_it.take(NAMED).map(|thing| item_title(&thing.key, &thing.name, thing.item, &thing.size)).collect();
    let title = if names.is_empty() { receipt.number.clone() } else { names.join(&t!("home-of-join")) };
    let line = format!("{} · {}", receipt.location_name, receipt.number);
    let (to, units, at) = (format!("/receipts/{}", receipt.id), receipt.units, receipt.created);
    view! {
        <li>
            <a class="row" href=to>
                <Icon name="file" />
                <span class="row-main"><b>{title}</b><small class="num">{line}</small></span>
                <span class="row-end"><b>{t!("receipt-units", n = units)}</b><small><Near at /></small></span>
            </a>
        </li>
    }
}
