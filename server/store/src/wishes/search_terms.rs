//! Search terms: Han characters, pairs of them, and other words, folded.
//! Folding makes simplified and traditional script, full-width letters and case match. Two characters are enough to
//! find an item.

use crate::db::folding::fold;
use std::collections::BTreeSet;

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Splits folded text into runs of Han characters (true) and other words (false).
fn runs(folded: &str) -> Vec<(bool, Vec<char>)> {
    let mut runs: Vec<(bool, Vec<char>)> = Vec::new();
    let mut open = false;
    for c in folded.chars() {
        if !c.is_alphanumeric() {
            open = false;
            continue;
        }
        let han = is_han(c);
        match runs.last_mut() {
            Some((kind, run)) if open && *kind == han => run.push(c),
            _ => runs.push((han, vec![c])),
        }
        open = true;
    }
    runs
}

/// Returns the terms a text is found by: each Han character, each adjacent pair, each other word.
#[must_use]
pub fn terms(text: &str) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for (han, run) in runs(&fold(text)) {
        if han {
            terms.extend(run.iter().map(|c| c.to_string()));
            terms.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            terms.insert(run.iter().take(24).collect());
        }
    }
    terms
}

/// Returns the terms that must all match a search: pairs of Han characters, and other words.
/// A single character only where it stands alone. At most eight, the longest search that is typed.
#[must_use]
pub fn wanted(question: &str) -> Vec<String> {
    let mut wanted = BTreeSet::new();
    for (han, run) in runs(&fold(question)) {
        if han && run.len() > 1 {
            wanted.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else {
            wanted.insert(run.iter().take(24).collect());
        }
    }
    wanted.into_iter().take(8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_and_simplified_script_match() {
        assert_eq!(fold("書包"), "书包");
        assert!(terms("书包 · 1–3 年级").contains("书包"));
        assert_eq!(wanted("書包"), ["书包"]);
        assert_eq!(wanted("電飯煲"), ["电饭", "饭煲"]);
    }

    #[test]
    fn single_characters_and_latin_words_are_terms() {
        assert_eq!(wanted("书"), ["书"]);
        assert!(terms("Rice Cooker").contains("cooker"));
        assert_eq!(wanted("ＣＯＯＫＥＲ!"), ["cooker"]);
        assert!(wanted(" ·。 ").is_empty());
    }
}
