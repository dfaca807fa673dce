//! Points grants from an imported file.
//! The unique key of `points_import` (root, digest) makes sure that a row is granted once, however often it is
//! imported. A row with the number of a merged file is granted to the file it was merged into.

use std::collections::{BTreeSet, HashSet};

use domain::{Code, accounts::Actor, households::HouseholdId, imports::ImportId, permission::Action, points};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    db::{
        locks::lock_household,
        sql::{row, run, value},
    },
    points::{
        ledger::{NewGrant, grant},
        policy::Policies,
        views::Purse,
    },
};

/// Most rows of one call.
pub const MOST_ROWS: usize = 5_000;

/// Row of a points import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointsRow {
    /// Id of the household; that of a merged file stands for the file it was merged into.
    pub household: HouseholdId,
    /// Points to grant, 1 to [`points::MOST`].
    pub points: i64,
    /// Reason of the grant.
    /// A row with the same household, points and reason is the same grant.
    pub reason: String,
}

/// Fate of a row of a points import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowFate {
    /// The points are granted.
    Given,
    /// The row was granted by an earlier import.
    Before,
    /// The row repeats an earlier row of this file.
    Twice,
    /// The household does not exist or is outside the actor's areas.
    NoHousehold,
    /// The household's file is closed or erased, so its family could not spend the points.
    FileClosed,
    /// The points are not between 1 and [`points::MOST`].
    WrongNumber,
    /// The reason is missing or too long.
    NoReason,
}

impl RowFate {
    /// Suffix of the phrase key, as in `points-row-given`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            RowFate::Given => "given",
            RowFate::Before => "before",
            RowFate::Twice => "twice",
            RowFate::NoHousehold => "no_household",
            RowFate::FileClosed => "file_closed",
            RowFate::WrongNumber => "wrong_number",
            RowFate::NoReason => "no_reason",
        }
    }
}

