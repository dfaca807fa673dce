//! `wishbridge check` of shifts: places that are taken, minutes, and tasks of shifts that are over.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds shifts whose taken places differ from the people on them, and people who wait beside a free place.
    pub(crate) async fn check_shifts(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let uncounted = rows!(
            db,
            (i64, i64, i64),
            "select s.id, s.taken, cast(coalesce(p.people, 0) as bigint) from shift s
                 left join (select shift, count(*) as people from shift_place where state in ('on', 'absent')
                            group by shift) p on p.shift = s.id
             where s.taken <> coalesce(p.people, 0) order by s.id limit 1001",
        )?;
        report(lines, uncounted, |(shift, taken, people)| {
            format!("shift {shift}: {taken} places taken, but {people} people are on it")
        });
        let waiting = rows!(
            db,
            (i64, i64),
            "select s.id, p.id from shift_place p join shift s on s.id = p.shift join account a on a.id = p.account
             where p.state = 'standby' and a.open = true
                 and (s.state <> 'open' or (s.taken < s.places and s.starts > $1)) order by s.id, p.id limit 1001",
            self.now(),
        )?;
        report(lines, waiting, |(shift, place)| {
            format!("shift {shift}: place {place} is on standby, but a place is free or the shift is over")
        });
        let untrue = rows!(
            db,
            (i64, i64),
            "select id, minutes from shift_place
             where (went = 0 and minutes <> 0) or (went > 0 and minutes <> (went - came) / 60) order by id limit 1001",
        )?;
        report(lines, untrue, |(place, minutes)| {
            format!("place {place} of a shift: {minutes} minutes are not those from check-in to check-out")
        });
        let left = rows!(
            db,
            (i64, i64),
            "select t.id, t.shift from shift_task t join shift s on s.id = t.shift
             where s.state <> 'open' and t.state in ('open', 'not_there') order by t.id limit 1001",
        )?;
        report(lines, left, |(task, shift)| {
            format!("task {task} of shift {shift}, which is over, did not go back to the caseworker")
        });
        Ok(())
    }
}
