//! Due work for staff, each item one tap away.

use domain::{Code, DAY, Error, Timestamp, accounts::Actor, claims::ClaimFile, permission::Action, wishes::WishFile};
use leptos::prelude::*;
use store::{claims::thanks_review::ThanksWaiting, consents::missing::Missing, ops::today::Today};

use crate::{
    components::{Empty, Icon, Search, Within, thumb_link, top_link, wish_row},
    i18n::{waited, wish_title},
    pages::{claims::thanks::review, consents::missing, wishes::desk::wish_parts::claim_row},
    web::{Cx, Here, Page, Shown},
};

/// A wish waiting longer than this for review is overdue.
const REVIEW_WAIT: Timestamp = 3 * DAY;

/// Rows shown of each list.
const FIRST: usize = 3;

/// Renders `GET /desk`.
pub async fn page(cx: Cx) -> Shown {
    cx.signed_in()?;
    if !cx.actor.is_staff() {
        return Err(Error::NotAllowed(Code::NotAllowed));
    }
    let (own, within) = (cx.within(), Within::of(&cx));
    let today = cx.store.today(&own).await?;
    let waiting = today.review.map_or(0, |(n, _)| n);
    let first = if waiting > 0 { cx.store.review_queue(&own, 0).await?.items } else { Vec::new() };
    let longest = match today.long {
        Some(1..) => cx.store.long_waiting(&own, "", 0).await?.items,
        _ => Vec::new(),
    };
    let ready_first = match today.ready {
        Some(1..) if cx.actor.may_somewhere(Action::ReadStock) => cx.store.ready(&own).await?,
        _ => Vec::new(),
    };
    let missing = if today.consents > 0 { cx.store.consents_missing(&own, 0).await?.items } else { Vec::new() };
    let written = match today.thanks {
        Some(1..) => cx.store.thanks_waiting(&own).await?,
        _ => Vec::new(),
    };
    let quiet = today.is_quiet();
    let (reads_stock, keeps_files) =
        (cx.actor.may_somewhere(Action::ReadStock), cx.actor.may_somewhere(Action::KeepHouseholds));
    let reads_files = cx.actor.may_somewhere(Action::ReadHouseholds);
    let doors = doors(&cx.actor);
    let now = cx.now;
    let start = first.first().map(|file| format!("/desk/review/{}", file.wish.id));
    let thumb = start.clone();
    let page = Page::new(cx.lang.t("desk-title"), Here::Desk, move || {
        let review = today.review.map(|(n, since)| {
            let overdue = n > 0 && now - since >= REVIEW_WAIT;
            let note = if n > 0 { waited(since) } else { t!("desk-all-done") };
            tile("/desk/review", n, t!("desk-review"), note, if overdue { "amber" } else { "" })
        });
        let thanks = today.thanks.map(|n| thanks_tile(n, &written));
        let ready = today.ready.map(|n| {
            tile("/desk/claims", n, t!("desk-ready"), t!("desk-ready-note"), if n > 0 { "tea" } else { "" })
        });
        let long = today.long.map(|n| {
            tile("/desk/wishes?waiting=long", n, t!("desk-long"), t!("desk-long-note"), if n > 0 { "amber" } else { "" })
        });
        let left_out = today.left_out.map(|n| {
            tile("/desk/left-out", n, t!("desk-left-out"), t!("desk-left-out-note"), if n > 0 { "amber" } else { "" })
        });
        let few = few(&today);
        let has_tiles = left_out.is_some() || review.is_some() || thanks.is_some() || ready.is_some() || long.is_some();
        view! {
            {within.map(Within::note)}
            {reads_files.then(|| view! { <Search to="/desk/households" q="" placeholder=t!("households-search") /> })}
            <div class="live" id="today" data-live="today mine">
                {has_tiles.then(|| view! { <div class="stats">{review}{ready}{long}{left_out}{few}{thanks}</div> })}
                {(!quiet).then(|| view! {
                    {today.review.map(|_| next(&first))}
                    {(today.ready.is_some() && reads_stock).then(|| to_hand_over(&ready_first))}
                    {today.long.map(|_| waiting_longest(&longest))}
                    {keeps_files.then(|| consents(missing))}
                    {thanks_to_read(&written)}
                })}
                {(has_tiles && quiet).then(|| view! { <Empty title=t!("desk-quiet")>{t!("desk-quiet-text")}</Empty> })}
            </div>
            {(!doors.is_empty()).then(|| view! { <nav class="doors" aria-label=t!("desk-doors")>{doors.into_iter().map(door).collect_view()}</nav> })}
            {thumb.map(|to| thumb_link(to, t!("desk-start-review", n = waiting), "list"))}
        }
    })
    .kept()
    .live()
    .no_index();
    Ok(match start {
        Some(to) => page.tools(move || top_link(to, t!("desk-start-review", n = waiting), "list")),
        None => page,
    })
}

