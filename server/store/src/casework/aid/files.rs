//! What becomes of the aid of a file that is closed, erased or merged.

use domain::{casework::aid::collections::CollectionEnd, households::HouseholdId};

use super::{collections::end, lock_collection};
use crate::{
    Result, Tx,
    db::sql::{run, values},
};

/// Statements that empty what an erased file's aid says of the family `$1`. Sums and months stay, for the totals.
pub(crate) const ERASED: [&str; 3] = [
    "update aid_hand_over set signer = '', witness = ''
     where collection in (select id from aid_collection where household = $1)",
    "update aid_collection set purpose = '', organiser = '', case_file = 0, version = version + 1 where household = $1",
    "update aid_grant set goods = '', papers = '', reason = '', member = 0 where household = $1",
];

/// Ends the collections of a file that is closed or erased. The caller has locked the household.
///
/// # Errors
/// [`domain::Code::MoneyLeft`] while collected money is not handed over.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let open = values!(
        tx,
        i64,
        "select id from aid_collection where household = $1 and state = 'open' order by id",
        household,
    )?;
    for id in open {
        let collection = lock_collection(tx, id, None).await?;
        let outcome = if collection.received == 0 { CollectionEnd::NothingCame } else { CollectionEnd::HandedOver };
        end(tx, &collection, outcome).await?;
    }
    Ok(())
}

/// Points the grants of a member that two merged files both had to the one that is left.
pub(crate) async fn merge_member(tx: &mut Tx<'_>, gone: HouseholdId, member: i64, same: i64) -> Result<()> {
    run!(tx, "update aid_grant set member = $2 where household = $3 and member = $1", member, same, gone)?;
    Ok(())
}

/// Turns the grants of a member who leaves into those of the household.
pub(crate) async fn leave(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    run!(tx, "update aid_grant set member = 0 where household = $1 and member = $2", household, member)?;
    Ok(())
}
