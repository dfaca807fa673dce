//! What becomes of a household's part in what the community does when its file closes or moves.
//! Statements on tables of `community`, which stands below this folder in the order and so cannot be called from it.

use domain::households::HouseholdId;

use crate::{Result, Tx, db::sql::run};

/// Takes a household off the lists of shifts.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(
        tx,
        "update shift_task set state = 'settled', due = 0
         where household = $1 and state in ('open', 'not_there', 'back')",
        household,
    )?;
    Ok(())
}
