//! What is public of organisations, services and places, for directories that others keep. It names no person.

use domain::Timestamp;

use crate::{Result, Store, db::sql::rows};

/// An open organisation.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenOrganisation {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is, as stored.
    pub kind: String,
    /// Name of its area.
    pub area_name: String,
    /// When it was added.
    pub created: Timestamp,
}

/// A service that an open organisation offers.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenService {
    /// Row id.
    pub id: i64,
    /// Its organisation.
    pub organisation: i64,
    /// Its name.
    pub name: String,
    /// How fast it answers, as stored.
    pub class: String,
    /// Whether it takes further families, as stored.
    pub capacity: String,
    /// When it was added.
    pub created: Timestamp,
}

/// An open shop location.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenLocation {
    /// Row id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Hours in words.
    pub hours: String,
    /// Phone that hangs at its door, or empty.
    pub phone: String,
    /// Its root area.
    pub root: i64,
    /// Name of that area.
    pub root_name: String,
    /// When that area was added.
    pub root_created: Timestamp,
}

/// Hours of a location on a day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OpenHours {
    /// The location.
    pub location: i64,
    /// 0 for Monday.
    pub weekday: i64,
    /// Minutes since midnight.
    pub opens: i64,
    /// Minutes since midnight.
    pub closes: i64,
}

/// What is public of organisations, services and places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenData {
    /// Open organisations.
    pub organisations: Vec<OpenOrganisation>,
    /// Their services.
    pub services: Vec<OpenService>,
    /// Open locations.
    pub locations: Vec<OpenLocation>,
    /// Hours of these.
    pub hours: Vec<OpenHours>,
}

impl Store {
    /// Loads what is public of organisations, services and places; at most 5,000 of each.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn open_data(&self) -> Result<OpenData> {
        let mut db = self.reader().await?;
        let organisations = rows!(
            db,
            OpenOrganisation,
            "select o.id, o.name, o.kind, a.name as area_name, o.created
             from organisation o join area a on a.id = o.area where o.open order by o.id limit 5000",
        )?;
        let services = rows!(
            db,
            OpenService,
            "select s.id, s.organisation, s.name, s.class, s.capacity, s.created
             from service s join organisation o on o.id = s.organisation
             where s.open and o.open order by s.id limit 5000",
        )?;
        let locations = rows!(
            db,
            OpenLocation,
            "select l.id, l.name, l.address, l.hours, l.phone, l.root, r.name as root_name, r.created as root_created
             from location l join area r on r.id = l.root where l.open order by l.id limit 5000",
        )?;
        let hours = rows!(
            db,
            OpenHours,
            "select h.location, h.weekday, h.opens, h.closes
             from location_hours h join location l on l.id = h.location
             where l.open order by h.location, h.weekday limit 35000",
        )?;
        Ok(OpenData { organisations, services, locations, hours })
    }
}
