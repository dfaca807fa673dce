//! Recordings that families make with their wishes.

use axum::response::{IntoResponse, Response};
use store::wishes::media::voice::RemoveVoice;

use crate::api::{files::private, prelude::*};

/// Returns the recording of a wish.
/// For the family itself, and for those of its area who post or review wishes; 404 for all other callers.
#[utoipa::path(get, path = "/wishes/{id}/voice", tag = "wishes", params(("id" = i64, Path)),
    responses((status = 200, description = "The recording, as it was recorded", content(
        (Vec<u8> = "audio/webm"), (Vec<u8> = "audio/ogg"), (Vec<u8> = "audio/mp4"))),
        (status = 404, description = "None, or not yours to hear")))]
pub async fn voice(State(store): State<Store>, Signed { actor, .. }: Signed, Id(wish): Id) -> Answer<Response> {
    let note = store.voice(&actor, wish).await?;
    Ok(private(note.kind.media_type(), note.bytes).into_response())
}

/// Deletes the recording of a wish: the family itself, or the account that posts for it.
#[utoipa::path(post, path = "/wishes/{id}/voice/remove", tag = "wishes", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn voice_remove(State(store): State<Store>, write: Write, Id(wish): Id) -> Answer<StatusCode> {
    store.run(&write.0, RemoveVoice(wish)).await?;
    Ok(DONE)
}
