//! Look-ups and the end of shifts for the demo data.
//! Nothing here checks permissions: call it only from a script on a new database.

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    community::shifts::{PlaceId, ShiftId, tasks::TaskId},
    households::HouseholdId,
};

use crate::{
    Result, Tx,
    community::shifts::clocks::CloseShift,
    db::sql::{rows, values},
};

/// Lists the first open households of an area, by number.
///
/// # Errors
/// Only when the database fails.
pub async fn open_homes(tx: &mut Tx<'_>, path: &AreaPath, most: i64) -> Result<Vec<HouseholdId>> {
    Ok(values!(
        tx,
        i64,
        "select h.id from household h join area a on a.id = h.area
         where h.state = 'open' and a.path like $1 || '%' order by h.id limit $2",
        &path.0,
        most,
    )?)
}

/// Lists the people on a shift: each place with its account.
///
/// # Errors
/// Only when the database fails.
pub async fn places_of(tx: &mut Tx<'_>, shift: ShiftId) -> Result<Vec<(PlaceId, AccountId)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select id, account from shift_place where shift = $1 and state = 'on' order by id",
        shift,
    )?)
}

/// Lists the tasks of a shift, by their number in the list.
///
/// # Errors
/// Only when the database fails.
pub async fn tasks_of(tx: &mut Tx<'_>, shift: ShiftId) -> Result<Vec<TaskId>> {
    Ok(values!(tx, i64, "select id from shift_task where shift = $1 order by n", shift)?)
}

/// Closes a shift as the clock does some time after its end.
///
/// # Errors
/// Only when the database fails.
pub async fn close_shift(tx: &mut Tx<'_>, shift: ShiftId, at: Timestamp) -> Result<()> {
    tx.run_as(&Actor::system(), at, &CloseShift { shift }).await.map(drop)
}
