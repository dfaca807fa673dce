//! A new wish, first step: tap a picture.

use domain::Error;

use leptos::prelude::*;

use crate::{
    components::PictureGrid,
    web::{Cx, Here, Page, Shown},
};

/// `/home/wishes/new`
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    if cx.actor.household == 0 {
        return Err(Error::NotFound);
    }
    Ok(Page::new(cx.lang.t("home-choose-title"), Here::Home, || view! { <PictureGrid to="/home/wishes/new" /> })
        .back("/home")
        .no_index())
}
