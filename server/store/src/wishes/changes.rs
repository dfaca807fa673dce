//! Changes of public wishes: numbered after their commit, read by number, kept for a month.
//! A trigger writes a change with its wish (migration 0081), so no write can forget it.

use domain::{
    DAY, Timestamp,
    areas::AreaId,
    wishes::changes::{MOST, WishChange, WishChanges},
};
use serde::Serialize;

use crate::{
    By, Command, Conn, Result, Store, Tx,
    db::sql::{row, rows, run, stored, value, values},
};

/// Changes that one transaction numbers; `limit` of [`NumberChanges`] must match.
const BATCH: usize = 500;
/// Time for which changes are kept.
const KEPT: Timestamp = 30 * DAY;

stored! {
    struct ChangeRow => WishChange { parsed: kind; n: i64, wish: i64, root: i64, at: Timestamp }
}

/// Numbers changes that were committed, in the order of their rows; returns how many.
///
/// One transaction at a time, under the lock of the counter: so a change that is seen later has a greater number than
/// all that were seen before, which the ids of rows do not promise on PostgreSQL.
#[derive(Clone, Copy, Debug, Serialize)]
struct NumberChanges;

impl Command for NumberChanges {
    const NAME: &'static str = "changes_number";
    type Output = usize;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        run!(tx, "update change_counter set n = n where id = 1")?;
        let mut n = value!(tx, i64, "select n from change_counter where id = 1")?;
        let waiting = values!(tx, i64, "select id from public_change where n = 0 order by id limit 500")?;
        let now = tx.now;
        for id in &waiting {
            n += 1;
            run!(tx, "update public_change set n = $2, at = $3 where id = $1", *id, n, now)?;
        }
        run!(tx, "update change_counter set n = $1 where id = 1", n)?;
        Ok(waiting.len())
    }
}

/// Deletes changes of more than a month ago.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now - KEPT;
    Ok(run!(tx, "delete from public_change where n > 0 and at < $1", before)?)
}

/// Loads the changes of one root area after a number.
pub(crate) async fn changes_of_root(
    db: &mut Conn<'_>,
    root: AreaId,
    after: i64,
    limit: i64,
) -> Result<Vec<WishChange>> {
    let found = rows!(
        db,
        ChangeRow,
        "select n, wish, root, kind, at from public_change where root = $1 and n > $2 and n > 0 order by n limit $3",
        root,
        after,
        limit,
    )?;
    found.into_iter().map(WishChange::try_from).collect()
}

async fn changes_of_all(db: &mut Conn<'_>, after: i64, limit: i64) -> Result<Vec<WishChange>> {
    let found = rows!(
        db,
        ChangeRow,
        "select n, wish, root, kind, at from public_change where n > $1 and n > 0 order by n limit $2",
        after,
        limit,
    )?;
    found.into_iter().map(WishChange::try_from).collect()
}

impl Store {
    /// Numbers all changes that wait for it. Safe to run on several servers at once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn number_changes(&self) -> Result<()> {
        let by = By::system();
        while self.has_unnumbered().await? {
            if self.run(&by, NumberChanges).await? < BATCH {
                break;
            }
        }
        Ok(())
    }

    async fn has_unnumbered(&self) -> Result<bool> {
        let mut db = self.reader().await?;
        Ok(row!(db, (i64,), "select id from public_change where n = 0 order by id limit 1")?.is_some())
    }

    /// Loads changes of public wishes after a number, of one root area or of all (0), at most `limit`, 1 to [`MOST`].
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn wish_changes(&self, root: AreaId, after: i64, limit: i64) -> Result<WishChanges> {
        let (after, limit) = (after.max(0), limit.clamp(1, MOST));
        let mut db = self.reader().await?;
        // Before the changes, so that none between both is taken for read.
        let latest = value!(db, i64, "select n from change_counter where id = 1")?;
        let oldest = row!(db, (i64,), "select n from public_change where n > 0 order by n limit 1")?;
        let oldest = oldest.map_or(latest + 1, |(n,)| n);
        let items = match root {
            0 => changes_of_all(&mut db.arm(), after, limit).await?,
            root => changes_of_root(&mut db.arm(), root, after, limit).await?,
        };
        let is_whole = i64::try_from(items.len()).is_ok_and(|count| count < limit);
        let last = items.last().map_or(after, |change| change.n);
        // What other root areas changed meanwhile needs no second look.
        let next = if is_whole { last.max(latest) } else { last };
        Ok(WishChanges { items, next, latest, gap: after > 0 && oldest > after + 1 })
    }
}
