//! The store's folders in their order: each uses only those above it in the list, so that there are no cycles.
//! And the size of all sources: files that are read at one sitting, in folders that are taken in at a glance.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The order. `ops` knows every other folder.
const ORDER: &[&str] = &[
    "crypto",
    "db",
    "events",
    "areas",
    "site",
    "accounts",
    "catalogue",
    "ledger",
    "stock",
    "points",
    "households",
    "wishes",
    "claims",
    "consents",
    "orders",
    "lending",
    "disputes",
    "services",
    "casework",
    "community",
    "imports",
    "reports",
    "messages",
    "notifications",
    "audit",
    "search",
    "ops",
];

/// Arrows that point up, each with the reason why it is still there.
const KNOWN: &[(&str, &str)] = &[
    // A file that closes, merges or loses a member ends what the community has under way for it, in one transaction.
    ("casework", "community"),
    // A wish that is withdrawn or expires ends its claims in the same transaction.
    ("wishes", "claims"),
    // A picture sent with a wish is the family's consent to show it.
    ("wishes", "consents"),
    // Search terms are inserted by the statement that the bulk loader shares.
    ("wishes", "ops"),
];

/// The first names after `crate::`, in paths and in `use` trees.
fn used(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            used(group.stream(), found);
        }
        let is_crate = matches!(token, TokenTree::Ident(name) if *name == "crate");
        // `crate` and two colons.
        match tokens.get(at + 3).filter(|_| is_crate) {
            Some(TokenTree::Ident(name)) => {
                found.insert(name.to_string());
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                let mut begins = true;
                for token in group.stream() {
                    match &token {
                        TokenTree::Ident(name) if begins => {
                            found.insert(name.to_string());
                            begins = false;
                        }
                        TokenTree::Punct(comma) if comma.as_char() == ',' => begins = true,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

fn uses_of(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the source") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            uses_of(&path, found);
        } else {
            used(fs::read_to_string(&path).expect("text").parse().expect("Rust"), found);
        }
    }
}

#[test]
fn folders_use_only_those_above_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let floor: BTreeMap<&str, usize> = ORDER.iter().enumerate().map(|(floor, name)| (*name, floor)).collect();
    let (mut upward, mut arrows) = (BTreeSet::new(), 0);
    for entry in fs::read_dir(&root).expect("the source").map(|entry| entry.expect("a folder")) {
        let name = entry.file_name().into_string().expect("a name");
        if !entry.path().is_dir() {
            continue;
        }
        let own = *floor.get(name.as_str()).unwrap_or_else(|| panic!("{name} has no place in the order"));
        let mut found = BTreeSet::new();
        uses_of(&entry.path(), &mut found);
        for other in found.iter().filter_map(|used| floor.get_key_value(used.as_str())) {
            arrows += 1;
            if *other.1 > own {
                upward.insert((ORDER[own], *other.0));
            }
        }
    }
    assert!(arrows > 60, "the imports are understood: {arrows}");
    assert_eq!(
        upward,
        KNOWN.iter().copied().collect::<BTreeSet<_>>(),
        "left: arrows that point up; right: those that are known"
    );
}

/// Folders of the workspace that hold sources.
const SOURCES: &[&str] = &["app", "server", "style", "end2end"];

/// Folders below them that tools fill.
const FILLED: &[&str] = &["node_modules", "target", "test-results", "playwright-report"];

/// Folders that may hold more than twenty files, each with the reason.
const FULL: &[(&str, &str)] = &[
    ("server/store/migrations/postgres", "a released migration is never moved, and its number is its order"),
    ("server/store/migrations/sqlite", "a released migration is never moved, and its number is its order"),
];

/// Lists the files of the sources by folder; folders are named from the workspace's root.
fn sources() -> BTreeMap<String, Vec<PathBuf>> {
    fn walk(folder: &Path, name: &str, all: &mut BTreeMap<String, Vec<PathBuf>>) {
        let entries = fs::read_dir(folder).unwrap_or_else(|cause| panic!("{name}: {cause}"));
        for entry in entries.map(|entry| entry.expect("an entry")) {
            let (path, own) = (entry.path(), entry.file_name().into_string().expect("a name"));
            if path.is_file() {
                all.entry(name.to_owned()).or_default().push(path);
            } else if !FILLED.contains(&own.as_str()) {
                walk(&path, &format!("{name}/{own}"), all);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut all = BTreeMap::new();
    for name in SOURCES {
        walk(&root.join(name), name, &mut all);
    }
    all
}

#[test]
fn no_folder_holds_more_than_twenty_files() {
    let all = sources();
    assert!(all.len() > 150, "the folders are found: {}", all.len());
    let found: Vec<&str> = all.iter().filter(|(_, files)| files.len() > 20).map(|(name, _)| name.as_str()).collect();
    let known: Vec<&str> = FULL.iter().map(|(name, _)| *name).collect();
    assert_eq!(found, known, "left: folders above twenty files; right: those that may be");
}

#[test]
fn no_file_of_rust_is_longer_than_four_hundred_lines() {
    let all = sources();
    let rust = |path: &&PathBuf| path.extension().is_some_and(|extension| extension == "rs");
    let files: Vec<&PathBuf> = all.values().flatten().filter(rust).collect();
    assert!(files.len() > 1000, "the files are found: {}", files.len());
    let lines = |path: &Path| fs::read_to_string(path).expect("text").lines().count();
    let long: Vec<_> = files.into_iter().map(|path| (lines(path), path)).filter(|(lines, _)| *lines > 400).collect();
    assert!(long.is_empty(), "to be divided by subject: {long:#?}");
}
