//! Reads bookable times and appointments: a family those it can book and its own, staff those of their areas.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    community::appointments::{Appointment, AppointmentState, ServiceSlot, SlotId},
    households::HouseholdId,
    permission::Action,
    services::ServiceId,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::load_slot;
use crate::{
    Conn, Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    households::views::household_path,
};

#[derive(sqlx::FromRow)]
struct SlotRow {
    id: i64,
    area_name: String,
    path: String,
    service: i64,
    service_name: String,
    organisation_name: String,
    kind: String,
    place: String,
    state: String,
    starts: i64,
    ends: i64,
    places: i64,
    taken: i64,
}

/// Columns and joins of a [`SlotRow`]; a macro because statements are literals.
macro_rules! slot_columns {
    () => {
        "s.id, a.name as area_name, a.path, s.service, v.name as service_name, o.name as organisation_name, s.kind,
         s.place, s.state, s.starts, s.ends, s.places, s.taken
         from slot s join area a on a.id = s.area join service v on v.id = s.service
             join organisation o on o.id = v.organisation"
    };
}

impl SlotRow {
    fn seen(self, actor: &Actor) -> Result<ServiceSlot> {
        let may_keep = actor.may(Action::KeepSlots, &AreaPath(self.path));
        let SlotRow { id, area_name, service, service_name, organisation_name, place, starts, ends, .. } = self;
        Ok(ServiceSlot {
            id,
            area_name,
            service,
            service_name,
            organisation_name,
            kind: parse(&self.kind)?,
            place,
            state: parse(&self.state)?,
            starts,
            ends,
            places: self.places,
            taken: self.taken,
            may_keep,
        })
    }
}

#[derive(sqlx::FromRow)]
struct AppointmentRow {
    id: i64,
    slot: i64,
    household: i64,
    person: i64,
    people: i64,
    service_name: String,
    service: i64,
    kind: String,
    place: String,
    starts: i64,
    ends: i64,
    state: String,
}

/// Columns and joins of an [`AppointmentRow`]; a macro because statements are literals.
macro_rules! appointment_columns {
    () => {
        "x.id, x.slot, x.household, x.person, x.people, v.name as service_name, s.service, s.kind, s.place, s.starts,
         s.ends, x.state
         from appointment x join slot s on s.id = x.slot join service v on v.id = s.service"
    };
}

impl TryFrom<AppointmentRow> for Appointment {
    type Error = crate::Error;

    fn try_from(row: AppointmentRow) -> Result<Appointment> {
        Ok(Appointment {
            id: row.id,
            slot: row.slot,
            household: row.household,
            person: (row.person != 0).then_some(row.person),
            people: row.people,
            service_name: row.service_name,
            service: row.service,
            kind: parse(&row.kind)?,
            place: row.place,
            starts: row.starts,
            ends: row.ends,
            state: parse(&row.state)?,
        })
    }
}

/// Which appointments a list of staff shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AppointmentQuery {
    /// The service, or 0 for all.
    pub service: ServiceId,
    /// Their state; `None` for all.
    pub state: Option<AppointmentState>,
    /// Only those that begin from then on.
    pub from: i64,
    /// Lists larger numbers only; 0 for the first page.
    pub cursor: i64,
}

/// Loads the path of a household for the family itself, and for staff that keeps its file.
async fn home(db: &mut Conn<'_>, actor: &Actor, household: HouseholdId) -> Result<AreaPath> {
    signed_in(actor)?;
    let path = household_path(db, household).await?;
    if !is_own(actor, household) {
        actor.must(Action::KeepHouseholds, &path)?;
    }
    Ok(path)
}

