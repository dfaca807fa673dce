//! How a round differs from the earlier one of its area.

use serde::{Deserialize, Serialize};

use super::{DoorId, PeopleCount, RoundId};
use crate::households::HouseholdId;

/// How a door of a round differs from the earlier round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CompareKind {
    /// Met now, and not in the earlier round.
    New,
    /// Met in the earlier round; now it has moved, or is on no list.
    Gone,
    /// Met in both, with other numbers of people.
    Changed,
}

crate::text_enum!(CompareKind { New = "new", Gone = "gone", Changed = "changed" });

/// A door that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ComparedDoor {
    /// The door: of this round, or of the earlier one when it is on no list any more.
    pub door: DoorId,
    /// Its number in its round.
    pub n: i64,
    /// Name of its area.
    pub area_name: String,
    /// Household file, if it has one.
    pub household: Option<HouseholdId>,
    /// People then; `None` when the household was not met then.
    pub then: Option<PeopleCount>,
    /// People now; `None` when the household was not met now.
    pub now: Option<PeopleCount>,
}

/// How a round differs from the earlier one of its area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Comparison {
    /// The earlier round.
    pub earlier: RoundId,
    /// Households that are new.
    pub new: i64,
    /// Households that are gone.
    pub gone: i64,
    /// Households with other numbers of people.
    pub changed: i64,
    /// Households that were met in both.
    pub both: i64,
}
