//! What becomes of a household's part in what the community does when its file closes, moves or is merged.
//! One place for the statements, since each of these ends touches all of the tables.

use domain::households::HouseholdId;

use crate::{Result, Tx, casework::findings::steps::undo_cancelled_bookings, db::sql::run};

/// Takes a household off the lists of shifts, cancels its appointments, and takes its questions back. Help between
/// neighbours that waits for an answer ends, and its code names it no longer.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    leave(tx, household).await?;
    let now = tx.now;
    run!(
        tx,
        "update question set state = 'withdrawn', due = 0, ended = $2, version = version + 1
         where household = $1 and state in ('open', 'answered')",
        household,
        now,
    )?;
    run!(
        tx,
        "update neighbour_help set state = 'withdrawn', answered = $2, answered_by = 0, version = version + 1
         where state = 'waiting' and (household = $1 or helped = $1)",
        household,
        now,
    )?;
    run!(tx, "delete from neighbour_code where household = $1", household)?;
    Ok(())
}

/// As [`end_with_file`], for a household that moves: its questions go on in the new area, which its file names already.
/// The clock gives open ones to a person there at once.
pub(crate) async fn move_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    leave(tx, household).await?;
    let now = tx.now;
    run!(
        tx,
        "update question set area = (select h.area from household h where h.id = question.household), level = '',
             in_charge = case when state = 'open' then 0 else in_charge end,
             due = case when state = 'open' then $2 else due end, version = version + 1
         where household = $1 and household <> 0",
        household,
        now,
    )?;
    Ok(())
}

async fn leave(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update shift_task set state = 'settled', due = 0
         where household = $1 and state in ('open', 'not_there', 'back')",
        household,
    )?;
    run!(
        tx,
        "update slot set version = version + 1, taken = taken - (select count(*) from appointment x
             where x.slot = slot.id and x.household = $1 and x.state = 'booked')
         where id in (select slot from appointment where household = $1 and state = 'booked')",
        household,
    )?;
    run!(
        tx,
        "update appointment set state = 'cancelled', changed = $2, changed_by = 0
         where household = $1 and state = 'booked'",
        household,
        now,
    )?;
    undo_cancelled_bookings(tx, household).await
}

/// Cancels what a merged file booked twice with the file that is left, and help of one to the other; redirects help
/// that it got. The caller moves the rest.
pub(crate) async fn merge(tx: &mut Tx<'_>, gone: HouseholdId, keep: HouseholdId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update slot set version = version + 1, taken = taken - 1
         where id in (select g.slot from appointment g where g.household = $1 and g.state = 'booked'
             and exists (select 1 from appointment k
                 where k.slot = g.slot and k.household = $2 and k.person = g.person and k.state = 'booked'))",
        gone,
        keep,
    )?;
    run!(
        tx,
        "update appointment set state = 'cancelled', changed = $3, changed_by = 0
         where household = $1 and state = 'booked' and exists (select 1 from appointment k
             where k.slot = appointment.slot and k.household = $2 and k.person = appointment.person
                 and k.state = 'booked')",
        gone,
        keep,
        now,
    )?;
    run!(
        tx,
        "update neighbour_help set state = 'withdrawn', answered = $3, answered_by = 0, version = version + 1
         where state = 'waiting' and household in ($1, $2) and helped in ($1, $2)",
        gone,
        keep,
        now,
    )?;
    run!(tx, "update neighbour_help set helped = $2 where helped = $1", gone, keep)?;
    run!(tx, "delete from neighbour_code where household = $1", gone)?;
    // The caller may have moved the findings already.
    undo_cancelled_bookings(tx, gone).await?;
    undo_cancelled_bookings(tx, keep).await
}
