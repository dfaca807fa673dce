//! Row locks that several capabilities take, in the order household → wish → account → claim → counter → order.

use domain::households::HouseholdId;

use crate::{Result, Tx, db::sql::run};

/// Locks a household's row, the first lock of every write that adds to or moves its file.
pub(crate) async fn lock_household(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(tx, "update household set size = size where id = $1", household)?;
    Ok(())
}
