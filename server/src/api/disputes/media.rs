//! The picture and the recording of a dispute.

use axum::{
    extract::{FromRequest, Request},
    response::{IntoResponse, Response},
};
use domain::{
    Code,
    disputes::{DisputeChannel, DisputeKind},
};

use super::DisputeBody;
use crate::{
    api::{files::private, prelude::*},
    http::upload::{self, Upload},
};

/// What a family says about goods that were handed over, with a picture and a recording.
#[derive(ToSchema)]
pub struct DisputeForm {
    /// What is wrong.
    pub(super) kind: DisputeKind,
    /// How the family said it: `visit` or `phone`; ignored when the family itself says it.
    #[schema(value_type = Option<DisputeChannel>)]
    pub(super) channel: DisputeChannel,
    /// The family's words, up to 500 characters.
    #[schema(value_type = Option<String>)]
    pub(super) words: String,
    /// Picture: JPEG, PNG or WebP, at most 12 MB. Stored smaller, without metadata, and encrypted.
    #[schema(value_type = Option<String>, format = Binary)]
    pub(super) photo: Vec<u8>,
    /// Recording of up to a minute: WebM, Ogg or MP4, at most 1 MB. Stored encrypted.
    #[schema(value_type = Option<String>, format = Binary)]
    pub(super) voice: Vec<u8>,
}

/// Parses a choice of a form.
fn chosen<T: std::str::FromStr>(form: &Upload, name: &str) -> Result<T, Problem> {
    match form.field(name) {
        "" => Err(Problem::field(name, Code::Required)),
        text => text.parse().map_err(|_| Problem::field(name, Code::Unknown)),
    }
}

impl<S: Send + Sync> FromRequest<S> for DisputeForm {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !upload::is_form(&request) {
            let Body(DisputeBody { kind, channel, words }) = Body::from_request(request, state).await?;
            return Ok(DisputeForm { kind, channel, words, photo: Vec::new(), voice: Vec::new() });
        }
        let mut form = Upload::read(request, state).await?;
        let channel = match form.field("channel") {
            "" => DisputeChannel::default(),
            _ => chosen(&form, "channel")?,
        };
        Ok(DisputeForm {
            kind: chosen(&form, "kind")?,
            channel,
            words: form.field("words").to_owned(),
            photo: form.take("photo"),
            voice: form.take("voice"),
        })
    }
}

/// Returns the picture of a dispute as a JPEG: for its family, and for coordinators who may decide it; their access is
/// logged.
#[utoipa::path(get, path = "/disputes/{id}/photo", tag = "disputes", params(("id" = i64, Path)),
    responses((status = 200, description = "The picture", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 404, description = "None, or not yours to see")))]
pub async fn photo(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Response> {
    Ok(private("image/jpeg", store.dispute_photo(&actor, id).await?).into_response())
}

/// Returns the recording of a dispute: for its family, and for coordinators who may decide it; their access is logged.
#[utoipa::path(get, path = "/disputes/{id}/voice", tag = "disputes", params(("id" = i64, Path)),
    responses((status = 200, description = "The recording, as it was recorded", content(
        (Vec<u8> = "audio/webm"), (Vec<u8> = "audio/ogg"), (Vec<u8> = "audio/mp4"))),
        (status = 404, description = "None, or not yours to hear")))]
pub async fn voice(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Response> {
    let note = store.dispute_voice(&actor, id).await?;
    Ok(private(note.kind.media_type(), note.bytes).into_response())
}
