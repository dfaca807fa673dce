//! The picture and the recording of a dispute, for its family and the coordinators who may decide it.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Error, disputes::Dispute};
use leptos::prelude::*;

use crate::{
    pages::wishes::family::voice,
    web::{Cx, handler::missing, state::AppState},
};

/// Serves `GET /disputes/{id}/photo`, with `no-store`.
pub(super) async fn photo(state: State<AppState>, cx: Cx) -> Response {
    let bytes = match cx.id("id") {
        Ok(id) => cx.store.dispute_photo(&cx.actor, id).await.ok(),
        Err(_) => None,
    };
    let Some(bytes) = bytes else { return missing(state, cx).await };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (StatusCode::OK, headers, bytes).into_response()
}

/// Serves `GET /disputes/{id}/voice`, in ranges.
pub(super) async fn recording(state: State<AppState>, headers: HeaderMap, cx: Cx) -> Response {
    let note = match cx.id("id") {
        Ok(id) => cx.store.dispute_voice(&cx.actor, id).await.map_err(Error::from),
        Err(error) => Err(error),
    };
    voice::answer(state, &headers, cx, note).await
}

/// Renders what came with a dispute, for readers who may open it.
pub(super) fn shown(dispute: &Dispute) -> impl IntoView + use<> {
    let (id, photo, voice) = (dispute.id, dispute.photo, dispute.voice);
    view! {
        {photo.then(|| view! { <p><img class="photo" alt=t!("dispute-photo") src=format!("/disputes/{id}/photo") /></p> })}
        {voice.then(|| view! {
            <audio class="voice" controls preload="none" src=format!("/disputes/{id}/voice") aria-label=t!("voice-listen")></audio>
        })}
    }
}
