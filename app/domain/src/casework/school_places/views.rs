//! Cases of school places as their readers see them.

use serde::Serialize;

use super::{
    AskedSchoolId, SchoolAnswer, SchoolConsent, SchoolOutcome, SchoolPlaceId, SchoolPlaceState,
    engine::{Assessment, SchoolFacts, SchoolStanding, SchoolStepKind},
};
use crate::{
    Timestamp,
    accounts::AccountId,
    areas::AreaId,
    casework::cases::{FamilyAnswer, FamilyAsked},
    households::HouseholdId,
    time::Day,
};

/// A case as a row of a list. Without names and months.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolPlace {
    /// Row id.
    pub id: SchoolPlaceId,
    /// Household of the child.
    pub household: HouseholdId,
    /// Area of the household.
    pub area: AreaId,
    /// Name of that area.
    pub area_name: String,
    /// The child, a member of the household; none after it left the file.
    pub member: Option<i64>,
    /// Its state.
    pub state: SchoolPlaceState,
    /// Where the child stands.
    pub standing: SchoolStanding,
    /// First day on which it can apply.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub first_day: Option<Day>,
    /// Step whose last day comes first.
    pub step: Option<SchoolStepKind>,
    /// That day.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub last_day: Option<Day>,
    /// By when the owner asks the family again, or uses the window.
    pub due: Timestamp,
    /// Whether that time has passed.
    pub late: bool,
    /// How often it went up because it was late.
    pub climbs: i64,
    /// Account that owns it; none when no caseworker is left.
    pub owner: Option<AccountId>,
    /// Name of the owner, or empty.
    pub owner_name: String,
    /// Name of the account that it climbed to, or empty.
    pub in_charge: String,
    /// What the family last said of its end on its page.
    pub family_said: Option<FamilyAnswer>,
    /// When it was opened.
    pub opened: Timestamp,
    /// How it ended.
    pub outcome: Option<SchoolOutcome>,
    /// Day before which it does not go on, of [`SchoolOutcome::NotBefore`].
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub not_before: Option<Day>,
    /// When it ended; none while it is open.
    pub closed: Option<Timestamp>,
}

/// An answer of a school.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolSaid {
    /// What it said.
    pub answer: SchoolAnswer,
    /// Day on which it said so.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub day: Day,
    /// Who said it and what, or empty.
    pub words: String,
    /// Name of the account that noted it.
    pub by: String,
}

/// A school that was asked, with all that it said, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AskedSchool {
    /// Row id.
    pub id: AskedSchoolId,
    /// Its name; empty for readers who do not see the file unmasked.
    pub name: String,
    /// What it said.
    pub answers: Vec<SchoolSaid>,
    /// Whether it said two things that cannot both be.
    pub differs: bool,
}

/// What the district asks for, for the reader of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolRuleOf {
    /// Name of the area that the rule holds for.
    pub area_name: String,
    /// Number of its version.
    pub version: i64,
    /// Papers to bring.
    pub papers: Vec<String>,
    /// Where it is published.
    pub source: String,
}

/// A case with everything that its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolPlaceFile {
    /// The case.
    #[serde(flatten)]
    pub place: SchoolPlace,
    /// Whether the reader sees names, months and words.
    pub opened_up: bool,
    /// Name of the child, masked or not, as in the file.
    pub child: String,
    /// The rule that holds; none without one.
    pub rule: Option<SchoolRuleOf>,
    /// What the rule says of the family; none without a rule, without facts, and while masked.
    pub assessment: Option<Assessment>,
    /// What the family said; none before, and while masked.
    pub facts: Option<SchoolFacts>,
    /// When it said so.
    pub asked: Option<Timestamp>,
    /// Who agreed that it is kept; none before, and while masked.
    pub consent: Option<SchoolConsent>,
    /// Whether the next facts need a consent first.
    pub consent_needed: bool,
    /// Schools that were asked.
    pub schools: Vec<AskedSchool>,
    /// Who of the family was asked before it ended; none while it is open, and while masked.
    pub asked_last: Option<FamilyAsked>,
    /// Whether the reader may work on it.
    pub may_keep: bool,
    /// Whether the reader may give it to another owner.
    pub may_assign: bool,
}

/// Open cases of an area by standing, and cases that ended in a month by outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolPlaceFigures {
    /// Open cases by standing; only those above zero.
    pub open: Vec<StandingCount>,
    /// All cases that have ended, by outcome.
    pub ended: Vec<SchoolOutcomeCount>,
}

/// Open cases with a standing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StandingCount {
    /// The standing.
    pub standing: SchoolStanding,
    /// How many.
    pub count: i64,
}

/// Cases with an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolOutcomeCount {
    /// The outcome.
    pub outcome: SchoolOutcome,
    /// How many.
    pub count: i64,
}
