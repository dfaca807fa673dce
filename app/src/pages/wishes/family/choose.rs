//! First step of a new wish: pick a picture.

use leptos::prelude::*;

use crate::{
    components::PictureGrid,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/wishes/new`.
pub async fn page(cx: Cx) -> Shown {
    let household = cx.actor.must_be_family()?;
    let own = cx.store.wishable_items(&cx.actor, household).await?;
    Ok(Page::new(cx.lang.t("home-choose-title"), Here::Home, move || {
        view! { <PictureGrid to="/home/wishes/new" own /> }
    })
    .back("/home")
    .no_index())
}
