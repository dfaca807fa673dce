//! The page that the service worker shows without a network when the requested page is not cached.

use leptos::prelude::*;

use crate::{
    components::Empty,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /offline`: the same for every account, so any browser may cache it.
pub async fn page(cx: Cx) -> Shown {
    Ok(Page::new(cx.lang.t("offline-title"), Here::Nowhere, || {
        view! {
            <Empty title=t!("offline-title") action=("/desk", t!("offline-today"))>{t!("offline-text")}</Empty>
        }
    })
    .plain()
    .no_index())
}
