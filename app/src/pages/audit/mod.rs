//! The audit trail: the list with its filters, its export, and the last lines on a record's own page.

mod list;
mod row;

pub(crate) use row::{History, history};

use domain::{Result, permission::Action};

use crate::{
    sheets::{self, File, Format},
    web::{Cx, routes::Routes},
};

pub(crate) fn routes() -> Routes {
    Routes::new().show("/audit", list::page).file("/audit/file", file)
}

/// Serves `GET /audit/file?format`, with the filters of the list.
async fn file(cx: Cx) -> Result<File> {
    cx.actor.must_somewhere(Action::ReadAudit)?;
    let format = Format::of(cx.query("format")).unwrap_or(Format::Xlsx);
    sheets::audit(&cx.store, &cx.by(), cx.lang, format, &list::query(&cx)).await
}
