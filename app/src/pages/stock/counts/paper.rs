//! The count sheet on paper. It must not show the ledger's numbers: the count is blind.

use domain::stock::counts::TakeLine;
use leptos::prelude::*;
use store::stock::counts::views::LineQuery;

use super::{
    category,
    sheet::{lot_words, turn},
};
use crate::{
    i18n::{date_full, item_title},
    web::{Cx, Here, Page, Shown},
};

/// Lines of one printout.
const LINES: i64 = 500;

/// Renders `GET /shop/stock-takes/{id}/paper?from`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let take = cx.store.stock_take(&cx.actor, id).await?;
    let from = cx.query_i64("from").max(0);
    let lines =
        cx.store.stock_take_lines(&cx.actor, id, &LineQuery { from, limit: LINES, ..LineQuery::default() }).await?;
    let at = |from: i64| cx.address_with(&[("from", &from.to_string())]);
    let (before, after) =
        ((from > 0).then(|| at((from - LINES).max(0))), (from + LINES < lines.total).then(|| at(from + LINES)));
    let title = cx.lang.tf("take-title", &[("n", format!("#{id}").into())]);
    Ok(Page::new(title, Here::Stock, move || {
        let rows = lines.lines.iter().map(row).collect_view();
        view! {
            <p>{take.location_name}" · "{category(&take.category)}" · "{date_full(take.opened)}</p>
            <p class="note">{t!("take-paper-note")}</p>
            <table class="table paper">
                <thead>
                    <tr>
                        <th scope="col">{t!("field-item")}</th>
                        <th scope="col">{t!("stock-lot-head")}</th>
                        <th scope="col">{t!("take-counted")}</th>
                        <th scope="col">{t!("stock-why")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="signatures"><span>{t!("take-signed")}</span><span>{t!("take-day")}</span></p>
            {turn(before, after)}
        }
    })
    .back(format!("/shop/stock-takes/{id}"))
    .wide()
    .no_index())
}

fn row(line: &TakeLine) -> impl IntoView + use<> {
    let (title, unit) = (item_title(&line.key, &line.name, line.item, &line.size), line.unit.clone());
    view! {
        <tr>
            <th scope="row">{title}</th>
            <td data-label=t!("stock-lot-head")>{lot_words(line)}</td>
            <td class="paper-box" data-label=t!("take-counted")>{unit}</td>
            <td class="paper-box"></td>
        </tr>
    }
}
