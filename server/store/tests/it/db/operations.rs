//! Names of operations are stored with audit lines and request ids, so none of them may change.

use std::{fs, path::Path};

/// Appends every source file below `folder` to `text`.
fn sources(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).expect("the source") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            sources(&path, text);
        } else {
            *text += &fs::read_to_string(&path).expect("text");
        }
    }
}

#[test]
fn stored_operation_names_are_never_renamed() {
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    let lines = include_str!("operations.txt").lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.map(|line| line.split(" | ").next().expect("a name")).collect();
    assert!(names.len() > 150, "the snapshot is read: {} names", names.len());
    let gone: Vec<_> = names.into_iter().filter(|name| !text.contains(&format!("\"{name}\""))).collect();
    assert!(gone.is_empty(), "renamed or removed: {gone:?}");
}
