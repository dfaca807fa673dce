//! Disputes of families for coordinators and auditors, those to be decided first.

use domain::disputes::Dispute;
use leptos::prelude::*;
use store::disputes::views::DisputeStage;

use super::pieces::{dispute_pill, title};
use crate::{
    components::{Empty, Near, Pager, Within},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Pages of this part, with the phrases of their links.
const PAGES: [(&str, &str); 4] = [
    ("/desk/disputes", "disputes-tab-waiting"),
    ("/desk/disputes?show=over", "disputes-tab-over"),
    ("/desk/reversals", "reversals-title"),
    ("/desk/one-person", "one-person-title"),
];

/// Renders the links between disputes, reversals and acts of one person.
pub(crate) fn tabs(current: &'static str) -> impl IntoView {
    let links = PAGES
        .into_iter()
        .map(|(to, key)| view! { <a class="chip" href=to aria-current=(to == current).then_some("true")>{t!(key)}</a> })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("disputes-title")>{links}</nav> }
}

/// Renders `GET /desk/disputes?show&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let over = cx.query("show") == "over";
    let stage = if over { DisputeStage::Over } else { DisputeStage::Waiting };
    let found = cx.store.disputes(&cx.within(), stage, cx.query_i64("cursor").max(0)).await?;
    let within = Within::of(&cx);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    Ok(Page::new(cx.lang.t("disputes-title"), Here::Disputes, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            {tabs(if over { "/desk/disputes?show=over" } else { "/desk/disputes" })}
            {within.map(Within::note)}
            {if none {
                view! { <Empty title=t!("disputes-empty")>{t!("disputes-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}

fn row(dispute: &Dispute) -> impl IntoView + use<> {
    let (id, created, household) = (dispute.id, dispute.created, dispute.subject.household);
    let what = lang().named("dispute-kind", dispute.kind.as_str());
    let line = format!("{what} · {}", t!("desk-household-number", n = household.to_string()));
    view! {
        <li>
            <a class="row" href=format!("/desk/disputes/{id}")>
                <span class="row-main"><b>{title(lang(), &dispute.subject)}</b><small>{line}</small></span>
                <span class="row-end">{dispute_pill(dispute)}<small><Near at=created /></small></span>
            </a>
        </li>
    }
}
