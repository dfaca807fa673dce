//! What ends with a household's file: its disputes and reversals.

use domain::households::HouseholdId;

use crate::{Result, Tx, db::sql::run};

/// Ends the open disputes and reversals of a household whose file closes: it can no longer be asked.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update dispute set state = 'withdrawn', decided = $2, decided_by = $3, version = version + 1
         where household = $1 and state = 'open'",
        household,
        now,
        account,
    )?;
    run!(
        tx,
        "update reversal set state = 'refused', decided = $2, decided_by = $3, version = version + 1
         where household = $1 and state = 'asked'",
        household,
        now,
        account,
    )?;
    Ok(())
}
