//! What events about families, the staff's work for them, and accounts carry.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::{AccountId, Role},
    casework::{
        MoveId,
        aid::collections::CollectionId,
        cases::{CaseId, call_backs::CallBackId},
        conferences::{ConferenceId, MeasureId},
        entitlements::{EntitlementId, RuleId},
        findings::FindingId,
        pairings::PairingId,
        rounds::RoundId,
        school_places::SchoolPlaceId,
        visits::VisitId,
    },
    claims::ClaimId,
    community::{
        appointments::{AppointmentId, questions::QuestionId},
        courses::{CourseId, CoursePlaceId},
        markets::{MarketOfferId, ReservationId},
        shifts::ShiftId,
    },
    disputes::{DisputeId, reversals::ReversalId},
    events::RecordKind,
    households::{HouseholdId, reveals::ObjectionId},
    services::referrals::ReferralId,
    wishes::WishId,
};

payloads! {
    /// A family's objection to a reveal.
    OfObjection(Household household) {
        /// The objection.
        objection: ObjectionId,
        /// The family.
        household: HouseholdId,
        /// Coordinators of its area; empty when the family is told.
        staff: Vec<AccountId>,
    }

    /// A family's relocation to another area.
    OfRelocation(Household household) {
        /// The relocation.
        relocation: MoveId,
        /// The family.
        household: HouseholdId,
        /// Caseworkers of the area that is told.
        staff: Vec<AccountId>,
        /// Name of the new area once the family moved, else empty.
        area: String,
    }

    /// A household file.
    OfHousehold(Household household) {
        /// The household.
        household: HouseholdId,
        /// Caseworkers to tell; empty when the family is told.
        staff: Vec<AccountId>,
    }

    /// What staff write to a household.
    OfFamilyMessage(Household household words) {
        /// The household.
        household: HouseholdId,
        /// The words, as its file keeps them.
        words: String,
    }

    /// A consent of a household.
    OfConsent(Household household) {
        /// The household.
        household: HouseholdId,
        /// Whether the family itself did it; then its caseworkers are told, else the family.
        by_family: bool,
        /// Caseworkers to tell.
        staff: Vec<AccountId>,
    }

    /// A dispute about goods that were handed over.
    OfDispute(Household household) {
        /// The dispute.
        dispute: DisputeId,
        /// Household of the goods.
        household: HouseholdId,
        /// Wish of the goods, or 0 for an order.
        wish: WishId,
        /// Claim of the goods, or 0 for an order.
        claim: ClaimId,
        /// Whether the family reported it; else it is told that staff did.
        by_family: bool,
        /// Coordinators or auditors to tell; empty when the family is told.
        staff: Vec<AccountId>,
        /// Title of the wish's item in Chinese, or the order's number.
        title: String,
    }

    /// A pairing of a helper and a household; its record is the household.
    OfPairing(Household household) {
        /// The pairing.
        pairing: PairingId,
        /// Its household.
        household: HouseholdId,
        /// Account of its helper.
        helper: AccountId,
        /// Coordinators to tell of its silence.
        staff: Vec<AccountId>,
    }

    /// A place of a course; its record is the household.
    OfCoursePlace(Household household) {
        /// The course.
        course: CourseId,
        /// The place.
        place: CoursePlaceId,
        /// Its household.
        household: HouseholdId,
        /// Title of the course.
        title: String,
    }

    /// An offer of a family on a market day; its record is the household.
    OfMarketOffer(Household household) {
        /// The offer.
        offer: MarketOfferId,
        /// Its household.
        household: HouseholdId,
        /// Staff to tell; empty when the family is told.
        staff: Vec<AccountId>,
        /// What it is.
        title: String,
    }

    /// A reservation of an account.
    OfReservation(Account account) {
        /// The reservation.
        reservation: ReservationId,
        /// The account.
        account: AccountId,
        /// What it is.
        title: String,
    }

    /// A course about which its organiser is asked.
    OfCourse(Course course) {
        /// The course.
        course: CourseId,
        /// Its organiser, or coordinators.
        staff: Vec<AccountId>,
        /// Title of the course.
        title: String,
    }

    /// A household or a member that may be entitled to something; its record is the household.
    OfEntitlement(Household household) {
        /// The entitlement.
        entitlement: EntitlementId,
        /// Its household.
        household: HouseholdId,
        /// Caseworker to tell; empty when the family is told.
        staff: Vec<AccountId>,
    }

    /// A rule that finds who may be entitled to something.
    OfEntitlementRule(EntitlementRule rule) {
        /// The rule.
        rule: RuleId,
        /// Caseworkers or coordinators to tell.
        staff: Vec<AccountId>,
        /// Name of the rule.
        title: String,
    }

    /// A round over an area.
    OfRound(Round round) {
        /// The round.
        round: RoundId,
        /// Caseworkers or coordinators to tell.
        staff: Vec<AccountId>,
        /// Name of the round.
        title: String,
    }

    /// An appointment of a household; its record is the household.
    OfAppointment(Household household) {
        /// The appointment.
        appointment: AppointmentId,
        /// Its household.
        household: HouseholdId,
        /// Name of the service.
        title: String,
    }

    /// A question to the desk; its record is the account that asked.
    OfQuestion(Account account) {
        /// The question.
        question: QuestionId,
        /// Account that asked.
        account: AccountId,
        /// Staff to tell; empty when the asker is told.
        staff: Vec<AccountId>,
        /// Empty.
        title: String,
    }

    /// A shift; its record is the shift.
    OfShift(Shift shift) {
        /// The shift.
        shift: ShiftId,
        /// People of the shift, caseworkers or coordinators to tell.
        staff: Vec<AccountId>,
        /// Name of the shift.
        title: String,
    }

    /// A reversal of a hand-over.
    OfReversal(Household household) {
        /// The reversal.
        reversal: ReversalId,
        /// Household of the goods.
        household: HouseholdId,
        /// Wish of the goods, or 0 for an order.
        wish: WishId,
        /// Claim of the goods, or 0 for an order.
        claim: ClaimId,
        /// Coordinators who decide, or the account that asked.
        staff: Vec<AccountId>,
        /// Title of the wish's item in Chinese, or the order's number.
        title: String,
    }

    /// A case of a household.
    OfCase(Household household) {
        /// The case.
        case: CaseId,
        /// Its household.
        household: HouseholdId,
        /// Staff to tell; empty when only the family is told.
        staff: Vec<AccountId>,
        /// Key of its kind.
        title: String,
    }

    /// The case of a child that seeks a school place.
    OfSchoolPlace(Household household) {
        /// The case.
        place: SchoolPlaceId,
        /// Household of the child.
        household: HouseholdId,
        /// Staff to tell; empty when only the family is told.
        staff: Vec<AccountId>,
        /// Key of a step, standing or outcome, with a day after a blank where there is one; or empty.
        title: String,
    }

    /// A call-back about a closed case.
    OfCallBack(Household household) {
        /// The call-back.
        call_back: CallBackId,
        /// Household of the case.
        household: HouseholdId,
        /// Accounts that are to ask, or to see that it is done.
        staff: Vec<AccountId>,
        /// Key of the case's kind.
        title: String,
    }

    /// A referral of a household to another office.
    OfReferral(Household household) {
        /// The referral.
        referral: ReferralId,
        /// Its household.
        household: HouseholdId,
        /// Whether the family is told, too.
        to_family: bool,
        /// Staff to tell.
        staff: Vec<AccountId>,
        /// Name of the service.
        title: String,
        /// State that it came to, or empty.
        words: String,
    }

    /// An account.
    OfAccount(Account account) {
        /// The account.
        account: AccountId,
    }

    /// Work that an account gets from another one.
    OfWork(Account account) {
        /// The account.
        account: AccountId,
        /// Name of the other one.
        name: String,
        /// Number of household files, or 0 for a deputy.
        files: i64,
    }

    /// A visit that is due; its record is the household.
    OfVisit(Household household) {
        /// The visit.
        visit: VisitId,
        /// The household.
        household: HouseholdId,
        /// Accounts of the chain to tell.
        staff: Vec<AccountId>,
    }

    /// A finding of a visit; its record is the household.
    OfFinding(Household household) {
        /// The finding.
        finding: FindingId,
        /// The household.
        household: HouseholdId,
        /// Accounts of the chain to tell.
        staff: Vec<AccountId>,
    }

    /// A task of a conference; its record is the household.
    OfMeasure(Household household) {
        /// The measure.
        measure: MeasureId,
        /// Its conference.
        conference: ConferenceId,
        /// The household.
        household: HouseholdId,
        /// Its owner, or also the accounts of the chain to tell.
        staff: Vec<AccountId>,
    }

    /// Money collected for a household; its record is the household.
    OfCollection(Household household) {
        /// The collection.
        collection: CollectionId,
        /// The household.
        household: HouseholdId,
        /// Its owner, and the accounts of the chain to tell.
        staff: Vec<AccountId>,
    }
}

/// A role of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfRole {
    /// Account that got or lost the role.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Name of the area; empty for the installation.
    pub area: String,
    /// Name of the account that did it.
    pub by: String,
    /// Accounts that assign or audit roles there.
    pub staff: Vec<AccountId>,
}

impl OfRole {
    pub(in crate::events) fn record(&self) -> (RecordKind, i64) {
        (RecordKind::Account, self.account)
    }

    pub(in crate::events) fn words_mut(&mut self) -> Option<&mut String> {
        None
    }
}
