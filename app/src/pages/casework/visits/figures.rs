//! Figures of a month: visits due, made and missed, and findings, for each area; every number opens its rows.

use domain::{Error, casework::visits::VisitFigures, time::Month};
use leptos::prelude::*;

use super::pieces::{month, tabs};
use crate::{
    components::Table,
    web::{Cx, Here, Page, Shown},
};

/// A column: its phrase, the rows behind it, and its number.
struct Column {
    key: &'static str,
    /// List and filter of the rows.
    rows: &'static str,
    of: fn(&VisitFigures) -> i64,
}

const COLUMNS: [Column; 10] = [
    Column { key: "figures-due", rows: "visits?", of: |f| f.due },
    Column { key: "figures-in-time", rows: "visits?timing=in_time&", of: |f| f.in_time },
    Column { key: "figures-late", rows: "visits?timing=late&", of: |f| f.late },
    Column { key: "figures-missed", rows: "visits?timing=missed&", of: |f| f.missed },
    Column { key: "figures-waiting", rows: "visits?waiting=yes&", of: |f| f.waiting },
    Column { key: "figures-found", rows: "findings?", of: |f| f.found },
    Column { key: "figures-open", rows: "findings?state=open&", of: |f| f.open },
    Column { key: "figures-old", rows: "findings?old=yes&", of: |f| f.old },
    Column { key: "figures-helped", rows: "findings?outcome=helped&", of: |f| f.helped },
    Column { key: "figures-left", rows: "findings?outcome=left&", of: |f| f.left },
];

/// Renders `GET /desk/visits/figures?month&area`.
pub async fn page(cx: Cx) -> Shown {
    let month = match cx.query("month") {
        "" => Month::of(cx.now),
        _ => month(&cx).ok_or(Error::NotFound)?,
    };
    let figures = cx.store.visit_figures(&cx.actor, cx.query_i64("area").max(0), month).await?;
    let (before, after) = (month.before().to_string(), month.after().to_string());
    let before = cx.query_with(&[("month", &before)]);
    let after = (month < Month::of(cx.now)).then(|| cx.query_with(&[("month", &after)]));
    let title = cx.lang.tf("figures-title", &[("month", month.to_string().into())]);
    Ok(Page::new(title, Here::Visits, move || {
        let heads = COLUMNS.iter().map(|column| view! { <th class="num">{t!(column.key)}</th> }).collect_view();
        let rows = figures.iter().enumerate().map(|(at, line)| row(line, month, at == 0)).collect_view();
        view! {
            {tabs("/desk/visits/figures")}
            <p class="cluster">
                <a class="link" href=format!("/desk/visits/figures{before}") rel="prev">{t!("figures-before")}</a>
                {after.map(|after| view! { <a class="link" href=format!("/desk/visits/figures{after}") rel="next">{t!("figures-after")}</a> })}
            </p>
            <Table label=t!("visits-tab-figures") heads=view! { <th>{t!("visit-area")}</th>{heads} }>{rows}</Table>
            <p class="note">{t!("figures-note")}</p>
        }
    })
    .wide()
    .no_index())
}

fn row(line: &VisitFigures, month: Month, is_whole: bool) -> impl IntoView + use<> {
    let (area, name) = (line.area, line.area_name.clone());
    let cells = COLUMNS
        .iter()
        .map(|column| {
            let n = (column.of)(line);
            let to = format!("/desk/{}month={month}&area={area}", column.rows);
            let cell = if n == 0 { "0".into_any() } else { view! { <a class="link" href=to>{n}</a> }.into_any() };
            view! { <td class="num" data-label=t!(column.key)>{cell}</td> }
        })
        .collect_view();
    let below = format!("/desk/visits/figures?month={month}&area={area}");
    view! {
        <tr>
            <th scope="row">
                {if is_whole { name.into_any() } else { view! { <a class="link" href=below>{name}</a> }.into_any() }}
            </th>
            {cells}
        </tr>
    }
}
