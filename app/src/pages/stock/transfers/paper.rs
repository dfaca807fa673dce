//! The packing list of a transfer: goes with the goods, and is signed at both ends.

use domain::stock::transfers::TransferLine;
use leptos::prelude::*;

use super::super::{pieces::best_before, words::grouped};
use crate::{
    i18n::{date_full, item_title},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/transfers/{id}/paper`.
pub async fn page(cx: Cx) -> Shown {
    let transfer = cx.store.transfer(&cx.actor, cx.id("id")?).await?;
    let id = transfer.id;
    let title = cx.lang.tf("transfer-paper-title", &[("n", id.into())]);
    Ok(Page::new(title, Here::Moving, move || {
        let way = t!("transfer-way", from = transfer.source_name.clone(), to = transfer.target_name.clone());
        let rows = transfer.lines.iter().map(row).collect_view();
        let note = (!transfer.note.is_empty()).then(|| view! { <p>{transfer.note.clone()}</p> });
        view! {
            <p><b>{way}</b>" · "{date_full(transfer.sent_at)}" · "{transfer.sent_by.clone()}</p>
            {note}
            <table class="table paper">
                <thead>
                    <tr>
                        <th scope="col">{t!("field-item")}</th>
                        <th scope="col">{t!("stock-lot-head")}</th>
                        <th scope="col" class="num">{t!("transfer-sent-units")}</th>
                        <th scope="col">{t!("transfer-arrived")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p>{t!("transfer-paper-total", lines = grouped(i64::try_from(transfer.lines.len()).unwrap_or_default()), n = grouped(transfer.sent))}</p>
            <p class="signatures"><span>{t!("transfer-paper-sender")}</span><span>{t!("transfer-paper-driver")}</span><span>{t!("transfer-paper-receiver")}</span></p>
        }
    })
    .back(format!("/shop/transfers/{id}"))
    .tools(|| {
        view! {
            <button type="button" class="btn btn-main" hidden data-wake="print" data-print>{t!("labels-print")}</button>
        }
    })
    .wide()
    .no_index())
}

fn row(line: &TransferLine) -> impl IntoView + use<> {
    let (title, lot, sent) = (item_title(&line.key, &line.name, line.item, &line.size), line.lot, grouped(line.sent));
    view! {
        <tr>
            <th scope="row">{title}</th>
            <td data-label=t!("stock-lot-head")>"#"{lot}" "{best_before(line.expires)}</td>
            <td class="num" data-label=t!("transfer-sent-units")>{sent}</td>
            <td class="paper-box" data-label=t!("transfer-arrived")></td>
        </tr>
    }
}
