//! `server/tests/asvs.md` answers every requirement, and the files and tests that it names exist.

use std::{collections::BTreeMap, fs, path::Path};

/// Requirements of levels 1 and 2 in each chapter of ASVS 5.0.0.
const REQUIREMENTS: [usize; 17] = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Rows of the tables: requirements, result, where, tests.
fn rows(text: &str) -> Vec<[&str; 4]> {
    let cells = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let cells = cells.map(|line| line.split(" | ").collect::<Vec<_>>());
    let rows = cells.map(|cells| <[&str; 4]>::try_from(cells).unwrap_or_else(|cells| panic!("{cells:?}")));
    rows.filter(|[first, ..]| first.starts_with(|c: char| c.is_ascii_digit())).collect()
}

/// What stands between backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Appends the source of all tests below a folder.
fn read(folder: &Path, source: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default();
        if path.is_dir() && name != "node_modules" {
            read(&path, source);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            source.push_str(&fs::read_to_string(&path).expect("text"));
        }
    }
}

/// Whether there is a test of that name: a function with the attribute, one of `on_both!`, or a module for each database.
fn is_test(source: &str, name: &str) -> bool {
    let by_macro = [format!("on_both!({name},"), format!("mod {name} {{")];
    let is_marked = |at: usize| {
        let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
        let mut above = source[..line].lines().rev().map(str::trim_start).take_while(|line| !line.is_empty());
        above.any(|line| line.starts_with("#[") && line.contains("test"))
    };
    // Only within the macro a parameter has no type.
    let has_stage =
        |rest: &str| rest.split_once(')').is_some_and(|(stage, _)| !stage.is_empty() && !stage.contains(':'));
    let beginning = format!("fn {name}(");
    let mut found = source.match_indices(&beginning).map(|(at, _)| at);
    by_macro.iter().any(|beginning| source.contains(beginning))
        || found.any(|at| is_marked(at) || has_stage(&source[at + beginning.len()..]))
}

#[test]
fn a_function_of_a_name_is_no_test() {
    let source = "fn helper(x: i64) {}\n\n#[tokio::test]\nasync fn a() {}\n\n    #[test]\n    fn e() {}\n\non_both! {\n    async fn b(app) {}\n}\n
on_both!(c, |stage| {});\nmod d {\n}\n";
    assert_eq!(
        ["a", "b", "c", "d", "e", "helper", "none"].map(|name| is_test(source, name)),
        [true, true, true, true, true, false, false]
    );
}

#[test]
fn every_requirement_is_answered_once() {
    let text = fs::read_to_string(root().join("server/tests/asvs.md")).expect("the list");
    let mut answered: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for [requirements, result, ..] in rows(&text) {
        assert!(["met", "partly", "not met", "n/a"].contains(&result), "{requirements}: {result}");
        for requirement in requirements.split(", ") {
            let numbers = requirement.split('.').map(|n| n.parse().unwrap_or_else(|_| panic!("{requirement}")));
            *answered.entry(numbers.collect()).or_default() += 1;
        }
    }
    let twice: Vec<_> = answered.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    let chapters: Vec<usize> =
        (1..=17).map(|chapter| answered.keys().filter(|number| number[0] == chapter).count()).collect();
    assert_eq!(chapters, REQUIREMENTS);
}

#[test]
fn files_and_tests_that_the_list_names_exist() {
    let text = fs::read_to_string(root().join("server/tests/asvs.md")).expect("the list");
    let mut source = String::new();
    for folder in ["app", "server"] {
        read(&root().join(folder), &mut source);
    }
    let is_test = |name: &str| is_test(&source, name);
    let is_file = |name: &str| root().join(name).is_file();
    let mut missing = Vec::new();
    for [requirements, _, places, tests] in rows(&text) {
        // Addresses and words are quoted as well; a file has a folder and an ending.
        let files = quoted(places).filter(|name| !name.starts_with('/') && !name.contains(':'));
        let files = files.filter(|name| name.contains('/') && name.rsplit('/').next().is_some_and(|n| n.contains('.')));
        missing.extend(files.filter(|name| !is_file(name)).map(|name| format!("{requirements}: {name}")));
        assert!(tests == "-" || tests.contains('`'), "{requirements}: {tests}");
        missing.extend(
            quoted(tests).filter(|name| !is_test(name) && !is_file(name)).map(|name| format!("{requirements}: {name}")),
        );
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
