//! The day of a claim as an entry for the calendar of a phone.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    DAY, Error, Result,
    claims::{ClaimFile, ClaimState},
};

use super::title;
use crate::{
    i18n::{day_value, utc_stamp},
    web::{Cx, handler::missing, state::AppState},
};

/// Bytes of a line, without its end; longer ones go on in the next, which begins with a space.
const LINE: usize = 75;

/// Serves `GET /claims/{id}/calendar.ics`, for the claimer while goods are owed.
pub(crate) async fn file(state: State<AppState>, cx: Cx) -> Response {
    let Ok(entry) = entry(&cx).await else { return missing(state, cx).await };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"wishbridge.ics\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (StatusCode::OK, headers, entry).into_response()
}

async fn entry(cx: &Cx) -> Result<String> {
    let file = cx.store.own_claim(&cx.actor, cx.id("id")?).await?;
    let opening = cx.store.opening(file.claim.location).await?;
    let day = match file.claim.state {
        ClaimState::OnTheWay if file.claim.expected > 0 => file.claim.expected,
        ClaimState::Pledged | ClaimState::OnTheWay => file.claim.due,
        _ => return Err(Error::NotFound),
    };
    let ClaimFile { claim, location_detail, .. } = &file;
    let (what, place) = (title(cx.lang, claim), location_detail.name.as_str());
    let summary = cx.lang.tf("calendar-bring", &[("title", what.as_str().into()), ("place", place.into())]);
    let code = cx.lang.tf("calendar-code", &[("code", claim.code.as_str().into())]);
    let phone = (!opening.phone.is_empty()).then_some(opening.phone);
    let link = format!("{}/claims/{}", cx.origin, claim.id);
    let words: Vec<String> = [Some(code), phone, Some(link.clone())].into_iter().flatten().collect();
    let host = cx.origin.rsplit("://").next().unwrap_or("wishbridge");
    let date = |at: i64| day_value(at).replace('-', "");
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Wishbridge//claims//".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:claim-{}@{host}", claim.id),
        format!("DTSTAMP:{}", utc_stamp(cx.now)),
        format!("DTSTART;VALUE=DATE:{}", date(day)),
        format!("DTEND;VALUE=DATE:{}", date(day + DAY)),
        format!("SUMMARY:{}", escaped(&summary)),
        format!("LOCATION:{}", escaped(&format!("{place} {}", location_detail.address))),
        format!("DESCRIPTION:{}", escaped(&words.join("\n"))),
        format!("URL:{link}"),
        "BEGIN:VALARM".to_owned(),
        "ACTION:DISPLAY".to_owned(),
        format!("DESCRIPTION:{}", escaped(&summary)),
        // Nine in the morning of the day before.
        "TRIGGER:-PT15H".to_owned(),
        "END:VALARM".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    Ok(lines.iter().map(|line| folded(line)).collect())
}

/// Escapes a text as the format asks for.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

/// Ends a line, and folds it where it is too long, between characters.
pub(crate) fn folded(line: &str) -> String {
    let (mut text, mut bytes) = (String::new(), 0);
    for c in line.chars() {
        if bytes + c.len_utf8() > LINE {
            text += "\r\n ";
            bytes = 1;
        }
        text.push(c);
        bytes += c.len_utf8();
    }
    text + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_long_lines_folded() {
        assert_eq!(escaped("a,b;c\\d\ne"), "a\\,b\\;c\\\\d\\ne");
        let long = folded(&"书".repeat(60));
        assert!(long.lines().all(|line| line.len() <= LINE), "{long}");
        assert_eq!(long.replace("\r\n ", "").trim_end(), "书".repeat(60));
    }
}
