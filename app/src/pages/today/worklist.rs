//! The rows of waiting work: what it is, how much, how late, and the page where it is done.

use domain::{
    Timestamp,
    time::Day,
    today::{MANY, Urgency, Waits, Work},
};
use leptos::prelude::*;

use crate::{components::Icon, i18n::date_near};

/// Renders what waits, in the groups of its urgency. The first late row alone is amber.
pub(crate) fn groups(waits: &[Waits], now: Timestamp) -> AnyView {
    let group = |urgency: Urgency| {
        let rows: Vec<AnyView> = waits
            .iter()
            .filter(|one| one.urgency(now) == urgency)
            .enumerate()
            .map(|(n, one)| row(n, one, now))
            .collect();
        (!rows.is_empty()).then(|| {
            let (id, title) = match urgency {
                Urgency::Late => ("late", t!("today-late")),
                Urgency::Today => ("this-day", t!("today-this-day")),
                Urgency::Next => ("next", t!("today-next")),
            };
            view! {
                <section class="stack" aria-labelledby=id>
                    <h2 id=id>{title}</h2>
                    <ul class="rows">{rows}</ul>
                </section>
            }
        })
    };
    Urgency::ALL.into_iter().map(group).collect_view().into_any()
}

/// Renders a kind of work, as a row of its group that leads to its page.
fn row(place_in_group: usize, one: &Waits, now: Timestamp) -> AnyView {
    let (to, key) = place(one.work);
    let n = if one.n >= MANY { t!("today-many") } else { one.n.to_string() };
    let late = one.urgency(now) == Urgency::Late;
    let when = when(one, now);
    let said = if late && place_in_group == 0 {
        view! { <span class="pill pill-amber"><Icon name="clock" />{when}</span> }.into_any()
    } else {
        when.map(|when| view! { <small>{when}</small> }).into_any()
    };
    view! {
        <li>
            <a class="row" href=to>
                <span class="row-main"><b>{t!(key)}</b>{said}</span>
                <span class="row-end"><b class="count">{n}</b></span>
            </a>
        </li>
    }
    .into_any()
}

/// Says how late the first record is, or since when it waits, or until when it is due.
fn when(one: &Waits, now: Timestamp) -> Option<String> {
    let days = |since: Timestamp| Day::of(now).number() - Day::of(since).number();
    match (one.urgency(now), one.due(now), one.since()) {
        (Urgency::Late, Some(due), _) => Some(match days(due) {
            ..=0 => t!("today-late-now"),
            n => t!("today-late-days", n = n),
        }),
        (_, _, Some(since)) => Some(match days(since) {
            ..=0 => t!("today-since-now"),
            n => t!("today-since-days", n = n),
        }),
        (Urgency::Next, Some(due), None) => Some(t!("today-due", day = date_near(due))),
        _ => None,
    }
}

