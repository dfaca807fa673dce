//! Points imports: stored for the dry run, then applied by [`crate::imports::points`].

use serde::Serialize;
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use domain::{
    accounts::Actor,
    imports::{Column, Fate, Import, ImportId, Line, Planned, Why, Wrong},
    permission::Action,
};

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    db::sql::{rows, run},
    imports::{
        self,
        goods::{Applied, NewImport, Plan},
        points::{ImportPoints, PointsRow, RowFate},
        sheets::ImportRow,
    },
};

/// Rows granted per transaction.
const SLICE: usize = 200;

async fn keep(tx: &mut Tx<'_>, new: &NewImport<PointsRow>) -> Result<ImportId> {
    tx.actor.must_somewhere(Action::GrantPoints)?;
    let root = tx.actor.root;
    if new.location != 0 {
        return Err(Refusal::NotFound.into());
    }
    // No digest here: `points_import` has its own unique key for repeated rows.
    imports::sheets::keep(tx, "points", root, new, |_| String::new()).await
}

/// Marks a points import as applied, after its last row was granted.
#[derive(Serialize)]
struct FinishPointsSheet(ImportId);

impl Command for FinishPointsSheet {
    const NAME: &'static str = "points_sheet_apply";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::GrantPoints)?;
        let (&Self(id), now, account) = (self, tx.now, tx.actor.account);
        run!(tx, "update import set applied = $2 where id = $1 and applied = 0 and account = $3", id, now, account)?;
        tx.audit("import", id).await
    }
}

/// Maps the fate of a points row to the fate that all imports share.
fn planned(mut line: Line<PointsRow>, fate: RowFate, of: i64) -> Planned<PointsRow> {
    let mut wrong = |column, why| {
        line.wrong.push(Wrong { column, why, text: String::new() });
        Fate::Refused
    };
    let fate = match fate {
        RowFate::Given => Fate::Points,
        RowFate::Before => Fate::Before,
        RowFate::Twice => Fate::Duplicate,
        RowFate::NoHousehold => wrong(Column::Household, Why::NoHousehold),
        RowFate::FileClosed => wrong(Column::Household, Why::FileClosed),
        RowFate::WrongNumber => wrong(Column::Points, Why::OutOfRange),
        RowFate::NoReason => wrong(Column::Reason, Why::Required),
    };
    let of = if fate == Fate::Duplicate { of } else { 0 };
    Planned { line, fate, of, item: 0, digest: String::new(), sizes: Vec::new() }
}

/// Stores a points file for a dry run; only the storing account can read it.
///
/// # Errors
/// Not allowed without a role that grants points; not found with a location; [`domain::Code::SheetTooLong`] for no
/// rows or too many.
#[derive(Clone, Debug, Serialize)]
pub struct AddPointsSheet(pub NewImport<PointsRow>);

impl Command for AddPointsSheet {
    const NAME: &'static str = "points_sheet_add";
    type Output = ImportId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ImportId> {
        keep(tx, &self.0).await
    }
}

impl Store {
    /// Computes the current fate of each row of a points import, without writing.
    ///
    /// # Errors
    /// Not allowed without a role that grants points; not found for another account's import.
    pub async fn points_sheet_plan(&self, by: &By, id: ImportId) -> Result<Plan<PointsRow>> {
        by.actor.must_somewhere(Action::GrantPoints)?;
        let (import, lines) = self.points_sheet(&by.actor, id).await?;
        let good: Vec<PointsRow> = lines.iter().filter(|line| is_good(line)).map(|line| line.row.clone()).collect();
        let mut fates = self.points_import(by, good, true).await?.into_iter();
        let mut first: HashMap<(i64, i64, String), i64> = HashMap::new();
        let rows = lines.into_iter().map(|line| {
            if !is_good(&line) {
                let fate = if line.skipped { Fate::Skipped } else { Fate::Refused };
                return Planned { line, fate, of: 0, item: 0, digest: String::new(), sizes: Vec::new() };
            }
            let row = (line.row.household, line.row.points, line.row.reason.clone());
            let of = *first.entry(row).or_insert(line.n);
            let fate = fates.next().unwrap_or(RowFate::WrongNumber);
            planned(line, fate, of)
        });
        Ok(Plan { import, rows: rows.collect() })
    }

    /// Grants the points of an import, for at most `budget`.
    /// Rows left over are granted by the next call. Idempotent: each row is granted once.
    ///
    /// # Errors
    /// As [`Store::points_sheet_plan`] and [`Store::points_import`].
    pub async fn points_sheet_apply(&self, by: &By, id: ImportId, budget: Duration) -> Result<Applied> {
        let begun = Instant::now();
        let plan = self.points_sheet_plan(by, id).await?;
        let rows: Vec<_> = plan.rows.into_iter().filter(|row| row.fate.acts()).map(|row| row.line).collect();
        let mut done = Applied::default();
        for slice in rows.chunks(SLICE) {
            if done.rows > 0 && begun.elapsed() > budget {
                break;
            }
            let first = slice.first().map_or(0, |line| line.n);
            let by = By::new(by.actor.clone(), format!("{}-{first}", by.request));
            let rows = slice.iter().map(|line| line.row.clone()).collect();
            self.run(&by, ImportPoints { rows, import: id }).await?;
            done.rows += slice.len();
        }
        done.left = rows.len() - done.rows;
        if done.left == 0 {
            let by = By::new(by.actor.clone(), format!("{}-end", by.request));
            self.run(&by, FinishPointsSheet(id)).await?;
        }
        Ok(done)
    }

    /// Lists the 20 newest points imports of the actor; `rows_in` counts the rows that are granted and not taken back.
    ///
    /// # Errors
    /// Not allowed without a role that grants points.
    pub async fn points_sheets(&self, actor: &Actor) -> Result<Vec<Import>> {
        actor.must_somewhere(Action::GrantPoints)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ImportRow,
            "select m.id, m.location, '' as location_name, m.name, m.lines, m.created, m.applied, m.notes,
                 (select count(*) from points_import o where o.import = m.id) as rows_in,
                 cast(0 as bigint) as units_in
             from import m where m.kind = 'points' and m.account = $1 order by m.id desc limit 20",
            actor.account,
        )?;
        Ok(found.into_iter().map(Import::from).collect())
    }

    /// Loads a points import and its rows, for the account that stored it.
    pub(super) async fn points_sheet(
        &self,
        actor: &Actor,
        id: ImportId,
    ) -> Result<(domain::imports::Import, Vec<Line<PointsRow>>)> {
        let mut db = self.reader().await?;
        let (import, account) = imports::sheets::import(&mut db.arm(), "points", id).await?;
        if account != actor.account {
            return Err(Refusal::NotFound.into());
        }
        Ok((import, imports::sheets::lines(&mut db.arm(), id).await?))
    }
}

fn is_good(line: &Line<PointsRow>) -> bool {
    !line.skipped && line.wrong.is_empty()
}
