//! Imports of households: preview, import, and decisions on rows that resemble a known family.

use app::sheets;
use domain::{
    Code, Timestamp,
    areas::AreaId,
    households::HouseholdId,
    imports::headings::SheetKind,
    imports::{Fate, HouseholdRow, Import, ImportId, Planned, withdrawal::Withdrawal},
    permission::Action,
    time::year,
};
use store::imports::{
    goods::{Applied, Plan},
    households::{AddHouseholdImport, DecideImportRow},
    replay::ImportAnswer,
};

use crate::api::{
    imports::{BUDGET, Sheet, WrongCell, wrong},
    prelude::*,
};

/// Rows a page.
const PAGE: usize = 200;

/// Options of a household import.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HouseholdsSheet {
    /// Area of households whose row names none.
    area: AreaId,
    /// Only preview the result.
    dry_run: bool,
    /// File name; a multipart form carries its own.
    name: String,
    /// Name of the sheet to read, or its number, as for `POST /imports/items`.
    sheet: String,
}

/// Filters of an import's rows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HouseholdRowsQuery {
    /// Only rows with this outcome.
    fate: String,
    /// Only rows that a person has to look at: `maybe`, `refused`, and those of which something was left out.
    asks: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Decision on a row that resembles a known family.
#[derive(Deserialize, ToSchema)]
pub struct AnywayBody {
    /// `true` creates a separate file for it; `false` undoes that decision.
    anyway: bool,
}

/// Number of rows by outcome.
#[derive(Default, Serialize, ToSchema)]
pub struct HouseholdCounts {
    /// Families that get a file.
    new_household: usize,
    /// Families that have a file.
    known: usize,
    /// Families that may have a file: a decision is needed.
    maybe: usize,
    /// Families that got their file from this import before.
    before: usize,
    /// Rows of the same family as another row.
    duplicate: usize,
    /// Sums and headings.
    skipped: usize,
    /// Rows with errors.
    refused: usize,
}

/// A family of an import, and its outcome.
#[derive(Serialize, ToSchema)]
pub struct HouseholdListRow {
    /// Row in the file, from 1.
    row: i64,
    /// `new_household`, `known`, `maybe`, `before`, `duplicate`, `skipped` or `refused`.
    fate: &'static str,
    /// Name of the family, as in the file.
    name: String,
    /// Number of people in the file.
    people: usize,
    /// Household that it matches or (`maybe`) resembles; else 0.
    household: HouseholdId,
    /// Row that it matches or resembles; else 0.
    same_as: i64,
    /// Errors, when it is refused.
    wrong: Vec<WrongCell>,
    /// Cells that are left out or do not agree; the family gets its file all the same.
    left_out: Vec<WrongCell>,
}

/// Result, or in a dry run the preview, of a household import.
#[derive(Serialize, ToSchema)]
pub struct HouseholdsImport {
    /// Number of the import.
    import: ImportId,
    /// Whether it was a dry run, which creates no file.
    dry_run: bool,
    /// Files created by this request.
    made: usize,
    /// Families left when time ran out; `POST /imports/households/{import}/apply` continues.
    left: usize,
    /// Number of rows by outcome.
    counts: HouseholdCounts,
    /// Rows that a person has to look at, at most 200; `GET /imports/households/{import}?asks=true` has the rest.
    rows: Page<HouseholdListRow>,
}

/// Current state of an import.
#[derive(Serialize, ToSchema)]
pub struct HouseholdList {
    /// The import.
    #[serde(flatten)]
    list: BroughtList,
    /// Current number of rows by outcome.
    counts: HouseholdCounts,
    /// Its rows, in the order of the file.
    rows: Page<HouseholdListRow>,
}

/// An import of the caller.
#[derive(Serialize, ToSchema)]
pub struct BroughtList {
    /// Number of the import.
    import: ImportId,
    /// File name.
    name: String,
    /// Name of the area of households whose row names none.
    area_name: String,
    /// Number of families in the file.
    lines: i64,
    /// Number of files created so far.
    made: i64,
    /// Time of the upload.
    created: Timestamp,
    /// Time when its last row was applied, or 0.
    applied: Timestamp,
}

/// Result of continuing an import.
#[derive(Serialize, ToSchema)]
pub struct HouseholdsMade {
    /// Files created by this request.
    made: usize,
    /// Families left when time ran out.
    left: usize,
}

impl From<Import> for BroughtList {
    fn from(import: Import) -> Self {
        let Import { id, location_name, name, lines, created, applied, rows_in, .. } = import;
        BroughtList { import: id, name, area_name: location_name, lines, made: rows_in, created, applied }
    }
}

impl From<Planned<HouseholdRow>> for HouseholdListRow {
    fn from(planned: Planned<HouseholdRow>) -> Self {
        let Planned { line, fate, of, item, .. } = planned;
        let (people, name, left_out) = (line.row.members.len(), line.row.name, line.row.left_out);
        let (household, same_as) = (item, of);
        HouseholdListRow {
            row: line.n,
            fate: fate.as_str(),
            name,
            people,
            household,
            same_as,
            wrong: wrong(line.wrong),
            left_out: wrong(left_out),
        }
    }
}

fn counts(plan: &Plan<HouseholdRow>) -> HouseholdCounts {
    HouseholdCounts {
        new_household: plan.count(Fate::NewHousehold),
        known: plan.count(Fate::Known),
        maybe: plan.count(Fate::Maybe),
        before: plan.count(Fate::Before),
        duplicate: plan.count(Fate::Duplicate),
        skipped: plan.count(Fate::Skipped),
        refused: plan.count(Fate::Refused),
    }
}

