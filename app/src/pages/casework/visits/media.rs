//! Recordings and pictures of visits, served to their family and to staff who revealed its file.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::Result;
use store::casework::visits::media::VisitMedium;

use crate::{
    pages::wishes::family::voice,
    web::{Cx, handler::missing, state::AppState},
};

async fn found(cx: &Cx) -> Result<VisitMedium> {
    Ok(cx.store.visit_medium(&cx.actor, cx.id("id")?).await?)
}

/// Serves `GET /visits/media/{id}`: a recording in the ranges that players ask for, a picture whole.
pub(crate) async fn serve(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    match found(&cx).await {
        Ok(VisitMedium::Voice(note)) => voice::answer(state, &headers, cx, Ok(note)).await,
        Ok(VisitMedium::Photo(bytes)) => {
            let headers = [
                (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
                (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline")),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
            ];
            (StatusCode::OK, headers, bytes).into_response()
        }
        Err(_) => missing(state, cx).await,
    }
}
