//! Certificates for those who were there often enough, and their public check: a number and a code, yes or no.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    community::courses::{Certificate, CertificateAnswer, CourseId, is_enough},
    events::{Event, OfCoursePlace},
    permission::Action,
    points::taking_part::PartKind,
};

use super::LockedCourse;
use crate::{
    Refusal, Result, Store, Tx,
    crypto::{random, secret::Secret},
    db::{
        area_filter::is_own,
        pagination::signed_in,
        sql::{row, rows, run, value, values},
    },
    points::taking_part::booking::{Fact, book, lock_all},
};

/// Digits of a number.
const NUMBER: usize = 10;
/// Characters of a check code.
const CODE: usize = 8;
/// Checks per address within [`CHECK_WINDOW`].
const CHECKS: i64 = 30;
/// Window of [`CHECKS`] in seconds.
const CHECK_WINDOW: Timestamp = 900;

/// Locks the households of a course that ends, before the course, because certificates give points.
pub(crate) async fn lock_households(tx: &mut Tx<'_>, course: CourseId) -> Result<()> {
    let households = values!(
        tx,
        i64,
        "select distinct household from course_place where course = $1 and state = 'registered'",
        course,
    )?;
    lock_all(tx, households).await
}

/// Makes the certificates of a course that is over, and books the points for them.
/// A session that did not take place counts for no person.
pub(crate) async fn issue_all(tx: &mut Tx<'_>, course: &LockedCourse) -> Result<()> {
    let held = value!(
        tx,
        i64,
        "select count(*) from course_session where course = $1 and (noted = 0 or real_minutes > 0)",
        course.id,
    )?;
    let found = rows!(
        tx,
        (i64, i64, i64),
        "select p.id, p.household, count(m.id) from course_place p
             join course_mark m on m.place = p.id and m.present = true
             join course_session s on s.id = m.session and (s.noted = 0 or s.real_minutes > 0)
         where p.course = $1 and p.state = 'registered' group by p.id, p.household order by p.id",
        course.id,
    )?;
    let (now, mut facts) = (tx.now, Vec::new());
    for (place, household, attended) in found {
        if !is_enough(attended, held, course.enough) {
            continue;
        }
        let (number, code) = (random::digits(NUMBER), random::code(CODE));
        let code = tx.vault.seal(Secret::CertificateCode, &code)?;
        run!(
            tx,
            "insert into certificate (place, household, number, code, made) values ($1, $2, $3, $4, $5)",
            place,
            household,
            &number,
            &code,
            now,
        )?;
        let of = OfCoursePlace { course: course.id, place, household, title: course.title.clone() };
        tx.emit(Event::CertificateMade(of)).await?;
        facts.push(Fact { household, kind: PartKind::Course, id: place, at: course.ends });
    }
    book(tx, &facts).await
}

#[derive(sqlx::FromRow)]
struct CertificateRow {
    household: i64,
    path: String,
    code: String,
    made: i64,
    title: String,
    ends: i64,
    name: String,
    minutes: i64,
}

impl Store {
    /// Loads a certificate for its family, and for the staff who keep the family's file.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn certificate(&self, actor: &Actor, number: &str) -> Result<Certificate> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let row = row!(
            db,
            CertificateRow,
            "select t.household, a.path, t.code, t.made, c.title, c.ends, coalesce(n.name, '') as name,
                 (select coalesce(cast(sum(case when s.noted > 0 then s.real_minutes else s.minutes end) as bigint), 0)
                  from course_mark m join course_session s on s.id = m.session
                  where m.place = p.id and m.present = true) as minutes
             from certificate t join course_place p on p.id = t.place join course c on c.id = p.course
                 join household h on h.id = t.household join area a on a.id = h.area
                 left join person n on n.id = p.member and p.member > 0
             where t.number = $1",
            number,
        )?
        .ok_or(Refusal::NotFound)?;
        let own = is_own(actor, row.household);
        if !own && !actor.may(Action::KeepHouseholds, &AreaPath(row.path)) {
            return Err(Refusal::NotFound.into());
        }
        let name = if own { self.vault.open(Secret::PersonName, &row.name)? } else { String::new() };
        Ok(Certificate {
            number: number.to_owned(),
            code: self.vault.open(Secret::CertificateCode, &row.code)?,
            name,
            title: row.title,
            day: row.ends,
            minutes: row.minutes,
            made: row.made,
        })
    }

    /// Tells any caller whether number and code of a certificate belong together; nothing about the person.
    ///
    /// # Errors
    /// [`domain::Code::TooManyTries`] after 30 checks from one address within 15 minutes.
    pub async fn certificate_check(&self, address: &str, number: &str, code: &str) -> Result<CertificateAnswer> {
        self.attempt(&format!("certificate:{address}"), CHECKS, CHECK_WINDOW).await?;
        let number = random::typed_code(number);
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (String, String, i64),
            "select t.code, c.title, c.ends from certificate t join course_place p on p.id = t.place
                 join course c on c.id = p.course where t.number = $1",
            &number,
        )?;
        let Some((sealed, title, day)) = found else { return Ok(CertificateAnswer::default()) };
        // Digests, so that the time of the comparison says nothing about the code.
        let right = random::digest(&self.vault.open(Secret::CertificateCode, &sealed)?);
        if right != random::digest(&random::typed_code(code)) {
            return Ok(CertificateAnswer::default());
        }
        Ok(CertificateAnswer { real: true, title: Some(title), day: Some(day) })
    }
}
