//! Entitlements: rules over what files hold, the files compared with them, and what the families said.
//! Lock order: household, rule. An entitlement has no lock of its own: all who change one hold its household or its
//! rule, and the steps of people both.

pub(crate) mod clocks;
pub mod comparison;
pub(crate) mod facts;
pub(crate) mod files;
pub mod list;
pub mod papers;
pub mod rules;
pub mod steps;
pub mod trials;
pub mod views;

use domain::{
    Timestamp,
    areas::{AreaId, AreaPath},
    casework::{
        entitlements::{
            RuleId,
            rules::{NewRule, RuleState},
        },
        rounds::profile::unlisted,
    },
    events::{Event, OfEntitlement},
    permission::Action,
};

use crate::{
    Conn, Error, Refusal, Result, Tx,
    db::sql::{parse, read_json, row, rows, run},
};

/// A rule whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedRule {
    pub id: RuleId,
    pub root: AreaId,
    pub latest: i64,
    pub used: i64,
    pub tried: i64,
    pub apply_by: Timestamp,
    pub reminder: Timestamp,
    path: String,
    state: String,
}

impl LockedRule {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<RuleState> {
        parse(&self.state)
    }
}

/// Loads a rule without a lock.
///
/// # Errors
/// Not found for an unknown rule.
pub(crate) async fn load_rule(db: &mut Conn<'_>, id: RuleId) -> Result<LockedRule> {
    row!(
        db,
        LockedRule,
        "select r.id, r.root, r.latest, r.used, r.tried, r.apply_by, r.reminder, a.path, r.state
         from entitlement_rule r join area a on a.id = r.area where r.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a rule's row until commit, then reads it. For the clocks, and callers that checked permission.
///
/// # Errors
/// Not found for an unknown rule.
pub(crate) async fn lock_rule_row(tx: &mut Tx<'_>, id: RuleId) -> Result<LockedRule> {
    run!(tx, "update entitlement_rule set version = version + 1 where id = $1", id)?;
    load_rule(&mut tx.arm(), id).await
}

/// Checks that the actor leads the rule, locks it and reads it. A rule never changes its area.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without the role.
pub(crate) async fn lock_rule(tx: &mut Tx<'_>, id: RuleId) -> Result<LockedRule> {
    tx.actor.must_somewhere(Action::LeadEntitlements)?;
    let seen = load_rule(&mut tx.arm(), id).await?;
    tx.actor.must(Action::LeadEntitlements, &seen.path())?;
    lock_rule_row(tx, id).await
}

/// What a version of a rule says, as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct VersionRow {
    name: String,
    gives: String,
    source: String,
    unit: String,
    cut_off: i64,
    apply_by: i64,
    ask_days: i64,
    conditions: String,
    papers: String,
}

impl VersionRow {
    pub(crate) fn opened(self) -> Result<NewRule> {
        Ok(NewRule {
            name: self.name,
            gives: self.gives,
            source: self.source,
            unit: parse(&self.unit)?,
            cut_off: self.cut_off,
            apply_by: some(self.apply_by),
            ask_days: self.ask_days,
            groups: read_json(&self.conditions)?,
            papers: set(&self.papers)?,
        })
    }
}

/// Loads what a version of a rule says.
///
/// # Errors
/// Not found for an unknown version.
pub(crate) async fn load_version(db: &mut Conn<'_>, rule: RuleId, version: i64) -> Result<NewRule> {
    let found = row!(
        db,
        VersionRow,
        "select name, gives, source, unit, cut_off, apply_by, ask_days, conditions, papers
         from entitlement_version where rule = $1 and version = $2",
        rule,
        version,
    )?;
    found.ok_or(Refusal::NotFound)?.opened()
}

/// Tells the families that wanted what a rule gave that nothing comes of it. The caller holds the rule's row, and ends
/// their entries.
pub(crate) async fn tell_those_who_want(tx: &mut Tx<'_>, rule: RuleId) -> Result<()> {
    let wanted = rows!(
        tx,
        (i64, i64),
        "select id, household from entitlement where rule = $1 and state = 'wants' order by id",
        rule,
    )?;
    for (entitlement, household) in wanted {
        tx.emit(Event::EntitlementEnded(OfEntitlement { entitlement, household, staff: Vec::new() })).await?;
    }
    Ok(())
}

/// Parses a column of texts of a closed set.
pub(crate) fn set<T: std::str::FromStr<Err = domain::Code>>(column: &str) -> Result<Vec<T>> {
    unlisted(column).map_err(|_| Error::Broken(format!("unknown stored value in {column:?}")))
}

/// Returns a time of a column in which 0 means none.
pub(crate) fn some(at: Timestamp) -> Option<Timestamp> {
    (at != 0).then_some(at)
}