impl Store {
    /// Lists the times ahead that a household can book, soonest first, at most 60: those of its area and the areas
    /// around it that have places left.
    ///
    /// # Errors
    /// Not signed in; not found for another household; not allowed without a role that keeps files.
    pub async fn free_slots(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<ServiceSlot>> {
        let mut db = self.reader().await?;
        let path = home(&mut db.arm(), actor, household).await?;
        let found = rows!(
            db,
            SlotRow,
            concat!(
                "select ",
                slot_columns!(),
                " join area r on r.id = s.root
                  where s.state = 'open' and s.starts > $2 and s.taken < s.places and $1 like a.path || '%'
                      and $1 like r.path || '%' order by s.starts, s.id limit 60"
            ),
            &path.0,
            self.now(),
        )?;
        found.into_iter().map(|row| row.seen(actor)).collect()
    }

    /// Lists the appointments of a household, latest first, at most 60.
    ///
    /// # Errors
    /// As [`Store::free_slots`].
    pub async fn household_appointments(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Appointment>> {
        let mut db = self.reader().await?;
        home(&mut db.arm(), actor, household).await?;
        let found = rows!(
            db,
            AppointmentRow,
            concat!(
                "select ",
                appointment_columns!(),
                " where x.household = $1 and x.state <> 'moved' order by s.starts desc, x.id desc limit 60"
            ),
            household,
        )?;
        found.into_iter().map(Appointment::try_from).collect()
    }

    /// Lists the times of the actor's areas that are ahead or wait for who came, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads times.
    pub async fn slots(&self, actor: &Actor, cursor: SlotId) -> Result<Page<ServiceSlot>> {
        actor.must_somewhere(Action::ReadSlots)?;
        let sql = format!(
            concat!("select ", slot_columns!(), " where s.state = 'open' and s.id > $1 and {} order by s.id limit 51"),
            covered("a.path", &actor.areas_for(Action::ReadSlots)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, SlotRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(|row| row.seen(actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |slot| slot.id))
    }

    /// Loads a time with its appointments, for the staff of its area.
    ///
    /// # Errors
    /// Not allowed without a role that reads times; not found outside the actor's areas.
    pub async fn slot(&self, actor: &Actor, id: SlotId) -> Result<(ServiceSlot, Vec<Appointment>)> {
        actor.must_somewhere(Action::ReadSlots)?;
        let mut db = self.reader().await?;
        let path = load_slot(&mut db.arm(), id).await?.path();
        actor.must(Action::ReadSlots, &path)?;
        let found = row!(db, SlotRow, concat!("select ", slot_columns!(), " where s.id = $1"), id)?;
        let slot = found.ok_or(Refusal::NotFound)?.seen(actor)?;
        let booked = rows!(
            db,
            AppointmentRow,
            concat!(
                "select ",
                appointment_columns!(),
                " where x.slot = $1 and x.state <> 'moved' order by x.id limit 500"
            ),
            id,
        )?;
        Ok((slot, booked.into_iter().map(Appointment::try_from).collect::<Result<_>>()?))
    }

    /// Lists appointments of the actor's areas, by number: the rows behind the figures.
    ///
    /// # Errors
    /// Not allowed without a role that reads times.
    pub async fn appointments(&self, actor: &Actor, query: &AppointmentQuery) -> Result<Page<Appointment>> {
        actor.must_somewhere(Action::ReadSlots)?;
        let sql = format!(
            concat!(
                "select ",
                appointment_columns!(),
                " join area a on a.id = s.area
                  where x.id > $1 and (s.service = $2 or $2 = 0) and (x.state = $3 or $3 = '') and s.starts >= $4
                      and {} order by x.id limit 51"
            ),
            covered("a.path", &actor.areas_for(Action::ReadSlots)),
        );
        let state = query.state.map_or("", AppointmentState::as_str);
        let mut db = self.reader().await?;
        let found =
            rows!(db, AppointmentRow, AssertSqlSafe(sql.as_str()), query.cursor, query.service, state, query.from,)?;
        let found = found.into_iter().map(Appointment::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |appointment| appointment.id))
    }

    /// Counts appointments about which staff have not said who came.
    pub(crate) fn appointments_unsaid(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepSlots).then(|| {
            format!(
                "select count(*) as n, min(s.ends) as at
                 from slot s join area a on a.id = s.area join appointment x on x.slot = s.id
                 where s.state = 'open' and s.ends < $1 and x.state = 'booked' and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepSlots)),
            )
        })
    }
}
