//! Imports and helpers shared by the handlers of all capabilities.

pub(super) use axum::{Json, extract::State, http::StatusCode};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
pub(super) use domain::wishes::Page;
pub(super) use serde::{Deserialize, Serialize};
pub(super) use store::Store;
pub(super) use utoipa::{IntoParams, ToSchema};

pub(super) use crate::http::{
    Answer,
    extract::{Body, Id, Ids, IfMatch, Query, Signed, Write},
    problem::Problem,
};

/// Position in a paged list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Cursor {
    /// `next` of the previous page; 0 for the first.
    pub cursor: i64,
}

/// Answer 201 with a created resource.
pub(super) type Made<T> = Answer<(StatusCode, Json<T>)>;

/// Answers 201 with the created resource.
pub(super) fn made<T>(body: T) -> Made<T> {
    Ok((StatusCode::CREATED, Json(body)))
}

/// Answer 204, for actions that return nothing.
pub(super) const DONE: StatusCode = StatusCode::NO_CONTENT;

/// A record with its version, which is also its `ETag`.
pub struct Tagged<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        ([(header::ETAG, format!("\"{}\"", self.0))], Json(self.1)).into_response()
    }
}
