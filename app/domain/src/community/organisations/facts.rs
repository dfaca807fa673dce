//! The records behind a figure of an organisation.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A figure of an organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationFigure {
    /// Claims that its members kept.
    #[default]
    Kept,
    /// Units of those claims, and of goods given to shops.
    Units,
    /// Time that its members served.
    Hours,
    /// People who found work at it.
    Placed,
    /// Answers that were due from it.
    Answers,
}

crate::text_enum!(OrganisationFigure {
    Kept = "kept", Units = "units", Hours = "hours", Placed = "placed", Answers = "answers",
});

/// What a record behind a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationSource {
    /// A claim of a member that was kept.
    Claim,
    /// Goods on a receipt of a shop.
    Receipt,
    /// A member on a shift.
    Shift,
    /// A person who found work.
    Hire,
    /// An answer by the day that was set, to a referral or what [`OrganisationAnswer`] says.
    Referral,
    /// One that came later, or is missing.
    LateReferral,
}

crate::text_enum!(OrganisationSource {
    Claim = "claim", Receipt = "receipt", Shift = "shift", Hire = "hire", Referral = "referral",
    LateReferral = "late_referral",
});

/// What an organisation was asked for an answer about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrganisationAnswer {
    /// A referral to one of its services.
    Referral,
    /// An agreement that an area proposed.
    Partnership,
    /// A pledge that an area drafted.
    Pledge,
    /// A person who was proposed for a vacancy.
    Job,
}

crate::text_enum!(OrganisationAnswer {
    Referral = "referral", Partnership = "partnership", Pledge = "pledge", Job = "job",
});

/// A record that counts for a figure; it names no person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganisationFact {
    /// Number of the row, unique within the organisation.
    pub number: i64,
    /// What it is.
    pub source: OrganisationSource,
    /// When it counts.
    pub at: Timestamp,
    /// Units, minutes, people or answers.
    pub amount: i64,
    /// Key of the pictogram of goods, or empty.
    pub key: String,
    /// Size of goods, or empty.
    pub size: String,
    /// What the goods, the shift, the work or the service is called; the words of an agreement, the area of a pledge.
    pub title: String,
    /// To what an answer was due; `None` for other records.
    pub answer: Option<OrganisationAnswer>,
}
