//! Wishes that an account saved, to find them again.

use leptos::prelude::*;
use store::wishes::saved::{SaveWish, UnsaveWish};

use crate::{
    components::{Empty, WishCard},
    web::{Cx, Done, Here, Page, Shown, To},
};

/// Renders `GET /saved`.
pub(super) async fn page(cx: Cx) -> Shown {
    let saved = cx.store.saved_wishes(&cx.actor).await?;
    let claim = cx.may_claim();
    Ok(Page::new(cx.lang.t("saved-title"), Here::Feed, move || {
        if saved.is_empty() {
            return view! {
                <Empty title=t!("saved-empty") pictogram="bridge" action=("/", t!("claims-see-feed"))>{t!("saved-empty-text")}</Empty>
            }
            .into_any();
        }
        let cards = saved.into_iter().map(|wish| view! { <WishCard wish claim /> }).collect_view();
        view! { <ul class="feed">{cards}</ul> }.into_any()
    })
    .back("/")
    .no_index())
}

/// Handles `POST /wishes/{id}/save`.
pub(super) async fn save(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    cx.store.run(&cx.by(), SaveWish { wish }).await?;
    Ok(To::page(format!("/wishes/{wish}")).saying("done-wish-saved"))
}

/// Handles `POST /wishes/{id}/unsave`.
pub(super) async fn unsave(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    cx.store.run(&cx.by(), UnsaveWish { wish }).await?;
    Ok(To::page(format!("/wishes/{wish}")).saying("done-wish-unsaved"))
}
