//! Runs every parser of outside input over its seeds and over inputs made of them by a fixed sequence of mutations, so
//! that each run of the tests tries the same. `make fuzz` lets libFuzzer look further, with the same functions.

#[path = "../../../fuzz/functions.rs"]
mod functions;
mod mutations;

use std::{
    collections::BTreeSet,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use functions::{TARGETS, Target};

/// A parser is left after this time, whatever it has tried: on a slow machine pictures take longer.
const LONGEST: Duration = Duration::from_secs(4);

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name)
}

/// Reads the seeds of a parser, by name, so that mutations meet them in the same order everywhere.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let files = fs::read_dir(folder(name)).expect("a folder of seeds").map(|file| file.expect("a file").path());
    let files: BTreeSet<PathBuf> = files.collect();
    files.iter().map(|file| fs::read(file).expect("a seed")).collect()
}

/// Runs one input. When the parser panics, the input is kept, to become a seed once the fault is mended.
fn try_one(target: &Target, input: &[u8], what: &str) {
    if catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_ok() {
        return;
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}", target.name));
    fs::write(&file, input).expect("the input is kept");
    panic!("{}: {what} panics; its {} bytes are in {}", target.name, input.len(), file.display());
}

fn attack(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a parser of this name");
    let seeds = seeds(name);
    for (n, seed) in seeds.iter().enumerate() {
        try_one(target, seed, &format!("seed {n}"));
    }
    let begun = Instant::now();
    for n in 0..target.tries {
        if begun.elapsed() > LONGEST {
            break;
        }
        try_one(target, &mutations::mutated(name, n, &seeds), &format!("mutation {n}"));
    }
}

/// A test for each parser, so that they run beside each other.
macro_rules! parsers {
    ($($name:ident),+ $(,)?) => {
        $(
            #[test]
            fn $name() {
                attack(stringify!($name));
            }
        )+

        #[test]
        fn every_parser_has_a_test_and_seeds() {
            let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(names, [$(stringify!($name)),+]);
            for name in names {
                assert!(seeds(name).len() >= 2, "{name} has no seeds");
            }
        }
    };
}

parsers!(sheets, pictures, scans, audio, codes, cursors, forms, phrases, calendar, addresses, bodies);

#[test]
fn libfuzzer_has_the_same_parsers() {
    let manifest = include_str!("../../../fuzz/Cargo.toml");
    for target in &TARGETS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/targets/{}.rs", target.name));
        let source = fs::read_to_string(&path).unwrap_or_default();
        assert!(source.contains("fuzz_target!"), "{} is missing", path.display());
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "{} is not in the manifest", target.name);
    }
}
