//! Items of the shops: the built-in catalogue, each root area's own items, and their terms.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Result,
    areas::AreaId,
    catalogue::{self, Category},
    error::Checks,
    text,
    wishes::free_titles::Symbol,
};

/// Item id: up to 1000 in the built-in catalogue, from 1001 for a root area's own items.
pub type ItemId = i64;

/// A kind of goods that shops stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Item {
    /// Item id.
    pub id: ItemId,
    /// Root area that owns it; 0 for the built-in catalogue.
    pub root: AreaId,
    /// Key of its pictogram.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// English name; empty for own items.
    pub name_en: String,
    /// Its category.
    pub category: Category,
    /// Counting unit: 个, 袋, 套.
    pub unit: String,
    /// Sizes to choose from; empty if it has none.
    pub sizes: Vec<String>,
    /// Whether a used one needs a signed safety check before it is stocked.
    pub electrical: bool,
    /// Whether it has a best-before date.
    pub perishable: bool,
    /// Approximate price of one unit, in yuan.
    pub cost: i64,
    /// Photo id of its own picture, or 0.
    pub photo: i64,
    /// False once it is no longer stocked.
    pub open: bool,
    /// The root area's terms for it.
    pub terms: Terms,
}

/// A root area's price, minimum and limit for an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Terms {
    /// Price of one unit in the free shop, in points; 0 if it is not offered there.
    pub points: i64,
    /// Minimum stock: fewer units on all shelves together count as a shortage; 0 for no minimum.
    pub minimum: i64,
    /// Units that one household may take within `limit_days`; 0 for unlimited.
    pub limit_units: i64,
    /// Period of the limit, in days.
    pub limit_days: i64,
}

impl Item {
    /// Whether the item has this size; an item without sizes has only the empty one.
    #[must_use]
    pub fn has_size(&self, size: &str) -> bool {
        if self.sizes.is_empty() { size.is_empty() } else { self.sizes.iter().any(|s| s == size) }
    }

    /// Name and size in one line: 书包 · 1–3 年级.
    #[must_use]
    pub fn title(&self, size: &str) -> String {
        if size.is_empty() { self.name.clone() } else { format!("{} · {size}", self.name) }
    }
}

/// A root area's own item as entered by staff.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewItem {
    /// Its name, unique within the root area.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// Counting unit; 件 if empty.
    pub unit: String,
    /// Sizes to choose from; empty if it has none.
    pub sizes: Vec<String>,
    /// Key of its pictogram; its category's if empty.
    pub key: String,
    /// Whether a used one needs a signed safety check before it is stocked.
    pub electrical: bool,
    /// Whether it has a best-before date.
    pub perishable: bool,
    /// Approximate price of one unit, in yuan.
    pub cost: i64,
    /// False once it is no longer stocked.
    pub open: bool,
}

impl NewItem {
    /// Normalises the fields, fills in defaults and validates.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field; names of the built-in catalogue are taken.
    pub fn checked(self) -> Result<NewItem> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 30)).unwrap_or_default();
        let taken = catalogue::ITEMS.iter().any(|item| item.zh == name);
        checks.ensure("name", !taken, Code::NameTaken);
        let unit = checks.take("unit", text::line(&self.unit, 0, 6)).unwrap_or_default();
        let mut sizes: Vec<String> = Vec::new();
        for size in self.sizes.iter().filter(|size| !size.trim().is_empty()) {
            let size = checks.take("sizes", text::line(size, 1, 16)).unwrap_or_default();
            if !sizes.contains(&size) {
                sizes.push(size);
            }
        }
        checks.ensure("sizes", sizes.len() <= 30, Code::TooLong);
        let shelf = format!("cat-{}", self.category.as_str());
        let key = if self.key.is_empty() { shelf } else { self.key };
        checks.ensure("key", is_pictogram(&key), Code::Unknown);
        checks.ensure("cost", (0..=100_000).contains(&self.cost), Code::OutOfRange);
        checks.done()?;
        let unit = if unit.is_empty() { "件".to_owned() } else { unit };
        Ok(NewItem { name, unit, sizes, key, ..self })
    }
}

/// Goods that shops hand out but families cannot wish for; each has a pictogram `ware-…`.
pub const WARES: [&str; 12] = [
    "detergent",
    "tissues",
    "toothpaste",
    "soap",
    "shampoo",
    "noodles",
    "salt",
    "oats",
    "milk",
    "eggs",
    "tumbler",
    "gift",
];

