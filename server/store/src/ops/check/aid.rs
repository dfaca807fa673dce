//! `wishbridge check` of aid: a collection's money and its grants say the same.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds collections that handed over more than came in, closed ones with money left, and grants of collections of
    /// another household.
    pub(crate) async fn check_aid(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let uneven = rows!(
            db,
            (i64, String, i64, i64),
            "select m.id, m.state, m.received, m.handed_over from
                 (select c.id, c.state,
                      (select cast(coalesce(sum(s.amount), 0) as bigint) from aid_sum s
                          where s.collection = c.id and s.void = 0) as received,
                      (select cast(coalesce(sum(g.amount), 0) as bigint) from aid_grant g
                          where g.collection = c.id and g.collection <> 0 and g.reversed = 0) as handed_over
                  from aid_collection c) m
             where m.handed_over > m.received or (m.state = 'closed' and m.handed_over <> m.received)
             order by m.id limit 1001",
        )?;
        report(lines, uneven, |(id, state, received, handed_over)| {
            format!("collection {id} is {state}: {received} fen came in, {handed_over} were handed over")
        });
        let elsewhere = rows!(
            db,
            (i64, i64),
            "select g.id, g.collection from aid_grant g
             where g.collection <> 0 and not exists (select 1 from aid_collection c
                 join aid_hand_over o on o.collection = c.id and o.aid = g.id
                 where c.id = g.collection and c.household = g.household and c.programme = g.programme)
             order by g.id limit 1001",
        )?;
        report(lines, elsewhere, |(grant, collection)| {
            format!("grant {grant} differs from its collection {collection}, or has no signatures")
        });
        Ok(())
    }
}
