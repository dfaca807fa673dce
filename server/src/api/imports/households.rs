//! Lists of households: what becomes of each family, bringing them in, and the ones that a person has to look at.

use app::{i18n::year, sheets};
use domain::{
    Code, Timestamp,
    areas::AreaId,
    households::HouseholdId,
    imports::{Fate, HouseholdRow, Import, ImportId, Planned},
    permission::Action,
};
use store::imports::{
    goods::{Applied, Plan},
    households::NewHouseholdImport,
    replay::Brought,
};

use crate::api::{
    imports::{BUDGET, Sheet, WrongCell, wrong},
    prelude::*,
};

/// Rows of one page.
const PAGE: usize = 200;

/// How a list of households is brought in.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HouseholdsSheet {
    /// The area of households whose row does not name one.
    area: AreaId,
    /// Only say what would become of each.
    dry_run: bool,
    /// The file's name; a multipart form brings it along.
    name: String,
}

/// Which rows of a list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HouseholdRowsQuery {
    /// Only those with this fate.
    fate: String,
    /// Only those that a person has to look at: `maybe` and `refused`.
    asks: bool,
    /// `next` of the page before.
    cursor: i64,
}

/// Whether a row that resembles a known family is another one.
#[derive(Deserialize, ToSchema)]
pub struct AnywayBody {
    /// It gets a file of its own all the same; `false` takes that back.
    anyway: bool,
}

/// How many rows have which fate.
#[derive(Default, Serialize, ToSchema)]
pub struct HouseholdCounts {
    /// Families that get a file.
    new_household: usize,
    /// Families that have one.
    known: usize,
    /// Families that perhaps have one: somebody has to say.
    maybe: usize,
    /// Families to which this list has given a file.
    before: usize,
    /// The same family as another row.
    duplicate: usize,
    /// Sums and headings.
    skipped: usize,
    /// Rows with something wrong.
    refused: usize,
}

/// One family of a list, and what becomes of it.
#[derive(Serialize, ToSchema)]
pub struct HouseholdListRow {
    /// Its number in the file, from 1.
    row: i64,
    /// `new_household`, `known`, `maybe`, `before`, `duplicate`, `skipped` or `refused`.
    fate: &'static str,
    /// How the list calls the family.
    name: String,
    /// How many people the list knows.
    people: usize,
    /// The file that it is, or (`maybe`) resembles; else 0.
    household: HouseholdId,
    /// The row that it is the same as, or resembles; else 0.
    same_as: i64,
    /// Why it is refused.
    wrong: Vec<WrongCell>,
}

/// What became (or, in a dry run, would become) of a list of households.
#[derive(Serialize, ToSchema)]
pub struct HouseholdsImport {
    /// The list's number.
    import: ImportId,
    /// Whether no file was made because nobody asked for it.
    dry_run: bool,
    /// Files that were made now.
    made: usize,
    /// Families that are left, for want of time: `POST /imports/households/{import}/apply` goes on.
    left: usize,
    /// What becomes of how many.
    counts: HouseholdCounts,
    /// The rows that a person has to look at, at most 200; `GET /imports/households/{import}?asks=true` has the others.
    rows: Page<HouseholdListRow>,
}

/// A list as it stands now.
#[derive(Serialize, ToSchema)]
pub struct HouseholdList {
    /// The list.
    #[serde(flatten)]
    list: BroughtList,
    /// What becomes of how many, now.
    counts: HouseholdCounts,
    /// Its rows, in the order of the file.
    rows: Page<HouseholdListRow>,
}

/// A list that the caller brought.
#[derive(Serialize, ToSchema)]
pub struct BroughtList {
    /// Its number.
    import: ImportId,
    /// The file's name.
    name: String,
    /// Where households live whose row names no area.
    area_name: String,
    /// How many families it names.
    lines: i64,
    /// How many files it made so far.
    made: i64,
    /// When it was brought.
    created: Timestamp,
    /// When nothing was left of it, or 0.
    applied: Timestamp,
}

