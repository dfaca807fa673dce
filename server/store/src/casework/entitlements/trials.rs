//! A rule is tried on its area before it is used: how many it would find, and how many of them are new.
//! The files are read outside of the write, because there may be thousands of them.

use std::collections::{BTreeSet, HashSet};

use domain::{
    Code, DAY, Timestamp,
    accounts::Actor,
    casework::entitlements::{
        RuleId,
        disclosure::{joined, may_show, parted},
        rules::{RuleEvent, Trial, Verdict},
    },
    households::HouseholdId,
    permission::Action,
};
use serde::Serialize;

use super::{facts::load_files, load_rule, load_version, lock_rule};
use crate::{
    By, Command, Conn, Result, Store, Tx,
    db::sql::{rows, run, values},
};

/// Files that are read at once.
const BATCH: usize = 500;
/// How long a count that was shown limits later ones.
const REMEMBERED: Timestamp = 400 * DAY;

/// How many households or members, and of which files.
#[derive(Clone, Debug, Default)]
struct Figure {
    units: i64,
    files: BTreeSet<HouseholdId>,
}

impl Figure {
    fn add(&mut self, household: HouseholdId) {
        self.units += 1;
        self.files.insert(household);
    }
}

/// Stores what came of a try. Only [`Store::try_rule`] and [`tried_in`] make one.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::ChangedMeanwhile`] when there is a newer version; [`Code::WrongState`]
/// for a withdrawn rule.
#[derive(Clone, Debug, Serialize)]
pub struct StoreTrial {
    rule: RuleId,
    version: i64,
    // Not part of the request: asked once more, it finds what the files say then.
    #[serde(skip)]
    found: Figure,
    #[serde(skip)]
    fresh: Figure,
    #[serde(skip)]
    unsure: Figure,
}

impl StoreTrial {
    /// Compares the newest version of a rule with every open file of its area.
    ///
    /// # Errors
    /// Not found for an unknown rule.
    async fn of(db: &mut Conn<'_>, id: RuleId) -> Result<StoreTrial> {
        let rule = load_rule(db, id).await?;
        let content = load_version(db, id, rule.latest).await?;
        let known = rows!(
            db,
            (i64, i64),
            "select household, member from entitlement where rule = $1 and state not in ('dropped', 'withdrawn')",
            id,
        )?;
        let known: HashSet<(i64, i64)> = known.into_iter().collect();
        let (found, fresh, unsure) = (Figure::default(), Figure::default(), Figure::default());
        let mut trial = StoreTrial { rule: id, version: rule.latest, found, fresh, unsure };
        let (path, mut after) = (rule.path().0, 0);
        loop {
            let ids = values!(
                db,
                i64,
                "select h.id from household h join area a on a.id = h.area
                 where h.id > $1 and h.state = 'open' and a.path like $2 || '%' order by h.id limit 500",
                after,
                &path,
            )?;
            for file in load_files(db, &ids).await? {
                let household = file.facts.household.id;
                for (member, verdict) in content.verdicts(&file.facts) {
                    let is_new = !known.contains(&(household, member.unwrap_or_default()));
                    match verdict {
                        Verdict::No => {}
                        Verdict::Unsure => trial.unsure.add(household),
                        Verdict::Fits(_) => trial.found.add(household),
                    }
                    if is_new && matches!(verdict, Verdict::Fits(_)) {
                        trial.fresh.add(household);
                    }
                }
            }
            match ids.last() {
                Some(last) if ids.len() == BATCH => after = *last,
                _ => return Ok(trial),
            }
        }
    }
}

/// Compares the newest version of a rule with every open file of its area, inside a script such as the demo's.
///
/// # Errors
/// Not found for an unknown rule.
pub async fn tried_in(tx: &mut Tx<'_>, rule: RuleId) -> Result<StoreTrial> {
    StoreTrial::of(&mut tx.arm(), rule).await
}

