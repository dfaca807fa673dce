//! Wishes outside the catalogue: a title in the family's words, and the item that the review gives it.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Result,
    catalogue::{
        Category,
        items::{ItemId, NewItem},
    },
    error::Checks,
    text,
};

/// Most characters of a free title.
pub const TITLE_LENGTH: usize = 30;

/// Plain symbol of a free title, for families without a picture of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Symbol {
    /// 种子.
    Seed,
    /// 肥料.
    Fertiliser,
    /// 辅助器具: a medical aid.
    Aid,
    /// 工具.
    Tool,
    /// 别的.
    #[default]
    Other,
}

crate::text_enum!(Symbol {
    Seed = "seed", Fertiliser = "fertiliser", Aid = "aid", Tool = "tool", Other = "other",
});

impl Symbol {
    /// Key of its pictogram.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Symbol::Seed => "free-seed",
            Symbol::Fertiliser => "free-fertiliser",
            Symbol::Aid => "free-aid",
            Symbol::Tool => "free-tool",
            Symbol::Other => "free-other",
        }
    }

    /// Category under which the wish stands until its review.
    #[must_use]
    pub fn category(self) -> Category {
        match self {
            Symbol::Aid => Category::Mobility,
            Symbol::Seed | Symbol::Fertiliser | Symbol::Tool | Symbol::Other => Category::Home,
        }
    }
}

/// Title of a wish in the family's words. It is sealed, and public nowhere: the review gives the wish an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FreeTitle {
    /// What is wished for, up to 30 characters.
    pub title: String,
    /// Symbol that stands for it.
    #[serde(default)]
    pub symbol: Symbol,
}

impl FreeTitle {
    /// Trims the title and checks its length.
    ///
    /// # Errors
    /// Why the title is refused.
    pub fn checked(self) -> Result<Self, Code> {
        Ok(FreeTitle { title: text::line(&self.title, 2, TITLE_LENGTH)?, ..self })
    }
}

/// Item that a reviewer gives a wish with a free title: one that exists, or a new one of the root area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct GivenItem {
    /// Existing item; left out or null for a new one.
    pub item: Option<ItemId>,
    /// One of the existing item's sizes; empty if it has none.
    pub size: String,
    /// Name of the new item; one of the root area's own that has this name is taken.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// Its approximate price, 1 to 100,000 yuan.
    pub cost: i64,
    /// Whether a used one needs a signed safety check.
    pub electrical: bool,
    /// Whether it has a best-before date.
    pub perishable: bool,
}

impl GivenItem {
    /// Returns the new item with the wish's symbol as its pictogram.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] with every invalid field.
    pub fn named(&self, key: &str) -> Result<NewItem> {
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, TITLE_LENGTH));
        checks.ensure("cost", (1..=100_000).contains(&self.cost), Code::OutOfRange);
        checks.done()?;
        NewItem {
            name: name.unwrap_or_default(),
            category: self.category,
            key: key.to_owned(),
            electrical: self.electrical,
            perishable: self.perishable,
            cost: self.cost,
            open: true,
            ..NewItem::default()
        }
        .checked()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn a_title_is_one_short_line() {
        let free = |title: &str| FreeTitle { title: title.into(), symbol: Symbol::Seed }.checked();
        assert_eq!(free(" 玉米\n种子 ").expect("a title").title, "玉米 种子");
        assert_eq!(free("种"), Err(Code::TooShort));
        assert_eq!(free(&"种".repeat(31)), Err(Code::TooLong));
    }

    #[test]
    fn a_new_item_has_a_name_a_price_and_the_wishs_symbol() {
        let given = GivenItem { name: "玉米种子".into(), cost: 40, ..GivenItem::default() };
        let item = given.named(Symbol::Seed.key()).expect("an item");
        assert_eq!((item.name.as_str(), item.key.as_str(), item.open), ("玉米种子", "free-seed", true));
        let Err(Error::Invalid(fields)) = GivenItem::default().named(Symbol::Other.key()) else { panic!("accepted") };
        assert_eq!(fields.iter().map(|field| field.name).collect::<Vec<_>>(), ["name", "cost"]);
        let taken = GivenItem { name: "书包".into(), cost: 80, ..GivenItem::default() };
        assert!(taken.named(Symbol::Other.key()).is_err(), "the catalogue has it");
    }
}
