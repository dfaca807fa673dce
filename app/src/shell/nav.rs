//! Navigation: tabs for families and donors, a side bar and tabs for staff.

use domain::{
    accounts::{Actor, Role},
    permission::Action,
};
use leptos::prelude::*;

use crate::{
    components::Icon,
    web::{Cx, Here},
};

/// An entry: the page it stands for, its address, icon and phrase key.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    here: Here,
    to: &'static str,
    icon: &'static str,
    key: &'static str,
}

const fn entry(here: Here, to: &'static str, icon: &'static str, key: &'static str) -> Entry {
    Entry { here, to, icon, key }
}

const FEED: Entry = entry(Here::Feed, "/", "wish", "nav-feed");
const CLAIMS: Entry = entry(Here::Claims, "/claims", "hand", "nav-claims");
const NOTICES: Entry = entry(Here::Notices, "/notices", "bell", "nav-notices");
const ME: Entry = entry(Here::Me, "/me", "me", "nav-me");
const HOME: Entry = entry(Here::Home, "/home", "home", "nav-home");
const FREE_SHOP: Entry = entry(Here::FreeShop, "/home/shop", "shop", "nav-free-shop");
const SIGN_IN: Entry = entry(Here::Nowhere, "/sign-in", "sign-in", "nav-sign-in");
const DESK: Entry = entry(Here::Desk, "/desk", "calendar", "nav-desk");
const REVIEW: Entry = entry(Here::Review, "/desk/review", "list", "nav-review");
const WISHES: Entry = entry(Here::Wishes, "/desk/wishes", "heart", "nav-wishes");
const THANKS: Entry = entry(Here::Thanks, "/desk/thanks", "mail", "nav-thanks");
const HOUSEHOLDS: Entry = entry(Here::Households, "/desk/households", "users", "nav-households");
const LEFT_OUT: Entry = entry(Here::LeftOut, "/desk/left-out", "users", "nav-left-out");
const PAIRINGS: Entry = entry(Here::Pairings, "/desk/pairings", "hand", "nav-pairings");
const SERVICE_DESK: Entry = entry(Here::ServiceDesk, "/desk/slots", "calendar", "nav-service-desk");
const COURSES: Entry = entry(Here::Courses, "/desk/courses", "star", "nav-courses");
const MARKET: Entry = entry(Here::Market, "/desk/market", "leaf", "nav-market");
const JOBS: Entry = entry(Here::Jobs, "/desk/jobs", "building", "nav-jobs");
const SHIFTS: Entry = entry(Here::Shifts, "/desk/shifts", "users", "nav-shifts");
const ENTITLEMENTS: Entry = entry(Here::Entitlements, "/desk/entitlements", "gift", "nav-entitlements");
const PARTNERS: Entry = entry(Here::Partners, "/desk/organisations", "building", "nav-partners");
const PROGRAMMES: Entry = entry(Here::Programmes, "/desk/programmes", "list", "nav-programmes");
const DRIVES: Entry = entry(Here::Drives, "/drives", "box", "nav-drives");
const GROUPS_OF_AREAS: Entry = entry(Here::Groups, "/desk/groups", "users", "nav-groups");
const AID: Entry = entry(Here::Aid, "/desk/aid", "gift", "nav-aid");
const ROUNDS: Entry = entry(Here::Rounds, "/desk/rounds", "home", "nav-rounds");
const COUNTER: Entry = entry(Here::Counter, "/shop", "shop", "nav-counter");
const FILL: Entry = entry(Here::Fill, "/shop/fill", "gift", "nav-fill");
const MOVES: Entry = entry(Here::Moves, "/desk/moves", "pin", "nav-moves");
const OPENINGS: Entry = entry(Here::Openings, "/desk/openings", "eye", "nav-openings");
const OBJECTIONS: Entry = entry(Here::Objections, "/desk/objections", "alert", "nav-objections");
const DISPUTES: Entry = entry(Here::Disputes, "/desk/disputes", "alert", "nav-disputes");
const VISITS: Entry = entry(Here::Visits, "/desk/visits", "calendar", "nav-visits");
const CHAIN: Entry = entry(Here::Chain, "/desk/chain", "tree", "nav-chain");
const CASES: Entry = entry(Here::Cases, "/desk/cases", "file", "nav-cases");
const REFERRALS: Entry = entry(Here::Referrals, "/desk/referrals", "truck", "nav-referrals");
const ORDERS: Entry = entry(Here::Orders, "/shop/orders", "box", "nav-orders");
const URGENT: Entry = entry(Here::Urgent, "/desk/urgent", "alert", "urgent-title");
const LOANS: Entry = entry(Here::Loans, "/shop/loans", "calendar", "nav-loans");
const STOCK: Entry = entry(Here::Stock, "/shop/stock", "box", "nav-stock");
const BOARD: Entry = entry(Here::Board, "/shop/board", "sliders", "nav-board");
const FIGURES: Entry = entry(Here::Figures, "/reports", "list", "nav-figures");
const OFFERS: Entry = entry(Here::Offers, "/shop/offers", "gift", "nav-offers");
const RECEIVE: Entry = entry(Here::Receive, "/shop/receive", "download", "nav-receive");
const MOVING: Entry = entry(Here::Moving, "/shop/expiry", "truck", "nav-moving");
const JOURNALS: Entry = entry(Here::Journals, "/shop/journals", "ledger", "nav-journals");
const AREAS: Entry = entry(Here::Areas, "/admin/areas", "tree", "nav-areas");
const ORGANISATIONS: Entry = entry(Here::Organisations, "/admin/organisations", "building", "nav-organisations");
const ACCOUNTS: Entry = entry(Here::Accounts, "/admin/accounts", "key", "nav-accounts");
const LOCATIONS: Entry = entry(Here::Locations, "/admin/locations", "pin", "nav-locations");

