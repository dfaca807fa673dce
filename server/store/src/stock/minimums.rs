//! Minimum stock of each shop, and what is missing when all that is on its way has come.

use domain::{
    Code,
    accounts::Actor,
    ledger::LocationId,
    permission::Action,
    stock::minimums::{MOST, NewMinimum, ReorderLine},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::locations::location_root,
    catalogue::items,
    db::{
        area_filter::covered,
        sql::{rows, run},
    },
};

/// Sets the minimum of an item and size in a shop; 0 removes it.
///
/// # Errors
/// Not found outside the actor's areas; invalid for an unknown item or size, or a number out of range.
#[derive(Clone, Debug, Serialize)]
pub struct SetMinimum(pub NewMinimum);

impl Command for SetMinimum {
    const NAME: &'static str = "minimum_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let NewMinimum { location, item, ref size, minimum } = self.0;
        tx.must_at(Action::KeepStock, location).await?;
        let root = location_root(&mut tx.arm(), location).await?;
        let known = items::item(&mut tx.arm(), root, item).await.map_err(|_| Refusal::field("item", Code::Unknown))?;
        if !known.has_size(size) {
            return Err(Refusal::field("size", if size.is_empty() { Code::Required } else { Code::Unknown }).into());
        }
        if !(0..=MOST).contains(&minimum) {
            return Err(Refusal::field("minimum", Code::OutOfRange).into());
        }
        if minimum == 0 {
            run!(tx, "delete from shop_minimum where location = $1 and item = $2 and size = $3", location, item, size)?;
        } else {
            run!(
                tx,
                "insert into shop_minimum (location, item, size, minimum) values ($1, $2, $3, $4)
                 on conflict (location, item, size) do update set minimum = excluded.minimum",
                location,
                item,
                size,
                minimum,
            )?;
        }
        tx.audit("location", location).await
    }
}

#[derive(sqlx::FromRow)]
struct MinimumRow {
    location: i64,
    location_name: String,
    item: i64,
    key: String,
    name: String,
    size: String,
    minimum: i64,
    on_hand: i64,
    incoming: i64,
}

impl From<MinimumRow> for ReorderLine {
    fn from(row: MinimumRow) -> ReorderLine {
        let MinimumRow { location, location_name, item, key, name, size, minimum, on_hand, incoming } = row;
        ReorderLine { location, location_name, item, key, name, size, minimum, on_hand, incoming }
    }
}

/// Rows of the list of all minimums.
const LISTED: usize = 500;

impl Store {
    /// Lists the items with a minimum in the actor's open shops, at most 500; `location` 0 means all.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn minimums(&self, actor: &Actor, location: LocationId) -> Result<Vec<ReorderLine>> {
        self.minimums_where(actor, location, "1 = 1", LISTED).await
    }

    /// Lists what is below its minimum in the actor's open shops with all that is on its way, at most `most` rows;
    /// `location` 0 means all. Chosen before it is cut, so that no item is forgotten behind those of which there is
    /// enough.
    ///
    /// # Errors
    /// As [`Store::minimums`].
    pub async fn to_reorder(&self, actor: &Actor, location: LocationId, most: usize) -> Result<Vec<ReorderLine>> {
        self.minimums_where(actor, location, "x.on_hand + x.incoming < x.minimum", most).await
    }

    async fn minimums_where(
        &self,
        actor: &Actor,
        location: LocationId,
        condition: &'static str,
        most: usize,
    ) -> Result<Vec<ReorderLine>> {
        actor.must_somewhere(Action::ReadStock)?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let sql = format!(
            "select x.location, x.location_name, x.item, x.key, x.name, x.size, x.minimum, x.on_hand, x.incoming from (
             select m.location, p.name as location_name, m.item, i.key, i.name, m.size, m.minimum,
                 coalesce(s.quantity, 0) as on_hand,
                 coalesce((select cast(sum(b.quantity) as bigint) from transfer t
                     join ledger_account a on a.place = 'transit' and a.owner = t.id
                     join balance b on b.account = a.id join lot l on l.id = b.lot
                     where t.target = m.location and t.state in ('sent', 'short') and b.quantity > 0
                         and l.item = m.item and l.size = m.size and l.recall = 0), 0)
                 + coalesce((select cast(sum(o.quantity) as bigint) from offer o
                     where o.location = m.location and o.state = 'accepted' and o.item = m.item and o.size = m.size), 0)
                     as incoming
             from shop_minimum m join location p on p.id = m.location join area r on r.id = p.area
                 join item i on i.id = m.item
                 left join shelf s on s.location = m.location and s.item = m.item and s.size = m.size and s.root = p.root
             where (m.location = $1 or $1 = 0) and p.open = true and {inside}) x
             where {condition} order by x.location, x.item, x.size limit {most}"
        );
        let mut db = self.reader().await?;
        let found = rows!(db, MinimumRow, AssertSqlSafe(sql.as_str()), location)?;
        Ok(found.into_iter().map(ReorderLine::from).collect())
    }
}
