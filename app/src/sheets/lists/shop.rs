//! Lists of a shop as files: receipts, journals, orders and transfers, as their pages narrow and sort them.

use domain::{
    Result,
    ledger::LocationId,
    orders::Order,
    stock::{
        receipts::{Receipt, ReceiptQuery},
        transfers::Transfer,
    },
    tables::{JournalColumn, OrderColumn, ReceiptColumn, Sort, TransferColumn},
};
use store::{
    By, Store,
    ledger::{journals::JournalQuery, views::JournalFile},
    orders::views::Which,
    stock::transfers,
};

use super::written;
use crate::{
    i18n::Lang,
    sheets::{
        File, Format, Out,
        files::{made, number},
    },
};

/// Exports receipts as their list shows them; who gave is named where the giver agreed.
///
/// # Errors
/// As [`Store::export_receipt_list`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn receipts(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    query: ReceiptQuery,
    sort: Sort<ReceiptColumn>,
) -> Result<File> {
    let export = store.export_receipt_list(by, query, sort).await?;
    let heads = ["receipt", "at", "location", "origin", "giver", "quantity", "amount", "by"];
    let made = made(lang, &heads, export, |receipt: Receipt| {
        vec![
            Out::Text(receipt.number),
            Out::Time(receipt.created),
            Out::Text(receipt.location_name),
            Out::Text(lang.named("stock-origin", receipt.origin.as_str())),
            Out::Text(if receipt.named { receipt.giver } else { String::new() }),
            number(receipt.units),
            Out::Money(receipt.cost),
            Out::Text(receipt.by),
        ]
    });
    written(store, lang, format, "receipts", made).await
}

/// Exports journals as their list shows them.
///
/// # Errors
/// As [`Store::export_journal_list`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn journals(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    query: &JournalQuery,
    sort: Sort<JournalColumn>,
) -> Result<File> {
    let export = store.export_journal_list(by, query, sort).await?;
    let heads = ["journal", "at", "kind", "location", "by", "reason", "reverses"];
    let made = made(lang, &heads, export, |journal: JournalFile| {
        vec![
            number(journal.id),
            Out::Time(journal.at),
            Out::Text(lang.named("stock-kind", journal.kind.as_str())),
            Out::Text(journal.location_name),
            Out::Text(if journal.by.is_empty() { lang.t("stock-by-clock") } else { journal.by }),
            Out::Text(lang.end_reason(&journal.reason)),
            Out::Text(if journal.reverses == 0 { String::new() } else { format!("#{}", journal.reverses) }),
        ]
    });
    written(store, lang, format, "journals", made).await
}

/// Exports orders as their list shows them; of the family only how many people it has.
///
/// # Errors
/// As [`Store::export_order_list`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn orders(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    (which, location): (Which, LocationId),
    sort: Sort<OrderColumn>,
) -> Result<File> {
    let export = store.export_order_list(by, which, location, sort).await?;
    let heads =
        ["list-order", "list-state", "location", "people", "name", "quantity", "points-count", "at", "list-changed"];
    let made = made(lang, &heads, export, |order: Order| {
        let units = order.units();
        let things = order.lines.iter().map(|line| {
            let what = lang.item_title(&line.key, &line.name, line.item, &line.size);
            format!("{what} × {}", line.quantity)
        });
        let things = things.collect::<Vec<_>>().join(&lang.t("orders-and"));
        vec![
            number(order.id),
            Out::Text(lang.named("order-state", order.state.as_str())),
            Out::Text(order.location_name),
            number(order.alias.family_size),
            Out::Text(things),
            number(units),
            number(order.points),
            Out::Time(order.created),
            Out::Time(order.changed),
        ]
    });
    written(store, lang, format, "orders", made).await
}

/// Exports transfers as their list shows them.
///
/// # Errors
/// As [`Store::export_transfer_list`]; [`domain::Error::Failed`] if the file cannot be written.
pub async fn transfers(
    store: &Store,
    by: &By,
    lang: Lang,
    format: Format,
    (which, location): (transfers::table::Which, LocationId),
    sort: Sort<TransferColumn>,
) -> Result<File> {
    let export = store.export_transfer_list(by, which, location, sort).await?;
    let heads = [
        "list-transfer",
        "list-state",
        "list-source",
        "list-target",
        "quantity",
        "list-left",
        "by",
        "list-sent",
        "list-received",
    ];
    let made = made(lang, &heads, export, |transfer: Transfer| {
        vec![
            number(transfer.id),
            Out::Text(lang.named("transfer-state", transfer.state.as_str())),
            Out::Text(transfer.source_name),
            Out::Text(transfer.target_name),
            number(transfer.sent),
            number(transfer.open),
            Out::Text(transfer.sent_by),
            Out::Time(transfer.sent_at),
            Out::Time(transfer.received_at),
        ]
    });
    written(store, lang, format, "transfers", made).await
}
