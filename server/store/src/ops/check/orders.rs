//! `wishbridge check` of free-shop orders and loans: exactly the held orders have goods set aside, and exactly the
//! loans that are out have a unit in the ledger.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Compares goods set aside, issued goods and prices with the order lines.
    pub(crate) async fn check_orders(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let orphaned = rows!(
            db,
            (i64, i64, i64, String),
            "select a.owner, b.lot, b.quantity, coalesce(o.state, 'missing')
             from ledger_account a join balance b on b.account = a.id left join shop_order o on o.id = a.owner
             where a.place = 'ordered' and b.quantity <> 0 and coalesce(o.state, 'missing') <> 'held'
             order by a.owner, b.lot limit 1001",
        )?;
        report(lines, orphaned, |(order, lot, quantity, state)| {
            format!("order {order}: {quantity} units of lot {lot} are set aside, but it is {state}")
        });
        let different = rows!(
            db,
            (i64, i64, String, i64, i64),
            "select o.id, l.item, l.size, l.quantity, cast(coalesce(g.units, 0) as bigint)
             from shop_order o join shop_order_line l on l.shop_order = o.id
             left join (select a.owner, t.item, t.size, sum(b.quantity) as units
                        from ledger_account a join balance b on b.account = a.id join lot t on t.id = b.lot
                        where a.place = 'ordered' group by a.owner, t.item, t.size) g
                 on g.owner = o.id and g.item = l.item and g.size = l.size
             where o.state = 'held' and coalesce(g.units, 0) <> l.quantity order by o.id, l.item, l.size limit 1001",
        )?;
        report(lines, different, |(order, item, size, wanted, there)| {
            format!("order {order} wants {wanted} units of item {item} {size}, but {there} are set aside")
        });
        let undelivered = rows!(
            db,
            (i64, i64, String, i64, i64),
            "select o.id, l.item, l.size, l.quantity, cast(coalesce(g.units, 0) as bigint)
             from shop_order o join shop_order_line l on l.shop_order = o.id
             left join (select j.shop_order, t.item, t.size, sum(e.quantity) as units
                        from journal j join entry e on e.journal = j.id join ledger_account a on a.id = e.account
                            join lot t on t.id = e.lot
                        where j.shop_order <> 0 and a.place = 'issued' group by j.shop_order, t.item, t.size) g
                 on g.shop_order = o.id and g.item = l.item and g.size = l.size
             where coalesce(g.units, 0) <> case when o.state = 'collected' then l.quantity else 0 end
             order by o.id, l.item, l.size limit 1001",
        )?;
        report(lines, undelivered, |(order, item, size, wanted, given)| {
            format!(
                "order {order} of {wanted} units of item {item} {size}: the ledger says that {given} were handed over"
            )
        });
        let priced = rows!(
            db,
            (i64, i64, i64),
            "select o.id, o.points, cast(coalesce(l.points, 0) as bigint) from shop_order o
             left join (select shop_order, sum(quantity * points) as points from shop_order_line group by shop_order) l
                 on l.shop_order = o.id
             where o.points <> coalesce(l.points, 0) order by o.id limit 1001",
        )?;
        report(lines, priced, |(order, kept, counted)| {
            format!("order {order} costs {kept} points, but its lines cost {counted}")
        });
        Ok(())
    }

    /// Compares the units on loan in the ledger with the loans.
    pub(crate) async fn check_loans(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let orphaned = rows!(
            db,
            (i64, i64, i64, String),
            "select a.owner, b.lot, b.quantity, coalesce(n.state, 'missing')
             from ledger_account a join balance b on b.account = a.id left join loan n on n.id = a.owner
             where a.place = 'lent' and b.quantity <> 0
                 and (coalesce(n.state, 'missing') <> 'out' or n.lot <> b.lot or b.quantity <> 1)
             order by a.owner, b.lot limit 1001",
        )?;
        report(lines, orphaned, |(loan, lot, quantity, state)| {
            format!("loan {loan} is {state}, but the ledger has {quantity} units of lot {lot} on it")
        });
        let missing = rows!(
            db,
            (i64, i64),
            "select n.id, n.lot from loan n
             where n.state = 'out' and not exists (
                 select 1 from ledger_account a join balance b on b.account = a.id
                 where a.place = 'lent' and a.owner = n.id and b.lot = n.lot and b.quantity = 1)
             order by n.id limit 1001",
        )?;
        report(lines, missing, |(loan, lot)| {
            format!("loan {loan} is out, but the ledger has no unit of lot {lot} on it")
        });
        Ok(())
    }
}
