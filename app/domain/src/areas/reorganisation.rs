//! Areas that are moved, merged and closed: what it changes, in numbers, before it is done, and what stands in the way.

use serde::{Deserialize, Serialize};

use super::AreaId;
use crate::Timestamp;

/// Records of one kind that are named; more of them are only counted.
pub const NAMED: i64 = 20;

/// What became of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AreaChangeKind {
    /// It lies below another area.
    Moved,
    /// All of it belongs to another area.
    Merged,
    /// It takes nothing new.
    Closed,
    /// It is open again.
    Reopened,
}

crate::text_enum!(AreaChangeKind { Moved = "moved", Merged = "merged", Closed = "closed", Reopened = "reopened" });

/// A change of an area, so that figures of the months before can be explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaChange {
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// What became of it.
    pub kind: AreaChangeKind,
    /// Name of the area above before a move; empty otherwise.
    pub before: String,
    /// Name of the area above after a move, or of the one that it was merged into; empty otherwise.
    pub after: String,
    /// Households that it concerned.
    pub households: i64,
    /// When.
    pub at: Timestamp,
}

/// A kind of record that lies in an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AreaThing {
    /// Areas below.
    Areas,
    /// Open household files.
    Households,
    /// Open shops.
    Locations,
    /// Open organisations.
    Organisations,
    /// Staff with a role in just this area.
    Staff,
    /// Drives that are open or have no result yet.
    Drives,
    /// Courses that are announced.
    Courses,
    /// Shifts to come.
    Shifts,
    /// Community groups.
    Groups,
    /// Running rounds.
    Rounds,
    /// Programmes that are drafted or run.
    Programmes,
    /// Vacancies that have not ended.
    Vacancies,
    /// Bookable times.
    Slots,
    /// Relocations of families into it that wait.
    Moves,
}

crate::text_enum!(AreaThing {
    Areas = "areas",
    Households = "households",
    Locations = "locations",
    Organisations = "organisations",
    Staff = "staff",
    Drives = "drives",
    Courses = "courses",
    Shifts = "shifts",
    Groups = "groups",
    Rounds = "rounds",
    Programmes = "programmes",
    Vacancies = "vacancies",
    Slots = "slots",
    Moves = "moves",
});

/// What of one kind lies in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaContent {
    /// The kind.
    pub kind: AreaThing,
    /// How many.
    pub n: i64,
    /// The first of them.
    pub first: Vec<AreaRecord>,
}

/// A record that lies in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaRecord {
    /// Its number.
    pub id: i64,
    /// Its title; empty for household files.
    pub title: String,
    /// Name of the account that has it; empty for none.
    pub owner: String,
}

/// A line of the policy that is another one afterwards, as the API writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PolicyDifference {
    /// Name of the field.
    pub field: String,
    /// Its value before.
    pub before: String,
    /// Its value afterwards.
    pub after: String,
}

/// What a move or a merge changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AreaImpact {
    /// The area.
    pub area: AreaId,
    /// The area that it is moved below, or merged into.
    pub to: AreaId,
    /// Its name.
    pub to_name: String,
    /// All household files at or below the area, closed ones too; the step names this number again.
    pub households: i64,
    /// Files whose caseworker keeps none there afterwards.
    pub unkept: i64,
    /// Accounts of staff that may do something there now and may not afterwards.
    pub losing: i64,
    /// Accounts of staff that may do something there afterwards and may not now.
    pub gaining: i64,
    /// What lies in the area itself.
    pub contents: Vec<AreaContent>,
    /// What the policy says otherwise.
    pub policy: Vec<PolicyDifference>,
    /// Names that both areas have, and of which one has to be changed before a merge.
    pub clashes: Vec<String>,
}
