//! Orders of the feed, of which a reader chooses one.

use serde::{Deserialize, Serialize};

/// Order of the feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedOrder {
    /// Households that were never helped first, each turn in the order of waiting.
    #[default]
    Fair,
    /// Those that wait longest first.
    Waiting,
    /// Those that end soonest first.
    Ending,
    /// The cheapest unit first.
    Cost,
    /// The chosen district first, then the rest of its root area; without a district as `Waiting`.
    Near,
}

crate::text_enum!(FeedOrder {
    Fair = "fair", Waiting = "waiting", Ending = "ending", Cost = "cost", Near = "near",
});
