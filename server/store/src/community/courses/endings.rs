//! Holds a course below its minimum, cancels it and takes that back, or ends it after the time for late marks.

use domain::{
    Code, Timestamp,
    community::courses::{
        CourseCancel, CourseEvent, CourseId, CoursePlaceId, CourseSessionId, CourseState, PlaceState,
    },
    events::{Event, OfCoursePlace},
    permission::Action,
    undo::UndoKind,
};
use serde::{Deserialize, Serialize};

use super::{
    LockedCourse,
    certificates::issue_all,
    load_course, lock_course, lock_kept,
    places::{cancel_all, fill},
};
use crate::{
    Command, Error, Result, Tx,
    accounts::undo,
    db::{
        locks::lock_household,
        sql::{rows, run, value, values},
    },
};

/// Holds a course although fewer than its minimum are registered.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] unless it is asked for.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct HoldCourse {
    /// The course.
    pub course: CourseId,
}

impl Command for HoldCourse {
    const NAME: &'static str = "course_hold";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let course = lock_kept(tx, self.course).await?;
        course.must_be_announced()?;
        if course.short == 0 {
            return Err(Code::WrongState.into());
        }
        run!(tx, "update course set short = 0, check_at = 0 where id = $1", course.id)?;
        tx.audit("course", course.id).await
    }
}

/// Cancels a course; all who are registered or wait are told.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] once it is over or cancelled;
/// [`Code::TooLate`] once it has begun.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CancelCourse {
    /// The course.
    pub course: CourseId,
    /// Why it is cancelled.
    pub reason: CourseCancel,
}

impl Command for CancelCourse {
    const NAME: &'static str = "course_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let course = lock_kept(tx, self.course).await?;
        let state = course.state()?.after(CourseEvent::Cancel)?;
        if tx.now >= course.starts {
            return Err(Code::TooLate.into());
        }
        let was = CancelledCourse::of(tx, &course).await?;
        settle(tx, &course, state, self.reason.as_str()).await?;
        // Sessions that will not be have no attendance to ask for.
        run!(tx, "update course_session set ask_at = 0, asked = 0 where course = $1", course.id)?;
        cancel_all(tx, &course).await?;
        undo::offer(tx, UndoKind::CourseCancelled, course.id, &was).await?;
        tx.audit("course", course.id).await
    }
}

/// What taking a cancelled course back needs, as numbers: its clocks, its sessions with theirs, and its places by their
/// state, those that were offered with the end of that.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct CancelledCourse {
    check_at: Timestamp,
    short: Timestamp,
    sessions: Vec<(CourseSessionId, Timestamp, Timestamp)>,
    waiting: Vec<CoursePlaceId>,
    offered: Vec<(CoursePlaceId, Timestamp)>,
    registered: Vec<CoursePlaceId>,
}

impl CancelledCourse {
    /// Reads it of a locked course that is still announced.
    async fn of(tx: &mut Tx<'_>, course: &LockedCourse) -> Result<Self> {
        let id = course.id;
        Ok(CancelledCourse {
            check_at: course.check_at,
            short: course.short,
            sessions: rows!(
                tx,
                (i64, i64, i64),
                "select id, ask_at, asked from course_session where course = $1 order by id",
                id,
            )?,
            waiting: values!(
                tx,
                i64,
                "select id from course_place where course = $1 and state = 'waiting' order by id",
                id,
            )?,
            offered: rows!(
                tx,
                (i64, i64),
                "select id, answer_by from course_place where course = $1 and state = 'offered' order by id",
                id,
            )?,
            registered: values!(
                tx,
                i64,
                "select id from course_place where course = $1 and state = 'registered' order by id",
                id,
            )?,
        })
    }
}

