//! A finished count: its differences, for the second person who approves them, and the outcome.

use domain::stock::counts::{StockTake, TakeLine, TakeState};
use leptos::prelude::*;
use store::stock::counts::views::{LINES, LineQuery, Show};

use super::{
    super::words::{grouped, link, signed},
    sheet::{head, lot_words, reason_form, turn},
};
use crate::{
    components::{ActionForm, Banner, Fact, Facts, Near, Submit},
    i18n::item_title,
    pages::audit::{History, history},
    web::{Cx, Here, Page, Shown},
};

/// Renders the differing lines, or with `?show=all` every line.
pub(crate) async fn page(cx: &Cx, take: StockTake, title: String) -> Shown {
    let all = cx.query("show") == "all";
    let from = cx.query_i64("from").max(0);
    let show = if all { Show::All } else { Show::Different };
    let lines =
        cx.store.stock_take_lines(&cx.actor, take.id, &LineQuery { show, from, ..LineQuery::default() }).await?;
    let at = |from: i64| cx.query_with(&[("from", &from.to_string())]);
    let sheet = format!("/shop/stock-takes/{}", take.id);
    let page_at = |from: i64| format!("{sheet}{}", at(from));
    let (before, after) = (
        (from > 0).then(|| page_at((from - LINES).max(0))),
        (from + LINES < lines.total).then(|| page_at(from + LINES)),
    );
    let history = history(cx, "stock_take", take.id).await?;
    let other = if all { sheet.clone() } else { format!("{sheet}?show=all") };
    Ok(Page::new(title, Here::Stock, move || {
        let id = take.id;
        let lines = if lines.lines.is_empty() {
            view! { <p class="note">{t!("take-all-agrees")}</p> }.into_any()
        } else {
            table(&lines.lines)
        };
        view! {
            {head(&take)}
            {outcome(&take)}
            {(take.state == TakeState::Counted).then(|| decide(&take))}
            <section class="stack">
                <h2 id="lines">{if all { t!("take-lines") } else { t!("take-differences") }}</h2>
                {sums(&take)}
                <div class="table-wrap" tabindex="0" role="region" aria-labelledby="lines">{lines}</div>
                {turn(before, after)}
                <p><a class="link" href=other>{if all { t!("take-show-different") } else { t!("take-show-all") }}</a></p>
            </section>
            {(take.may_count && take.state.is_open()).then(|| cancel_form(id))}
            {history.map(History::drawn)}
        }
    })
    .back("/shop/stock-takes")
    .no_index())
}

/// Renders surplus and shortage; once approved, with links to the journals.
fn sums(take: &StockTake) -> impl IntoView + use<> {
    let journals = link("/shop/journals", &[("stock_take", &take.id.to_string())]);
    let booked = take.state == TakeState::Approved;
    let stat = |n: i64, words: String| {
        if booked && n != 0 {
            view! { <a class="stat" href=journals.clone()><b>{grouped(n)}</b><span>{words}</span></a> }.into_any()
        } else {
            view! { <p class="stat"><b>{grouped(n)}</b><span>{words}</span></p> }.into_any()
        }
    };
    view! {
        <div class="stats">
            {stat(take.differences, t!("take-sum-lines"))}
            {stat(take.surplus, t!("take-sum-more"))}
            {stat(take.missing, t!("take-sum-fewer"))}
        </div>
    }
}

fn outcome(take: &StockTake) -> Option<AnyView> {
    let (at, by) = (take.closed, take.closed_by.clone());
    match take.state {
        TakeState::Approved => {
            Some(view! { <Facts><Fact name=t!("take-approved")><Near at />" · "{by}</Fact></Facts> }.into_any())
        }
        TakeState::Cancelled => {
            let note = take.note.clone();
            Some(view! { <Banner><b>{t!("take-given-up")}</b>" "{note}" · "{by}</Banner> }.into_any())
        }
        TakeState::Counting | TakeState::Counted => None,
    }
}

/// Renders approval and rejection for a second person; others see who finished the count.
fn decide(take: &StockTake) -> AnyView {
    let (id, by) = (take.id, take.finished_by.clone());
    if !take.may_approve {
        return view! { <Banner tone="amber">{t!("take-waits", by = by)}</Banner> }.into_any();
    }
    let back = reason_form(
        format!("/shop/stock-takes/{id}/reject"),
        t!("take-reject-ask"),
        t!("take-reject-text"),
        t!("take-reject"),
        "bad",
    );
    view! {
        <ActionForm to=format!("/shop/stock-takes/{id}/approve")>
            <p class="note">{t!("take-approve-text", by = by)}</p>
            <div class="thumb-bar"><Submit label=t!("take-approve") wide=true /></div>
        </ActionForm>
        {back}
    }
    .into_any()
}

fn table(lines: &[TakeLine]) -> AnyView {
    let rows = lines.iter().map(row).collect_view();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{t!("field-item")}</th>
                    <th scope="col">{t!("stock-lot-head")}</th>
                    <th scope="col" class="num">{t!("take-book")}</th>
                    <th scope="col" class="num">{t!("take-counted")}</th>
                    <th scope="col" class="num">{t!("take-difference")}</th>
                    <th scope="col">{t!("stock-why")}</th>
                    <th scope="col">{t!("take-counter")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &TakeLine) -> impl IntoView + use<> {
    let title = item_title(&line.key, &line.name, line.item, &line.size);
    let (difference, journal, reason, by) =
        (line.difference(), line.journal, line.reason.clone(), line.counted_by.clone());
    let counted = match (line.counted, line.skipped) {
        (-1, true) => t!("take-skipped"),
        (-1, false) => String::new(),
        (n, _) => grouped(n),
    };
    let shown = match (difference, journal) {
        (0, _) => ().into_any(),
        (n, 0) => signed(n).into_any(),
        (n, journal) => view! { <a class="total" href=format!("/shop/journals/{journal}")>{signed(n)}</a> }.into_any(),
    };
    let book = (line.counted >= 0).then(|| grouped(line.booked_then));
    view! {
        <tr>
            <th scope="row">{title}</th>
            <td data-label=t!("stock-lot-head")>{lot_words(line)}</td>
            <td class="num" data-label=t!("take-book")>{book}</td>
            <td class="num" data-label=t!("take-counted")>{counted}</td>
            <td class="num" data-label=t!("take-difference")>{shown}</td>
            <td data-label=t!("stock-why")>{reason}</td>
            <td data-label=t!("take-counter")>{by}</td>
        </tr>
    }
}

/// Renders the form that cancels the stock-take.
pub(crate) fn cancel_form(id: i64) -> impl IntoView {
    reason_form(
        format!("/shop/stock-takes/{id}/cancel"),
        t!("take-cancel-ask"),
        t!("take-cancel-text"),
        t!("take-cancel"),
        "bad",
    )
}
