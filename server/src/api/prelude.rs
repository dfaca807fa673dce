//! What the handlers of every capability are made of.

pub(super) use axum::{Json, extract::State, http::StatusCode};
pub(super) use domain::wishes::Page;
pub(super) use serde::{Deserialize, Serialize};
pub(super) use store::Store;
pub(super) use utoipa::{IntoParams, ToSchema};

pub(super) use crate::http::{
    Answer,
    extract::{Body, Id, Ids, Query, Signed, Write},
    problem::Problem,
};

/// Where a list goes on.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Cursor {
    /// `next` of the page before.
    pub cursor: i64,
}

/// Something that was made: 201.
pub(super) type Made<T> = Answer<(StatusCode, Json<T>)>;

/// Answers with what was made.
pub(super) fn made<T>(body: T) -> Made<T> {
    Ok((StatusCode::CREATED, Json(body)))
}

/// Something was done, and there is nothing to tell: 204.
pub(super) const DONE: StatusCode = StatusCode::NO_CONTENT;
