//! Household imports: a list is stored sealed for the dry run and then applied in slices.
//! A family that has a file gets no second one, so applying the same list again is a no-op.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use domain::{
    Code,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    households::{HouseholdId, similar::plain},
    imports::{HouseholdRow, Import, ImportId, Line, MOST_ROWS, Planned, SheetNote},
    permission::Action,
    text,
    time::year,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    areas::tree::must_in,
    casework::notes::AddNote,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        folding::fold,
        sql::{json_text, read_json, row, rows, run, value},
    },
    households::{self, create::AddHousehold},
    imports::{
        goods::{Applied, Plan},
        household_matching::{Files, KnownHousehold, Places, StoredRow, fates, household},
    },
};

/// Household files created per transaction.
const SLICE: usize = 200;

#[derive(sqlx::FromRow)]
struct ImportRow {
    id: i64,
    area: i64,
    area_name: String,
    account: i64,
    name: String,
    lines: i64,
    made: i64,
    created: i64,
    applied: i64,
    notes: String,
}

/// Stores a list of households for a dry run; only the storing account can read it.
///
/// # Errors
/// Not allowed without a role that keeps households; not found outside the actor's areas; [`Code::SheetTooLong`]
/// for no rows or more than [`MOST_ROWS`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddHouseholdImport {
    /// Area of households whose row names none.
    pub area: AreaId,
    /// Name of the uploaded file.
    pub name: String,
    /// Parsed households, at most [`MOST_ROWS`].
    pub lines: Vec<Line<HouseholdRow>>,
    /// What was understood of its headings; follows from the file, so it is no part of a request's fingerprint.
    #[serde(skip)]
    pub notes: Vec<SheetNote>,
}

impl Command for AddHouseholdImport {
    const NAME: &'static str = "household_import_add";
    type Output = ImportId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ImportId> {
        must_in(tx, Action::KeepHouseholds, self.area).await?;
        if self.lines.is_empty() || self.lines.len() > MOST_ROWS {
            return Err(Code::SheetTooLong.into());
        }
        let (now, account, vault) = (tx.now, tx.actor.account, tx.vault.clone());
        let lines = i64::try_from(self.lines.len()).unwrap_or(i64::MAX);
        let notes = json_text(&self.notes)?;
        let id = value!(
            tx,
            i64,
            "insert into household_import (root, area, account, name, lines, made, created, applied, notes)
         select root, id, $2, $3, $4, 0, $5, 0, $6 from area where id = $1 returning id",
            self.area,
            account,
            text::line(&self.name, 0, 200).unwrap_or_default(),
            lines,
            now,
            &notes,
        )?;
        for line in &self.lines {
            let body = json_text(line)?;
            run!(
                tx,
                "insert into household_import_line (import, n, body, anyway, household) values ($1, $2, $3, false, 0)",
                id,
                line.n,
                vault.seal(Secret::ImportedHousehold, &body)?,
            )?;
        }
        tx.audit("household_import", id).await?;
        Ok(id)
    }
}

/// Loads an import; only the account that stored it may.
pub(super) async fn import(db: &mut Conn<'_>, actor: &Actor, id: ImportId) -> Result<(Import, AreaId)> {
    actor.must_somewhere(Action::KeepHouseholds)?;
    let found = row!(
        db,
        ImportRow,
        "select m.id, m.area, a.name as area_name, m.account, m.name, m.lines, m.made, m.created, m.applied,
             m.notes
         from household_import m join area a on a.id = m.area where m.id = $1",
        id,
    )?;
    let ImportRow { id, area, area_name, account, name, lines, made, created, applied, notes } =
        found.filter(|import| import.account == actor.account).ok_or(Refusal::NotFound)?;
    debug_assert_eq!(account, actor.account);
    let import = Import {
        id,
        location: 0,
        location_name: area_name,
        name,
        lines,
        created,
        applied,
        rows_in: made,
        units_in: 0,
        notes: serde_json::from_str(&notes).unwrap_or_default(),
    };
    Ok((import, area))
}

