//! What becomes of the pairings of a file that is closed, erased or merged.

use domain::{casework::pairings::PairingEnd, households::HouseholdId};

use super::{lifecycle::end, lock_and_read};
use crate::{
    Result, Tx,
    db::sql::{run, values},
};

/// Ends the live pairings of a file that is closed or erased. The caller has locked the household.
pub(crate) async fn end_all(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select id from pairing where household = $1 and state in ('proposed', 'under_way') order by id",
        household,
    )?;
    for id in live {
        let pairing = lock_and_read(tx, id).await?;
        end(tx, &pairing, PairingEnd::FileClosed).await?;
    }
    Ok(())
}

/// Moves the pairings of a merged file. Of two with the same helper the one of the file that is left goes on.
pub(crate) async fn merge(tx: &mut Tx<'_>, gone: HouseholdId, keep: HouseholdId) -> Result<()> {
    let twice = values!(
        tx,
        i64,
        "select g.id from pairing g where g.household = $1 and g.state in ('proposed', 'under_way')
             and exists (select 1 from pairing k where k.household = $2 and k.helper = g.helper
                 and k.state in ('proposed', 'under_way')) order by g.id",
        gone,
        keep,
    )?;
    for id in twice {
        let pairing = lock_and_read(tx, id).await?;
        end(tx, &pairing, PairingEnd::FileClosed).await?;
    }
    run!(tx, "update pairing set household = $2 where household = $1", gone, keep)?;
    Ok(())
}
