//! Programmes (任务书、时间表、路线图、责任链): their board for staff, and what is public of them.

pub mod actions;
mod behind;
mod board;
mod indicator;
mod list;
mod new;
mod open;
mod pieces;
mod rows;

use domain::Result;

use crate::{
    sheets::{self, File, Format},
    web::{Cx, routes::Routes},
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
        .show_and_act("/desk/programmes/{id}/indicators", new::indicator, actions::add_indicator)
        .file("/desk/programmes/{id}/file", file)
        .show("/desk/indicators", behind::page)
        .show("/desk/indicators/{id}", indicator::page)
        .show("/desk/indicators/{id}/rows", rows::page)
        .act("/desk/indicators/{id}/drop", actions::drop_indicator, indicator::page)
        .act("/desk/indicators/{id}/give", actions::give, indicator::page)
        .act("/desk/indicators/{id}/value", actions::value, indicator::page)
        .act("/desk/indicators/{id}/milestones", actions::add_milestone, indicator::page)
        .act("/desk/indicators/{id}/milestones/drop", actions::drop_milestone, indicator::page)
        .act("/desk/indicators/{id}/reach", actions::reach, indicator::page)
        .act("/desk/indicators/{id}/move", actions::move_milestone, indicator::page)
        .act("/desk/indicators/{id}/comment", actions::comment, indicator::page)
        .act("/desk/indicators/{id}/recount", actions::recount, indicator::page)
}

/// Serves `GET /desk/programmes/{id}/file?format`: each indicator now and at the end of each quarter.
async fn file(cx: Cx) -> Result<File> {
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::programme(&cx.store, &cx.actor, cx.lang, format, cx.id("id")?).await
}
