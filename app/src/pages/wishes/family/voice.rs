//! Recordings of a family, served to itself and to the staff of its area.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Result;
use store::wishes::media::voice::VoiceNote;

use crate::web::{Cx, handler::missing, state::AppState};

/// Serves `GET /voice/{wish}`.
pub(crate) async fn of_wish(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let note = match cx.id("wish") {
        Ok(wish) => cx.store.voice(&cx.actor, wish).await.map_err(Into::into),
        Err(error) => Err(error),
    };
    answer(state, &headers, cx, note).await
}

/// Serves `GET /voice/kept/{id}`: the account's own recording, while its refused form is shown again.
pub(crate) async fn kept(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let note = match cx.id("id") {
        Ok(id) => cx.store.voice_kept(&cx.actor, id).await.map_err(Into::into),
        Err(error) => Err(error),
    };
    answer(state, &headers, cx, note).await
}

/// Serves the recording under its detected media type, with `no-store` and `nosniff`.
///
/// `nosniff` keeps a browser from rendering an upload as a page.
pub(crate) async fn answer(state: State<AppState>, asked: &HeaderMap, cx: Cx, note: Result<VoiceNote>) -> Response {
    let Ok(note) = note else { return missing(state, cx).await };
    let name = format!("inline; filename=\"voice.{}\"", note.kind.as_str());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(note.kind.media_type())),
        (header::CONTENT_DISPOSITION, HeaderValue::try_from(name).unwrap_or(HeaderValue::from_static("inline"))),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::ACCEPT_RANGES, HeaderValue::from_static("bytes")),
    ];
    let total = note.bytes.len();
    let range = asked.get(header::RANGE).and_then(|range| part(range.to_str().ok()?, total));
    let Some((from, to)) = range else { return (StatusCode::OK, headers, note.bytes).into_response() };
    let said = HeaderValue::try_from(format!("bytes {from}-{to}/{total}"));
    let Ok(said) = said else { return (StatusCode::OK, headers, note.bytes).into_response() };
    let bytes = note.bytes.get(from..=to).unwrap_or_default().to_vec();
    (StatusCode::PARTIAL_CONTENT, headers, [(header::CONTENT_RANGE, said)], bytes).into_response()
}

/// Parses a single byte range, which Safari requires for playback; others get the whole file.
fn part(range: &str, total: usize) -> Option<(usize, usize)> {
    let (from, to) = range.strip_prefix("bytes=")?.split_once('-')?;
    let from: usize = from.parse().ok()?;
    let to = if to.is_empty() { total.checked_sub(1)? } else { to.parse::<usize>().ok()?.min(total.checked_sub(1)?) };
    (from <= to).then_some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_single_valid_byte_range_is_honoured() {
        assert_eq!(part("bytes=0-1", 10), Some((0, 1)));
        assert_eq!(part("bytes=4-", 10), Some((4, 9)));
        assert_eq!(part("bytes=4-99", 10), Some((4, 9)));
        for wrong in ["bytes=-4", "bytes=9-4", "bytes=10-", "bytes=0-1,4-5", "lines=0-1", "bytes=0-0x"] {
            assert_eq!(part(wrong, 10), None, "{wrong}");
        }
    }
}
