//! Shop locations: where things are brought, kept and handed over.

use domain::{
    Code, Error as Refusal,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    error::Checks,
    ledger::{Location, LocationId},
    permission::Action,
    text,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Conn, Result, Store, Tx,
    areas::tree::{must_in, name_taken},
    db::{
        area_filter::covered,
        sql::{row, rows, run, value},
    },
};

#[derive(sqlx::FromRow)]
struct LocationRow {
    id: i64,
    area: i64,
    name: String,
    address: String,
    hours: String,
    open: bool,
    path: String,
}

impl From<LocationRow> for Location {
    fn from(row: LocationRow) -> Location {
        let LocationRow { id, area, name, address, hours, open, path: _ } = row;
        Location { id, area, name, address, hours, open }
    }
}

/// One location, whoever asks: where a claim is brought is no secret to its claimer.
///
/// # Errors
/// There is no such location.
pub async fn location(db: &mut Conn<'_>, id: LocationId) -> Result<Location> {
    let found = row!(
        db,
        LocationRow,
        "select l.id, l.area, l.name, l.address, l.hours, l.open, a.path
         from location l join area a on a.id = l.area where l.id = $1",
        id,
    )?;
    Ok(found.ok_or(Refusal::NotFound)?.into())
}

/// Where a location stands in its tree.
///
/// # Errors
/// There is no such location.
pub(crate) async fn location_path(db: &mut Conn<'_>, id: LocationId) -> Result<AreaPath> {
    let path = row!(db, (String,), "select a.path from location l join area a on a.id = l.area where l.id = $1", id)?;
    Ok(AreaPath(path.ok_or(Refusal::NotFound)?.0))
}

/// The open location of a tree that shares most levels with a place in it; the oldest of several.
///
/// # Errors
/// Only when the database fails.
pub async fn nearest_location(db: &mut Conn<'_>, root: AreaId, path: &AreaPath) -> Result<Option<Location>> {
    let open = rows!(
        db,
        LocationRow,
        "select l.id, l.area, l.name, l.address, l.hours, l.open, a.path
         from location l join area a on a.id = l.area where l.root = $1 and l.open = true order by l.id desc",
        root,
    )?;
    // The last of several that are equally near: that of the smallest number.
    Ok(open.into_iter().max_by_key(|row| AreaPath(row.path.clone()).shared_levels(path)).map(Location::from))
}

/// A location, new or as it shall be.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewLocation {
    /// Its number, or 0 for a new one.
    pub id: LocationId,
    /// The area it serves; for a new one.
    pub area: AreaId,
    /// Its name, unique in the area.
    pub name: String,
    /// Where to bring things.
    pub address: String,
    /// When it is open, in words.
    pub hours: String,
    /// Whether things are brought there.
    pub open: bool,
}

impl NewLocation {
    fn checked(&self) -> Result<NewLocation> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 40));
        let address = checks.take("address", text::line(&self.address, 1, 120));
        let hours = checks.take("hours", text::line(&self.hours, 0, 80));
        checks.ensure("area", self.area > 0 || self.id > 0, Code::Required);
        checks.done()?;
        let (name, address, hours) = (name.unwrap_or_default(), address.unwrap_or_default(), hours.unwrap_or_default());
        Ok(NewLocation { name, address, hours, ..*self })
    }
}

/// Opens a location in an area.
///
/// # Errors
/// Outside the actor's areas; invalid fields; [`Code::NameTaken`].
pub async fn add(tx: &mut Tx<'_>, new: &NewLocation) -> Result<LocationId> {
    must_in(tx, Action::Administer, new.area).await?;
    let new = new.checked()?;
    let root = value!(tx, i64, "select root from area where id = $1", new.area)?;
    let made = value!(
        tx,
        i64,
        "insert into location (area, root, name, address, hours, open) values ($1, $2, $3, $4, $5, true) returning id",
        new.area,
        root,
        &new.name,
        &new.address,
        &new.hours,
    );
    let id = name_taken(made)?;
    tx.audit("location", id).await?;
    Ok(id)
}

async fn change(tx: &mut Tx<'_>, new: &NewLocation) -> Result<()> {
    tx.actor.must_somewhere(Action::Administer)?;
    let area = location(&mut tx.arm(), new.id).await?.area;
    must_in(tx, Action::Administer, area).await?;
    let new = new.checked()?;
    let changed = run!(
        tx,
        "update location set name = $2, address = $3, hours = $4, open = $5 where id = $1",
        new.id,
        &new.name,
        &new.address,
        &new.hours,
        new.open,
    );
    name_taken(changed)?;
    tx.audit("location", new.id).await
}

impl Store {
    /// The locations in the person's areas, for whoever reads stock there or administers them;
    /// closed ones too.
    ///
    /// # Errors
    /// Not allowed for anybody else.
    pub async fn locations(&self, actor: &Actor) -> Result<Vec<Location>> {
        actor.must_somewhere(Action::Administer).or(actor.must_somewhere(Action::ReadStock))?;
        let mut paths = actor.areas_for(Action::ReadStock);
        paths.extend(actor.areas_for(Action::Administer));
        let sql = format!(
            "select l.id, l.area, l.name, l.address, l.hours, l.open, a.path
             from location l join area a on a.id = l.area where {} order by a.path, l.id",
            covered("a.path", &paths)
        );
        let mut db = self.reader().await?;
        let found = rows!(db, LocationRow, AssertSqlSafe(sql.as_str()))?;
        Ok(found.into_iter().map(Location::from).collect())
    }

    /// Opens a location in an area.
    ///
    /// # Errors
    /// Outside the actor's areas; invalid fields; [`Code::NameTaken`].
    pub async fn location_add(
        &self,
        by: &By,
        area: AreaId,
        name: String,
        address: String,
        hours: String,
    ) -> Result<LocationId> {
        let new = NewLocation { id: 0, area, name, address, hours, open: true };
        self.write(by, "location_add", new, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Changes a location's words, and whether things are brought there.
    ///
    /// # Errors
    /// Outside the actor's areas; invalid fields; [`Code::NameTaken`].
    pub async fn location_change(
        &self,
        by: &By,
        id: LocationId,
        name: String,
        address: String,
        hours: String,
        open: bool,
    ) -> Result<()> {
        let new = NewLocation { id, area: 0, name, address, hours, open };
        self.write(by, "location_change", new, |tx, new| Box::pin(change(tx, new))).await
    }
}
