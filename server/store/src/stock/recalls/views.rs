//! Reading recalls: staff of the root area see every unit in shops, and the families of their own areas.

use domain::{
    accounts::Actor,
    catalogue::items::ItemId,
    ledger::LotId,
    permission::Action,
    stock::recalls::{Recall, RecallFile, RecallHome, RecallId, RecallLot, RecallState, RecallStock},
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::left;
use crate::{
    Conn, Error, Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::covered,
        pagination::{PAGE, page},
        sql::{parse, row, rows},
    },
};

/// Lot that can be recalled, with what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RecallableLot {
    /// The lot.
    pub lot: LotId,
    /// Size of the item, or "".
    pub size: String,
    /// Best-before date, or 0.
    pub expires: i64,
    /// Origin of the lot.
    pub origin: String,
    /// Receipt it came in with, or 0.
    pub receipt: i64,
    /// When it came in.
    pub created: i64,
    /// Units in shops and on their way.
    pub in_shops: i64,
    /// Units that families have.
    pub at_homes: i64,
}

#[derive(sqlx::FromRow)]
struct RecallRow {
    id: i64,
    state: String,
    reason: String,
    key: String,
    name: String,
    item: i64,
    opened_by: String,
    opened: i64,
    ended: i64,
    of_homes: i64,
}

const COLUMNS: &str = "select r.id, r.state, r.reason, i.key, i.name, i.id as item, coalesce(c.name, '') as opened_by,
         r.opened, r.ended,
         coalesce((select cast(sum(h.quantity) as bigint) from recall_home h where h.recall = r.id), 0) as of_homes
     from recall r join lot l on l.id = (select min(x.lot) from recall_lot x where x.recall = r.id)
         join item i on i.id = l.item left join account c on c.id = r.opened_by";

async fn whole(db: &mut Conn<'_>, row: RecallRow) -> Result<Recall> {
    let state = parse(&row.state)?;
    // What was kept is on its shelf again after the end, as any other unit of its lot.
    let (in_shops, at_homes) = if state == RecallState::Ended { (0, 0) } else { left(db, row.id).await? };
    Ok(Recall {
        state,
        id: row.id,
        reason: row.reason,
        key: row.key,
        name: row.name,
        item: row.item,
        opened_by: row.opened_by,
        opened: row.opened,
        ended: row.ended,
        in_shops,
        at_homes,
        of_homes: row.of_homes,
    })
}

#[derive(sqlx::FromRow)]
struct LotRow {
    lot: i64,
    item: i64,
    key: String,
    name: String,
    size: String,
    expires: i64,
    receipt: i64,
}

#[derive(sqlx::FromRow)]
struct StockRow {
    lot: i64,
    place: String,
    owner: i64,
    location: i64,
    location_name: String,
    quantity: i64,
    kept: i64,
}

impl TryFrom<StockRow> for RecallStock {
    type Error = Error;

    fn try_from(row: StockRow) -> Result<RecallStock> {
        Ok(RecallStock {
            place: parse(&row.place)?,
            lot: row.lot,
            owner: row.owner,
            location: row.location,
            location_name: row.location_name,
            quantity: row.quantity,
            kept: row.kept,
        })
    }
}

#[derive(sqlx::FromRow)]
struct HomeRow {
    id: i64,
    lot: i64,
    household: i64,
    size: i64,
    caseworker: String,
    quantity: i64,
    told: i64,
    destroyed: i64,
    returned: i64,
    kept: i64,
    used: i64,
}

impl From<HomeRow> for RecallHome {
    fn from(row: HomeRow) -> RecallHome {
        let HomeRow { id, lot, household, size, caseworker, quantity, told, destroyed, returned, kept, used } = row;
        RecallHome { id, lot, household, size, caseworker, quantity, told, destroyed, returned, kept, used }
    }
}

