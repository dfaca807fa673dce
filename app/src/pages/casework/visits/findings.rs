//! Findings: the open ones, oldest first, and the rows behind a figure.

use domain::permission::Action;
use leptos::prelude::*;
use store::casework::findings::views::FindingQuery;

use super::pieces::{finding_row, month, tabs};
use crate::{
    components::{Empty, Pager, Within},
    web::{Cx, Here, Page, Shown},
};

/// Reads the filters of the address.
pub(crate) fn query(cx: &Cx) -> FindingQuery {
    FindingQuery {
        state: cx.query("state").parse().ok(),
        outcome: cx.query("outcome").parse().ok(),
        old: cx.query("old") == "yes",
        month: month(cx),
        area: cx.query_i64("area").max(0),
        mine: cx.query("mine") == "yes",
        raised: cx.query("raised") == "yes",
        unowned: cx.query("unowned") == "yes",
        household: 0,
        cursor: cx.query_i64("cursor").max(0),
    }
}

/// Renders `GET /desk/findings?mine&raised&unowned&old&state&outcome&month&area&cursor`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadVisits)?;
    let query = query(&cx);
    let found = cx.store.findings(&cx.within(), &query).await?;
    let within = Within::of(&cx);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let file =
        format!("/desk/visits/file{}", cx.query_with(&[("cursor", ""), ("what", "findings"), ("format", "xlsx")]));
    let here = match (query.mine, query.raised, query.month) {
        _ if query.unowned => "",
        (true, ..) => "/desk/findings?mine=yes",
        (_, false, None) => "/desk/findings",
        _ => "",
    };
    Ok(Page::new(cx.lang.t("findings-title"), Here::Visits, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(finding_row).collect_view();
        view! {
            {tabs(here)}
            {within.map(Within::note)}
            {if none {
                view! { <Empty title=t!("findings-empty")>{t!("findings-empty-text")}</Empty> }.into_any()
            } else {
                view! {
                    <p class="soft">{t!("findings-note")}</p>
                    <ul class="rows">{rows}</ul>
                    <p><a class="link" href=file download="" rel="nofollow">{t!("visits-export")}</a></p>
                }.into_any()
            }}
            <Pager next />
        }
    })
    .narrow()
    .no_index())
}
