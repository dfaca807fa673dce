//! `wishbridge check` of points for taking part: what was booked against the ledger, and against the facts.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds bookings whose journal moved other points, that were reversed in the ledger only, or whose fact is gone.
    pub(crate) async fn check_taking_part(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, i64, i64),
            "select b.id, b.points, cast(coalesce(sum(e.quantity), 0) as bigint) from part_booking b
                 left join entry e on e.journal = b.journal and b.journal > 0 and e.quantity > 0
             group by b.id, b.points having coalesce(sum(e.quantity), 0) <> b.points order by b.id limit 1001",
        )?;
        report(lines, different, |(booking, points, moved)| {
            format!("taking part: booking {booking} gave {points} points, but its journal moved {moved}")
        });
        let unreversed = rows!(
            db,
            (i64, i64),
            "select b.id, b.reversal from part_booking b left join journal j on j.id = b.reversal
             where b.state = 'reversed' and b.points > 0 and coalesce(j.reverses, 0) <> b.journal
             order by b.id limit 1001",
        )?;
        report(lines, unreversed, |(booking, reversal)| {
            format!("taking part: booking {booking} was taken back, but journal {reversal} does not reverse its points")
        });
        let factless = rows!(
            db,
            (i64, String, i64),
            "select b.id, b.kind, b.fact from part_booking b
             where b.state = 'booked' and not exists (
                     select 1 from course_mark m join course_session s on s.id = m.session
                     where b.kind = 'event' and m.id = b.fact and m.present = true
                         and (s.noted = 0 or s.real_minutes > 0))
                 and not exists (select 1 from course_place p where b.kind = 'course' and p.id = b.fact)
                 and not exists (select 1 from shift_place p where b.kind = 'shift' and p.id = b.fact and p.came > 0
                     and p.state = 'on')
                 and not exists (select 1 from neighbour_help n where b.kind = 'neighbour' and n.id = b.fact
                     and n.state = 'confirmed')
             order by b.id limit 1001",
        )?;
        report(lines, factless, |(booking, kind, fact)| {
            format!("taking part: booking {booking} is for {kind} {fact}, which did not happen or was taken back")
        });
        let own = rows!(
            db,
            (i64, i64),
            "select id, household from neighbour_help where household = helped and state in ('waiting', 'confirmed')
                 and answered_by = 0 order by id limit 1001",
        )?;
        report(lines, own, |(help, household)| {
            format!("taking part: household {household} waits for itself to confirm help {help}")
        });
        Ok(())
    }
}
