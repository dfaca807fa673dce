//! Lists as staff sort, narrow and keep them: columns, directions and places in a sorted list.

pub mod filters;
mod shop;

use std::{fmt, str::FromStr};

pub use shop::{JournalColumn, OrderColumn, ReceiptColumn, TransferColumn};

use crate::Code;

/// Direction of a sorted list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Smallest first.
    #[default]
    Up,
    /// Largest first.
    Down,
}

impl Direction {
    /// The other direction.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Direction::Up => Direction::Down,
            Direction::Down => Direction::Up,
        }
    }
}

/// A column by which a list may be sorted.
pub trait SortColumn: Copy + Eq + FromStr<Err = Code> {
    /// Its name in addresses.
    fn name(self) -> &'static str;
}

/// A column and a direction; in addresses `due`, or `-due` for largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort<C> {
    /// The column.
    pub column: C,
    /// The direction.
    pub direction: Direction,
}

impl<C: SortColumn> Sort<C> {
    /// Sorts by a column, smallest first.
    #[must_use]
    pub const fn up(column: C) -> Self {
        Sort { column, direction: Direction::Up }
    }

    /// Sorts by a column, largest first.
    #[must_use]
    pub const fn down(column: C) -> Self {
        Sort { column, direction: Direction::Down }
    }
}

impl<C: SortColumn> fmt::Display for Sort<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.direction == Direction::Down { "-" } else { "" };
        write!(f, "{sign}{}", self.column.name())
    }
}

impl<C: SortColumn> FromStr for Sort<C> {
    type Err = Code;

    fn from_str(text: &str) -> Result<Self, Code> {
        match text.strip_prefix('-') {
            Some(name) => Ok(Sort::down(name.parse()?)),
            None => Ok(Sort::up(text.parse()?)),
        }
    }
}

/// Where a page of a sorted list begins.
///
/// The sorted value travels with the number of the last row, so that a row which is changed or deleted meanwhile moves
/// no other one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListPlace {
    /// With the first row.
    #[default]
    Start,
    /// Behind a row.
    After {
        /// Value of its sorted column.
        key: i64,
        /// Its number.
        id: i64,
    },
    /// So that the page ends with the last row.
    End,
}

/// Text of [`ListPlace::End`] in addresses.
pub const END: &str = "end";

impl fmt::Display for ListPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ListPlace::Start => Ok(()),
            ListPlace::After { key, id } => write!(f, "{key}.{id}"),
            ListPlace::End => f.write_str(END),
        }
    }
}

impl FromStr for ListPlace {
    type Err = Code;

    /// A number alone, as addresses of older releases have it, is a row of the list by number.
    fn from_str(text: &str) -> Result<Self, Code> {
        let number = |text: &str| text.parse::<i64>().map_err(|_| Code::Unknown);
        match text {
            "" => Ok(ListPlace::Start),
            END => Ok(ListPlace::End),
            text => match text.split_once('.') {
                Some((key, id)) => Ok(ListPlace::After { key: number(key)?, id: number(id)? }),
                None => Ok(ListPlace::After { key: number(text)?, id: number(text)? }),
            },
        }
    }
}

/// Which rows of a sorted list are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window<C> {
    /// Their order.
    pub sort: Sort<C>,
    /// Where they begin.
    pub place: ListPlace,
    /// Most rows.
    pub most: usize,
}

/// A page of a sorted list.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines<T> {
    /// Rows in their order.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<ListPlace>,
}

/// Columns by which household files are sorted; each has an index that begins with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HouseholdColumn {
    /// Number of the file.
    #[default]
    Number,
    /// People in the household.
    People,
    /// Time of the last change.
    Changed,
}

text_enum!(HouseholdColumn { Number = "number", People = "people", Changed = "changed" });

impl SortColumn for HouseholdColumn {
    fn name(self) -> &'static str {
        self.as_str()
    }
}

/// Columns by which wishes are sorted. The times have an index for each state, so they sort the wishes of one state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WishColumn {
    /// Number of the wish.
    #[default]
    Number,
    /// Time since which it waits.
    Submitted,
    /// Time when it expires.
    Expires,
}

text_enum!(WishColumn { Number = "number", Submitted = "submitted", Expires = "expires" });

impl SortColumn for WishColumn {
    fn name(self) -> &'static str {
        self.as_str()
    }
}

/// Columns by which claims are sorted. The times have an index for each state, so they sort the claims of one state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimColumn {
    /// Number of the claim.
    #[default]
    Number,
    /// Day by which the goods are due.
    Due,
    /// Time of the last step.
    Changed,
}

text_enum!(ClaimColumn { Number = "number", Due = "due", Changed = "changed" });

impl SortColumn for ClaimColumn {
    fn name(self) -> &'static str {
        self.as_str()
    }
}

/// Columns by which open cases are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseColumn {
    /// Number of the case.
    #[default]
    Number,
    /// Time by which its step is due.
    Due,
}

text_enum!(CaseColumn { Number = "number", Due = "due" });

impl SortColumn for CaseColumn {
    fn name(self) -> &'static str {
        self.as_str()
    }
}

/// Columns by which stock is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StockColumn {
    /// Shop, item and size.
    #[default]
    Place,
    /// Free units on the shelf.
    OnHand,
    /// Units set aside.
    Reserved,
}

text_enum!(StockColumn { Place = "place", OnHand = "shelf", Reserved = "reserved" });

impl SortColumn for StockColumn {
    fn name(self) -> &'static str {
        self.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_and_places_are_read_back_and_unknown_columns_refused() {
        for text in ["number", "-number", "due", "-changed"] {
            assert_eq!(text.parse::<Sort<ClaimColumn>>().expect("a sort").to_string(), text);
        }
        for text in ["", "-", "--due", "code", "due; drop table claim"] {
            assert!(text.parse::<Sort<ClaimColumn>>().is_err(), "{text}");
        }
        for text in ["", "end", "17.20", "-5.3"] {
            assert_eq!(text.parse::<ListPlace>().expect("a place").to_string(), text);
        }
        assert_eq!("17".parse(), Ok(ListPlace::After { key: 17, id: 17 }));
        assert!("17.".parse::<ListPlace>().is_err() && "x".parse::<ListPlace>().is_err());
    }
}
