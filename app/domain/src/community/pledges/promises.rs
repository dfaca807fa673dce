//! What pledges promise, and entries of the board ask for or offer.

use serde::{Deserialize, Serialize};

use super::{ListingId, MOST_DAYS, MOST_LINES, PledgeLineId, PledgeMiss};
use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::OrganisationId,
    areas::AreaId,
    catalogue::{self, Category},
    error::Checks,
};

/// What a line of a pledge counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PledgeKind {
    /// Units of an item of the catalogue.
    Item,
    /// Units of a category, without the items that have lines of their own.
    Category,
    /// Hours of the organisation's people.
    Hours,
    /// People of the area who find work at the organisation.
    Posts,
}

crate::text_enum!(PledgeKind { Item = "item", Category = "category", Hours = "hours", Posts = "posts" });

/// What one line promises, or one entry of the board asks for or offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PledgePromise {
    /// What it counts.
    pub kind: PledgeKind,
    /// Item of the catalogue, for an item.
    #[serde(default)]
    pub item: Option<i64>,
    /// Category, for a category.
    #[serde(default)]
    pub category: Option<Category>,
    /// How many units, hours or people.
    pub count: i64,
}

impl PledgePromise {
    fn is_whole(&self) -> bool {
        let item = self.item.is_some_and(|item| catalogue::find(item).is_some());
        match self.kind {
            PledgeKind::Item => item && self.category.is_none(),
            PledgeKind::Category => self.item.is_none() && self.category.is_some(),
            PledgeKind::Hours | PledgeKind::Posts => self.item.is_none() && self.category.is_none(),
        }
    }

    /// Validates it.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `what` and `count`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("what", self.is_whole(), Code::Unknown);
        checks.ensure("count", (1..=100_000).contains(&self.count), Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }

    /// Whether both count the same.
    #[must_use]
    pub fn is_same_thing(&self, other: &PledgePromise) -> bool {
        (self.kind, self.item, self.category) == (other.kind, other.item, other.category)
    }
}

/// Checks the lines of a pledge.
///
/// # Errors
/// [`Error::Invalid`] for `lines` (none, too many, or the same thing twice), `what` and `count`.
pub fn checked_lines(lines: &[PledgePromise]) -> Result<()> {
    if lines.is_empty() {
        return Err(Error::field("lines", Code::Required));
    }
    let twice = lines.iter().enumerate().any(|(n, line)| lines[..n].iter().any(|other| other.is_same_thing(line)));
    if twice || lines.len() > MOST_LINES {
        return Err(Error::field("lines", Code::OutOfRange));
    }
    lines.iter().try_for_each(|line| line.checked().map(drop))
}

/// Checks the last day of a pledge or an entry of the board.
///
/// # Errors
/// [`Error::Invalid`] for `until`.
pub fn checked_until(until: Timestamp, now: Timestamp) -> Result<()> {
    match until {
        0 => Err(Error::field("until", Code::Required)),
        until if until <= now || until > now + MOST_DAYS * DAY => Err(Error::field("until", Code::OutOfRange)),
        _ => Ok(()),
    }
}

/// A pledge to be drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewPledge {
    /// The organisation; the caller's own for a member who acts for it.
    #[serde(default)]
    pub organisation: OrganisationId,
    /// The area.
    pub area: AreaId,
    /// Last second of its last day.
    pub until: Timestamp,
    /// What is given.
    pub lines: Vec<PledgePromise>,
}

/// An entry for the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewListing {
    /// The area that needs it, or in which it is offered.
    pub area: AreaId,
    /// What.
    pub promise: PledgePromise,
    /// Last second of the day until which it can be picked.
    pub until: Timestamp,
}

/// Why a line was not kept, in a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LineMiss {
    /// The line.
    pub line: PledgeLineId,
    /// Why.
    pub why: PledgeMiss,
}

/// An entry of the board as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Listing {
    /// Row id.
    pub id: ListingId,
    /// The organisation that offers it; `None` when the area needs it.
    pub organisation: Option<OrganisationId>,
    /// Its name, or empty.
    pub organisation_name: String,
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// What.
    pub promise: PledgePromise,
    /// Until when it can be picked.
    pub until: Timestamp,
    /// Whether the reader may pick it.
    pub may_pick: bool,
    /// Whether the reader may take it off the board.
    pub may_withdraw: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(count: i64) -> PledgePromise {
        PledgePromise { kind: PledgeKind::Hours, item: None, category: None, count }
    }

    #[test]
    fn a_line_counts_one_thing_and_no_thing_twice() {
        assert_eq!(checked_lines(&[hours(40)]), Ok(()));
        let item = PledgePromise { kind: PledgeKind::Item, item: Some(-1), ..hours(3) };
        for wrong in [vec![], vec![hours(40), hours(2)], vec![hours(0)], vec![item]] {
            assert!(checked_lines(&wrong).is_err(), "{wrong:?}");
        }
    }
}
