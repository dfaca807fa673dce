//! Homes in which no member of working age has work (零就业家庭), from what was asked and told.

use leptos::prelude::*;

use super::staff::{JobTab, tabs};
use crate::{
    components::{Empty, Pager},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/jobs/homes?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let found = cx.store.jobless_homes(&cx.actor, cx.query_i64("cursor").max(0)).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("jobless-title"), Here::Jobs, move || {
        let none = found.items.is_empty();
        let rows = found
            .items
            .into_iter()
            .map(|home| {
                let line = format!(
                    "{} · {} · {}",
                    home.area_name,
                    t!("jobless-adults", n = home.adults),
                    t!("jobless-looking", n = home.looking),
                );
                let live = home.live;
                view! {
                    <li>
                        <a class="row" href=format!("/desk/households/{}/jobs", home.household)>
                            <span class="row-main"><b>{t!("desk-household-number", n = home.household.to_string())}</b><small>{line}</small></span>
                            <span class="row-end"><small>{t!("jobless-live", n = live)}</small></span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            {tabs(JobTab::Homes)}
            <p class="note">{t!("jobless-note")}</p>
            {if none {
                view! { <Empty title=t!("jobless-none") /> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .no_index())
}