/// The page where a kind of work is done, and its phrase.
const fn place(work: Work) -> (&'static str, &'static str) {
    match work {
        Work::Urgent => ("/desk/urgent?show=mine", "desk-urgent"),
        Work::Disputes => ("/desk/disputes", "desk-disputes"),
        Work::Cases => ("/desk/cases?show=late&mine=yes", "desk-cases"),
        Work::CallBacks => ("/desk/call-backs", "desk-call-backs"),
        Work::Referrals => ("/desk/referrals?show=late", "desk-referrals"),
        Work::OfficeReferrals => ("/organisation", "desk-office-referrals"),
        Work::SchoolPlaces => ("/desk/school-places?mine=yes", "desk-school-places"),
        Work::Measures => ("/desk/conferences?show=mine", "desk-measures"),
        Work::Visits => ("/desk/visits?mine=yes", "desk-due-visits"),
        Work::PlannedVisits => ("/desk/visits/plan", "desk-planned-visits"),
        Work::Doors => ("/desk/doors", "desk-doors-mine"),
        Work::Findings => ("/desk/findings?mine=yes&old=yes", "desk-findings"),
        Work::MissedVisits => ("/desk/visits?raised=yes", "desk-missed"),
        Work::RaisedFindings => ("/desk/findings?raised=yes", "desk-raised"),
        Work::Questions => ("/desk/questions?show=mine", "desk-questions"),
        Work::Entitlements => ("/desk/entitled?mine=yes", "desk-entitlements"),
        Work::LateEntitlements => ("/desk/entitled?show=late&mine=yes", "desk-entitlements-late"),
        Work::Collections => ("/desk/aid/collections?show=mine", "desk-collections"),
        Work::UnreadGroups => ("/desk/groups?show=unread", "desk-groups-unread"),
        Work::ShiftTasks => ("/desk/shift-tasks", "desk-shift-tasks"),
        Work::Indicators => ("/desk/indicators", "desk-indicators"),
        Work::IndicatorReports => ("/desk/indicators", "desk-indicator-reports"),
        Work::Posters => ("/posters", "desk-posters"),
        Work::Review => ("/desk/review", "desk-review"),
        Work::Thanks => ("/desk/thanks", "desk-thanks"),
        Work::Ready => ("/desk/claims", "desk-ready"),
        Work::Deliveries => ("/desk/claims", "desk-visits"),
        Work::Uncollected => ("/desk/claims", "desk-decisions"),
        Work::Applications => ("/desk/applications", "desk-applications"),
        Work::Unreached => ("/desk/unreached", "unreached-title"),
        Work::Corrections => ("/desk/corrections", "desk-corrections"),
        Work::Objections => ("/desk/objections", "desk-objections"),
        Work::Moves => ("/desk/moves", "desk-moves"),
        Work::StockTakes => ("/shop/stock-takes", "desk-stock-takes"),
        Work::Transfers => ("/shop/transfers", "desk-transfers"),
        Work::ShortTransfers => ("/shop/transfers", "desk-transfers-short"),
        Work::Inspections => ("/shop/inspect", "desk-inspections"),
        Work::Offers => ("/shop/offers", "desk-offers"),
        Work::Recalls => ("/shop/recalls", "desk-recalls"),
        Work::Loans => ("/shop/loans?show=waiting", "desk-loans"),
        Work::UrgentAsks => ("/urgent", "desk-urgent-asks"),
        Work::JobProposals => ("/desk/jobs/proposals?show=inform", "desk-job-proposals"),
        Work::JobChecks => ("/desk/jobs/checks", "desk-job-checks"),
        Work::MarketOffers => ("/desk/market", "desk-market-waiting"),
        Work::Courses => ("/desk/courses?show=asked", "desk-courses-asked"),
        Work::Shifts => ("/desk/shifts", "desk-shifts-short"),
        Work::Appointments => ("/desk/slots", "desk-appointments-unsaid"),
        Work::Helps => ("/desk/taking-part", "desk-helps"),
        Work::PartNotes => ("/desk/taking-part?show=notes", "desk-part-notes"),
        Work::Partnerships => ("/desk/partnerships?show=waiting", "desk-partnerships"),
        Work::PledgesToSign => ("/desk/pledges?show=signing", "desk-pledges-sign"),
        Work::PledgesToRate => ("/desk/pledges?show=rating", "desk-pledges-rate"),
        Work::Drives => ("/drives?show=over", "desk-drives"),
        Work::Documents => ("/desk/documents?show=outdated", "desk-documents-outdated"),
        Work::SilentPairings => ("/desk/pairings?show=silent", "desk-pairings-silent"),
        Work::LateRules => ("/desk/entitlements", "desk-rules-late"),
        Work::OutdatedRules => ("/desk/school-rules", "desk-rules-outdated"),
        Work::Ruleless => ("/desk/school-places?standing=no_rule", "desk-ruleless"),
        Work::UnownedVisits => ("/desk/visits?unowned=yes", "desk-unowned-visits"),
        Work::UnownedFindings => ("/desk/findings?unowned=yes", "desk-unowned-findings"),
        Work::UnownedDoors => ("/desk/rounds", "desk-doors-unowned"),
        Work::UncaredGroups => ("/desk/groups?show=uncared", "desk-groups-uncared"),
        Work::ChainGaps => ("/desk/chain?show=gaps", "desk-gaps"),
        Work::Consents => ("/desk/consents", "desk-consents"),
        Work::LongWaiting => ("/desk/wishes?waiting=long", "desk-long"),
        Work::LeftOut => ("/desk/left-out", "desk-left-out"),
    }
}
