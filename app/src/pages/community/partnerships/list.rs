//! Partnerships of the area, for staff.

use domain::community::partnerships::PartnershipList;
use leptos::prelude::*;

use super::pieces::rows;
use crate::{
    components::{Empty, Pager},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/partnerships?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let list: PartnershipList = cx.query("show").parse().unwrap_or_default();
    let found = cx.store.partnerships(&cx.actor, list, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("partnerships-title"), Here::Partners, move || {
        let chips = PartnershipList::ALL
            .iter()
            .map(|one| {
                let to = format!("/desk/partnerships?show={}", one.as_str());
                let here = (*one == list).then_some("true");
                view! { <a class="chip" href=to aria-current=here>{lang().named("partnership-list", one.as_str())}</a> }
            })
            .collect_view();
        view! {
            <nav class="chips" aria-label=t!("partnerships-title")>{chips}</nav>
            {if found.items.is_empty() {
                view! { <Empty title=t!("partnerships-none")>{t!("partnerships-none-text")}</Empty> }.into_any()
            } else {
                rows(&found.items)
            }}
            <Pager next />
        }
    })
    .back("/desk/organisations")
    .narrow()
    .no_index())
}