/// Renders a number, linked to the list that it counts.
fn tile(to: &'static str, n: i64, label: String, note: String, tone: &'static str) -> impl IntoView {
    view! { <a class=format!("stat {tone}") href=to><b>{n}</b><span>{label}</span><small>{note}</small></a> }
}

/// Renders the count of thanks to review, and how many need a consent first.
fn thanks_tile(n: i64, written: &[ThanksWaiting]) -> impl IntoView + use<> {
    let blocked = written.iter().filter(|one| one.needs_consent() && !one.refused).count();
    match i64::try_from(blocked).unwrap_or(i64::MAX) {
        0 => tile("/desk/thanks", n, t!("desk-thanks"), t!("desk-thanks-note"), ""),
        blocked => tile("/desk/thanks", n, t!("desk-thanks"), t!("desk-thanks-blocked-note", n = blocked), "amber"),
    }
}

/// Renders the first rows of a list under its heading, or the phrase for an empty list.
fn section(id: &'static str, title: String, none: String, rows: Vec<AnyView>) -> AnyView {
    let empty = rows.is_empty();
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {if empty {
                view! { <p class="soft">{none}</p> }.into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
        </section>
    }
    .into_any()
}

/// Renders the first wishes of the review queue.
fn next(first: &[WishFile]) -> AnyView {
    let row = |file: &WishFile| wish_row(file, format!("/desk/review/{}", file.wish.id), false);
    section("next", t!("desk-next"), t!("desk-next-none"), first.iter().take(FIRST).map(row).collect())
}

/// Renders links to rare work, only where there is some.
fn few(today: &Today) -> Vec<AnyView> {
    [
        ("/desk/consents", today.consents, "desk-consents"),
        ("/desk/corrections", today.corrections, "desk-corrections"),
        ("/desk/objections", today.objections, "desk-objections"),
        ("/desk/moves", today.moves, "desk-moves"),
        ("/desk/disputes", today.disputes, "desk-disputes"),
        ("/desk/doors", today.doors, "desk-doors-mine"),
        ("/desk/questions?show=mine", today.desk[0], "desk-questions"),
        ("/desk/slots", today.desk[1], "desk-appointments-unsaid"),
        ("/desk/shifts", today.shifts[0], "desk-shifts-short"),
        ("/desk/shift-tasks", today.shifts[1], "desk-shift-tasks"),
        ("/desk/pairings?show=silent", today.silent_pairings, "desk-pairings-silent"),
        ("/desk/market", today.market, "desk-market-waiting"),
        ("/desk/courses?show=asked", today.courses, "desk-courses-asked"),
        ("/desk/jobs/proposals?show=inform", today.job_proposals, "desk-job-proposals"),
        ("/desk/jobs/checks", today.job_checks, "desk-job-checks"),
        ("/desk/entitled?mine=yes", today.entitlements[0], "desk-entitlements"),
        ("/desk/entitled?show=late&mine=yes", today.entitlements[1], "desk-entitlements-late"),
        ("/desk/entitlements", today.late_rules, "desk-rules-late"),
        ("/drives?show=over", today.unpublished_drives, "desk-drives"),
        ("/posters", today.posters, "desk-posters"),
        ("/desk/groups?show=unread", today.groups[0], "desk-groups-unread"),
        ("/desk/groups?show=uncared", today.groups[1], "desk-groups-uncared"),
        ("/desk/documents?show=outdated", today.documents, "desk-documents-outdated"),
        ("/desk/taking-part", today.taking_part[0], "desk-helps"),
        ("/desk/taking-part?show=notes", today.taking_part[1], "desk-part-notes"),
        ("/desk/conferences?show=mine", today.measures, "desk-measures"),
        ("/desk/aid/collections?show=mine", today.collections, "desk-collections"),
        ("/desk/partnerships?show=waiting", today.partnerships, "desk-partnerships"),
        ("/desk/pledges?show=signing", today.pledges[0], "desk-pledges-sign"),
        ("/desk/pledges?show=rating", today.pledges[1], "desk-pledges-rate"),
        ("/desk/indicators", today.indicators[0], "desk-indicators"),
        ("/desk/indicators", today.indicators[1], "desk-indicator-reports"),
        ("/desk/rounds", today.unowned_doors, "desk-doors-unowned"),
        ("/desk/cases?show=late&mine=yes", today.cases, "desk-cases"),
        ("/desk/school-places?mine=yes", today.school_places, "desk-school-places"),
        ("/desk/school-places?standing=no_rule", today.ruleless, "desk-ruleless"),
        ("/desk/call-backs", today.call_backs, "desk-call-backs"),
        ("/desk/referrals?show=late", today.referrals, "desk-referrals"),
        ("/desk/claims", today.visits, "desk-visits"),
        ("/desk/visits?mine=yes", today.due_visits, "desk-due-visits"),
        ("/desk/visits/plan", today.planned, "desk-planned-visits"),
        ("/desk/findings?mine=yes&old=yes", today.findings, "desk-findings"),
        ("/desk/visits?raised=yes", today.raised[0], "desk-missed"),
        ("/desk/findings?raised=yes", today.raised[1], "desk-raised"),
        ("/desk/visits?unowned=yes", today.unowned[0], "desk-unowned-visits"),
        ("/desk/findings?unowned=yes", today.unowned[1], "desk-unowned-findings"),
        ("/desk/chain?show=gaps", today.gaps, "desk-gaps"),
        ("/desk/claims", today.decisions, "desk-decisions"),
        ("/desk/urgent?show=mine", today.urgent, "desk-urgent"),
        ("/shop/loans?show=waiting", today.loans, "desk-loans"),
        ("/shop/recalls", today.recalls, "desk-recalls"),
        ("/desk/unreached", today.unreached, "unreached-title"),
        ("/desk/applications", today.applications, "desk-applications"),
    ]
    .into_iter()
    .filter(|(_, n, _)| *n > 0)
    .map(|(to, n, key)| tile(to, n, t!(key), t!("desk-few-note"), "amber").into_any())
    .collect()
}

/// Renders goods in a shop that wait for their family.
fn to_hand_over(ready: &[ClaimFile]) -> AnyView {
    let row =
        |file: &ClaimFile| claim_row(file, format!("/desk/claims/{}", file.claim.id), wish_title(&file.wish), false);
    let rows = ready.iter().take(FIRST).map(row).collect();
    section("to-hand-over", t!("desk-to-hand-over-next"), t!("desk-to-hand-over-none"), rows)
}

/// Renders the families whose wishes have waited longest for a donor.
fn waiting_longest(longest: &[WishFile]) -> AnyView {
    let row = |file: &WishFile| wish_row(file, format!("/desk/wishes/{}", file.wish.id), false);
    let rows = longest.iter().take(FIRST).map(row).collect();
    section("longest", t!("desk-waiting-longest"), t!("desk-waiting-longest-none"), rows)
}

/// Renders families that have to be asked for a consent.
fn consents(missing: Vec<Missing>) -> AnyView {
    let rows = missing.into_iter().take(FIRST).map(|one| missing::row(one).into_any()).collect();
    section("consents", t!("desk-consents-next"), t!("desk-consents-none"), rows)
}

/// Renders thanks to review without their words, because the service worker caches this page.
fn thanks_to_read(written: &[ThanksWaiting]) -> Option<AnyView> {
    if written.is_empty() {
        return None;
    }
    let line = |one: &ThanksWaiting| t!("desk-claim-of", number = one.thanks.claim.to_string());
    let rows = written.iter().take(FIRST).map(|one| review::row(one, line(one), false).into_any()).collect();
    Some(section("thanks", t!("desk-thanks-next"), String::new(), rows))
}

/// Lists other pages for the actor's roles: URL, icon and phrase key.
fn doors(actor: &Actor) -> Vec<(&'static str, &'static str, &'static str)> {
    [
        (Action::KeepHouseholds, "/desk/households/new", "plus", "households-new"),
        (Action::HandOver, "/shop", "shop", "desk-to-counter"),
        (Action::AssignRoles, "/admin/accounts", "key", "desk-to-accounts"),
        (Action::SetPolicy, "/admin/areas", "tree", "desk-to-areas"),
        (Action::ReadAudit, "/audit", "ledger", "desk-to-audit"),
        (Action::ReadHouseholds, "/desk/wishes", "heart", "desk-to-wishes"),
        (Action::ReadStock, "/shop/stock", "box", "desk-to-stock"),
    ]
    .into_iter()
    .filter(|(action, ..)| actor.may_somewhere(*action))
    // Reviewers come to the wishes by their queue.
    .filter(|(_, to, ..)| *to != "/desk/wishes" || !actor.may_somewhere(Action::ReviewWishes))
    .map(|(_, to, icon, key)| (to, icon, key))
    .collect()
}

fn door((to, icon, key): (&'static str, &'static str, &'static str)) -> impl IntoView {
    view! { <a class="door" href=to><Icon name=icon /><span>{t!(key)}</span></a> }
}
