//! Reads courses: staff those of their areas, families those around their home, those named for an organisation its own.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    community::courses::{Course, CourseDetails, CourseId, CourseSession, CourseState, adult_born_by, takes_marks},
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{masked, may_mark_of, roster::own_places};
use crate::{
    Conn, Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    community::organisations::acts_for,
    crypto::secret::Secret,
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows, value},
    },
    households::views::household_path,
};

/// Which courses a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CourseList {
    /// Announced, or under way.
    #[default]
    Coming,
    /// Those about which the organiser is asked: too few, or without attendance.
    Asked,
    /// Over or cancelled.
    Over,
}

#[derive(sqlx::FromRow)]
struct CourseRow {
    id: i64,
    area: i64,
    area_name: String,
    path: String,
    organisation: i64,
    organisation_name: String,
    kind: String,
    topic: String,
    title: String,
    about: String,
    language: String,
    minimum: i64,
    maximum: i64,
    taken: i64,
    opens: i64,
    closes: i64,
    starts: i64,
    ends: i64,
    enough: i64,
    state: String,
    short: i64,
    reason: String,
}

/// A course, and whether it is around the home of the reader's family.
#[derive(sqlx::FromRow)]
struct NearRow {
    #[sqlx(flatten)]
    course: CourseRow,
    near: bool,
}

/// Columns and joins of a [`CourseRow`]; a macro because statements are literals.
macro_rules! course_columns {
    () => {
        "c.id, c.area, a.name as area_name, a.path, c.organisation, coalesce(o.name, '') as organisation_name, c.kind,
             c.topic, c.title, c.about, c.language, c.minimum, c.maximum, c.taken, c.opens, c.closes, c.starts, c.ends,
             c.enough, c.state, c.short, c.reason
         from course c join area a on a.id = c.area
             left join organisation o on o.id = c.organisation and c.organisation > 0"
    };
}

impl CourseRow {
    fn seen(self, now: i64) -> Result<Course> {
        let state: CourseState = parse(&self.state)?;
        Ok(Course {
            id: self.id,
            area: self.area,
            area_name: self.area_name,
            organisation: (self.organisation > 0).then_some(self.organisation),
            organisation_name: self.organisation_name,
            kind: parse(&self.kind)?,
            topic: parse(&self.topic)?,
            title: self.title,
            about: self.about,
            language: parse(&self.language)?,
            minimum: self.minimum,
            maximum: self.maximum,
            taken: self.taken,
            opens: self.opens,
            closes: self.closes,
            starts: self.starts,
            ends: self.ends,
            enough: self.enough,
            state,
            open: state == CourseState::Announced && now >= self.opens && now <= self.closes,
            short: self.short > 0,
            reason: if self.reason.is_empty() { None } else { Some(parse(&self.reason)?) },
        })
    }
}

fn all(found: Vec<CourseRow>, now: i64) -> Result<Vec<Course>> {
    found.into_iter().map(|row| row.seen(now)).collect()
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: i64,
    place: String,
    starts: i64,
    minutes: i64,
    noted: i64,
    real_minutes: i64,
    asked: i64,
    present: i64,
}

async fn sessions(db: &mut Conn<'_>, course: &Course, now: i64) -> Result<Vec<CourseSession>> {
    let found = rows!(
        db,
        SessionRow,
        "select s.id, s.place, s.starts, s.minutes, s.noted, s.real_minutes, s.asked,
             (select count(*) from course_mark m where m.session = s.id and m.present = true) as present
         from course_session s where s.course = $1 order by s.starts, s.id",
        course.id,
    )?;
    let announced = course.state == CourseState::Announced;
    let session = |row: SessionRow| CourseSession {
        id: row.id,
        place: row.place,
        starts: row.starts,
        minutes: row.minutes,
        real_minutes: (row.noted > 0).then_some(row.real_minutes),
        present: Some(row.present),
        asked: row.asked > 0,
        takes_marks: announced && takes_marks(row.starts, row.minutes, now),
    };
    Ok(found.into_iter().map(session).collect())
}

