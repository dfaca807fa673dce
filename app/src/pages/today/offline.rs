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
            <Empty title=t!("offline-title")>{t!("offline-text")}</Empty>
            // The page is the same for all accounts; each has kept one of these.
            <nav class="chips" aria-label=t!("offline-kept")>
                <a class="chip" href="/home">{t!("nav-home")}</a>
                <a class="chip" href="/claims">{t!("nav-claims")}</a>
                <a class="chip" href="/desk">{t!("offline-today")}</a>
            </nav>
        }
    })
    .plain()
    .no_index())
}