/// Whether a number is that of a root area's own item.
#[must_use]
pub fn is_own(id: ItemId) -> bool {
    id > 1000
}

/// Whether a pictogram with this key exists: a catalogue item's, a ware's, a category's, or a free title's symbol.
#[must_use]
pub fn is_pictogram(key: &str) -> bool {
    let shelf = key.strip_prefix("cat-").and_then(|name| name.parse::<Category>().ok());
    let ware = key.strip_prefix("ware-").is_some_and(|name| WARES.contains(&name));
    let free = Symbol::ALL.iter().any(|symbol| symbol.key() == key);
    shelf.is_some() || ware || free || catalogue::by_key(key).is_some()
}

impl Terms {
    /// Validates the numbers; clears the period if there is no limit.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every number out of range, and for a limit without its period.
    pub fn checked(self) -> Result<Terms> {
        let mut checks = Checks::default();
        for (name, n, most) in [
            ("points", self.points, 100_000),
            ("minimum", self.minimum, 100_000),
            ("limit_units", self.limit_units, 1000),
            ("limit_days", self.limit_days, 3660),
        ] {
            checks.ensure(name, (0..=most).contains(&n), Code::OutOfRange);
        }
        checks.ensure("limit_days", self.limit_units <= 0 || self.limit_days != 0, Code::Required);
        checks.done()?;
        Ok(Terms { limit_days: if self.limit_units == 0 { 0 } else { self.limit_days }, ..self })
    }
}

/// Converts a built-in catalogue item, with default terms.
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

/// Normalises a GS1 barcode number: 8, 12 or 13 digits with a correct check digit.
///
/// Source: GS1 General Specifications, section 7.9. A UPC-A of 12 digits is the EAN-13 that begins with 0. Blanks,
/// dashes and full-width digits, which keyboards and wedge scanners may add, are removed. `None` for anything else.
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
    // Weights from the right, starting at the check digit: 1, 3, 1, 3, …
    let weighed = code.bytes().rev().enumerate().map(|(n, b)| u32::from(b - b'0') * if n % 2 == 1 { 3 } else { 1 });
    (weighed.sum::<u32>() % 10 == 0).then_some(code)
}

/// Normalises a barcode for storage.
///
/// It is an EAN or UPC with a correct check digit, or any other text of at most 40 printable ASCII characters (the
/// range of Code 128).
///
/// # Errors
/// [`Code::Required`] if blank, [`Code::TooLong`] over 40 characters, [`Code::BarcodeWrong`] for a wrong check digit,
/// characters outside that range, and our own labels.
pub fn barcode(raw: &str) -> Result<String, Code> {
    let code = text::half_width(raw).trim().to_owned();
    if code.is_empty() {
        return Err(Code::Required);
    }
    if code.len() > 40 {
        return Err(Code::TooLong);
    }
    if let Some(ean) = ean(&code) {
        return Ok(ean);
    }
    let printable = code.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    let looks_like_ean = matches!(code.len(), 8 | 12 | 13) && code.bytes().all(|b| b.is_ascii_digit());
    let own = Label::read(&code).is_some();
    if printable && !looks_like_ean && !own { Ok(code) } else { Err(Code::BarcodeWrong) }
}

/// Content of a label printed by the shop: an item in a size, or one lot.
///
/// ASCII only: keyboard-wedge scanners cannot type Chinese, and Code 128 cannot encode it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// `item:1001`, `item:13:XL`, `item:1:~8d3f`: an item, and its size or the size's short sign.
    Item(ItemId, String),
    /// `lot:204`: a lot id.
    Lot(i64),
}

impl Label {
    /// Parses one of our own labels, ignoring case: a scanner may send everything in capitals.
    #[must_use]
    pub fn read(code: &str) -> Option<Label> {
        let code = text::half_width(code);
        let (kind, rest) = code.trim().split_once(':')?;
        match kind.to_ascii_lowercase().as_str() {
            "item" => {
                let (id, size) = rest.split_once(':').unwrap_or((rest, ""));
                Some(Label::Item(id.parse().ok()?, size.to_owned()))
            }
            "lot" => Some(Label::Lot(rest.parse().ok()?)),
            _ => None,
        }
    }

    /// Builds an item label; without a size it stands for every size.
    #[must_use]
    pub fn of(item: ItemId, size: &str) -> String {
        if size.is_empty() { format!("item:{item}") } else { format!("item:{item}:{}", size_sign(size)) }
    }
}

