//! Plans the visits of a day, and reads the plan in the order of the addresses.
//!
//! A visit is in one plan at most. A row counts on its day only, so what was not made is free again the next morning,
//! and a leave, a hand-over or a merge changes no row.

use std::cmp::Ordering;

use domain::{
    Code, Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::visits::{PLANNED_MOST, PlannedVisit, VisitId, VisitPlan, by_address, planned_day},
    households::mask,
    permission::Action,
    time::Day,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::{
    owner_sql,
    views::{VisitRow, visit_columns},
};
use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::answerers::{
        chain::{one_of, stands_in_for},
        waiting::Waiting,
    },
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        sql::{rows, run, value, values},
    },
};

/// Visits that can be chosen at once.
const CHOICE: usize = 200;

/// Plans the actor's visits of a day, in place of those that it planned for that day before; returns how many are
/// planned. A visit that another account has planned for today or later stays in that plan: two people do not go to
/// one family. What was planned by those for whom the actor stands in is its own.
///
/// # Errors
/// Not allowed without a role that records visits; field `day` as [`planned_day`]; field `visits` for more than
/// [`PLANNED_MOST`]; not found for a visit outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct PlanVisitDay {
    /// Any second of the day.
    pub day: Timestamp,
    /// Visits of that day; none to give the plan up.
    pub visits: Vec<VisitId>,
}

