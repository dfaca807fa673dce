//! Who stands by the family, for the family itself.

use leptos::prelude::*;

use super::rows;
use crate::{
    components::Empty,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/pairings`.
pub async fn page(cx: Cx) -> Shown {
    let pairings = cx.store.own_pairings(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("home-pairings"), Here::Home, move || {
        view! {
            <p class="note">{t!("home-pairings-note")}</p>
            {if pairings.is_empty() {
                view! { <Empty title=t!("home-pairings-none") /> }.into_any()
            } else {
                rows(&pairings)
            }}
        }
    })
    .back("/home/household")
    .narrow()
    .no_index())
}