const LANGUAGES: Entry = entry(Here::Languages, "/admin/languages", "globe", "nav-languages");
const PUBLIC_PAGES: Entry = entry(Here::PublicPages, "/admin/pages", "file", "nav-public-pages");
const AUDIT: Entry = entry(Here::Audit, "/audit", "ledger", "nav-audit");
const HEALTH: Entry = entry(Here::Health, "/admin/health", "check", "nav-health");
const SECURITY: Entry = entry(Here::Security, "/admin/security", "shield", "nav-security");

/// An entry, shown to accounts that may perform one of the actions.
type Guarded = (Entry, &'static [Action]);

/// Entries of the staff navigation, by group.
const GROUPS: &[(&str, &[Guarded])] = &[
    (
        "nav-group-wishes",
        &[
            (DESK, &[Action::ReviewWishes, Action::ReadHouseholds, Action::Administer]),
            (REVIEW, &[Action::ReviewWishes]),
            (WISHES, &[Action::ReviewWishes, Action::ReadHouseholds]),
            (URGENT, &[Action::ReadCases]),
            (THANKS, &[Action::ReviewThanks]),
            (HOUSEHOLDS, &[Action::ReadHouseholds]),
            (ROUNDS, &[Action::ReadRounds]),
            (PAIRINGS, &[Action::ReadPairings]),
            (AID, &[Action::ReadAid]),
            (JOBS, &[Action::ReadJobs]),
            (SHIFTS, &[Action::ReadShifts]),
            (GROUPS_OF_AREAS, &[Action::ReadGroups]),
            (SERVICE_DESK, &[Action::ReadSlots]),
            (ENTITLEMENTS, &[Action::ReadEntitlements]),
            (VISITS, &[Action::ReadVisits]),
            (CASES, &[Action::ReadCases]),
            (REFERRALS, &[Action::ReadCases]),
            (COURSES, &[Action::ReadCourses]),
            (MARKET, &[Action::ReviewWishes]),
            (LEFT_OUT, &[Action::SeeFairness]),
            (CHAIN, &[Action::ReadVisits]),
            (PROGRAMMES, &[Action::ReadProgrammes]),
            (MOVES, &[Action::KeepHouseholds]),
            (OPENINGS, &[Action::WatchOpenings]),
            (OBJECTIONS, &[Action::WatchOpenings]),
            (DISPUTES, &[Action::ReadDisputes]),
            (FIGURES, &[Action::ReadFigures]),
        ],
    ),
    (
        "nav-group-shop",
        &[
            (COUNTER, &[Action::KeepStock, Action::HandOver]),
            (ORDERS, &[Action::KeepStock, Action::HandOver]),
            (LOANS, &[Action::ReadStock]),
            (FILL, &[Action::KeepStock]),
            (STOCK, &[Action::ReadStock]),
            (BOARD, &[Action::ReadStock]),
            (DRIVES, &[Action::OpenDrives, Action::KeepStock]),
            (RECEIVE, &[Action::KeepStock]),
            (OFFERS, &[Action::ReadStock]),
            (MOVING, &[Action::ReadStock]),
            (JOURNALS, &[Action::ReadStock]),
        ],
    ),
    (
        "nav-group-people",
        &[
            (PARTNERS, &[Action::ReadOrganisations]),
            (AREAS, &[Action::SetPolicy]),
            (ORGANISATIONS, &[Action::Administer]),
            (ACCOUNTS, &[Action::AssignRoles]),
            (LOCATIONS, &[Action::Administer]),
            (LANGUAGES, &[Action::Administer]),
            (PUBLIC_PAGES, &[Action::Administer]),
            (AUDIT, &[Action::ReadAudit]),
            (SECURITY, &[Action::ReadSecurity]),
            (HEALTH, &[Action::Administer]),
        ],
    ),
];

/// Tabs of staff on phones, by priority; the first three visible ones are shown.
const FIRST: [Here; 8] = [
    Here::Counter,
    Here::Desk,
    Here::Review,
    Here::Stock,
    Here::Accounts,
    Here::Households,
    Here::Areas,
    Here::Locations,
];

/// The start page of an account.
#[must_use]
pub(crate) fn start(actor: &Actor) -> &'static str {
    match actor {
        a if a.has(Role::Caseworker) || a.has(Role::Coordinator) => DESK.to,
        a if a.has(Role::Shopkeeper) => COUNTER.to,
        a if a.has(Role::Auditor) => STOCK.to,
        a if a.has(Role::Admin) => DESK.to,
        a if a.household != 0 => HOME.to,
        _ => FEED.to,
    }
}

