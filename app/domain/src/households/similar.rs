//! Similarity of names and addresses, to find duplicates: hand-kept lists spell them in several ways.

use crate::text;

/// Normalises for comparison: half width, lower case, letters and digits only (柳林巷 3 号 → 柳林巷3号).
#[must_use]
pub fn plain(words: &str) -> String {
    text::half_width(words).to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two addresses, each normalised by [`plain`], probably mean the same place.
///
/// Dice's coefficient of their character pairs is at least 0.6, and their numbers are equal: neighbours differ only in
/// numbers.
#[must_use]
pub fn address_alike(one: &str, other: &str) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    if one == other {
        return true;
    }
    let numbers = |words: &str| {
        words.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let pairs = |words: &str| {
        let letters: Vec<char> = words.chars().filter(|c| !c.is_ascii_digit()).collect();
        letters.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>()
    };
    let (ours, mut theirs) = (pairs(one), pairs(other));
    let all = ours.len() + theirs.len();
    let common =
        ours.iter().filter(|pair| theirs.iter().position(|p| p == *pair).map(|at| theirs.swap_remove(at)).is_some());
    let common = common.count();
    numbers(one) == numbers(other) && all > 0 && common * 10 >= all * 3
}

/// Whether two names, each normalised by [`plain`], differ in at most one character: 古丽娜 and 古丽娜尔.
#[must_use]
pub fn name_alike(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < 2 || long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    head + tail + 1 >= long.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_address_match_and_neighbours_do_not() {
        let alike = |one: &str, other: &str| address_alike(&plain(one), &plain(other));
        assert!(alike("柳林巷 ３ 号", "柳林巷3号"));
        assert!(alike("柳林社区柳林巷3号", "柳林巷3号"));
        assert!(!alike("柳林巷3号", "柳林巷5号"));
        assert!(!alike("柳林巷3号", "石榴路3号"));
        assert!(!alike("", ""));
    }

    #[test]
    fn names_match_with_one_character_added_removed_or_replaced() {
        assert!(name_alike("马秀英", "马秀英") && name_alike("马秀英", "马秀莺"));
        assert!(name_alike("古丽娜", "古丽娜尔") && name_alike("阿不都热合曼", "阿不都热和曼"));
        assert!(!name_alike("马秀英", "马文丽") && !name_alike("王", "李") && !name_alike("马", "马丽"));
    }
}
