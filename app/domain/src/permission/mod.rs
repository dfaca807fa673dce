//! Permissions: which roles may perform which action.
//! Each store operation checks one on its first line.

mod actor;

use crate::accounts::Role;

/// An action in an area that requires a role there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Post a wish for a household of the area.
    PostForFamily,
    /// List wishes awaiting review; publish and reject them, edit their public words.
    ReviewWishes,
    /// Read families' thanks and publish them.
    ReviewThanks,
    /// Claim a wish.
    ClaimWishes,
    /// Revoke a claim, with a reason.
    RevokeClaims,
    /// Receive, inspect, shelve, reserve, transfer, write off, reverse.
    KeepStock,
    /// Hand goods to a family against its code.
    HandOver,
    /// Read stock, journals and claims of the area.
    ReadStock,
    /// Read household files of the area.
    ReadHouseholds,
    /// Create and change household files.
    KeepHouseholds,
    /// Set the policy of an area.
    SetPolicy,
    /// Grant and revoke roles in an area.
    AssignRoles,
    /// Manage areas, locations and organisations; open and close accounts.
    Administer,
    /// Read the audit trail: who did what, on which record, when. Opens nothing else.
    ReadAudit,
    /// Approve stock-takes that another account counted.
    ApproveCounts,
    /// Grant points to households, and withdraw them.
    GrantPoints,
    /// Order from the free shop for the caller's own household.
    OrderGoods,
    /// Offer the caller's own goods to the shops.
    OfferGoods,
    /// Read who revealed a household file, and why.
    ReadOpenings,
    /// Read unusual patterns of reveals in an area, and families' objections.
    WatchOpenings,
    /// Answer objections.
    AnswerObjections,
    /// Read which households of the area were helped, and which were not.
    SeeFairness,
    /// Read what families did not receive, reversals of hand-overs, and acts of one person.
    ReadDisputes,
    /// Decide what becomes of goods that a family did not receive, or received broken.
    DecideDisputes,
    /// Ask that a hand-over is reversed.
    AskReversal,
    /// Reverse a hand-over that another account asked for.
    ApproveReversals,
    /// Open rounds over an area, share their doors out, end them.
    OpenRounds,
    /// Read rounds: coverage, doors, what was found.
    ReadRounds,
    /// Read pairings of helpers and households.
    ReadPairings,
    /// Open bookable times of services, and say who came.
    KeepSlots,
    /// Answer questions to the service desk.
    AnswerQuestions,
    /// Read bookable times, appointments, and figures of the service desk.
    ReadSlots,
    /// Read courses and events of the area, with their lists.
    ReadCourses,
    /// Announce courses and events, keep their lists, hold and cancel them.
    KeepCourses,
    /// Sign up for shifts.
    ServeShifts,
    /// Open shifts of an area, and note who came.
    KeepShifts,
    /// Read who is on the shifts of an area.
    ReadShifts,
    /// Write rules that find who may be entitled to something, try, use and withdraw them.
    LeadEntitlements,
    /// Read such rules and their counts.
    ReadEntitlements,
    /// Read what families of the area got of which programme, with masked words.
    ReadAid,
    /// Record what families got, and money that is collected for them.
    RecordAid,
    /// Reverse a grant that another account entered.
    ReverseAid,
    /// Keep the programmes of an area, and export what they gave.
    LeadAid,
    /// Read security events: failed sign-ins, limits, openings and exports of the last day.
    ReadSecurity,
    /// Read cases, call-backs and referrals of families in the area, with masked words.
    ReadCases,
    /// Open, follow and close cases; refer families to other offices.
    KeepCases,
    /// Ask families about closed cases, and give cases and call-backs to other accounts.
    FollowCases,
    /// Keep the list of services of an organisation.
    KeepServices,
    /// Name who answers for an area, set which families are visited, hand work over.
    LeadCasework,
    /// Visit families: record visits and findings, and what the family says came of them.
    RecordVisits,
    /// Read who answers for an area, which visits are due, and what became of findings.
    ReadVisits,
    /// Post vacancies for organisations of the area, change, confirm and end them.
    KeepVacancies,
    /// Read job seekers, proposals and what became of them.
    ReadJobs,
    /// Open drives for goods in the area, end them and publish what came.
    OpenDrives,
    /// Note where posters hang, and that they were taken down.
    HangPosters,
    /// Read where posters of the area hang, and how often they were scanned.
    ReadPosters,
    /// Open community groups of the area, name who looks after them, end them.
    LeadGroups,
    /// Keep rosters of groups, post notices to them, and call who did not read one.
    KeepGroups,
    /// Read groups, their rosters by number, and how many joined.
    ReadGroups,
    /// Keep the public documents of an area.
    KeepDocuments,
    /// Say what organisations are and who acts for them, and agree with them for an area.
    KeepOrganisations,
    /// Read organisations, what they agreed on with an area, and what they did.
    ReadOrganisations,
    /// Read the figures of an area and the rows behind them.
    ReadFigures,
    /// Write programmes of an area, start and end them, and name the owners of their indicators.
    LeadProgrammes,
    /// Read programmes with their chain of names; type figures and comment on reports as an owner.
    ReadProgrammes,
}

