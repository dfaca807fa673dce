//! `wishbridge check` of fairness: `household.helped` and wish turns against claims and orders.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Compares `helped` with hand-overs and collected orders, and the turns of wishes with `helped`.
    pub(crate) async fn check_fairness(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, i64, i64),
            "select h.id, h.helped, coalesce(c.claims, 0) + coalesce(o.orders, 0) from household h
             left join (select w.household, count(*) as claims from claim c join wish w on w.id = c.wish
                        where c.state in ('handed_over', 'confirmed') group by w.household) c on c.household = h.id
             left join (select household, count(*) as orders from shop_order where state = 'collected'
                        group by household) o on o.household = h.id
             where h.helped <> coalesce(c.claims, 0) + coalesce(o.orders, 0) order by h.id limit 1001",
        )?;
        report(lines, different, |(household, kept, counted)| {
            format!("household {household} was helped {kept} times as kept, but claims and orders say {counted}")
        });
        let waiting = rows!(
            db,
            (i64, i64),
            "select w.id, w.household from wish w join household h on h.id = w.household
             where w.turn = 0 and h.helped > 0 and w.state in ('submitted', 'published') order by w.id limit 1001",
        )?;
        report(lines, waiting, |(wish, household)| {
            format!("wish {wish} waits with those that were never helped, but household {household} was")
        });
        let moved = rows!(
            db,
            (i64, i64, i64),
            "select t.wish, t.turn, w.turn from wish_term t join wish w on w.id = t.wish
             where t.turn <> w.turn group by t.wish, t.turn, w.turn order by t.wish limit 1001",
        )?;
        report(lines, moved, |(wish, term, turn)| {
            format!("wish {wish} is searched for with turn {term}, but has turn {turn}")
        });
        Ok(())
    }
}
