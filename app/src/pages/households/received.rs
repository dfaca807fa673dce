//! What the family has received, from wishes and from the free shop.

use domain::wishes::priority::{Had, Received};
use leptos::prelude::*;

use crate::{
    components::{Empty, Near, Pager, Tile, tint},
    i18n::item_title,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/received?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.received(&cx.actor, cx.query("cursor")).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor)]));
    Ok(Page::new(cx.lang.t("received-title"), Here::Home, move || {
        if found.items.is_empty() {
            return view! {
                <Empty title=t!("received-none") pictogram="bridge" action=("/home", t!("back"))>{t!("received-none-text")}</Empty>
            }
            .into_any();
        }
        let rows = found.items.iter().map(row).collect_view();
        view! { <ul class="rows">{rows}</ul> <Pager next /> }.into_any()
    })
    .back("/home")
    .narrow()
    .no_index())
}

fn row(received: &Received) -> impl IntoView + use<> {
    let (to, from) = match received.from {
        Had::Shop => (format!("/home/orders/{}", received.order), t!("received-from-shop")),
        Had::Wish | Had::Open => (format!("/home/wishes/{}", received.wish), t!("received-from-wish")),
    };
    let title = item_title(&received.key, &received.name, received.item, &received.size);
    let title = if received.quantity == 1 { title } else { format!("{title} × {}", received.quantity) };
    let (key, photo, at) = (received.key.clone(), received.photo, received.at);
    view! {
        <li>
            <a class=format!("row {}", tint(received.category)) href=to>
                <Tile key item_photo=photo />
                <span class="row-main"><b>{title}</b><small>{from}" · "<Near at /></small></span>
            </a>
        </li>
    }
}