/// Tells whether a person has to look at a row.
fn asks(row: &Planned<HouseholdRow>) -> bool {
    let left_out = row.fate == Fate::NewHousehold && !row.line.row.left_out.is_empty();
    left_out || matches!(row.fate, Fate::Maybe | Fate::Refused)
}

/// Returns the page of the wanted rows after number `cursor`.
fn rows(
    plan: Plan<HouseholdRow>,
    cursor: i64,
    wanted: impl Fn(&Planned<HouseholdRow>) -> bool,
) -> Page<HouseholdListRow> {
    let wanted = plan.rows.into_iter().filter(|row| row.line.n > cursor && wanted(row));
    let mut items: Vec<HouseholdListRow> = wanted.take(PAGE + 1).map(HouseholdListRow::from).collect();
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items.last().filter(|_| more).map(|row| row.row);
    Page { items, next }
}

/// Imports households: a row for each, or a row for each of its members.
/// The body is as for `POST /imports/items`. A family that has a file (by phone, or by name and address) gets no second
/// one, so importing the same file again creates nothing; a family that only resembles a known one needs a decision.
/// Identity card numbers are dropped, and of birthdays only the year is stored. The file itself is stored encrypted for
/// a week, for its uploader only.
#[utoipa::path(post, path = "/imports/households", tag = "households", params(HouseholdsSheet),
    request_body(content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "multipart/form-data"))),
    responses((status = 200, body = HouseholdsImport),
        (status = 409, description = "`no_headings`, `sheet_too_long`; `request_reused`: the key was of \
            another file, or of a dry run")))]
pub async fn import(
    State(store): State<Store>,
    write: Write,
    Query(HouseholdsSheet { area, dry_run, name, sheet: chosen }): Query<HouseholdsSheet>,
    sheet: Sheet,
) -> Answer<Json<HouseholdsImport>> {
    write.actor().must_somewhere(Action::KeepHouseholds)?;
    if area == 0 {
        return Err(Problem::field("area", Code::Required));
    }
    let year = year(store.now());
    let learnt = store.sheet_headings(write.actor(), SheetKind::Households).await?;
    let (name, taken) = sheet.rows(learnt, chosen, name, move |tables| sheets::households(tables, year)).await?;
    let new = AddHouseholdImport { area, name, lines: taken.lines, notes: taken.notes };
    let ImportAnswer { plan, applied } = store.household_import_bring(&write.0, new, dry_run, BUDGET).await?;
    let (import, counts) = (plan.import.id, counts(&plan));
    let rows = rows(plan, 0, asks);
    Ok(Json(HouseholdsImport { import, dry_run, made: applied.rows, left: applied.left, counts, rows }))
}

/// Lists the caller's imports of the last week, latest first, at most ten.
#[utoipa::path(get, path = "/imports/households", tag = "households",
    responses((status = 200, body = Vec<BroughtList>)))]
pub async fn import_lists(State(store): State<Store>, Signed { actor, .. }: Signed) -> Answer<Json<Vec<BroughtList>>> {
    Ok(Json(store.household_imports(&actor).await?.into_iter().map(BroughtList::from).collect()))
}

/// Returns an import with the current outcome of its rows. Only its uploader can read it.
#[utoipa::path(get, path = "/imports/households/{id}", tag = "households",
    params(("id" = i64, Path), HouseholdRowsQuery), responses((status = 200, body = HouseholdList)))]
pub async fn import_list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(id): Id,
    Query(query): Query<HouseholdRowsQuery>,
) -> Answer<Json<HouseholdList>> {
    let fate = match query.fate.as_str() {
        "" => None,
        fate => Some(fate.parse::<Fate>().map_err(|_| Problem::field("fate", Code::Unknown))?),
    };
    let plan = store.household_import_plan(&actor, id).await?;
    let (list, counts) = (plan.import.clone().into(), counts(&plan));
    let wanted = |row: &Planned<HouseholdRow>| fate.is_none_or(|fate| row.fate == fate) && (!query.asks || asks(row));
    Ok(Json(HouseholdList { list, counts, rows: rows(plan, query.cursor, wanted) }))
}

/// Decides that a row which resembles a known family is another one, or undoes that.
/// Its file is created when the import is applied.
#[utoipa::path(post, path = "/imports/households/{id}/rows/{row}", tag = "households",
    params(("id" = i64, Path), ("row" = i64, Path)), request_body = AnywayBody,
    responses((status = 204), (status = 404, description = "No such row, or it has its file")))]
pub async fn import_say(
    State(store): State<Store>,
    write: Write,
    Ids(id, row): Ids,
    Body(AnywayBody { anyway }): Body<AnywayBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, DecideImportRow { import: id, n: row, anyway }).await?;
    Ok(DONE)
}

/// Creates the files that an import still has to create.
#[utoipa::path(post, path = "/imports/households/{id}/apply", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = HouseholdsMade)))]
pub async fn import_apply(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<HouseholdsMade>> {
    let Applied { rows: made, left } = store.household_import_apply(&write.0, id, BUDGET).await?;
    Ok(Json(HouseholdsMade { made, left }))
}

/// Tells which files of an import would go if it were taken back, and which would stay.
#[utoipa::path(get, path = "/imports/households/{id}/withdrawal", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = Withdrawal)))]
pub async fn import_withdrawal(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Withdrawal>> {
    Ok(Json(store.household_import_withdrawal(&signed.actor, id).await?))
}

/// Takes an import back: files that nothing depends on are erased. With `left` above 0, send it again with another key.
#[utoipa::path(post, path = "/imports/households/{id}/withdraw", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = Withdrawal)))]
pub async fn import_withdraw(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<Withdrawal>> {
    Ok(Json(store.household_import_withdraw(&write.0, id, BUDGET).await?))
}
