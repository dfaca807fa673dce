//! Announces a course, and changes what was announced.

use domain::{
    Code,
    community::courses::{CourseChange, CourseId, NewCourse, check_at},
    permission::Action,
};
use serde::Serialize;

use super::{lock_kept, places::fill, sessions::insert_session};
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::must_in,
    db::sql::{run, value},
};

/// Announces a course or event with its sessions; the actor is its organiser.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; field `organisation` for one of another root area.
#[derive(Clone, Debug, Serialize)]
pub struct PostCourse(pub NewCourse);

impl Command for PostCourse {
    const NAME: &'static str = "course_post";
    type Output = CourseId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CourseId> {
        must_in(tx, Action::KeepCourses, self.0.area).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let new = self.0.clone().checked(now)?;
        let root = value!(tx, i64, "select root from area where id = $1", new.area)?;
        let organisation = new.organisation.unwrap_or_default();
        let known = value!(
            tx,
            i64,
            "select count(*) from organisation o join area a on a.id = o.area
             where o.id = $1 and o.open = true and a.root = $2",
            organisation,
            root,
        )?;
        if organisation != 0 && known == 0 {
            return Err(Refusal::field("organisation", Code::Unknown).into());
        }
        let starts = new.sessions.first().map_or(now, |session| session.starts);
        let ends = new.sessions.iter().map(domain::community::courses::NewSession::ends).max().unwrap_or(starts);
        let id = value!(
            tx,
            i64,
            "insert into course (area, root, organisation, organiser, kind, topic, title, about, language, minimum,
                 maximum, taken, enough, opens, closes, starts, ends, state, check_at, short, reason, created,
                 created_by, ended, ended_by, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, 'announced', $17, 0, '',
                 $18, $4, 0, 0, 0) returning id",
            new.area,
            root,
            organisation,
            account,
            new.kind.as_str(),
            new.topic.as_str(),
            &new.title,
            &new.about,
            new.language.as_str(),
            new.minimum,
            new.maximum,
            new.enough,
            new.opens.unwrap_or(now),
            new.closes.unwrap_or(starts),
            starts,
            ends,
            check_at(new.minimum, starts, now),
            now,
        )?;
        for session in &new.sessions {
            insert_session(tx, id, session).await?;
        }
        tx.audit("course", id).await?;
        Ok(id)
    }
}

/// Changes an announced course. With more places the waiting list moves up.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] once it is over or cancelled; invalid fields; field
/// `maximum` below the places that are taken.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeCourse {
    /// The course.
    pub course: CourseId,
    /// New values.
    pub change: CourseChange,
}

impl Command for ChangeCourse {
    const NAME: &'static str = "course_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let course = lock_kept(tx, self.course).await?;
        course.must_be_announced()?;
        let change = self.change.clone().checked(course.starts)?;
        if change.maximum < course.taken {
            return Err(Refusal::field("maximum", Code::OutOfRange).into());
        }
        // Asked or looked at once more only when the minimum is another one.
        let check = if change.minimum == course.minimum {
            course.check_at
        } else {
            check_at(change.minimum, course.starts, tx.now)
        };
        let short = if change.minimum == course.minimum { course.short } else { 0 };
        run!(
            tx,
            "update course set title = $2, about = $3, minimum = $4, maximum = $5, closes = $6, check_at = $7, short = $8
             where id = $1",
            course.id,
            &change.title,
            &change.about,
            change.minimum,
            change.maximum,
            change.closes,
            check,
            short,
        )?;
        fill(tx, course.id).await?;
        tx.audit("course", course.id).await
    }
}
