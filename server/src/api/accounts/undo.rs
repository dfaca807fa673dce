//! What the caller did in the last minutes and may take back.

use domain::undo::{TakenBack, Undo, UndoId};
use store::ops::undo::TakeBack;

use crate::api::prelude::*;

/// Lists what you did in the last minutes and may take back, newest first.
#[utoipa::path(get, path = "/me/undos", tag = "session", responses((status = 200, body = Vec<Undo>)))]
pub async fn undos(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Undo>>> {
    Ok(Json(store.undos(&signed.actor).await?))
}

/// Takes something back that you did, as long as nothing depends on it. Those who were told of it are told.
#[utoipa::path(post, path = "/me/undos/{id}", tag = "session", params(("id" = i64, Path)),
    responses((status = 200, body = TakenBack)))]
pub async fn undo_take(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<TakenBack>> {
    let undo: UndoId = id;
    Ok(Json(store.run(&write.0, TakeBack { undo }).await?))
}
