//! Inserts of the service desk for the demo data.
//! Nothing here checks permissions or writes notices: call it only from a script on a new database.

use domain::{
    Timestamp,
    accounts::{AccountId, OrganisationId},
    areas::AreaId,
    community::appointments::SlotId,
    households::HouseholdId,
    services::ServiceId,
};

use crate::{
    Result, Tx,
    db::sql::{run, value, values},
};

/// Time of a service that is over, to be inserted.
#[derive(Clone, Copy, Debug)]
pub struct SlotOnFile<'a> {
    /// Area whose families booked it.
    pub area: AreaId,
    /// Root area.
    pub root: AreaId,
    /// The service.
    pub service: ServiceId,
    /// Where it was.
    pub place: &'a str,
    /// When it began; it took two hours.
    pub starts: Timestamp,
    /// Households that came.
    pub homes: &'a [HouseholdId],
    /// Account that opened it.
    pub by: AccountId,
}

/// Inserts a time that is over, to which all of its households came with all of their members.
///
/// # Errors
/// Only when the database fails.
pub async fn insert_slot(tx: &mut Tx<'_>, new: &SlotOnFile<'_>) -> Result<SlotId> {
    let SlotOnFile { area, root, service, place, starts, homes, by } = *new;
    let places = i64::try_from(homes.len()).unwrap_or_default();
    let id = value!(
        tx,
        i64,
        "insert into slot (area, root, service, kind, place, state, starts, ends, places, taken, reminder, follow,
             created, created_by, reason, version)
         values ($1, $2, $3, 'place', $4, 'over', $5, $6, $7, $7, 0, 0, $8, $9, '', 0) returning id",
        area,
        root,
        service,
        place,
        starts,
        starts + 7200,
        places,
        starts - domain::DAY,
        by,
    )?;
    for home in homes {
        run!(
            tx,
            "insert into appointment (slot, household, person, people, state, booked, booked_by, changed, changed_by,
                 moved_to)
             select cast($2 as bigint), id, 0, size, 'came', cast($3 as bigint), cast($4 as bigint),
                 cast($5 as bigint), cast($4 as bigint), 0 from household where id = $1",
            *home,
            id,
            starts - domain::DAY,
            by,
            starts + 7200,
        )?;
    }
    Ok(id)
}

/// Lists the services of a root area that are offered.
///
/// # Errors
/// Only when the database fails.
pub async fn services_of(tx: &mut Tx<'_>, root: AreaId) -> Result<Vec<ServiceId>> {
    Ok(values!(
        tx,
        i64,
        "select s.id from service s join organisation o on o.id = s.organisation join area a on a.id = o.area
         where s.open = true and o.open = true and a.root = $1 order by s.id",
        root,
    )?)
}

/// Lists the open organisations of a root area.
///
/// # Errors
/// Only when the database fails.
pub async fn organisations_of(tx: &mut Tx<'_>, root: AreaId) -> Result<Vec<OrganisationId>> {
    Ok(values!(
        tx,
        i64,
        "select o.id from organisation o join area a on a.id = o.area where o.open = true and a.root = $1 order by o.id",
        root,
    )?)
}