impl Store {
    /// Lists the courses of the actor's areas, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads courses.
    pub async fn courses(&self, actor: &Actor, list: CourseList, cursor: CourseId) -> Result<Page<Course>> {
        actor.must_somewhere(Action::ReadCourses)?;
        let which = match list {
            CourseList::Coming => "c.state = 'announced'",
            CourseList::Asked => {
                "c.state = 'announced' and (c.short > 0
                     or exists (select 1 from course_session s where s.course = c.id and s.asked > 0))"
            }
            CourseList::Over => "c.state in ('cancelled', 'over')",
        };
        let sql = format!(
            concat!("select ", course_columns!(), " where {} and c.id < $1 and {} order by c.id desc limit 51"),
            which,
            covered("a.path", &actor.areas_for(Action::ReadCourses)),
        );
        let before = if cursor > 0 { cursor } else { i64::MAX };
        let mut db = self.reader().await?;
        let found = rows!(db, CourseRow, AssertSqlSafe(sql.as_str()), before)?;
        Ok(page(all(found, self.now())?, |course| course.id))
    }

    /// Lists the courses of the organisation for which the actor acts, the latest first; at most 100.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn organisation_courses(&self, actor: &Actor) -> Result<Vec<Course>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(
            db,
            CourseRow,
            concat!(
                "select ",
                course_columns!(),
                " where c.organisation = $1 and c.organisation > 0 order by c.starts desc, c.id desc limit 100"
            ),
            acts_for,
        )?;
        all(found, self.now())
    }

    /// Lists the announced courses around a household's home that have not begun, the next first, at most 100; and its
    /// adults, by whole names for the family and by masked ones for its caseworker.
    ///
    /// # Errors
    /// Not found for other families and outside the actor's areas; not allowed without a role that keeps files.
    pub async fn courses_for(
        &self,
        actor: &Actor,
        household: HouseholdId,
    ) -> Result<(Vec<Course>, Vec<(i64, String)>)> {
        let own = is_own(actor, household);
        if !own {
            actor.must_somewhere(Action::KeepHouseholds)?;
        }
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        if !own {
            actor.must(Action::KeepHouseholds, &path)?;
        }
        let now = self.now();
        let found = rows!(
            db,
            CourseRow,
            concat!(
                "select ",
                course_columns!(),
                " where c.root = (select h.root from household h where h.id = $1) and c.state = 'announced'
                      and c.starts > $2 and $3 like a.path || '%' order by c.starts, c.id limit 100"
            ),
            household,
            now,
            &path.0,
        )?;
        let adults = rows!(
            db,
            (i64, String),
            "select id, name from person where household = $1 and birth_year <= $2 order by id",
            household,
            adult_born_by(now),
        )?;
        let mut named = Vec::with_capacity(adults.len());
        for (id, name) in adults {
            let name = self.vault.open(Secret::PersonName, &name)?;
            named.push((id, if own { name } else { masked(&name) }));
        }
        Ok((all(found, now)?, named))
    }

    /// Loads a course with its sessions: for the staff of its area, for its organisation, and for families around whose
    /// home it is or who have a place.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn course(&self, actor: &Actor, id: CourseId) -> Result<CourseDetails> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            NearRow,
            concat!(
                "select exists (select 1 from household x join area y on y.id = x.area
                                where x.id = $2 and y.path like a.path || '%') as near, ",
                course_columns!(),
                " where c.id = $1"
            ),
            id,
            actor.household,
        )?;
        let NearRow { course, near } = found.ok_or(Refusal::NotFound)?;
        let (path, organisation, now) = (AreaPath(course.path.clone()), course.organisation, self.now());
        let course = course.seen(now)?;
        let may_mark = may_mark_of(&mut db.arm(), actor, organisation, &path).await?;
        let reads = may_mark || actor.may(Action::ReadCourses, &path);
        let own = if actor.household == 0 {
            Vec::new()
        } else {
            own_places(&mut db.arm(), &self.vault, actor.household, id).await?
        };
        if !reads && !near && own.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        let mut sessions = sessions(&mut db.arm(), &course, now).await?;
        if !reads {
            sessions.iter_mut().for_each(|session| (session.present, session.asked) = (None, false));
        }
        let waiting = if reads {
            Some(value!(db, i64, "select count(*) from course_place where course = $1 and state = 'waiting'", id)?)
        } else {
            None
        };
        let may_join = near && course.open;
        let may_manage = actor.may(Action::KeepCourses, &path);
        Ok(CourseDetails { course, sessions, own, waiting, may_manage, may_mark, may_join })
    }

    /// Lists the open organisations of the actor's root area that can hold a course, by name; at most 300.
    ///
    /// # Errors
    /// Not allowed without a role that keeps courses.
    pub async fn course_organisations(&self, actor: &Actor) -> Result<Vec<(i64, String)>> {
        actor.must_somewhere(Action::KeepCourses)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            (i64, String),
            "select o.id, o.name from organisation o join area a on a.id = o.area
             where a.root = $1 and o.open = true order by o.name, o.id limit 300",
            actor.root,
        )?)
    }

    /// Counts courses about which their organiser is asked: too few, or without attendance.
    pub(crate) fn courses_asked(of: &Waiting<'_>) -> Option<String> {
        let inside = covered("a.path", &of.actor.areas_for(Action::KeepCourses));
        of.actor.may_somewhere(Action::KeepCourses).then(|| {
            format!(
                "select count(*) as n, min(t.starts) as at from (
                     select c.id, c.starts from course c join area a on a.id = c.area
                     where c.state = 'announced' and c.short > 0 and {inside}
                     union select c.id, c.starts from course_session s join course c on c.id = s.course
                         join area a on a.id = c.area
                     where s.asked > 0 and c.state = 'announced' and {inside}) t"
            )
        })
    }
}