impl Action {
    /// Every action; the privilege table of the tests covers each.
    pub const ALL: &[Action] = &[
        Action::PostForFamily,
        Action::ReviewWishes,
        Action::ReviewThanks,
        Action::ClaimWishes,
        Action::RevokeClaims,
        Action::KeepStock,
        Action::HandOver,
        Action::ReadStock,
        Action::ReadHouseholds,
        Action::KeepHouseholds,
        Action::SetPolicy,
        Action::AssignRoles,
        Action::Administer,
        Action::ReadAudit,
        Action::ApproveCounts,
        Action::GrantPoints,
        Action::OrderGoods,
        Action::OfferGoods,
        Action::ReadOpenings,
        Action::WatchOpenings,
        Action::AnswerObjections,
        Action::SeeFairness,
        Action::ReadDisputes,
        Action::DecideDisputes,
        Action::AskReversal,
        Action::ApproveReversals,
        Action::OpenRounds,
        Action::ReadRounds,
        Action::ReadPairings,
        Action::KeepSlots,
        Action::AnswerQuestions,
        Action::ReadSlots,
        Action::ReadAid,
        Action::RecordAid,
        Action::ReverseAid,
        Action::LeadAid,
        Action::ReadCourses,
        Action::KeepCourses,
        Action::ServeShifts,
        Action::KeepShifts,
        Action::ReadShifts,
        Action::LeadEntitlements,
        Action::ReadEntitlements,
        Action::ReadSecurity,
        Action::ReadCases,
        Action::KeepCases,
        Action::FollowCases,
        Action::KeepServices,
        Action::LeadCasework,
        Action::RecordVisits,
        Action::ReadVisits,
        Action::KeepVacancies,
        Action::ReadJobs,
        Action::OpenDrives,
        Action::HangPosters,
        Action::ReadPosters,
        Action::LeadGroups,
        Action::KeepGroups,
        Action::ReadGroups,
        Action::KeepDocuments,
        Action::KeepOrganisations,
        Action::ReadOrganisations,
        Action::ReadFigures,
        Action::KeepOrganisations,
        Action::ReadOrganisations,
        Action::LeadProgrammes,
        Action::ReadProgrammes,
    ];

    /// Roles that may perform it. Administrators have no access to households and shops.
    #[must_use]
    pub fn roles(self) -> &'static [Role] {
        match self {
            Action::PostForFamily
            | Action::KeepHouseholds
            | Action::KeepCases
            | Action::RecordVisits
            | Action::RecordAid => &[Role::Caseworker],
            Action::ReviewWishes | Action::ReviewThanks => &[Role::Caseworker, Role::Coordinator],
            Action::ClaimWishes | Action::OfferGoods => &[Role::Donor],
            Action::RevokeClaims => &[Role::Caseworker, Role::Coordinator, Role::Shopkeeper],
            Action::KeepStock => &[Role::Shopkeeper],
            Action::HandOver => &[Role::Shopkeeper, Role::Caseworker],
            Action::ReadStock => &[Role::Shopkeeper, Role::Caseworker, Role::Coordinator, Role::Auditor],
            Action::ReadHouseholds => &[Role::Caseworker, Role::Auditor],
            Action::SetPolicy | Action::AssignRoles => &[Role::Coordinator, Role::Admin],
            Action::Administer => &[Role::Admin],
            Action::ReadAudit => &[Role::Coordinator, Role::Auditor, Role::Admin],
            Action::ReadSecurity => &[Role::Auditor, Role::Admin],
            Action::ApproveCounts => &[Role::Shopkeeper, Role::Coordinator],
            Action::GrantPoints | Action::ReverseAid | Action::FollowCases | Action::KeepVacancies => {
                &[Role::Caseworker, Role::Coordinator]
            }
            Action::OrderGoods => &[Role::Family],
            Action::ReadOpenings => &[Role::Caseworker, Role::Coordinator, Role::Auditor],
            Action::WatchOpenings => &[Role::Coordinator, Role::Auditor],
            Action::AnswerObjections => &[Role::Coordinator],
            Action::SeeFairness | Action::ReadCases | Action::ReadVisits | Action::ReadJobs => {
                &[Role::Caseworker, Role::Coordinator, Role::Auditor]
            }
            Action::ReadDisputes | Action::ReadFigures => &[Role::Coordinator, Role::Auditor],
            Action::DecideDisputes
            | Action::ApproveReversals
            | Action::LeadCasework
            | Action::LeadAid
            | Action::OpenRounds
            | Action::LeadEntitlements
            | Action::OpenDrives
            | Action::LeadGroups
            | Action::KeepDocuments
            | Action::LeadProgrammes
            | Action::KeepServices => &[Role::Coordinator],
            Action::KeepCourses | Action::KeepGroups => &[Role::Caseworker, Role::Coordinator],
            Action::ServeShifts | Action::HangPosters => {
                &[Role::Donor, Role::Shopkeeper, Role::Caseworker, Role::Coordinator]
            }
            Action::KeepShifts | Action::KeepSlots | Action::AnswerQuestions => &[Role::Caseworker, Role::Coordinator],
            Action::ReadRounds
            | Action::ReadPairings
            | Action::ReadAid
            | Action::ReadCourses
            | Action::ReadShifts
            | Action::ReadGroups
            | Action::ReadPosters
            | Action::ReadSlots
            | Action::ReadProgrammes
            | Action::ReadEntitlements => &[Role::Caseworker, Role::Coordinator, Role::Auditor],
            Action::KeepOrganisations => &[Role::Coordinator, Role::Admin],
            Action::ReadOrganisations => &[Role::Caseworker, Role::Coordinator, Role::Auditor, Role::Admin],
            Action::AskReversal => &[Role::Shopkeeper, Role::Caseworker, Role::Coordinator],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Code, Error,
        accounts::{Actor, Grant},
        areas::AreaPath,
    };

