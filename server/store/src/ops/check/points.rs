//! `wishbridge check` of points: only points accounts hold them, and only held orders hold points.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds points in goods accounts and vice versa, points of another root area, unbooked monthly grants.
    pub(crate) async fn check_points(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let strayed = rows!(
            db,
            (String, i64, i64, i64),
            "select a.place, a.owner, b.lot, b.quantity
             from balance b join ledger_account a on a.id = b.account join lot l on l.id = b.lot
             where b.quantity <> 0
                 and (case when l.origin = 'points' then 1 else 0 end)
                  <> (case when a.place in ('programme', 'household', 'held', 'spent') then 1 else 0 end)
             order by b.account, b.lot limit 1001",
        )?;
        report(lines, strayed, |(place, owner, lot, quantity)| match place.as_str() {
            "programme" | "household" | "held" | "spent" => {
                format!("points: {quantity} units of lot {lot} at {place} {owner} are no points")
            }
            _ => format!("points: {quantity} points of lot {lot} lie among goods, at {place} {owner}"),
        });
        let foreign = rows!(
            db,
            (i64, i64, i64),
            "select h.id, b.lot, b.quantity
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                 join household h on h.id = a.owner
             where a.place = 'household' and b.quantity <> 0 and l.root <> h.root order by h.id, b.lot limit 1001",
        )?;
        report(lines, foreign, |(household, lot, quantity)| {
            format!("points: household {household} has {quantity} points of lot {lot}, which is another root area's")
        });
        let unbooked = rows!(
            db,
            (i64, i64, i64, i64),
            "select g.household, g.month, g.points, cast(coalesce(sum(e.quantity), 0) as bigint)
             from points_grant g
                 left join ledger_account a on a.place = 'household' and a.owner = g.household
                 left join entry e on e.account = a.id and e.journal = g.journal
             group by g.household, g.month, g.points having coalesce(sum(e.quantity), 0) <> g.points
             order by g.household, g.month limit 1001",
        )?;
        report(lines, unbooked, |(household, month, points, booked)| {
            format!("points: household {household} was given {points} for {month}, but the entries say {booked}")
        });
        self.check_held(lines).await
    }

    /// Compares held points with held orders, in both directions.
    async fn check_held(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let orphaned = rows!(
            db,
            (i64, i64, String),
            "select a.owner, cast(sum(b.quantity) as bigint), coalesce(o.state, 'missing')
             from ledger_account a join balance b on b.account = a.id left join shop_order o on o.id = a.owner
             where a.place = 'held' and b.quantity <> 0 and coalesce(o.state, 'missing') <> 'held'
             group by a.owner, o.state order by a.owner limit 1001",
        )?;
        report(lines, orphaned, |(order, points, state)| {
            format!("points: {points} are held for order {order}, which is {state}")
        });
        let different = rows!(
            db,
            (i64, i64, i64),
            "select o.id, o.points, cast(coalesce(h.points, 0) as bigint) from shop_order o
             left join (select a.owner, sum(b.quantity) as points
                        from ledger_account a join balance b on b.account = a.id
                        where a.place = 'held' group by a.owner) h on h.owner = o.id
             where o.state = 'held' and o.points <> coalesce(h.points, 0) order by o.id limit 1001",
        )?;
        report(lines, different, |(order, points, held)| {
            format!("points: order {order} costs {points}, but {held} are held for it")
        });
        Ok(())
    }
}