impl Command for StoreTrial {
    const NAME: &'static str = "entitlement_rule_try";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let rule = lock_rule(tx, self.rule).await?;
        let state = rule.state()?.after(RuleEvent::Try)?;
        if rule.latest != self.version {
            return Err(Code::ChangedMeanwhile.into());
        }
        // The row of the root area, so that two tries at once see each other's counts.
        run!(tx, "update area set name = name where id = $1", rule.root)?;
        let mut earlier = shown_counts(tx, rule.root).await?;
        let mut show = |figure: &Figure| {
            let shown = may_show(&figure.files, &earlier);
            if shown {
                earlier.push(figure.files.clone());
            }
            (shown, if shown { joined(&figure.files) } else { String::new() })
        };
        let (found, fresh, unsure) = (show(&self.found), show(&self.fresh), show(&self.unsure));
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "insert into entitlement_trial (rule, version, root, at, account, units, fresh, unsure, units_shown,
                 fresh_shown, unsure_shown, units_files, fresh_files, unsure_files)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            rule.id,
            rule.latest,
            rule.root,
            now,
            account,
            self.found.units,
            self.fresh.units,
            self.unsure.units,
            found.0,
            fresh.0,
            unsure.0,
            &found.1,
            &fresh.1,
            &unsure.1,
        )?;
        run!(
            tx,
            "update entitlement_rule set tried = $2, state = $3 where id = $1",
            rule.id,
            rule.latest,
            state.as_str(),
        )?;
        tx.audit("entitlement_rule", rule.id).await
    }
}

/// Loads the files of the counts that were shown in a root area, and forgets those of long ago.
async fn shown_counts(tx: &mut Tx<'_>, root: i64) -> Result<Vec<BTreeSet<HouseholdId>>> {
    let since = tx.now - REMEMBERED;
    run!(
        tx,
        "update entitlement_trial set units_files = '', fresh_files = '', unsure_files = ''
         where root = $1 and at < $2",
        root,
        since,
    )?;
    let found = rows!(
        tx,
        (String, String, String),
        "select units_files, fresh_files, unsure_files from entitlement_trial
         where root = $1 and at >= $2 order by at desc, id desc limit 200",
        root,
        since,
    )?;
    let columns = found.into_iter().flat_map(|(units, fresh, unsure)| [units, fresh, unsure]);
    Ok(columns.filter(|column| !column.is_empty()).map(|column| parted(&column)).collect())
}

#[derive(sqlx::FromRow)]
struct TrialRow {
    id: i64,
    version: i64,
    at: i64,
    by_name: String,
    units: i64,
    fresh: i64,
    unsure: i64,
    units_shown: bool,
    fresh_shown: bool,
    unsure_shown: bool,
}

impl Store {
    /// Tries the newest version of a rule on its area.
    ///
    /// # Errors
    /// Not allowed without a role that leads entitlements; otherwise as [`StoreTrial`].
    pub async fn try_rule(&self, by: &By, rule: RuleId) -> Result<()> {
        by.actor.must_somewhere(Action::LeadEntitlements)?;
        let mut db = self.reader().await?;
        let seen = load_rule(&mut db.arm(), rule).await?;
        by.actor.must(Action::LeadEntitlements, &seen.path())?;
        let trial = StoreTrial::of(&mut db.arm(), rule).await?;
        // A write takes a connection of its own.
        drop(db);
        self.run(by, trial).await
    }

    /// Lists the last 20 tries of a rule, newest first. Counts that would tell of a few families are left out for
    /// readers who may not open files in all of the rule's area.
    ///
    /// # Errors
    /// As [`Store::entitlement_rule`].
    pub async fn rule_trials(&self, actor: &Actor, rule: RuleId) -> Result<Vec<Trial>> {
        self.entitlement_rule(actor, rule).await?;
        let mut db = self.reader().await?;
        let path = load_rule(&mut db.arm(), rule).await?.path();
        let opens = actor.may(Action::ReadHouseholds, &path);
        let found = rows!(
            db,
            TrialRow,
            "select t.id, t.version, t.at, coalesce(k.name, '') as by_name, t.units, t.fresh, t.unsure, t.units_shown,
                 t.fresh_shown, t.unsure_shown
             from entitlement_trial t left join account k on k.id = t.account where t.rule = $1
             order by t.id desc limit 20",
            rule,
        )?;
        let seen = |n: i64, shown: bool| (opens || shown).then_some(n);
        let trial = |row: TrialRow| Trial {
            id: row.id,
            version: row.version,
            at: row.at,
            by: row.by_name,
            units: seen(row.units, row.units_shown),
            fresh: seen(row.fresh, row.fresh_shown),
            unsure: seen(row.unsure, row.unsure_shown),
        };
        Ok(found.into_iter().map(trial).collect())
    }
}
