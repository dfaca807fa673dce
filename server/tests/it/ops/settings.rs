//! README.md and the files for deployment name the settings that the program has.

use std::{collections::BTreeSet, path::Path, process::Command};

use crate::ops::cli::{run, said, wishbridge};

/// Names of all settings but those for tests, as `--help` has them.
fn settings() -> BTreeSet<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let help = wishbridge(folder.path()).args(["serve", "--help"]).output().expect("it runs").stdout;
    let help = String::from_utf8(help).expect("text");
    let names = help.split("[env: ").skip(1).filter_map(|rest| rest.split(['=', ']']).next());
    let names: BTreeSet<String> = names.map(str::to_owned).collect();
    assert!(names.contains("PUBLIC_URL"), "{help}");
    names
}

/// Reads a file of the repository.
fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    std::fs::read_to_string(path).unwrap_or_else(|cause| panic!("{name}: {cause}"))
}

/// Values of a key of the service's unit, which may stand in it several times.
fn values<'a>(unit: &'a str, key: &str) -> Vec<&'a str> {
    unit.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('=')).collect()
}

#[test]
fn the_example_of_settings_has_every_setting_and_no_other() {
    let example = file("tools/deploy/wishbridge.toml");
    let lines = example.lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
    let all: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(" = ")).collect();
    let named: BTreeSet<String> = all.iter().map(|(name, _)| name.to_uppercase()).collect();
    assert_eq!((named.len(), &named), (all.len(), &settings()), "each once");

    // As it stands, and with everything that it shows, the program takes it.
    let folder = tempfile::tempdir().expect("a folder");
    let shown = all.iter().map(|(name, value)| format!("{name} = {value}\n")).collect::<String>();
    for (name, text) in [("as-it-is.toml", example.clone()), ("all.toml", shown)] {
        std::fs::write(folder.path().join(name), text).expect("written");
        let mut command = wishbridge(folder.path());
        for name in ["LOG", "DATA_DIR", "LISTEN"] {
            command.env_remove(name);
        }
        let output = command.args(["openapi", "--config", name]).output().expect("it runs");
        assert!(output.status.success(), "{name}: {}", said(&output));
    }
}

#[test]
fn the_unit_and_the_container_name_what_the_program_has() {
    let (unit, example) = (file("tools/deploy/wishbridge.service"), file("tools/deploy/wishbridge.toml"));
    let folder = tempfile::tempdir().expect("a folder");
    let [start] = values(&unit, "ExecStart")[..] else { panic!("one ExecStart") };
    let words: Vec<&str> = start.split(' ').skip(1).collect();
    assert_eq!(words, ["serve", "--config", "/etc/wishbridge/wishbridge.toml"]);
    let help = run(folder.path(), &[words[0], "--help"]);
    assert!(help.status.success() && said(&help).contains(words[1]), "{}", said(&help));
    // What the settings write is what the unit lets the service write.
    assert_eq!(values(&unit, "StateDirectory"), ["wishbridge"]);
    assert!(example.contains("\ndata_dir = \"/var/lib/wishbridge\"\n"), "{example}");
    let writable = values(&unit, "ReadWritePaths").join(" ");
    assert!(example.contains(&format!("\nbackup_dir = \"{}\"\n", writable.trim_start_matches('-'))), "{writable}");
    // A server needs 8 s and its delay to end.
    let stop = values(&unit, "TimeoutStopSec").join("").parse::<u64>().expect("seconds");
    assert!(stop >= 10, "{stop}");

    let (container, settings) = (file("tools/deploy/Containerfile"), settings());
    let set: Vec<&str> = values_of_container(&container);
    assert!(set.contains(&"DATA_DIR") && set.contains(&"LISTEN"), "{set:?}");
    let unknown: Vec<_> = set.iter().filter(|name| !settings.contains(**name)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Names that the container sets itself, and those that its head says how to set.
fn values_of_container(container: &str) -> Vec<&str> {
    let own = container.lines().filter_map(|line| line.strip_prefix("ENV ")).flat_map(|line| line.split(' '));
    let said = container.split(" -e ").skip(1);
    own.chain(said).filter_map(|pair| pair.split('=').next()).collect()
}

#[test]
fn the_operators_page_runs_commands_that_exist() {
    let (page, folder) = (file("docs/operate.md"), tempfile::tempdir().expect("a folder"));
    let commands: BTreeSet<&str> = page
        .split("wishbridge ")
        .skip(1)
        .filter_map(|rest| rest.split([' ', '`', '\n']).next())
        .filter(|word| word.len() > 3 && word.starts_with(|first: char| first.is_ascii_lowercase()))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
        .collect();
    for needed in ["admin", "doctor", "backup", "restore", "check"] {
        assert!(commands.contains(needed), "{needed}: {commands:?}");
    }
    let known = said(&run(folder.path(), &["--help"]));
    // Words of other commands about the account and the database of that name.
    let own = ["createdb", "wishbridge"];
    let unknown: Vec<_> = commands
        .into_iter()
        .filter(|command| !own.contains(command))
        .filter(|command| !known.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?} are no commands of {known}");
}

#[test]
fn the_unit_is_closed_as_far_as_systemd_can_tell() {
    let unit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/deploy/wishbridge.service");
    // The threshold is ten times the figure that it prints.
    let rated =
        Command::new("systemd-analyze").args(["security", "--offline=true", "--threshold=20"]).arg(unit).output();
    match rated {
        // Of before 2021, such as Debian 11's.
        Ok(rated) if said(&rated).contains("unrecognized option") => println!("not rated: {}", said(&rated)),
        Ok(rated) => assert!(rated.status.success(), "{}", said(&rated)),
        Err(cause) => println!("not rated, there is no systemd-analyze: {cause}"),
    }
}

#[test]
fn the_readme_lists_every_setting_and_no_other() {
    let readme = file("README.md");
    let table = readme.split("| setting | default | |").nth(1).expect("the table");
    let table = table.split("\n\n").next().expect("its rows");
    let names = table.lines().filter_map(|row| row.strip_prefix("| `")?.split(" | ").next());
    let listed = names.flat_map(|names| names.split(", ")).map(|name| name.trim_matches('`').to_owned());
    assert_eq!(listed.collect::<BTreeSet<String>>(), settings());
}
