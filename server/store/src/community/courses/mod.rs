//! Courses and events. Their places are decided under the lock of the course's row, on every path.
//! Lock order: household, course; marks and the end lock households first, because they give points.
//! The waiting list moves up without a lock of the household that is next.

pub mod attendance;
pub mod certificates;
pub(crate) mod clocks;
pub mod endings;
pub mod export;
pub(crate) mod files;
pub mod hours;
pub mod places;
pub mod posting;
pub mod roster;
pub mod scans;
pub mod sessions;
pub mod views;

use domain::{
    Timestamp,
    accounts::{AccountId, Actor, OrganisationId},
    areas::{AreaId, AreaPath},
    community::courses::{CourseId, CoursePlaceId, CourseSessionId, CourseState, PlaceState},
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    areas::staff::coordinators,
    community::organisations::acts_for,
    db::{
        pagination::signed_in,
        sql::{parse, row, run, value},
    },
};

/// A course whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedCourse {
    pub id: CourseId,
    pub root: AreaId,
    pub organisation: OrganisationId,
    pub organiser: AccountId,
    pub title: String,
    pub minimum: i64,
    pub taken: i64,
    pub enough: i64,
    pub opens: Timestamp,
    pub closes: Timestamp,
    pub starts: Timestamp,
    pub ends: Timestamp,
    pub check_at: Timestamp,
    pub short: Timestamp,
    path: String,
    state: String,
}

impl LockedCourse {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<CourseState> {
        parse(&self.state)
    }

    /// Checks that it is announced.
    ///
    /// # Errors
    /// [`domain::Code::WrongState`] once it is over or cancelled.
    pub(crate) fn must_be_announced(&self) -> Result<()> {
        Ok(self.state()?.must_be_announced()?)
    }
}

/// Loads a course without a lock.
pub(crate) async fn load_course(db: &mut Conn<'_>, id: CourseId) -> Result<LockedCourse> {
    row!(
        db,
        LockedCourse,
        "select c.id, c.root, c.organisation, c.organiser, c.title, c.minimum, c.taken, c.enough, c.opens, c.closes,
             c.starts, c.ends, c.check_at, c.short, a.path, c.state
         from course c join area a on a.id = c.area where c.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a course's row until commit, then reads it. For the clocks, and callers that check permission themselves.
///
/// # Errors
/// Not found for an unknown course.
pub(crate) async fn lock_course(tx: &mut Tx<'_>, id: CourseId) -> Result<LockedCourse> {
    run!(tx, "update course set version = version + 1 where id = $1", id)?;
    load_course(&mut tx.arm(), id).await
}

/// Checks that the actor keeps the course, locks it and reads it. A course never changes its area.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without the role.
pub(crate) async fn lock_kept(tx: &mut Tx<'_>, id: CourseId) -> Result<LockedCourse> {
    tx.actor.must_somewhere(Action::KeepCourses)?;
    let seen = load_course(&mut tx.arm(), id).await?;
    tx.actor.must(Action::KeepCourses, &seen.path())?;
    lock_course(tx, id).await
}

/// Returns whether the actor sees the lists of a course and marks attendance: staff of its area, and accounts named for
/// its organisation, which read aliases only. Other members do not, because marks give points and certificates.
pub(crate) async fn may_mark(db: &mut Conn<'_>, actor: &Actor, course: &LockedCourse) -> Result<bool> {
    may_mark_of(db, actor, course.organisation, &course.path()).await
}

/// As [`may_mark`], for a course of an organisation, or of 0, in the area of this path.
pub(super) async fn may_mark_of(
    db: &mut Conn<'_>,
    actor: &Actor,
    organisation: OrganisationId,
    path: &AreaPath,
) -> Result<bool> {
    if actor.may(Action::KeepCourses, path) {
        return Ok(true);
    }
    Ok(organisation != 0 && acts_for(db, actor).await? == organisation)
}

/// Checks that the actor marks the attendance of a course, as [`may_mark`] says.
///
/// # Errors
/// Not signed in; not found for all others.
pub(crate) async fn must_mark(db: &mut Conn<'_>, actor: &Actor, course: CourseId) -> Result<()> {
    signed_in(actor)?;
    let course = load_course(&mut db.arm(), course).await?;
    if may_mark(db, actor, &course).await? { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// A session, as it was read after the lock of its course.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedSession {
    pub id: CourseSessionId,
    pub course: CourseId,
    pub starts: Timestamp,
    pub minutes: i64,
}

/// Loads a session without a lock.
pub(crate) async fn load_session(db: &mut Conn<'_>, id: CourseSessionId) -> Result<LockedSession> {
    row!(db, LockedSession, "select id, course, starts, minutes from course_session where id = $1", id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Checks that the actor marks attendance, locks the course of the session and reads both.
///
/// # Errors
/// Not signed in; not found for all who do not.
pub(crate) async fn lock_session(tx: &mut Tx<'_>, id: CourseSessionId) -> Result<(LockedCourse, LockedSession)> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let seen = load_session(&mut tx.arm(), id).await?;
    must_mark(&mut tx.arm(), &actor, seen.course).await?;
    let course = lock_course(tx, seen.course).await?;
    Ok((course, load_session(&mut tx.arm(), id).await?))
}

/// A place, as it was read after the lock of its course.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedPlace {
    pub id: CoursePlaceId,
    pub course: CourseId,
    pub household: HouseholdId,
    pub answer_by: Timestamp,
    state: String,
}

impl LockedPlace {
    pub(crate) fn state(&self) -> Result<PlaceState> {
        parse(&self.state)
    }
}

/// Loads a place without a lock.
pub(crate) async fn load_place(db: &mut Conn<'_>, id: CoursePlaceId) -> Result<LockedPlace> {
    row!(db, LockedPlace, "select id, course, household, answer_by, state from course_place where id = $1", id,)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Loads who answers for a course: its organiser while it keeps courses there, else the coordinators.
pub(crate) async fn organisers(tx: &mut Tx<'_>, course: &LockedCourse) -> Result<Vec<AccountId>> {
    let path = course.path();
    let keeps = value!(
        tx,
        i64,
        "select count(*) from role_grant g join account k on k.id = g.account
         where g.account = $1 and g.role in ('caseworker', 'coordinator') and k.open = true and $2 like g.path || '%'",
        course.organiser,
        &path.0,
    )?;
    if keeps > 0 { Ok(vec![course.organiser]) } else { coordinators(&mut tx.arm(), &path).await }
}

/// Masks a name: its first character and two stars.
pub(crate) fn masked(name: &str) -> String {
    format!("{}**", name.chars().next().unwrap_or('*'))
}
