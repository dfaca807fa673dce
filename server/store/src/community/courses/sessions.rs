//! Sessions of a course: added, dropped, and how long they were.

use domain::{
    Code, Timestamp,
    community::courses::{ASK_AFTER, CourseId, CourseSessionId, DOOR_EARLY, NewSession, SESSIONS, check_at},
    events::{Event, OfCoursePlace},
    households::HouseholdId,
    points::taking_part::PartKind,
};
use serde::Serialize;

use super::{LockedCourse, LockedSession, load_session, lock_kept, lock_session, must_mark};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        pagination::signed_in,
        sql::{row, rows, run, value, values},
    },
    points::taking_part::booking::{Fact, book, lock_all, undo},
};

/// Inserts a session; its attendance is asked for three hours after it.
pub(crate) async fn insert_session(tx: &mut Tx<'_>, course: CourseId, new: &NewSession) -> Result<CourseSessionId> {
    Ok(value!(
        tx,
        i64,
        "insert into course_session (course, place, starts, minutes, noted, real_minutes, ask_at, asked, version)
         values ($1, $2, $3, $4, 0, 0, $5, 0, 0) returning id",
        course,
        &new.place,
        new.starts,
        new.minutes,
        new.ends() + ASK_AFTER,
    )?)
}

/// Writes the first start and the last end of a course, which its sessions decide. Registration never closes later.
async fn settle_times(tx: &mut Tx<'_>, course: &LockedCourse) -> Result<()> {
    let times = row!(
        tx,
        (Timestamp, Timestamp),
        "select cast(min(starts) as bigint), cast(max(starts + minutes * 60) as bigint) from course_session
         where course = $1",
        course.id,
    )?;
    let Some((starts, ends)) = times else { return Ok(()) };
    let check = if course.starts == starts { course.check_at } else { check_at(course.minimum, starts, tx.now) };
    run!(
        tx,
        "update course set starts = $2, ends = $3, check_at = $4,
             closes = case when closes > $2 then $2 else closes end where id = $1",
        course.id,
        starts,
        ends,
        check,
    )?;
    Ok(())
}

/// Tells the families that are registered, offered a place or waiting that the sessions are others.
async fn tell_changed(tx: &mut Tx<'_>, course: &LockedCourse) -> Result<()> {
    let families = rows!(
        tx,
        (i64, i64),
        "select household, min(id) from course_place
         where course = $1 and state in ('waiting', 'offered', 'registered') group by household order by household",
        course.id,
    )?;
    for (household, place) in families {
        let of = OfCoursePlace { course: course.id, place, household, title: course.title.clone() };
        tx.emit(Event::CourseChanged(of)).await?;
    }
    Ok(())
}

/// Adds a session to an announced course and tells those who take part.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] once it is over or cancelled; invalid fields; field
/// `sessions` with as many as a course may have.
#[derive(Clone, Debug, Serialize)]
pub struct AddSession {
    /// The course.
    pub course: CourseId,
    /// The session.
    pub session: NewSession,
}

impl Command for AddSession {
    const NAME: &'static str = "course_session_add";
    type Output = CourseSessionId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CourseSessionId> {
        let course = lock_kept(tx, self.course).await?;
        course.must_be_announced()?;
        let new = self.session.clone().checked(tx.now)?;
        let known = value!(tx, i64, "select count(*) from course_session where course = $1", course.id)?;
        if known >= i64::try_from(SESSIONS).unwrap_or(i64::MAX) {
            return Err(Refusal::field("sessions", Code::OutOfRange).into());
        }
        let id = insert_session(tx, course.id, &new).await?;
        settle_times(tx, &course).await?;
        tell_changed(tx, &course).await?;
        tx.audit("course", course.id).await?;
        Ok(id)
    }
}

/// Drops a session that has not begun, and tells those who take part. The only one stays: the course is cancelled then.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] once it is over or cancelled, the session has begun, or it
/// is the only one.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct DropSession {
    /// The session.
    pub session: CourseSessionId,
}

impl Command for DropSession {
    const NAME: &'static str = "course_session_drop";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(domain::permission::Action::KeepCourses)?;
        let seen = load_session(&mut tx.arm(), self.session).await?;
        let course = lock_kept(tx, seen.course).await?;
        course.must_be_announced()?;
        let others = value!(
            tx,
            i64,
            "select count(*) from course_session where course = $1 and id <> $2",
            course.id,
            self.session,
        )?;
        // The list for the door is open two hours before: there may be marks.
        if others == 0 || seen.starts - DOOR_EARLY <= tx.now {
            return Err(Code::WrongState.into());
        }
        run!(tx, "delete from course_session where id = $1", self.session)?;
        settle_times(tx, &course).await?;
        tell_changed(tx, &course).await?;
        tx.audit("course", course.id).await
    }
}

/// Notes how long a session was; 0 minutes when it did not take place, which takes back the points for being there.
/// Its attendance is not asked for any more.
///
/// # Errors
/// Not found for all who do not mark its attendance; [`Code::TooSoon`] before its start; [`Code::WrongState`] for a
/// course that was cancelled; field `minutes`; [`Code::ChangedMeanwhile`] when another family was marked just now.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NoteSession {
    /// The session.
    pub session: CourseSessionId,
    /// Minutes.
    pub minutes: i64,
}

impl Command for NoteSession {
    const NAME: &'static str = "course_session_note";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let homes = lock_present(tx, self.session).await?;
        let (course, session) = lock_session(tx, self.session).await?;
        course.must_be_announced()?;
        if tx.now < session.starts {
            return Err(Code::TooSoon.into());
        }
        if !(0..=1440).contains(&self.minutes) {
            return Err(Refusal::field("minutes", Code::OutOfRange).into());
        }
        let now = tx.now;
        run!(
            tx,
            "update course_session set noted = $2, real_minutes = $3, ask_at = 0, asked = 0, version = version + 1
             where id = $1",
            session.id,
            now,
            self.minutes,
        )?;
        settle_points(tx, &session, &homes, self.minutes).await?;
        tx.audit("course", course.id).await
    }
}

/// Checks that the actor marks the session's attendance, then locks the households that were there: before the course,
/// because being there gives points.
async fn lock_present(tx: &mut Tx<'_>, session: CourseSessionId) -> Result<Vec<HouseholdId>> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let seen = load_session(&mut tx.arm(), session).await?;
    must_mark(&mut tx.arm(), &actor, seen.course).await?;
    let homes = values!(
        tx,
        i64,
        "select distinct p.household from course_mark m join course_place p on p.id = m.place
         where m.session = $1 and m.present = true",
        session,
    )?;
    lock_all(tx, homes.clone()).await?;
    Ok(homes)
}

/// Books the points of those who were at a locked session, or takes them back from all when it did not take place.
async fn settle_points(tx: &mut Tx<'_>, session: &LockedSession, homes: &[HouseholdId], minutes: i64) -> Result<()> {
    let marks = rows!(
        tx,
        (i64, i64),
        "select m.id, p.household from course_mark m join course_place p on p.id = m.place
         where m.session = $1 and m.present = true order by p.household, m.id",
        session.id,
    )?;
    if marks.iter().any(|(_, household)| !homes.contains(household)) {
        return Err(Code::ChangedMeanwhile.into());
    }
    if minutes > 0 {
        let fact = |(id, household)| Fact { household, kind: PartKind::Event, id, at: session.starts };
        return book(tx, &marks.into_iter().map(fact).collect::<Vec<_>>()).await;
    }
    for (mark, _) in marks {
        undo(tx, PartKind::Event, mark).await?;
    }
    Ok(())
}
