//! Imports of vacancies: preview and import.

use app::sheets;
use domain::{
    accounts::OrganisationId,
    imports::headings::SheetKind,
    imports::{Planned, VacancyRow},
    permission::Action,
};
use store::imports::{goods::NewImport, replay::ImportAnswer};

use crate::api::{
    imports::{BUDGET, Sheet, WrongCell, wrong},
    prelude::*,
};

/// Options of an import of vacancies.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct VacanciesSheet {
    /// Organisation that employs.
    organisation: OrganisationId,
    /// Only preview the result.
    dry_run: bool,
    /// File name; a multipart form carries its own.
    name: String,
    /// Name of the sheet to read, or its number, as for `POST /imports/items`.
    sheet: String,
}

/// A vacancy of the file, and its outcome.
#[derive(Serialize, ToSchema)]
pub struct VacancySheetRow {
    /// Row in the file, from 1.
    row: i64,
    /// `new_vacancy`, `known` (on the organisation's list), `duplicate`, `skipped` or `refused`.
    fate: &'static str,
    /// What the work is called.
    title: String,
    /// Where it is.
    place: String,
    /// Posts.
    posts: i64,
    /// Row that it duplicates, or 0.
    same_as: i64,
    /// Errors, when it is refused.
    wrong: Vec<WrongCell>,
}

/// Result, or in a dry run the preview, of an import of vacancies.
#[derive(Serialize, ToSchema)]
pub struct VacanciesImport {
    /// Number of the import.
    import: i64,
    /// Whether it was a dry run, which posts nothing.
    dry_run: bool,
    /// Rows posted by this request.
    applied: usize,
    /// Rows left when time ran out: send the same file again, under another key.
    left: usize,
    /// All rows, in the order of the file.
    rows: Vec<VacancySheetRow>,
}

impl From<Planned<VacancyRow>> for VacancySheetRow {
    fn from(planned: Planned<VacancyRow>) -> Self {
        let Planned { line, fate, of, .. } = planned;
        let VacancyRow { title, place, posts, .. } = line.row;
        VacancySheetRow { row: line.n, fate: fate.as_str(), title, place, posts, same_as: of, wrong: wrong(line.wrong) }
    }
}

/// Posts vacancies of an organisation from a file: work, place, hours, pay, posts, last day.
/// The body is as for `POST /imports/items`. A row that is on the organisation's list is not posted again; the same
/// `Idempotency-Key` again returns the first answer.
#[utoipa::path(post, path = "/imports/vacancies", tag = "jobs", params(VacanciesSheet),
    request_body(content((Vec<u8> = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (Vec<u8> = "multipart/form-data"))),
    responses((status = 200, body = VacanciesImport)))]
pub async fn import(
    State(store): State<Store>,
    write: Write,
    Query(VacanciesSheet { organisation, dry_run, name, sheet: chosen }): Query<VacanciesSheet>,
    sheet: Sheet,
) -> Answer<Json<VacanciesImport>> {
    write.actor().must_somewhere(Action::KeepVacancies)?;
    let learnt = store.sheet_headings(write.actor(), SheetKind::Vacancies).await?;
    let (name, taken) =
        sheet.rows(learnt, chosen, name, move |tables| sheets::vacancy_rows(tables, organisation)).await?;
    let new = NewImport { location: 0, name, lines: taken.lines, notes: taken.notes };
    let ImportAnswer { plan, applied } = store.vacancy_sheet_bring(&write.0, new, dry_run, BUDGET).await?;
    let rows = plan.rows.into_iter().map(VacancySheetRow::from).collect();
    Ok(Json(VacanciesImport { import: plan.import.id, dry_run, applied: applied.rows, left: applied.left, rows }))
}
