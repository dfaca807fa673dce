//! What the shops keep: the picture catalogue and each root area's own items, with what they ask for one.

use serde::{Deserialize, Serialize};

use crate::{
    areas::AreaId,
    catalogue::{self, Category},
};

/// An item's number: the catalogue's up to 1000, a root area's own from 1001.
pub type ItemId = i64;

/// One kind of thing that a shop keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Item {
    /// Its number.
    pub id: ItemId,
    /// The root area whose own it is; 0 for the catalogue's.
    pub root: AreaId,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its English name; empty for own items.
    pub name_en: String,
    /// Its shelf.
    pub category: Category,
    /// What one of it is called: 个, 袋, 套.
    pub unit: String,
    /// Sizes to choose from, or none.
    pub sizes: Vec<String>,
    /// Whether a used one needs a signed check before it goes on.
    pub electrical: bool,
    /// Whether it has a best-before date.
    pub perishable: bool,
    /// About what one costs, in yuan.
    pub cost: i64,
    /// Its own photo, or 0.
    pub photo: i64,
    /// False once it is not kept any more.
    pub open: bool,
    /// What the root area asks and allows.
    pub terms: Terms,
}

/// What a root area asks and allows for an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Terms {
    /// What one costs in the free shop, in points; 0 when it is not offered there.
    pub points: i64,
    /// Fewer than this on all shelves together is a shortage; 0 for no minimum.
    pub minimum: i64,
    /// How many one household may take within `limit_days`; 0 for as many as it likes.
    pub limit_units: i64,
    /// The period of the limit, in days.
    pub limit_days: i64,
}

impl Item {
    /// The size exists, or the item has none and none was given.
    #[must_use]
    pub fn has_size(&self, size: &str) -> bool {
        if self.sizes.is_empty() { size.is_empty() } else { self.sizes.iter().any(|s| s == size) }
    }

    /// The thing in one line: 书包 · 1–3 年级.
    #[must_use]
    pub fn title(&self, size: &str) -> String {
        if size.is_empty() { self.name.clone() } else { format!("{} · {size}", self.name) }
    }
}

/// The catalogue's item as the shops keep it, without any terms.
impl From<&catalogue::Item> for Item {
    fn from(item: &catalogue::Item) -> Self {
        Item {
            id: item.id,
            root: 0,
            key: item.key.to_owned(),
            name: item.zh.to_owned(),
            name_en: item.en.to_owned(),
            category: item.category,
            unit: "件".to_owned(),
            sizes: item.sizes.iter().map(|s| (*s).to_owned()).collect(),
            electrical: item.electrical,
            perishable: item.perishable,
            cost: item.cost,
            photo: 0,
            open: true,
            terms: Terms::default(),
        }
    }
}

/// The number of a barcode as GS1 writes it: 8, 12 or 13 digits with the right check digit (GS1 General
/// Specifications, section 7.9). A UPC-A of 12 digits is the EAN-13 that begins with 0. Full-width digits and
/// spaces are what a keyboard or a wedge scanner may add.
#[must_use]
pub fn ean(raw: &str) -> Option<String> {
    let half = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        _ => Some(c),
    };
    let digits: String = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').filter_map(half).collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let code = match digits.len() {
        8 | 13 => digits,
        12 => format!("0{digits}"),
        _ => return None,
    };
    // From the right, without the check digit itself: 3, 1, 3, 1, …
    let weighed = code.bytes().rev().enumerate().map(|(n, b)| u32::from(b - b'0') * if n % 2 == 1 { 3 } else { 1 });
    (weighed.sum::<u32>() % 10 == 0).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_barcode_counts_only_with_its_check_digit() {
        assert_eq!(ean("6901234567892").as_deref(), Some("6901234567892"));
        assert_eq!(ean(" ６９０１２３４５６７８９２ ").as_deref(), Some("6901234567892"));
        assert_eq!(ean("96385074").as_deref(), Some("96385074"));
        assert_eq!(ean("036000291452").as_deref(), Some("0036000291452"));
        for wrong in ["6901234567893", "690123456789", "", "12345678901234", "69012345678x2"] {
            assert_eq!(ean(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_size_must_be_one_of_the_items_own() {
        let bag = Item::from(catalogue::by_key("school_bag").expect("in the catalogue"));
        let wok = Item::from(catalogue::by_key("wok").expect("in the catalogue"));
        assert!(bag.has_size("学前") && !bag.has_size("") && !bag.has_size("XL"));
        assert!(wok.has_size("") && !wok.has_size("学前"));
        assert_eq!(bag.title("学前"), "书包 · 学前");
    }
}
