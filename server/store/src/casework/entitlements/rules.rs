//! A coordinator writes a rule, changes it by a new version, uses and withdraws it.

use domain::{
    Code,
    areas::{AreaId, AreaPath},
    casework::{
        entitlements::{
            RuleId,
            conditions::Condition,
            rules::{NewRule, RuleEnd, RuleEvent, reminder},
        },
        rounds::profile::listed,
    },
    permission::Action,
};
use serde::Serialize;

use super::{load_version, lock_rule, tell_those_who_want};
use crate::{
    Command, Refusal, Result, Tx,
    areas::{
        reorganisation::derivations::mark_entitlements,
        tree::{must_in, path_of},
    },
    db::sql::{json_text, row, run, value},
};

/// Rules of one root area that are not withdrawn; each is compared with each file.
const MOST: i64 = 60;

/// Writes a rule for an area and all below it, as a draft.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; field `conditions` for an area outside the rule's; field `area`
/// for too many rules of one root area.
#[derive(Clone, Debug, Serialize)]
pub struct WriteRule {
    /// Area for which it holds.
    pub area: AreaId,
    /// What it says.
    pub new: NewRule,
}

impl Command for WriteRule {
    const NAME: &'static str = "entitlement_rule_write";
    type Output = RuleId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<RuleId> {
        let path = must_in(tx, Action::LeadEntitlements, self.area).await?;
        let new = self.new.clone().checked(tx.now)?;
        must_be_inside(tx, &new, &path).await?;
        let root = row!(tx, (i64,), "select root from area where id = $1", self.area)?;
        let (root,) = root.ok_or(Refusal::NotFound)?;
        // The row of the root area, so that rules are counted one after the other.
        run!(tx, "update area set name = name where id = $1", root)?;
        let known =
            value!(tx, i64, "select count(*) from entitlement_rule where root = $1 and state <> 'withdrawn'", root,)?;
        if known >= MOST {
            return Err(Refusal::field("area", Code::OutOfRange).into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into entitlement_rule (area, root, state, latest, used, tried, made, made_by, since, apply_by,
                 reminder, withdrawn, reason, version)
             values ($1, $2, 'draft', 1, 0, 0, $3, $4, 0, 0, 0, 0, '', 0) returning id",
            self.area,
            root,
            now,
            account,
        )?;
        insert_version(tx, id, 1, &new).await?;
        tx.audit("entitlement_rule", id).await?;
        Ok(id)
    }
}

/// Writes a new version of a rule. A version in use stays in use until this one is.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] for a withdrawn rule; invalid fields, as [`WriteRule`].
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRule {
    /// The rule.
    pub rule: RuleId,
    /// What it says from its next version on.
    pub new: NewRule,
}

impl Command for ChangeRule {
    const NAME: &'static str = "entitlement_rule_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let rule = lock_rule(tx, self.rule).await?;
        let new = self.new.clone().checked(tx.now)?;
        let state = rule.state()?.after(RuleEvent::Change)?;
        must_be_inside(tx, &new, &rule.path()).await?;
        let version = rule.latest + 1;
        insert_version(tx, rule.id, version, &new).await?;
        run!(
            tx,
            "update entitlement_rule set latest = $2, state = $3 where id = $1",
            rule.id,
            version,
            state.as_str(),
        )?;
        tx.audit("entitlement_rule", rule.id).await
    }
}

/// Uses the newest version of a rule, which was tried, from now on. The clock compares every file of its area with it.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::ChangedMeanwhile`] for another version than the newest;
/// [`Code::RuleUntried`]; [`Code::WrongState`] for one that is in use or withdrawn; field `apply_by` when that day
/// has passed.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UseRule {
    /// The rule.
    pub rule: RuleId,
    /// The version that the actor saw.
    pub version: i64,
}

impl Command for UseRule {
    const NAME: &'static str = "entitlement_rule_use";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let rule = lock_rule(tx, self.rule).await?;
        let state = rule.state()?.after(RuleEvent::Use)?;
        if self.version != rule.latest {
            return Err(Code::ChangedMeanwhile.into());
        }
        if rule.used == rule.latest {
            return Err(Code::WrongState.into());
        }
        if rule.tried != rule.latest {
            return Err(Code::RuleUntried.into());
        }
        let now = tx.now;
        let content = load_version(&mut tx.arm(), rule.id, rule.latest).await?.checked(now)?;
        run!(
            tx,
            "update entitlement_rule set state = $2, used = latest, since = $3, apply_by = $4, reminder = $5
             where id = $1",
            rule.id,
            state.as_str(),
            now,
            content.apply_by.unwrap_or_default(),
            reminder(content.apply_by, now),
        )?;
        mark_entitlements(tx, &rule.path().0).await?;
        tx.audit("entitlement_rule", rule.id).await
    }
}

/// Withdraws a rule with its list. What was applied for is followed to its end; families that wanted it are told.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] for one that is withdrawn.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct WithdrawRule {
    /// The rule.
    pub rule: RuleId,
    /// Why.
    pub reason: RuleEnd,
}

impl Command for WithdrawRule {
    const NAME: &'static str = "entitlement_rule_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let rule = lock_rule(tx, self.rule).await?;
        let state = rule.state()?.after(RuleEvent::Withdraw)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update entitlement_rule set state = $2, withdrawn = $3, reason = $4, reminder = 0 where id = $1",
            rule.id,
            state.as_str(),
            now,
            self.reason.as_str(),
        )?;
        tell_those_who_want(tx, rule.id).await?;
        run!(
            tx,
            "update entitlement set state = 'withdrawn', ended = $2, due = 0, raised = 0, changed_by = $3
             where rule = $1 and state in ('found', 'asked', 'wants')",
            rule.id,
            now,
            account,
        )?;
        tx.audit("entitlement_rule", rule.id).await
    }
}

/// Checks that the areas which conditions name lie inside the rule's own.
async fn must_be_inside(tx: &mut Tx<'_>, new: &NewRule, path: &AreaPath) -> Result<()> {
    let areas = new.groups.iter().flat_map(|group| &group.any).filter_map(|one| match one {
        Condition::Area(area) => Some(*area),
        _ => None,
    });
    for area in areas.collect::<Vec<AreaId>>() {
        let known = path_of(&mut tx.arm(), area).await?;
        if known.is_none_or(|known| !path.covers(&known)) {
            return Err(Refusal::field("conditions", Code::Unknown).into());
        }
    }
    Ok(())
}

async fn insert_version(tx: &mut Tx<'_>, rule: RuleId, version: i64, new: &NewRule) -> Result<()> {
    let conditions = json_text(&new.groups)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "insert into entitlement_version (rule, version, name, gives, source, unit, cut_off, apply_by, ask_days,
             conditions, papers, made, made_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        rule,
        version,
        &new.name,
        &new.gives,
        &new.source,
        new.unit.as_str(),
        new.cut_off,
        new.apply_by.unwrap_or_default(),
        new.ask_days,
        &conditions,
        listed(new.papers.iter().map(|paper| paper.as_str())),
        now,
        account,
    )?;
    Ok(())
}
