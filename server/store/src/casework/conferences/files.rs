//! What becomes of the conferences about a file that is closed or erased.

use domain::{
    casework::conferences::{ConferenceState, MeasureState},
    households::HouseholdId,
};

use super::{end, lock_measure, measures::finish};
use crate::{Result, Tx, db::sql::values};

/// Statements that empty what the conferences about an erased file `$1` say of the family.
pub(crate) const ERASED: [&str; 3] = [
    "update conference_part set office = '' where conference in (select id from conference where household = $1)",
    "update conference_measure set words = '', outcome = '', version = version + 1 where household = $1",
    "update conference set words = '', agreed_whom = '', agenda = '', case_file = 0, version = version + 1
     where household = $1",
];

/// Ends the tasks and conferences of a file that is closed or erased. The caller has locked the household.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let open = values!(
        tx,
        i64,
        "select id from conference_measure where household = $1 and state = 'open' order by id",
        household,
    )?;
    for id in open {
        let measure = lock_measure(tx, id).await?;
        finish(tx, &measure, MeasureState::Ended.as_str(), "").await?;
    }
    let open =
        values!(tx, i64, "select id from conference where household = $1 and state = 'open' order by id", household,)?;
    for id in open {
        end(tx, id, ConferenceState::Ended).await?;
        tx.audit("conference", id).await?;
    }
    Ok(())
}
