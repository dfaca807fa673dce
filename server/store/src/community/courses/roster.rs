//! Lists of a course: who is registered or waits, who is at the door, and a family's own places. Accounts named for the
//! organisation, and staff of other areas than the family's, read aliases only.

use domain::{
    Code, DAY,
    accounts::Actor,
    areas::AreaPath,
    community::courses::{
        CourseId, CourseSessionId, DOOR_EARLY, DoorPerson, LATE_MARKS, OwnPlace, PlaceLine, SessionAtHand,
    },
    households::HouseholdId,
    permission::Action,
};
use sqlx::AssertSqlSafe;

use super::{load_course, load_session, masked, may_mark, must_mark};
use crate::{
    Conn, Refusal, Result, Store,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::signed_in,
        sql::{parse, rows},
    },
};

#[derive(sqlx::FromRow)]
struct OwnRow {
    id: i64,
    course: i64,
    title: String,
    starts: i64,
    ends: i64,
    member: i64,
    name: String,
    state: String,
    answer_by: i64,
    attended: i64,
    certificate: String,
}

/// Loads the places of a household, newest first, at most 100; those of one course, or of all for course 0.
pub(crate) async fn own_places(
    db: &mut Conn<'_>,
    vault: &Vault,
    household: HouseholdId,
    course: CourseId,
) -> Result<Vec<OwnPlace>> {
    let found = rows!(
        db,
        OwnRow,
        "select p.id, p.course, c.title, c.starts, c.ends, p.member, coalesce(n.name, '') as name, p.state, p.answer_by,
             (select count(*) from course_mark m where m.place = p.id and m.present = true) as attended,
             coalesce((select t.number from certificate t where t.place = p.id), '') as certificate
         from course_place p join course c on c.id = p.course left join person n on n.id = p.member and p.member > 0
         where p.household = $1 and (cast($2 as bigint) = 0 or p.course = $2) order by p.id desc limit 100",
        household,
        course,
    )?;
    let mut places = Vec::with_capacity(found.len());
    for row in found {
        places.push(OwnPlace {
            id: row.id,
            course: row.course,
            title: row.title,
            starts: row.starts,
            ends: row.ends,
            member: row.member,
            name: vault.open(Secret::PersonName, &row.name)?,
            state: parse(&row.state)?,
            answer_by: (row.answer_by > 0).then_some(row.answer_by),
            attended: row.attended,
            certificate: (!row.certificate.is_empty()).then_some(row.certificate),
        });
    }
    Ok(places)
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: i64,
    household: i64,
    path: String,
    name: String,
    size: i64,
    state: String,
    walk_in: bool,
    words: String,
    made: i64,
    answer_by: i64,
    attended: i64,
}

#[derive(sqlx::FromRow)]
struct DoorRow {
    id: i64,
    household: i64,
    path: String,
    name: String,
    size: i64,
    walk_in: bool,
    present: bool,
}

/// Household and masked name of a person, for readers who keep courses in the home's area; nothing for all others.
fn seen(
    vault: &Vault,
    actor: &Actor,
    (household, path, name): (HouseholdId, &str, &str),
) -> Result<(Option<HouseholdId>, String)> {
    if !actor.may(Action::ReadCourses, &AreaPath(path.to_owned())) {
        return Ok((None, String::new()));
    }
    let name = vault.open(Secret::PersonName, name)?;
    Ok((Some(household), if name.is_empty() { String::new() } else { masked(&name) }))
}

