//! The calendar feed of a person, by a secret address (RFC 5545). It names no family.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Result, community::shifts::FeedEntry};
use leptos::prelude::*;

use crate::{
    components::Banner,
    i18n::utc_stamp,
    pages::claims::calendar::{escaped, folded},
    web::{Cx, Here, Page, Shown, handler::missing, state::AppState},
};

/// Handles `POST /shifts/feed`: shows the new address, once.
pub async fn make(cx: Cx) -> Shown {
    let token = cx.store.shift_feed_make(&cx.by()).await?;
    let address = format!("{}/shifts/feed/{token}", cx.origin);
    Ok(Page::new(cx.lang.t("shift-feed"), Here::Nowhere, move || {
        view! {
            <Banner tone="amber">{t!("shift-feed-once")}</Banner>
            <p class="prose typed"><bdi>{address}</bdi></p>
            <p class="note">{t!("shift-feed-how")}</p>
        }
    })
    .back("/shifts/mine")
    .narrow()
    .secret())
}

/// Serves `GET /shifts/feed/{token}`.
pub async fn file(state: State<AppState>, cx: Cx) -> Response {
    let Ok(calendar) = calendar(&cx).await else { return missing(state, cx).await };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"shifts.ics\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    (StatusCode::OK, headers, calendar).into_response()
}

async fn calendar(cx: &Cx) -> Result<String> {
    let entries = cx.store.shift_feed(cx.param("token"), &cx.address).await?;
    let host = cx.origin.rsplit("://").next().unwrap_or("wishbridge");
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Wishbridge//shifts//".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-CALNAME:{}", escaped(&cx.lang.t("shifts-mine"))),
    ];
    for FeedEntry { shift, name, place, starts, ends, is_cancelled, sequence } in entries {
        lines.extend([
            "BEGIN:VEVENT".to_owned(),
            format!("UID:shift-{shift}@{host}"),
            format!("DTSTAMP:{}", utc_stamp(cx.now)),
            format!("SEQUENCE:{sequence}"),
            format!("DTSTART:{}", utc_stamp(starts)),
            format!("DTEND:{}", utc_stamp(ends)),
            format!("SUMMARY:{}", escaped(&name)),
            format!("LOCATION:{}", escaped(&place)),
            format!("URL:{}/shifts/{shift}", cx.origin),
            format!("STATUS:{}", if is_cancelled { "CANCELLED" } else { "CONFIRMED" }),
            "END:VEVENT".to_owned(),
        ]);
    }
    lines.push("END:VCALENDAR".to_owned());
    Ok(lines.iter().map(|line| folded(line)).collect())
}
