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
    /// Goods that are counted.
    StockTake,
}

impl ScanTarget {
    const ALL: [(Self, &str); 4] = [
        (ScanTarget::Receipt, "receipt"),
        (ScanTarget::Purchase, "purchase"),
        (ScanTarget::WalkIn, "walk-in"),
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
