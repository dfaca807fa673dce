//! Visits and findings as files for spreadsheets, with the filters of their lists.

use domain::{Result, permission::Action};

use super::{findings, list};
use crate::{
    sheets::{self, File, Format},
    web::Cx,
};

/// Serves `GET /desk/visits/file?what&format`, with the filters of the list.
pub(crate) async fn rows(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadVisits)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    match cx.query("what") {
        "findings" => sheets::findings(&cx.store, &cx.by_within(), cx.lang, format, &findings::query(&cx)).await,
        _ => sheets::visits(&cx.store, &cx.by_within(), cx.lang, format, &list::query(&cx)).await,
    }
}
