//! What events about organisations and neighbours carry.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::AccountId,
    community::{
        drives::DriveId,
        groups::{GroupId, notices::GroupNoticeId},
        jobs::{
            VacancyId,
            proposals::{JobCheckId, ProposalId},
        },
        partnerships::PartnershipId,
        pledges::PledgeId,
        posters::PosterId,
        programmes::IndicatorId,
    },
    events::RecordKind,
    households::HouseholdId,
    points::taking_part::NeighbourHelpId,
};

payloads! {
    /// A vacancy of an organisation.
    OfVacancy(Vacancy vacancy) {
        /// The vacancy.
        vacancy: VacancyId,
        /// Accounts of the employer, and the one that posted it.
        staff: Vec<AccountId>,
        /// What the work is called.
        title: String,
    }

    /// A proposal of a member of a household for a vacancy; its record is the household.
    OfJob(Household household) {
        /// The proposal.
        proposal: ProposalId,
        /// Its household.
        household: HouseholdId,
        /// Whether the family is told, too.
        to_family: bool,
        /// Caseworkers and accounts of the employer to tell.
        staff: Vec<AccountId>,
        /// What the work is called.
        title: String,
        /// State that it came to.
        words: String,
    }

    /// A later question to a person who was hired; its record is the household.
    OfJobCheck(Household household) {
        /// The question.
        check: JobCheckId,
        /// The household.
        household: HouseholdId,
        /// Caseworkers to tell.
        staff: Vec<AccountId>,
        /// What the work is called.
        title: String,
    }

    /// An indicator of a programme.
    OfIndicator(Indicator indicator) {
        /// The indicator.
        indicator: IndicatorId,
        /// Accounts that answer for it.
        staff: Vec<AccountId>,
        /// What it is.
        title: String,
    }

    /// A drive for goods.
    OfDrive(Drive drive) {
        /// The drive.
        drive: DriveId,
        /// Coordinators to tell.
        staff: Vec<AccountId>,
        /// Its title.
        title: String,
    }

    /// A poster that hangs somewhere.
    OfPoster(Poster poster) {
        /// The poster.
        poster: PosterId,
        /// The account that noted it, or coordinators in its place.
        staff: Vec<AccountId>,
        /// Where it hangs.
        title: String,
    }

    /// A notice to the members of a community group; its record is the group.
    OfGroup(Group group) {
        /// The notice.
        notice: GroupNoticeId,
        /// The group.
        group: GroupId,
        /// Accounts of its members, or those who call them.
        staff: Vec<AccountId>,
        /// Title of the notice.
        title: String,
    }

    /// Help of a neighbour, for one of both sides; its record is the household of that side.
    OfHelp(Household household) {
        /// The help.
        help: NeighbourHelpId,
        /// Household that is told.
        household: HouseholdId,
        /// What came of it, or empty.
        words: String,
    }

    /// A partnership of an organisation and an area.
    OfPartnership(Partnership partnership) {
        /// The partnership.
        partnership: PartnershipId,
        /// Members who act for the organisation, and coordinators of the area.
        staff: Vec<AccountId>,
        /// Names of organisation and area.
        title: String,
    }

    /// A pledge of an organisation to an area.
    OfPledge(Pledge pledge) {
        /// The pledge.
        pledge: PledgeId,
        /// Members who act for the organisation, and coordinators of the area or above it.
        staff: Vec<AccountId>,
        /// Names of organisation and area.
        title: String,
    }
}
