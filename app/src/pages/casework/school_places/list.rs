//! Cases of the areas with their dates, and the same as a file.

use domain::{Result, casework::school_places::views::SchoolPlaceFigures, permission::Action};
use leptos::prelude::*;
use store::casework::school_places::views::{SchoolPlaceQuery, SchoolPlaceStage};

use super::pieces::{row, tabs};
use crate::{
    components::{Empty, Pager, Within, file_link},
    i18n::lang,
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Reads the filters of the query.
fn query(cx: &Cx) -> SchoolPlaceQuery {
    let stage = match cx.query("show") {
        "soon" => SchoolPlaceStage::Soon,
        "late" => SchoolPlaceStage::Late,
        "over" => SchoolPlaceStage::Over,
        _ => SchoolPlaceStage::Open,
    };
    let area = cx.query_i64("area");
    SchoolPlaceQuery {
        stage,
        area: (area > 0).then_some(area),
        standing: cx.query("standing").parse().ok(),
        mine: !cx.query("mine").is_empty(),
        cursor: cx.query_i64("cursor").max(0),
    }
}

/// Renders `GET /desk/school-places?show&standing&area&mine&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let query = query(&cx);
    let found = cx.store.school_places(&cx.within(), &query).await?;
    let figures = cx.store.school_place_figures(&cx.within(), query.area).await?;
    let within = Within::of(&cx);
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let files = ["xlsx", "csv"].map(|format| {
        let to = format!("/desk/school-places/file{}", cx.query_with(&[("format", format), ("cursor", "")]));
        (format, to)
    });
    let current = match query.stage {
        SchoolPlaceStage::Open => "/desk/school-places",
        SchoolPlaceStage::Soon => "/desk/school-places?show=soon",
        SchoolPlaceStage::Late => "/desk/school-places?show=late",
        SchoolPlaceStage::Over => "/desk/school-places?show=over",
    };
    Ok(Page::new(cx.lang.t("school-places-title"), Here::Cases, move || {
        let none = found.items.is_empty();
        let rows = found.items.iter().map(row).collect_view();
        view! {
            {tabs(current)}
            {within.map(Within::note)}
            {counts(&figures)}
            {if none {
                view! { <Empty title=t!("school-places-empty")>{t!("school-places-empty-text")}</Empty> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            <Pager next />
        }
    })
    .tools(move || files.map(|(format, to)| file_link(format, to)).collect_view())
    .back("/desk/cases")
    .no_index())
}

/// Renders how many cases there are by standing, each linked to its rows, and how many ended how.
fn counts(figures: &SchoolPlaceFigures) -> impl IntoView + use<> {
    let open = figures
        .open
        .iter()
        .map(|one| {
            let to = format!("/desk/school-places?standing={}", one.standing.as_str());
            let name = lang().named("school-standing", one.standing.as_str());
            view! { <a class="chip" href=to>{name}" "{one.count}</a> }
        })
        .collect_view();
    let ended = figures
        .ended
        .iter()
        .map(|one| {
            let name = lang().named("school-outcome", one.outcome.as_str());
            view! { <a class="chip" href="/desk/school-places?show=over">{name}" "{one.count}</a> }
        })
        .collect_view();
    view! { <nav class="chips" aria-label=t!("school-counts")>{open}{ended}</nav> }
}

/// Serves `GET /desk/school-places/file?format`, with the filters of the list.
pub async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadCases)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::school_places(&cx.store, &cx.by_within(), cx.lang, format, &query(&cx)).await
}
