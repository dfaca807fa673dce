//! The receipt on screen and in print. It names the donor and the goods, and must not name a household.

use domain::{
    ledger::Origin,
    stock::receipts::{Receipt, ReceiptLine},
};
use leptos::prelude::*;

use crate::i18n::{date_full, day_value, item_title, lang};

/// Formats fen as yuan: `1234.50 元`.
#[must_use]
pub(crate) fn yuan(fen: i64) -> String {
    t!("receipt-yuan", yuan = format!("{}.{:02}", fen / 100, fen % 100))
}

/// Renders a receipt with its lines; for staff, numbers link to their journals.
pub(crate) fn sheet(receipt: &Receipt, staff: bool) -> AnyView {
    let thanks = match receipt.origin {
        Origin::Purchase | Origin::Opening => None,
        _ => Some(t!("receipt-thanks")),
    };
    let giver = if receipt.giver.is_empty() { t!("receipt-no-giver") } else { receipt.giver.clone() };
    let opening = format!("receipt-from-{}", receipt.origin.as_str());
    let (number, place, address) = (receipt.number.clone(), receipt.location_name.clone(), receipt.address.clone());
    let (created, by, note) = (receipt.created, receipt.by.clone(), receipt.note.clone());
    let costs = staff && receipt.lines.iter().any(|line| line.cost > 0);
    let rows = receipt.lines.iter().map(|line| row(line, staff, costs)).collect_view();
    let (units, cost, journals) =
        (receipt.units, receipt.cost, format!("/shop/journals?receipt={}&kind=receive", receipt.id));
    let total = |shown: String| {
        let journals = journals.clone();
        if staff { view! { <a class="total" href=journals>{shown}</a> }.into_any() } else { shown.into_any() }
    };
    let (units, cost) = (total(units.to_string()), costs.then(|| total(yuan(cost))));
    view! {
        <article class="receipt card">
            <header>
                <p class="receipt-place"><b>{place}</b><small>{address}</small></p>
                <p class="receipt-number"><span>{t!("receipt-word")}</span><b class="num">{number}</b></p>
            </header>
            <p>{t!(&opening, giver = giver)}" "<time>{date_full(created)}</time></p>
            <table class="receipt-table" id="lines">
                <thead>
                    <tr>
                        <th scope="col">{t!("field-item")}</th>
                        {costs.then(|| view! { <th scope="col" class="num">{t!("receive-cost")}</th> })}
                        <th scope="col" class="num">{t!("field-quantity")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{t!("stock-total")}</th>
                        {cost.map(|cost| view! { <td class="num">{cost}</td> })}
                        <td class="num">{units}</td>
                    </tr>
                </tfoot>
            </table>
            {(!note.is_empty()).then(|| view! { <p class="note">{t!("receipt-note", note = note)}</p> })}
            {thanks.map(|words| view! { <p class="receipt-thanks">{words}</p> })}
            <footer>
                <p>{t!("receipt-by", name = by)}</p>
                <p>{t!("receipt-stamp")}</p>
            </footer>
        </article>
    }
    .into_any()
}

fn row(line: &ReceiptLine, staff: bool, costs: bool) -> impl IntoView + use<> {
    let title = item_title(&line.key, &line.name, line.item, &line.size);
    let condition = lang().named("stock-condition", line.condition.as_str());
    let small = if line.expires == 0 {
        condition
    } else {
        format!("{condition} · {} {}", t!("field-expires"), day_value(line.expires))
    };
    let cost = (line.cost > 0).then(|| yuan(line.cost));
    let (quantity, journal, right) = (line.quantity, line.journal, line.reversed_by);
    let number = if staff {
        view! { <a class="total" href=format!("/shop/journals/{journal}")>{quantity}</a> }.into_any()
    } else {
        quantity.into_any()
    };
    let mark = (right != 0).then(|| {
        let words = t!("receipt-reversed");
        if staff {
            view! { " "<a class="link" href=format!("/shop/journals/{right}")>{words}</a> }.into_any()
        } else {
            view! { " "<small class="soft">{words}</small> }.into_any()
        }
    });
    view! {
        <tr data-reversed=(right != 0).then_some("true")>
            <th scope="row">{title}<small>{small}</small>{mark}</th>
            {costs.then(|| view! { <td class="num">{cost}</td> })}
            <td class="num">{number}</td>
        </tr>
    }
}
