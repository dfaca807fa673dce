//! Figures of cases, call-backs and referrals, counted from the rows on each request: nothing is stored that could
//! differ from them.

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaId,
    casework::cases::{
        CaseKind,
        call_backs::CallBackState,
        figures::{CallBackCount, CaseAge, CaseFigures, OpenCount, OutcomeCount, TimelinessCount},
    },
    permission::Action,
    services::TimeClass,
    time::Month,
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{
        area_filter::covered,
        sql::{parse, rows},
    },
};

/// Condition on the area of a household: within those of the actor, and within area `$1` unless that is 0.
fn inside(actor: &Actor) -> String {
    format!(
        "{} and (cast($1 as bigint) = 0 or a.path like '%/' || cast(cast($1 as bigint) as text) || '/%')",
        covered("a.path", &actor.areas_for(Action::ReadCases))
    )
}

/// Joins of a table with a household, under the name `c`.
const HOME: &str = "join household h on h.id = c.household join area a on a.id = h.area";

impl Store {
    /// Counts cases, call-backs and referrals of an area and a month; with area `None` of all that the actor reads.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn case_figures(&self, actor: &Actor, area: Option<AreaId>, month: Month) -> Result<CaseFigures> {
        actor.must_somewhere(Action::ReadCases)?;
        let area = area.unwrap_or_default();
        Ok(CaseFigures {
            month: month.to_string(),
            open: self.open_counts(actor, area).await?,
            outcomes: self.outcome_counts(actor, area, month).await?,
            call_backs: self.call_back_counts(actor, area, month).await?,
            referrals: self.timeliness(actor, area, month).await?,
        })
    }

    async fn open_counts(&self, actor: &Actor, area: AreaId) -> Result<Vec<OpenCount>> {
        let now = self.now();
        let since = |age: CaseAge| age.opened(now).0;
        let [week, month, quarter]: [Timestamp; 3] = [CaseAge::Week, CaseAge::Month, CaseAge::Quarter].map(since);
        let sql = format!(
            "select t.kind, t.age, count(*) as n from
                 (select c.kind, case when c.opened > $2 then 'week' when c.opened > $3 then 'month'
                      when c.opened > $4 then 'quarter' else 'longer' end as age
                  from case_file c {HOME} where c.state = 'open' and {}) t
             group by t.kind, t.age",
            inside(actor)
        );
        let mut db = self.reader().await?;
        let found = rows!(db, (String, String, i64), AssertSqlSafe(sql.as_str()), area, week, month, quarter)?;
        let count = |(kind, age, count): (String, String, i64)| {
            Ok(OpenCount { kind: parse::<CaseKind>(&kind)?, age: parse(&age)?, count })
        };
        let mut counts = found.into_iter().map(count).collect::<Result<Vec<_>>>()?;
        counts.sort_by_key(|one| (one.kind, CaseAge::ALL.iter().position(|age| *age == one.age).unwrap_or_default()));
        Ok(counts)
    }

    async fn outcome_counts(&self, actor: &Actor, area: AreaId, month: Month) -> Result<Vec<OutcomeCount>> {
        let sql = format!(
            "select c.kind, c.outcome, count(*) as n from case_file c {HOME}
             where c.closed >= $2 and c.closed < $3 and c.closed > 0 and c.outcome <> '' and {}
             group by c.kind, c.outcome order by c.kind, n desc, c.outcome",
            inside(actor)
        );
        let mut db = self.reader().await?;
        let found = rows!(db, (String, String, i64), AssertSqlSafe(sql.as_str()), area, month.start(), month.end())?;
        let count =
            |(kind, outcome, count): (String, String, i64)| Ok(OutcomeCount { kind: parse(&kind)?, outcome, count });
        found.into_iter().map(count).collect()
    }

    async fn call_back_counts(&self, actor: &Actor, area: AreaId, month: Month) -> Result<Vec<CallBackCount>> {
        let sql = format!(
            "select b.state, count(*) as n from call_back b join case_file c on c.id = b.case_file {HOME}
             where b.created >= $2 and b.created < $3 and {} group by b.state",
            inside(actor)
        );
        let mut db = self.reader().await?;
        let found = rows!(db, (String, i64), AssertSqlSafe(sql.as_str()), area, month.start(), month.end())?;
        let counted = |state: &CallBackState| {
            let count = found.iter().find(|(text, _)| text == state.as_str()).map_or(0, |(_, count)| *count);
            CallBackCount { state: *state, count }
        };
        Ok(CallBackState::ALL.iter().map(counted).filter(|one| one.count > 0).collect())
    }

    async fn timeliness(&self, actor: &Actor, area: AreaId, month: Month) -> Result<Vec<TimelinessCount>> {
        let sql = format!(
            "select c.class, count(*) as sent,
                 cast(sum(case when c.answered > 0 and c.answered <= c.answer_due then 1 else 0 end) as bigint)
                     as answered,
                 cast(sum(case when c.done > 0 and c.done <= c.done_due then 1 else 0 end) as bigint) as done,
                 cast(sum(case when c.state = 'confirmed' then 1 else 0 end) as bigint) as confirmed,
                 cast(sum(case when c.climbs > 0 then 1 else 0 end) as bigint) as climbed
             from referral c {HOME} where c.sent >= $2 and c.sent < $3 and {} group by c.class",
            inside(actor)
        );
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            (String, i64, i64, i64, i64, i64),
            AssertSqlSafe(sql.as_str()),
            area,
            month.start(),
            month.end(),
        )?;
        let counted = |class: &TimeClass| {
            let (_, sent, answered_in_time, done_in_time, confirmed, climbed) =
                found.iter().find(|(text, ..)| text == class.as_str())?.clone();
            Some(TimelinessCount { class: *class, sent, answered_in_time, done_in_time, confirmed, climbed })
        };
        Ok(TimeClass::ALL.iter().filter_map(counted).collect())
    }
}
