//! Reading kits: parts, kits in stock, and how many could be assembled.

use domain::{
    accounts::Actor,
    catalogue::items::ItemId,
    ledger::LocationId,
    permission::Action,
    stock::kits::{Kit, KitPart, possible},
    wishes::Page,
};

use crate::{
    Conn, Refusal, Result, Store,
    areas::locations::must_at,
    db::{
        pagination::{PAGE, page},
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
