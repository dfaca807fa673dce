//! Clocks of visits: rules enter their next period, visits are planned, and missed ones climb.
//! Each step is a write of its own that checks again under the lock, so several servers do nothing twice.

use domain::{
    accounts::AccountId,
    casework::visits::{Rhythm, Timing, VisitId, VisitRuleId, Window},
    events::{Event, OfVisit},
    households::{FileState, HouseholdId},
};
use serde::Serialize;

use super::{asks_sql, lock_visit};
use crate::{
    Command, Result, Store, Tx,
    areas::answerers::chain::{Climb, next_above},
    db::{
        job_sweep::sweep,
        locks::{HeldFile, lock_and_read},
        sql::{parse, row, rows, run},
    },
};

/// Moves a rule to the period around now; a festival's rule ends.
#[derive(Clone, Copy, Debug, Serialize)]
struct AdvanceVisitRule {
    rule: VisitRuleId,
}

impl Command for AdvanceVisitRule {
    const NAME: &'static str = "visit_rule_advance";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (id, now) = (self.rule, tx.now);
        run!(tx, "update visit_rule set version = version + 1 where id = $1", id)?;
        let found = row!(
            tx,
            (String, i64),
            "select rhythm, days from visit_rule where id = $1 and ended = 0 and ends <= $2",
            id,
            now,
        )?;
        let Some((rhythm, days)) = found else { return Ok(false) };
        match parse::<Rhythm>(&rhythm)?.window(days, now) {
            Some(Window { opens, due, ends }) => {
                run!(tx, "update visit_rule set opens = $2, due = $3, ends = $4 where id = $1", id, opens, due, ends)?;
            }
            None => {
                run!(tx, "update visit_rule set ended = $2 where id = $1", id, now)?;
            }
        }
        tx.audit("visit_rule", id).await?;
        Ok(true)
    }
}

/// Inserts the visits that rules ask of a household in their present period.
/// A rule whose window has passed asks only in its next period: no visit is late when it is planned.
#[derive(Clone, Copy, Debug, Serialize)]
struct PlanVisits {
    household: HouseholdId,
}

impl Command for PlanVisits {
    const NAME: &'static str = "visit_plan";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let file = lock_and_read(tx, self.household).await?;
        if file.state()? != FileState::Open {
            return Ok(false);
        }
        let (now, household) = (tx.now, self.household);
        let taken = take_over(tx, household).await?;
        let planned = run!(
            tx,
            concat!(
                "insert into visit (household, rule, opens, due, ends, owner, made, report, cancelled, finding, judged, level,
                     raised_to)
                 select h.id, r.id, r.opens, r.due, r.ends, 0, 0, 0, 0, 0, 0, '', 0
                 from household h join area a on a.id = h.area, visit_rule r join area b on b.id = r.area
                 where h.id = $2 and ",
                asks_sql!()
            ),
            now,
            household,
        )?;
        let planned = planned > 0 || taken;
        if planned {
            tx.audit("household", household).await?;
        }
        Ok(planned)
    }
}

/// Gives the open visits of laxer rules to the rule that asks now, with its window, so that whose they are and the day
/// for which they are planned stay; tells whether there were any.
async fn take_over(tx: &mut Tx<'_>, household: HouseholdId) -> Result<bool> {
    let now = tx.now;
    let laxer = rows!(
        tx,
        (i64, i64, i64, i64, i64),
        concat!(
            "select v.id, r.id, r.opens, r.due, r.ends
             from household h join area a on a.id = h.area join visit v on v.household = h.id
                 join visit_rule l on l.id = v.rule
                 join visit_rule r on r.families = l.families and r.festival = l.festival join area b on b.id = r.area
             where h.id = $2 and v.made = 0 and v.cancelled = 0 and v.ends > $1 and ",
            asks_sql!(),
            " order by v.due, v.id limit 20"
        ),
        now,
        household,
    )?;
    for (n, (id, rule, opens, due, ends)) in laxer.iter().copied().enumerate() {
        if n == 0 {
            run!(
                tx,
                "update visit set rule = $2, opens = $3, due = $4, ends = $5 where id = $1",
                id,
                rule,
                opens,
                due,
                ends,
            )?;
        } else {
            run!(tx, "update visit set cancelled = $2, raised_to = 0 where id = $1", id, now)?;
        }
    }
    Ok(!laxer.is_empty())
}

