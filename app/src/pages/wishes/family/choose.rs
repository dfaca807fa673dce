//! First step of a new wish: pick a picture.

use domain::Error;

use leptos::prelude::*;

use crate::{
    components::PictureGrid,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /home/wishes/new`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    if cx.actor.household == 0 {
        return Err(Error::NotFound);
    }
    Ok(Page::new(cx.lang.t("home-choose-title"), Here::Home, || view! { <PictureGrid to="/home/wishes/new" /> })
        .back("/home")
        .no_index())
}
