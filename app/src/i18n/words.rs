//! Phrases for domain values: items, sizes, families, money.

use domain::{
    casework::EndReason,
    catalogue,
    households::{Alias, Sex},
    points::taking_part::PartKind,
    wishes::Wish,
};

use super::Lang;

/// Sizes that are words, with the keys of their phrases; letters and plain numbers are not translated.
const SIZES: &[(&str, &str)] = &[
    ("学前", "size-preschool"),
    ("1–3 年级", "size-grades-1-3"),
    ("4–6 年级", "size-grades-4-6"),
    ("初中以上", "size-grades-7"),
    ("单人", "size-single"),
    ("双人", "size-double"),
    ("儿童", "size-child"),
    ("成人", "size-adult"),
    ("0–6 月", "size-months-0-6"),
    ("6–12 月", "size-months-6-12"),
    ("1–3 岁", "size-years-1-3"),
    ("100 度", "size-reading-100"),
    ("150 度", "size-reading-150"),
    ("200 度", "size-reading-200"),
    ("250 度", "size-reading-250"),
    ("300 度", "size-reading-300"),
];

impl Lang {
    /// Name of a catalogue item: 书包.
    #[must_use]
    pub fn item(self, key: &str) -> String {
        self.named("item", key)
    }

    /// A size: 1–3 年级.
    #[must_use]
    pub fn size(self, size: &str) -> String {
        SIZES.iter().find(|(stored, _)| *stored == size).map_or_else(|| size.to_owned(), |(_, key)| self.t(key))
    }

    /// Item and size in one line: 书包 · 1–3 年级.
    #[must_use]
    pub fn title(self, key: &str, size: &str) -> String {
        if size.is_empty() { self.item(key) } else { format!("{} · {}", self.item(key), self.size(size)) }
    }

    /// Title of a wish or claim: translated for the catalogue, as stored for a root area's own item. A free title that
    /// has no item yet has none here.
    #[must_use]
    pub fn thing(self, key: &str, size: &str, title: &str) -> String {
        match catalogue::by_key(key) {
            Some(item) if item.title(size) == title => self.title(key, size),
            _ if title.is_empty() => self.t("wish-free-name"),
            _ => title.to_owned(),
        }
    }

    /// A stored Chinese title of item and size; titles outside the catalogue stay as they are.
    #[must_use]
    pub fn stored_title(self, stored: &str) -> String {
        let (name, size) = stored.split_once(" · ").unwrap_or((stored, ""));
        let item = catalogue::ITEMS.iter().find(|item| item.zh == name);
        item.map_or_else(|| stored.to_owned(), |item| self.title(item.key, size))
    }

    /// Name of an item in a shop: translated for the catalogue, as entered for a root area's own.
    #[must_use]
    pub fn item_called(self, key: &str, name: &str, item: i64) -> String {
        if catalogue::find(item).is_some() { self.item(key) } else { name.to_owned() }
    }

    /// The same with a size: 暖手宝 · 大.
    #[must_use]
    pub fn item_title(self, key: &str, name: &str, item: i64, size: &str) -> String {
        let called = self.item_called(key, name, item);
        if size.is_empty() { called } else { format!("{called} · {}", self.size(size)) }
    }

    /// The public description of a household: 四口之家 · 8 岁女孩.
    #[must_use]
    pub fn alias(self, alias: &Alias) -> String {
        // The size is 0 once the household file is erased.
        let family = match alias.family_size {
            0 => self.t("alias-a-family"),
            n => self.tf("alias-family", &[("n", n.into())]),
        };
        match self.person(alias.age, alias.sex) {
            Some(person) => format!("{family} · {person}"),
            None => family,
        }
    }

    /// Description of a person by age and sex: 8 岁女孩. `None` for a negative age, the whole family.
    #[must_use]
    pub fn person(self, age: i64, sex: Sex) -> Option<String> {
        let who = match (age, sex) {
            (..0, _) => return None,
            (0, _) => "alias-baby",
            (1..=2, _) => "alias-toddler",
            (3..=17, Sex::Female) => "alias-girl",
            (3..=17, Sex::Male) => "alias-boy",
            (3..=17, Sex::Unsaid) => "alias-child",
            (18..=59, Sex::Female) => "alias-woman",
            (18..=59, Sex::Male) => "alias-man",
            (18..=59, Sex::Unsaid) => "alias-adult",
            (60.., _) => "alias-elder",
        };
        Some(self.tf(who, &[("age", age.into())]))
    }

    /// Reason of something that ended: that of Wishbridge in this language, people's words and the sentences of older
    /// releases as they are.
    #[must_use]
    pub fn end_reason(self, stored: &str) -> String {
        match stored.parse::<EndReason>() {
            Ok(reason) => self.named("end-reason", reason.as_str()),
            Err(_) => match PartKind::of_reason(stored) {
                Some(kind) => self.named("part-kind", kind.as_str()),
                None => stored.to_owned(),
            },
        }
    }

    /// Approximate amount: 约 80 元.
    #[must_use]
    pub fn money(self, yuan: i64) -> String {
        self.tf("money-about", &[("n", yuan.into())])
    }
}

/// [`Lang::item`] in the viewer's language, by item id.
#[must_use]
pub fn item_name(item: i64) -> String {
    catalogue::find(item).map(|item| super::lang().item(item.key)).unwrap_or_default()
}

/// [`Lang::item_title`] in the viewer's language.
#[must_use]
pub fn item_title(key: &str, name: &str, item: i64, size: &str) -> String {
    super::lang().item_title(key, name, item, size)
}

/// [`Lang::end_reason`] in the viewer's language.
#[must_use]
pub fn end_reason(stored: &str) -> String {
    super::lang().end_reason(stored)
}

/// [`Lang::size`] in the viewer's language.
#[must_use]
pub fn size(size: &str) -> String {
    super::lang().size(size)
}

/// [`Lang::title`] of a wish in the viewer's language.
#[must_use]
pub fn wish_title(wish: &Wish) -> String {
    super::lang().thing(&wish.key, &wish.size, &wish.title)
}

/// [`Lang::alias`] in the viewer's language.
#[must_use]
pub fn alias(alias: &Alias) -> String {
    super::lang().alias(alias)
}

/// [`Lang::money`] in the viewer's language.
#[must_use]
pub fn money(yuan: i64) -> String {
    super::lang().money(yuan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_translated_unless_outside_the_catalogue() {
        assert_eq!(Lang::default().stored_title("书包 · 学前"), "书包 · 学前");
        assert_eq!(Lang::from_tag("en").unwrap().stored_title("台灯"), "Desk lamp");
        assert_eq!(Lang::from_tag("en").unwrap().stored_title("老照片"), "老照片");
    }
}
