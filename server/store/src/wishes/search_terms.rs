//! Search terms: single characters and pairs, folded so that simplified and traditional script,
//! full-width letters and case find each other. Two characters are enough to find a thing.

use std::collections::BTreeSet;

/// Simplified script, half width, lower case.
#[must_use]
pub fn fold(text: &str) -> String {
    fast2s::convert(&domain::text::half_width(text)).to_lowercase()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Runs of Han characters and words of everything else.
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

/// What a text can be found by: each Han character, each pair of neighbours, each other word.
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

/// What must all be there for a question to match: pairs where there are pairs, single characters
/// only for a question of one character. At most eight, the longest question a person types.
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
    fn traditional_and_simplified_find_each_other() {
        assert_eq!(fold("書包"), "书包");
        assert!(terms("书包 · 1–3 年级").contains("书包"));
        assert_eq!(wanted("書包"), ["书包"]);
        assert_eq!(wanted("電飯煲"), ["电饭", "饭煲"]);
    }

    #[test]
    fn one_character_and_foreign_words_are_terms_too() {
        assert_eq!(wanted("书"), ["书"]);
        assert!(terms("Rice Cooker").contains("cooker"));
        assert_eq!(wanted("ＣＯＯＫＥＲ!"), ["cooker"]);
        assert!(wanted(" ·。 ").is_empty());
    }
}
