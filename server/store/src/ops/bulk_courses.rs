//! Courses of the past, and places of coming ones, for the demo data.
//! Nothing here checks permissions or writes notices: call it only from a script on a new database.

use domain::{
    DAY, Timestamp,
    accounts::AccountId,
    areas::AreaId,
    casework::rounds::profile::Spoken,
    community::courses::{CourseId, CourseKind, CourseTopic, adult_born_by},
};

use crate::{
    Result, Tx,
    crypto::{random, secret::Secret},
    db::sql::{run, value, values},
};

/// A course of one session that is over.
#[derive(Clone, Copy, Debug)]
pub struct CourseOnFile {
    /// Its area.
    pub area: AreaId,
    /// Its organiser.
    pub organiser: AccountId,
    /// What it was.
    pub kind: CourseKind,
    /// What it was about.
    pub topic: CourseTopic,
    /// Its title.
    pub title: &'static str,
    /// Where it was.
    pub place: &'static str,
    /// Language that was spoken.
    pub language: Spoken,
    /// When it started.
    pub starts: Timestamp,
    /// Planned and real minutes.
    pub minutes: (i64, i64),
    /// Adults who were there, after so many others of the area.
    pub people: (i64, i64),
}

/// Inserts a course that is over, with its places, marks and certificates.
///
/// # Errors
/// Only when the database fails.
pub async fn insert_course(tx: &mut Tx<'_>, course: &CourseOnFile) -> Result<()> {
    let CourseOnFile { area, organiser, kind, topic, title, place, language, starts, minutes, people } = *course;
    let (planned, real) = minutes;
    let ends = starts + planned * 60;
    let root = value!(tx, i64, "select root from area where id = $1", area)?;
    let id = value!(
        tx,
        i64,
        "insert into course (area, root, organisation, organiser, kind, topic, title, about, language, minimum, maximum,
             taken, enough, opens, closes, starts, ends, state, check_at, short, reason, created, created_by, ended,
             ended_by, version)
         values ($1, $12, 0, $2, $3, $4, $5, '', $6, 0, $7, 0, 80, $8, $9, $9, $10, 'over', 0, 0, '', $8, $2, $11, 0, 0)
         returning id",
        area,
        organiser,
        kind.as_str(),
        topic.as_str(),
        title,
        language.as_str(),
        people.0.max(1),
        starts - 20 * DAY,
        starts,
        ends,
        ends + 2 * DAY,
        root,
    )?;
    let session = value!(
        tx,
        i64,
        "insert into course_session (course, place, starts, minutes, noted, real_minutes, ask_at, asked, version)
         values ($1, $2, $3, $4, $5, $6, 0, 0, 0) returning id",
        id,
        place,
        starts,
        planned,
        ends,
        real,
    )?;
    fill_course(tx, id, "registered", people).await?;
    run!(
        tx,
        "insert into course_mark (session, place, present, way, at, account)
         select cast($1 as bigint), p.id, true, 'list', cast($2 as bigint), cast($3 as bigint)
         from course_place p where p.course = $4",
        session,
        starts,
        organiser,
        id,
    )?;
    for place in values!(tx, i64, "select id from course_place where course = $1 order by id", id)? {
        let code = tx.vault.seal(Secret::CertificateCode, &random::code(8))?;
        run!(
            tx,
            "insert into certificate (place, household, number, code, made)
             select p.id, p.household, cast($2 as text), cast($3 as text), cast($4 as bigint)
             from course_place p where p.id = $1",
            place,
            random::digits(10),
            &code,
            ends + 2 * DAY,
        )?;
    }
    Ok(())
}

/// Registers adults of the area of a course, or puts them into its waiting list: so many, after so many others.
///
/// # Errors
/// Only when the database fails.
pub async fn fill_course(tx: &mut Tx<'_>, course: CourseId, state: &str, people: (i64, i64)) -> Result<()> {
    let (many, after) = people;
    let born = adult_born_by(tx.now);
    run!(
        tx,
        "insert into course_place (course, household, member, state, walk_in, words, made, made_by, changed, answer_by,
             version)
         select c.id, n.household, n.id, cast($2 as text), false, '', c.opens, c.organiser, c.opens, 0, 0
         from course c join area a on a.id = c.area join area b on b.path like a.path || '%'
             join household h on h.area = b.id and h.state = 'open' join person n on n.household = h.id
         where c.id = $1 and n.birth_year <= $3 order by n.id limit $4 offset $5",
        course,
        state,
        born,
        many,
        after,
    )?;
    run!(
        tx,
        "update course set taken = (select count(*) from course_place p
             where p.course = course.id and p.state in ('offered', 'registered')) where id = $1",
        course,
    )?;
    Ok(())
}
