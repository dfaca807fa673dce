//! First step of a new wish: pick a picture.

use leptos::prelude::*;

use crate::{
    components::PictureGrid,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/wishes/new`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_be_family()?;
    Ok(Page::new(cx.lang.t("home-choose-title"), Here::Home, || view! { <PictureGrid to="/home/wishes/new" /> })
        .back("/home")
        .no_index())
}
