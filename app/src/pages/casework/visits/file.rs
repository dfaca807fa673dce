//! Visits and findings as files for spreadsheets, with the filters of their lists.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{Result, permission::Action};

use super::{findings, list};
use crate::{
    sheets::{self, File, Format},
    web::{Cx, handler::refused, state::AppState},
};

/// Serves `GET /desk/visits/file?what&format`, with the filters of the list.
pub(crate) async fn serve(state: State<AppState>, cx: Cx) -> Response {
    match exported(&cx).await {
        Ok(file) => file.into_response(),
        Err(error) => refused(&state.0, &cx, error).await,
    }
}

async fn exported(cx: &Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadVisits)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    match cx.query("what") {
        "findings" => sheets::findings(&cx.store, &cx.by_within(), cx.lang, format, &findings::query(cx)).await,
        _ => sheets::visits(&cx.store, &cx.by_within(), cx.lang, format, &list::query(cx)).await,
    }
}
