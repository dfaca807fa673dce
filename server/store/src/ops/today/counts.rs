//! What the start page counts for the roles of an account; each count is a statement of its capability.

use domain::{accounts::Actor, permission::Action};

use super::{LONG_WAIT, Today};
use crate::{
    Store,
    areas::answerers::waiting::Waiting,
    casework::{findings::views::FindingQuery, visits::views::VisitQuery},
    db::area_filter::covered,
};

/// Selects published wishes with units left that were submitted [`LONG_WAIT`] before the present `$1`.
pub(super) fn long(inside: &str) -> String {
    format!(
        "from wish w join area a on a.id = w.home
         where w.state = 'published' and w.claimed < w.quantity
             and w.submitted < cast($1 as bigint) - {LONG_WAIT} and {inside}"
    )
}

/// Where a count stands.
pub(super) type Place = fn(&mut Today, i64);

/// What the account is asked for, in the order of [`Today`].
#[derive(Default)]
struct Asked(Vec<(String, Place)>);

impl Asked {
    fn add(&mut self, count: Option<String>, place: Place) {
        self.0.extend(count.map(|count| (count, place)));
    }
}

/// Returns the counts of the start page that the account's roles ask for.
pub(super) fn counts(of: &Waiting<'_>) -> Vec<(String, Place)> {
    let mut asked = Asked::default();
    wishes(of, &mut asked);
    files(of, &mut asked);
    casework(of, &mut asked);
    community(of, &mut asked);
    asked.0
}

/// Adds the counts of wishes, claims and loans.
fn wishes(of: &Waiting<'_>, asked: &mut Asked) {
    let inside = |action: Action| covered("a.path", &of.actor.areas_for(action));
    let may = |action: Action| of.actor.may_somewhere(action);
    let submitted = format!(
        "from wish w join area a on a.id = w.home where w.state = 'submitted' and {}",
        inside(Action::ReviewWishes)
    );
    let reviews = may(Action::ReviewWishes);
    asked.add(reviews.then(|| format!("select count(*) {submitted}")), |today, n| today.review = Some((n, 0)));
    asked.add(reviews.then(|| format!("select coalesce(min(w.submitted), 0) {submitted}")), |today, oldest| {
        today.review = today.review.map(|(n, _)| (n, oldest));
    });
    let thanks = may(Action::ReviewThanks).then(|| {
        let inside = inside(Action::ReviewThanks);
        format!("select count(*) from thanks t join area a on a.id = t.home where t.state = 'waiting' and {inside}")
    });
    asked.add(thanks, |today, n| today.thanks = Some(n));
    let ready = (may(Action::HandOver) || may(Action::ReadStock)).then(|| {
        let mut areas = of.actor.areas_for(Action::HandOver);
        areas.extend(of.actor.areas_for(Action::ReadStock));
        format!(
            "select count(*) from claim c join wish w on w.id = c.wish join area a on a.id = w.home
                 join location p on p.id = c.location join area s on s.id = p.area
             where c.state = 'arrived' and c.awaiting_check = false and ({} or {})",
            covered("a.path", &areas),
            covered("s.path", &areas)
        )
    });
    asked.add(ready, |today, n| today.ready = Some(n));
    let reads = may(Action::ReviewWishes) || may(Action::ReadHouseholds);
    let waits_long = reads.then(|| format!("select count(*) {}", long(&wish_areas(of.actor))));
    asked.add(waits_long, |today, n| today.long = Some(n));
    asked.add(Store::left_out(of), |today, n| today.left_out = Some(n));
    asked.add(Store::uncollected_visits(of), |today, n| today.visits = n);
    asked.add(Store::uncollected_decisions(of), |today, n| today.decisions = n);
    asked.add(Store::undecided_wishes(of), |today, n| today.applications = n);
    asked.add(Store::urgent_waiting(of), |today, n| today.urgent = n);
    asked.add(Store::loans_waiting(of), |today, n| today.loans = n);
}

/// Adds the counts of families' files and of what they said.
fn files(of: &Waiting<'_>, asked: &mut Asked) {
    asked.add(Store::corrections_count(of), |today, n| today.corrections = n);
    asked.add(Store::objections_count(of), |today, n| today.objections = n);
    asked.add(Store::moves_count(of), |today, n| today.moves = n);
    asked.add(Store::disputes_waiting(of), |today, n| today.disputes = n);
    asked.add(Store::unreached_families(of), |today, n| today.unreached = n);
    asked.add(Store::entitlements_to_ask(of), |today, n| today.entitlements[0] = n);
    asked.add(Store::entitlements_overdue(of), |today, n| today.entitlements[1] = n);
    asked.add(Store::late_rules(of), |today, n| today.late_rules = n);
    asked.add(Store::collections_late(of), |today, n| today.collections = n);
}

