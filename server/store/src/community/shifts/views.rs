//! Reads shifts: for the people who serve, those of their root area; for staff, those of their areas.

use domain::{
    DAY, Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    community::shifts::{ServedHours, Shift, ShiftAttendance, ShiftHours, ShiftId, ShiftPerson},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{
    load_shift,
    sign_up::{clash, has_served},
};
use crate::{
    Conn, Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    crypto::secret::Secret,
    db::{
        area_filter::covered,
        pagination::{page, signed_in},
        sql::{parse, row, rows, value},
    },
};

/// Days before the end of which past shifts are listed for the people who served.
const OWN_DAYS: i64 = 366;

#[derive(sqlx::FromRow)]
struct ShiftRow {
    id: i64,
    area: i64,
    area_name: String,
    path: String,
    kind: String,
    name: String,
    place: String,
    state: String,
    starts: i64,
    ends: i64,
    places: i64,
    taken: i64,
    homes: i64,
    sign_up: i64,
    closes: i64,
    leave_by: i64,
    first_until: i64,
    reveal_from: i64,
    reason: String,
    own: i64,
    own_state: String,
    came: i64,
    went: i64,
    minutes: i64,
    typed: i64,
}

/// Columns and joins of a [`ShiftRow`]; `$1` is the reader's account. A macro because statements are literals.
macro_rules! shift_columns {
    () => {
        "s.id, s.area, a.name as area_name, a.path, s.kind, s.name, s.place, s.state, s.starts, s.ends, s.places,
         s.taken, coalesce((select max(t.n) from shift_task t where t.shift = s.id), 0) as homes, s.sign_up, s.closes,
         s.leave_by, s.first_until, s.reveal_from, s.reason, coalesce(p.id, 0) as own,
         coalesce(p.state, '') as own_state, coalesce(p.came, 0) as came, coalesce(p.went, 0) as went,
         coalesce(p.minutes, 0) as minutes, coalesce(p.typed, 0) as typed
         from shift s join area a on a.id = s.area
             left join shift_place p on p.shift = s.id and p.account = $1 and p.state <> 'left'"
    };
}

fn some(at: Timestamp) -> Option<Timestamp> {
    (at != 0).then_some(at)
}

impl ShiftRow {
    fn seen(self, actor: &Actor) -> Result<Shift> {
        let own = match self.own {
            0 => None,
            place => Some(ShiftAttendance {
                place,
                state: parse(&self.own_state)?,
                came: some(self.came),
                went: some(self.went),
                minutes: self.minutes,
                typed: self.typed,
            }),
        };
        Ok(Shift {
            id: self.id,
            area: self.area,
            area_name: self.area_name,
            kind: parse(&self.kind)?,
            name: self.name,
            place: self.place,
            state: parse(&self.state)?,
            starts: self.starts,
            ends: self.ends,
            places: self.places,
            taken: self.taken,
            homes: self.homes,
            sign_up: self.sign_up,
            closes: self.closes,
            leave_by: self.leave_by,
            first_until: some(self.first_until),
            reveal_from: self.reveal_from,
            reason: self.reason,
            own,
            may_keep: actor.may(Action::KeepShifts, &AreaPath(self.path)),
        })
    }
}

/// Which shifts staff list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShiftList {
    /// Those ahead and under way.
    #[default]
    Ahead,
    /// Those that are over.
    Over,
    /// Those that were cancelled.
    Cancelled,
}

/// Where a page of shifts begins: after the start and the number of the last one of the page before.
#[derive(Clone, Copy, Debug, sqlx::FromRow)]
struct After {
    starts: Timestamp,
    id: ShiftId,
}

impl After {
    /// Loads the place of a cursor; without one, or for an unknown shift, `first`.
    async fn load(db: &mut Conn<'_>, cursor: ShiftId, first: After) -> Result<After> {
        if cursor <= 0 {
            return Ok(first);
        }
        let found = row!(db, After, "select starts, id from shift where id = $1", cursor)?;
        Ok(found.unwrap_or(first))
    }
}