impl Store {
    /// Lists the places of the actor's own family, newest first; at most 100.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn own_course_places(&self, actor: &Actor) -> Result<Vec<OwnPlace>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        own_places(&mut db.arm(), &self.vault, household, 0).await
    }

    /// Lists the places of a household for the staff who keep its file, with masked names.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps files.
    pub async fn household_course_places(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<OwnPlace>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        let path = crate::households::views::household_path(&mut db.arm(), household).await?;
        actor.must(Action::KeepHouseholds, &path)?;
        let places = own_places(&mut db.arm(), &self.vault, household, 0).await?;
        let hide = |place: OwnPlace| OwnPlace {
            name: if place.name.is_empty() { String::new() } else { masked(&place.name) },
            ..place
        };
        Ok(places.into_iter().map(hide).collect())
    }

    /// Lists the places of a course: registered, offered, waiting, then ended ones; at most 1,000.
    ///
    /// # Errors
    /// Not signed in; not found for all but the staff of its area and its organisation.
    pub async fn course_roster(&self, actor: &Actor, course: CourseId) -> Result<Vec<PlaceLine>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let of = load_course(&mut db.arm(), course).await?;
        if !may_mark(&mut db.arm(), actor, &of).await? && !actor.may(Action::ReadCourses, &of.path()) {
            return Err(Refusal::NotFound.into());
        }
        let found = rows!(
            db,
            LineRow,
            "select p.id, p.household, a.path, coalesce(n.name, '') as name, h.size, p.state, p.walk_in, p.words, p.made,
                 p.answer_by, (select count(*) from course_mark m where m.place = p.id and m.present = true) as attended
             from course_place p join household h on h.id = p.household join area a on a.id = h.area
                 left join person n on n.id = p.member and p.member > 0
             where p.course = $1
             order by case p.state when 'registered' then 0 when 'offered' then 1 when 'waiting' then 2 else 3 end, p.id
             limit 1000",
            course,
        )?;
        let mut lines = Vec::with_capacity(found.len());
        for row in found {
            let (household, name) = seen(&self.vault, actor, (row.household, &row.path, &row.name))?;
            let reads = actor.may(Action::KeepCourses, &AreaPath(row.path));
            let words = if reads { self.vault.open(Secret::CoursePlaceWords, &row.words)? } else { String::new() };
            lines.push(PlaceLine {
                id: row.id,
                household,
                masked: name,
                family_size: row.size,
                state: parse(&row.state)?,
                walk_in: row.walk_in,
                words,
                made: row.made,
                answer_by: (row.answer_by > 0).then_some(row.answer_by),
                attended: row.attended,
            });
        }
        Ok(lines)
    }

    /// Lists the sessions of announced courses in the actor's areas that take marks now or within a day, by start; at most
    /// 20, none for staff who keep no courses.
    ///
    /// # Errors
    /// Not allowed for accounts that are no staff.
    pub async fn sessions_at_hand(&self, actor: &Actor) -> Result<Vec<SessionAtHand>> {
        signed_in(actor)?;
        if !actor.is_staff() {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let now = self.now();
        let sql = format!(
            "select s.id, c.title, s.place, s.starts from course_session s join course c on c.id = s.course
                 join area a on a.id = c.area
             where s.starts > $1 and s.starts < $2 and c.state = 'announced' and {} order by s.starts, s.id limit 20",
            covered("a.path", &actor.areas_for(Action::KeepCourses)),
        );
        let (since, until) = (now - LATE_MARKS, now + DOOR_EARLY + DAY);
        let mut db = self.reader().await?;
        let found = rows!(db, (i64, String, String, i64), AssertSqlSafe(sql.as_str()), since, until)?;
        Ok(found.into_iter().map(|(id, title, place, starts)| SessionAtHand { id, title, place, starts }).collect())
    }

    /// Lists the registered people of a session's course with their marks, by number; and the course.
    ///
    /// # Errors
    /// Not signed in; not found for all who do not mark its attendance.
    pub async fn session_people(&self, actor: &Actor, session: CourseSessionId) -> Result<(CourseId, Vec<DoorPerson>)> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let course = load_session(&mut db.arm(), session).await?.course;
        must_mark(&mut db.arm(), actor, course).await?;
        let found = rows!(
            db,
            DoorRow,
            "select p.id, p.household, a.path, coalesce(n.name, '') as name, h.size, p.walk_in,
                 coalesce(m.present, false) as present
             from course_place p join household h on h.id = p.household join area a on a.id = h.area
                 left join person n on n.id = p.member and p.member > 0
                 left join course_mark m on m.session = $2 and m.place = p.id
             where p.course = $1 and p.state = 'registered' order by p.id limit 1000",
            course,
            session,
        )?;
        let mut people = Vec::with_capacity(found.len());
        for row in found {
            let (household, name) = seen(&self.vault, actor, (row.household, &row.path, &row.name))?;
            people.push(DoorPerson {
                place: row.id,
                household,
                masked: name,
                family_size: row.size,
                present: row.present,
                walk_in: row.walk_in,
            });
        }
        Ok((course, people))
    }
}
