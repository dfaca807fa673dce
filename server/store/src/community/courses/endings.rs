//! Holds a course below its minimum, cancels it, or ends it when the time for late marks has passed.

use domain::community::courses::{CourseCancel, CourseEvent, CourseId, CourseState};
use serde::Serialize;

use super::{LockedCourse, certificates::issue_all, lock_kept, places::cancel_all};
use crate::{Command, Error, Result, Tx, db::sql::run};

/// Holds a course although fewer than its minimum are registered.
///
/// # Errors
/// Not found outside the actor's areas; [`domain::Code::WrongState`] unless it is asked for.
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
            return Err(domain::Code::WrongState.into());
        }
        run!(tx, "update course set short = 0, check_at = 0 where id = $1", course.id)?;
        tx.audit("course", course.id).await
    }
}

/// Cancels a course; all who are registered or wait are told.
///
/// # Errors
/// Not found outside the actor's areas; [`domain::Code::WrongState`] once it is over or cancelled;
/// [`domain::Code::TooLate`] once it has begun.
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
            return Err(domain::Code::TooLate.into());
        }
        settle(tx, &course, state, self.reason.as_str()).await?;
        // Sessions that will not be have no attendance to ask for.
        run!(tx, "update course_session set ask_at = 0, asked = 0 where course = $1", course.id)?;
        cancel_all(tx, &course).await?;
        tx.audit("course", course.id).await
    }
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
