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

/// What of a file is compared, each text normalised by [`plain`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Name of the household.
    pub name: String,
    /// Its phone, or empty.
    pub phone: String,
    /// Its address, or empty.
    pub address: String,
    /// Birth year of its contact, or 0.
    pub born: i64,
}

impl Likeness {
    /// Whether two files probably belong to one family.
    ///
    /// Names differ in at most one character, and the phone, the address or, for the same name, the birth year is equal;
    /// or phone and address are equal, as when the husband has a file and the wife is typed in.
    /// A phone alone says nothing, so that phones cannot be tried out.
    #[must_use]
    pub fn is_likely(&self, other: &Likeness) -> bool {
        let same_name = self.name == other.name;
        let near_name = same_name || name_alike(&self.name, &other.name);
        let same_phone = !self.phone.is_empty() && self.phone == other.phone;
        let same_year = same_name && self.born != 0 && self.born == other.born;
        let same_address = address_alike(&self.address, &other.address);
        (same_phone && same_address) || (near_name && (same_phone || same_year || same_address))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_typed_in_twice_is_likely_and_its_neighbours_are_not() {
        let file = |name: &str, phone: &str, address: &str, born| Likeness {
            name: plain(name),
            phone: phone.into(),
            address: plain(address),
            born,
        };
        let known = file("马秀英", "13800000001", "柳林巷3号", 1980);
        assert!(known.is_likely(&file("马 秀英", "", "柳林巷 ３ 号", 0)));
        assert!(known.is_likely(&file("马秀莺", "13800000001", "", 0)));
        assert!(known.is_likely(&file("马秀英", "", "别处1号", 1980)));
        assert!(!known.is_likely(&file("马秀英", "", "别处1号", 1981)));
        assert!(known.is_likely(&file("李四", "13800000001", "柳林巷3号", 1978)), "her husband");
        assert!(!known.is_likely(&file("李四", "13800000001", "柳林巷5号", 1980)), "neighbours share a phone");
        assert!(!known.is_likely(&file("李四", "", "柳林巷3号", 1980)), "neighbours share a house");
        assert!(!known.is_likely(&file("马秀莺", "", "柳林巷5号", 1980)));
    }

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
