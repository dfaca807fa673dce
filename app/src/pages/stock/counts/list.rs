//! Stock-takes of the actor's shops, newest first.

use domain::{permission::Action, stock::counts::StockTake};
use leptos::prelude::*;

use super::{super::pieces::location_filter, category, pill};
use crate::{
    components::{Empty, Icon, Near, Pager},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shop/stock-takes?location&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let location = cx.shop();
    let found = cx.store.stock_takes(&cx.actor, location, cx.query_i64("cursor")).await?;
    let locations = cx.store.shops(&cx.actor, Action::ReadStock).await?;
    let may_keep = cx.actor.may_somewhere(Action::KeepStock);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("takes-title"), Here::Stock, move || {
        let filter = location_filter(&locations, location)
            .map(|select| view! { <form class="filter-row">{select}<button class="btn btn-quiet">{t!("stock-filter")}</button></form> });
        let start = may_keep.then(|| ("/shop/stock-takes/new", t!("takes-new")));
        let list = if !found.items.is_empty() {
            let rows = found.items.into_iter().map(row).collect_view();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        } else if let Some(start) = start {
            view! { <Empty title=t!("takes-empty") pictogram="cat-home" action=start>{t!("takes-empty-text")}</Empty> }.into_any()
        } else {
            view! { <Empty title=t!("takes-empty") pictogram="cat-home">{t!("takes-empty-text")}</Empty> }.into_any()
        };
        view! { {filter}{list}<Pager next /> }
    })
    .back("/shop/stock")
    .tools(move || {
        may_keep.then(|| view! { <a class="btn btn-main" href="/shop/stock-takes/new"><Icon name="plus" />{t!("takes-new")}</a> })
    })
    .no_index())
}

fn row(take: StockTake) -> impl IntoView {
    let done = take.lines - take.left;
    let how_far = if take.state.is_open() {
        t!("takes-progress", n = done, of = take.lines)
    } else {
        t!("takes-differences", n = take.differences)
    };
    view! {
        <li>
            <a class="row" href=format!("/shop/stock-takes/{}", take.id)>
                <span class="row-main">
                    <b>{take.location_name}" · "{category(&take.category)}</b>
                    <small><Near at=take.opened />" · "{take.opened_by}</small>
                    <small>{how_far}</small>
                </span>
                <span class="row-end">{pill(take.state)}<small class="num">"#"{take.id}</small></span>
            </a>
        </li>
    }
}
