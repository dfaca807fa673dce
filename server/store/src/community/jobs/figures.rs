//! Figures of jobs, each counted as the list that it leads to, and homes in which no member of working age has work.

use domain::{
    accounts::Actor,
    community::jobs::{JobFigures, JoblessHome, working_age},
    households::HouseholdId,
    permission::Action,
    time::year,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{
        area_filter::covered,
        pagination::page,
        sql::{row, rows},
    },
};

#[derive(sqlx::FromRow)]
struct HomeRow {
    household: i64,
    area_name: String,
    size: i64,
    adults: i64,
    looking: i64,
    live: i64,
}

impl Store {
    /// Counts posts of the root area, and job seekers, proposals and later answers of the actor's areas.
    ///
    /// # Errors
    /// Not allowed without a role that reads jobs.
    pub async fn job_figures(&self, actor: &Actor) -> Result<JobFigures> {
        actor.must_somewhere(Action::ReadJobs)?;
        let inside = covered("a.path", &actor.areas_for(Action::ReadJobs));
        let mut db = self.reader().await?;
        let (posts, open_posts) = row!(
            db,
            (i64, i64),
            "select cast(coalesce(sum(posts), 0) as bigint),
                 cast(coalesce(sum(case when state = 'open' then posts - hired else 0 end), 0) as bigint)
             from vacancy where root = $1",
            actor.root,
        )?
        .unwrap_or_default();
        let sql = format!(
            "select count(*), count(case when s.state = 'looking' then 1 end)
             from job_seeker s join household h on h.id = s.household join area a on a.id = h.area where {inside}"
        );
        let (asked, looking) = row!(db, (i64, i64), AssertSqlSafe(sql.as_str()))?.unwrap_or_default();
        let sql = format!(
            "select count(*), count(case when p.met > 0 then 1 end), count(case when p.state = 'hired' then 1 end)
             from job_proposal p join household h on h.id = p.household join area a on a.id = h.area where {inside}"
        );
        let (proposed, met, hired) = row!(db, (i64, i64, i64), AssertSqlSafe(sql.as_str()))?.unwrap_or_default();
        let sql = format!(
            "select count(case when c.days = 90 and c.still_there = 'yes' and c.paid = 'yes' then 1 end),
                 count(case when c.paid = 'no' then 1 end)
             from job_check c join household h on h.id = c.household join area a on a.id = h.area where {inside}"
        );
        let (stayed, unpaid) = row!(db, (i64, i64), AssertSqlSafe(sql.as_str()))?.unwrap_or_default();
        Ok(JobFigures { posts, open_posts, asked, looking, proposed, met, hired, stayed, unpaid })
    }

    /// Lists open files of homes in which no member of working age has work, by number: each of them was asked or told
    /// it, and one at least could work. Homes where a member was not asked are left out.
    ///
    /// # Errors
    /// Not allowed without a role that reads jobs.
    pub async fn jobless_homes(&self, actor: &Actor, cursor: HouseholdId) -> Result<Page<JoblessHome>> {
        actor.must_somewhere(Action::ReadJobs)?;
        let (oldest, youngest) = working_age(year(self.now()));
        let sql = format!(
            "select h.id as household, a.name as area_name, h.size,
                 (select count(*) from person p where p.household = h.id and p.birth_year between $1 and $2
                     and p.work in ('seeking', 'home')) as adults,
                 (select count(*) from job_seeker s where s.household = h.id and s.state = 'looking') as looking,
                 (select count(*) from job_proposal p where p.household = h.id
                     and p.state in ('proposed', 'informed', 'interview', 'trial')) as live
             from household h join area a on a.id = h.area
             where h.id > $3 and h.state = 'open'
                 and h.id in (select p.household from person p
                     where p.work in ('seeking', 'home') and p.birth_year between $1 and $2)
                 and not exists (select 1 from person q where q.household = h.id and q.birth_year between $1 and $2
                     and q.work in ('unsaid', 'employed', 'casual', 'business', 'farming'))
                 and {} order by h.id limit 51",
            covered("a.path", &actor.areas_for(Action::ReadJobs)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, HomeRow, AssertSqlSafe(sql.as_str()), oldest, youngest, cursor)?;
        let home = |row: HomeRow| {
            let HomeRow { household, area_name, size, adults, looking, live } = row;
            JoblessHome { household, area_name, size, adults, looking, live }
        };
        Ok(page(found.into_iter().map(home).collect(), |home: &JoblessHome| home.household))
    }
}
