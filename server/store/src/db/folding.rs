//! Folding of text for search: simplified and traditional script, full-width letters and case match.

use domain::{pinyin::initials, text::half_width};

use crate::db::pagination::anywhere;

/// Converts text to simplified script, half width and lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    fast2s::convert(&half_width(text)).to_lowercase()
}

/// Returns the folded text by which a name is found: itself and its initials.
#[must_use]
pub(crate) fn findable(name: &str) -> String {
    let folded = fold(name);
    let initials = initials(&folded);
    if initials.is_empty() { folded } else { format!("{folded} {initials}") }
}

/// What was typed into the search over all records. It may be a phone, so it has no `Debug`, and statements bind it.
pub(crate) struct SearchWords {
    /// As typed, in half width; of a scanned link its last part.
    pub typed: String,
    /// Folded.
    pub folded: String,
    /// Pattern that finds the folded words anywhere.
    pub pattern: String,
    /// Number of a record, with or without `#`.
    pub number: Option<i64>,
    /// Whether they may be initials.
    letters: bool,
}

impl SearchWords {
    /// Reads what was typed or scanned; `None` for blanks.
    pub(crate) fn read(raw: &str) -> Option<SearchWords> {
        let half = half_width(raw);
        let typed = half.trim();
        let typed = if typed.contains("://") {
            typed.trim_end_matches('/').rsplit(['/', '=']).next().unwrap_or_default()
        } else {
            typed
        };
        let folded = fold(typed);
        if folded.is_empty() {
            return None;
        }
        Some(SearchWords {
            typed: typed.to_owned(),
            pattern: anywhere(&folded),
            number: folded.trim_start_matches('#').parse().ok().filter(|number| *number > 0),
            letters: folded.bytes().all(|b| b.is_ascii_lowercase()),
            folded,
        })
    }

    /// Returns whether a name contains the words, or has them as initials.
    pub(crate) fn meet(&self, name: &str) -> bool {
        let name = fold(name);
        name.contains(&self.folded) || (self.letters && initials(&name).contains(&self.folded))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_meet_names_in_either_script_and_by_initials() {
        let meets = |typed: &str, name: &str| SearchWords::read(typed).expect("words").meet(name);
        for typed in ["书包", "書包", "SB", "ｓｂ", "包"] {
            assert!(meets(typed, "新书包"), "{typed}");
        }
        assert!(!meets("bs", "新书包") && !meets("s b", "新书包"));
        assert!(meets("zx", "曾小红") && meets("cx", "曾小红"));
        assert_eq!(findable("书包 School bag"), "书包 school bag sb");
    }

    #[test]
    fn numbers_and_scanned_links_are_read() {
        let number = |typed: &str| SearchWords::read(typed).and_then(|words| words.number);
        let found = ["12", " #12 ", "１２", "https://wb.example/claims/12/"].map(number);
        assert_eq!(found, [Some(12); 4]);
        assert_eq!(["0", "-3", "十二", "12 34"].map(number), [None; 4]);
        assert!(SearchWords::read(" \u{3000}").is_none());
    }
}
