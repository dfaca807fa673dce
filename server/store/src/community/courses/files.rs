//! What becomes of the places of a file that is closed, erased or merged, and of a member who leaves it.

use domain::households::HouseholdId;

use super::places::withdraw;
use crate::{
    Result, Tx,
    db::sql::{run, values},
};

/// Statements that delete what the courses of household `$1` say about its people. Places stay, as numbers.
pub(crate) const ERASED: [&str; 2] = [
    "delete from certificate where household = $1",
    "update course_place set words = '', member = 0, version = version + 1 where household = $1",
];

/// Gives up the places of a file that is closed or erased. The caller has locked the household.
pub(crate) async fn end_all(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select p.id from course_place p join course c on c.id = p.course
         where p.household = $1 and p.state in ('waiting', 'offered', 'registered') and c.state = 'announced'
         order by p.course, p.id",
        household,
    )?;
    for id in live {
        withdraw(tx, id).await?;
    }
    Ok(())
}

/// Gives up the places of a member who leaves the file; its hours stay counted for no person.
pub(crate) async fn end_member(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select p.id from course_place p join course c on c.id = p.course
         where p.household = $1 and p.member = $2 and p.state in ('waiting', 'offered', 'registered')
             and c.state = 'announced' order by p.course, p.id",
        household,
        member,
    )?;
    for id in live {
        withdraw(tx, id).await?;
    }
    run!(tx, "update course_place set member = 0 where household = $1 and member = $2", household, member)?;
    Ok(())
}

/// Redirects the places of a member that is in both files. Of two in one course the one of the file that is left stays.
pub(crate) async fn merge_member(tx: &mut Tx<'_>, gone: HouseholdId, member: i64, same: i64) -> Result<()> {
    let twice = values!(
        tx,
        i64,
        "select p.id from course_place p
         where p.household = $1 and p.member = $2 and p.state in ('waiting', 'offered', 'registered')
             and exists (select 1 from course_place o where o.course = p.course and o.member = $3
                 and o.state in ('waiting', 'offered', 'registered')) order by p.course, p.id",
        gone,
        member,
        same,
    )?;
    for id in twice {
        withdraw(tx, id).await?;
        // Of a course that is over it stays registered, for no person.
        run!(tx, "update course_place set member = 0 where id = $1 and state = 'registered'", id)?;
    }
    run!(tx, "update course_place set member = $3 where household = $1 and member = $2", gone, member, same)?;
    Ok(())
}