/// What going on with a list has done.
#[derive(Serialize, ToSchema)]
pub struct HouseholdsMade {
    /// Files that were made now.
    made: usize,
    /// Families that are left, for want of time.
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
        let (people, name) = (line.row.members.len(), line.row.name);
        let (household, same_as) = (item, of);
        HouseholdListRow {
            row: line.n,
            fate: fate.as_str(),
            name,
            people,
            household,
            same_as,
            wrong: wrong(line.wrong),
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

/// Whether nobody but a person can say what becomes of a row.
fn asks(fate: Fate) -> bool {
    matches!(fate, Fate::Maybe | Fate::Refused)
}

/// The page of those rows below number `cursor` that are wanted.
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

/// Bring in a list of households: a row for each, or a row for each of its people. The body is as for `POST
/// /imports/items`. A family that has a file (by phone, or by name and address) gets no second one, so the same list
/// again makes nothing; one that only resembles a known family waits for a person's word. Nothing is kept of an
/// identity card's number, and of a birthday the year. The list itself is kept sealed, for a week, for its bringer.
#[utoipa::path(post, path = "/imports/households", tag = "households", params(HouseholdsSheet),
    request_body(content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "multipart/form-data"))),
    responses((status = 200, body = HouseholdsImport),
        (status = 409, description = "`no_headings`, `sheet_too_long`, `unreadable`; `request_reused`: the key was of \
            another file, or of a dry run")))]
pub async fn import(
    State(store): State<Store>,
    write: Write,
    Query(HouseholdsSheet { area, dry_run, name }): Query<HouseholdsSheet>,
    sheet: Sheet,
) -> Answer<Json<HouseholdsImport>> {
    write.actor().must_somewhere(Action::KeepHouseholds)?;
    if area == 0 {
        return Err(Problem::field("area", Code::Required));
    }
    let (name, tables) = sheet.tables(name).await?;
    let lines = sheets::households(&tables, year(store.now()))?;
    let new = NewHouseholdImport { area, name, lines };
    let Brought { plan, applied } = store.household_import_bring(&write.0, new, dry_run, BUDGET).await?;
    let (import, counts) = (plan.import.id, counts(&plan));
    let rows = rows(plan, 0, |row| asks(row.fate));
    Ok(Json(HouseholdsImport { import, dry_run, made: applied.rows, left: applied.left, counts, rows }))
}

/// The lists that the caller brought within the last week, the latest first, at most ten.
#[utoipa::path(get, path = "/imports/households", tag = "households",
    responses((status = 200, body = Vec<BroughtList>)))]
pub async fn import_lists(State(store): State<Store>, Signed { actor, .. }: Signed) -> Answer<Json<Vec<BroughtList>>> {
    Ok(Json(store.household_imports(&actor).await?.into_iter().map(BroughtList::from).collect()))
}

/// One list, and what becomes of its rows now. Nobody but whoever brought it sees it.
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
    let wanted =
        |row: &Planned<HouseholdRow>| fate.is_none_or(|fate| row.fate == fate) && (!query.asks || asks(row.fate));
    Ok(Json(HouseholdList { list, counts, rows: rows(plan, query.cursor, wanted) }))
}

/// Say that a row which resembles a known family is another one, or take that back. It gets its file when the list is
/// applied.
#[utoipa::path(post, path = "/imports/households/{id}/rows/{row}", tag = "households",
    params(("id" = i64, Path), ("row" = i64, Path)), request_body = AnywayBody,
    responses((status = 204), (status = 404, description = "No such row, or it has its file")))]
pub async fn import_say(
    State(store): State<Store>,
    write: Write,
    Ids(id, row): Ids,
    Body(AnywayBody { anyway }): Body<AnywayBody>,
) -> Answer<StatusCode> {
    store.household_import_say(&write.0, id, row, anyway).await?;
    Ok(DONE)
}

/// Make the files that a list promises and does not have yet.
#[utoipa::path(post, path = "/imports/households/{id}/apply", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = HouseholdsMade)))]
pub async fn import_apply(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<HouseholdsMade>> {
    let Applied { rows: made, left } = store.household_import_apply(&write.0, id, BUDGET).await?;
    Ok(Json(HouseholdsMade { made, left }))
}
