//! What waits for the person: measures that slip, with who can mend them, and reports to comment on.

use domain::community::programmes::{MeasureLine, MeasureReport};
use leptos::prelude::*;

use super::pieces::{progress, quarter, standing_pill};
use crate::{
    components::Near,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/measures`.
pub async fn page(cx: Cx) -> Shown {
    let measures = cx.store.measures_behind(&cx.actor).await?;
    let reports = cx.store.measure_reports(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("measures-mine"), Here::Programmes, move || {
        let (no_measures, no_reports) = (measures.is_empty(), reports.is_empty());
        let slipping = measures.iter().map(line).collect_view();
        let asked = reports.iter().map(report).collect_view();
        view! {
            <section class="stack" aria-labelledby="slipping">
                <h2 id="slipping">{t!("measures-slipping")}</h2>
                {if no_measures {
                    view! { <p class="soft">{t!("measures-slipping-none")}</p> }.into_any()
                } else {
                    view! { <ul class="rows">{slipping}</ul> }.into_any()
                }}
            </section>
            <section class="stack" aria-labelledby="asked">
                <h2 id="asked">{t!("measure-reports-asked")}</h2>
                {if no_reports {
                    view! { <p class="soft">{t!("measure-reports-none")}</p> }.into_any()
                } else {
                    view! { <ul class="rows">{asked}</ul> }.into_any()
                }}
            </section>
        }
    })
    .back("/desk/programmes")
    .narrow()
    .no_index())
}

fn line(line: &MeasureLine) -> impl IntoView + use<> {
    let (to, name, since, standing) =
        (format!("/desk/measures/{}", line.id), line.name.clone(), line.since, line.standing);
    let small =
        format!("{} · {} · {}", line.programme_name, line.area_name, progress(line.value, line.target, &line.unit));
    let who = if line.raised_name.is_empty() { line.owner_name.clone() } else { line.raised_name.clone() };
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{name}</b><small>{small}</small><small>{t!("measure-with", name = who)}</small></span>
                <span class="row-end">{standing_pill(standing)}<small>{t!("measure-since")}" "<Near at=since /></small></span>
            </a>
        </li>
    }
}

fn report(report: &MeasureReport) -> impl IntoView + use<> {
    let (to, name, due) = (format!("/desk/measures/{}", report.measure), report.measure_name.clone(), report.due);
    let small = format!("{} · {}", quarter(report.quarter), progress(report.value, report.target, &report.unit));
    let standing = report.standing;
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{name}</b><small>{small}</small></span>
                <span class="row-end">{standing_pill(standing)}<small>{t!("measure-report-due")}" "<Near at=due /></small></span>
            </a>
        </li>
    }
}
