//! Functions for the counter of a shop.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Refusal;

/// The list to which scanned codes are added; it decides the further fields of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScanTarget {
    /// Goods that are received without a price.
    Receipt,
    /// Goods that were bought.
    Purchase,
    /// Goods that a family takes at the counter.
    WalkIn,
    /// Goods that go to another shop.
    Transfer,
    /// Goods that came from another shop.
    Arrival,
    /// Goods that are counted.
    StockTake,
}

impl ScanTarget {
    const ALL: [(Self, &str); 6] = [
        (ScanTarget::Receipt, "receipt"),
        (ScanTarget::Purchase, "purchase"),
        (ScanTarget::WalkIn, "walk-in"),
        (ScanTarget::Transfer, "transfer"),
        (ScanTarget::Arrival, "arrival"),
        (ScanTarget::StockTake, "stock-take"),
    ];

    /// Its name, in the page and in requests.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.into_iter().find(|(target, _)| *target == self).map_or("", |(_, name)| name)
    }

    /// The target of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(target, _)| target)
    }
}

/// Renders the row of a scanned code: what it stands for, and the fields that the list needs of it.
#[server(prefix = "/fn", endpoint = "stock/scan-row")]
pub async fn scan_row(
    /// The list that gets the row.
    target: ScanTarget,
    /// The code as it was read or typed.
    code: String,
) -> Result<String, Refusal> {
    use crate::{pages::stock::scan_row, web::function::Call};

    let call = Call::current();
    call.answer(scan_row::row(&call.cx, target, &code).await)
}

/// What became of a list that an island asked to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptList {
    /// Version that is kept now.
    pub version: i64,
    /// Whether rows of another window were put together with those of this one.
    pub met: bool,
    /// Whether its goods were booked in another window.
    pub done: bool,
}

/// Keeps the rows of a list that is not finished, with all that was typed around them.
#[server(prefix = "/fn", endpoint = "stock/keep-list")]
pub async fn keep_list(
    /// What the goods are scanned for, as the list's page names it.
    kind: String,
    /// Transfer or stock-take, or 0.
    subject: i64,
    /// Family at the counter, or 0.
    household: i64,
    /// The form as it would be posted.
    typed: String,
) -> Result<KeptList, Refusal> {
    use crate::{pages::stock::lists, web::function::Call};

    let call = Call::current();
    call.answer(lists::keep_typed(&call.cx, &kind, subject, household, &typed).await)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn targets_have_one_name_in_pages_and_requests() {
        for (target, name) in ScanTarget::ALL {
            assert_eq!((ScanTarget::parse(name), target.as_str()), (Some(target), name));
            assert_eq!(serde_json::to_value(target).unwrap(), name);
        }
        assert_eq!(ScanTarget::parse(""), None);
    }
}
