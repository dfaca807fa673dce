//! `wishbridge check` of bookable times and of questions to the desk.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds times whose booked places differ from their appointments, and questions that no clock ends.
    pub(crate) async fn check_appointments(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let uncounted = rows!(
            db,
            (i64, i64, i64),
            "select s.id, s.taken, cast(coalesce(x.booked, 0) as bigint) from slot s
                 left join (select slot, count(*) as booked from appointment
                            where state in ('booked', 'came', 'absent', 'unsaid') group by slot) x on x.slot = s.id
             where s.taken <> coalesce(x.booked, 0) order by s.id limit 1001",
        )?;
        report(lines, uncounted, |(slot, taken, booked)| {
            format!("time {slot}: {taken} places booked, but it has {booked} appointments")
        });
        let open = rows!(
            db,
            (i64, i64),
            "select x.id, x.slot from appointment x join slot s on s.id = x.slot
             where x.state = 'booked' and s.state <> 'open' order by x.id limit 1001",
        )?;
        report(lines, open, |(appointment, slot)| {
            format!("appointment {appointment} is booked, but its time {slot} is over or cancelled")
        });
        let endless = rows!(
            db,
            (i64, String),
            "select id, state from question
             where (state in ('open', 'answered')) <> (due > 0) or (state = 'answered' and answered = 0)
             order by id limit 1001",
        )?;
        report(lines, endless, |(question, state)| {
            format!("question {question} is {state}, which its times do not say")
        });
        Ok(())
    }
}
