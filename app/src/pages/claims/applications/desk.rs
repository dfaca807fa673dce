//! Applications that wait for a decision of staff, the oldest first.

use domain::claims::applications::Applicant;
use leptos::prelude::*;
use store::claims::applications::views::ApplicationFilter;

use super::{application_pill, title};
use crate::{
    components::{Empty, Near, Pager, Tile, tint},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/applications?cursor`.
pub async fn page(cx: Cx) -> Shown {
    let cursor = cx.query_i64("cursor").max(0);
    let found = cx.store.applications(&cx.actor, ApplicationFilter::Waiting, cursor).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("applications-title"), Here::Wishes, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(applicant_row).collect_view();
        view! {
            {if none {
                view! { <Empty title=t!("applications-empty")>{t!("applications-empty-text")}</Empty> }.into_any()
            } else {
                view! {
                    <p class="note">{t!("applications-text")}</p>
                    <ul class="rows">{rows}</ul>
                }
                .into_any()
            }}
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

/// Renders an application with the donor who made it.
pub(super) fn applicant_row(applicant: &Applicant) -> impl IntoView + use<> {
    let application = &applicant.application;
    let (page, key) = (format!("/desk/applications/{}", application.id), application.key.clone());
    let (created, state) = (application.created, application.state);
    view! {
        <li>
            <a class=format!("row {}", tint(application.category)) href=page>
                <Tile key size="small" />
                <span class="row-main"><b>{title(application)}</b><small>{donor(applicant)}</small></span>
                <span class="row-end">{application_pill(state)}<small><Near at=created /></small></span>
            </a>
        </li>
    }
}

/// Formats the donor with its organisation.
pub(super) fn donor(applicant: &Applicant) -> String {
    let Applicant { applicant: name, organisation, .. } = applicant;
    if organisation.is_empty() { name.clone() } else { format!("{name} · {organisation}") }
}
