//! The clock of courses: the minimum is looked at, offers lapse, attendance is asked for, courses end.

use domain::{
    community::courses::{CourseId, CoursePlaceId, CourseSessionId, CourseState, LATE_MARKS},
    events::{Event, OfCourse},
};
use serde::Serialize;

use super::{certificates::lock_households, endings::end, load_session, lock_course, organisers, places::lapse};
use crate::{
    Command, Result, Store, Tx,
    db::{
        job_sweep::sweep,
        sql::{run, value},
    },
};

/// Looks at the minimum of a course, two days before it, and asks its organiser to hold or to cancel it.
#[derive(Clone, Copy, Debug, Serialize)]
struct CheckMinimum {
    course: CourseId,
}

impl Command for CheckMinimum {
    const NAME: &'static str = "course_check";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (course, now) = (lock_course(tx, self.course).await?, tx.now);
        if course.state()? != CourseState::Announced || course.check_at == 0 || course.check_at > now {
            return Ok(false);
        }
        let registered = value!(
            tx,
            i64,
            "select count(*) from course_place where course = $1 and state = 'registered'",
            course.id,
        )?;
        // After an outage it may have begun; then there is nothing to decide.
        let short = registered < course.minimum && now < course.starts;
        let asked = if short { now } else { 0 };
        run!(tx, "update course set check_at = 0, short = $2 where id = $1", course.id, asked)?;
        if short {
            let staff = organisers(tx, &course).await?;
            tx.emit(Event::CourseShort(OfCourse { course: course.id, staff, title: course.title.clone() })).await?;
        }
        tx.audit("course", course.id).await?;
        Ok(true)
    }
}

/// Passes an offered place that was not accepted in time.
#[derive(Clone, Copy, Debug, Serialize)]
struct LapseOffer {
    place: CoursePlaceId,
}

impl Command for LapseOffer {
    const NAME: &'static str = "course_offer_lapse";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        lapse(tx, self.place).await
    }
}

/// Asks the organiser for the attendance of a session that has none.
#[derive(Clone, Copy, Debug, Serialize)]
struct AskAttendance {
    session: CourseSessionId,
}

impl Command for AskAttendance {
    const NAME: &'static str = "course_session_ask";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let seen = load_session(&mut tx.arm(), self.session).await?;
        let (course, now) = (lock_course(tx, seen.course).await?, tx.now);
        let due = value!(
            tx,
            i64,
            "select count(*) from course_session where id = $1 and ask_at > 0 and ask_at <= $2 and noted = 0",
            seen.id,
            now,
        )?;
        if due == 0 || course.state()? != CourseState::Announced {
            return Ok(false);
        }
        let present =
            value!(tx, i64, "select count(*) from course_mark where session = $1 and present = true", seen.id)?;
        let asked = if present == 0 { now } else { 0 };
        run!(tx, "update course_session set ask_at = 0, asked = $2 where id = $1", seen.id, asked)?;
        if present == 0 {
            let staff = organisers(tx, &course).await?;
            let of = OfCourse { course: course.id, staff, title: course.title.clone() };
            tx.emit(Event::CourseUnmarked(of)).await?;
        }
        tx.audit("course", course.id).await?;
        Ok(true)
    }
}

/// Ends a course two days after its last session.
#[derive(Clone, Copy, Debug, Serialize)]
struct EndCourse {
    course: CourseId,
}

impl Command for EndCourse {
    const NAME: &'static str = "course_end";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        lock_households(tx, self.course).await?;
        let course = lock_course(tx, self.course).await?;
        if course.state()? != CourseState::Announced || course.ends + LATE_MARKS >= tx.now {
            return Ok(false);
        }
        end(tx, &course).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of courses, offered places and sessions whose time has come; returns how many.
    pub(crate) async fn courses_follow(&self) -> Result<i64> {
        let now = self.now();
        let lapsed: Result<i64> = sweep!(
            self,
            |place| LapseOffer { place },
            "select answer_by, id from course_place
             where state = 'offered' and answer_by < $1 and (answer_by, id) > ($2, $3)
             order by answer_by, id limit 200",
            now,
        );
        let checked: Result<i64> = sweep!(
            self,
            |course| CheckMinimum { course },
            "select check_at, id from course
             where state = 'announced' and check_at > 0 and check_at <= $1 and (check_at, id) > ($2, $3)
             order by check_at, id limit 200",
            now,
        );
        let asked: Result<i64> = sweep!(
            self,
            |session| AskAttendance { session },
            "select ask_at, id from course_session
             where ask_at > 0 and ask_at <= $1 and (ask_at, id) > ($2, $3) order by ask_at, id limit 200",
            now,
        );
        let ended: Result<i64> = sweep!(
            self,
            |course| EndCourse { course },
            "select ends, id from course
             where state = 'announced' and ends < $1 and (ends, id) > ($2, $3) order by ends, id limit 200",
            now - LATE_MARKS,
        );
        Ok(lapsed? + checked? + asked? + ended?)
    }
}
