//! `wishbridge check` of standing needs: each has the turns that it counts, for a file that is open.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds needs whose turns are not those that they count, that outlive their file, or whose promise outlives them.
    pub(crate) async fn check_needs(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let turns = rows!(
            db,
            (i64, i64, i64),
            "select n.id, n.made, coalesce(w.turns, 0) from need n
             left join (select need, count(*) as turns from wish where need > 0 group by need) w on w.need = n.id
             where coalesce(w.turns, 0) <> case when n.made > 0 then n.made else 1 end order by n.id limit 1001",
        )?;
        report(lines, turns, |(need, made, turns)| format!("need {need} counts {made} turns, but has {turns} wishes"));
        let dead = rows!(
            db,
            (i64, i64, String),
            "select n.id, h.id, h.state from need n join household h on h.id = n.household
             where n.state in ('asked', 'running') and h.state <> 'open' order by n.id limit 1001",
        )?;
        report(lines, dead, |(need, household, state)| {
            format!("need {need} goes on, but household {household} is {state}")
        });
        let promises = rows!(
            db,
            (i64, i64, String),
            "select q.id, n.id, n.state from need_promise q join need n on n.id = q.need
             where q.state = 'running' and n.state <> 'running' order by q.id limit 1001",
        )?;
        report(lines, promises, |(promise, need, state)| {
            format!("promise {promise} goes on, but need {need} is {state}")
        });
        Ok(())
    }
}
