//! `wishbridge check` of courses: the places and times that are kept at a course are those of its rows.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds courses whose taken places or times differ from their places and sessions, and people who wait although a
    /// place is free.
    pub(crate) async fn check_courses(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let taken = rows!(
            db,
            (i64, i64, i64),
            "select t.id, t.taken, t.counted from
                 (select c.id, c.taken, (select count(*) from course_place p
                     where p.course = c.id and p.state in ('offered', 'registered')) as counted from course c) t
             where t.taken <> t.counted order by t.id limit 1001",
        )?;
        report(lines, taken, |(course, taken, counted)| {
            format!("course {course}: {taken} places kept as taken, but {counted} are")
        });
        let times = rows!(
            db,
            (i64, i64, i64),
            "select c.id, c.starts, c.ends from course c
             where c.starts <> (select coalesce(min(s.starts), 0) from course_session s where s.course = c.id)
                 or c.ends <> (select coalesce(max(s.starts + s.minutes * 60), 0) from course_session s
                               where s.course = c.id)
             order by c.id limit 1001",
        )?;
        report(lines, times, |(course, starts, ends)| {
            format!("course {course}: begins at {starts} and ends at {ends}, which its sessions do not say")
        });
        let now = self.now();
        let idle = rows!(
            db,
            (i64, i64),
            "select c.id, c.maximum - c.taken from course c
             where c.state = 'announced' and c.taken < c.maximum and c.starts > $1
                 and exists (select 1 from course_place p where p.course = c.id and p.state = 'waiting')
             order by c.id limit 1001",
            now,
        )?;
        report(lines, idle, |(course, free)| format!("course {course}: {free} places are free, and people wait"));
        let uncertain = rows!(
            db,
            (i64, i64),
            "select t.id, t.household from certificate t join course_place p on p.id = t.place
             where p.household <> t.household
                 or not exists (select 1 from course_mark m where m.place = p.id and m.present = true)
             order by t.id limit 1001",
        )?;
        report(lines, uncertain, |(certificate, household)| {
            format!("certificate {certificate} of household {household}: its place is another's, or was never taken")
        });
        Ok(())
    }
}
