//! Figures of visits and findings per area and month, computed from their rows on each request.

use domain::{
    DAY,
    accounts::Actor,
    areas::AreaId,
    casework::{findings::OLD_DAYS, visits::VisitFigures},
    permission::Action,
    time::Month,
};
use sqlx::AssertSqlSafe;

use super::timing_sql;
use crate::{
    Refusal, Result, Store,
    areas::tree::path_of,
    db::{
        area_filter::covered,
        sql::{row, rows},
    },
};

/// Area, its name, and visits that are due, made in time, made late, missed, and waiting.
type VisitCounts = (AreaId, String, i64, i64, i64, i64, i64);
/// Area, and findings: all, open, old, helped, left.
type FindingCounts = (AreaId, i64, i64, i64, i64, i64);

impl Store {
    /// Computes the figures of a month: of an area and of each area directly below it; area 0 is the actor's root.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn visit_figures(&self, actor: &Actor, area: AreaId, month: Month) -> Result<Vec<VisitFigures>> {
        actor.must_somewhere(Action::ReadVisits)?;
        let mut db = self.reader().await?;
        let area = match area {
            0 => {
                let sql = format!(
                    "select id from area where {} order by length(path), id limit 1",
                    covered("path", &actor.areas_for(Action::ReadVisits))
                );
                row!(db, (i64,), AssertSqlSafe(sql.as_str()))?.map_or(0, |(id,)| id)
            }
            area => area,
        };
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadVisits, &path)?;
        let now = self.now();
        let visits = rows!(
            db,
            VisitCounts,
            concat!(
                "select c.id, c.name, cast(count(t.timing) as bigint),
                     cast(coalesce(sum(case when t.timing = 'in_time' then 1 else 0 end), 0) as bigint),
                     cast(coalesce(sum(case when t.timing = 'late' then 1 else 0 end), 0) as bigint),
                     cast(coalesce(sum(case when t.timing = 'missed' then 1 else 0 end), 0) as bigint),
                     cast(coalesce(sum(case when t.timing in ('later', 'due', 'overdue') then 1 else 0 end), 0) as bigint)
                 from area c left join (select a.path, ",
                timing_sql!(),
                " as timing from visit v join household h on h.id = v.household join area a on a.id = h.area
                      where v.due > $3 and v.due <= $4 and v.cancelled = 0) t on t.path like c.path || '%'
                 where c.id = $2 or c.parent = $2 group by c.id, c.name, c.path order by length(c.path), c.id"
            ),
            now,
            area,
            month.start(),
            month.end(),
        )?;
        let findings = rows!(
            db,
            FindingCounts,
            "select c.id, cast(count(t.state) as bigint),
                 cast(coalesce(sum(case when t.state = 'open' then 1 else 0 end), 0) as bigint),
                 cast(coalesce(sum(case when t.state = 'open' and t.created <= $1 then 1 else 0 end), 0) as bigint),
                 cast(coalesce(sum(case when t.outcome = 'helped' then 1 else 0 end), 0) as bigint),
                 cast(coalesce(sum(case when t.outcome = 'left' then 1 else 0 end), 0) as bigint)
             from area c left join (select a.path, f.state, f.outcome, f.created
                  from finding f join household h on h.id = f.household join area a on a.id = h.area
                  where f.created >= $3 and f.created < $4) t on t.path like c.path || '%'
             where c.id = $2 or c.parent = $2 group by c.id, c.path order by length(c.path), c.id",
            now - OLD_DAYS * DAY,
            area,
            month.start(),
            month.end(),
        )?;
        let figures = visits.into_iter().zip(findings).map(|(visits, findings)| VisitFigures {
            area: visits.0,
            area_name: visits.1,
            due: visits.2,
            in_time: visits.3,
            late: visits.4,
            missed: visits.5,
            waiting: visits.6,
            found: findings.1,
            open: findings.2,
            old: findings.3,
            helped: findings.4,
            left: findings.5,
        });
        Ok(figures.collect())
    }
}
