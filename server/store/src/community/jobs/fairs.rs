//! Job fairs: events of the kind `job_fair` to which employers bring their vacancies.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    community::{
        courses::{CourseId, CourseState},
        jobs::{Vacancy, VacancyId, VacancyState, fairs::Fair},
    },
    permission::Action,
};
use serde::Serialize;

use super::{
    vacancies::lock_vacancy,
    vacancy_views::{VacancyRow, all_seen, vacancy_columns},
};
use crate::{
    Command, Refusal, Result, Store, Tx,
    community::organisations::acts_for,
    db::sql::{parse, row, rows, run},
};

/// Brings a vacancy to a job fair of its root area. Brought again changes nothing.
///
/// # Errors
/// As [`super::vacancies::EndVacancy`]; field `course` for what is no job fair of the root area; [`Code::WrongState`]
/// once it was cancelled or is over; [`Code::TooLate`] after its last session.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BringVacancy {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// The job fair.
    pub course: CourseId,
}

impl Command for BringVacancy {
    const NAME: &'static str = "fair_bring";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let held = lock_vacancy(tx, self.vacancy).await?;
        held.state.must_go_on()?;
        let fair = row!(
            tx,
            (String, Timestamp),
            "select state, ends from course where id = $1 and root = $2 and kind = 'job_fair'",
            self.course,
            held.root,
        )?;
        let (state, ends) = fair.ok_or(Refusal::field("course", Code::Unknown))?;
        parse::<CourseState>(&state)?.must_be_announced()?;
        let (now, account) = (tx.now, tx.actor.account);
        if now >= ends {
            return Err(Code::TooLate.into());
        }
        run!(
            tx,
            "insert into fair_vacancy (course, vacancy, brought, brought_by) values ($1, $2, $3, $4)
             on conflict (course, vacancy) do nothing",
            self.course,
            self.vacancy,
            now,
            account,
        )?;
        tx.audit("vacancy", self.vacancy).await
    }
}

/// Takes a vacancy from a job fair.
///
/// # Errors
/// As [`super::vacancies::EndVacancy`], but for one that has ended; [`Code::WrongState`] unless it is brought to it;
/// [`Code::TooLate`] once the fair has begun.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct TakeFromFair {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// The job fair.
    pub course: CourseId,
}

impl Command for TakeFromFair {
    const NAME: &'static str = "fair_take_back";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        lock_vacancy(tx, self.vacancy).await?;
        let begun = row!(
            tx,
            (Timestamp,),
            "select c.starts from fair_vacancy f join course c on c.id = f.course where f.course = $1 and f.vacancy = $2",
            self.course,
            self.vacancy,
        )?;
        let (starts,) = begun.ok_or(Code::WrongState)?;
        // What was there stays in the list of the fair.
        if tx.now >= starts {
            return Err(Code::TooLate.into());
        }
        run!(tx, "delete from fair_vacancy where course = $1 and vacancy = $2", self.course, self.vacancy)?;
        tx.audit("vacancy", self.vacancy).await
    }
}

#[derive(sqlx::FromRow)]
struct FairRow {
    course: i64,
    title: String,
    place: String,
    starts: i64,
    ends: i64,
    state: String,
    brought: bool,
}

impl Store {
    /// Lists the job fairs ahead to which a vacancy is brought, for all who read it; for its employer and staff also
    /// those to which it can be. Soonest first, at most 50.
    ///
    /// # Errors
    /// As [`Store::vacancy`].
    pub async fn vacancy_fairs(&self, actor: &Actor, id: VacancyId) -> Result<Vec<Fair>> {
        let may_keep = self.vacancy(actor, id).await?.may_keep;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            FairRow,
            "select c.id as course, c.title, c.starts, c.ends, c.state, (f.vacancy is not null) as brought,
                 coalesce((select s.place from course_session s where s.course = c.id order by s.starts, s.id limit 1),
                     '') as place
             from vacancy v join course c on c.root = v.root and c.kind = 'job_fair' and c.ends > $2
                 left join fair_vacancy f on f.course = c.id and f.vacancy = v.id
             where v.id = $1 and (f.vacancy is not null or c.state = 'announced') order by c.starts, c.id limit 50",
            id,
            now,
        )?;
        let fair = |row: FairRow| {
            let FairRow { course, title, place, starts, ends, state, brought } = row;
            Ok(Fair { course, title, place, starts, ends, state: parse(&state)?, brought })
        };
        found.into_iter().filter(|row| row.brought || may_keep).map(fair).collect()
    }

    /// Lists the vacancies that are brought to a job fair, by organisation, for all who read the event; at most 500.
    /// Those that are hidden or over are left out, but for staff and their employers.
    ///
    /// # Errors
    /// As [`Store::course`].
    pub async fn fair_vacancies(&self, actor: &Actor, course: CourseId) -> Result<Vec<Vacancy>> {
        self.course(actor, course).await?;
        let mut db = self.reader().await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(
            db,
            VacancyRow,
            concat!(
                "select ",
                vacancy_columns!(),
                " join fair_vacancy f on f.vacancy = v.id
                  where f.course = $1 order by o.name, v.organisation, v.id limit 500"
            ),
            course,
        )?;
        let reads = actor.may_somewhere(Action::ReadJobs);
        let all = all_seen(found, actor, acts_for)?;
        Ok(all.into_iter().filter(|one| reads || one.may_keep || one.state == VacancyState::Open).collect())
    }
}
