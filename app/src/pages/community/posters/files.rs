//! The sheets as files.

use axum::{extract::State, http::HeaderMap, response::Response};
use domain::{Error, community::posters::PosterSubject};
use media::posters::{self, Format};

use super::sheet::sheet;
use crate::{
    pages::wishes::picture::{ASK_AGAIN, answer, is_known, tag_of},
    web::{Cx, handler::refused, state::AppState},
};

/// Serves the sheet of a record; `?at` is the number of the place where it hangs. One that the caller has is not drawn
/// again. Browsers ask each time, so that the sheet of a wish that is over is gone at once.
pub(super) async fn file(
    state: State<AppState>,
    headers: HeaderMap,
    cx: Cx,
    subject: PosterSubject,
    format: Format,
) -> Response {
    let found = match cx.id("id") {
        Ok(id) => sheet(&cx, subject, id, cx.query_i64("at")).await,
        Err(error) => Err(error),
    };
    let sheet = match found {
        Ok(sheet) => sheet,
        Err(error) => return refused(&state, &cx, error).await,
    };
    let kind = match format {
        Format::Png => "image/png",
        Format::Pdf => "application/pdf",
    };
    let tag = tag_of(format!("{sheet:?} {format:?}").as_bytes());
    if is_known(&headers, &tag) {
        return answer(&headers, kind, ASK_AGAIN, tag, Vec::new());
    }
    match posters::file(sheet, format).await {
        Ok(bytes) => answer(&headers, kind, ASK_AGAIN, tag, bytes),
        Err(media::Error::Busy) => refused(&state, &cx, Error::Unavailable).await,
        Err(cause) => refused(&state, &cx, Error::failed(format!("a poster was not drawn: {cause}"))).await,
    }
}
