//! Referrals as their readers get them.

use serde::Serialize;

use super::{Party, ReferralId, ReferralState, ReferralStep};
use crate::{
    Timestamp,
    accounts::OrganisationId,
    casework::cases::CaseId,
    households::HouseholdId,
    services::{ServiceId, TimeClass, office::Sharing},
};

/// A referral as a row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Referral {
    /// Row id.
    pub id: ReferralId,
    /// Household that it belongs to.
    pub household: HouseholdId,
    /// Name of its area.
    pub area_name: String,
    /// Case that it belongs to, if any.
    pub case: Option<CaseId>,
    /// Service that is asked.
    pub service: ServiceId,
    /// Name of the service.
    pub service_name: String,
    /// Organisation of the service.
    pub organisation: OrganisationId,
    /// Name of that organisation.
    pub organisation_name: String,
    /// Class of time.
    pub class: TimeClass,
    /// Its state.
    pub state: ReferralState,
    /// Who has the next step.
    pub owner: Option<Party>,
    /// Name of the account that sends it.
    pub sender: String,
    /// By when the next step is due; none once it has ended.
    pub due: Option<Timestamp>,
    /// Whether that time has passed.
    pub late: bool,
    /// How often it went up because it was late.
    pub climbs: i64,
    /// Name of the account that it climbed to, or empty.
    pub in_charge: String,
    /// When it was drafted.
    pub created: Timestamp,
    /// When it was last sent; none for a draft.
    pub sent: Option<Timestamp>,
    /// When the office said whether it takes it.
    pub answered: Option<Timestamp>,
    /// When the office said that it is done.
    pub done: Option<Timestamp>,
}

/// A line of a referral's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReferralLine {
    /// State that it came to.
    pub state: ReferralState,
    /// Who took the step; none for the clock, when it climbed or its file ended.
    pub party: Option<Party>,
    /// When.
    pub at: Timestamp,
    /// Name of the account, or of the person in the office; empty for the family and the clock.
    pub by: String,
    /// Name of the account that it climbed to, or empty.
    pub about: String,
    /// Reason or result, or empty; masked for readers who do not see the file unmasked.
    pub words: String,
}

/// A use of the office's link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LinkUse {
    /// When.
    pub at: Timestamp,
    /// `opened`, or the step that was answered.
    pub what: String,
}

/// A referral with everything that its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReferralFile {
    /// The referral.
    #[serde(flatten)]
    pub referral: Referral,
    /// What is needed, or empty while masked.
    pub need: String,
    /// What the family agreed to pass on; without the person's name while masked.
    pub sharing: Sharing,
    /// When the family took that back; none while it holds.
    pub stopped: Option<Timestamp>,
    /// Its history, the newest first, at most 100 lines.
    pub lines: Vec<ReferralLine>,
    /// Uses of the office's link, the newest first, at most 50.
    pub uses: Vec<LinkUse>,
    /// Until when the office's link works; none without one.
    pub link_ends: Option<Timestamp>,
    /// Steps that the reader may take.
    pub steps: Vec<ReferralStep>,
    /// Whether the reader may make a link for the office.
    pub may_link: bool,
}
