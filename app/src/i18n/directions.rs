//! Checks that styles fit both writing directions.

use std::{fs, path::Path};

/// Exceptions: physical sides that do not depend on the writing direction.
const SIDES: &[(&str, &str)] = &[
    ("_forms.scss", "background-position: right 21px"),
    ("_forms.scss", "background-position: left 15px"),
    ("_rtl.scss", "text-align: right"),
];

#[test]
fn style_uses_logical_sides_only() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style");
    let mut wrong = Vec::new();
    let inside = |folder: &Path| {
        let entries = fs::read_dir(folder).expect("the style is there");
        entries.map(|entry| entry.expect("readable").path()).collect::<Vec<_>>()
    };
    let (folders, mut sheets): (Vec<_>, Vec<_>) = inside(&folder).into_iter().partition(|path| path.is_dir());
    sheets.extend(folders.iter().flat_map(|folder| inside(folder)));
    assert!(sheets.len() > 25, "{sheets:?}");
    for entry in sheets {
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        for (at, line) in fs::read_to_string(&entry).expect("readable").lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let mut words = code.split(|c: char| !c.is_ascii_alphabetic());
            // Widths and heights are the same in both directions.
            let sided = words.any(|word| matches!(word, "left" | "right"));
            // In four lengths the second is the right side and the fourth the left.
            let four: Vec<&str> = match code.split_once(':') {
                Some((name, value))
                    if matches!(name.trim(), "padding" | "margin" | "inset") && !value.contains('(') =>
                {
                    value.trim().trim_end_matches(';').split(' ').collect()
                }
                _ => Vec::new(),
            };
            let sided = sided || (four.len() == 4 && four[1] != four[3]);
            if sided && !SIDES.iter().any(|(file, meant)| *file == name && code.contains(meant)) {
                wrong.push(format!("{name}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
