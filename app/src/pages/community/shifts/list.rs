//! Shifts ahead, for the people who serve.

use leptos::prelude::*;

use super::rows;
use crate::{
    components::{Empty, Icon, Pager},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /shifts?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.shifts_ahead(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let here = if cx.actor.is_staff() { Here::Shifts } else { Here::Claims };
    let back = if cx.actor.is_staff() { "/desk" } else { "/claims" };
    Ok(Page::new(cx.lang.t("shifts-title"), here, move || {
        view! {
            <a class="door" href="/shifts/mine"><Icon name="calendar" /><span>{t!("shifts-mine")}</span><Icon name="chevron-right" /></a>
            <p class="note">{t!("shifts-fair")}</p>
            {if found.items.is_empty() {
                view! { <Empty title=t!("shifts-none")>{t!("shifts-none-text")}</Empty> }.into_any()
            } else {
                rows(&found.items, "/shifts")
            }}
            <Pager next />
        }
    })
    .back(back)
    .narrow()
    .no_index())
}
