//! Export of a course for spreadsheets: its places, without names and words.

use domain::{
    Timestamp,
    accounts::{Actor, security::SecurityKind},
    community::courses::CourseId,
    permission::Action,
};
use serde::Serialize;

use super::load_course;
use crate::{By, Command, Result, Store, Tx, db::sql::rows};

/// A place of an exported course.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct PlaceRow {
    /// Number of the place.
    pub id: i64,
    /// Number of the household file.
    pub household: i64,
    /// People of the household.
    pub size: i64,
    /// State of the place.
    pub state: String,
    /// Whether the person came without registration.
    pub walk_in: bool,
    /// When it was made.
    pub made: Timestamp,
    /// Sessions at which the person was.
    pub attended: i64,
    /// Minutes in which it was there.
    pub minutes: i64,
    /// Whether it has a certificate.
    pub certificate: bool,
}

/// Notes an export of a course.
#[derive(Clone, Copy, Debug, Serialize)]
struct CourseExported {
    course: CourseId,
}

impl Command for CourseExported {
    const NAME: &'static str = "export_course";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepCourses)?;
        tx.must_be_proved().await?;
        tx.audit("course", self.course).await
    }
}

impl Store {
    /// Exports every place of a course, by number.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps courses;
    /// [`domain::Code::ProofNeeded`].
    pub async fn export_course(&self, by: &By, course: CourseId) -> Result<Vec<PlaceRow>> {
        let actor: &Actor = &by.actor;
        actor.must_somewhere(Action::KeepCourses)?;
        let mut db = self.reader().await?;
        let path = load_course(&mut db.arm(), course).await?.path();
        actor.must(Action::KeepCourses, &path)?;
        // A write takes a connection of its own.
        drop(db);
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, CourseExported { course }).await?;
        self.note_security_of(SecurityKind::Exported, "course", actor.account);
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            PlaceRow,
            "select p.id, p.household, h.size, p.state, p.walk_in, p.made, count(m.id) as attended,
                 coalesce(cast(sum(case when s.noted > 0 then s.real_minutes else s.minutes end) as bigint), 0) as minutes,
                 exists (select 1 from certificate t where t.place = p.id) as certificate
             from course_place p join household h on h.id = p.household
                 left join course_mark m on m.place = p.id and m.present = true
                 left join course_session s on s.id = m.session
             where p.course = $1 group by p.id, p.household, h.size, p.state, p.walk_in, p.made order by p.id limit 100000",
            course,
        )?)
    }
}
