//! Locations that an actor works at, and lots on their shelves that fit a wish.

use std::cmp::Reverse;

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    ledger::{Condition, Location, LocationId, LotId, Origin},
    permission::Action,
    wishes::WishId,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    areas::locations::must_at,
    db::{
        area_filter::covered,
        sql::{parse, row, rows},
    },
};

/// Lot on a shelf that fits a wish.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FittingLot {
    /// Lot that fits.
    pub lot: LotId,
    /// Location of the lot.
    pub location: LocationId,
    /// Name of the location.
    pub location_name: String,
    /// Condition of the lot.
    pub condition: Condition,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: Timestamp,
    /// Kind of giver.
    pub origin: Origin,
    /// Free units.
    pub quantity: i64,
}

#[derive(sqlx::FromRow)]
struct FittingRow {
    lot: i64,
    location: i64,
    location_name: String,
    condition: String,
    expires: i64,
    origin: String,
    quantity: i64,
    path: String,
}

impl Store {
    /// Lists the open locations at which the actor may do this, in tree order.
    ///
    /// # Errors
    /// Not allowed without such a role.
    pub async fn shops(&self, actor: &Actor, action: Action) -> Result<Vec<Location>> {
        actor.must_somewhere(action)?;
        self.open_shops(&covered("a.path", &actor.areas_for(action))).await
    }

    /// Lists the other open locations of the tree, as targets for goods of this one.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps stock.
    pub async fn shops_beside(&self, actor: &Actor, location: LocationId) -> Result<Vec<Location>> {
        actor.must_somewhere(Action::KeepStock)?;
        must_at(&mut self.reader().await?.arm(), actor, Action::KeepStock, location).await?;
        let beside = format!("l.id <> {location} and l.root = (select root from location where id = {location})");
        self.open_shops(&beside).await
    }

    async fn open_shops(&self, which: &str) -> Result<Vec<Location>> {
        let sql = format!(
            "select l.id, l.area, l.name, l.address, l.hours from location l join area a on a.id = l.area
             where l.open = true and {which} order by a.path, l.id"
        );
        let mut db = self.reader().await?;
        let found = rows!(db, (i64, i64, String, String, String), AssertSqlSafe(sql.as_str()))?;
        let open = |(id, area, name, address, hours)| Location { id, area, name, address, hours, open: true };
        Ok(found.into_iter().map(open).collect())
    }

    /// Lists lots on the actor's shelves that fit a wish, best first: soonest to expire, then nearest.
    /// Lots past their date are left out.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock; not found for an unknown wish or one of another root area.
    pub async fn fitting(&self, actor: &Actor, wish: WishId) -> Result<Vec<FittingLot>> {
        actor.must_somewhere(Action::KeepStock)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let (item, size, root, home) = row!(
            db,
            (i64, String, i64, String),
            "select w.item, w.size, w.root, a.path from wish w join area a on a.id = w.home where w.id = $1",
            wish,
        )?
        .ok_or(Refusal::NotFound)?;
        if root != actor.root {
            return Err(Refusal::NotFound.into());
        }
        let inside = covered("r.path", &actor.areas_for(Action::KeepStock));
        let sql = format!(
            "select b.lot, p.id as location, p.name as location_name, l.condition, l.expires, l.origin, b.quantity, r.path
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                 join location p on p.id = a.owner join area r on r.id = p.area
             where a.place = 'shelf' and l.item = $1 and l.size = $2 and l.root = $3 and b.quantity > 0
                 and (l.expires = 0 or l.expires > $4) and {inside}
             order by l.expires = 0, l.expires, b.lot, p.id limit 50"
        );
        let mut found = rows!(db, FittingRow, AssertSqlSafe(sql.as_str()), item, &size, root, now)?;
        let home = AreaPath(home);
        found.sort_by_key(|row| {
            let near = AreaPath(row.path.clone()).shared_levels(&home);
            (row.expires == 0, row.expires, Reverse(near))
        });
        let lots = found.into_iter().map(|row| {
            Ok(FittingLot {
                condition: parse(&row.condition)?,
                origin: parse(&row.origin)?,
                lot: row.lot,
                location: row.location,
                location_name: row.location_name,
                expires: row.expires,
                quantity: row.quantity,
            })
        });
        lots.collect()
    }
}
