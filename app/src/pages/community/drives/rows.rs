//! The rows behind the numbers of a drive, for those who keep it, on the page and as a file.

use domain::{
    Result,
    community::drives::{DriveFact, DriveSource},
};
use leptos::prelude::*;
use store::community::drives::facts::DriveFactQuery;

use crate::{
    components::{Empty, Near, Pager, StatePill, file_link},
    i18n::{item_title, lang},
    sheets::{self, File, Format},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /drives/{id}/rows?source&item&cursor`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let query = DriveFactQuery {
        source: cx.query("source").parse().ok(),
        item: Some(cx.query_i64("item")).filter(|item| *item > 0),
    };
    let found = cx.store.drive_facts(&cx.actor, id, query, cx.query_i64("cursor").max(0)).await?;
    let drive = cx.store.drive(&cx.actor, id).await?;
    let next = found.next.map(|cursor| cx.query_with(&[("cursor", &cursor.to_string())]));
    let source = query.source.map_or("", DriveSource::as_str);
    let chips = [("", "drive-rows-all"), ("receipt", "drive-source-receipt"), ("offer", "drive-source-offer")]
        .map(|(value, key)| (cx.query_with(&[("source", value), ("cursor", "")]), value, key));
    Ok(Page::new(drive.title, Here::Drives, move || {
        let chips = chips
            .into_iter()
            .map(|(to, value, key)| view! { <a class="chip" href=to aria-current=(value == source).then_some("true")>{t!(key)}</a> })
            .collect_view();
        let rows = found.items.iter().map(row).collect_view();
        let list = if found.items.is_empty() {
            view! { <Empty title=t!("drive-rows-none") /> }.into_any()
        } else {
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        view! {
            <nav class="chips" aria-label=t!("drive-rows")>{chips}</nav>
            {list}
            <Pager next />
        }
    })
    .tools(move || {
        ["xlsx", "csv"]
            .map(|format| {
                let to = format!("/drives/{id}/file?format={format}");
                file_link(format, to)
            })
            .collect_view()
    })
    .back(format!("/drives/{id}"))
    .narrow()
    .no_index())
}

fn row(fact: &DriveFact) -> impl IntoView + use<> {
    let DriveFact { source, record, at, amount, item, key, name, place, state, .. } = fact.clone();
    let small = format!("{} {record}", lang().named("drive-source", source.as_str()));
    let place = if place.is_empty() { place } else { format!(" · {place}") };
    let waits = state.map(|state| {
        view! { <StatePill tone="amber" icon="clock" text=lang().named("offer-state", state.as_str()) /> }
    });
    view! {
        <li class="row">
            <span class="row-main">
                <b>{item_title(&key, &name, item, "")}</b>
                <small>{small}{place}" · "<Near at /></small>
            </span>
            <span class="row-end"><b class="num">{amount}</b>{waits}</span>
        </li>
    }
}

/// Serves `GET /drives/{id}/file?format`.
pub async fn file(cx: Cx) -> Result<File> {
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::drive(&cx.store, &cx.by(), cx.lang, format, cx.id("id")?).await
}