impl Store {
    /// Lists the recalls of the actor's root area, newest first: all, or those in one state.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn recalls(&self, actor: &Actor, state: Option<RecallState>, cursor: i64) -> Result<Page<Recall>> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let limit = PAGE + 1;
        let state = state.map_or("", RecallState::as_str);
        let sql = format!(
            "{COLUMNS} where r.root = $1 and (r.id < $2 or $2 = 0) and (r.state = $3 or $3 = '')
             order by r.id desc limit {limit}"
        );
        let found = rows!(db, RecallRow, AssertSqlSafe(sql.as_str()), actor.root, cursor, state)?;
        let mut all = Vec::with_capacity(found.len());
        for row in found {
            all.push(whole(&mut db.arm(), row).await?);
        }
        Ok(page(all, |recall| recall.id))
    }

    /// Loads a recall with its lots, the units in shops, and those of families in the actor's areas.
    ///
    /// # Errors
    /// Not found in another root area; not allowed without a role that reads stock.
    pub async fn recall(&self, actor: &Actor, id: RecallId) -> Result<RecallFile> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let sql = format!("{COLUMNS} where r.id = $1 and r.root = $2");
        let found = row!(db, RecallRow, AssertSqlSafe(sql.as_str()), id, actor.root)?.ok_or(Refusal::NotFound)?;
        let recall = whole(&mut db.arm(), found).await?;
        let lots = rows!(
            db,
            LotRow,
            "select l.id as lot, l.item, i.key, i.name, l.size, l.expires, l.receipt
             from recall_lot x join lot l on l.id = x.lot join item i on i.id = l.item where x.recall = $1 order by l.id",
            id,
        )?;
        let stock = rows!(
            db,
            StockRow,
            "select b.lot, a.place, a.owner, a.location, coalesce(p.name, '') as location_name, b.quantity,
                 coalesce(k.quantity, 0) as kept
             from recall_lot x join balance b on b.lot = x.lot join ledger_account a on a.id = b.account
                 left join location p on p.id = a.location
                 left join recall_kept k on k.recall = x.recall and k.lot = x.lot and k.location = a.owner
                     and a.place = 'quarantine'
             where x.recall = $1 and b.quantity > 0
                 and a.place in ('shelf', 'quarantine', 'reserved', 'ordered', 'transit', 'lent')
             order by a.location, b.lot, a.id",
            id,
        )?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let sql = format!(
            "select x.id, x.lot, x.household, h.size, coalesce(c.name, '') as caseworker, x.quantity, x.told, x.destroyed,
                 x.returned, x.kept, x.used
             from recall_home x join household h on h.id = x.household join area r on r.id = h.area
                 left join account c on c.id = h.caseworker
             where x.recall = $1 and {inside} order by x.told > 0, x.id"
        );
        let homes = rows!(db, HomeRow, AssertSqlSafe(sql.as_str()), id)?;
        let lots = lots.into_iter().map(|row| {
            let LotRow { lot, item, key, name, size, expires, receipt } = row;
            RecallLot { lot, item, key, name, size, expires, receipt }
        });
        Ok(RecallFile {
            recall,
            lots: lots.collect(),
            stock: stock.into_iter().map(RecallStock::try_from).collect::<Result<_>>()?,
            homes: homes.into_iter().map(RecallHome::from).collect(),
        })
    }

    /// Lists the lots of an item that are somewhere, newest first, at most 100.
    ///
    /// # Errors
    /// Not allowed without a role that approves counts.
    pub async fn recallable(&self, actor: &Actor, item: ItemId) -> Result<Vec<RecallableLot>> {
        actor.must_somewhere(Action::ApproveCounts)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            RecallableLot,
            "select l.id as lot, l.size, l.expires, l.origin, l.receipt, l.created,
                 cast(coalesce(sum(case when a.place <> 'issued' then b.quantity else 0 end), 0) as bigint) as in_shops,
                 cast(coalesce(sum(case when a.place = 'issued' then b.quantity else 0 end), 0) as bigint) as at_homes
             from lot l join balance b on b.lot = l.id join ledger_account a on a.id = b.account
             where l.item = $1 and l.root = $2 and l.recall = 0 and b.quantity > 0
                 and a.place in ('shelf', 'quarantine', 'reserved', 'ordered', 'transit', 'lent', 'issued', 'assembly')
             group by l.id, l.size, l.expires, l.origin, l.receipt, l.created order by l.id desc limit 100",
            item,
            actor.root,
        )?)
    }

    /// Counts open recalls with units in the actor's shops, or at families in its areas, of which nothing is noted yet.
    pub(crate) fn recalls_waiting(of: &Waiting<'_>) -> Option<String> {
        let shops = of.actor.may_somewhere(Action::KeepStock);
        let homes = of.actor.may_somewhere(Action::KeepHouseholds);
        (shops || homes).then(|| {
            format!(
                "select count(*) as n, min(x.opened) as at from recall x where x.state = 'open' and x.root = $3 and (
                     exists (select 1 from recall_lot y join balance b on b.lot = y.lot
                         join ledger_account l on l.id = b.account join location p on p.id = l.location
                         join area a on a.id = p.area
                         where y.recall = x.id and b.quantity > 0
                             and l.place in ('quarantine', 'reserved', 'ordered', 'transit', 'lent')
                             and not exists (select 1 from recall_kept k where k.recall = x.id and k.lot = b.lot
                                 and k.location = l.owner and l.place = 'quarantine' and k.quantity >= b.quantity)
                             and {})
                     or exists (select 1 from recall_home h join household f on f.id = h.household
                         join area a on a.id = f.area
                         where h.recall = x.id and h.destroyed + h.returned + h.kept + h.used < h.quantity and {}))",
                covered("a.path", &of.actor.areas_for(Action::KeepStock)),
                covered("a.path", &of.actor.areas_for(Action::KeepHouseholds)),
            )
        })
    }
}
