//! Standing needs: what a family needs every month, for a number of months. Each turn is a wish of its own.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, claims::ClaimId, time::Month, wishes::WishId};

/// Row id of a standing need.
pub type NeedId = i64;

/// Row id of a promise to bring every turn.
pub type NeedPromiseId = i64;

/// Fewest turns of a standing need.
pub const FEWEST_MONTHS: i64 = 2;
/// Most turns of a standing need; after a year it is asked for and reviewed anew.
pub const MOST_MONTHS: i64 = 12;

/// State of a standing need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeedState {
    /// Its first wish is not published yet.
    Asked,
    /// The clock makes its turns.
    Running,
    /// Every turn was made.
    Done,
    /// The family or its staff stopped it.
    Stopped,
    /// The first wish was not published, the file was closed, or the person it was for left the family.
    Ended,
}

crate::text_enum!(NeedState {
    Asked = "asked", Running = "running", Done = "done", Stopped = "stopped", Ended = "ended",
});

/// State of a donor's promise to bring every turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NeedPromiseState {
    /// Each turn is claimed for the donor when it opens.
    Running,
    /// The donor stopped it.
    Stopped,
    /// The need ended, or the donor's account did.
    Ended,
}

crate::text_enum!(NeedPromiseState { Running = "running", Stopped = "stopped", Ended = "ended" });

/// Returns when the turn after `made` others is made: the same day and hour of a later month, or the month's last
/// second.
#[must_use]
pub fn turn_at(since: Timestamp, made: i64) -> Timestamp {
    let first = Month::of(since);
    let month = first.plus(made);
    (month.start() + (since - first.start())).min(month.end() - 1)
}

/// Place of a wish among the turns of a standing need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NeedTurn {
    /// The standing need.
    pub need: NeedId,
    /// Number of the turn, from 1.
    pub month: i64,
    /// Number of all turns.
    pub months: i64,
    /// Whether more turns follow.
    pub goes_on: bool,
    /// Whether a donor brings every turn.
    pub promised: bool,
}

/// A donor's promise to bring every turn, as it sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NeedPromise {
    /// Row id.
    pub id: NeedPromiseId,
    /// Newest turn of the need.
    pub wish: WishId,
    /// The donor's claim for that turn.
    pub claim: Option<ClaimId>,
    /// Chinese title of the wish.
    pub title: String,
    /// Key of the item and of its pictogram.
    pub key: String,
    /// Size asked for, or empty.
    pub size: String,
    /// Turns so far.
    pub made: i64,
    /// Number of all turns.
    pub months: i64,
    /// When the next turn opens; `None` after the last.
    pub next: Option<Timestamp>,
    /// Its state.
    pub state: NeedPromiseState,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DAY;

    #[test]
    fn turns_come_on_the_same_day_of_each_month() {
        let january: Month = "2026-01".parse().expect("a month");
        let since = january.start() + 30 * DAY + 3600;
        assert_eq!(turn_at(since, 0), since);
        let february = january.after();
        assert_eq!(turn_at(since, 1), february.end() - 1, "February has no 31st");
        assert_eq!(turn_at(since, 2), february.end() + 30 * DAY + 3600);
    }
}
