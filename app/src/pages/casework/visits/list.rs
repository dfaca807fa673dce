//! Visits: those to be made now, those that climbed, and the rows behind a figure.

use domain::{Error, permission::Action, tables::filters::ListKind};
use leptos::prelude::*;
use store::casework::visits::views::VisitQuery;

use super::pieces::{month, tabs, visit_row};
use crate::{
    components::{Empty, Pager, Within, tables::bar::ListBar},
    web::{Cx, Here, Page, Shown},
};

/// Reads the filters of the address. Coordinators and auditors have no visits of their own and see all.
pub(crate) fn query(cx: &Cx) -> VisitQuery {
    VisitQuery {
        timing: cx.query("timing").parse().ok(),
        waiting: cx.query("waiting") == "yes",
        month: month(cx),
        area: cx.query_i64("area").max(0),
        mine: cx.query("mine") == "yes",
        raised: cx.query("raised") == "yes",
        unowned: cx.query("unowned") == "yes",
        household: 0,
        cursor: cx.query_i64("cursor").max(0),
    }
}

/// Renders `GET /desk/visits?mine&raised&unowned&timing&waiting&month&area&cursor`.
pub async fn page(cx: Cx) -> Shown {
    cx.actor.must_somewhere(Action::ReadVisits)?;
    if !cx.query("timing").is_empty() && query(&cx).timing.is_none() {
        return Err(Error::NotFound);
    }
    let query = query(&cx);
    let found = cx.store.visits(&cx.within(), &query).await?;
    let within = Within::of(&cx);
    let bar = ListBar::of_list(&cx, ListKind::Visits).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let file = format!("/desk/visits/file{}", cx.query_with(&[("cursor", ""), ("format", "xlsx")]));
    let here = match (query.mine, query.raised, query.month) {
        _ if query.unowned => "",
        (true, ..) => "/desk/visits?mine=yes",
        (_, true, _) => "/desk/visits?raised=yes",
        (_, _, None) if query.timing.is_none() => "/desk/visits",
        _ => "",
    };
    Ok(Page::new(cx.lang.t("visits-title"), Here::Visits, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(visit_row).collect_view();
        view! {
            {tabs(here)}
            {bar.chips()}
            {within.map(Within::note)}
            {if none {
                view! { <Empty title=t!("visits-empty")>{t!("visits-empty-text")}</Empty> }.into_any()
            } else {
                view! {
                    <p class="soft">{t!("visits-note")}</p>
                    <ul class="rows">{rows}</ul>
                    <p><a class="link" href=file download="" rel="nofollow">{t!("visits-export")}</a></p>
                }.into_any()
            }}
            <Pager next />
            {bar.save()}
        }
    })
    .narrow()
    .no_index())
}