/// Before all shifts, in the order of their starts.
const SOONEST: After = After { starts: 0, id: 0 };
/// Before all shifts, latest first.
const LATEST: After = After { starts: i64::MAX, id: i64::MAX };

impl Store {
    /// Lists the shifts ahead in the actor's root area, soonest first; a page begins after the shift `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that serves shifts.
    pub async fn shifts_ahead(&self, actor: &Actor, cursor: ShiftId) -> Result<Page<Shift>> {
        actor.must_somewhere(Action::ServeShifts)?;
        let mut db = self.reader().await?;
        let after = After::load(&mut db.arm(), cursor, SOONEST).await?;
        let found = rows!(
            db,
            ShiftRow,
            concat!(
                "select ",
                shift_columns!(),
                " where s.root = $2 and s.state = 'open' and s.ends > $3 and s.starts > $4 and (s.starts, s.id) > ($5, $6)
                  order by s.starts, s.id limit 51"
            ),
            actor.account,
            actor.root,
            self.now(),
            self.now() - DAY,
            after.starts,
            after.id,
        )?;
        listed(found, actor)
    }

    /// Lists the actor's own shifts of the last year and to come, latest first, at most 200.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_shifts(&self, actor: &Actor) -> Result<Vec<Shift>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ShiftRow,
            concat!(
                "select ",
                shift_columns!(),
                " where p.account = $1 and p.state <> 'left' and s.starts > $2 order by s.starts desc, s.id limit 200"
            ),
            actor.account,
            self.now() - OWN_DAYS * DAY,
        )?;
        found.into_iter().map(|row| row.seen(actor)).collect()
    }

    /// Sums the time that the actor served: from check-in to check-out, and typed by hand.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_hours(&self, actor: &Actor) -> Result<ServedHours> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let (shifts, minutes, typed) = row!(
            db,
            (i64, i64, i64),
            "select count(*), cast(coalesce(sum(minutes), 0) as bigint), cast(coalesce(sum(typed), 0) as bigint)
             from shift_place where account = $1 and state = 'on' and (came > 0 or typed > 0)",
            actor.account,
        )?
        .unwrap_or_default();
        Ok(ServedHours { shifts, minutes, typed })
    }

    /// Lists the shifts of the actor's areas; those ahead soonest first, others latest first. A page begins after the
    /// shift `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads shifts.
    pub async fn shifts(&self, actor: &Actor, list: ShiftList, cursor: ShiftId) -> Result<Page<Shift>> {
        actor.must_somewhere(Action::ReadShifts)?;
        let (which, next, order, first) = match list {
            ShiftList::Ahead => ("open", ">", "s.starts, s.id", SOONEST),
            ShiftList::Over => ("over", "<", "s.starts desc, s.id desc", LATEST),
            ShiftList::Cancelled => ("cancelled", "<", "s.starts desc, s.id desc", LATEST),
        };
        // The root area as well, so that an index has the rows in this order.
        let sql = format!(
            concat!(
                "select ",
                shift_columns!(),
                " where s.root = $2 and s.state = '{}' and (s.starts, s.id) {} ($3, $4) and {} order by {} limit 51"
            ),
            which,
            next,
            covered("a.path", &actor.areas_for(Action::ReadShifts)),
            order,
        );
        let mut db = self.reader().await?;
        let After { starts, id } = After::load(&mut db.arm(), cursor, first).await?;
        let found = rows!(db, ShiftRow, AssertSqlSafe(sql.as_str()), actor.account, actor.root, starts, id)?;
        listed(found, actor)
    }

    /// Loads a shift: for the people who serve in its root area, and for the staff of its area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn shift(&self, actor: &Actor, id: ShiftId) -> Result<ShiftHours> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let held = load_shift(&mut db.arm(), id).await?;
        let serves = actor.may_somewhere(Action::ServeShifts) && actor.root == held.root;
        if !serves && !actor.may(Action::ReadShifts, &held.path()) {
            return Err(Refusal::NotFound.into());
        }
        let found = row!(db, ShiftRow, concat!("select ", shift_columns!(), " where s.id = $2"), actor.account, id)?;
        let shift = found.ok_or(Refusal::NotFound)?.seen(actor)?;
        let standby = value!(db, i64, "select count(*) from shift_place where shift = $1 and state = 'standby'", id)?;
        let clash = if serves { clash(&mut db.arm(), actor.account, &held).await? } else { None };
        let has_served = has_served(&mut db.arm(), actor.account, self.now()).await?;
        let refused = match held.rules(has_served).must_admit(self.now()) {
            _ if !serves => Some(domain::Code::NotAllowed),
            Err(refused) => Some(refused.code()),
            Ok(()) if held.state()?.must_be_open().is_err() => Some(domain::Code::WrongState),
            Ok(()) if clash.is_some() => Some(domain::Code::ShiftClash),
            Ok(()) => None,
        };
        let code = match shift.may_keep {
            true => Some(self.vault.open(Secret::ShiftCode, &held.code)?),
            false => None,
        };
        Ok(ShiftHours { shift, standby, refused, clash, code })
    }

    /// Lists the people of a shift: those on it, the standby line in its order, and those who were absent.
    ///
    /// # Errors
    /// Not allowed without a role that reads shifts; not found outside the actor's areas.
    pub async fn shift_people(&self, actor: &Actor, id: ShiftId) -> Result<Vec<ShiftPerson>> {
        actor.must_somewhere(Action::ReadShifts)?;
        let mut db = self.reader().await?;
        let path = load_shift(&mut db.arm(), id).await?.path();
        actor.must(Action::ReadShifts, &path)?;
        let found = rows!(
            db,
            PersonRow,
            "select p.id, p.account, a.name, coalesce(o.name, '') as organisation_name, p.state, p.came, p.went,
                 p.minutes, p.typed
             from shift_place p join account a on a.id = p.account left join organisation o on o.id = a.organisation
             where p.shift = $1 and p.state in ('on', 'standby', 'absent')
             order by case p.state when 'on' then 0 when 'absent' then 1 else 2 end, p.id limit 1000",
            id,
        )?;
        found.into_iter().map(PersonRow::seen).collect()
    }

    /// Counts shifts of the next three days that lack people.
    pub(crate) fn shifts_short(of: &Waiting<'_>) -> Option<String> {
        let inside = covered("a.path", &of.actor.areas_for(Action::LeadCasework));
        of.actor.may_somewhere(Action::LeadCasework).then(|| {
            format!(
                "select count(*) as n, min(s.starts) as at from shift s join area a on a.id = s.area
                 where s.state = 'open' and s.starts > $1 and s.starts < $1 + {} and s.taken < s.places and {inside}",
                3 * DAY,
            )
        })
    }
}

/// Cuts rows to a page.
fn listed(found: Vec<ShiftRow>, actor: &Actor) -> Result<Page<Shift>> {
    let items = found.into_iter().map(|row| row.seen(actor)).collect::<Result<Vec<_>>>()?;
    Ok(page(items, |shift| shift.id))
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: i64,
    account: AccountId,
    name: String,
    organisation_name: String,
    state: String,
    came: i64,
    went: i64,
    minutes: i64,
    typed: i64,
}

impl PersonRow {
    fn seen(self) -> Result<ShiftPerson> {
        let place = ShiftAttendance {
            place: self.id,
            state: parse(&self.state)?,
            came: some(self.came),
            went: some(self.went),
            minutes: self.minutes,
            typed: self.typed,
        };
        let PersonRow { account, name, organisation_name, .. } = self;
        Ok(ShiftPerson { account, name, organisation_name, place })
    }
}
