//! Compares files that changed with the rules in use, a hundred files in one write.
//! Triggers mark a file in the transaction that changes it; the mark is taken under the file's lock, so that of two
//! servers one compares it, and a change that comes later marks it anew.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    Timestamp,
    areas::{AreaId, AreaPath},
    casework::{
        entitlements::{
            EntitlementId, EntitlementState, RuleId,
            conditions::ConditionKind,
            quiet_until,
            rules::{Because, NewRule, Verdict},
        },
        rounds::profile::listed,
    },
    households::{FileState, HouseholdId},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::{
    VersionRow,
    facts::{LoadedFile, load_files, numbers},
};
use crate::{
    By, Command, Conn, Result, Store, Tx,
    db::{
        locks::lock_household,
        sql::{parse, row, rows, run, values},
    },
};

/// Files of one write; the `limit 100` of [`waiting`] must match.
const BATCH: usize = 100;

/// A rule in use, with the version that is used.
struct UsedRule {
    id: RuleId,
    root: AreaId,
    path: AreaPath,
    version: i64,
    content: NewRule,
}

impl UsedRule {
    fn covers(&self, file: &LoadedFile) -> bool {
        self.root == file.root && self.path.covers(&file.facts.household.area)
    }

    /// Whether one may still apply.
    fn is_open(&self, now: Timestamp) -> bool {
        self.content.apply_by.is_none_or(|last| last > now)
    }
}

/// An entry of the lists, as it is stored.
#[derive(Clone, Debug, sqlx::FromRow)]
struct EntryRow {
    id: i64,
    rule: i64,
    version: i64,
    household: i64,
    member: i64,
    state: String,
    because: String,
    doubts: String,
    fits: bool,
    answered: i64,
    changed_by: i64,
}

/// What is to be written about a household or a member.
enum Change<'a> {
    /// It is on no list yet.
    Add(&'a UsedRule, HouseholdId, i64, Because),
    /// It was, and may be asked anew.
    Renew(&'a UsedRule, EntitlementId, Because),
    /// The reasons or the version differ.
    Refresh(&'a UsedRule, EntitlementId, Because),
    /// The file says otherwise, before the family said that it wants it.
    Drop(EntitlementId),
    /// The file says otherwise, after that.
    Doubt(EntitlementId),
}

impl Change<'_> {
    /// The rule whose list grows, which must still be in use then.
    fn grown(&self) -> Option<(RuleId, i64)> {
        match self {
            Change::Add(rule, ..) | Change::Renew(rule, ..) => Some((rule.id, rule.version)),
            Change::Refresh(..) | Change::Drop(_) | Change::Doubt(_) => None,
        }
    }
}

/// Compares files with the rules in use, and changes the lists.
#[derive(Clone, Debug, Serialize)]
pub struct CompareFiles {
    /// Households, in ascending order.
    pub households: Vec<HouseholdId>,
}

impl Command for CompareFiles {
    const NAME: &'static str = "entitlement_compare";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let mut marked = Vec::new();
        for id in &self.households {
            lock_household(tx, *id).await?;
            if run!(tx, "delete from entitlement_due where household = $1", id)? > 0 {
                marked.push(*id);
            }
        }
        if marked.is_empty() {
            return Ok(0);
        }
        let rules = used_rules(&mut tx.arm()).await?;
        if rules.is_empty() {
            return Ok(0);
        }
        let files = load_files(&mut tx.arm(), &marked).await?;
        let mut entries = entries_of(&mut tx.arm(), &marked).await?;
        let mut changes = Vec::new();
        for file in files.iter().filter(|file| file.state == FileState::Open) {
            let known = entries.remove(&file.facts.household.id).unwrap_or_default();
            plan(file, &rules, known, tx.now, &mut changes)?;
        }
        let grown: BTreeSet<(RuleId, i64)> = changes.iter().filter_map(Change::grown).collect();
        let mut ended = BTreeSet::new();
        for (rule, version) in grown {
            let used = run!(
                tx,
                "update entitlement_rule set version = version + 1 where id = $1 and state = 'in_use' and used = $2",
                rule,
                version,
            )?;
            if used == 0 {
                ended.insert((rule, version));
            }
        }
        changes.retain(|change| change.grown().is_none_or(|grown| !ended.contains(&grown)));
        for change in &changes {
            write(tx, change).await?;
        }
        if !changes.is_empty() {
            tx.audit("entitlement_rule", 0).await?;
        }
        Ok(i64::try_from(changes.len()).unwrap_or(i64::MAX))
    }
}

