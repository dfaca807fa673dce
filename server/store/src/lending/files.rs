//! What a loan means for the file of its household.

use domain::{Code, households::HouseholdId};

use crate::{Result, Tx, db::sql::value};

/// Refuses to close or erase a file while goods of a shop are with the family. The caller has locked the household.
///
/// # Errors
/// [`Code::LoanOut`].
pub(crate) async fn must_have_none(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let out = value!(tx, i64, "select count(*) from loan where household = $1 and state = 'out'", household)?;
    if out == 0 { Ok(()) } else { Err(Code::LoanOut.into()) }
}