/// Encodes a size for a label: itself if short ASCII, else four hex digits.
///
/// They are a hash of the size, so that adding or removing other sizes does not change printed labels.
fn size_sign(size: &str) -> String {
    if size.len() <= 8 && size.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return size.to_owned();
    }
    // FNV-1a, folded to 16 bits.
    let hash = size.bytes().fold(0x811c_9dc5_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
    format!("~{:04x}", (hash >> 16) ^ (hash & 0xffff))
}

impl Item {
    /// The size that a label's sign stands for; empty if the item has no such size.
    #[must_use]
    pub fn size_of(&self, sign: &str) -> String {
        let fits = |size: &&String| size_sign(size).eq_ignore_ascii_case(sign);
        self.sizes.iter().find(fits).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ean_with_a_wrong_check_digit_is_rejected() {
        assert_eq!(ean("6901234567892").as_deref(), Some("6901234567892"));
        assert_eq!(ean(" ６９０１２３４５６７８９２ ").as_deref(), Some("6901234567892"));
        assert_eq!(ean("96385074").as_deref(), Some("96385074"));
        assert_eq!(ean("036000291452").as_deref(), Some("0036000291452"));
        for wrong in ["6901234567893", "690123456789", "", "12345678901234", "69012345678x2"] {
            assert_eq!(ean(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_sizes_of_the_item_are_accepted() {
        let bag = Item::from(catalogue::by_key("school_bag").expect("in the catalogue"));
        let wok = Item::from(catalogue::by_key("wok").expect("in the catalogue"));
        assert!(bag.has_size("学前") && !bag.has_size("") && !bag.has_size("XL"));
        assert!(wok.has_size("") && !wok.has_size("学前"));
        assert_eq!(bag.title("学前"), "书包 · 学前");
    }

    #[test]
    fn labels_are_short_ascii_and_parse_back_to_item_and_size() {
        for item in catalogue::ITEMS.iter().map(Item::from) {
            for size in &item.sizes {
                let label = Label::of(item.id, size);
                assert!(label.is_ascii() && label.len() <= 20, "{label}");
                let read = Label::read(&label.to_uppercase());
                assert!(
                    matches!(read, Some(Label::Item(id, sign)) if id == item.id && item.size_of(&sign) == *size),
                    "{label}"
                );
            }
        }
        assert_eq!(Label::read("lot:204"), Some(Label::Lot(204)));
        for other in ["6901234567892", "item:", "lot:x", "box:7", ""] {
            assert_eq!(Label::read(other), None, "{other}");
        }
    }

    #[test]
    fn a_barcode_is_a_valid_ean_or_printable_ascii() {
        assert_eq!(barcode(" 036000291452 "), Ok("0036000291452".into()));
        assert_eq!(barcode("ＹＹ－００７"), Ok("YY-007".into()));
        for (wrong, why) in [
            ("6901234567893", Code::BarcodeWrong),
            ("item:13", Code::BarcodeWrong),
            ("书包", Code::BarcodeWrong),
            ("  ", Code::Required),
            ("12345678901234567890123456789012345678901", Code::TooLong),
        ] {
            assert_eq!(barcode(wrong), Err(why), "{wrong}");
        }
    }

    #[test]
    fn an_own_item_is_normalised_and_every_invalid_field_is_named() {
        let new = NewItem {
            name: " 暖 手宝 ".into(),
            sizes: vec!["大".into(), " ".into(), "大".into()],
            ..NewItem::default()
        };
        let tidy = new.clone().checked().expect("right");
        assert_eq!((tidy.name.as_str(), tidy.unit.as_str(), tidy.key.as_str()), ("暖 手宝", "件", "cat-study"));
        assert_eq!(tidy.sizes, ["大"]);
        let wrong = NewItem { name: "书包".into(), key: "nonsense".into(), cost: -1, ..new }.checked();
        let Err(crate::Error::Invalid(fields)) = wrong else { panic!("{wrong:?}") };
        assert_eq!(fields.iter().map(|f| f.name).collect::<Vec<_>>(), ["name", "key", "cost"]);
    }

    #[test]
    fn a_limit_requires_a_period_and_no_limit_clears_it() {
        let terms = Terms { points: 30, minimum: 0, limit_units: 1, limit_days: 365 };
        assert_eq!(terms.checked(), Ok(terms));
        assert_eq!(Terms { limit_units: 0, ..terms }.checked().map(|t| t.limit_days), Ok(0));
        assert!(
            Terms { limit_days: 0, ..terms }.checked().is_err() && Terms { points: -1, ..terms }.checked().is_err()
        );
    }
}
