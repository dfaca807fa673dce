//! Reading kits: parts, kits in stock, and how many could be assembled.

use domain::{
    accounts::Actor,
    catalogue::items::ItemId,
    ledger::LocationId,
    permission::Action,
    stock::kits::{Kit, KitPart, possible},
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store,
    areas::locations::must_at,
    db::{
        area_filter::covered,
        folding::fold,
        pagination::{PAGE, anywhere, page},
        sql::{row, rows, value},
    },
};

/// Lot of kits at a location that can be taken apart.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct KitLot {
    /// Lot of kits.
    pub lot: i64,
    /// `shelf` or `quarantine`.
    pub place: String,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: i64,
    /// Kits of the lot in that place.
    pub quantity: i64,
}

#[derive(sqlx::FromRow)]
struct PartRow {
    item: i64,
    key: String,
    name: String,
    size: String,
    quantity: i64,
    there: i64,
}

/// Checks that the actor reads stock at the location; 0 checks only for the role.
async fn must_read(db: &mut Conn<'_>, actor: &Actor, location: LocationId) -> Result<()> {
    match location {
        0 => Ok(actor.must_somewhere(Action::ReadStock)?),
        _ => must_at(db, actor, Action::ReadStock, location).await,
    }
}

/// Kit that a location has, or could assemble now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct KitAtHand {
    /// Item id of the kit.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Location.
    pub location: i64,
    /// Its name.
    pub location_name: String,
    /// Assembled kits on the shelf.
    pub ready: i64,
    /// Kits that its parts on the shelf allow: the least of the parts.
    pub possible: i64,
}

/// Builds the statement of the kits at hand: `$1` the root area, `$2` now, `$3` a pattern of names, `$4` a location or 0.
/// The least of the parts is found there: a location without one of them has 0 of it.
fn kits_at_hand(shops: &str) -> String {
    format!(
        "select f.item, f.key, f.name, f.location, f.location_name, f.ready, f.possible
         from (select i.id as item, i.key, i.name, p.id as location, p.name as location_name,
                 cast(coalesce((select sum(b.quantity) from ledger_account c join balance b on b.account = c.id
                     join lot l on l.id = b.lot
                  where c.place = 'shelf' and c.owner = p.id and l.item = i.id and b.quantity > 0 and l.recall = 0
                    and (l.expires = 0 or l.expires > $2)), 0) as bigint) as ready,
                 min((select cast(coalesce(sum(b.quantity), 0) as bigint) from ledger_account c
                     join balance b on b.account = c.id join lot l on l.id = b.lot
                  where c.place = 'shelf' and c.owner = p.id and l.item = k.part and l.size = k.size and l.root = i.root
                    and b.quantity > 0 and l.recall = 0 and (l.expires = 0 or l.expires > $2)) / k.quantity) as possible
             from item i join kit_part k on k.kit = i.id join location p on p.root = i.root and p.open = true
                 join area s on s.id = p.area
             where i.root = $1 and i.root <> 0 and i.open = true and i.find like $3 escape '!'
                 and (p.id = $4 or $4 = 0) and {shops}
             group by i.id, i.key, i.name, p.id, p.name) f
         where f.ready > 0 or f.possible > 0 order by f.item, f.location limit 50"
    )
}

/// Counts the kits that the parts on a shelf allow: the least of the parts; 0 for an item that is no kit.
pub(crate) async fn possible_at(db: &mut Conn<'_>, kit: ItemId, location: LocationId, now: i64) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select cast(coalesce(min((select cast(coalesce(sum(b.quantity), 0) as bigint)
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
             where a.place = 'shelf' and a.owner = $2 and l.item = k.part and l.size = k.size and l.root = i.root
                 and b.quantity > 0 and l.recall = 0 and (l.expires = 0 or l.expires > $3)) / k.quantity), 0) as bigint)
         from kit_part k join item i on i.id = k.kit where k.kit = $1",
        kit,
        location,
        now,
    )?)
}

