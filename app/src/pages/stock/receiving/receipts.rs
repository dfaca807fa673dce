//! Receipts of the shops: the list, and one for printing.

use domain::{ledger::Origin, permission::Action, stock::receipts::ReceiptQuery, tables::filters::ListKind};
use leptos::prelude::*;

use crate::{
    components::{
        ActionForm, Empty, Icon, Pager, Submit,
        tables::{
            bar::{ListBar, MoreRows, print_head},
            prints, reads_on,
        },
    },
    pages::{
        audit::{History, history},
        stock::{
            pieces::location_filter,
            receipts::{receipt_rows, sheet},
            words::origin,
        },
    },
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/receipts?location&origin&cursor`.
pub async fn list(cx: Cx) -> Shown {
    let chosen: Option<Origin> = cx.query("origin").parse().ok();
    let location = cx.shop();
    let query = ReceiptQuery { location, origin: chosen, cursor: cx.query_i64("cursor").max(0) };
    let mut found = cx.store.receipts(&cx.actor, query).await?;
    while let Some(cursor) = found.next.filter(|_| reads_on(&cx, found.items.len())) {
        let more = cx.store.receipts(&cx.actor, ReceiptQuery { cursor, ..query }).await?;
        found.items.extend(more.items);
        found.next = more.next;
    }
    let (head, left) = (prints(&cx).then_some(found.items.len()), MoreRows::of(found.next.as_ref()));
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let bar = ListBar::of_list(&cx, ListKind::Receipts).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let narrowed = location != 0 || chosen.is_some();
    Ok(Page::new(cx.lang.t("receipts-title"), Here::Receive, move || {
        let list = match (found.items.is_empty(), narrowed) {
            (false, _) => receipt_rows(&found.items, "/shop/receipts"),
            (true, true) => view! { <Empty title=t!("receipts-empty") action=("/shop/receipts", t!("stock-show-all"))>{t!("receipts-empty-here")}</Empty> }.into_any(),
            (true, false) => view! { <Empty title=t!("receipts-empty") pictogram="cat-home" action=("/shop/receive", t!("stock-receive"))>{t!("receipts-empty-text")}</Empty> }.into_any(),
        };
        let origins = [Origin::Donation, Origin::Claim, Origin::Grant, Origin::Purchase, Origin::Opening]
            .map(|o| view! { <option value=o.as_str() selected=chosen == Some(o)>{origin(o)}</option> })
            .collect_view();
        view! {
            {bar.chips()}
            <form class="filter-row">
                {location_filter(&locations, location)}
                <select name="origin" aria-label=t!("field-origin")>
                    <option value="">{t!("receipts-all-origins")}</option>
                    {origins}
                </select>
                <button class="btn btn-quiet">{t!("stock-filter")}</button>
            </form>
            {head.map(|rows| print_head(rows, left))}
            {list}
            <Pager next />
            {bar.save()}
        }
    })
    .back("/shop/receive")
    .no_index())
}

/// Renders `GET /shop/receipts/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let receipt = cx.store.receipt(&cx.actor, cx.id("id")?).await?;
    let history = history(&cx, "receipt", receipt.id).await?;
    let title = cx.lang.tf("receipt-title", &[("number", receipt.number.clone().into())]);
    Ok(Page::new(title, Here::Receive, move || {
        let (id, claim, offer) = (receipt.id, receipt.claim, receipt.offer);
        let open = receipt.open.then(|| {
            view! {
                <div class="cluster no-print">
                    <a class="btn btn-main" href=format!("/shop/receive?receipt={id}")><Icon name="plus" />{t!("receipt-add")}</a>
                    <ActionForm to=format!("/shop/receipts/{id}/close") class="cluster">
                        <Submit label=t!("receive-finish") tone="soft" icon="check" />
                    </ActionForm>
                </div>
            }
        });
        let named = if receipt.named { t!("receipt-named") } else { t!("receipt-not-named") };
        let gift = matches!(receipt.origin, Origin::Donation | Origin::Grant | Origin::Claim);
        view! {
            {open}
            {sheet(&receipt, true)}
            <div class="stack no-print">
                {gift.then(|| view! { <p class="note">{named}</p> })}
                {(claim != 0).then(|| view! { <p><a class="link" href=format!("/shop/claims/{claim}")>{t!("stock-claim", n = format!("#{claim}"))}<Icon name="chevron-right" /></a></p> })}
                {(offer != 0).then(|| view! { <p><a class="link" href=format!("/shop/offers/{offer}")>{t!("receipt-offer", n = format!("#{offer}"))}<Icon name="chevron-right" /></a></p> })}
                {history.map(History::drawn)}
            </div>
        }
    })
    .back("/shop/receipts")
    .narrow()
    .no_index())
}
