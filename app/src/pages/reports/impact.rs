//! What came of a closed month, for the public: nothing below five, families never.

use domain::{
    reports::impact::{Impact, ImpactLine},
    time::Month,
};
use leptos::prelude::*;

use crate::{
    components::{
        LangSwitch, Table,
        area_menu::{Choice, area_menu},
    },
    i18n::{lang, month_name},
    pages::stock::words::{grouped, link},
    web::{Cx, Here, Page, SITE_PICTURE, Shown},
};

/// Renders `GET /impact?area&month`; without `month`, the last closed one.
pub async fn page(cx: Cx) -> Shown {
    let roots = cx.store.roots().await?;
    let month = match cx.query("month") {
        "" => None,
        month => Some(month.parse::<Month>().map_err(|_| domain::Error::NotFound)?),
    };
    let asked = cx.query_i64("area").max(0);
    let asked = if asked == 0 { cx.actor.root } else { asked };
    let found = cx.store.impact(asked, month).await?;
    let last = Month::of(cx.now).before();
    let choose = |root: &domain::areas::Area| Choice {
        to: cx.address_with(&[("area", &root.id.to_string())]),
        label: root.name.clone(),
        chosen: root.id == found.root,
    };
    let menu: Vec<Choice> = roots.iter().map(choose).collect();
    Ok(Page::new(cx.lang.t("impact-title"), Here::Feed, move || {
        let month = month_name(&found.month);
        view! {
            <p class="soft">{t!("impact-intro", month = month)}</p>
            {months(&found, last)}
            {tiles(&found)}
            {table(&found)}
            <p class="note">{t!("impact-rule")}</p>
            <p><a class="link" href="/notice">{t!("month-public-link")}</a></p>
            <LangSwitch />
        }
    })
    .back("/")
    .share(cx.lang.t("impact-title"), cx.lang.t("impact-share"), SITE_PICTURE.to_owned())
    .tools(move || area_menu(menu)))
}

/// Renders links to the closed months of the last year.
fn months(found: &Impact, last: Month) -> AnyView {
    let root = found.root.to_string();
    let links = (0..12)
        .map(|back| last.plus(-back).to_string())
        .map(|month| {
            let to = link("/impact", &[("area", &root), ("month", &month)]);
            let here = (month == found.month).then_some("true");
            view! { <a class="chip" href=to aria-current=here>{month_name(&month)}</a> }
        })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("month-which")>{links}</nav> }.into_any()
}

fn sum(line: &ImpactLine) -> String {
    line.sum.map_or_else(|| t!("impact-hidden"), |sum| t!("impact-at-least", n = grouped(sum)))
}

fn tiles(found: &Impact) -> AnyView {
    let tiles = found
        .lines
        .iter()
        .map(|line| view! { <p class="stat"><b>{sum(line)}</b><span>{lang().named("impact", line.figure.as_str())}</span></p> })
        .collect_view();
    view! { <div class="stats">{tiles}</div> }.into_any()
}

fn table(found: &Impact) -> AnyView {
    let heads = found
        .lines
        .iter()
        .map(|line| view! { <th scope="col" class="num">{lang().named("impact", line.figure.as_str())}</th> })
        .collect_view();
    let rows = found.areas.iter().enumerate().map(|(at, area)| {
        let elsewhere = area.area == found.root;
        let name = if elsewhere { t!("impact-elsewhere") } else { area.area_name.clone() };
        let cells = found
            .lines
            .iter()
            .map(|line| {
                let shown = line.areas.get(at).copied().flatten();
                let shown = shown.map_or_else(|| t!("impact-hidden"), |n| t!("impact-at-least", n = grouped(n)));
                let label = lang().named("impact", line.figure.as_str());
                view! { <td class="num" data-label=label>{shown}</td> }
            })
            .collect_view();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    });
    let rows = rows.collect_view();
    view! {
        <Table label=t!("impact-title") heads=view! { <th scope="col">{t!("field-area")}</th>{heads} }>{rows}</Table>
    }
    .into_any()
}
