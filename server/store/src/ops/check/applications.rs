//! `wishbridge check` of applications: each that waits has a clock, and none outlives its wish or its chance.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds applications that do not fit their wish's state, units or clock, and chosen ones that do not fit their
    /// claim.
    pub(crate) async fn check_applications(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let clocks = rows!(
            db,
            (i64, i64, i64),
            "select w.id, w.decide_next, coalesce(n.waiting, 0) from wish w
             left join (select wish, count(*) as waiting from application where state = 'waiting' group by wish) n
                 on n.wish = w.id
             where (w.decide_next > 0 and coalesce(n.waiting, 0) = 0) or (w.decide_next = 0 and n.waiting > 0)
             order by w.id limit 1001",
        )?;
        report(lines, clocks, |(wish, next, waiting)| {
            format!("wish {wish} has {waiting} waiting applications, and its clock stands at {next}")
        });
        let misplaced = rows!(
            db,
            (i64, i64, String),
            "select x.id, w.id, x.state from application x join wish w on w.id = x.wish
             where x.state in ('waiting', 'passed')
               and (w.state <> 'published' or w.by_application = false
                   or (x.state = 'waiting') <> (w.claimed < w.quantity))
             order by x.id limit 1001",
        )?;
        report(lines, misplaced, |(application, wish, state)| {
            format!("application {application} is {state}, which does not fit the units and the state of wish {wish}")
        });
        let claimless = rows!(
            db,
            (i64, i64),
            "select x.id, x.claim from application x left join claim c on c.id = x.claim
             where x.state = 'chosen' and (c.wish is null or c.wish <> x.wish or c.account <> x.account)
             order by x.id limit 1001",
        )?;
        report(lines, claimless, |(application, claim)| {
            format!("application {application} does not fit its claim {claim}")
        });
        Ok(())
    }
}
