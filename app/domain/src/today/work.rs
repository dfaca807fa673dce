//! The kinds of work that wait for staff, and the limit of each.

/// A kind of work that waits for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Work {
    /// Urgent wishes that the account is in charge of.
    Urgent,
    /// Disputes to decide, and reversals of hand-overs.
    Disputes,
    /// Late cases that the account owns, or that climbed to it.
    Cases,
    /// Families to call back after a case.
    CallBacks,
    /// Late referrals that the account sent, or that climbed to it.
    Referrals,
    /// Cases of school places near a last day, or late.
    SchoolPlaces,
    /// Tasks of conferences that the account has, or that climbed to it.
    Measures,
    /// Visits to make.
    Visits,
    /// Visits that were planned for this day.
    PlannedVisits,
    /// Doors of rounds to go to.
    Doors,
    /// Findings that are old.
    Findings,
    /// Visits missed twice that climbed to the account.
    MissedVisits,
    /// Findings that climbed to the account.
    RaisedFindings,
    /// Questions to answer.
    Questions,
    /// What families may be entitled to, to be asked.
    Entitlements,
    /// What families may be entitled to, and is late.
    LateEntitlements,
    /// Collections past their last day.
    Collections,
    /// Groups of which members are to be called about a notice.
    UnreadGroups,
    /// Tasks that came back from shifts.
    ShiftTasks,
    /// Indicators that are behind.
    Indicators,
    /// Reports on indicators to comment on.
    IndicatorReports,
    /// Posters to take down.
    Posters,
    /// Referrals to the account's own organisation, of which it has the next step.
    OfficeReferrals,
    /// Wishes to review.
    Review,
    /// Thanks to review.
    Thanks,
    /// Goods that wait in a shop for their family.
    Ready,
    /// Goods to bring on a visit, because their family has not collected them.
    Deliveries,
    /// Wishes whose goods were not collected, to be decided.
    Uncollected,
    /// Costly wishes for which donors applied, to be decided.
    Applications,
    /// Families that a message did not reach.
    Unreached,
    /// Requests of families to correct their files.
    Corrections,
    /// Objections to answer.
    Objections,
    /// Incoming relocations to answer.
    Moves,
    /// Stock-takes to approve.
    StockTakes,
    /// Transfers to receive.
    Transfers,
    /// Transfers of which a part did not arrive.
    ShortTransfers,
    /// Goods to inspect.
    Inspections,
    /// Offers of goods to answer.
    Offers,
    /// Recalls with units in the shops, or at families, of the account.
    Recalls,
    /// Loans that wait for the shop, or for a coordinator.
    Loans,
    /// Urgent wishes for whose goods a shop is asked.
    UrgentAsks,
    /// Job proposals of which to tell the employer.
    JobProposals,
    /// People who were hired, to be asked.
    JobChecks,
    /// Offers on market days to review.
    MarketOffers,
    /// Courses about which their organiser is asked.
    Courses,
    /// Shifts of the next days that lack people.
    Shifts,
    /// Appointments about which staff have not said who came.
    Appointments,
    /// Help between neighbours to be confirmed.
    Helps,
    /// Facts that were taken back after their points were spent.
    PartNotes,
    /// Partnerships to answer.
    Partnerships,
    /// Pledges to sign.
    PledgesToSign,
    /// Pledges to rate.
    PledgesToRate,
    /// Drives whose result is to be published.
    Drives,
    /// Public documents that hold no longer.
    Documents,
    /// Pairings without a contact.
    SilentPairings,
    /// Rules of entitlements of which something was not dealt with in time.
    LateRules,
    /// Cases of school places without a rule.
    Ruleless,
    /// Rules of schools whose window to apply is over, with open cases that wait for the next year's days.
    OutdatedRules,
    /// Visits without a caseworker.
    UnownedVisits,
    /// Findings without a caseworker.
    UnownedFindings,
    /// Doors of rounds without a caseworker.
    UnownedDoors,
    /// Groups whose caretaker is closed or away.
    UncaredGroups,
    /// Areas for which no person answers.
    ChainGaps,
    /// Families that lack a consent.
    Consents,
    /// Wishes that no donor has claimed for long.
    LongWaiting,
    /// Families that were never helped and have no wish under way.
    LeftOut,
}

