//! `wishbridge check` of stock-takes: every approved difference is booked once, as it was counted.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Compares the lines of approved stock-takes with their journals.
    pub(crate) async fn check_stock_takes(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, i64, i64, i64),
            "select n.stock_take, n.lot, n.counted - n.booked_then, cast(coalesce(b.booked, 0) as bigint)
             from stock_take_line n join stock_take t on t.id = n.stock_take
             left join (select j.stock_take, e.lot, sum(e.quantity) as booked from journal j
                        join entry e on e.journal = j.id join ledger_account a on a.id = e.account
                        where j.stock_take <> 0 and a.place = 'shelf' group by j.stock_take, e.lot) b
                 on b.stock_take = n.stock_take and b.lot = n.lot
             where t.state = 'approved' and n.counted >= 0 and n.counted - n.booked_then <> coalesce(b.booked, 0)
             order by n.stock_take, n.lot limit 1001",
        )?;
        report(lines, different, |(take, lot, difference, booked)| {
            format!("stock-take {take}: lot {lot} differs by {difference}, but {booked} are booked")
        });
        let early = rows!(
            db,
            (i64, i64, String),
            "select j.id, j.stock_take, coalesce(t.state, 'missing') from journal j
             left join stock_take t on t.id = j.stock_take
             where j.stock_take <> 0 and coalesce(t.state, 'missing') <> 'approved' order by j.id limit 1001",
        )?;
        report(lines, early, |(journal, take, state)| {
            format!("journal {journal} belongs to stock-take {take}, which is {state}")
        });
        Ok(())
    }
}
