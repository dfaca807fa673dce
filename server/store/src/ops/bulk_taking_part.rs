//! Points for the sessions of bulk-loaded courses, and look-ups, for the demo data.
//! Nothing here checks permissions: call it only from a script on a new database.

use domain::{Timestamp, areas::AreaId, households::HouseholdId, points::taking_part::PartKind};

use crate::{
    Result, Tx,
    db::sql::{rows, value},
    points::taking_part::booking::{Fact, book},
};

/// Books the points of the first hundred marks of a root area's sessions since a time.
///
/// # Errors
/// Only when the database fails.
pub async fn book_marks(tx: &mut Tx<'_>, root: AreaId, since: Timestamp) -> Result<()> {
    let found = rows!(
        tx,
        (i64, i64, i64),
        "select m.id, p.household, s.starts from course c join course_session s on s.course = c.id
             join course_mark m on m.session = s.id join course_place p on p.id = m.place
         where c.root = $1 and s.starts >= $2 and m.present = true order by m.id limit 100",
        root,
        since,
    )?;
    let fact = |(id, household, at)| Fact { household, kind: PartKind::Event, id, at };
    let facts: Vec<Fact> = found.into_iter().map(fact).collect();
    book(tx, &facts).await
}

/// Loads the code by which neighbours name a household; empty before it was made.
///
/// # Errors
/// Only when the database fails.
pub async fn neighbour_code(tx: &mut Tx<'_>, household: HouseholdId) -> Result<String> {
    Ok(value!(tx, String, "select coalesce(max(code), '') from neighbour_code where household = $1", household)?)
}