/// Compares one file with the rules.
fn plan<'a>(
    file: &LoadedFile,
    rules: &'a [UsedRule],
    known: Vec<EntryRow>,
    now: Timestamp,
    changes: &mut Vec<Change<'a>>,
) -> Result<()> {
    let mut fits: BTreeMap<(RuleId, i64), (&UsedRule, Because)> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| rule.covers(file)) {
        for (member, verdict) in rule.content.verdicts(&file.facts) {
            if let Verdict::Fits(because) = verdict {
                fits.insert((rule.id, member.unwrap_or_default()), (rule, because));
            }
        }
    }
    for entry in known {
        let state: EntitlementState = parse(&entry.state)?;
        match fits.remove(&(entry.rule, entry.member)) {
            Some((rule, because)) if state.is_live() => {
                let said = (listed_kinds(&because.holds), listed_kinds(&because.doubts));
                let same = entry.version == rule.version && entry.fits && said == (entry.because, entry.doubts);
                if !same {
                    changes.push(Change::Refresh(rule, entry.id, because));
                }
            }
            Some((rule, because)) => {
                let is_new = entry.version != rule.version;
                let again = match state {
                    // What staff took off stays off until the rule says something else.
                    EntitlementState::Dropped => is_new || entry.changed_by == 0,
                    EntitlementState::Lapsed => is_new,
                    EntitlementState::Declined => is_new && quiet_until(entry.answered) <= now,
                    _ => false,
                };
                if again && rule.is_open(now) {
                    changes.push(Change::Renew(rule, entry.id, because));
                }
            }
            // A withdrawn rule took its list along; what was applied for goes on.
            None if !rules.iter().any(|rule| rule.id == entry.rule) => {}
            None if matches!(state, EntitlementState::Found | EntitlementState::Asked) => {
                changes.push(Change::Drop(entry.id));
            }
            None if state.is_live() && entry.fits => changes.push(Change::Doubt(entry.id)),
            None => {}
        }
    }
    let household = file.facts.household.id;
    for ((_, member), (rule, because)) in fits {
        if rule.is_open(now) {
            changes.push(Change::Add(rule, household, member, because));
        }
    }
    Ok(())
}

fn listed_kinds(kinds: &[ConditionKind]) -> String {
    listed(kinds.iter().map(|kind| kind.as_str()))
}

async fn write(tx: &mut Tx<'_>, change: &Change<'_>) -> Result<()> {
    let now = tx.now;
    match change {
        Change::Add(rule, household, member, because) => {
            let due = EntitlementState::Found.due(now, rule.content.ask_days, rule.content.apply_by);
            run!(
                tx,
                "insert into entitlement (rule, version, household, member, state, because, doubts, fits, papers, found,
                     due, raised, answered, answered_by, applied, decided, reason, ended, changed_by)
                 values ($1, $2, $3, $4, 'found', $5, $6, true, '', $7, $8, 0, 0, 0, 0, 0, '', 0, 0)",
                rule.id,
                rule.version,
                household,
                member,
                listed_kinds(&because.holds),
                listed_kinds(&because.doubts),
                now,
                due,
            )?;
        }
        Change::Renew(rule, id, because) => {
            let due = EntitlementState::Found.due(now, rule.content.ask_days, rule.content.apply_by);
            run!(
                tx,
                "update entitlement set state = 'found', version = $2, because = $3, doubts = $4, fits = true,
                     found = $5, due = $6, raised = 0, answered = 0, answered_by = 0, applied = 0, decided = 0, reason = '',
                     ended = 0, changed_by = 0
                 where id = $1 and ended > 0",
                id,
                rule.version,
                listed_kinds(&because.holds),
                listed_kinds(&because.doubts),
                now,
                due,
            )?;
        }
        Change::Refresh(rule, id, because) => {
            run!(
                tx,
                "update entitlement set version = $2, because = $3, doubts = $4, fits = true
                 where id = $1 and ended = 0",
                id,
                rule.version,
                listed_kinds(&because.holds),
                listed_kinds(&because.doubts),
            )?;
        }
        Change::Drop(id) => {
            run!(
                tx,
                "update entitlement set state = 'dropped', fits = false, due = 0, raised = 0, ended = $2, changed_by = 0
                 where id = $1 and ended = 0",
                id,
                now,
            )?;
        }
        Change::Doubt(id) => {
            run!(tx, "update entitlement set fits = false where id = $1 and ended = 0", id)?;
        }
    }
    Ok(())
}

