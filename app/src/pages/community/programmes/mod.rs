//! Programmes (任务书、时间表、路线图、责任链): their board for staff, and what is public of them.

pub mod actions;
mod behind;
mod board;
mod list;
mod measure;
mod new;
mod open;
mod pieces;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::Result;

use crate::{
    sheets::{self, File, Format},
    web::{Cx, handler::refused, routes::Routes, state::AppState},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .show("/programmes", open::list)
        .show("/programmes/{id}", open::page)
        .show("/desk/programmes", list::page)
        .show_and_act("/desk/programmes/new", new::page, actions::draft)
        .show("/desk/programmes/{id}", board::page)
        .act("/desk/programmes/{id}/start", actions::start, board::page)
        .act("/desk/programmes/{id}/end", actions::end, board::page)
        .act("/desk/programmes/{id}/drop", actions::drop, board::page)
        .show_and_act("/desk/programmes/{id}/measures", new::measure, actions::add_measure)
        .get("/desk/programmes/{id}/file", file)
        .show("/desk/measures", behind::page)
        .show("/desk/measures/{id}", measure::page)
        .act("/desk/measures/{id}/drop", actions::drop_measure, measure::page)
        .act("/desk/measures/{id}/give", actions::give, measure::page)
        .act("/desk/measures/{id}/value", actions::value, measure::page)
        .act("/desk/measures/{id}/milestones", actions::add_milestone, measure::page)
        .act("/desk/measures/{id}/milestones/drop", actions::drop_milestone, measure::page)
        .act("/desk/measures/{id}/reach", actions::reach, measure::page)
        .act("/desk/measures/{id}/move", actions::move_milestone, measure::page)
        .act("/desk/measures/{id}/comment", actions::comment, measure::page)
        .act("/desk/measures/{id}/recount", actions::recount, measure::page)
}

/// Serves `GET /desk/programmes/{id}/file?format`: each measure now and at the end of each quarter.
async fn file(state: State<AppState>, cx: Cx) -> Response {
    match exported(&cx).await {
        Ok(file) => file.into_response(),
        Err(error) => refused(&state.0, &cx, error).await,
    }
}

async fn exported(cx: &Cx) -> Result<File> {
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::programme(&cx.store, &cx.actor, cx.lang, format, cx.id("id")?).await
}
