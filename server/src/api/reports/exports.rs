//! Exports of stock and movements as files.

use app::{
    i18n::Lang,
    sheets::{self, File},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
};
use domain::Error;
use serde::Deserialize;
use store::{By, Store, reports::exports::ExportQuery};
use utoipa::IntoParams;

use crate::http::{
    Answer,
    extract::{Query, Signed},
};

/// Range of an export.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ExportDays {
    /// First day, such as `2026-11-01`; from the beginning by default.
    from: String,
    /// Last day; today by default.
    to: String,
    /// One location; all of the caller's by default.
    location: i64,
}

/// Exports a table: `stock`, `movements`, `receipts` or `issues`.
/// `.csv` (UTF-8 with BOM) or `.xlsx`, at most 100,000 rows (`X-Rows-Cut: true` when there were more). Cells that begin
/// like a formula are prefixed with an apostrophe. Headings are in the language of `Accept-Language`. Contains no name
/// or number of a household. Takes a proof not older than ten minutes: `POST /session/proof`.
#[utoipa::path(get, path = "/exports/{file}", tag = "stock",
    params(("file" = String, Path, description = "Which table and kind of file", example = "stock.csv"), ExportDays),
    responses((status = 200, description = "The file", content(
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ))))]
pub async fn export(
    State(store): State<Store>,
    Signed { actor, session, .. }: Signed,
    Path(file): Path<String>,
    Query(days): Query<ExportDays>,
    headers: HeaderMap,
) -> Answer<File> {
    actor.must_somewhere(domain::permission::Action::ReadStock)?;
    let (what, format) = sheets::named(&file).map_err(|_| Error::NotFound)?;
    let (from, to) = sheets::days(&days.from, &days.to)?;
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let lang = accepted.and_then(Lang::from_accepted).unwrap_or_default();
    let query = ExportQuery { location: days.location, from, to };
    let by = By::new(actor, "").in_session(session);
    Ok(sheets::export(&store, &by, lang, what, format, query).await?)
}
