//! The donor's own offers, newest first.

use domain::{permission::Action, stock::offers::Offer};
use leptos::prelude::*;

use super::offer_pill;
use crate::{
    components::{Empty, Pager, Row, thumb_link, top_link},
    i18n::{date_near, item_title},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /offers?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.my_offers(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let may = cx.actor.may_somewhere(Action::OfferGoods);
    let label = cx.lang.t("offers-new");
    let empty = found.items.is_empty();
    Ok(Page::new(cx.lang.t("offers-title"), Here::Claims, move || {
        let list = if empty {
            view! { <Empty title=t!("offers-empty") pictogram="cat-home" action=("/offers/new", t!("offers-new"))>{t!("offers-empty-text")}</Empty> }.into_any()
        } else {
            let rows = found.items.iter().map(row).collect_view();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        view! {
            {list}
            <Pager next />
            <p><a class="link" href="/receipts">{t!("receipts-mine")}</a></p>
            {(may && !empty).then(|| thumb_link("/offers/new".to_owned(), t!("offers-new"), "plus"))}
        }
    })
    .back("/claims")
    .tools(move || (may && !empty).then(|| top_link("/offers/new".to_owned(), label, "plus")))
    .narrow()
    .no_index())
}

fn row(offer: &Offer) -> impl IntoView + use<> {
    let title = format!("{} × {}", item_title(&offer.key, &offer.name, offer.item, &offer.size), offer.quantity);
    let day = (offer.day != 0).then(|| date_near(offer.day));
    let line = match day {
        Some(day) if offer.state.is_open() => format!("{day} · {}", offer.location_name),
        _ => date_near(offer.created),
    };
    let picture = if offer.key.is_empty() { "cat-all".to_owned() } else { offer.key.clone() };
    let state = offer.state;
    view! {
        <Row to=format!("/offers/{}", offer.id) picture tint="tint-all" title line>
            {offer_pill(state)}
        </Row>
    }
}
