//! Imports of goods, points, households and vacancies from spreadsheets: preview and import.

pub(crate) mod households;
pub(crate) mod vacancies;
pub(crate) mod withdrawal;

use std::time::Duration;

use app::sheets::{self, Table, Taken};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use domain::{
    Code, Error,
    imports::headings::{Heading, SheetKind},
    imports::{GoodsRow, Planned, Wrong},
    permission::Action,
    time::Month,
};
use store::imports::{goods::NewImport, points::PointsRow, replay::ImportAnswer};

use super::prelude::*;
use crate::http::upload::{self, Upload};

/// Time budget of an import, well below the server's request limit.
/// Sending the same file again continues with the rest.
pub(super) const BUDGET: Duration = Duration::from_secs(15);

/// The uploaded file: the whole body, or the first file of a multipart form.
pub struct Sheet {
    name: String,
    bytes: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Sheet {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if upload::is_form(&request) {
            let form = Upload::read(request, state).await?;
            let upload::File { name, bytes } = form.file.ok_or_else(|| Problem::field("file", Code::Required))?;
            return Ok(Sheet { name, bytes });
        }
        let bytes = Bytes::from_request(request, state).await;
        Ok(Sheet { name: String::new(), bytes: bytes.map_err(|refused| upload::unreadable(refused.status()))? })
    }
}

impl Sheet {
    /// Parses a sheet of the file, `chosen` by its name or number; returns the file's name and the rows. `learnt` says
    /// what headings mean, `called` overrides the form's file name unless empty.
    /// The caller has checked permission.
    pub(super) async fn rows<R: Send + 'static>(
        self,
        learnt: Vec<Heading>,
        chosen: String,
        called: String,
        rows: impl FnOnce(&[Table]) -> Result<Taken<R>, Error> + Send + 'static,
    ) -> Result<(String, Taken<R>), Error> {
        let name = if called.is_empty() { self.name } else { called };
        Ok((name, sheets::parse_sheet(self.bytes, chosen, learnt, rows).await?))
    }
}

/// Options of a goods import.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ItemsSheet {
    /// Location of the goods; optional for callers who keep only one.
    location: i64,
    /// Only preview the result.
    dry_run: bool,
    /// File name, for the receipts; a multipart form carries its own.
    name: String,
    /// Name of the sheet to read, or its number from 1 among the visible sheets with content; else the first with
    /// headings that are understood.
    sheet: String,
}

/// Options of a points import.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PointsSheet {
    /// Only preview the result.
    dry_run: bool,
    /// Reason for rows that give none.
    reason: String,
    /// Month of the list, `2026-12`: it is added to each reason, so that the same list of the next month is another
    /// one.
    month: String,
    /// File name; a multipart form carries its own.
    name: String,
    /// Name of the sheet to read, or its number, as for `POST /imports/items`.
    sheet: String,
}

/// An error in a cell.
#[derive(Serialize, ToSchema)]
pub struct WrongCell {
    /// Column: `name`, `quantity`, `expires`, `barcode`, `household`, …
    column: &'static str,
    /// Error code: `required`, `not_a_number`, `not_a_date`, `expired`, `barcode_wrong`, `other_row`, …
    why: &'static str,
    /// The cell's text, or the value it conflicts with.
    text: String,
}

/// A row of goods, and its outcome.
#[derive(Serialize, ToSchema)]
pub struct ItemsRow {
    /// Row in the file, from 1.
    row: i64,
    /// Outcome of the row.
    /// `new_item`, `new_stock`, `learned` (a barcode), `known`, `before` (imported with an earlier file), `duplicate`,
    /// `skipped` (a sum or a heading) or `refused`.
    fate: &'static str,
    /// Name of the goods, as in the file.
    name: String,
    /// Size, or empty.
    size: String,
    /// Barcode, or empty.
    barcode: String,
    /// Number of units.
    quantity: i64,
    /// The item, when it is known; else 0.
    item: i64,
    /// Row that it duplicates, or 0.
    same_as: i64,
    /// Errors, when it is refused.
    wrong: Vec<WrongCell>,
}

/// A row of points, and its outcome.
#[derive(Serialize, ToSchema)]
pub struct PointsSheetRow {
    /// Row in the file, from 1.
    row: i64,
    /// `points`, `before` (granted with an earlier file), `duplicate`, `skipped` or `refused`.
    fate: &'static str,
    /// Number of the household.
    household: i64,
    /// Number of points.
    points: i64,
    /// The reason.
    reason: String,
    /// Row that it duplicates, or 0.
    same_as: i64,
    /// Errors, when it is refused.
    wrong: Vec<WrongCell>,
}

/// Result, or in a dry run the preview, of a goods import.
#[derive(Serialize, ToSchema)]
pub struct ItemsImport {
    /// Number of the import.
    import: i64,
    /// Whether it was a dry run, which imports nothing.
    dry_run: bool,
    /// Rows imported by this request.
    applied: usize,
    /// Rows left when time ran out: send the same file again, under another key.
    left: usize,
    /// All rows, in the order of the file.
    rows: Vec<ItemsRow>,
}

