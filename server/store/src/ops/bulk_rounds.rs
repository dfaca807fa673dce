//! Knocks of whole rounds for the demo data, in one statement each.
//! Nothing here checks permissions or writes notices: call it only from a script on a new database.

use domain::{Timestamp, casework::rounds::RoundId};

use crate::{
    Result, Tx,
    db::sql::{rows, run},
};

/// Knocks at the doors of a round that have a file, up to a number.
#[derive(Clone, Copy, Debug)]
pub struct MeetFiles {
    /// The round.
    pub round: RoundId,
    /// When.
    pub at: Timestamp,
    /// Number of the last door.
    pub up_to: i64,
    /// Of so many people …
    pub people: i64,
    /// … so many live here, spread evenly.
    pub here: i64,
}

/// Records each household as met, with the members of its file.
///
/// # Errors
/// Only when the database fails.
pub async fn meet_files(tx: &mut Tx<'_>, meet: &MeetFiles) -> Result<()> {
    let MeetFiles { round, at, up_to, people, here } = *meet;
    // Rounded sums of all doors so far: their differences add up to the whole.
    run!(
        tx,
        "insert into round_knock (door, account, at, outcome, people, here, words)
         select m.id, m.owner, cast($2 as bigint), 'met', m.size, m.so_far * $3 / $4 - (m.so_far - m.size) * $3 / $4, ''
         from (select d.id, d.n, d.owner, h.size, cast(sum(h.size) over (order by d.n) as bigint) as so_far
               from round_door d join household h on h.id = d.household
               where d.round = $1 and d.n <= $5 and d.state = 'to_meet') m
         order by m.n",
        round,
        at,
        here,
        people,
        up_to,
    )?;
    run!(
        tx,
        "update round_door set state = 'met', knocks = 1, answered = $2,
             people = (select k.people from round_knock k where k.door = round_door.id),
             here = (select k.here from round_knock k where k.door = round_door.id)
         where round = $1 and n <= $3 and state = 'to_meet' and household <> 0",
        round,
        at,
        up_to,
    )?;
    Ok(())
}

/// Lists the doors of a round by number: number and id.
///
/// # Errors
/// Only when the database fails.
pub async fn doors_of(tx: &mut Tx<'_>, round: RoundId) -> Result<Vec<(i64, i64)>> {
    Ok(rows!(tx, (i64, i64), "select n, id from round_door where round = $1 order by n", round)?)
}
