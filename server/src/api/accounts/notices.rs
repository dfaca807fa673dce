//! Notices of the caller: what happened to what concerns it; and the size of its pages.

use domain::notifications::Notice;
use store::notifications::notices::{OpenNotice, ReadNotices};

use crate::api::prelude::*;

/// How large pages are on all devices of an account.
#[derive(Deserialize, ToSchema)]
pub struct ViewBody {
    /// Whether letters and targets are larger.
    larger: bool,
}

/// Sets whether pages are larger, on all your devices.
#[utoipa::path(post, path = "/me/view", tag = "session", request_body = ViewBody,
    responses((status = 204, description = "Set")))]
pub async fn view_set(
    State(store): State<Store>,
    write: Write,
    Body(ViewBody { larger }): Body<ViewBody>,
) -> Answer<StatusCode> {
    store.view_set(&write.0, larger).await?;
    Ok(DONE)
}

/// Lists your notices, newest first.
#[utoipa::path(get, path = "/me/notices", tag = "messages", params(Cursor),
    responses((status = 200, body = Page<Notice>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<Notice>>> {
    Ok(Json(store.notices(&signed.actor, cursor).await?))
}

/// Marks all your notices as read.
#[utoipa::path(post, path = "/me/notices/read", tag = "messages", responses((status = 204, description = "Read")))]
pub async fn read_all(State(store): State<Store>, write: Write) -> Answer<StatusCode> {
    store.run(&write.0, ReadNotices).await?;
    Ok(DONE)
}

/// Marks one of your notices as read.
#[utoipa::path(post, path = "/me/notices/{id}/read", tag = "messages", params(("id" = i64, Path)),
    responses((status = 204, description = "Read")))]
pub async fn read_one(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, OpenNotice(id)).await?;
    Ok(DONE)
}
