//! Standing needs: what a family needs every month, for a number of months.
//!
//! The first turn is an ordinary wish with its review; from its publication on the clock makes a wish for each turn,
//! while the file is open. Locks: household, then the need's row with `lock_need`, then the wish of the turn, then the
//! account of the donor who brings every turn. A publication locks its wish before the need, which no turn waits for.

pub mod promises;
pub mod turns;
pub mod views;

use domain::{
    Timestamp,
    households::HouseholdId,
    wishes::{
        WishId,
        needs::{NeedId, NeedState},
    },
};

use crate::{
    Refusal, Result, Tx,
    db::sql::{parse, row, run},
};

/// Standing need whose row is locked.
pub(crate) struct LockedNeed {
    pub id: NeedId,
    pub household: HouseholdId,
    /// Its first wish.
    pub wish: WishId,
    pub months: i64,
    /// Turns so far.
    pub made: i64,
    /// When the first turn was published; 0 before.
    pub since: Timestamp,
    /// When the next turn is made; 0 unless it runs.
    pub next: Timestamp,
    pub state: NeedState,
}

impl LockedNeed {
    /// Whether the turn that is made now is the last one.
    fn is_last_turn(&self) -> bool {
        self.made + 1 >= self.months
    }
}

/// Locks a need's row and reads it.
pub(crate) async fn lock_need(tx: &mut Tx<'_>, id: NeedId) -> Result<LockedNeed> {
    run!(tx, "update need set version = version + 1 where id = $1", id)?;
    let (household, wish, months, made, since, next, state) = row!(
        tx,
        (i64, i64, i64, i64, i64, i64, String),
        "select household, wish, months, made, since, next, state from need where id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    Ok(LockedNeed { id, household, wish, months, made, since, next, state: parse(&state)? })
}

/// Ends a need that was asked for or runs, and with it the promise to bring every turn.
async fn end(tx: &mut Tx<'_>, need: &LockedNeed, state: NeedState) -> Result<()> {
    let now = tx.now;
    run!(tx, "update need set state = $2, next = 0, changed = $3 where id = $1", need.id, state.as_str(), now,)?;
    tx.audit("need", need.id).await?;
    promises::end_with_need(tx, need.id).await
}
