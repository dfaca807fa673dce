//! Vacancies from a sheet: stored for the dry run, then posted row by row. A row that is on the organisation's list
//! already is not posted again, whatever sheet it stands in.

use std::{
    collections::{HashMap, HashSet},
    time::{Duration, Instant},
};

use domain::{
    Code, Timestamp,
    accounts::{Actor, OrganisationId},
    areas::AreaPath,
    community::jobs::{MOST_VACANCIES, NewVacancy},
    imports::{Column, Fate, Import, ImportId, Line, Planned, VacancyRow, Why, Wrong},
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    community::jobs::vacancies::PostVacancy,
    db::sql::{row, rows, run},
    imports::{
        self,
        goods::{Applied, NewImport, Plan},
    },
};

/// What makes two vacancies of an organisation the same: title, place, hours, pay from and to, last second.
type Same = (String, String, i64, i64, i64, Timestamp);

/// Checks that the actor keeps vacancies of an open organisation.
async fn must_post_for(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<()> {
    let found = row!(
        tx,
        (String,),
        "select a.path from organisation o join area a on a.id = o.area where o.id = $1 and o.open = true",
        organisation,
    )?;
    let (path,) = found.ok_or(Refusal::NotFound)?;
    Ok(tx.actor.must(Action::KeepVacancies, &AreaPath(path))?)
}

/// Stores a sheet of vacancies of one organisation for a dry run; only the storing account can read it.
///
/// # Errors
/// Not allowed without a role that keeps vacancies; not found with a location, for an organisation that is closed or
/// outside the actor's areas, and for rows of several organisations; [`Code::SheetTooLong`] for no rows or too many.
#[derive(Clone, Debug, Serialize)]
pub struct AddVacancySheet(pub NewImport<VacancyRow>);

impl Command for AddVacancySheet {
    const NAME: &'static str = "vacancy_sheet_add";
    type Output = ImportId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ImportId> {
        let Self(new) = self;
        tx.actor.must_somewhere(Action::KeepVacancies)?;
        let of: HashSet<OrganisationId> =
            new.lines.iter().filter(|line| !line.skipped).map(|line| line.row.organisation).collect();
        if new.location != 0 || of.len() > 1 {
            return Err(Refusal::NotFound.into());
        }
        for organisation in of {
            must_post_for(tx, organisation).await?;
        }
        let root = tx.actor.root;
        // No digest: the organisation's own list tells which rows it has.
        imports::sheets::keep(tx, "vacancies", root, new, |_| String::new()).await
    }
}

/// Marks a sheet of vacancies as applied, after its last row was posted.
#[derive(Serialize)]
struct FinishVacancySheet {
    import: ImportId,
}

impl Command for FinishVacancySheet {
    const NAME: &'static str = "vacancy_sheet_apply";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepVacancies)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update import set applied = $2 where id = $1 and applied = 0 and account = $3",
            self.import,
            now,
            account,
        )?;
        tx.audit("import", self.import).await
    }
}

/// Column of a field of a vacancy.
fn column_of(field: &str) -> Column {
    match field {
        "place" => Column::Workplace,
        "words" => Column::Duties,
        "hours" => Column::Hours,
        "pay_from" => Column::PayFrom,
        "pay_to" => Column::PayTo,
        "posts" => Column::Posts,
        "until" => Column::Until,
        _ => Column::Work,
    }
}

/// Maps the invalid fields of a vacancy to the cells of its row.
fn wrong_cells(error: domain::Error) -> Result<Vec<Wrong>> {
    let fields = match error {
        domain::Error::Invalid(fields) => fields,
        other => return Err(other.into()),
    };
    let wrong = fields.iter().map(|field| {
        let why = match field.code {
            Code::Required | Code::TooShort => Why::Required,
            Code::TooLong => Why::TooLong,
            _ => Why::OutOfRange,
        };
        Wrong { column: column_of(field.name), why, text: String::new() }
    });
    Ok(wrong.collect())
}

