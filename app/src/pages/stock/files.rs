//! Files of recalls and of what is to be reordered.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::Result;

use crate::{
    sheets::{self, File, Format},
    web::{Cx, handler::refused, state::AppState},
};

async fn sent(state: &AppState, cx: &Cx, made: Result<File>) -> Response {
    match made {
        Ok(file) => file.into_response(),
        Err(error) => refused(state, cx, error).await,
    }
}

fn format(cx: &Cx) -> Format {
    Format::of(cx.query("format")).unwrap_or(Format::Xlsx)
}

/// Serves `GET /shop/recalls/{id}/file?format`.
pub(crate) async fn recall(state: State<AppState>, cx: Cx) -> Response {
    let made = match cx.id("id") {
        Ok(id) => sheets::recall(&cx.store, &cx.by(), cx.lang, format(&cx), id).await,
        Err(error) => Err(error),
    };
    sent(&state.0, &cx, made).await
}

/// Serves `GET /shop/reorder/file?location&format`.
pub(crate) async fn reorder(state: State<AppState>, cx: Cx) -> Response {
    let made = sheets::reorder(&cx.store, &cx.by(), cx.lang, format(&cx), cx.shop()).await;
    sent(&state.0, &cx, made).await
}
