//! What the service worker shows when there is no network and the page was not kept.

use leptos::prelude::*;

use crate::{
    components::Empty,
    web::{Cx, Here, Page, Shown},
};

/// `/offline`: the same for everybody, so it may be kept by any browser.
pub async fn page(cx: Cx) -> Shown {
    Ok(Page::new(cx.lang.t("offline-title"), Here::Nowhere, || {
        view! {
            <Empty title=t!("offline-title") action=("/desk", t!("offline-today"))>{t!("offline-text")}</Empty>
        }
    })
    .plain()
    .no_index())
}