async fn kept(db: &mut Conn<'_>, vault: &Vault, id: ImportId) -> Result<Vec<StoredRow>> {
    let sql = "select body, anyway, household from household_import_line where import = $1 order by n";
    let found = rows!(db, (String, bool, i64), sql, id)?;
    let mut kept = Vec::with_capacity(found.len());
    for (body, anyway, household) in found {
        let body = vault.open(Secret::ImportedHousehold, &body)?;
        let line = read_json(&body)?;
        kept.push(StoredRow { line, anyway, household });
    }
    Ok(kept)
}

/// Loads and unseals the open and closed household files of these areas.
async fn files(db: &mut Conn<'_>, vault: &Vault, areas: &[AreaPath]) -> Result<Files> {
    let sql = format!(
        "select h.id, h.name, h.phone, h.address from household h join area a on a.id = h.area
         where h.state in ('open', 'closed') and {} order by h.id",
        covered("a.path", areas)
    );
    let mut files = Files::default();
    for (household, name, phone, address) in rows!(db, (i64, String, String, String), AssertSqlSafe(sql.as_str()))? {
        files.add(KnownHousehold {
            household,
            n: 0,
            phone: vault.open(Secret::HouseholdPhone, &phone)?,
            name: plain(&fold(&vault.open(Secret::HouseholdName, &name)?)),
            address: plain(&fold(&vault.open(Secret::HouseholdAddress, &address)?)),
        });
    }
    Ok(files)
}

async fn places(db: &mut Conn<'_>, areas: &[AreaPath], default: AreaId) -> Result<Places> {
    let sql = format!("select a.id, a.name from area a where a.closed = 0 and {}", covered("a.path", areas));
    let mut named = HashMap::new();
    for (id, name) in rows!(db, (i64, String), AssertSqlSafe(sql.as_str()))? {
        named.entry(plain(&name)).and_modify(|known| *known = 0).or_insert(id);
    }
    Ok(Places { default, named })
}

/// Computes the current fate of every row.
async fn planned(
    db: &mut Conn<'_>,
    vault: &Vault,
    actor: &Actor,
    id: ImportId,
    now: i64,
) -> Result<(Plan<HouseholdRow>, Places)> {
    let (import, area) = import(db, actor, id).await?;
    let areas = actor.areas_for(Action::KeepHouseholds);
    let (kept, files) = (kept(db, vault, id).await?, files(db, vault, &areas).await?);
    let places = places(db, &areas, area).await?;
    let rows = fates(kept, files, &places, year(now));
    Ok((Plan { import, rows }, places))
}

/// Creates the next slice of household files; returns how many, and how many are left.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ApplyHouseholdImport(pub ImportId);

impl Command for ApplyHouseholdImport {
    const NAME: &'static str = "household_import_apply";
    type Output = Applied;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Applied> {
        let Self(id) = self;
        tx.actor.must_somewhere(Action::KeepHouseholds)?;
        // Lock the root area, so that two imports of one tree run one after the other and see each other's files.
        run!(tx, "update area set name = name where id = (select root from household_import where id = $1)", *id)?;
        let (actor, vault, now) = (tx.actor.clone(), tx.vault.clone(), tx.now);
        let (plan, places) = planned(&mut tx.arm(), &vault, &actor, *id, now).await?;
        let to_do: Vec<&Planned<HouseholdRow>> = plan.rows.iter().filter(|row| row.fate.acts()).collect();
        let slice = &to_do[..to_do.len().min(SLICE)];
        for row in slice {
            let new = household(&row.line.row, &places, year(now)).map_err(|_| Refusal::NotFound)?;
            // The plan has compared it with all files.
            let new = AddHousehold { household: new, account: false, hash: String::new(), anyway: true };
            let household = households::create::add_of_list(tx, &new).await?;
            for words in [&row.line.row.other_phones, &row.line.row.remarks] {
                if !words.is_empty() {
                    AddNote::new(household, words.clone()).run(tx).await?;
                }
            }
            let income = row.line.row.income.as_str();
            run!(tx, "update household set income = $2 where id = $1", household, income)?;
            let sql = "update household_import_line set household = $3 where import = $1 and n = $2";
            run!(tx, sql, *id, row.line.n, household)?;
        }
        let (made, left) = (i64::try_from(slice.len()).unwrap_or(0), to_do.len() - slice.len());
        let applied = if left == 0 { now } else { 0 };
        run!(tx, "update household_import set made = made + $2, applied = $3 where id = $1", *id, made, applied)?;
        tx.audit("household_import", *id).await?;
        Ok(Applied { rows: slice.len(), left })
    }
}

