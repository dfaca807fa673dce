//! Initials of pinyin, by which names are found with few keys: 书包 by `sb`.

use std::{collections::HashMap, sync::LazyLock};

/// Lines of an initial and the characters that are usually read with it: those of GB 2312.
const USUAL: &str = include_str!("initials.txt");

/// Second initials of characters that are read in two ways in names of people and things.
const SECOND: &[(char, char)] = &[
    ('乐', 'y'),
    ('仇', 'c'),
    ('会', 'k'),
    ('传', 'z'),
    ('便', 'p'),
    ('区', 'o'),
    ('单', 's'),
    ('参', 's'),
    ('尉', 'y'),
    ('弹', 't'),
    ('曾', 'c'),
    ('朝', 'z'),
    ('朴', 'b'),
    ('查', 'z'),
    ('校', 'j'),
    ('种', 'c'),
    ('系', 'j'),
    ('翟', 'd'),
    ('茄', 'j'),
    ('藏', 'z'),
    ('行', 'h'),
    ('覃', 't'),
    ('解', 'x'),
    ('调', 'd'),
    ('重', 'c'),
    ('长', 'z'),
    ('降', 'x'),
];

static READINGS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut readings = HashMap::with_capacity(8_000);
    for line in USUAL.lines() {
        let mut line = line.chars();
        let Some(initial) = line.next() else { continue };
        readings.extend(line.map(|character| (character, initial)));
    }
    readings
});

fn usual(character: char) -> Option<char> {
    READINGS.get(&character).copied()
}

fn second(character: char) -> Option<char> {
    SECOND.iter().find(|(known, _)| *known == character).map(|(_, initial)| *initial)
}

/// Returns the initials of the Han characters of a text in simplified script, in lower case: `sb` for 书包. Where one of
/// them is read in two ways, both follow each other with a blank between: `cjj zjj` for 长江剪.
#[must_use]
pub fn initials(text: &str) -> String {
    let one: String = text.chars().filter_map(usual).collect();
    if !text.chars().any(|character| second(character).is_some()) {
        return one;
    }
    let other: String = text.chars().filter_map(|character| second(character).or_else(|| usual(character))).collect();
    format!("{one} {other}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_have_initials_and_others_none() {
        assert_eq!(initials("书包"), "sb");
        assert_eq!(initials("电饭煲 · 3 L"), "dfb");
        assert_eq!(initials("Rice cooker"), "");
        assert_eq!((initials("儿童水壶"), initials("棉被")), ("etsh".to_owned(), "mb".to_owned()));
    }

    #[test]
    fn a_name_that_is_read_in_two_ways_has_both() {
        assert_eq!(initials("曾小红"), "zxh cxh");
        assert_eq!(initials("单亮"), "dl sl");
    }

    #[test]
    fn every_character_stands_in_one_line() {
        let all: Vec<char> = USUAL.lines().flat_map(|line| line.chars().skip(1)).collect();
        assert_eq!(READINGS.len(), all.len());
        assert!(all.len() > 6_700 && USUAL.lines().all(|line| line.starts_with(|c: char| c.is_ascii_lowercase())));
    }
}
