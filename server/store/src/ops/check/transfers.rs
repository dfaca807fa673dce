//! `wishbridge check` of transfers and kits.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Finds recalled units that could be given, and recalls that ended too early or stop nothing.
    pub(crate) async fn check_recalls(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let free = rows!(
            db,
            (i64, i64, i64),
            "select b.lot, l.recall, a.owner from lot l join balance b on b.lot = l.id
                 join ledger_account a on a.id = b.account
             where l.recall <> 0 and a.place = 'shelf' and b.quantity > 0 order by b.lot, a.owner limit 1001",
        )?;
        report(lines, free, |(lot, recall, location)| {
            format!("recall {recall}: units of lot {lot} are on the shelf of location {location}")
        });
        let marks = rows!(
            db,
            (i64, i64, String),
            "select u.recall, u.lot, u.what from (
                 select x.recall, x.lot, 'is not stopped' as what from recall r join recall_lot x on x.recall = r.id
                     join lot l on l.id = x.lot where r.state = 'open' and l.recall <> r.id
                 union all
                 select l.recall, l.id, 'is stopped by no open recall' from lot l
                     left join recall r on r.id = l.recall and r.state = 'open'
                     left join recall_lot x on x.recall = l.recall and x.lot = l.id
                 where l.recall <> 0 and (r.id is null or x.lot is null)) u
             order by u.recall, u.lot limit 1001",
        )?;
        report(lines, marks, |(recall, lot, what)| format!("recall {recall}: lot {lot} {what}"));
        let early = rows!(
            db,
            (i64,),
            "select r.id from recall r where r.state = 'ended' and exists (select 1 from recall_home h
                 where h.recall = r.id and h.destroyed + h.returned + h.kept + h.used < h.quantity) order by r.id limit 1001",
        )?;
        report(lines, early, |(recall,)| format!("recall {recall} has ended, but units of families have no outcome"));
        Ok(())
    }

    /// Compares units in transit with transfer lines, and kit contents with the assembly accounts.
    pub(crate) async fn check_moving(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let different = rows!(
            db,
            (i64, i64, i64, i64),
            "select u.transfer, u.lot, cast(sum(u.kept) as bigint), cast(sum(u.counted) as bigint)
             from (select transfer, lot, sent - arrived - returned - lost as kept, 0 as counted from transfer_line
                   union all
                   select a.owner, b.lot, 0, b.quantity from ledger_account a join balance b on b.account = a.id
                   where a.place = 'transit') u
             group by u.transfer, u.lot having sum(u.kept) <> sum(u.counted) order by u.transfer, u.lot limit 1001",
        )?;
        report(lines, different, |(transfer, lot, kept, counted)| {
            format!("transfer {transfer}: {kept} units of lot {lot} should be on the way, but the ledger has {counted}")
        });
        let ended = rows!(
            db,
            (i64, String, i64),
            "select t.id, t.state, cast(coalesce(sum(x.sent - x.arrived - x.returned - x.lost), 0) as bigint)
             from transfer t left join transfer_line x on x.transfer = t.id group by t.id, t.state
             having (t.state in ('sent', 'short') and coalesce(sum(x.sent - x.arrived - x.returned - x.lost), 0) = 0)
                 or (t.state not in ('sent', 'short') and sum(x.sent - x.arrived - x.returned - x.lost) <> 0)
             order by t.id limit 1001",
        )?;
        report(lines, ended, |(transfer, state, left)| {
            format!("transfer {transfer} is {state}, but {left} units are left")
        });
        let inside = rows!(
            db,
            (i64, i64, i64),
            "select u.lot, cast(sum(u.kept) as bigint), cast(sum(u.counted) as bigint)
             from (select lot, quantity - taken as kept, 0 as counted from kit_content
                   union all
                   select b.lot, 0, b.quantity from ledger_account a join balance b on b.account = a.id
                   where a.place = 'assembly' and not exists (select 1 from kit_lot k where k.lot = b.lot)) u
             group by u.lot having sum(u.kept) <> sum(u.counted) order by u.lot limit 1001",
        )?;
        report(lines, inside, |(lot, kept, counted)| {
            format!("kits: {kept} units of lot {lot} should be inside kits, but the ledger has {counted}")
        });
        // Each kit taken apart must have released exactly its share of the contents.
        let apart = rows!(
            db,
            (i64, i64, i64, i64),
            "select k.lot, k.made, k.made + g.kits, c.part from kit_lot k
             join (select b.lot, cast(sum(b.quantity) as bigint) as kits from ledger_account a
                       join balance b on b.account = a.id where a.place = 'assembly' group by b.lot) g on g.lot = k.lot
             join (select x.kit, l.item as part, sum(x.quantity) as inside, sum(x.taken) as taken
                   from kit_content x join lot l on l.id = x.lot group by x.kit, l.item, l.size) c on c.kit = k.lot
             where c.taken * k.made <> c.inside * (k.made + g.kits) order by k.lot, c.part limit 1001",
        )?;
        report(lines, apart, |(lot, made, apart, part)| {
            format!("kit lot {lot}: {apart} of {made} were taken apart, but other units of item {part} came out")
        });
        Ok(())
    }
}
