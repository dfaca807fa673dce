//! `wishbridge check` of market days: the units that are kept as taken are those of the reservations.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds offers whose taken units differ from their reservations, and reservations of offers that have ended.
    pub(crate) async fn check_markets(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let taken = rows!(
            db,
            (i64, i64, i64),
            "select t.id, t.taken, t.counted from
                 (select m.id, m.taken, (select coalesce(cast(sum(r.quantity) as bigint), 0) from market_reservation r
                     where r.offer = m.id and r.state in ('reserved', 'fetched', 'unsaid')) as counted
                  from market_offer m) t
             where t.taken <> t.counted order by t.id limit 1001",
        )?;
        report(lines, taken, |(offer, taken, counted)| {
            format!("market offer {offer}: {taken} units kept as taken, but {counted} are")
        });
        let open = rows!(
            db,
            (i64, i64),
            "select r.id, r.offer from market_reservation r join market_offer m on m.id = r.offer
             where r.state = 'reserved' and m.state <> 'shown' order by r.id limit 1001",
        )?;
        report(lines, open, |(reservation, offer)| {
            format!("reservation {reservation}: open, but market offer {offer} is not shown")
        });
        Ok(())
    }
}
