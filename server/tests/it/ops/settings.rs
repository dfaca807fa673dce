//! README.md lists the settings that the program has.

use std::{collections::BTreeSet, path::Path};

use crate::ops::cli::wishbridge;

#[test]
fn the_readme_lists_every_setting_and_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = wishbridge(folder.path()).args(["serve", "--help"]).output().expect("it runs").stdout;
    let help = String::from_utf8(help).expect("text");
    let settings: BTreeSet<&str> =
        help.split("[env: ").skip(1).filter_map(|rest| rest.split(['=', ']']).next()).collect();
    assert!(settings.contains("PUBLIC_URL"), "{help}");

    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README");
    let table = readme.split("| setting | default | |").nth(1).expect("the table");
    let table = table.split("\n\n").next().expect("its rows");
    let names = table.lines().filter_map(|row| row.strip_prefix("| `")?.split(" | ").next());
    let listed: BTreeSet<&str> = names.flat_map(|names| names.split(", ")).map(|name| name.trim_matches('`')).collect();
    assert_eq!(listed, settings);
}
