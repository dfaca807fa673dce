//! Receipts of the shops: the list, and one for printing.

use axum::{extract::State, response::Response};
use domain::{
    ledger::{Location, Origin},
    permission::Action,
    stock::receipts::{Receipt, ReceiptQuery},
    tables::{Lines, ReceiptColumn, Sort, filters::ListKind},
};
use leptos::prelude::*;

use crate::{
    components::{
        ActionForm, Empty, Icon, Near, StatePill, Submit,
        tables::{
            Column, DataTable, Line, PageLinks,
            bar::{ListBar, MoreRows, print_head},
            bulk::Verdicts,
            prints, window,
        },
    },
    pages::{
        audit::{History, history},
        imports::answer,
        stock::{
            pieces::location_filter,
            receipts::sheet,
            words::{grouped, origin},
        },
    },
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown, state::AppState},
};

/// Reads the filters of the list.
fn query(cx: &Cx) -> ReceiptQuery {
    ReceiptQuery { location: cx.shop(), origin: cx.query("origin").parse().ok(), cursor: 0 }
}

/// Serves `GET /shop/receipts/file?format`, with the filters and the order of the list.
pub(super) async fn file(state: State<AppState>, cx: Cx) -> Response {
    let made = exported(&cx).await;
    answer(state, cx, made).await
}

async fn exported(cx: &Cx) -> domain::Result<File> {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::lists::shop::receipts(&cx.store, &cx.by(), cx.lang, format, query(cx), order(cx)).await
}

/// Builds the table; the shop is a column where there are several.
fn grid(cx: &Cx, shops: &[Location]) -> DataTable {
    let sort = order(cx);
    let mut columns = vec![
        Column::text("number", cx.lang.t("table-number")).sorted(),
        Column::text("giver", cx.lang.t("field-giver")),
        Column::text("origin", cx.lang.t("field-origin")),
        Column::number("units", cx.lang.t("field-quantity")),
    ];
    if shops.len() > 1 {
        columns.push(Column::text("place", cx.lang.t("stock-location")).sorted());
    }
    columns.push(Column::text("by", cx.lang.t("stock-who")));
    columns.push(Column::text("at", cx.lang.t("stock-when")));
    columns.push(Column::mark("open", cx.lang.t("table-state")));
    DataTable::of(cx, ListKind::Receipts, cx.lang.t("receipts-title"), columns, Some(sort))
}

/// Reads the order of the list; the newest first without one.
fn order(cx: &Cx) -> Sort<ReceiptColumn> {
    cx.query("sort").parse().unwrap_or(Sort::down(ReceiptColumn::Number))
}

/// Renders a receipt as a row; `several` adds the shop.
fn line(receipt: Receipt, several: bool) -> Line {
    let Receipt { id, number, giver, units, location_name, by, created, open, .. } = receipt;
    let mut cells = vec![giver.into_any(), origin(receipt.origin).into_any(), grouped(units).into_any()];
    cells.extend(several.then(|| location_name.into_any()));
    cells.push(by.into_any());
    cells.push(view! { <Near at=created /> }.into_any());
    let state = open.then(|| view! { <StatePill tone="amber" icon="clock" text=t!("receipt-open") /> });
    cells.push(state.into_any());
    Line { id, to: format!("/shop/receipts/{id}"), title: number, note: None, pick: None, cells }
}

/// Renders `GET /shop/receipts?location&origin&sort&cursor`, or with `print` all of it.
pub async fn list(cx: Cx) -> Shown {
    let query = query(&cx);
    let ReceiptQuery { location, origin: chosen, .. } = query;
    let Lines { items, next } = cx.store.receipt_table(&cx.actor, query, window(&cx, order(&cx))).await?;
    let (head, left) = (prints(&cx).then_some(items.len()), MoreRows::of(next.as_ref()));
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let bar = ListBar::load(&cx, ListKind::Receipts, "/shop/receipts/file").await?;
    let (table, links) = (grid(&cx, &locations), PageLinks::of(&cx, next));
    let sorted = cx.query("sort").to_owned();
    let narrowed = location != 0 || chosen.is_some();
    Ok(Page::new(cx.lang.t("receipts-title"), Here::Receive, move || {
        let several = locations.len() > 1;
        let list = match (items.is_empty(), narrowed) {
            (false, _) => {
                table.drawn(items.into_iter().map(|one| line(one, several)).collect(), &Verdicts::default(), None)
            }
            (true, true) => view! { <Empty title=t!("receipts-empty") action=("/shop/receipts", t!("stock-show-all"))>{t!("receipts-empty-here")}</Empty> }.into_any(),
            (true, false) => view! { <Empty title=t!("receipts-empty") pictogram="cat-home" action=("/shop/receive", t!("stock-receive"))>{t!("receipts-empty-text")}</Empty> }.into_any(),
        };
        let origins = [Origin::Donation, Origin::Claim, Origin::Grant, Origin::Purchase, Origin::Opening]
            .map(|o| view! { <option value=o.as_str() selected=chosen == Some(o)>{origin(o)}</option> })
            .collect_view();
        view! {
            {bar.chips()}
            <form class="filter-row">
                <input type="hidden" name="sort" value=sorted />
                {location_filter(&locations, location)}
                <select name="origin" aria-label=t!("field-origin")>
                    <option value="">{t!("receipts-all-origins")}</option>
                    {origins}
                </select>
                <button class="btn btn-quiet">{t!("stock-filter")}</button>
            </form>
            {head.map(|rows| print_head(rows, left))}
            {list}
            {links.drawn()}
            {bar.fold(&table)}
        }
    })
    .back("/shop/receive")
    .wide()
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