/// Pages of the staff navigation that an account may open: address, icon and phrase of the title.
pub(crate) fn places(actor: &Actor) -> Vec<(&'static str, &'static str, &'static str)> {
    let Nav::Desk { groups, .. } = Nav::of(actor, Here::Nowhere, 0) else { return Vec::new() };
    groups.into_iter().flat_map(|(_, entries)| entries).map(|entry| (entry.to, entry.icon, entry.key)).collect()
}

/// The part of the help for staff that an entry has, by its phrase.
pub(crate) fn help_part(key: &'static str) -> &'static str {
    key.strip_prefix("nav-").unwrap_or("urgent")
}

/// The part of the help for staff about a page.
pub(super) fn help_of(here: Here) -> Option<&'static str> {
    let mut entries = GROUPS.iter().flat_map(|(_, entries)| entries.iter());
    entries.find(|(entry, _)| entry.here == here).map(|(entry, _)| help_part(entry.key))
}

/// The navigation of an account on a page.
pub(super) enum Nav {
    Tabs { entries: Vec<Entry>, here: Here, unread: i64 },
    Desk { groups: Vec<(&'static str, Vec<Entry>)>, here: Here, unread: i64 },
}

impl Nav {
    pub(super) fn of(actor: &Actor, here: Here, unread: i64) -> Self {
        if !actor.is_staff() {
            let entries = match actor {
                a if a.household != 0 => vec![HOME, FREE_SHOP, NOTICES, ME],
                a if a.is_signed_in() => vec![FEED, CLAIMS, NOTICES, ME],
                _ => vec![FEED, CLAIMS, SIGN_IN],
            };
            return Nav::Tabs { entries, here, unread };
        }
        // Security events and health belong to whole root areas, and public pages to the installation.
        let may = |(entry, actions): &&Guarded| match entry.here {
            Here::Security | Here::Health => actions.iter().any(|action| actor.may_in_root(*action)),
            Here::PublicPages => actions.iter().any(|action| actor.may_in_installation(*action)),
            _ => actions.iter().any(|action| actor.may_somewhere(*action)),
        };
        let groups = GROUPS
            .iter()
            .map(|(key, entries)| (*key, entries.iter().filter(may).map(|(e, _)| *e).collect::<Vec<_>>()))
            .filter(|(_, entries)| !entries.is_empty())
            .chain([("nav-group-me", vec![FEED, NOTICES, ME])])
            .collect();
        Nav::Desk { groups, here, unread }
    }

    /// Renders the side bar (empty for tabs only) and the tabs.
    pub(super) fn drawn(self, cx: &Cx) -> (AnyView, AnyView) {
        match self {
            Nav::Tabs { entries, here, unread } => {
                let tabs = entries.into_iter().map(|entry| tab(entry, here, unread)).collect_view();
                (().into_any(), view! { <nav class="tabs" aria-label=t!("nav")>{tabs}</nav> }.into_any())
            }
            Nav::Desk { groups, here, unread } => {
                let all: Vec<Entry> = groups.iter().flat_map(|(_, entries)| entries.iter().copied()).collect();
                let first = FIRST.iter().filter_map(|here| all.iter().find(|e| e.here == *here)).take(3);
                let tabs = first.map(|entry| tab(*entry, here, unread)).collect_view();
                let more = drawn_groups(&groups, here, unread);
                let side = view! {
                    <nav class="side" aria-label=t!("nav")>
                        {super::brand()}
                        {find()}
                        {place(cx)}
                        {drawn_groups(&groups, here, unread)}
                        {foot(cx)}
                    </nav>
                };
                let tabs = view! {
                    <nav class="tabs" aria-label=t!("nav-short")>
                        {tabs}
                        <details class="menu">
                            <summary class="tab"><Icon name="menu" /><span>{t!("nav-more")}</span></summary>
                            <div class="menu-list">{place(cx)}{more}</div>
                        </details>
                    </nav>
                };
                (side.into_any(), tabs.into_any())
            }
        }
    }
}

/// The search over everything, in the side bar; `find.js` leads there by Ctrl K, and by `/` where no list has its own.
fn find() -> impl IntoView {
    view! {
        <form class="search side-find" role="search" action="/search" aria-label=t!("find-everything")>
            <Icon name="search" />
            <input
                type="search" name="q" placeholder=t!("find-everything") aria-label=t!("find-everything")
                aria-keyshortcuts="Control+K" maxlength="40" autocomplete="off" data-find
            />
        </form>
    }
}

/// The shop and the area by which lists begin, with the link that changes them.
fn place(cx: &Cx) -> impl IntoView + use<> {
    let own = &cx.actor.place;
    let names = [own.shop.as_ref().map(|shop| shop.name.clone()), own.area.as_ref().map(|area| area.name.clone())];
    let names = names.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let label = if names.is_empty() { t!("place-choose") } else { names };
    view! { <a class="side-link" href="/me/place"><Icon name="pin" /><span>{label}</span></a> }
}

fn current(entry: Entry, here: Here) -> Option<&'static str> {
    (entry.here == here && here != Here::Nowhere).then_some("page")
}

/// Number of unread notices, on the entry that leads to them.
fn count(entry: Entry, unread: i64) -> Option<String> {
    (entry.here == Here::Notices && unread > 0).then(|| if unread > 99 { "99+".to_owned() } else { unread.to_string() })
}

fn tab(entry: Entry, here: Here, unread: i64) -> impl IntoView {
    view! {
        <a class="tab" href=entry.to aria-current=current(entry, here)>
            <Icon name=entry.icon />
            <span>{t!(entry.key)}</span>
            {count(entry, unread).map(|n| view! { <b class="dot">{n}</b> })}
        </a>
    }
}

fn drawn_groups(groups: &[(&'static str, Vec<Entry>)], here: Here, unread: i64) -> Vec<AnyView> {
    let link = |entry: &Entry| {
        let entry = *entry;
        view! {
            <a class="side-link" href=entry.to aria-current=current(entry, here)>
                <Icon name=entry.icon />
                <span>{t!(entry.key)}</span>
                {count(entry, unread).map(|n| view! { <b class="count">{n}</b> })}
            </a>
        }
    };
    let group = |(key, entries): &(&'static str, Vec<Entry>)| {
        let links = entries.iter().map(link).collect_view();
        view! { <div class="side-group"><h2>{t!(key)}</h2>{links}</div> }.into_any()
    };
    groups.iter().map(group).collect()
}

/// Returns each role of the account once, in the order of its grants.
fn roles_of(actor: &Actor) -> Vec<Role> {
    let mut roles = Vec::new();
    for grant in &actor.grants {
        // Grants are in the order of their areas, so those of one role need not follow each other.
        if !roles.contains(&grant.role) {
            roles.push(grant.role);
        }
    }
    roles
}

/// Name and roles of the account, and the sign-out button.
fn foot(cx: &Cx) -> impl IntoView + use<> {
    let roles: Vec<String> = roles_of(&cx.actor).into_iter().map(|role| cx.lang.named("role", role.as_str())).collect();
    let initial: String = cx.actor.name.chars().take(1).collect();
    view! {
        <div class="side-foot">
            <span class="avatar" aria-hidden="true">{initial}</span>
            <span><b>{cx.actor.name.clone()}</b><small>{roles.join(" · ")}</small></span>
            <form method="post" action="/sign-out">
                <button class="icon-btn" aria-label=t!("sign-out")><Icon name="logout" /></button>
            </form>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{accounts::Grant, areas::AreaPath};

    #[test]
    fn a_role_in_two_areas_is_listed_once() {
        let grant = |role, area| Grant { role, area, path: AreaPath(format!("/1/{area}/")) };
        let grants = vec![grant(Role::Caseworker, 2), grant(Role::Shopkeeper, 2), grant(Role::Caseworker, 3)];
        let actor = Actor { account: 7, grants, ..Actor::default() };
        assert_eq!(roles_of(&actor), [Role::Caseworker, Role::Shopkeeper]);
    }

    #[test]
    fn every_page_of_the_navigation_has_its_help() {
        for lang in ["zh-CN", "en"].map(|tag| crate::i18n::Lang::from_tag(tag).expect("a language")) {
            for (entry, _) in GROUPS.iter().flat_map(|(_, entries)| entries.iter()) {
                assert!(lang.has(&format!("help-{}", help_part(entry.key))), "{}", entry.key);
            }
        }
    }
}
