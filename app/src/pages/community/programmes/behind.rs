//! What waits for the person: indicators that slip, with who can mend them, and reports to comment on.

use domain::community::programmes::{IndicatorLine, IndicatorReport};
use leptos::prelude::*;

use super::pieces::{progress, quarter, standing_pill};
use crate::{
    components::Near,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/indicators`.
pub async fn page(cx: Cx) -> Shown {
    let indicators = cx.store.indicators_behind(&cx.actor).await?;
    let reports = cx.store.indicator_reports(&cx.actor).await?;
    Ok(Page::new(cx.lang.t("indicators-mine"), Here::Programmes, move || {
        let (no_indicators, no_reports) = (indicators.is_empty(), reports.is_empty());
        let slipping = indicators.iter().map(line).collect_view();
        let asked = reports.iter().map(report).collect_view();
        view! {
            <section class="stack" aria-labelledby="slipping">
                <h2 id="slipping">{t!("indicators-slipping")}</h2>
                {if no_indicators {
                    view! { <p class="soft">{t!("indicators-slipping-none")}</p> }.into_any()
                } else {
                    view! { <ul class="rows">{slipping}</ul> }.into_any()
                }}
            </section>
            <section class="stack" aria-labelledby="asked">
                <h2 id="asked">{t!("indicator-reports-asked")}</h2>
                {if no_reports {
                    view! { <p class="soft">{t!("indicator-reports-none")}</p> }.into_any()
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

fn line(line: &IndicatorLine) -> impl IntoView + use<> {
    let (to, name, since, standing) =
        (format!("/desk/indicators/{}", line.id), line.name.clone(), line.since, line.standing);
    let small =
        format!("{} · {} · {}", line.programme_name, line.area_name, progress(line.value, line.target, &line.unit));
    let who = if line.raised_name.is_empty() { line.owner_name.clone() } else { line.raised_name.clone() };
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{name}</b><small>{small}</small><small>{t!("indicator-with", name = who)}</small></span>
                <span class="row-end">{standing_pill(standing)}<small>{t!("indicator-since")}" "<Near at=since /></small></span>
            </a>
        </li>
    }
}

fn report(report: &IndicatorReport) -> impl IntoView + use<> {
    let (to, name, due) = (format!("/desk/indicators/{}", report.indicator), report.indicator_name.clone(), report.due);
    let small = format!("{} · {}", quarter(report.quarter), progress(report.value, report.target, &report.unit));
    let standing = report.standing;
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{name}</b><small>{small}</small></span>
                <span class="row-end">{standing_pill(standing)}<small>{t!("indicator-report-due")}" "<Near at=due /></small></span>
            </a>
        </li>
    }
}
