//! `wishbridge check` of rounds: what is kept at a door is what its knocks say.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds doors whose state or numbers differ from their knocks, and doors of files that are no more.
    pub(crate) async fn check_rounds(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let uncounted = rows!(
            db,
            (i64, i64, i64),
            "select d.id, d.round, d.knocks from round_door d
             where d.state <> 'gone' and d.knocks <> (select count(*) from round_knock k where k.door = d.id)
             order by d.id limit 1001",
        )?;
        report(lines, uncounted, |(door, round, knocks)| {
            format!("door {door} of round {round}: says {knocks} knocks, and has another number of them")
        });
        let untrue = rows!(
            db,
            (i64, i64, String),
            "select d.id, d.round, d.state from round_door d
             where d.state in ('met', 'moved', 'declined') and not exists (select 1 from round_knock k
                 where k.door = d.id and k.outcome = d.state and k.people = d.people and k.here = d.here
                     and not exists (select 1 from round_knock l
                         where l.door = d.id and l.outcome <> 'not_there'
                             and (l.at > k.at or (l.at = k.at and l.id > k.id))))
             order by d.id limit 1001",
        )?;
        report(lines, untrue, |(door, round, state)| {
            format!("door {door} of round {round} is {state}, which its newest answer does not say")
        });
        let left = rows!(
            db,
            (i64, i64, i64),
            "select d.id, d.round, d.household from round_door d join household h on h.id = d.household
             where d.household <> 0 and h.state in ('merged', 'erased') order by d.id limit 1001",
        )?;
        report(lines, left, |(door, round, household)| {
            format!("door {door} of round {round} belongs to household {household}, whose file is no more")
        });
        Ok(())
    }
}
