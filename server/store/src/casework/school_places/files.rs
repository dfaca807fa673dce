//! What becomes of the cases of a file that is closed, erased, moved or merged, and of a child that leaves it.

use domain::{casework::school_places::SchoolPlaceState, households::HouseholdId};

use crate::{Result, Tx, db::sql::run};

/// Statements that delete and empty what a case of the household `$1` says of the family.
pub(crate) const ERASED: [&str; 3] = [
    "delete from school_said where asked_school in (select k.id from asked_school k
         join school_place p on p.id = k.school_place where p.household = $1)",
    "delete from asked_school where school_place in (select id from school_place where household = $1)",
    "update school_place set member = 0, consent_whom = '', facts = '', asked_whom = '', answer_words = '', wake = 0,
         version = version + 1 where household = $1",
];

/// Ends the open cases of a file that is closed or erased, and those that wait for a day. The caller has locked the
/// household.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let (now, ended) = (tx.now, SchoolPlaceState::Ended.as_str());
    run!(
        tx,
        "update school_place set state = $2, outcome = '', not_before = 0, reminder = 0, wake = 0, step = '',
             last_day = 0, level = '', in_charge = 0, closed = $3, version = version + 1
         where household = $1 and (state = 'open' or outcome = 'not_before')",
        household,
        ended,
        now,
    )?;
    Ok(())
}

/// Ends the open case of a member that leaves the file. The caller has locked the household.
pub(crate) async fn leave(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    let (now, ended) = (tx.now, SchoolPlaceState::Ended.as_str());
    run!(
        tx,
        "update school_place set state = $3, outcome = '', not_before = 0, reminder = 0, wake = 0, step = '',
             last_day = 0, level = '', in_charge = 0, closed = $4, version = version + 1
         where household = $1 and member = $2 and (state = 'open' or outcome = 'not_before')",
        household,
        member,
        ended,
        now,
    )?;
    run!(tx, "update school_place set member = 0 where household = $1 and member = $2", household, member)?;
    Ok(())
}

/// Moves the cases of a merged file. Of two open ones of one child that of the file that is left goes on; the other
/// keeps its schools.
pub(crate) async fn merge(tx: &mut Tx<'_>, gone: HouseholdId, keep: HouseholdId) -> Result<()> {
    let (now, ended) = (tx.now, SchoolPlaceState::Ended.as_str());
    run!(
        tx,
        "update school_place set state = $3, reminder = 0, wake = 0, step = '', last_day = 0, level = '',
             in_charge = 0, closed = $4, version = version + 1
         where household = $1 and state = 'open' and member > 0
             and member in (select k.member from school_place k where k.household = $2 and k.state = 'open')",
        gone,
        keep,
        ended,
        now,
    )?;
    run!(tx, "update school_place set household = $2 where household = $1", gone, keep)?;
    wake(tx, keep).await
}

/// Wakes the cases of a family that has moved: another rule may hold there.
pub(crate) async fn wake(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update school_place set wake = $2 where household = $1 and (state = 'open' or outcome = 'not_before')",
        household,
        now,
    )?;
    Ok(())
}
