//! What the shops keep: the picture catalogue and each root area's own items, with what they ask for one.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Result,
    areas::AreaId,
    catalogue::{self, Category},
    error::Checks,
    text,
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

/// An own item as somebody wrote it down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewItem {
    /// Its name; no other item of the root area has it.
    pub name: String,
    /// Its shelf.
    pub category: Category,
    /// What one of it is called; 件 when empty.
    pub unit: String,
    /// Sizes to choose from, or none.
    pub sizes: Vec<String>,
    /// Its pictogram; its shelf's when empty.
    pub key: String,
    /// Whether a used one needs a signed check before it goes on.
    pub electrical: bool,
    /// Whether it has a best-before date.
    pub perishable: bool,
    /// About what one costs, in yuan.
    pub cost: i64,
    /// False once it is not kept any more.
    pub open: bool,
}

impl NewItem {
    /// The same, tidy; a catalogue item's name is taken.
    ///
    /// # Errors
    /// Every wrong field.
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

/// What shops hand out that nobody wishes for; each has a pictogram `ware-…`.
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

/// Whether there is a pictogram of this key: a thing's, a ware's, or a shelf's.
#[must_use]
pub fn is_pictogram(key: &str) -> bool {
    let shelf = key.strip_prefix("cat-").and_then(|name| name.parse::<Category>().ok());
    let ware = key.strip_prefix("ware-").is_some_and(|name| WARES.contains(&name));
    shelf.is_some() || ware || catalogue::by_key(key).is_some()
}

impl Terms {
    /// The same, with a period only where there is a limit.
    ///
    /// # Errors
    /// Every number out of range; a limit without its period.
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

/// A barcode as it is kept: an EAN or a UPC with its right check digit, or any other text of at most 40
/// printable ASCII characters (what Code 128 can say), without blanks around it.
///
/// # Errors
/// [`Code::Required`], [`Code::TooLong`], or [`Code::BarcodeWrong`] for a wrong check digit and for what our own
/// labels say.
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

/// What our own labels say: a thing of a size, or one lot of it. ASCII only: a scanner that types like a keyboard
/// cannot type Chinese, and Code 128 cannot draw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Label {
    /// `item:1001`, `item:13:XL`, `item:1:~8d3f`: an item, and its size or that size's short sign.
    Item(ItemId, String),
    /// `lot:204`
    Lot(i64),
}

impl Label {
    /// The label that a code is, if it is one of ours. Capitals are what a scanner with a stuck shift key makes.
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

    /// The label of a thing; without a size it stands for all of them.
    #[must_use]
    pub fn of(item: ItemId, size: &str) -> String {
        if size.is_empty() { format!("item:{item}") } else { format!("item:{item}:{}", size_sign(size)) }
    }
}

/// A size as a label says it: itself where it is plain, else four digits that stay the same when other sizes
/// come or go.
fn size_sign(size: &str) -> String {
    if size.len() <= 8 && size.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return size.to_owned();
    }
    // FNV-1a, folded to 16 bits.
    let hash = size.bytes().fold(0x811c_9dc5_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
    format!("~{:04x}", (hash >> 16) ^ (hash & 0xffff))
}

impl Item {
    /// The size that a label's sign stands for; empty when the item has no such size.
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

    #[test]
    fn a_label_says_its_thing_and_size_in_letters_that_any_scanner_can_type() {
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
    fn a_barcode_is_a_right_ean_or_plain_text_of_ones_own() {
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
    fn an_own_item_is_tidied_and_everything_wrong_is_named() {
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
    fn a_limit_needs_its_period_and_no_limit_has_none() {
        let terms = Terms { points: 30, minimum: 0, limit_units: 1, limit_days: 365 };
        assert_eq!(terms.checked(), Ok(terms));
        assert_eq!(Terms { limit_units: 0, ..terms }.checked().map(|t| t.limit_days), Ok(0));
        assert!(
            Terms { limit_days: 0, ..terms }.checked().is_err() && Terms { points: -1, ..terms }.checked().is_err()
        );
    }
}
