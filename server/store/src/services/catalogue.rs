//! The list of services: who offers what, how fast, and whether there is room. It names no family.

use domain::{
    Code, Timestamp,
    accounts::{Actor, OrganisationId},
    areas::AreaPath,
    permission::Action,
    services::{Capacity, NewService, Service, ServiceId, TimeClass},
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    Command, Conn, Error, Refusal, Result, Store, Tx,
    db::{
        area_filter::covered,
        sql::{is_unique, parse, row, rows, run, value},
    },
};

/// Service as a referral to it needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OfferedService {
    pub id: ServiceId,
    pub organisation: OrganisationId,
    pub name: String,
    pub class: TimeClass,
    pub capacity: Capacity,
    /// Whether service and organisation are open.
    pub open: bool,
    /// Root area of the organisation.
    pub root: i64,
}

/// Loads a service.
///
/// # Errors
/// Field `service` for an unknown one.
pub(crate) async fn offered(db: &mut Conn<'_>, id: ServiceId) -> Result<OfferedService> {
    let (organisation, name, class, capacity, open, root) = row!(
        db,
        (i64, String, String, String, bool, i64),
        "select s.organisation, s.name, s.class, s.capacity, (s.open = true and o.open = true), a.root
         from service s join organisation o on o.id = s.organisation join area a on a.id = o.area where s.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::field("service", Code::Unknown))?;
    let (class, capacity) = (parse(&class)?, parse(&capacity)?);
    Ok(OfferedService { id, organisation, name, class, capacity, open, root })
}

/// Checks that the actor keeps the list of an organisation: coordinators of its area.
async fn must_keep(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<()> {
    let (path,) = row!(
        tx,
        (String,),
        "select a.path from organisation o join area a on a.id = o.area where o.id = $1",
        organisation,
    )?
    .ok_or(Refusal::NotFound)?;
    tx.actor.must(Action::KeepServices, &AreaPath(path))?;
    Ok(())
}

/// Adds a service to the list of an organisation.
///
/// # Errors
/// Not allowed without a role that keeps services; not found outside the actor's areas; fields `organisation` and
/// `name`; [`Code::NameTaken`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddService(pub NewService);

impl Command for AddService {
    const NAME: &'static str = "service_add";
    type Output = ServiceId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ServiceId> {
        tx.actor.must_somewhere(Action::KeepServices)?;
        must_keep(tx, self.0.organisation).await?;
        let new = self.0.clone().checked()?;
        let now = tx.now;
        let made = value!(
            tx,
            i64,
            "insert into service (organisation, name, class, capacity, said, open, created)
             values ($1, $2, $3, 'open', $4, true, $4) returning id",
            new.organisation,
            &new.name,
            new.class.as_str(),
            now,
        );
        let id = match made {
            Err(cause) if is_unique(&cause) => return Err(Code::NameTaken.into()),
            other => other?,
        };
        tx.audit("service", id).await?;
        Ok(id)
    }
}

/// Says whether a service takes further families, and whether it is still offered.
/// For coordinators of the organisation's area, and for staff that belongs to the organisation.
///
/// # Errors
/// Not allowed for other accounts; not found outside the actor's areas.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SetService {
    /// The service.
    pub service: ServiceId,
    /// Whether it takes further families.
    pub capacity: Capacity,
    /// Whether it is still offered.
    pub open: bool,
}

impl Command for SetService {
    const NAME: &'static str = "service_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let is_staff = tx.actor.is_staff() && tx.actor.organisation != 0;
        if !is_staff {
            tx.actor.must_somewhere(Action::KeepServices)?;
        }
        let organisation = row!(tx, (i64,), "select organisation from service where id = $1", self.service)?;
        let (organisation,) = organisation.ok_or(Refusal::NotFound)?;
        if !(is_staff && tx.actor.organisation == organisation) {
            must_keep(tx, organisation).await?;
        }
        set_capacity(tx, self.service, self.capacity).await?;
        run!(tx, "update service set open = $2 where id = $1", self.service, self.open)?;
        tx.audit("service", self.service).await
    }
}

/// Writes the capacity of a service, and when it was said.
pub(crate) async fn set_capacity(tx: &mut Tx<'_>, service: ServiceId, capacity: Capacity) -> Result<()> {
    let now = tx.now;
    run!(tx, "update service set capacity = $2, said = $3 where id = $1", service, capacity.as_str(), now)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ServiceRow {
    id: i64,
    organisation: i64,
    organisation_name: String,
    name: String,
    class: String,
    capacity: String,
    said: Timestamp,
    open: bool,
    path: String,
}

impl Store {
    /// Lists the services of the actor's root area, those that are offered first, at most 500.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn services(&self, actor: &Actor) -> Result<Vec<Service>> {
        actor.must_somewhere(Action::ReadCases)?;
        let sql = format!(
            "select s.id, s.organisation, o.name as organisation_name, s.name, s.class, s.capacity, s.said, s.open,
                 a.path
             from service s join organisation o on o.id = s.organisation join area a on a.id = o.area
             where {} order by s.open desc, o.name, s.name, s.id limit 500",
            covered("a.path", &roots(actor)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, ServiceRow, AssertSqlSafe(sql.as_str()))?;
        let service = |row: ServiceRow| -> Result<Service, Error> {
            let own = actor.is_staff() && actor.organisation == row.organisation;
            let may_keep = own || actor.may(Action::KeepServices, &AreaPath(row.path));
            Ok(Service {
                id: row.id,
                organisation: row.organisation,
                organisation_name: row.organisation_name,
                name: row.name,
                class: parse(&row.class)?,
                capacity: parse(&row.capacity)?,
                said: row.said,
                open: row.open,
                may_keep,
            })
        };
        found.into_iter().map(service).collect()
    }

    /// Lists the open organisations whose services the actor may keep: number and name, at most 200.
    ///
    /// # Errors
    /// Not allowed without a role that keeps services.
    pub async fn service_organisations(&self, actor: &Actor) -> Result<Vec<(OrganisationId, String)>> {
        actor.must_somewhere(Action::KeepServices)?;
        let sql = format!(
            "select o.id, o.name from organisation o join area a on a.id = o.area
             where o.open = true and {} order by o.name, o.id limit 200",
            covered("a.path", &actor.areas_for(Action::KeepServices)),
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, (i64, String), AssertSqlSafe(sql.as_str()))?)
    }
}

/// Returns the root areas of the actor's grants; the whole installation for grants there.
fn roots(actor: &Actor) -> Vec<AreaPath> {
    let root = |path: AreaPath| match path.0.split('/').nth(1) {
        Some(first) if !first.is_empty() => AreaPath(format!("/{first}/")),
        _ => path,
    };
    let mut roots: Vec<AreaPath> = actor.areas_for(Action::ReadCases).into_iter().map(root).collect();
    roots.dedup();
    roots
}
