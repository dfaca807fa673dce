//! What a shop's poster leads to: where the shop is, and which wishes of its district are open. All of it is public.

use domain::{
    areas::{AreaId, AreaPath},
    ledger::{Location, LocationId},
    opening::Opening,
    wishes::Wish,
};

use crate::{
    Conn, Result, Store,
    areas::{
        locations::{location, location_path, location_root, nearest_location},
        opening::opening,
    },
    db::sql::{rows, values},
    wishes::views::{WishRow, wish_columns},
};

/// A shop as visitors see it.
#[derive(Clone, Debug)]
pub struct PublicShop {
    /// The shop.
    pub location: Location,
    /// When it takes goods in, and its phone.
    pub opening: Opening,
    /// The nearest open shop, once this one is closed for good.
    pub instead: Option<Location>,
    /// Up to three open wishes of its district.
    pub wishes: Vec<Wish>,
}

/// Loads the first open wishes of a district.
async fn in_district(db: &mut Conn<'_>, district: AreaId) -> Result<Vec<Wish>> {
    let found = rows!(
        db,
        WishRow,
        concat!(
            "select ",
            wish_columns!(),
            " from wish w where w.state = 'published' and w.claimed < w.quantity and w.district = $1
              order by w.turn, w.id limit 3"
        ),
        district,
    )?;
    found.into_iter().map(Wish::try_from).collect()
}

impl Store {
    /// Loads a shop with open wishes nearby.
    ///
    /// # Errors
    /// Not found for an unknown location.
    pub async fn public_shop(&self, id: LocationId) -> Result<PublicShop> {
        let now = self.now();
        let mut db = self.reader().await?;
        let location = location(&mut db.arm(), id).await?;
        let opening = opening(&mut db.arm(), id, now).await?;
        let path: AreaPath = location_path(&mut db.arm(), id).await?;
        let instead = match location.open {
            true => None,
            false => {
                let root = location_root(&mut db.arm(), id).await?;
                nearest_location(&mut db.arm(), root, &path).await?
            }
        };
        let around =
            values!(db, i64, "select id from area where $1 like path || '%' order by length(path) desc", &path.0)?;
        let mut wishes = Vec::new();
        for district in around {
            // Of the areas around a shop one is a district; the others have no wishes.
            if wishes.is_empty() {
                wishes = in_district(&mut db.arm(), district).await?;
            }
        }
        Ok(PublicShop { location, opening, instead, wishes })
    }
}
