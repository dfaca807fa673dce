//! What becomes of the offers of a file that is closed or erased.

use domain::households::HouseholdId;

use super::{lock_offer, offers::withdraw};
use crate::{Result, Tx, db::sql::values};

/// Statements that empty what offers of household `$1` say of it.
pub(crate) const ERASED: [&str; 1] = ["update market_offer set title = '', version = version + 1 where household = $1"];

/// Takes the live offers of a file back that is closed or erased. The caller has locked the household.
pub(crate) async fn end_all(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select id from market_offer where household = $1 and state in ('waiting', 'shown') order by id",
        household,
    )?;
    for id in live {
        let offer = lock_offer(tx, id).await?;
        withdraw(tx, &offer).await?;
    }
    Ok(())
}