async fn kit(db: &mut Conn<'_>, (item, key, name): (i64, String, String), location: i64, now: i64) -> Result<Kit> {
    let parts = rows!(
        db,
        PartRow,
        "select k.part as item, i.key, i.name, k.size, k.quantity,
             coalesce((select cast(sum(b.quantity) as bigint) from ledger_account a join balance b on b.account = a.id
                 join lot l on l.id = b.lot
              where a.place = 'shelf' and a.owner = $2 and l.item = k.part and l.size = k.size
                and (l.expires = 0 or l.expires > $3)), 0) as there
         from kit_part k join item i on i.id = k.part where k.kit = $1 order by k.part, k.size",
        item,
        location,
        now,
    )?;
    let parts: Vec<KitPart> = parts
        .into_iter()
        .map(|row| KitPart {
            item: row.item,
            key: row.key,
            name: row.name,
            size: row.size,
            quantity: row.quantity,
            there: row.there,
        })
        .collect();
    let ready = value!(
        db,
        i64,
        "select coalesce((select quantity from shelf where item = $1 and size = '' and location = $2
                          and root = (select root from item where id = $1)), 0)",
        item,
        location,
    )?;
    Ok(Kit { possible: possible(&parts), item, key, name, parts, ready })
}

impl Store {
    /// Lists the root area's kits, with stock and possible assemblies at a location.
    /// `location` 0 reads no shelf.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; not found for a location outside the actor's areas.
    pub async fn kits(&self, actor: &Actor, location: LocationId, cursor: ItemId) -> Result<Page<Kit>> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, location).await?;
        let found = rows!(
            db,
            (i64, String, String),
            "select i.id, i.key, i.name from item i
             where i.root = $1 and i.root <> 0 and i.id > $2 and exists (select 1 from kit_part k where k.kit = i.id)
             order by i.id limit 51",
            actor.root,
            cursor,
        )?;
        debug_assert_eq!(PAGE, 50, "the limit of 51 above must be PAGE + 1");
        let found = page(found, |item| item.0);
        let (now, mut kits) = (self.now(), Vec::with_capacity(found.items.len()));
        for item in found.items {
            kits.push(kit(&mut db.arm(), item, location, now).await?);
        }
        Ok(Page { items: kits, next: found.next })
    }

    /// Lists the kits that the actor's locations have, or could assemble from what lies on the shelf; at most 50.
    /// `q` is a part of the kit's name, or empty; `location` 0 means all locations.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn kits_at_hand(&self, actor: &Actor, location: LocationId, q: &str) -> Result<Vec<KitAtHand>> {
        actor.must_somewhere(Action::ReadStock)?;
        let sql = kits_at_hand(&covered("s.path", &actor.areas_for(Action::ReadStock)));
        let (now, words) = (self.now(), anywhere(&fold(q.trim())));
        let mut db = self.reader().await?;
        Ok(rows!(db, KitAtHand, AssertSqlSafe(sql.as_str()), actor.root, now, &words, location)?)
    }

    /// Returns one of the root area's items as a kit; `parts` is empty when it has none.
    ///
    /// # Errors
    /// Not found for an item of another root area or the catalogue, or a location outside the actor's areas; not
    /// allowed without a role that reads stock.
    pub async fn kit(&self, actor: &Actor, item: ItemId, location: LocationId) -> Result<Kit> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, location).await?;
        let found = row!(
            db,
            (i64, String, String),
            "select id, key, name from item where id = $1 and root = $2 and root <> 0",
            item,
            actor.root,
        )?;
        let found = found.ok_or(Refusal::NotFound)?;
        kit(&mut db.arm(), found, location, self.now()).await
    }

    /// Lists a kit's lots at a location, soonest to expire first; at most 50.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads stock.
    pub async fn kit_lots(&self, actor: &Actor, item: ItemId, location: LocationId) -> Result<Vec<KitLot>> {
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, location).await?;
        Ok(rows!(
            db,
            KitLot,
            "select l.id as lot, a.place, l.expires, b.quantity
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                 join kit_lot k on k.lot = l.id
             where a.owner = $1 and a.place in ('shelf', 'quarantine') and l.item = $2 and b.quantity > 0
             order by l.expires = 0, l.expires, l.id limit 50",
            location,
            item,
        )?)
    }
}
