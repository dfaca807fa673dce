//! Where the goods of a wish are brought, before it is claimed.

use domain::{
    accounts::Actor,
    areas::{AreaId, AreaPath},
    ledger::Location,
    opening::DropOff,
    permission::Action,
    wishes::WishId,
};

use crate::{
    Conn, Refusal, Result, Store,
    areas::locations::nearest_location,
    db::sql::{row, value},
};

/// Counts the open locations in an area and below it, two at most.
async fn open_below(db: &mut Conn<'_>, area: AreaId) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select count(*) from location l join area a on a.id = l.area join area d on a.path like d.path || '%'
         where d.id = $1 and l.open = true",
        area,
    )?)
}

impl Store {
    /// Returns where the goods of a public wish are brought; `None` where no location is open.
    ///
    /// Donors of its root area learn the location. To others the district is all that is public of where the family lives,
    /// so they learn the location only if it is the same for every family of the district.
    ///
    /// # Errors
    /// Not found unless the wish is published or fulfilled.
    pub async fn drop_off(&self, actor: &Actor, wish: WishId) -> Result<Option<DropOff>> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64, i64, String),
            "select w.root, w.district, a.path from wish w join area a on a.id = w.home
             where w.id = $1 and w.state in ('published', 'fulfilled')",
            wish,
        )?;
        let (root, district, path) = found.ok_or(Refusal::NotFound)?;
        let nearest: Option<Location> = nearest_location(&mut db.arm(), root, &AreaPath(path)).await?;
        let Some(nearest) = nearest else { return Ok(None) };
        if actor.root == root && actor.must_somewhere(Action::ClaimWishes).is_ok() {
            return Ok(Some(DropOff::At(nearest)));
        }
        let in_district = open_below(&mut db.arm(), district).await?;
        Ok(Some(if in_district > 1 { DropOff::OneOf(in_district) } else { DropOff::At(nearest) }))
    }
}