/// Settles a visit whose time is over: a second one missed in a row climbs to the next of the chain.
#[derive(Clone, Copy, Debug, Serialize)]
struct JudgeVisit {
    visit: VisitId,
}

/// The last visit of the same rule before: whether it was made, and how far it climbed.
async fn before(tx: &mut Tx<'_>, id: VisitId) -> Result<Option<(i64, String, AccountId)>> {
    Ok(row!(
        tx,
        (i64, String, i64),
        "select p.made, p.level, p.raised_to from visit v
             join visit p on p.household = v.household and p.rule = v.rule and p.opens < v.opens
         where v.id = $1 and v.rule <> 0 and p.cancelled = 0 order by p.opens desc, p.id desc limit 1",
        id,
    )?)
}

impl Command for JudgeVisit {
    const NAME: &'static str = "visit_judge";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (id, now) = (self.visit, tx.now);
        let (file, visit) = lock_visit(tx, id).await?;
        if visit.judged != 0 || visit.timing(now) != Timing::Missed {
            return Ok(false);
        }
        run!(tx, "update visit set judged = $2 where id = $1", id, now)?;
        let reached = match before(tx, id).await? {
            Some((0, level, raised_to)) => Some((level, raised_to)),
            // A day that was agreed with the family climbs when it is missed once.
            None if visit.rule == 0 => Some((String::new(), 0)),
            _ => None,
        };
        // A file that was closed meanwhile has no visits to make.
        let is_open = file.state()? == FileState::Open;
        if let Some((level, raised_to)) = reached.filter(|_| is_open) {
            let owner = if visit.owner == 0 { file.caseworker } else { visit.owner };
            climb(tx, id, &file, (level.as_str(), raised_to), owner).await?;
        }
        tx.audit("visit", id).await?;
        Ok(true)
    }
}

/// Hands a missed visit to the next of the chain above `reached`, but not to its owner; at the top it stays there.
async fn climb(
    tx: &mut Tx<'_>,
    id: VisitId,
    file: &HeldFile,
    reached: (&str, AccountId),
    owner: AccountId,
) -> Result<()> {
    let now = tx.now;
    let rung = next_above(&mut tx.arm(), Climb::of(&file.path(), file.id, reached.0, &[owner]), now).await?;
    let (level, raised_to, staff) = match rung.owner() {
        0 => (reached.0.to_owned(), reached.1, vec![reached.1]),
        owner => (rung.path.clone(), owner, rung.accounts),
    };
    let household = file.id;
    run!(tx, "update visit set raised_to = 0 where household = $1 and raised_to <> 0 and id <> $2", household, id,)?;
    run!(tx, "update visit set level = $2, raised_to = $3 where id = $1", id, &level, raised_to)?;
    tx.emit(Event::VisitMissed(OfVisit { visit: id, household, staff })).await
}

impl Store {
    /// Moves rules whose period is over to the present one; returns how many.
    pub(crate) async fn visit_rules_advance(&self) -> Result<i64> {
        sweep!(
            self,
            |rule| AdvanceVisitRule { rule },
            "select ends, id from visit_rule where ended = 0 and ends <= $1 and (ends, id) > ($2, $3)
             order by ends, id limit 200",
            self.now(),
        )
    }

    /// Plans the visits of the present periods; returns for how many households.
    pub(crate) async fn visits_plan(&self) -> Result<i64> {
        sweep!(
            self,
            |household| PlanVisits { household },
            concat!(
                "select h.created, h.id from household h join area a on a.id = h.area
                 where h.state = 'open' and (h.created, h.id) > ($2, $3)
                   and exists (select 1 from visit_rule r join area b on b.id = r.area where ",
                asks_sql!(),
                ") order by h.created, h.id limit 200"
            ),
            self.now(),
        )
    }

    /// Settles visits whose time is over; returns how many.
    pub(crate) async fn visits_judge(&self) -> Result<i64> {
        sweep!(
            self,
            |visit| JudgeVisit { visit },
            "select ends, id from visit where made = 0 and cancelled = 0 and judged = 0 and ends <= $1
               and (ends, id) > ($2, $3) order by ends, id limit 200",
            self.now(),
        )
    }
}
