//! What a rule says of a family: where the child stands, why, and which steps are left.

use serde::{Deserialize, Serialize};

use crate::time::{Day, Month};

/// Where a child stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SchoolStanding {
    /// All that the next admission asks for is met already.
    Eligible,
    /// It will be met in time if the family does its steps.
    OnTrack,
    /// Not at the next admission, but at a later one.
    Later,
    /// The family has not said what is needed to know.
    #[default]
    NotAsked,
    /// No rule holds for its district.
    NoRule,
}

crate::text_enum!(SchoolStanding {
    Eligible = "eligible", OnTrack = "on_track", Later = "later", NotAsked = "not_asked", NoRule = "no_rule",
});

/// What a rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CriterionKind {
    /// Months of insurance.
    Insurance,
    /// Months of residence.
    Residence,
    /// Months of a work contract.
    Contract,
}

crate::text_enum!(CriterionKind { Insurance = "insurance", Residence = "residence", Contract = "contract" });

/// One thing that a rule asks for, as it will stand at the next cut-off day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Criterion {
    /// What it is.
    pub kind: CriterionKind,
    /// Months that are needed.
    pub needed: i64,
    /// Months that there will be if the family does its steps.
    pub have: i64,
    /// Whether it will be met.
    pub met: bool,
}

/// A step that a family can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SchoolStepKind {
    /// Pay the insurance of each month from now on; the last day is that of the first month that must not be missed.
    Pay,
    /// Pay missed months later, which opens an earlier admission.
    PayBack,
    /// Register the residence.
    Register,
    /// Sign a work contract.
    SignContract,
    /// Hand in the application with the papers.
    Apply,
}

crate::text_enum!(SchoolStepKind {
    Pay = "pay", PayBack = "pay_back", Register = "register", SignContract = "sign_contract", Apply = "apply",
});

/// A step with the last day on which it can still be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolStep {
    /// What is to be done.
    pub kind: SchoolStepKind,
    /// Last day on which it helps.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-04-30"))]
    pub last_day: Day,
    /// Months to pay: the first one of [`SchoolStepKind::Pay`], all of [`SchoolStepKind::PayBack`].
    #[cfg_attr(feature = "schema", schema(value_type = Vec<String>))]
    pub months: Vec<Month>,
}

/// Everything that the rule says of a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Assessment {
    /// Where the child stands.
    pub standing: SchoolStanding,
    /// First day on which it can apply with all that is asked for; none when no admission of the next years fits.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>))]
    pub first_day: Option<Day>,
    /// Years between the rule's own days and that admission: 0 as published, above that assumed.
    pub years_on: i64,
    /// Cut-off day of that admission.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub cut_off: Day,
    /// Last day to apply for it.
    #[cfg_attr(feature = "schema", schema(value_type = String))]
    pub last_day: Day,
    /// Why: what the next admission asks for.
    pub criteria: Vec<Criterion>,
    /// Steps, the one whose last day comes first at the front.
    pub steps: Vec<SchoolStep>,
}
