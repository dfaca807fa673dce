//! Commands of the store and routes of the API: what a page can do, a client can do.
//!
//! Each stored operation is reached by a handler of the API, or stands in `commands.txt` with the reason. That each route
//! has a row of the privilege table is held by `privileges::every_route_is_in_the_table`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const OPERATIONS: &str = include_str!("../../../store/tests/it/db/operations.txt");
const EXCEPTIONS: &str = include_str!("commands.txt");

/// How many methods of the store may lie between a handler and the command that it runs.
const DEPTH: usize = 3;

/// Appends every source file below a folder, without comments.
fn sources(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the source") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = fs::read_to_string(&path).expect("text");
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            files.push(code.collect::<Vec<_>>().join("\n"));
        }
    }
}

fn below(folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    files
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty())
}

/// Names of the methods that a text calls: a dot, a name, a parenthesis.
fn called(text: &str) -> BTreeSet<&str> {
    let after_dots = text.split('.').skip(1).map(str::trim_start);
    let calls = after_dots.filter_map(|rest| {
        let end = rest.find(|c: char| !is_word(c))?;
        rest[end..].starts_with('(').then_some(&rest[..end])
    });
    calls.collect()
}

/// Types of the commands by the name under which they are stored; two commands may share one.
fn commands(store: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for part in store.iter().flat_map(|file| file.split("Command for ").skip(1)) {
        let body = part.split("\n}").next().unwrap_or_default();
        let name = body.split_once("const NAME: &'static str = \"").and_then(|(_, rest)| rest.split('"').next());
        if let (Some(name), Some(command)) = (name, words(body).next()) {
            found.entry(name).or_default().push(command);
        }
    }
    found
}

/// Texts of the store's methods by name, without those of commands, which all have the same.
fn methods(store: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in store {
        let starts: Vec<usize> = file.match_indices("fn ").map(|(at, _)| at).collect();
        for (n, start) in starts.iter().enumerate() {
            let text = &file[*start..starts.get(n + 1).copied().unwrap_or(file.len())];
            let head = text.split('{').next().unwrap_or_default();
            if head.contains("&self") && !head.contains("Tx<") {
                let name = words(text).nth(1).unwrap_or_default();
                found.entry(name).or_default().push(text);
            }
        }
    }
    found
}

/// Collects the words of a text and of the methods that it calls, the nearest ones first.
fn reached_words<'t>(text: &'t str, methods: &BTreeMap<&'t str, Vec<&'t str>>) -> BTreeSet<&'t str> {
    let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut texts = vec![text];
    for _ in 0..=DEPTH {
        let mut next = Vec::new();
        for text in texts {
            found.extend(words(text));
            for name in called(text) {
                if seen.insert(name) {
                    next.extend(methods.get(name).into_iter().flatten().copied());
                }
            }
        }
        texts = next;
    }
    found
}

/// Lines of a list: a name, and what stands after it.
fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split_once(" | ").unwrap_or((line, "")))
}

#[test]
fn each_command_has_a_route_of_the_api_or_a_reason_why_not() {
    let (store, api) = (below("store/src"), below("src/api"));
    let (commands, methods) = (commands(&store), methods(&store));
    let api = api.join("\n");
    let found = reached_words(&api, &methods);

    let operations: BTreeSet<&str> = lines(OPERATIONS).map(|(name, _)| name).collect();
    let reached: BTreeSet<&str> = operations
        .iter()
        .copied()
        .filter(|name| commands.get(*name).is_some_and(|types| types.iter().any(|of| found.contains(*of))))
        .collect();
    assert!(reached.len() > 380, "the handlers are read: {} commands", reached.len());

    let mut excepted = BTreeSet::new();
    for (name, reason) in lines(EXCEPTIONS) {
        assert!(reason.len() > 10, "{name} has no reason");
        assert!(excepted.insert(name), "{name} stands twice in commands.txt");
    }
    let missing: Vec<_> = operations.difference(&reached).filter(|name| !excepted.contains(*name)).collect();
    let gone: Vec<_> = excepted.difference(&operations).collect();
    let needless: Vec<_> = excepted.intersection(&reached).collect();
    assert!(missing.is_empty(), "no route of the API, and no reason in commands.txt: {missing:#?}");
    assert!(gone.is_empty(), "no such operation: {gone:?}");
    assert!(needless.is_empty(), "a route reaches these, so no exception is needed: {needless:?}");
}
