//! What the start page counts for the roles of an account; each count is a statement of its capability.

use domain::{accounts::Actor, areas::AreaPath, permission::Action, today::Work};

use super::LONG_WAIT;
use crate::{
    Store,
    areas::answerers::waiting::{ENOUGH, Waiting},
    casework::{findings::views::FindingQuery, visits::views::VisitQuery},
    db::area_filter::{covered, in_areas},
};

/// Condition on `w`: published, with units left, and submitted [`LONG_WAIT`] before the present `$1`.
pub(super) fn long() -> String {
    format!("w.state = 'published' and w.claimed < w.quantity and w.submitted < cast($1 as bigint) - {LONG_WAIT}")
}

/// What the account is asked for.
#[derive(Default)]
struct WaitingParts(Vec<(Work, String)>);

impl WaitingParts {
    fn add(&mut self, work: Work, count: Option<String>) {
        self.0.extend(count.map(|count| (work, count)));
    }
}

/// Returns the counts of the start page that the account's roles ask for. Those that run a subquery for each row come
/// first, because it is opened anew each time and takes longer the more the statement holds open.
pub(super) fn counts(of: &Waiting<'_>) -> Vec<(Work, String)> {
    let mut asked = WaitingParts::default();
    casework(of, &mut asked);
    files(of, &mut asked);
    wishes(of, &mut asked);
    shop(of, &mut asked);
    community(of, &mut asked);
    asked.0
}

/// Adds the counts of wishes, claims and loans.
fn wishes(of: &Waiting<'_>, asked: &mut WaitingParts) {
    let inside = |action: Action| covered("a.path", &of.actor.areas_for(action));
    let may = |action: Action| of.actor.may_somewhere(action);
    asked.add(Work::LeftOut, Store::left_out(of));
    let submitted = may(Action::ReviewWishes).then(|| {
        format!(
            "select count(*) as n, min(w.submitted) as at from wish w where w.state = 'submitted' and {}",
            in_areas("w.home", &of.actor.areas_for(Action::ReviewWishes))
        )
    });
    asked.add(Work::Review, submitted);
    let thanks = may(Action::ReviewThanks).then(|| {
        format!(
            "select count(*) as n, min(t.created) as at
             from thanks t join area a on a.id = t.home where t.state = 'waiting' and {}",
            inside(Action::ReviewThanks)
        )
    });
    asked.add(Work::Thanks, thanks);
    let ready = (may(Action::HandOver) || may(Action::ReadStock)).then(|| {
        let mut areas = of.actor.areas_for(Action::HandOver);
        areas.extend(of.actor.areas_for(Action::ReadStock));
        format!(
            "select count(*) as n, min(c.changed) as at
             from claim c join wish w on w.id = c.wish join area a on a.id = w.home
                 join location p on p.id = c.location join area s on s.id = p.area
             where c.state = 'arrived' and c.awaiting_check = false and ({} or {})",
            covered("a.path", &areas),
            covered("s.path", &areas)
        )
    });
    asked.add(Work::Ready, ready);
    let reads = may(Action::ReviewWishes) || may(Action::ReadHouseholds);
    let waits_long = reads.then(|| {
        format!(
            "select count(*) as n, min(x.expires) as at
             from (select w.expires from wish w where {} and {} limit {ENOUGH}) x",
            long(),
            in_areas("w.home", &wish_areas(of.actor))
        )
    });
    asked.add(Work::LongWaiting, waits_long);
    asked.add(Work::Deliveries, Store::uncollected_visits(of));
    asked.add(Work::Uncollected, Store::uncollected_decisions(of));
    asked.add(Work::Applications, Store::undecided_wishes(of));
    asked.add(Work::Urgent, Store::urgent_waiting(of));
}

/// Adds the counts of what waits in shops.
fn shop(of: &Waiting<'_>, asked: &mut WaitingParts) {
    asked.add(Work::StockTakes, Store::counts_to_approve(of));
    asked.add(Work::Transfers, Store::transfers_to_receive(of));
    asked.add(Work::ShortTransfers, Store::transfers_short(of));
    asked.add(Work::Inspections, Store::goods_to_inspect(of));
    asked.add(Work::Offers, Store::offers_to_answer(of));
    asked.add(Work::Loans, Store::loans_waiting(of));
    asked.add(Work::Recalls, Store::recalls_waiting(of));
    asked.add(Work::UrgentAsks, Store::urgent_asks_waiting(of));
}

