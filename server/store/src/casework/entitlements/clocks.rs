//! The clock of entitlements: the last day to apply ends the list, caseworkers are reminded before it, and what is not
//! dealt with in time is told to the coordinators once. One step for all entries of a rule.

use domain::{
    accounts::AccountId,
    casework::entitlements::{RuleId, rules::RuleState},
    events::{Event, OfEntitlementRule},
};
use serde::Serialize;

use super::{LockedRule, load_version, lock_rule_row, tell_those_who_want};
use crate::{
    Command, Result, Store, Tx,
    db::{
        job_sweep::sweep,
        sql::{run, values},
    },
};

/// Does what is due for the entries of a rule.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowRule {
    rule: RuleId,
}

impl Command for FollowRule {
    const NAME: &'static str = "entitlement_rule_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let rule = lock_rule_row(tx, self.rule).await?;
        let ended = end_day(tx, &rule).await?;
        let reminded = remind(tx, &rule).await?;
        let raised = raise(tx, &rule).await?;
        if !ended && !reminded && !raised {
            return Ok(false);
        }
        tx.audit("entitlement_rule", rule.id).await?;
        Ok(true)
    }
}

/// Ends what was not applied for when the last day has passed; families that wanted it are told.
async fn end_day(tx: &mut Tx<'_>, rule: &LockedRule) -> Result<bool> {
    let now = tx.now;
    if rule.state()? != RuleState::InUse || rule.apply_by == 0 || rule.apply_by > now {
        return Ok(false);
    }
    tell_those_who_want(tx, rule.id).await?;
    let ended = run!(
        tx,
        "update entitlement set state = 'lapsed', ended = $2, due = 0, raised = 0, changed_by = 0
         where rule = $1 and state in ('found', 'asked', 'wants')",
        rule.id,
        now,
    )?;
    Ok(ended > 0)
}

/// Reminds the caseworkers of files on the list of the last day to apply.
async fn remind(tx: &mut Tx<'_>, rule: &LockedRule) -> Result<bool> {
    if rule.state()? != RuleState::InUse || rule.reminder == 0 || rule.reminder > tx.now {
        return Ok(false);
    }
    run!(tx, "update entitlement_rule set reminder = 0 where id = $1", rule.id)?;
    let staff = values!(
        tx,
        i64,
        "select distinct h.caseworker from entitlement e join household h on h.id = e.household
         where e.rule = $1 and e.state in ('found', 'asked', 'wants') and h.caseworker <> 0
         order by h.caseworker limit 500",
        rule.id,
    )?;
    if !staff.is_empty() {
        let of = event(tx, rule, staff).await?;
        tx.emit(Event::EntitlementsClosing(of)).await?;
    }
    Ok(true)
}

/// Tells the coordinators of the files' areas that entries are late. Neither names nor numbers go with it.
async fn raise(tx: &mut Tx<'_>, rule: &LockedRule) -> Result<bool> {
    let now = tx.now;
    let late = run!(
        tx,
        "update entitlement set raised = $2 where rule = $1 and ended = 0 and raised = 0 and due < $2",
        rule.id,
        now,
    )?;
    if late == 0 {
        return Ok(false);
    }
    let staff = values!(
        tx,
        i64,
        "select distinct g.account from role_grant g join account k on k.id = g.account
         where g.role = 'coordinator' and k.open = true
             and exists (select 1 from entitlement e join household h on h.id = e.household
                 join area a on a.id = h.area
                 where e.rule = $1 and e.ended = 0 and e.raised = $2 and a.path like g.path || '%')
         order by g.account limit 500",
        rule.id,
        now,
    )?;
    let of = event(tx, rule, staff).await?;
    tx.emit(Event::EntitlementsLate(of)).await?;
    Ok(true)
}

async fn event(tx: &mut Tx<'_>, rule: &LockedRule, staff: Vec<AccountId>) -> Result<OfEntitlementRule> {
    let version = if rule.used == 0 { rule.latest } else { rule.used };
    let title = load_version(&mut tx.arm(), rule.id, version).await?.name;
    Ok(OfEntitlementRule { rule: rule.id, staff, title })
}

impl Store {
    /// Does what is due for the entries of rules; returns for how many rules.
    pub(crate) async fn entitlements_follow(&self) -> Result<i64> {
        let now = self.now();
        let ended: Result<i64> = sweep!(
            self,
            |rule| FollowRule { rule },
            "select r.apply_by, r.id from entitlement_rule r
             where r.state = 'in_use' and r.apply_by > 0 and r.apply_by <= $1
                 and exists (select 1 from entitlement e
                     where e.rule = r.id and e.state in ('found', 'asked', 'wants'))
                 and (r.apply_by, r.id) > ($2, $3) order by r.apply_by, r.id limit 200",
            now,
        );
        let reminded: Result<i64> = sweep!(
            self,
            |rule| FollowRule { rule },
            "select reminder, id from entitlement_rule
             where state = 'in_use' and reminder > 0 and reminder <= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            now,
        );
        let late: Result<i64> = sweep!(
            self,
            |rule| FollowRule { rule },
            "select r.made, r.id from entitlement_rule r
             where r.used > 0 and exists (select 1 from entitlement e
                     where e.rule = r.id and e.ended = 0 and e.raised = 0 and e.due < $1)
                 and (r.made, r.id) > ($2, $3) order by r.made, r.id limit 200",
            now,
        );
        Ok(ended? + reminded? + late?)
    }
}