/// Result, or in a dry run the preview, of a points import.
#[derive(Serialize, ToSchema)]
pub struct PointsImport {
    /// Number of the import.
    import: i64,
    /// Whether it was a dry run, which grants nothing.
    dry_run: bool,
    /// Rows granted by this request.
    applied: usize,
    /// Rows left when time ran out: send the same file again, under another key.
    left: usize,
    /// All rows, in the order of the file.
    rows: Vec<PointsSheetRow>,
}

pub(super) fn wrong(all: Vec<Wrong>) -> Vec<WrongCell> {
    let cell = |one: Wrong| WrongCell { column: one.column.as_str(), why: one.why.as_str(), text: one.text };
    all.into_iter().map(cell).collect()
}

impl From<Planned<GoodsRow>> for ItemsRow {
    fn from(planned: Planned<GoodsRow>) -> Self {
        let Planned { line, fate, of, item, .. } = planned;
        let GoodsRow { name, size, code, quantity, .. } = line.row;
        let (row, fate) = (line.n, fate.as_str());
        ItemsRow { row, fate, name, size, barcode: code, quantity, item, same_as: of, wrong: wrong(line.wrong) }
    }
}

impl From<Planned<PointsRow>> for PointsSheetRow {
    fn from(planned: Planned<PointsRow>) -> Self {
        let Planned { line, fate, of, .. } = planned;
        let PointsRow { household, points, reason } = line.row;
        let (row, fate) = (line.n, fate.as_str());
        PointsSheetRow { row, fate, household, points, reason, same_as: of, wrong: wrong(line.wrong) }
    }
}

/// Imports goods: new items, and their stock as a shop's opening stock.
/// The body is an XLSX or CSV file (UTF-8 or GB 18030, at most 5 MB and 20,000 rows), or a multipart form with one. A
/// row is imported once, whatever file it stands in, so the same file again adds nothing; the same `Idempotency-Key`
/// again returns the first answer.
#[utoipa::path(post, path = "/imports/items", tag = "items", params(ItemsSheet),
    request_body(content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "multipart/form-data"))),
    responses((status = 200, body = ItemsImport)))]
pub async fn items(
    State(store): State<Store>,
    write: Write,
    Query(query): Query<ItemsSheet>,
    sheet: Sheet,
) -> Answer<Json<ItemsImport>> {
    // Check the caller's shops before unpacking the file.
    let shops = store.shops(write.actor(), Action::KeepStock).await?;
    let location = match (query.location, shops.as_slice()) {
        (0, [only]) => only.id,
        (0, _) => return Err(Problem::field("location", Code::Required)),
        (id, all) if all.iter().any(|shop| shop.id == id) => id,
        _ => return Err(Error::NotFound.into()),
    };
    let learnt = store.sheet_headings(write.actor(), SheetKind::Goods).await?;
    let (name, Taken { lines, notes }) = sheet.rows(learnt, query.sheet, query.name, sheets::goods).await?;
    let (new, dry_run) = (NewImport { location, name, lines, notes }, query.dry_run);
    let ImportAnswer { plan, applied } = store.import_bring(&write.0, new, dry_run, BUDGET).await?;
    let rows = plan.rows.into_iter().map(ItemsRow::from).collect();
    Ok(Json(ItemsImport { import: plan.import.id, dry_run, applied: applied.rows, left: applied.left, rows }))
}

/// Grants points from a file: household, number, reason, month. The body is as for `POST /imports/items`.
/// A row that says its month is for that one, which must have begun, and not for the month of the list.
/// A row is granted once, so the same file again grants nothing; the same `Idempotency-Key` again returns the first
/// answer.
#[utoipa::path(post, path = "/imports/points", tag = "points", params(PointsSheet),
    request_body(content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "multipart/form-data"))),
    responses((status = 200, body = PointsImport)))]
pub async fn points(
    State(store): State<Store>,
    write: Write,
    Query(query): Query<PointsSheet>,
    sheet: Sheet,
) -> Answer<Json<PointsImport>> {
    write.actor().must_somewhere(Action::GrantPoints)?;
    let reason = query.reason;
    let now = Month::of(store.now());
    let month = match query.month.as_str() {
        "" => None,
        text => Some(text.parse::<Month>().map_err(|_| Problem::field("month", Code::Unknown))?),
    };
    if month.is_some_and(|month| month > now) {
        return Err(Problem::field("month", Code::OutOfRange));
    }
    let learnt = store.sheet_headings(write.actor(), SheetKind::Points).await?;
    let taken =
        sheet.rows(learnt, query.sheet, query.name, move |tables| sheets::points(tables, &reason, month, now)).await?;
    let (name, Taken { lines, notes }) = taken;
    let (new, dry_run) = (NewImport { location: 0, name, lines, notes }, query.dry_run);
    let ImportAnswer { plan, applied } = store.points_sheet_bring(&write.0, new, dry_run, BUDGET).await?;
    let rows = plan.rows.into_iter().map(PointsSheetRow::from).collect();
    Ok(Json(PointsImport { import: plan.import.id, dry_run, applied: applied.rows, left: applied.left, rows }))
}