/// Loads what the organisation has open or hidden.
async fn known_of(db: &mut Conn<'_>, organisation: OrganisationId) -> Result<Vec<Same>> {
    Ok(rows!(
        db,
        Same,
        "select title, place, hours, pay_from, pay_to, until from vacancy
         where organisation = $1 and state in ('open', 'hidden') order by id",
        organisation,
    )?)
}

/// Says what is done with each row, in file order.
fn planned_rows(lines: Vec<Line<VacancyRow>>, known: Vec<Same>, now: Timestamp) -> Result<Vec<Planned<VacancyRow>>> {
    let mut room = MOST_VACANCIES - i64::try_from(known.len()).unwrap_or(i64::MAX);
    let known: HashSet<Same> = known.into_iter().collect();
    let mut first: HashMap<Same, i64> = HashMap::new();
    let mut all = Vec::with_capacity(lines.len());
    for mut line in lines {
        let mut of = 0;
        let fate = if line.skipped {
            Fate::Skipped
        } else if !line.wrong.is_empty() {
            Fate::Refused
        } else {
            match line.row.vacancy().checked(now) {
                Err(error) => {
                    line.wrong = wrong_cells(error)?;
                    Fate::Refused
                }
                Ok(NewVacancy { title, place, hours, pay_from, pay_to, until, .. }) => {
                    let same: Same = (title, place, hours, pay_from, pay_to, until);
                    if known.contains(&same) {
                        Fate::Known
                    } else if let Some(n) = first.get(&same) {
                        of = *n;
                        Fate::Duplicate
                    } else if room <= 0 {
                        line.wrong.push(Wrong { column: Column::Work, why: Why::NoRoom, text: String::new() });
                        Fate::Refused
                    } else {
                        room -= 1;
                        first.insert(same, line.n);
                        Fate::NewVacancy
                    }
                }
            }
        };
        all.push(Planned { line, fate, of, item: 0, digest: String::new(), sizes: Vec::new() });
    }
    Ok(all)
}

impl Store {
    /// Computes what is done with each row of a sheet of vacancies now, without writing.
    ///
    /// # Errors
    /// Not allowed without a role that keeps vacancies; not found for another account's import.
    pub async fn vacancy_sheet_plan(&self, actor: &Actor, id: ImportId) -> Result<Plan<VacancyRow>> {
        actor.must_somewhere(Action::KeepVacancies)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let (import, account): (Import, i64) = imports::sheets::import(&mut db.arm(), "vacancies", id).await?;
        if account != actor.account {
            return Err(Refusal::NotFound.into());
        }
        let lines: Vec<Line<VacancyRow>> = imports::sheets::lines(&mut db.arm(), id).await?;
        let organisation = lines.iter().map(|line| line.row.organisation).max().unwrap_or_default();
        let known = known_of(&mut db.arm(), organisation).await?;
        Ok(Plan { import, rows: planned_rows(lines, known, now)? })
    }

    /// Posts the vacancies of a sheet, for at most `budget`. Rows left over are posted by the next call.
    ///
    /// # Errors
    /// As [`Store::vacancy_sheet_plan`] and [`PostVacancy`].
    pub async fn vacancy_sheet_apply(&self, by: &By, id: ImportId, budget: Duration) -> Result<Applied> {
        let begun = Instant::now();
        let plan = self.vacancy_sheet_plan(&by.actor, id).await?;
        let rows: Vec<_> = plan.rows.into_iter().filter(|row| row.fate.acts()).map(|row| row.line).collect();
        let mut done = Applied::default();
        for line in &rows {
            if done.rows > 0 && begun.elapsed() > budget {
                break;
            }
            let part = By::new(by.actor.clone(), format!("{}-{}", by.request, line.n));
            self.run(&part, PostVacancy(line.row.vacancy())).await?;
            done.rows += 1;
        }
        done.left = rows.len() - done.rows;
        if done.left == 0 {
            let part = By::new(by.actor.clone(), format!("{}-end", by.request));
            self.run(&part, FinishVacancySheet { import: id }).await?;
        }
        Ok(done)
    }
}
