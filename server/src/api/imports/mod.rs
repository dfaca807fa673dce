//! Sheets of goods and of points: what becomes of each row, and bringing them in.

pub(crate) mod households;

use std::time::Duration;

use app::sheets::{self, Table, in_turn};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use domain::{
    Code, Error,
    imports::{GoodsRow, Planned, Wrong},
    permission::Action,
};
use store::imports::{goods::NewImport, points::PointsRow, replay::Brought};

use super::prelude::*;
use crate::http::upload::{self, Upload};

/// A request is answered well within the server's limit; the same file again goes on with what is left.
pub(super) const BUDGET: Duration = Duration::from_secs(15);

/// A file of 5 MB with what a form puts around it.
const MOST_BYTES: usize = 6 * 1024 * 1024;

/// The file of a request: its whole body, or the first file of a multipart form.
pub struct Sheet {
    name: String,
    bytes: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Sheet {
    type Rejection = Problem;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Problem> {
        upload::allow(&mut request, MOST_BYTES);
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
    /// The file's name and its tables.
    pub(super) async fn tables(self, called: String) -> Result<(String, Vec<Table>), Error> {
        let name = if called.is_empty() { self.name } else { called };
        Ok((name, in_turn(move || sheets::read(&self.bytes)).await?))
    }
}

/// How a sheet of goods is brought in.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ItemsSheet {
    /// The shop where the goods are; may be left out by who keeps one shop.
    location: i64,
    /// Only say what would become of each row.
    dry_run: bool,
    /// The file's name, for the receipts; a multipart form brings it along.
    name: String,
}

/// How a sheet of points is brought in.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PointsSheet {
    /// Only say what would become of each row.
    dry_run: bool,
    /// Why, for rows that do not say it themselves.
    reason: String,
    /// The file's name; a multipart form brings it along.
    name: String,
}

/// What is wrong with one cell.
#[derive(Serialize, ToSchema)]
pub struct WrongCell {
    /// Which: `name`, `quantity`, `expires`, `barcode`, `household`, …
    column: &'static str,
    /// Why: `required`, `not_a_number`, `not_a_date`, `expired`, `barcode_wrong`, `other_row`, …
    why: &'static str,
    /// What stands there, or what it clashes with.
    text: String,
}

/// One row of goods, and what becomes of it.
#[derive(Serialize, ToSchema)]
pub struct ItemsRow {
    /// Its number in the file, from 1.
    row: i64,
    /// `new_item`, `new_stock`, `learned` (a barcode), `known`, `before` (it came with an earlier file), `duplicate`,
    /// `skipped` (a sum or a heading) or `refused`.
    fate: &'static str,
    /// What it says it is.
    name: String,
    /// Its size, or empty.
    size: String,
    /// Its barcode, or empty.
    barcode: String,
    /// How many.
    quantity: i64,
    /// The item, when it is known; else 0.
    item: i64,
    /// The row it is the same as, or 0.
    same_as: i64,
    /// Why it is refused.
    wrong: Vec<WrongCell>,
}

/// One row of points, and what becomes of it.
#[derive(Serialize, ToSchema)]
pub struct PointsSheetRow {
    /// Its number in the file, from 1.
    row: i64,
    /// `points`, `before` (given with an earlier file), `duplicate`, `skipped` or `refused`.
    fate: &'static str,
    /// The household's number.
    household: i64,
    /// How many.
    points: i64,
    /// Why.
    reason: String,
    /// The row it is the same as, or 0.
    same_as: i64,
    /// Why it is refused.
    wrong: Vec<WrongCell>,
}

/// What became (or, in a dry run, would become) of a sheet of goods.
#[derive(Serialize, ToSchema)]
pub struct ItemsImport {
    /// The sheet's number.
    import: i64,
    /// Whether nothing was brought in because nobody asked for it.
    dry_run: bool,
    /// Rows that were brought in now.
    applied: usize,
    /// Rows that are left, for want of time: send the same file again, under another key.
    left: usize,
    /// Every row, in the order of the file.
    rows: Vec<ItemsRow>,
}

/// What became (or, in a dry run, would become) of a sheet of points.
#[derive(Serialize, ToSchema)]
pub struct PointsImport {
    /// The sheet's number.
    import: i64,
    /// Whether nothing was given because nobody asked for it.
    dry_run: bool,
    /// Rows that were given now.
    applied: usize,
    /// Rows that are left, for want of time: send the same file again, under another key.
    left: usize,
    /// Every row, in the order of the file.
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

/// Bring in a list of goods: new items, and their stock as the opening stock of a shop. The body is an XLSX or CSV file
/// (UTF-8 or GB 18030, at most 5 MB and 20,000 rows), or a multipart form with one. The same row never comes in twice,
/// whatever file it stands in, so the same file again brings nothing new; the same `Idempotency-Key` again is answered as
/// it was first.
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
    // Nobody else's file is unpacked at all.
    let shops = store.shops(write.actor(), Action::KeepStock).await?;
    let location = match (query.location, shops.as_slice()) {
        (0, [only]) => only.id,
        (0, _) => return Err(Problem::field("location", Code::Required)),
        (id, all) if all.iter().any(|shop| shop.id == id) => id,
        _ => return Err(Error::NotFound.into()),
    };
    let (name, tables) = sheet.tables(query.name).await?;
    let lines = sheets::goods(&tables)?;
    let (new, dry_run) = (NewImport { location, name, lines }, query.dry_run);
    let Brought { plan, applied } = store.import_bring(&write.0, new, dry_run, BUDGET).await?;
    let rows = plan.rows.into_iter().map(ItemsRow::from).collect();
    Ok(Json(ItemsImport { import: plan.import.id, dry_run, applied: applied.rows, left: applied.left, rows }))
}

/// Give the points of a sheet: household, how many, why. The body is as for `POST /imports/items`. Each row is given once,
/// so the same file again gives nothing; the same `Idempotency-Key` again is answered as it was first.
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
    let (name, tables) = sheet.tables(query.name).await?;
    let lines = sheets::points(&tables, &query.reason)?;
    let (new, dry_run) = (NewImport { location: 0, name, lines }, query.dry_run);
    let Brought { plan, applied } = store.points_sheet_bring(&write.0, new, dry_run, BUDGET).await?;
    let rows = plan.rows.into_iter().map(PointsSheetRow::from).collect();
    Ok(Json(PointsImport { import: plan.import.id, dry_run, applied: applied.rows, left: applied.left, rows }))
}