/// Adds the counts of cases, referrals, visits and findings.
fn casework(of: &Waiting<'_>, asked: &mut Asked) {
    asked.add(Store::recalls_waiting(of), |today, n| today.recalls = n);
    asked.add(Store::late_cases(of), |today, n| today.cases = n);
    asked.add(Store::call_backs_waiting(of), |today, n| today.call_backs = n);
    asked.add(Store::referrals_late(of), |today, n| today.referrals = n);
    asked.add(Store::school_places_late(of), |today, n| today.school_places = n);
    asked.add(Store::school_places_ruleless(of), |today, n| today.ruleless = n);
    let mine = VisitQuery { mine: true, ..VisitQuery::default() };
    asked.add(Store::visits_waiting(of, &mine), |today, n| today.due_visits = n);
    asked.add(Store::visits_planned(of), |today, n| today.planned = n);
    let old = FindingQuery { mine: true, old: true, ..FindingQuery::default() };
    asked.add(Store::findings_waiting(of, &old), |today, n| today.findings = n);
    let missed = VisitQuery { raised: true, ..VisitQuery::default() };
    asked.add(Store::visits_waiting(of, &missed), |today, n| today.raised[0] = n);
    let raised = FindingQuery { raised: true, ..FindingQuery::default() };
    asked.add(Store::findings_waiting(of, &raised), |today, n| today.raised[1] = n);
    if of.actor.may_somewhere(Action::LeadCasework) {
        let visits = VisitQuery { unowned: true, ..VisitQuery::default() };
        asked.add(Store::visits_waiting(of, &visits), |today, n| today.unowned[0] = n);
        let findings = FindingQuery { unowned: true, ..FindingQuery::default() };
        asked.add(Store::findings_waiting(of, &findings), |today, n| today.unowned[1] = n);
    }
    asked.add(Store::chain_gaps(of), |today, n| today.gaps = n);
    asked.add(Store::measures_waiting(of), |today, n| today.measures = n);
    asked.add(Store::pairings_silent(of), |today, n| today.silent_pairings = n);
    asked.add(Store::doors_to_go(of), |today, n| today.doors = n);
    asked.add(Store::doors_unowned(of), |today, n| today.unowned_doors = n);
}

/// Adds the counts of jobs, organisations, groups, shifts, courses, the desk and programmes.
fn community(of: &Waiting<'_>, asked: &mut Asked) {
    asked.add(Store::job_proposals_waiting(of), |today, n| today.job_proposals = n);
    asked.add(Store::job_checks_due(of), |today, n| today.job_checks = n);
    asked.add(Store::pledges_to_sign(of), |today, n| today.pledges[0] = n);
    asked.add(Store::pledges_to_rate(of), |today, n| today.pledges[1] = n);
    asked.add(Store::partnerships_waiting(of), |today, n| today.partnerships = n);
    asked.add(Store::drives_unpublished(of), |today, n| today.unpublished_drives = n);
    asked.add(Store::posters_to_remove(of), |today, n| today.posters = n);
    asked.add(Store::groups_to_call(of), |today, n| today.groups[0] = n);
    asked.add(Store::groups_uncared(of), |today, n| today.groups[1] = n);
    asked.add(Store::documents_outdated(of), |today, n| today.documents = n);
    asked.add(Store::helps_waiting_count(of), |today, n| today.taking_part[0] = n);
    asked.add(Store::part_notes_count(of), |today, n| today.taking_part[1] = n);
    asked.add(Store::indicators_waiting(of), |today, n| today.indicators[0] = n);
    asked.add(Store::reports_waiting(of), |today, n| today.indicators[1] = n);
    asked.add(Store::market_waiting_count(of), |today, n| today.market = n);
    asked.add(Store::courses_asked(of), |today, n| today.courses = n);
    asked.add(Store::shifts_short(of), |today, n| today.shifts[0] = n);
    asked.add(Store::tasks_back_count(of), |today, n| today.shifts[1] = n);
    asked.add(Store::questions_waiting(of), |today, n| today.desk[0] = n);
    asked.add(Store::appointments_unsaid(of), |today, n| today.desk[1] = n);
}

/// Condition on `a.path`: areas in which the actor may read unpublished wishes.
pub(super) fn wish_areas(actor: &Actor) -> String {
    let mut areas = actor.areas_for(Action::ReviewWishes);
    areas.extend(actor.areas_for(Action::ReadHouseholds));
    covered("a.path", &areas)
}