/// Adds the counts of families' files and of what they said.
fn files(of: &Waiting<'_>, asked: &mut WaitingParts) {
    asked.add(Work::Consents, Store::consents_to_ask(of));
    asked.add(Work::Corrections, Store::corrections_count(of));
    asked.add(Work::Objections, Store::objections_count(of));
    asked.add(Work::Moves, Store::moves_count(of));
    asked.add(Work::Disputes, Store::disputes_waiting(of));
    asked.add(Work::Unreached, Store::unreached_families(of));
    asked.add(Work::Entitlements, Store::entitlements_to_ask(of));
    asked.add(Work::LateEntitlements, Store::entitlements_overdue(of));
    asked.add(Work::LateRules, Store::late_rules(of));
    asked.add(Work::Collections, Store::collections_late(of));
}

/// Adds the counts of cases, referrals, visits and findings.
fn casework(of: &Waiting<'_>, asked: &mut WaitingParts) {
    asked.add(Work::Cases, Store::late_cases(of));
    asked.add(Work::CallBacks, Store::call_backs_waiting(of));
    asked.add(Work::Referrals, Store::referrals_late(of));
    asked.add(Work::OfficeReferrals, Store::referrals_of_office(of));
    asked.add(Work::SchoolPlaces, Store::school_places_late(of));
    asked.add(Work::Ruleless, Store::school_places_ruleless(of));
    asked.add(Work::OutdatedRules, Store::school_rules_outdated(of));
    let mine = VisitQuery { mine: true, ..VisitQuery::default() };
    asked.add(Work::Visits, Store::visits_waiting(of, &mine));
    asked.add(Work::PlannedVisits, Store::visits_planned(of));
    let old = FindingQuery { mine: true, old: true, ..FindingQuery::default() };
    asked.add(Work::Findings, Store::findings_waiting(of, &old));
    let missed = VisitQuery { raised: true, ..VisitQuery::default() };
    asked.add(Work::MissedVisits, Store::visits_waiting(of, &missed));
    let raised = FindingQuery { raised: true, ..FindingQuery::default() };
    asked.add(Work::RaisedFindings, Store::findings_waiting(of, &raised));
    if of.actor.may_somewhere(Action::LeadCasework) {
        let visits = VisitQuery { unowned: true, ..VisitQuery::default() };
        asked.add(Work::UnownedVisits, Store::visits_waiting(of, &visits));
        let findings = FindingQuery { unowned: true, ..FindingQuery::default() };
        asked.add(Work::UnownedFindings, Store::findings_waiting(of, &findings));
    }
    asked.add(Work::ChainGaps, Store::chain_gaps(of));
    asked.add(Work::Measures, Store::measures_waiting(of));
    asked.add(Work::SilentPairings, Store::pairings_silent(of));
    asked.add(Work::Doors, Store::doors_to_go(of));
    asked.add(Work::UnownedDoors, Store::doors_unowned(of));
}

/// Adds the counts of jobs, organisations, groups, shifts, courses, the desk and programmes.
fn community(of: &Waiting<'_>, asked: &mut WaitingParts) {
    asked.add(Work::JobProposals, Store::job_proposals_waiting(of));
    asked.add(Work::JobChecks, Store::job_checks_due(of));
    asked.add(Work::PledgesToSign, Store::pledges_to_sign(of));
    asked.add(Work::PledgesToRate, Store::pledges_to_rate(of));
    asked.add(Work::Partnerships, Store::partnerships_waiting(of));
    asked.add(Work::Drives, Store::drives_unpublished(of));
    asked.add(Work::Posters, Store::posters_to_remove(of));
    asked.add(Work::UnreadGroups, Store::groups_to_call(of));
    asked.add(Work::UncaredGroups, Store::groups_uncared(of));
    asked.add(Work::Documents, Store::documents_outdated(of));
    asked.add(Work::Helps, Store::helps_waiting_count(of));
    asked.add(Work::PartNotes, Store::part_notes_count(of));
    asked.add(Work::Indicators, Store::indicators_waiting(of));
    asked.add(Work::IndicatorReports, Store::reports_waiting(of));
    asked.add(Work::MarketOffers, Store::market_waiting_count(of));
    asked.add(Work::Courses, Store::courses_asked(of));
    asked.add(Work::Shifts, Store::shifts_short(of));
    asked.add(Work::ShiftTasks, Store::tasks_back_count(of));
    asked.add(Work::Questions, Store::questions_waiting(of));
    asked.add(Work::Appointments, Store::appointments_unsaid(of));
}

/// Returns the areas in which the actor may read unpublished wishes.
pub(super) fn wish_areas(actor: &Actor) -> Vec<AreaPath> {
    let mut areas = actor.areas_for(Action::ReviewWishes);
    areas.extend(actor.areas_for(Action::ReadHouseholds));
    areas
}
