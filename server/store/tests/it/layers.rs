//! The store's folders in their order: each uses only those above it in the list, so that there are no cycles.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
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
    "disputes",
    "services",
    "casework",
    "imports",
    "reports",
    "messages",
    "notifications",
    "audit",
    "ops",
];

/// Arrows that point up, each with the reason why it is still there.
const KNOWN: &[(&str, &str)] = &[
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

#[test]
fn no_folder_holds_more_than_twenty_files() {
    fn full(folder: &Path, found: &mut Vec<String>) {
        let entries: Vec<_> =
            fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
        if entries.iter().filter(|path| path.is_file()).count() > 20 {
            found.push(folder.display().to_string());
        }
        entries.iter().filter(|path| path.is_dir()).for_each(|path| full(path, found));
    }
    let store = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in
        ["src", "tests", "../media", "../testkit", "../src/api", "../src/http", "../../app/src", "../../app/domain"]
    {
        full(&store.join(folder), &mut found);
    }
    assert_eq!(found, Vec::<String>::new());
}
