//! Helpers shared by the shop pages: search field, claim rows, choices of shops.

use domain::{
    DAY, Timestamp,
    claims::{ClaimFile, ClaimState},
    ledger::{Condition, Location},
};
use leptos::prelude::*;

use super::words::{condition, link};
use crate::{
    components::{Choice, Icon, Near, Select, StatePill, Tile, tint},
    i18n::lang,
    islands::ScanField,
    web::{Cx, scene},
};

/// Lists new and used, each with its meaning, as options.
pub(crate) fn condition_choices() -> Vec<(String, String, String)> {
    Condition::ALL
        .iter()
        .map(|c| (c.as_str().to_owned(), condition(*c), lang().named("stock-condition-hint", c.as_str())))
        .collect()
}

/// Renders a best-before date, highlighted when near or past; `None` for 0.
pub(crate) fn best_before(at: Timestamp) -> Option<AnyView> {
    if at == 0 {
        return None;
    }
    let left = at - scene().now;
    let shown = match left {
        ..=0 => view! { <span class="pill pill-plum"><Icon name="alert" />{t!("stock-expired")}" "<Near at /></span> }
            .into_any(),
        n if n <= 30 * DAY => {
            view! { <span class="pill pill-amber"><Icon name="clock" /><Near at /></span> }.into_any()
        }
        _ => view! { <Near at /> }.into_any(),
    };
    Some(shown)
}

/// Renders the counter's one search field for codes, numbers and words.
#[component]
pub(crate) fn Find(
    /// Current search text.
    #[prop(optional, into)]
    value: String,
    /// Focuses the field, where nothing else is left to do.
    #[prop(optional)]
    ready: bool,
) -> impl IntoView {
    view! {
        <ScanField>
            <form class="search" role="search" action="/shop">
                <Icon name="search" />
                <input
                    type="search" name="find" value=value placeholder=t!("shop-find-placeholder") aria-label=t!("shop-find")
                    autocomplete="off" autocapitalize="characters" maxlength="200" autofocus=ready
                />
                <button type="button" class="icon-btn" hidden data-wake="BarcodeDetector" data-scan aria-label=t!("scan")>
                    <Icon name="scan" />
                </button>
                <button class=if ready { "btn btn-main" } else { "btn btn-quiet" }>{t!("shop-find-go")}</button>
            </form>
            <video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video>
        </ScanField>
    }
}

