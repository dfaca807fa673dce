//! More than a year of the clock over the demo: a record whose next step is the clock's (`job:` in `states.txt`) leaves
//! its state, or its clock has done something about it. One that is as it was has a clock in name only.

use std::collections::{BTreeMap, BTreeSet};

use domain::DAY;
use store::Store;

use super::{pairs, texts};
use crate::support::database::Database;

const STATES: &str = include_str!("../../../../store/tests/it/ops/states.txt");
/// Days after which the clock runs.
const RUNS: [i64; 4] = [8, 32, 160, 200];

/// States in which not every record waits for the clock: the condition on those that do.
const WAITS: [(&str, &str, &str); 4] = [
    // A coordinator decides what the family says about the goods.
    ("ClaimState", "handed_over", "not exists (select 1 from dispute d where d.claim = claim.id and d.state = 'open')"),
    // Only goods that were not collected leave a decision.
    ("ClaimState", "revoked", "undecided = true"),
    // Nothing is asked after 90 days.
    (
        "ProposalState",
        "hired",
        "exists (select 1 from job_check c where c.proposal = job_proposal.id and c.answered = 0 and c.missed = 0)",
    ),
    // Claimed in full, it waits for its claims.
    (
        "WishState",
        "published",
        "not exists (select 1 from claim c join dispute d on d.claim = c.id where c.wish = wish.id and d.state = 'open')",
    ),
];
/// Records whose next step has climbed to a coordinator, as far as it climbs.
const CLIMBED: [(&str, &str); 1] = [("EntitlementState", "raised = 0")];

/// A table of records with a state.
struct Records {
    table: String,
    record: &'static str,
    /// Stored states whose next step the clock takes.
    by_clock: Vec<&'static str>,
}

/// The parts of each line of `states.txt`.
fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    STATES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| line.split(" | ").collect())
}

/// Finds the table of each enum by the states that its column takes.
async fn records(database: &Database) -> Vec<Records> {
    let mut enums: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in lines() {
        enums.entry(line[0]).or_default().insert(line[1]);
    }
    let mut found = Vec::new();
    for (table, sql) in pairs(database, "select name, sql from sqlite_master where type = 'table'").await {
        let Some((_, after)) = sql.split_once("check (state in (") else { continue };
        let list = after.split(')').next().expect("a list");
        let states: BTreeSet<&str> = list.split('\'').skip(1).step_by(2).collect();
        let same: Vec<&str> = enums.iter().filter(|(_, of)| **of == states).map(|(record, _)| *record).collect();
        // Where several records have the same states, the table is named after its own.
        let own = |record: &&&str| table.replace('_', "").contains(&record.trim_end_matches("State").to_lowercase());
        let record = if let [only] = same[..] { Some(only) } else { same.iter().find(own).copied() };
        let Some(record) = record else { continue };
        let by_clock = lines()
            .filter(|line| line[0] == record && line.get(3).is_some_and(|means| means.contains("job:")))
            .map(|line| line[1]);
        found.push(Records { by_clock: by_clock.collect(), record, table });
    }
    let (known, walked): (BTreeSet<&str>, BTreeSet<&str>) =
        (enums.into_keys().collect(), found.iter().map(|one| one.record).collect());
    assert_eq!(walked, known, "the table of a record was not found");
    found
}

/// The content of each record that the clock is to look at until `horizon`, by enum, state and id. What runs to a later
/// day of its own waits for that day.
async fn waiting(database: &Database, records: &[Records], horizon: i64) -> BTreeMap<(String, String), String> {
    let mut all = BTreeMap::new();
    for Records { table, record, by_clock } in records {
        let columns = texts(database, &format!("select name from pragma_table_info('{table}')")).await;
        let content: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
        let content = content.join(" || '|' || ");
        let later: String = columns
            .iter()
            .filter(|column| matches!(column.as_str(), "until" | "ends" | "due"))
            .map(|column| format!(" and \"{column}\" <= {horizon}"))
            .collect();
        let lower = CLIMBED.iter().filter(|(of, _)| of == record).map(|(_, condition)| *condition);
        let lower: String = lower.map(|condition| format!(" and {condition}")).collect();
        for state in by_clock {
            let waits = WAITS.iter().filter(|(of, at, _)| (of, at) == (record, state));
            let waits: String = waits.map(|(.., condition)| format!(" and {condition}")).collect();
            let sql = format!(
                "select cast(id as text), {content} from \"{table}\" where state = '{state}'{later}{lower}{waits}"
            );
            let rows = pairs(database, &sql).await;
            all.extend(rows.into_iter().map(|(id, row)| ((format!("{record} {state}"), id), row)));
        }
    }
    all
}

/// Moves the clock of a loaded demo by more than a year.
pub async fn walk(database: &Database, store: &Store) {
    let records = records(database).await;
    let horizon = store.now() + (RUNS.iter().sum::<i64>() - 60) * DAY;
    let before = waiting(database, &records, horizon).await;
    let walked: BTreeSet<&str> = before.keys().map(|(state, _)| state.as_str()).collect();
    assert!(walked.len() >= 15, "the demo has records for the clock: {walked:?}");
    for days in RUNS {
        store.clock.advance(days * DAY);
        store.run_clocks().await.expect("the clocks run");
        store.deliver_all().await.expect("delivered");
    }
    let after = waiting(database, &records, i64::MAX).await;
    let mut left: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for ((state, id), row) in &before {
        if after.get(&(state.clone(), id.clone())) == Some(row) {
            left.entry(state).or_default().push(row);
        }
    }
    let some: Vec<_> = left.iter().map(|(state, rows)| (state, rows.len(), &rows[..rows.len().min(3)])).collect();
    assert!(some.is_empty(), "as they were, a year later: {some:#?}");
    assert_eq!(store.check().await.expect("a check"), Vec::<String>::new());
}