    fn with(role: Role, path: &str) -> Actor {
        Actor { account: 7, grants: vec![Grant { role, area: 1, path: AreaPath(path.into()) }], ..Actor::default() }
    }

    #[test]
    fn only_an_account_with_a_household_is_a_familys() {
        let family = Actor { account: 7, household: 9, ..Actor::default() };
        assert_eq!(family.must_be_family(), Ok(9));
        assert_eq!(with(Role::Donor, "/1/").must_be_family(), Err(Error::NotFound));
        assert_eq!(Actor::visitor().must_be_family(), Err(Error::NotAllowed(Code::SignInNeeded)));
    }

    #[test]
    fn a_role_elsewhere_gives_not_found() {
        let here = AreaPath("/1/2/".into());
        assert_eq!(with(Role::Caseworker, "/1/").must(Action::ReviewWishes, &here), Ok(()));
        assert_eq!(with(Role::Caseworker, "/9/").must(Action::ReviewWishes, &here), Err(Error::NotFound));
        assert_eq!(
            with(Role::Donor, "/1/").must(Action::ReviewWishes, &here),
            Err(Error::NotAllowed(Code::NotAllowed))
        );
        assert_eq!(Actor::visitor().must(Action::ReviewWishes, &here), Err(Error::NotAllowed(Code::SignInNeeded)));
    }

    #[test]
    fn what_applies_to_all_root_areas_needs_the_role_above_them() {
        assert_eq!(with(Role::Admin, "/").must_in_installation(Action::Administer), Ok(()));
        for (role, path) in [(Role::Admin, "/1/"), (Role::Coordinator, "/")] {
            let refused = with(role, path).must_in_installation(Action::Administer);
            assert_eq!(refused, Err(Error::NotAllowed(Code::NotAllowed)), "{role:?} {path}");
        }
        let visitor = Actor::visitor().must_in_installation(Action::Administer);
        assert_eq!(visitor, Err(Error::NotAllowed(Code::SignInNeeded)));
    }

    #[test]
    fn administrators_read_no_household_and_auditors_only_read() {
        let (admin, auditor) = (with(Role::Admin, "/"), with(Role::Auditor, "/1/"));
        let here = AreaPath("/1/2/".into());
        assert!(!admin.may(Action::ReadHouseholds, &here) && !admin.may(Action::ReadStock, &here));
        let allowed: Vec<_> = Action::ALL.iter().filter(|a| auditor.may(**a, &here)).collect();
        let reads = [
            &Action::ReadStock,
            &Action::ReadHouseholds,
            &Action::ReadAudit,
            &Action::ReadOpenings,
            &Action::WatchOpenings,
            &Action::SeeFairness,
            &Action::ReadDisputes,
            &Action::ReadRounds,
            &Action::ReadPairings,
            &Action::ReadSlots,
            &Action::ReadAid,
            &Action::ReadCourses,
            &Action::ReadShifts,
            &Action::ReadEntitlements,
            &Action::ReadSecurity,
            &Action::ReadCases,
            &Action::ReadVisits,
            &Action::ReadJobs,
            &Action::ReadPosters,
            &Action::ReadGroups,
            &Action::ReadOrganisations,
            &Action::ReadFigures,
            &Action::ReadOrganisations,
            &Action::ReadProgrammes,
        ];
        assert_eq!(allowed, reads);
    }
}
