//! Every state of every record has an owner and a way out, or is an end: `states.txt` is held against the domain, the
//! jobs and the Today page, so a state that is added without one fails.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const TABLE: &str = include_str!("states.txt");
const OWNERS: [&str; 11] = [
    "family",
    "donor",
    "shop",
    "caseworker",
    "coordinator",
    "office",
    "employer",
    "partner",
    "helper",
    "server",
    "end",
];

/// A line of the table.
struct Line {
    record: &'static str,
    state: &'static str,
    owner: &'static str,
    means: Vec<(&'static str, &'static str)>,
}

fn table() -> Vec<Line> {
    let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let line = |line: &'static str| {
        let mut parts = line.split(" | ");
        let mut part = || parts.next().unwrap_or_default();
        let (record, state, owner) = (part(), part(), part());
        let means = part().split_whitespace().map(|means| means.split_once(':').expect("kind:name")).collect();
        Line { record, state, owner, means }
    };
    lines.map(line).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Appends the sources below a folder.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("the source") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            sources(&path, text);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            *text += &fs::read_to_string(&path).expect("text");
        }
    }
}

/// Returns the states of each enum of states in the domain, as they are stored.
fn states() -> BTreeMap<String, BTreeSet<String>> {
    let mut text = String::new();
    sources(&root().join("app/domain/src"), &mut text);
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for part in text.split("text_enum!(").skip(1) {
        let Some((name, rest)) = part.split_once('{') else { continue };
        let name = name.trim();
        if !name.ends_with("State") {
            continue;
        }
        let body = rest.split('}').next().expect("its states");
        // The texts stand between the quotes.
        let states = body.split('"').skip(1).step_by(2).map(str::to_owned);
        assert!(found.insert(name.to_owned(), states.collect()).is_none(), "two enums are called {name}");
    }
    found
}

#[test]
fn every_state_is_in_the_table_with_its_owner_and_a_way_out() {
    let (known, table) = (states(), table());
    assert!(known.len() > 50, "the enums are found: {}", known.len());
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in &table {
        let new = listed.entry(line.record.to_owned()).or_default().insert(line.state.to_owned());
        assert!(new, "{} {} stands twice", line.record, line.state);
        assert!(OWNERS.contains(&line.owner), "{} {}: {:?} owns nothing", line.record, line.state, line.owner);
        let ends = line.owner == "end";
        assert_eq!(line.means.is_empty(), ends, "{} {} has no way out", line.record, line.state);
    }
    assert_eq!(listed, known, "a state is missing in states.txt, or is no more");
}

#[test]
fn every_way_out_of_the_table_exists() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect("a source");
    let jobs = read("server/store/src/ops/jobs.rs");
    let counts = read("server/store/src/ops/today/counts.rs");
    let kinds = read("app/domain/src/today/work.rs");
    let kinds = kinds.split("text_enum!(Work {").nth(1).expect("the kinds of work");
    let today: Vec<&str> = kinds
        .lines()
        .filter_map(|line| line.trim().split_once(" = "))
        .filter(|(kind, _)| counts.contains(&format!("Work::{kind},")))
        .map(|(_, name)| name.trim_matches(['"', ',']))
        .collect();
    let mut pages = String::new();
    sources(&root().join("app/src/pages"), &mut pages);
    let table = table();
    let goes_on = |record: &str| table.iter().any(|line| line.record == record && line.owner != "end");
    let mut wrong = Vec::new();
    for line in &table {
        for (kind, name) in &line.means {
            let exists = match *kind {
                "job" => jobs.contains(&format!("pub {name}: i64,")) && jobs.contains(&format!("{name}: self.")),
                "today" => today.contains(name),
                "with" => *name != line.record && goes_on(name),
                "list" => pages.contains(&format!("\"{name}\"")),
                "file" => root().join("server/store/src").join(*name).exists(),
                _ => false,
            };
            if !exists {
                wrong.push(format!("{} {}: {kind}:{name}", line.record, line.state));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
