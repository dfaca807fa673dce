//! `wishbridge check` of household files.
//! Merges lead to a file, and wishes and relocations match their household's area.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    pub(crate) async fn check_files(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let lost = rows!(
            db,
            (i64, i64, String),
            "select h.id, h.merged_into, coalesce(k.state, 'missing') from household h
                 left join household k on k.id = h.merged_into
             where (h.state = 'merged' and coalesce(k.state, 'missing') in ('missing', 'merged'))
                or (h.state <> 'merged' and h.merged_into <> 0)
             order by h.id limit 1001",
        )?;
        report(lines, lost, |(id, into, state)| format!("household {id} was merged into {into}, which is {state}"));
        let elsewhere = rows!(
            db,
            (i64, i64, i64),
            "select w.id, w.home, h.area from wish w join household h on h.id = w.household
             where w.home <> h.area order by w.id limit 1001",
        )?;
        report(lines, elsewhere, |(wish, home, area)| {
            format!("wish {wish} is in area {home}, but its household in {area}")
        });
        let moving = rows!(
            db,
            (i64, i64, String),
            "select m.id, m.household, h.state from household_move m join household h on h.id = m.household
             where m.state = 'asked' and (h.state <> 'open' or m.from_area <> h.area) order by m.id limit 1001",
        )?;
        report(lines, moving, |(id, household, state)| {
            format!("move {id} waits for household {household}, which is {state} or elsewhere already")
        });
        Ok(())
    }
}