/// Lists claims; `code` is passed on to each link, `current` marks the open one.
pub(crate) fn claim_rows(files: Vec<ClaimFile>, code: &str, current: i64) -> impl IntoView + use<> {
    let rows = files
        .into_iter()
        .map(|file| {
            let to = link(&format!("/shop/claims/{}", file.claim.id), &[("code", code)]);
            let open = file.claim.id == current;
            view! { <li>{claim_row(file, to, open)}</li> }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }
}

fn claim_row(file: ClaimFile, to: String, open: bool) -> impl IntoView {
    let ClaimFile { claim, wish, claimer, organisation, .. } = file;
    let title = lang().thing(&claim.key, &claim.size, &claim.title);
    let sent = (claim.state == ClaimState::OnTheWay).then(|| crate::i18n::date_near(claim.changed));
    let (by, organisation) = match claim.source.as_str() {
        "shelf" => (t!("shop-from-shelf"), None),
        _ => (claimer, (!organisation.is_empty()).then_some(organisation)),
    };
    view! {
        <a class=format!("row {}", tint(wish.category)) href=to aria-current=open.then_some("true")>
            <Tile key=claim.key.clone() size="small" />
            <span class="row-main">
                <b>{t!("shop-units-of", title = title, n = claim.quantity)}</b>
                <small>{by}</small>
                {organisation.map(|name| view! { <small>{name}</small> })}
                {sent.map(|day| view! { <small>{t!("shop-sent-at", day = day)}</small> })}
            </span>
            <span class="row-end">{row_pill(&claim)}<small class="num">"#"{claim.id}</small></span>
        </a>
    }
}

/// Renders the pill of a claim in a list: when it is due, or its state.
fn row_pill(claim: &domain::claims::Claim) -> AnyView {
    let late = claim.due < scene().now;
    match claim.state {
        ClaimState::OnTheWay if claim.expected > 0 => {
            let late = claim.expected < scene().now;
            let tone = if late { "pill pill-amber" } else { "pill pill-soft" };
            let words = if late { t!("shop-late") } else { t!("shop-on-the-way") };
            view! { <span class=tone><Icon name="truck" />{words}" "<Near at=claim.expected /></span> }.into_any()
        }
        ClaimState::OnTheWay => view! { <StatePill tone="soft" icon="truck" text=t!("shop-on-the-way") /> }.into_any(),
        ClaimState::Pledged => {
            let tone = if claim.due - scene().now < 2 * DAY { "pill pill-amber" } else { "pill pill-soft" };
            let late = late.then(|| t!("shop-late"));
            view! { <span class=tone><Icon name="clock" />{late.map(|late| format!("{late} "))}<Near at=claim.due /></span> }.into_any()
        }
        ClaimState::Arrived if claim.awaiting_check => {
            view! { <StatePill tone="amber" icon="shield" text=t!("shop-awaiting-check") /> }.into_any()
        }
        ClaimState::Arrived => {
            let days = (scene().now - claim.changed).max(0) / DAY;
            let tone = if days >= 7 { "amber" } else { "tea" };
            view! { <StatePill tone icon="shop" text=t!("shop-since", n = days) /> }.into_any()
        }
        state => crate::components::claim_pill(state),
    }
}

/// Renders shops as tiles without preselection, so that the first is not taken by oversight.
///
/// A select list replaces the tiles for more than 12 shops or a preselected one.
pub(crate) fn location_choice(name: &'static str, label: String, shops: &[Location], start: &str) -> AnyView {
    let start = if shops.iter().any(|shop| shop.id.to_string() == start) { start.to_owned() } else { String::new() };
    let options = shops.iter().map(|shop| (shop.id.to_string(), shop.name.clone()));
    if shops.len() > 12 || !start.is_empty() {
        let options = options.collect();
        return view! { <Select name label options value=start required=true /> }.into_any();
    }
    let options = options.map(|(id, text)| (id, text, String::new())).collect();
    view! { <Choice name label options side=true /> }.into_any()
}

/// Renders a select list of shops for filters; `None` for fewer than two.
pub(crate) fn location_filter(locations: &[Location], chosen: i64) -> Option<AnyView> {
    if locations.len() < 2 {
        return None;
    }
    let options = locations
        .iter()
        .map(|l| view! { <option value=l.id.to_string() selected=l.id == chosen>{l.name.clone()}</option> })
        .collect_view();
    Some(
        view! {
            <select name="location" aria-label=t!("stock-location")>
                // Not empty: an address without a shop means the caller's own.
                <option value="0">{t!("stock-all-locations")}</option>
                {options}
            </select>
        }
        .into_any(),
    )
}

/// True if the actor keeps the stock of this location.
pub(crate) async fn keeps(cx: &Cx, location: i64) -> domain::Result<bool> {
    use domain::permission::Action;
    if !cx.actor.may_somewhere(Action::KeepStock) {
        return Ok(false);
    }
    Ok(cx.store.shops(&cx.actor, Action::KeepStock).await?.iter().any(|shop| shop.id == location))
}

/// Renders how many days something has waited, in amber from 7 days on.
pub(crate) fn waits(since: Timestamp) -> AnyView {
    let days = (scene().now - since).max(0) / DAY;
    let tone = if days >= 7 { "amber" } else { "soft" };
    view! { <StatePill tone icon="clock" text=t!("inspect-waits", n = days) /> }.into_any()
}