/// Records whether a row that resembles a known family is a different one.
///
/// # Errors
/// Not found for another account's import, an unknown row, or a row whose file exists already; not allowed without
/// a role that keeps households.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DecideImportRow {
    /// Import that the row belongs to.
    pub import: ImportId,
    /// Number of the row.
    pub n: i64,
    /// Whether to make a file although it resembles a known one.
    pub anyway: bool,
}

impl Command for DecideImportRow {
    const NAME: &'static str = "household_import_say";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let actor = tx.actor.clone();
        import(&mut tx.arm(), &actor, self.import).await?;
        let sql = "update household_import_line set anyway = $3 where import = $1 and n = $2 and household = 0";
        match run!(tx, sql, self.import, self.n, self.anyway)? {
            0 => Err(Refusal::NotFound.into()),
            _ => tx.audit("household_import", self.import).await,
        }
    }
}

/// Deletes imports created before `before`, with their sealed rows; created files stay.
pub(crate) async fn forget(tx: &mut Tx<'_>, before: i64) -> Result<u64> {
    let old = "select id from household_import where created < $1";
    run!(tx, AssertSqlSafe(format!("delete from household_import_line where import in ({old})")), before,)?;
    Ok(run!(tx, "delete from household_import where created < $1", before)?)
}

impl Store {
    /// Stores a list of households for a dry run; only the storing account can read it.
    ///
    /// # Errors
    /// Not allowed without a role that keeps households; not found outside the actor's areas; [`Code::SheetTooLong`]
    /// for no rows or more than [`MOST_ROWS`].
    pub async fn household_import_add(&self, by: &By, new: AddHouseholdImport) -> Result<ImportId> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        self.run(by, new).await
    }

    /// Computes the current fate of each household of an import, without writing.
    ///
    /// # Errors
    /// Not allowed without a role that keeps households; not found for another account's import.
    pub async fn household_import_plan(&self, actor: &Actor, id: ImportId) -> Result<Plan<HouseholdRow>> {
        let mut db = self.reader().await?;
        Ok(planned(&mut db.arm(), &self.vault, actor, id, self.now()).await?.0)
    }

    /// Creates the household files of an import, for at most `budget`; at least one slice.
    /// Rows left over are applied by the next call.
    ///
    /// # Errors
    /// Not found for another account's import; not allowed without a role that keeps households.
    pub async fn household_import_apply(&self, by: &By, id: ImportId, budget: Duration) -> Result<Applied> {
        let begun = Instant::now();
        let mut done = Applied::default();
        for turn in 0.. {
            let by = By::new(by.actor.clone(), format!("{}-{turn}", by.request));
            let slice: Applied = self.run(&by, ApplyHouseholdImport(id)).await?;
            done.rows += slice.rows;
            done.left = slice.left;
            if slice.left == 0 || begun.elapsed() > budget {
                break;
            }
        }
        Ok(done)
    }

    /// Lists the actor's 10 newest household imports; they are deleted after a week.
    ///
    /// # Errors
    /// Not allowed without a role that keeps households.
    pub async fn household_imports(&self, actor: &Actor) -> Result<Vec<Import>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        let ids = rows!(
            db,
            (HouseholdId,),
            "select id from household_import where account = $1 order by id desc limit 10",
            actor.account,
        )?;
        let mut imports = Vec::with_capacity(ids.len());
        for (id,) in ids {
            imports.push(import(&mut db.arm(), actor, id).await?.0);
        }
        Ok(imports)
    }
}