/// Lets a course take place after all that the actor cancelled in second `at`: who was registered, was offered a place
/// or waited is so again, and each family is told once.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] unless the actor cancelled it then; [`Code::TooLate`] once
/// it would have begun.
pub(crate) async fn take_back(tx: &mut Tx<'_>, id: CourseId, at: Timestamp, was: &CancelledCourse) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepCourses)?;
    let seen = load_course(&mut tx.arm(), id).await?;
    tx.actor.must(Action::KeepCourses, &seen.path())?;
    // Households come before the course, in one order, so that no file closes meanwhile.
    let households = values!(
        tx,
        i64,
        "select distinct household from course_place where course = $1 and state = 'cancelled' and changed = $2
         order by household",
        id,
        at,
    )?;
    for household in households {
        lock_household(tx, household).await?;
    }
    let course = lock_course(tx, id).await?;
    let account = tx.actor.account;
    let cancelled = value!(
        tx,
        i64,
        "select count(*) from course where id = $1 and state = 'cancelled' and ended = $2 and ended_by = $3",
        id,
        at,
        account,
    )?;
    if cancelled == 0 {
        return Err(Code::WrongState.into());
    }
    if tx.now >= course.starts {
        return Err(Code::TooLate.into());
    }
    run!(
        tx,
        "update course set state = 'announced', reason = '', ended = 0, ended_by = 0, check_at = $2, short = $3
         where id = $1",
        id,
        was.check_at,
        was.short,
    )?;
    for (session, ask_at, asked) in &was.sessions {
        run!(
            tx,
            "update course_session set ask_at = $3, asked = $4 where id = $1 and course = $2",
            *session,
            id,
            *ask_at,
            *asked,
        )?;
    }
    revive_all(tx, &course, was).await?;
    tx.audit("course", id).await
}

/// Puts the places of a course that is announced again back as they were, but for members and files that are gone, and
/// tells each family once. The caller has locked the households and the course.
async fn revive_all(tx: &mut Tx<'_>, course: &LockedCourse, was: &CancelledCourse) -> Result<()> {
    let now = tx.now;
    let places = |all: &[CoursePlaceId], state| all.iter().map(|id| (*id, 0, state)).collect::<Vec<_>>();
    let mut all = places(&was.registered, PlaceState::Registered);
    all.extend(was.offered.iter().map(|(id, answer_by)| (*id, *answer_by, PlaceState::Offered)));
    all.extend(places(&was.waiting, PlaceState::Waiting));
    let mut taken = 0;
    for (place, answer_by, state) in all {
        let back = run!(
            tx,
            "update course_place set state = $3, answer_by = $4, changed = $5, version = version + 1
             where id = $1 and course = $2 and state = 'cancelled' and member > 0
                 and exists (select 1 from household h where h.id = course_place.household and h.state = 'open')
                 and not exists (select 1 from course_place o where o.course = course_place.course
                     and o.member = course_place.member and o.id <> course_place.id
                     and o.state in ('waiting', 'offered', 'registered'))",
            place,
            course.id,
            state.as_str(),
            answer_by,
            now,
        )?;
        taken += i64::from(back == 1 && state != PlaceState::Waiting);
    }
    run!(tx, "update course set taken = $2 where id = $1", course.id, taken)?;
    let families = rows!(
        tx,
        (i64, i64),
        "select household, min(id) from course_place
         where course = $1 and state in ('waiting', 'offered', 'registered') group by household order by household",
        course.id,
    )?;
    for (household, place) in families {
        let of = OfCoursePlace { course: course.id, place, household, title: course.title.clone() };
        tx.emit(Event::CourseRevived(of)).await?;
    }
    fill(tx, course.id).await
}

/// Ends a course whose time for late marks has passed, and makes the certificates of those who were there often enough.
pub(crate) async fn end(tx: &mut Tx<'_>, course: &LockedCourse) -> Result<()> {
    let state = course.state()?.after(CourseEvent::End)?;
    settle(tx, course, state, "").await?;
    let now = tx.now;
    let offered = run!(
        tx,
        "update course_place set state = 'passed', changed = $2, answer_by = 0 where course = $1 and state = 'offered'",
        course.id,
        now,
    )?;
    let offered = i64::try_from(offered).map_err(|cause| Error::Broken(cause.to_string()))?;
    run!(
        tx,
        "update course_place set state = 'passed', changed = $2 where course = $1 and state = 'waiting'",
        course.id,
        now,
    )?;
    run!(tx, "update course set taken = taken - $2 where id = $1", course.id, offered)?;
    run!(tx, "update course_session set ask_at = 0, asked = 0 where course = $1", course.id)?;
    issue_all(tx, course).await?;
    tx.audit("course", course.id).await
}

/// Writes the last state of a course, which has no question left.
async fn settle(tx: &mut Tx<'_>, course: &LockedCourse, state: CourseState, reason: &str) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update course set state = $2, reason = $3, ended = $4, ended_by = $5, check_at = 0, short = 0 where id = $1",
        course.id,
        state.as_str(),
        reason,
        now,
        account,
    )?;
    Ok(())
}
