//! Correction requests of families that have no answer yet.

use leptos::prelude::*;
use store::casework::corrections::CorrectionWaiting;

use crate::{
    components::{Empty, Pager},
    i18n::date_near,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/corrections?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.corrections_to_answer(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| format!("/desk/corrections?cursor={cursor}"));
    Ok(Page::new(cx.lang.t("corrections-title"), Here::Households, move || {
        if found.items.is_empty() {
            return view! { <Empty title=t!("corrections-none") action=("/desk", t!("desk-title"))>{t!("corrections-none-text")}</Empty> }.into_any();
        }
        let rows = found.items.into_iter().map(row).collect_view();
        view! {
            <p class="note">{t!("corrections-note")}</p>
            <ul class="rows">{rows}</ul>
            <Pager next />
        }
        .into_any()
    })
    .back("/desk")
    .narrow()
    .no_index())
}

/// Renders one request, linked to the file where it is read, corrected and answered.
fn row(waiting: CorrectionWaiting) -> impl IntoView {
    let CorrectionWaiting { household, name, area_name, at, .. } = waiting;
    let line = format!("{} · {area_name}", t!("households-number-short", n = household.to_string()));
    view! {
        <li>
            <a class="row" href=format!("/desk/households/{household}#corrections")>
                <span class="row-main"><b>{name}</b><small>{line}</small></span>
                <span class="row-end"><small>{date_near(at)}</small></span>
            </a>
        </li>
    }
}
