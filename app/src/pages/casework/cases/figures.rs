//! Figures of an area and a month: each number leads to the rows that it counts.

use domain::{
    casework::cases::figures::{CaseFigures, TimelinessCount},
    permission::Action,
    time::Month,
};
use leptos::prelude::*;

use super::pieces::{kind_name, tabs};
use crate::{
    components::{Table, area_options},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /desk/case-figures?month&area`.
pub async fn page(cx: Cx) -> Shown {
    let month: Month = cx.query("month").parse().unwrap_or(Month::of(cx.now));
    let area = Some(cx.query_i64("area")).filter(|area| *area > 0);
    let figures = cx.store.case_figures(&cx.actor, area, month).await?;
    let areas = cx.store.areas(&cx.actor).await?;
    let areas = area_options(&areas, |area| cx.actor.may(Action::ReadCases, &area.path));
    let within = area.map(|area| format!("&area={area}")).unwrap_or_default();
    let chosen = area.map(|area| area.to_string()).unwrap_or_default();
    Ok(Page::new(cx.lang.t("case-figures-title"), Here::Cases, move || {
        view! {
            {tabs("/desk/case-figures")}
            {filter(&figures.month, &chosen, areas)}
            {open(&figures, &within)}
            {outcomes(&figures, &within)}
            {call_backs(&figures, &within)}
            {referrals(&figures, &within)}
        }
    })
    .wide()
    .no_index())
}

fn filter(month: &str, chosen: &str, areas: Vec<(String, String)>) -> impl IntoView + use<> {
    let (month, several) = (month.to_owned(), areas.len() > 1);
    let chosen = chosen.to_owned();
    let areas = areas
        .into_iter()
        .map(|(id, name)| {
            let selected = id == chosen;
            view! { <option value=id selected=selected>{name}</option> }
        })
        .collect_view();
    view! {
        <form class="filter-row" action="/desk/case-figures">
            <label class="filter-day">{t!("case-figures-month")}<input type="month" name="month" value=month /></label>
            {several.then(|| view! {
                <select name="area" aria-label=t!("field-area")>
                    <option value="">{t!("case-figures-all-areas")}</option>
                    {areas}
                </select>
            })}
            <button class="btn btn-quiet">{t!("stock-filter")}</button>
        </form>
    }
}

/// Renders a block with its heading, or that there is nothing to count.
fn block(id: &'static str, title: String, tiles: Vec<AnyView>) -> AnyView {
    let none = tiles.is_empty();
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {if none {
                view! { <p class="soft">{t!("case-figures-none")}</p> }.into_any()
            } else {
                view! { <div class="stats">{tiles}</div> }.into_any()
            }}
        </section>
    }
    .into_any()
}

fn tile(to: String, n: i64, label: String, note: String) -> AnyView {
    view! { <a class="stat" href=to><b>{n}</b><span>{label}</span><small>{note}</small></a> }.into_any()
}

fn open(figures: &CaseFigures, within: &str) -> AnyView {
    let tiles = figures.open.iter().map(|one| {
        let (kind, age) = (one.kind.as_str(), one.age.as_str());
        let to = format!("/desk/cases?kind={kind}&age={age}{within}");
        tile(to, one.count, kind_name(lang(), one.kind), lang().named("case-age", age))
    });
    block("open", t!("case-figures-open"), tiles.collect())
}

fn outcomes(figures: &CaseFigures, within: &str) -> AnyView {
    let month = &figures.month;
    let tiles = figures.outcomes.iter().map(|one| {
        let (kind, outcome) = (one.kind.as_str(), &one.outcome);
        let to = format!("/desk/cases?show=over&kind={kind}&outcome={outcome}&month={month}{within}");
        tile(to, one.count, lang().named("case-outcome", outcome), kind_name(lang(), one.kind))
    });
    block("outcomes", t!("case-figures-outcomes"), tiles.collect())
}

fn call_backs(figures: &CaseFigures, within: &str) -> AnyView {
    let month = &figures.month;
    let tiles = figures.call_backs.iter().map(|one| {
        let state = one.state.as_str();
        let to = format!("/desk/call-backs?state={state}&month={month}{within}");
        tile(to, one.count, lang().named("call-back-state", state), String::new())
    });
    block("call-backs", t!("call-backs-title"), tiles.collect())
}

fn referrals(figures: &CaseFigures, within: &str) -> AnyView {
    if figures.referrals.is_empty() {
        return block("referrals", t!("referrals-title"), Vec::new());
    }
    let month = &figures.month;
    let rows = figures
        .referrals
        .iter()
        .map(|one| {
            let TimelinessCount { class, sent, answered_in_time, done_in_time, confirmed, climbed } = one.clone();
            let cell = |n: i64, show: &str| {
                let to = format!("/desk/referrals?show={show}&class={}&month={month}{within}", class.as_str());
                if n == 0 { "0".into_any() } else { view! { <a class="link" href=to>{n}</a> }.into_any() }
            };
            view! {
                <tr>
                    <th scope="row">{lang().named("time-class", class.as_str())}</th>
                    <td data-label=t!("referrals-sent")>{cell(sent, "all")}</td>
                    <td data-label=t!("referrals-answered-in-time")>{cell(answered_in_time, "answered_in_time")}</td>
                    <td data-label=t!("referrals-done-in-time")>{cell(done_in_time, "done_in_time")}</td>
                    <td data-label=t!("referrals-confirmed")>{cell(confirmed, "confirmed")}</td>
                    <td data-label=t!("referrals-climbed")>{cell(climbed, "climbed")}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="stack">
            <h2>{t!("referrals-title")}</h2>
            <Table label=t!("referrals-title") heads=view! {
                <th scope="col">{t!("time-class")}</th>
                <th scope="col">{t!("referrals-sent")}</th>
                <th scope="col">{t!("referrals-answered-in-time")}</th>
                <th scope="col">{t!("referrals-done-in-time")}</th>
                <th scope="col">{t!("referrals-confirmed")}</th>
                <th scope="col">{t!("referrals-climbed")}</th>
            }>{rows}</Table>
        </div>
    }
    .into_any()
}
