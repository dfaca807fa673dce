//! Filters of lists that an account saved under a name.

use serde::{Deserialize, Serialize};

use crate::{Code, Result, Timestamp, error::Checks, text};

/// Lists whose filters and columns an account keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Household files.
    Households,
    /// Wishes of the area.
    Wishes,
    /// Claims on wishes of the area and in the shops.
    Claims,
    /// Stock on hand.
    Stock,
    /// Wishes that the shelves can fill.
    Fill,
    /// Receipts of the shops.
    Receipts,
    /// Journals of the ledger.
    Journals,
    /// Orders of the free shop.
    Orders,
    /// Transfers between shops.
    Transfers,
    /// Accounts and their roles.
    Accounts,
    /// Cases of families.
    Cases,
    /// Open cases, to be handed over.
    OpenCases,
    /// Referrals to other offices.
    Referrals,
    /// Visits that are due.
    Visits,
}

text_enum!(ListKind {
    Households = "households",
    Wishes = "wishes",
    Claims = "claims",
    Stock = "stock",
    Fill = "fill",
    Receipts = "receipts",
    Journals = "journals",
    Orders = "orders",
    Transfers = "transfers",
    Accounts = "accounts",
    Cases = "cases",
    OpenCases = "open_cases",
    Referrals = "referrals",
    Visits = "visits",
});

impl ListKind {
    /// Address of the list.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            ListKind::Households => "/desk/households",
            ListKind::Wishes => "/desk/wishes/table",
            ListKind::Claims => "/desk/claims/table",
            ListKind::Stock => "/shop/stock",
            ListKind::Fill => "/shop/fill",
            ListKind::Receipts => "/shop/receipts",
            ListKind::Journals => "/shop/journals",
            ListKind::Orders => "/shop/orders",
            ListKind::Transfers => "/shop/transfers",
            ListKind::Accounts => "/admin/accounts",
            ListKind::Cases => "/desk/cases",
            ListKind::OpenCases => "/desk/cases/table",
            ListKind::Referrals => "/desk/referrals",
            ListKind::Visits => "/desk/visits",
        }
    }
}

impl ListKind {
    /// Names in its address that say where a page begins or what becomes of it, not what it is narrowed to.
    #[must_use]
    pub const fn places(self) -> &'static [&'static str] {
        match self {
            // Elsewhere `from` is the first day.
            ListKind::Stock => &["cursor", "format", "print", "from", "page"],
            _ => &["cursor", "format", "print"],
        }
    }
}

/// Number of a saved filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FilterId(pub i64);

/// Filters that an account keeps for one list.
pub const MOST_FILTERS: usize = 20;
/// Longest name of a saved filter, in characters.
pub const FILTER_NAME: usize = 24;
/// Longest query of a saved filter, in bytes.
pub const FILTER_QUERY: usize = 600;

/// What a list is called and narrowed to, to be saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NewFilter {
    /// The list.
    pub list: ListKind,
    /// Name that its owner gives it.
    pub name: String,
    /// Query string without `?`.
    pub query: String,
}

impl NewFilter {
    /// Trims the name, and drops from the query where a page begins.
    ///
    /// # Errors
    /// Field `filter_name` if it is empty or too long; field `query` if it is too long.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let name = checks.take("filter_name", filter_name(&self.name));
        let kept = self.query.trim_start_matches('?').split('&').filter(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            !value.is_empty() && !self.list.places().contains(&name)
        });
        let query = kept.collect::<Vec<_>>().join("&");
        checks.ensure("query", query.len() <= FILTER_QUERY, Code::TooLong);
        checks.done()?;
        Ok(NewFilter { name: name.unwrap_or_default(), query, list: self.list })
    }
}

/// Trims the name of a filter.
///
/// # Errors
/// [`Code::Required`] without one, [`Code::TooLong`] above [`FILTER_NAME`] characters.
pub fn filter_name(typed: &str) -> Result<String, Code> {
    let name = text::half_width(typed).trim().to_owned();
    match name.chars().count() {
        0 => Err(Code::Required),
        n if n > FILTER_NAME => Err(Code::TooLong),
        _ => Ok(name),
    }
}

/// A saved filter, as its owner reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// Its number.
    pub id: FilterId,
    /// The list.
    pub list: ListKind,
    /// Its name.
    pub name: String,
    /// Query string without `?`.
    pub query: String,
    /// When it was saved.
    pub created: Timestamp,
}

impl SavedFilter {
    /// Address of the list with this filter.
    #[must_use]
    pub fn address(&self) -> String {
        let path = self.list.path();
        if self.query.is_empty() { path.to_owned() } else { format!("{path}?{}", self.query) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, Field};

    fn new(name: &str, query: &str) -> NewFilter {
        NewFilter { list: ListKind::Households, name: name.into(), query: query.into() }
    }

    #[test]
    fn a_filter_keeps_what_narrows_and_not_where_a_page_began() {
        let kept = new(" 我的 ", "?mine=yes&cursor=17.17&q=&sort=-people").checked().expect("a filter");
        assert_eq!((kept.name.as_str(), kept.query.as_str()), ("我的", "mine=yes&sort=-people"));
        let refused = new(" ", &"x=1&".repeat(200)).checked();
        let wrong = |name, code| Field { name, code };
        let fields = vec![wrong("filter_name", Code::Required), wrong("query", Code::TooLong)];
        assert_eq!(refused, Err(Error::Invalid(fields)));
    }
}
