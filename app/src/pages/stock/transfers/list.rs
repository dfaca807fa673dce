//! Transfers from and to the shops whose stock the actor reads.

use axum::{extract::State, response::Response};
use domain::{
    permission::Action,
    stock::transfers::{Transfer, TransferState},
    tables::{Lines, Sort, TransferColumn, filters::ListKind},
};
use leptos::prelude::*;
use store::stock::transfers::table::Which;

use super::{
    super::{pieces::location_filter, words::grouped},
    chips,
};
use crate::{
    components::{
        Empty, Icon, Near, StatePill,
        tables::{
            Column, DataTable, Line, PageLinks,
            bar::{ListBar, MoreRows, print_head},
            bulk::Verdicts,
            prints, window,
        },
    },
    i18n::lang,
    pages::imports::answer,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown, state::AppState},
};

/// Renders the state of a transfer.
pub(crate) fn pill(state: TransferState) -> impl IntoView {
    let (tone, icon) = match state {
        TransferState::Sent => ("soft", "truck"),
        TransferState::Received => ("tea", "check"),
        TransferState::Short => ("amber", "alert"),
        TransferState::Settled => ("tea", "check"),
        TransferState::Cancelled => ("plum", "undo"),
    };
    let text = lang().named("transfer-state", state.as_str());
    view! { <StatePill tone icon text /> }
}

/// Reads which transfers are asked for.
fn which(cx: &Cx) -> Which {
    if cx.query("all").is_empty() { Which::Live } else { Which::All }
}

/// Reads the order of the list; the newest first without one.
fn order(cx: &Cx) -> Sort<TransferColumn> {
    cx.query("sort").parse().unwrap_or(Sort::down(TransferColumn::Number))
}

/// Serves `GET /shop/transfers/file?format`, with the filters and the order of the list.
pub(super) async fn file(state: State<AppState>, cx: Cx) -> Response {
    let made = exported(&cx).await;
    answer(state, cx, made).await
}

async fn exported(cx: &Cx) -> domain::Result<File> {
    cx.actor.must_somewhere(Action::ReadStock)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    let of = (which(cx), cx.shop());
    sheets::lists::shop::transfers(&cx.store, &cx.by(), cx.lang, format, of, order(cx)).await
}

/// Renders `GET /shop/transfers?all&location&sort&cursor`, or with `print` all of it.
pub async fn page(cx: Cx) -> Shown {
    let (location, all) = (cx.shop(), !cx.query("all").is_empty());
    let sort = order(&cx);
    let Lines { items, next } = cx.store.transfer_table(&cx.actor, which(&cx), location, window(&cx, sort)).await?;
    let (head, left) = (prints(&cx).then_some(items.len()), MoreRows::of(next.as_ref()));
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let bar = ListBar::load(&cx, ListKind::Transfers, "/shop/transfers/file").await?;
    let columns = vec![
        Column::text("number", cx.lang.t("table-number")).sorted(),
        Column::text("source", cx.lang.t("field-from")).sorted(),
        Column::text("target", cx.lang.t("field-to")).sorted(),
        Column::number("units", cx.lang.t("field-quantity")),
        Column::text("by", cx.lang.t("stock-who")),
        Column::text("at", cx.lang.t("transfer-sent")),
        Column::text("received", cx.lang.t("transfer-received")),
        Column::mark("state", cx.lang.t("table-state")),
    ];
    let table = DataTable::of(&cx, ListKind::Transfers, cx.lang.t("moving-transfers"), columns, Some(sort));
    let (links, sorted) = (PageLinks::of(&cx, next), cx.query("sort").to_owned());
    let may_send = cx.actor.may_somewhere(Action::KeepStock);
    let tabs = [("transfers-live", "", !all), ("transfers-all", "1", all)]
        .map(|(key, value, chosen)| (key, cx.address_with(&[("all", value), ("cursor", "")]), chosen));
    let hidden = cx.query("all").to_owned();
    Ok(Page::new(cx.lang.t("moving-transfers"), Here::Moving, move || {
        let tabs = tabs
            .map(|(key, to, chosen)| view! { <a class="chip" href=to aria-current=chosen.then_some("true")>{t!(key)}</a> })
            .collect_view();
        let filter = location_filter(&locations, location).map(|select| {
            view! {
                <form class="filter-row">
                    <input type="hidden" name="all" value=hidden />
                    <input type="hidden" name="sort" value=sorted />
                    {select}
                    <button class="btn btn-quiet">{t!("stock-filter")}</button>
                </form>
            }
        });
        let list = match items.is_empty() {
            true if may_send => view! { <Empty title=t!("transfers-none") action=("/shop/transfers/new", t!("transfers-new"))>{t!("transfers-none-text")}</Empty> }.into_any(),
            true => view! { <Empty title=t!("transfers-none")>{t!("transfers-none-text")}</Empty> }.into_any(),
            false => table.drawn(items.into_iter().map(line).collect(), &Verdicts::default(), None),
        };
        view! {
            {chips("/shop/transfers")}
            <nav class="chips" aria-label=t!("transfers-which")>{tabs}</nav>
            {bar.chips()}
            {filter}
            {head.map(|rows| print_head(rows, left))}
            {list}
            {links.drawn()}
            {bar.fold(&table)}
        }
    })
    .tools(move || {
        may_send.then(|| view! { <a class="btn btn-main" href="/shop/transfers/new"><Icon name="truck" />{t!("transfers-new")}</a> })
    })
    .wide()
    .no_index())
}

fn line(transfer: Transfer) -> Line {
    let units = if transfer.state.is_live() && transfer.open < transfer.sent {
        t!("transfer-units-open", n = grouped(transfer.sent), open = grouped(transfer.open))
    } else {
        t!("transfer-units", n = grouped(transfer.sent))
    };
    let Transfer { id, source_name, target_name, sent_by, sent_at, received_at, state, .. } = transfer;
    let cells = vec![
        source_name.into_any(),
        target_name.into_any(),
        units.into_any(),
        sent_by.into_any(),
        view! { <Near at=sent_at /> }.into_any(),
        (received_at > 0).then(|| view! { <Near at=received_at /> }).into_any(),
        pill(state).into_any(),
    ];
    Line { id, to: format!("/shop/transfers/{id}"), title: format!("#{id}"), note: None, pick: None, cells }
}

#[cfg(test)]
mod tests {
    use domain::stock::transfers::{Outcome, TransferState};

    use crate::i18n::{Lang, phrase_key};

    #[test]
    fn every_state_and_outcome_has_a_phrase() {
        let mut keys: Vec<_> = TransferState::ALL.iter().map(|s| phrase_key("transfer-state", s.as_str())).collect();
        for outcome in Outcome::ALL {
            keys.extend(["transfer-outcome", "transfer-outcome-text"].map(|p| phrase_key(p, outcome.as_str())));
        }
        for tab in ["7", "30", "expired"] {
            keys.extend(["expiry-within", "expiry-none"].map(|prefix| phrase_key(prefix, tab)));
        }
        let missing: Vec<_> = keys.iter().filter(|key| Lang::ALL.iter().any(|lang| !lang.has(key))).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }
}
