//! Shop locations: where goods are brought, stored and handed over.

use domain::{
    Code,
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
    Command, Conn, Refusal, Result, Store, Tx,
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

/// Loads a location without a permission check: claimers must see where to bring a claim.
///
/// # Errors
/// `NotFound` when there is no such location.
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

/// Loads the area path of a location.
///
/// # Errors
/// `NotFound` when there is no such location.
pub(crate) async fn location_path(db: &mut Conn<'_>, id: LocationId) -> Result<AreaPath> {
    let path = row!(db, (String,), "select a.path from location l join area a on a.id = l.area where l.id = $1", id)?;
    Ok(AreaPath(path.ok_or(Refusal::NotFound)?.0))
}

/// Loads the root area of a location.
pub(crate) async fn location_root(db: &mut Conn<'_>, id: LocationId) -> Result<AreaId> {
    Ok(value!(db, i64, "select root from location where id = $1", id)?)
}

/// Requires `action` in the area of a location.
///
/// # Errors
/// As [`Actor::must`]; `NotFound` when there is no such location.
pub(crate) async fn must_at(db: &mut Conn<'_>, actor: &Actor, action: Action, location: LocationId) -> Result<()> {
    actor.must_somewhere(action)?;
    let path = location_path(db, location).await?;
    Ok(actor.must(action, &path)?)
}

impl Tx<'_> {
    /// As [`must_at`], for the actor of the write.
    pub(crate) async fn must_at(&mut self, action: Action, location: LocationId) -> Result<()> {
        let actor = self.actor.clone();
        must_at(&mut self.arm(), &actor, action, location).await
    }

    /// Requires the actor to keep stock at the location; returns its root area.
    pub(crate) async fn must_keep_stock_at(&mut self, location: LocationId) -> Result<AreaId> {
        self.must_at(Action::KeepStock, location).await?;
        location_root(&mut self.arm(), location).await
    }
}

/// Loads the open location of a tree that shares most path levels with `path`; of several, the oldest.
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
    // `max_by_key` returns the last maximum, so descending ids give the smallest id.
    Ok(open.into_iter().max_by_key(|row| AreaPath(row.path.clone()).shared_levels(path)).map(Location::from))
}

/// Fields of a new or changed location.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewLocation {
    /// Id, or 0 for a new location.
    pub id: LocationId,
    /// Area that it serves; ignored when an existing location changes.
    pub area: AreaId,
    /// Name, unique in the area.
    pub name: String,
    /// Street address where goods are brought.
    pub address: String,
    /// Opening hours as free text; may be empty.
    pub hours: String,
    /// Whether goods can be brought there; ignored for a new location, which is open.
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

/// Inserts an open location in an area.
///
/// # Errors
/// `NotFound` outside the actor's areas; invalid fields; [`Code::NameTaken`].
#[derive(Clone, Debug, Serialize)]
pub struct AddLocation(pub NewLocation);

impl Command for AddLocation {
    const NAME: &'static str = "location_add";
    type Output = LocationId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<LocationId> {
        let Self(new) = self;
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
}

/// Changes a location's name, address, hours and whether it is open.
///
/// # Errors
/// `NotFound` outside the actor's areas; invalid fields; [`Code::NameTaken`].
#[derive(Clone, Debug, Serialize)]
pub struct ChangeLocation(pub NewLocation);

impl Command for ChangeLocation {
    const NAME: &'static str = "location_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(new) = self;
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
}

impl Store {
    /// Loads the locations of the areas where the actor reads stock or administers; closed ones too.
    ///
    /// # Errors
    /// `NotAllowed` without either role.
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
}
