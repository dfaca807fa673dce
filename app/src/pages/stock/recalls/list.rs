//! Recalls of the root area.

use domain::{
    permission::Action,
    stock::recalls::{Recall, RecallState},
};
use leptos::prelude::*;

use super::super::{transfers::chips, words::grouped};
use crate::{
    components::{Empty, Icon, Near, Pager, StatePill},
    i18n::{item_title, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders the state of a recall.
pub(super) fn pill(state: RecallState) -> impl IntoView {
    let (tone, icon) = match state {
        RecallState::Open => ("amber", "alert"),
        RecallState::Ended => ("tea", "check"),
    };
    let text = lang().named("recall-state", state.as_str());
    view! { <StatePill tone icon text /> }
}

/// Renders `GET /shop/recalls?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.recalls(&cx.actor, None, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let may_open = cx.actor.may_somewhere(Action::ApproveCounts);
    Ok(Page::new(cx.lang.t("moving-recalls"), Here::Moving, move || {
        let rows = found.items.iter().map(row).collect_view();
        view! {
            {chips("/shop/recalls")}
            {if found.items.is_empty() {
                view! { <Empty title=t!("recalls-none")>{t!("recalls-none-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .tools(move || {
        may_open
            .then(|| view! { <a class="btn btn-soft" href="/shop/stock"><Icon name="search" />{t!("recall-find")}</a> })
    })
    .no_index())
}

fn row(recall: &Recall) -> impl IntoView + use<> {
    let title = item_title(&recall.key, &recall.name, recall.item, "");
    let (to, at, reason) = (format!("/shop/recalls/{}", recall.id), recall.opened, recall.reason.clone());
    let left = (recall.state == RecallState::Open)
        .then(|| t!("recall-left", shops = grouped(recall.in_shops), homes = grouped(recall.at_homes)));
    view! {
        <li><a class="row" href=to>
            <span class="row-main">
                <b>{title}</b>
                <small>{reason}" · "<Near at=at /></small>
                {left.map(|left| view! { <small>{left}</small> })}
            </span>
            <span class="row-end">{pill(recall.state)}</span>
        </a></li>
    }
}