impl PointsRow {
    /// Hashes the row; the digest recognises it when it is imported again.
    pub(super) fn digest(&self) -> String {
        let reason = domain::wishes::reason(&self.reason).unwrap_or_default();
        let digest = Sha256::digest(format!("{}\n{}\n{reason}", self.household, self.points));
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Row that passed every check.
struct Good {
    purse: Purse,
    reason: String,
    digest: String,
}

/// Loads the purse that a household number means today; `None` when it is unknown or the actor does not grant there.
/// Merging a file moves earlier merges along, so one step leads to the file that is left.
async fn purse_of(db: &mut Conn<'_>, actor: &Actor, number: HouseholdId) -> Result<Option<Purse>> {
    let found = row!(db, (i64, i64), "select id, merged_into from household where id = $1", number)?;
    let Some((id, merged_into)) = found else { return Ok(None) };
    let purse = Purse::find(db, if merged_into == 0 { id } else { merged_into }).await?;
    Ok(purse.may_grant(actor).is_ok().then_some(purse))
}

/// Locks the files of all rows: their fates hold until commit, and imports at the same time see each other's rows.
/// In ascending order and before the first posting; starts over for files that were merged while this waited.
async fn lock_files(tx: &mut Tx<'_>, actor: &Actor, rows: &[PointsRow]) -> Result<()> {
    let numbers: BTreeSet<_> = rows.iter().map(|row| row.household).collect();
    let mut locked = BTreeSet::new();
    loop {
        let mut missing = BTreeSet::new();
        for number in &numbers {
            let purse = purse_of(&mut tx.arm(), actor, *number).await?;
            missing.extend(purse.map(|purse| purse.household).filter(|id| !locked.contains(id)));
        }
        if missing.is_empty() {
            return Ok(());
        }
        for id in missing {
            lock_household(tx, id).await?;
            locked.insert(id);
        }
    }
}

/// Checks one row against the database; repeats within the file are the caller's to find.
async fn examine(db: &mut Conn<'_>, actor: &Actor, row: &PointsRow) -> Result<Result<Good, RowFate>> {
    let Ok(reason) = domain::wishes::reason(&row.reason) else { return Ok(Err(RowFate::NoReason)) };
    if points::amount(row.points).is_err() {
        return Ok(Err(RowFate::WrongNumber));
    }
    let Some(purse) = purse_of(db, actor, row.household).await? else { return Ok(Err(RowFate::NoHousehold)) };
    let digest = row.digest();
    let before =
        value!(db, i64, "select count(*) from points_import where root = $1 and digest = $2", purse.root, &digest)?;
    Ok(match (before, purse.open) {
        (0, true) => Ok(Good { purse, reason, digest }),
        (0, false) => Err(RowFate::FileClosed),
        _ => Err(RowFate::Before),
    })
}

fn must_fit(actor: &Actor, rows: &[PointsRow]) -> Result<()> {
    actor.must_somewhere(Action::GrantPoints)?;
    if rows.len() > MOST_ROWS { Err(Refusal::Conflict(Code::TooLarge).into()) } else { Ok(()) }
}

/// Grants the points of a file in one transaction, or (`dry_run`) only computes the fates.
/// Idempotent per row: importing the same file again grants nothing twice.
///
/// # Errors
/// Not allowed without a role that grants points; [`Code::TooLarge`] above [`MOST_ROWS`] rows;
/// [`Code::RequestReused`] when a concurrent import granted one of the rows.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct ImportPoints {
    /// The rows.
    pub rows: Vec<PointsRow>,
    /// Stored list that they are of, or 0. No part of the request's fingerprint: it follows from the rows.
    #[serde(skip)]
    pub import: ImportId,
}

impl Command for ImportPoints {
    const NAME: &'static str = "points_import";
    type Output = Vec<RowFate>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<RowFate>> {
        let Self { rows, import } = self;
        let actor = tx.actor.clone();
        must_fit(&actor, rows)?;
        lock_files(tx, &actor, rows).await?;
        let policies = Policies::read(&mut tx.arm()).await?;
        let (mut seen, mut fates) = (HashSet::new(), Vec::with_capacity(rows.len()));
        for row in rows {
            let good = match examine(&mut tx.arm(), &actor, row).await? {
                Ok(good) => good,
                // The digest was inserted by an earlier row of this file.
                Err(RowFate::Before) if seen.contains(&row.digest()) => {
                    fates.push(RowFate::Twice);
                    continue;
                }
                Err(fate) => {
                    fates.push(fate);
                    continue;
                }
            };
            let Good { purse, reason, digest } = good;
            let expires = policies.at(&purse.path).map_or(0, |(policy, _)| policy.lapse(tx.now));
            let root = purse.root;
            let new = NewGrant { household: purse.household, root, points: row.points, expires, reason: &reason };
            let journal = grant(tx, &new).await?;
            let taken = run!(
                tx,
                "insert into points_import (root, digest, journal, import) values ($1, $2, $3, $4)
                 on conflict (root, digest) do nothing",
                root,
                &digest,
                journal,
                *import,
            )?;
            if taken == 0 {
                // Another import inserted the same digest past the lock of the file; roll back, grants included.
                return Err(Code::RequestReused.into());
            }
            tx.audit("journal", journal).await?;
            seen.insert(digest);
            fates.push(RowFate::Given);
        }
        Ok(fates)
    }
}

impl Store {
    /// Grants the points of a file in one transaction, or (`dry_run`) only computes the fates.
    /// Idempotent per row: importing the same file again grants nothing twice.
    ///
    /// # Errors
    /// Not allowed without a role that grants points; [`Code::TooLarge`] above [`MOST_ROWS`] rows;
    /// [`Code::RequestReused`] when a concurrent import granted one of the rows.
    pub async fn points_import(&self, by: &By, rows: Vec<PointsRow>, dry_run: bool) -> Result<Vec<RowFate>> {
        if !dry_run {
            return self.run(by, ImportPoints { rows, import: 0 }).await;
        }
        must_fit(&by.actor, &rows)?;
        let mut db = self.reader().await?;
        let (mut seen, mut fates) = (HashSet::new(), Vec::with_capacity(rows.len()));
        for row in &rows {
            let fate = match examine(&mut db.arm(), &by.actor, row).await? {
                Ok(good) => {
                    if seen.insert(good.digest) {
                        RowFate::Given
                    } else {
                        RowFate::Twice
                    }
                }
                Err(fate) => fate,
            };
            fates.push(fate);
        }
        Ok(fates)
    }
}