impl Command for PlanVisitDay {
    const NAME: &'static str = "visit_day_plan";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        tx.actor.must_somewhere(Action::RecordVisits)?;
        let (now, account) = (tx.now, tx.actor.account);
        let planned = planned_day(self.day, now)?;
        let (day, end) = (planned.start(), planned.end());
        let mut visits = self.visits.clone();
        visits.sort_unstable();
        visits.dedup();
        if visits.len() > PLANNED_MOST {
            return Err(Refusal::field("visits", Code::OutOfRange).into());
        }
        let own = stands_in_for(&mut tx.arm(), account, now).await?;
        let (mine, today) = (one_of("visit_plan.account", &own), Day::of(now).start());
        let areas = covered("a.path", &tx.actor.areas_for(Action::RecordVisits));
        let given_up = format!("delete from visit_plan where {mine} and (day = $1 or day < $2)");
        run!(tx, AssertSqlSafe(given_up.as_str()), day, today)?;
        let known = format!(
            "select count(*) from visit v join household h on h.id = v.household join area a on a.id = h.area
             where v.id = $1 and {areas}"
        );
        // A visit that was made or called off meanwhile is left out, and one whose time has not come on that day.
        let insert = format!(
            "insert into visit_plan (visit, account, day)
             select v.id, cast($2 as bigint), cast($3 as bigint) from visit v join household h on h.id = v.household
             where v.id = $1 and h.state = 'open' and v.made = 0 and v.cancelled = 0 and v.ends > $3 and v.opens < $5
             on conflict (visit) do update set account = excluded.account, day = excluded.day
                 where visit_plan.day < $4 or {mine}"
        );
        let mut count = 0;
        for visit in visits {
            if value!(tx, i64, AssertSqlSafe(known.as_str()), visit)? == 0 {
                return Err(Refusal::NotFound.into());
            }
            count += run!(tx, AssertSqlSafe(insert.as_str()), visit, account, day, today, end)?;
        }
        tx.audit("account", account).await?;
        Ok(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// Lists some visits of the files of an account that are to be made at a time, for scripts.
///
/// # Errors
/// Only when the database fails.
pub async fn visits_of(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<Vec<VisitId>> {
    Ok(values!(
        tx,
        i64,
        "select v.id from visit v join household h on h.id = v.household
         where h.caseworker = $1 and h.state = 'open' and v.made = 0 and v.cancelled = 0 and v.opens <= $2
             and v.ends > $2 order by v.due, v.id limit 8",
        account,
        now,
    )?)
}

#[derive(sqlx::FromRow)]
struct PlanRow {
    address: String,
    phone: String,
    revealed: bool,
    planned_by: String,
    area_path: String,
    #[sqlx(flatten)]
    visit: VisitRow,
}

impl PlanRow {
    /// Returns the visit with what orders it: the path of its area and its address.
    fn opened(self, vault: &Vault, actor: &Actor, now: Timestamp) -> Result<Placed> {
        let PlanRow { address, phone, revealed, planned_by, area_path, visit } = self;
        // Again, because a role may have ended since the reveal.
        let opened = revealed && actor.may(Action::KeepHouseholds, &AreaPath(area_path.clone()));
        let visit = visit.opened(vault, actor, now)?;
        let (lies, phone) =
            (vault.open(Secret::HouseholdAddress, &address)?, vault.open(Secret::HouseholdPhone, &phone)?);
        let (address, phone) = if opened { (lies.clone(), phone) } else { (mask::address(&lies), mask::phone(&phone)) };
        Ok(Placed { area: area_path, lies, one: PlannedVisit { visit, address, phone, opened, planned_by } })
    }
}

/// A visit with what orders it, which its reader may not see.
struct Placed {
    area: String,
    lies: String,
    one: PlannedVisit,
}

impl Placed {
    fn by_place(&self, other: &Placed) -> Ordering {
        let area = self.area.cmp(&other.area);
        area.then_with(|| by_address(&self.lies, &other.lies)).then(self.one.visit.id.cmp(&other.one.visit.id))
    }
}

impl Store {
    /// Lists the actor's visits of a day (today without one), with those of accounts for which it stands in, and what
    /// else is to be made by then. A visit that was made or called off stays in the plan of its day.
    ///
    /// # Errors
    /// Not allowed without a role that reads visits; field `day` as [`planned_day`].
    pub async fn visit_plan(&self, actor: &Actor, day: Option<Timestamp>) -> Result<VisitPlan> {
        actor.must_somewhere(Action::ReadVisits)?;
        let now = self.now();
        let day = planned_day(day.unwrap_or(now), now)?;
        let mut db = self.reader().await?;
        let own = stands_in_for(&mut db.arm(), actor.account, now).await?;
        let (mine, owned) = (one_of("q.account", &own), one_of(concat!("(", owner_sql!(), ")"), &own));
        let areas = covered("a.path", &actor.areas_for(Action::RecordVisits));
        let (account, today, start, end) = (actor.account, Day::of(now).start(), day.start(), day.end());
        let select = |condition: &str, limit: usize| {
            format!(
                concat!(
                    "select h.address, h.phone, a.path as area_path,
                         exists (select 1 from reveal r where r.account = {account} and r.household = h.id
                             and r.until > {now}) as revealed,
                         case when {mine} then '' else coalesce(w.name, '') end as planned_by, ",
                    visit_columns!(),
                    " left join visit_plan q on q.visit = v.id and q.day >= {today}
                         left join account w on w.id = q.account
                     where {areas} and {condition} limit {limit}"
                ),
                account = account,
                now = now,
                mine = mine,
                today = today,
                areas = areas,
                condition = condition,
                limit = limit
            )
        };
        let planned = select(&format!("q.day = {start} and {mine} order by v.id"), PLANNED_MOST * own.len());
        let others = select(
            &format!(
                "{owned} and h.state = 'open' and v.made = 0 and v.cancelled = 0 and v.ends > {start}
                 and v.opens < {end}
                 and (q.id is null or q.day <> {start} or not ({mine})) order by v.due, v.id"
            ),
            CHOICE,
        );
        let mut listed = Vec::new();
        for sql in [planned, others] {
            let found = rows!(db, PlanRow, AssertSqlSafe(sql.as_str()))?;
            let found = found.into_iter().map(|row| row.opened(&self.vault, actor, now));
            let mut found = found.collect::<Result<Vec<_>>>()?;
            found.sort_by(Placed::by_place);
            listed.push(found.into_iter().map(|placed| placed.one).collect::<Vec<_>>());
        }
        let others = listed.pop().unwrap_or_default();
        Ok(VisitPlan { day: start, planned: listed.pop().unwrap_or_default(), others })
    }

    /// Counts visits that the account planned for today and has not made.
    pub(crate) fn visits_planned(of: &Waiting<'_>) -> Option<String> {
        let day = of.today.start();
        of.actor.may_somewhere(Action::RecordVisits).then(|| {
            format!(
                "select count(*) as n, min(q.day) as at from visit_plan q join visit v on v.id = q.visit
                 where q.day = {day} and {} and v.made = 0 and v.cancelled = 0",
                one_of("q.account", of.whose)
            )
        })
    }
}
