//! Figures of an area and a month with the year before: a dashboard, the rows behind each number, a report to print.

mod pieces;
mod report;
mod row_list;
mod tables;

use domain::{permission::Action, reports::figures::Dashboard, time::Month};
use leptos::prelude::*;

use self::{
    pieces::{filter, links},
    tables::{areas, sections, times, trend},
};
use crate::{
    components::area_options,
    web::{Cx, Here, Page, Shown, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .show("/reports", page)
        .show("/reports/rows", row_list::page)
        .show("/reports/month", report::page)
        .file("/reports/file", report::file)
}

/// Reads the month of an address; without one, `fallback`.
fn month_of(cx: &Cx, fallback: Month) -> Month {
    cx.query("month").parse().unwrap_or(fallback)
}

/// Loads what the address asks for, with the areas to choose from; without an area the reader's own.
async fn loaded(cx: &Cx, fallback: Month) -> domain::Result<(Dashboard, Vec<(String, String)>)> {
    let own = cx.actor.place.area.as_ref().filter(|own| cx.actor.may(Action::ReadFigures, &own.path));
    let area = match own {
        Some(own) if cx.query("area").is_empty() => own.id,
        _ => cx.query_i64("area").max(0),
    };
    let board = cx.store.dashboard(&cx.actor, area, month_of(cx, fallback)).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    Ok((board, area_options(&areas, |area| cx.actor.may(Action::ReadFigures, &area.path))))
}

/// Renders `GET /reports?area&month`.
async fn page(cx: Cx) -> Shown {
    let (board, options) = loaded(&cx, Month::of(cx.now)).await?;
    Ok(Page::new(cx.lang.t("month-figures-title"), Here::Figures, move || {
        view! {
            {filter("/reports", &board, options)}
            {links(&board)}
            {sections(&board)}
            {times(&board)}
            {trend(&board)}
            {areas(&board)}
        }
    })
    .wide()
    .no_index())
}
