//! Marks of who was at a session, by the list or by the family's card. Each mark can be sent again.

use domain::{
    Code,
    community::courses::{CoursePlaceId, CourseSessionId, MarkWay, Presence, takes_marks},
    households::HouseholdId,
    permission::Action,
    points::taking_part::PartKind,
};
use serde::Serialize;

use super::{
    LockedCourse, LockedSession, load_session, lock_course, lock_session, must_mark,
    places::{insert_walk_in, must_be_adult},
};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_open_household},
        pagination::signed_in,
        sql::{row, rows, run, value},
    },
    points::taking_part::booking::{Fact, book, lock_all, undo},
};

/// Marks that one request holds at most.
const MOST: usize = 500;

/// Checks that the session takes marks now.
///
/// # Errors
/// [`Code::WrongState`] for a course that was cancelled; [`Code::TooSoon`] and [`Code::TooLate`].
pub(crate) fn must_take_marks(course: &LockedCourse, session: &LockedSession, now: domain::Timestamp) -> Result<()> {
    if now > session.starts && !takes_marks(session.starts, session.minutes, now) {
        return Err(Code::TooLate.into());
    }
    course.must_be_announced()?;
    if takes_marks(session.starts, session.minutes, now) { Ok(()) } else { Err(Code::TooSoon.into()) }
}

/// Writes a mark; the same one again changes nothing. Points for it are booked or taken back: the caller has locked the
/// household of the place.
pub(crate) async fn mark(
    tx: &mut Tx<'_>,
    session: CourseSessionId,
    place: CoursePlaceId,
    presence: Presence,
    way: MarkWay,
) -> Result<()> {
    let (now, account, present) = (tx.now, tx.actor.account, presence == Presence::There);
    run!(
        tx,
        "insert into course_mark (session, place, present, way, at, account) values ($1, $2, $3, $4, $5, $6)
         on conflict (session, place) do update set present = excluded.present, way = excluded.way, at = excluded.at,
             account = excluded.account where course_mark.present <> excluded.present",
        session,
        place,
        present,
        way.as_str(),
        now,
        account,
    )?;
    let marked = row!(
        tx,
        (i64, i64, i64, bool),
        "select m.id, p.household, s.starts, (s.noted = 0 or s.real_minutes > 0) as held
         from course_mark m join course_place p on p.id = m.place
             join course_session s on s.id = m.session where m.session = $1 and m.place = $2",
        session,
        place,
    )?;
    let Some((id, household, at, held)) = marked else { return Ok(()) };
    match presence {
        // One that did not take place gives nothing, until its minutes are noted anew.
        Presence::There if !held => Ok(()),
        Presence::There => book(tx, &[Fact { household, kind: PartKind::Event, id, at }]).await,
        Presence::TakenBack => undo(tx, PartKind::Event, id).await,
    }
}

/// Checks that the actor marks the session's attendance, then locks the households of the places: before the course,
/// because marks give points.
async fn lock_households(tx: &mut Tx<'_>, session: CourseSessionId, places: &[CoursePlaceId]) -> Result<()> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let seen = load_session(&mut tx.arm(), session).await?;
    must_mark(&mut tx.arm(), &actor, seen.course).await?;
    let known = rows!(
        tx,
        (i64, i64),
        "select id, household from course_place where course = $1 and state = 'registered' order by id",
        seen.course,
    )?;
    let named = known.into_iter().filter(|(place, _)| places.binary_search(place).is_ok());
    lock_all(tx, named.map(|(_, household)| household).collect()).await
}

/// Asks for the attendance of a session as long as it has none.
pub(crate) async fn settle_question(tx: &mut Tx<'_>, session: CourseSessionId) -> Result<()> {
    run!(
        tx,
        "update course_session set asked = 0, ask_at = 0 where id = $1
             and exists (select 1 from course_mark m where m.session = $1 and m.present = true)",
        session,
    )?;
    Ok(())
}

/// Marks people of the list as there, or takes marks back. People that are not named stay as they are, so that two
/// lists at one door lose nothing.
///
/// # Errors
/// Not found for all who do not mark its attendance; field `place` for another course's place, one that is not
/// registered, and too many; not allowed for the actor's own family; [`Code::TooSoon`] more than two hours before the
/// session; [`Code::TooLate`] more than two days after it; [`Code::WrongState`] for a course that was cancelled.
#[derive(Clone, Debug, Serialize)]
pub struct MarkAttendance {
    /// The session.
    pub session: CourseSessionId,
    /// Places of the people.
    pub places: Vec<CoursePlaceId>,
    /// What the marks say.
    pub presence: Presence,
}

impl Command for MarkAttendance {
    const NAME: &'static str = "course_mark";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let mut places = self.places.clone();
        places.sort_unstable();
        places.dedup();
        lock_households(tx, self.session, &places).await?;
        let (course, session) = lock_session(tx, self.session).await?;
        must_take_marks(&course, &session, tx.now)?;
        if places.len() > MOST {
            return Err(Refusal::field("place", Code::OutOfRange).into());
        }
        for place in places {
            let household = row!(
                tx,
                (i64,),
                "select household from course_place where id = $1 and course = $2 and state = 'registered'",
                place,
                course.id,
            )?;
            let (household,) = household.ok_or(Refusal::field("place", Code::Unknown))?;
            must_be_of_others(&tx.actor, household)?;
            mark(tx, session.id, place, self.presence, MarkWay::List).await?;
        }
        settle_question(tx, session.id).await?;
        tx.audit("course", course.id).await
    }
}

/// Lets an adult in whose family's card was scanned: marked by its place, or with a new one while any is free.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps files, and for the actor's own family;
/// field `member` for a child or another household's member; [`Code::CourseFull`]; [`Code::FileClosed`]; as
/// [`MarkAttendance`] for the time.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AdmitAdult {
    /// The session.
    pub session: CourseSessionId,
    /// The household.
    pub household: HouseholdId,
    /// Its member.
    pub member: i64,
}

impl Command for AdmitAdult {
    const NAME: &'static str = "course_admit";
    type Output = CoursePlaceId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CoursePlaceId> {
        let file = lock_open_household(tx, self.household, Writers::Staff(Action::KeepHouseholds)).await?;
        must_be_of_others(&tx.actor, file.id)?;
        let seen = load_session(&mut tx.arm(), self.session).await?;
        let course = lock_course(tx, seen.course).await?;
        let session = load_session(&mut tx.arm(), self.session).await?;
        tx.actor.must(Action::KeepCourses, &course.path())?;
        if course.root != file.root {
            return Err(Refusal::NotFound.into());
        }
        must_take_marks(&course, &session, tx.now)?;
        must_be_adult(tx, file.id, self.member).await?;
        let known = value!(
            tx,
            i64,
            "select coalesce(max(id), 0) from course_place
             where course = $1 and member = $2 and household = $3 and state = 'registered'",
            course.id,
            self.member,
            file.id,
        )?;
        let place = if known > 0 { known } else { insert_walk_in(tx, course.id, file.id, self.member).await? };
        mark(tx, session.id, place, Presence::There, MarkWay::Card).await?;
        settle_question(tx, session.id).await?;
        tx.audit("course", course.id).await?;
        Ok(place)
    }
}
