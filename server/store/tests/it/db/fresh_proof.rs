//! Walks the list of commands: which of them take a fresh proof of the session, and that the permission comes first.

use std::{collections::BTreeMap, fs, path::Path};

/// Operations that take one.
const GUARDED: &[&str] = &[
    "account_add",
    "account_contact",
    "account_open",
    "account_password",
    "area_close",
    "area_merge",
    "area_move",
    "area_reopen",
    "bot_add",
    "export_appointments",
    "export_aid",
    "export_audit",
    "export_cases",
    "export_collections",
    "export_course",
    "export_drive",
    "export_entitlements",
    "export_findings",
    "export_group",
    "export_issues",
    "export_figures",
    "export_jobs",
    "export_list",
    "export_loans",
    "export_minors",
    "export_movements",
    "export_organisations",
    "export_pairings",
    "export_pledges",
    "export_receipts",
    "export_recall",
    "export_reorder",
    "export_round",
    "export_referrals",
    "export_shifts",
    "export_stock",
    "export_urgent",
    "export_visits",
    "export_school_places",
    "factor_begin",
    "factor_confirm",
    "factor_reset",
    "file_erase",
    "files_merge",
    "household_import_withdraw",
    "household_password",
    "leave_lend",
    "organisation_contact",
    "points_policy_clear",
    "points_policy_set",
    "policy_clear",
    "policy_set",
    "retention_change",
    "role_grant",
    "role_revoke",
    "text_limit_set",
    "token_make",
    "webhook_add",
];

/// Words in the names of operations that ask for a decision: a new one with such a word is guarded, or is below.
const GREAT: [&str; 9] = ["role", "export", "password", "policy", "erase", "merge", "account_", "factor", "admin"];

/// Operations with such a word that take none, each with the reason.
const FREE: &[(&str, &str)] = &[
    ("account_by_phone", "notes a read"),
    ("account_close", "takes the password itself"),
    ("factor_lost", "is called by the command line only"),
    ("factor_remove", "takes password and code itself"),
    ("factor_sign_in", "is a proof"),
    ("first_admin", "is called by the command line only"),
    ("new_role_read", "notes a read"),
    ("password_change", "takes the old password itself"),
    ("password_forgotten", "takes a code that was sent to the phone"),
    ("password_forgotten_try", "counts a try of that code"),
];

/// Operations whose command calls a function that scripts call, too.
const ELSEWHERE: &[(&str, &str)] = &[("file_erase", "pub async fn erase(tx"), ("files_merge", "pub async fn merge(tx")];

/// Appends every source file below `folder`.
fn read(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the source") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            read(&path, files);
        } else {
            files.push(fs::read_to_string(&path).expect("text"));
        }
    }
}

/// Returns the text from `start` to the end of the item that it begins.
fn item<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    text.split_once(start)?.1.split("\n}\n").next()
}

/// Returns what each command does, by its stored name.
fn bodies() -> BTreeMap<String, String> {
    let mut files = Vec::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut bodies = BTreeMap::new();
    for file in &files {
        for rest in file.split("const NAME: &'static str = ").skip(1) {
            let body = rest.split("\n}\n").next().unwrap_or_default();
            if let Some(name) = body.strip_prefix('"').and_then(|name| name.split('"').next()) {
                bodies.insert(name.to_owned(), body.to_owned());
            }
        }
        // The commands of exports are made by a macro.
        if let Some(body) = item(file, "macro_rules! exported {") {
            let calls = item(file, "\nexported! {").expect("its call");
            for name in calls.split('"').skip(1).step_by(2) {
                bodies.insert(name.to_owned(), body.to_owned());
            }
        }
        for &(name, start) in ELSEWHERE {
            if let Some(body) = item(file, start) {
                bodies.insert(name.to_owned(), body.to_owned());
            }
        }
    }
    bodies
}

#[test]
fn steps_that_matter_take_a_fresh_proof_after_the_permission() {
    let bodies = bodies();
    let lines = include_str!("operations.txt").lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.map(|line| line.split(" | ").next().expect("a name")).collect();
    let (mut guarded, mut late) = (Vec::new(), Vec::new());
    for name in &names {
        let body = bodies.get(*name).map_or("", String::as_str);
        let Some((before, _)) = body.split_once("must_be_proved()") else { continue };
        guarded.push(*name);
        if !["must_", "may_assign(", "hold(tx", "lock(tx"].iter().any(|permission| before.contains(permission)) {
            late.push(*name);
        }
    }
    assert_eq!(guarded, GUARDED, "left: commands with the guard; right: those that take one");
    assert_eq!(late, Vec::<&str>::new(), "these ask for a proof before they ask for the permission");
    let free = |name: &str| FREE.iter().any(|(free, _)| *free == name);
    let great = names.iter().filter(|name| GREAT.iter().any(|word| name.contains(word)));
    let undecided: Vec<_> = great.filter(|name| !GUARDED.contains(*name) && !free(name)).collect();
    assert_eq!(undecided, Vec::<&&str>::new(), "with a proof, or without one for a reason?");
    let gone: Vec<_> = FREE.iter().filter(|(name, _)| !names.contains(name)).collect();
    assert!(gone.is_empty(), "no such operation: {gone:?}");
}
