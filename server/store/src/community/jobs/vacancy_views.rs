//! Reads vacancies: visitors those that are open, an employer its own, staff those of the root area.

use domain::{
    Code,
    accounts::{Actor, OrganisationId},
    areas::AreaPath,
    community::jobs::{Vacancy, VacancyId, VacancyState},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{employs, stored_set};
use crate::{
    Refusal, Result, Store,
    community::organisations::acts_for,
    db::{
        area_filter::covered,
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
};

#[derive(sqlx::FromRow)]
pub(crate) struct VacancyRow {
    id: i64,
    organisation: i64,
    organisation_name: String,
    /// Path of the organisation's area.
    employer_path: String,
    area: i64,
    area_name: String,
    /// Path of the area of the work.
    pub(crate) path: String,
    root: i64,
    title: String,
    place: String,
    words: String,
    hours: i64,
    pay_from: i64,
    pay_to: i64,
    lodging: String,
    skills: String,
    languages: String,
    posts: i64,
    hired: i64,
    state: String,
    until: i64,
    confirmed: i64,
    confirm_by: i64,
    version: i64,
}

/// Columns and joins of a [`VacancyRow`]; a macro because statements are literals.
macro_rules! vacancy_columns {
    () => {
        "v.id, v.organisation, o.name as organisation_name, e.path as employer_path, v.area, a.name as area_name,
         a.path, v.root, v.title, v.place, v.words, v.hours, v.pay_from, v.pay_to, v.lodging, v.skills, v.languages,
         v.posts, v.hired, v.state, v.until, v.confirmed, v.confirm_by, v.version
         from vacancy v join organisation o on o.id = v.organisation join area e on e.id = o.area
             join area a on a.id = v.area"
    };
}
pub(crate) use vacancy_columns;

impl VacancyRow {
    /// Tells whether the actor, who acts for an organisation or for none (0), keeps the vacancy.
    fn may_keep(&self, actor: &Actor, acts_for: OrganisationId) -> bool {
        employs(acts_for, self.organisation) || actor.may(Action::KeepVacancies, &AreaPath(self.employer_path.clone()))
    }

    /// Tells whether the actor reads how many were hired: who keeps the vacancy, and staff of its root area for jobs.
    fn may_count(&self, actor: &Actor, acts_for: OrganisationId) -> bool {
        self.may_keep(actor, acts_for) || (actor.root == self.root && actor.may_somewhere(Action::ReadJobs))
    }

    pub(crate) fn seen(self, actor: &Actor, acts_for: OrganisationId) -> Result<Vacancy> {
        let (may_keep, counts) = (self.may_keep(actor, acts_for), self.may_count(actor, acts_for));
        let mut state: VacancyState = parse(&self.state)?;
        let mut open_posts = self.posts - self.hired;
        // Others read what the employer announced, which no hire changes, and of a full vacancy what they read of a
        // hidden one: else two looks would tell that one person was hired.
        if !counts {
            if state == VacancyState::Open && open_posts <= 0 {
                state = VacancyState::Hidden;
            }
            open_posts = self.posts;
        }
        Ok(Vacancy {
            id: self.id,
            organisation: self.organisation,
            organisation_name: self.organisation_name,
            area: self.area,
            area_name: self.area_name,
            title: self.title,
            place: self.place,
            words: self.words,
            hours: self.hours,
            pay_from: self.pay_from,
            pay_to: self.pay_to,
            lodging: parse(&self.lodging)?,
            skills: stored_set(&self.skills)?,
            languages: stored_set(&self.languages)?,
            posts: self.posts,
            open_posts,
            may_apply: actor.household != 0
                && actor.root == self.root
                && state == VacancyState::Open
                && self.hired < self.posts,
            state,
            until: self.until,
            confirmed: self.confirmed,
            confirm_by: self.confirm_by,
            version: self.version,
            may_keep,
        })
    }
}

pub(super) fn all_seen(found: Vec<VacancyRow>, actor: &Actor, acts_for: OrganisationId) -> Result<Vec<Vacancy>> {
    found.into_iter().map(|row| row.seen(actor, acts_for)).collect()
}

impl Store {
    /// Lists open vacancies with a post, newest first: those of the actor's root area, for visitors of all.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn open_vacancies(&self, actor: &Actor, cursor: VacancyId) -> Result<Page<Vacancy>> {
        let mut db = self.reader().await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(
            db,
            VacancyRow,
            concat!(
                "select ",
                vacancy_columns!(),
                " where v.state = 'open' and v.hired < v.posts and o.open = true and (v.root = $1 or $1 = 0)
                     and (v.id < $2 or $2 = 0) order by v.id desc limit 51"
            ),
            actor.root,
            cursor,
        )?;
        Ok(page(all_seen(found, actor, acts_for)?, |vacancy| vacancy.id))
    }

    /// Lists the vacancies of the organisation for which the actor acts, those that go on first; at most 200.
    ///
    /// # Errors
    /// Not signed in; not allowed for an account that acts for none.
    pub async fn own_vacancies(&self, actor: &Actor) -> Result<Vec<Vacancy>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        if acts_for == 0 {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let found = rows!(
            db,
            VacancyRow,
            concat!(
                "select ",
                vacancy_columns!(),
                " where v.organisation = $1
                 order by case v.state when 'ended' then 1 else 0 end, v.id desc limit 200"
            ),
            acts_for,
        )?;
        all_seen(found, actor, acts_for)
    }

    /// Lists all vacancies of the actor's root area for staff, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads jobs.
    pub async fn vacancies(&self, actor: &Actor, cursor: VacancyId) -> Result<Page<Vacancy>> {
        actor.must_somewhere(Action::ReadJobs)?;
        let mut db = self.reader().await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(
            db,
            VacancyRow,
            concat!(
                "select ",
                vacancy_columns!(),
                " where v.root = $1 and (v.id < $2 or $2 = 0) order by v.id desc limit 51"
            ),
            actor.root,
            cursor,
        )?;
        Ok(page(all_seen(found, actor, acts_for)?, |vacancy| vacancy.id))
    }

    /// Loads a vacancy: an open one with a post for all, others for the employer, staff of the root area and families
    /// that were proposed for it, whose proposals lead to it. Only employer and staff read how many posts are filled.
    ///
    /// # Errors
    /// Not found otherwise.
    pub async fn vacancy(&self, actor: &Actor, id: VacancyId) -> Result<Vacancy> {
        let mut db = self.reader().await?;
        let row = row!(db, VacancyRow, concat!("select ", vacancy_columns!(), " where v.id = $1"), id)?;
        let row = row.ok_or(Refusal::NotFound)?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        let state: VacancyState = parse(&row.state)?;
        if !row.may_count(actor, acts_for) {
            let employer = row!(db, (bool,), "select open from organisation where id = $1", row.organisation)?;
            let has_post = state == VacancyState::Open && row.hired < row.posts;
            let shown = has_post && employer.is_some_and(|(open,)| open);
            if !shown {
                let proposed = row!(
                    db,
                    (i64,),
                    "select id from job_proposal where vacancy = $1 and household = $2 and household <> 0 limit 1",
                    id,
                    actor.household,
                )?;
                proposed.ok_or(Refusal::NotFound)?;
            }
        }
        row.seen(actor, acts_for)
    }

    /// Lists the open organisations for which the actor may post vacancies: number and name, at most 200.
    ///
    /// # Errors
    /// Not signed in; not allowed without an organisation to act for or a role that keeps vacancies.
    pub async fn employers(&self, actor: &Actor) -> Result<Vec<(i64, String)>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        if acts_for == 0 {
            actor.must_somewhere(Action::KeepVacancies)?;
        }
        let sql = format!(
            "select o.id, o.name from organisation o join area a on a.id = o.area
             where o.open = true and (o.id = $1 or {}) order by o.name, o.id limit 200",
            covered("a.path", &actor.areas_for(Action::KeepVacancies)),
        );
        Ok(rows!(db, (i64, String), AssertSqlSafe(sql.as_str()), acts_for)?)
    }
}