/// Loads the rules in use with the version that is used.
async fn used_rules(db: &mut Conn<'_>) -> Result<Vec<UsedRule>> {
    let found = rows!(
        db,
        (i64, i64, String, i64),
        "select r.id, r.root, a.path, r.used from entitlement_rule r join area a on a.id = r.area
         where r.state = 'in_use' order by r.id",
    )?;
    let mut rules = Vec::with_capacity(found.len());
    for (id, root, path, version) in found {
        let content = row!(
            db,
            VersionRow,
            "select name, gives, source, unit, cut_off, apply_by, ask_days, conditions, papers
             from entitlement_version where rule = $1 and version = $2",
            id,
            version,
        )?;
        let Some(content) = content else { continue };
        rules.push(UsedRule { id, root, path: AreaPath(path), version, content: content.opened()? });
    }
    Ok(rules)
}

/// Loads what is on the lists for these households.
async fn entries_of(db: &mut Conn<'_>, ids: &[HouseholdId]) -> Result<BTreeMap<HouseholdId, Vec<EntryRow>>> {
    let sql = format!(
        "select id, rule, version, household, member, state, because, doubts, fits, answered, changed_by
         from entitlement where household in ({}) order by id",
        numbers(ids)
    );
    let mut entries: BTreeMap<HouseholdId, Vec<EntryRow>> = BTreeMap::new();
    for entry in rows!(db, EntryRow, AssertSqlSafe(sql.as_str()))? {
        entries.entry(entry.household).or_default().push(entry);
    }
    Ok(entries)
}

/// Lists marked files after one, in ascending order.
async fn waiting(db: &mut Conn<'_>, after: HouseholdId) -> Result<Vec<HouseholdId>> {
    Ok(values!(
        db,
        i64,
        "select household from entitlement_due where household > $1 order by household limit 100",
        after,
    )?)
}

/// As `waiting`, for a script such as the demo's.
///
/// # Errors
/// Only when the database fails.
pub async fn waiting_in(tx: &mut Tx<'_>, after: HouseholdId) -> Result<Vec<HouseholdId>> {
    waiting(&mut tx.arm(), after).await
}

/// Lists the first entries of a rule whose families were not asked yet, with their households, for the demo's script.
///
/// # Errors
/// Only when the database fails.
pub async fn found_in(tx: &mut Tx<'_>, rule: RuleId) -> Result<Vec<(EntitlementId, HouseholdId)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select id, household from entitlement where rule = $1 and state = 'found' order by id limit 64",
        rule,
    )?)
}

impl Store {
    /// Compares marked files with the rules in use; returns how many entries changed.
    pub(crate) async fn entitlements_compare(&self) -> Result<i64> {
        let (by, mut done, mut after) = (By::system(), 0, 0);
        loop {
            let households = waiting(&mut self.reader().await?.arm(), after).await?;
            let Some(last) = households.last().copied() else { return Ok(done) };
            let full = households.len() == BATCH;
            done += self.compare(&by, households).await;
            if !full {
                return Ok(done);
            }
            after = last;
        }
    }

    /// Compares a batch; if one of its files cannot be read, each by itself, so that the others are not held up.
    async fn compare(&self, by: &By, households: Vec<HouseholdId>) -> i64 {
        match self.run(by, CompareFiles { households: households.clone() }).await {
            Ok(done) => return done,
            Err(cause) => {
                tracing::error!(%cause, operation = CompareFiles::NAME, "batch failed; its files are tried alone")
            }
        }
        let mut done = 0;
        for id in households {
            match self.run(by, CompareFiles { households: vec![id] }).await {
                Ok(changed) => done += changed,
                Err(cause) => {
                    tracing::error!(%cause, operation = CompareFiles::NAME, id, "file failed; it is tried again");
                }
            }
        }
        done
    }
}
