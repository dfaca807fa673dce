//! Transfers from and to the shops whose stock the actor reads.

use domain::{
    permission::Action,
    stock::transfers::{Transfer, TransferState},
    tables::filters::ListKind,
};
use leptos::prelude::*;

use super::{
    super::{pieces::location_filter, words::grouped},
    chips,
};
use crate::{
    components::{
        Empty, Icon, Near, Pager, StatePill,
        tables::{
            bar::{ListBar, MoreRows, print_head},
            prints, reads_on,
        },
    },
    i18n::lang,
    web::{Cx, Here, Page, Shown},
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

/// Renders `GET /shop/transfers?all&location&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let (location, all) = (cx.shop(), !cx.query("all").is_empty());
    let mut found = cx.store.transfers(&cx.actor, location, !all, cx.query_i64("cursor")).await?;
    while let Some(cursor) = found.next.filter(|_| reads_on(&cx, found.items.len())) {
        let more = cx.store.transfers(&cx.actor, location, !all, cursor).await?;
        found.items.extend(more.items);
        found.next = more.next;
    }
    let (head, left) = (prints(&cx).then_some(found.items.len()), MoreRows::of(found.next.as_ref()));
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let bar = ListBar::of_list(&cx, ListKind::Transfers).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
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
                    {select}
                    <button class="btn btn-quiet">{t!("stock-filter")}</button>
                </form>
            }
        });
        let list = match found.items.is_empty() {
            true if may_send => view! { <Empty title=t!("transfers-none") action=("/shop/transfers/new", t!("transfers-new"))>{t!("transfers-none-text")}</Empty> }.into_any(),
            true => view! { <Empty title=t!("transfers-none")>{t!("transfers-none-text")}</Empty> }.into_any(),
            false => {
                let rows = found.items.iter().map(row).collect_view();
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }
        };
        view! {
            {chips("/shop/transfers")}
            <nav class="chips" aria-label=t!("transfers-which")>{tabs}</nav>
            {bar.chips()}
            {filter}
            {head.map(|rows| print_head(rows, left))}
            {list}
            <Pager next />
            {bar.save()}
        }
    })
    .tools(move || {
        may_send.then(|| view! { <a class="btn btn-main" href="/shop/transfers/new"><Icon name="truck" />{t!("transfers-new")}</a> })
    })
    .no_index())
}

fn row(transfer: &Transfer) -> impl IntoView + use<> {
    let way = t!("transfer-way", from = transfer.source_name.clone(), to = transfer.target_name.clone());
    let units = if transfer.state.is_live() && transfer.open < transfer.sent {
        t!("transfer-units-open", n = grouped(transfer.sent), open = grouped(transfer.open))
    } else {
        t!("transfer-units", n = grouped(transfer.sent))
    };
    let (to, id, at, state) =
        (format!("/shop/transfers/{}", transfer.id), transfer.id, transfer.sent_at, transfer.state);
    view! {
        <li><a class="row" href=to>
            <span class="row-main"><b>{way}</b><small>"#"{id}" · "{units}</small></span>
            <span class="row-end">{pill(state)}<small><Near at /></small></span>
        </a></li>
    }
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