text_enum!(Work {
    Urgent = "urgent",
    Disputes = "disputes",
    Cases = "cases",
    CallBacks = "call_backs",
    Referrals = "referrals",
    SchoolPlaces = "school_places",
    Measures = "measures",
    Visits = "visits",
    PlannedVisits = "planned_visits",
    Doors = "doors",
    Findings = "findings",
    MissedVisits = "missed_visits",
    RaisedFindings = "raised_findings",
    Questions = "questions",
    Entitlements = "entitlements",
    LateEntitlements = "late_entitlements",
    Collections = "collections",
    UnreadGroups = "unread_groups",
    ShiftTasks = "shift_tasks",
    Indicators = "indicators",
    IndicatorReports = "indicator_reports",
    Posters = "posters",
    OfficeReferrals = "office_referrals",
    Review = "review",
    Thanks = "thanks",
    Ready = "ready",
    Deliveries = "deliveries",
    Uncollected = "uncollected",
    Applications = "applications",
    Unreached = "unreached",
    Corrections = "corrections",
    Objections = "objections",
    Moves = "moves",
    StockTakes = "stock_takes",
    Transfers = "transfers",
    ShortTransfers = "short_transfers",
    Inspections = "inspections",
    Offers = "offers",
    Recalls = "recalls",
    Loans = "loans",
    UrgentAsks = "urgent_asks",
    JobProposals = "job_proposals",
    JobChecks = "job_checks",
    MarketOffers = "market_offers",
    Courses = "courses",
    Shifts = "shifts",
    Appointments = "appointments",
    Helps = "helps",
    PartNotes = "part_notes",
    Partnerships = "partnerships",
    PledgesToSign = "pledges_to_sign",
    PledgesToRate = "pledges_to_rate",
    Drives = "drives",
    Documents = "documents",
    SilentPairings = "silent_pairings",
    LateRules = "late_rules",
    Ruleless = "ruleless",
    OutdatedRules = "outdated_rules",
    UnownedVisits = "unowned_visits",
    UnownedFindings = "unowned_findings",
    UnownedDoors = "unowned_doors",
    UncaredGroups = "uncared_groups",
    ChainGaps = "chain_gaps",
    Consents = "consents",
    LongWaiting = "long_waiting",
    LeftOut = "left_out",
});

/// What the second of a record means, and the days that its kind of work has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// It waits since then, and has so many days.
    Since(i64),
    /// It is due then, after so many days.
    Due(i64),
    /// It is for the present day.
    ThisDay,
    /// It has no limit: a thing to keep in view.
    Never,
}

impl Work {
    /// Returns whether its records are the account's own, and not those of an area that several accounts share.
    #[must_use]
    pub fn is_own(self) -> bool {
        // The order of the variants: what has an owner comes first.
        self <= Work::Posters && self != Work::Disputes
    }

    /// Returns whether it stands on the start page of shops, below what their counter hands over: their own work, and
    /// that of their keepers' organisation.
    #[must_use]
    pub fn is_of_shop(self) -> bool {
        matches!(
            self,
            Work::StockTakes
                | Work::Transfers
                | Work::ShortTransfers
                | Work::Inspections
                | Work::Offers
                | Work::Recalls
                | Work::Loans
                | Work::UrgentAsks
                | Work::OfficeReferrals
        )
    }

    /// Returns its limit, by which its place on the page is found.
    pub(super) fn limit(self) -> Limit {
        match self {
            Work::Urgent | Work::UrgentAsks | Work::Shifts => Limit::Due(1),
            Work::Disputes | Work::Applications | Work::Questions => Limit::Due(3),
            Work::Cases
            | Work::CallBacks
            | Work::SchoolPlaces
            | Work::Measures
            | Work::ShiftTasks
            | Work::Courses
            | Work::Uncollected
            | Work::Helps => Limit::Due(7),
            Work::JobProposals => Limit::Due(10),
            Work::Findings
            | Work::RaisedFindings
            | Work::UnownedFindings
            | Work::Entitlements
            | Work::LateEntitlements
            | Work::IndicatorReports => Limit::Due(14),
            Work::Referrals | Work::OfficeReferrals => Limit::Due(15),
            Work::Visits
            | Work::MissedVisits
            | Work::UnownedVisits
            | Work::Collections
            | Work::Loans
            | Work::LongWaiting => Limit::Due(30),
            Work::Doors | Work::UnownedDoors => Limit::Due(60),
            Work::PlannedVisits | Work::Recalls => Limit::Since(1),
            Work::MarketOffers | Work::Inspections => Limit::Since(2),
            Work::Review | Work::Thanks | Work::Unreached | Work::StockTakes | Work::Appointments => Limit::Since(3),
            Work::Corrections
            | Work::Objections
            | Work::Moves
            | Work::Ready
            | Work::Documents
            | Work::Transfers
            | Work::ShortTransfers
            | Work::Offers
            | Work::Posters
            | Work::SilentPairings
            | Work::Ruleless
            | Work::PartNotes => Limit::Since(7),
            Work::Deliveries | Work::Indicators | Work::Drives => Limit::Since(14),
            Work::JobChecks => Limit::Since(21),
            Work::Partnerships | Work::PledgesToSign | Work::PledgesToRate => Limit::Since(30),
            Work::UnreadGroups | Work::LateRules => Limit::ThisDay,
            Work::OutdatedRules | Work::UncaredGroups | Work::ChainGaps | Work::Consents | Work::LeftOut => {
                Limit::Never
            }
        }
    }
}
