//! One claim at the counter, with the one action that is due.

use domain::{
    catalogue,
    claims::{ClaimFile, ClaimState},
    permission::Action,
};
use leptos::prelude::*;
use store::claims::shop_view::ShopClaim;

use super::{
    claim_forms::{arrive_form, check_form, hand_over_form, refuse_form},
    claim_queue::{beside, queue_of},
};
use crate::{
    components::{Banner, Fact, Facts, Icon, Near, Split, Tile, claim_pill, tint},
    pages::{
        claims::{counter, parcel, reason},
        stock::{
            pieces::{Find, best_before},
            words::{condition, link},
        },
    },
    web::{Cx, Here, Page, Shown, scene},
};

/// Renders `GET /shop/claims/{id}?code`, and again after one of its forms is refused.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let code = counter::search::carried_code(&cx);
    show(cx, id, code).await
}

/// Request data that the forms of a claim need.
pub(crate) struct Desk {
    /// Pick-up code that was searched and found this claim; empty if none.
    pub(crate) code: String,
    /// Default name of who signs the check.
    pub(crate) name: String,
    /// Whether the actor may receive goods without a claim.
    pub(crate) may_receive: bool,
    /// Whether the actor may revoke claims.
    pub(crate) may_revoke: bool,
}

/// Rows of the list beside the record.
const BESIDE: usize = 12;

/// Renders one claim; the search shows it too when it is the only hit.
pub(crate) async fn show(cx: Cx, id: i64, code: String) -> Shown {
    let shown = cx.store.shop_claim(&cx.actor, id).await?;
    let desk = Desk {
        code,
        name: cx.actor.name.clone(),
        may_receive: cx.actor.may_somewhere(Action::KeepStock),
        may_revoke: cx.actor.may_somewhere(Action::RevokeClaims),
    };
    let queue_name = queue_of(&shown.file.claim);
    let mut queue = counter::search::list(&cx, queue_name).await?;
    queue.truncate(BESIDE);
    let title = cx.lang.thing(&shown.file.claim.key, &shown.file.claim.size, &shown.file.claim.title);
    // Without a network goods can be handed over, and nothing else; a pick-up code is never kept.
    let is_kept = matches!(step(&shown), Some(Step::HandOver)) && desk.code.is_empty();
    let page = Page::new(title, Here::Counter, move || {
        let record = view! {
            <article class="split-record">
                {head(&shown)}
                {facts(&shown)}
                {next(&shown, &desk)}
                {aside(&shown.file, &desk)}
            </article>
        };
        let list = beside(queue_name, queue, &shown);
        view! { <Split record_open=true list record=record.into_any() /> }
    })
    .back("/shop")
    .no_index();
    Ok(if is_kept { page.kept() } else { page })
}

/// Renders what the claim is about, in one line.
fn head(shown: &ShopClaim) -> impl IntoView + use<> {
    let ClaimFile { claim, wish, .. } = &shown.file;
    let waits = (claim.state == ClaimState::Arrived && claim.awaiting_check)
        .then(|| view! { <span class="pill pill-amber"><Icon name="shield" />{t!("shop-awaiting-check")}</span> });
    view! {
        <div class=format!("cluster {}", tint(wish.category))>
            <Tile key=claim.key.clone() />
            <p class="row-main">
                <b>{t!("shop-units", n = claim.quantity)}</b>
                <span class="cluster">{claim_pill(claim.state)}{waits}</span>
            </p>
        </div>
    }
}

fn facts(shown: &ShopClaim) -> impl IntoView + use<> {
    let ClaimFile { claim, location_detail, claimer, organisation, .. } = shown.file.clone();
    let by = if claim.source == "shelf" { t!("shop-filled-by", name = claimer) } else { claimer };
    let owed = claim.state.is_owed();
    let way = on_the_way(&shown.file);
    let found = shown.found.map(|found| {
        let expires = best_before(found.expires);
        view! {
            <Fact name=t!("field-condition")>{condition(found.condition)}</Fact>
            {expires.map(|day| view! { <Fact name=t!("field-expires")>{day}</Fact> })}
        }
    });
    let check = shown.check.clone().map(|check| {
        let key = if check.passed { "shop-check-passed-by" } else { "shop-check-failed-by" };
        view! {
            <Fact name=t!("shop-check")>{t!(key, name = check.checker)}" "<Near at=check.at /></Fact>
            {(!check.note.is_empty()).then(|| view! { <Fact name=t!("field-note")>{check.note}</Fact> })}
        }
    });
    view! {
        <Facts>
            <Fact name=t!("shop-number")><b>"#"{claim.id}</b>" · "{claim.code}</Fact>
            <Fact name=t!("shop-by")>{by}{(!organisation.is_empty()).then(|| view! { <br /><small>{organisation}</small> })}</Fact>
            {owed.then(|| view! { <Fact name=t!("shop-due")><Near at=claim.due /></Fact> })}
            {way}
            <Fact name=t!("shop-location")>{location_detail.name}</Fact>
            {found}
            {check}
        </Facts>
    }
}

/// Renders since when goods are on the way, by when they should arrive, and how; or until when arrived goods wait.
fn on_the_way(file: &ClaimFile) -> impl IntoView + use<> {
    let claim = &file.claim;
    let sent = Some(claim.changed).filter(|_| claim.state == ClaimState::OnTheWay);
    let expected = Some(claim.expected).filter(|day| sent.is_some() && *day > 0);
    let until = Some(claim.collect_by).filter(|day| claim.state == ClaimState::Arrived && *day > 0);
    let parcel = parcel(file);
    view! {
        {sent.map(|at| view! { <Fact name=t!("shop-sent")><Near at=at /></Fact> })}
        {expected.map(|day| view! { <Fact name=t!("shop-expected-by")><b><Near at=day /></b></Fact> })}
        {parcel.map(|parcel| view! { <Fact name=t!("shop-parcel")>{parcel}</Fact> })}
        {until.map(|day| view! { <Fact name=t!("shop-waits-until")><Near at=day /></Fact> })}
    }
}

/// What an actor may do with a claim in its state.
pub(crate) enum Step {
    Arrive,
    Check,
    HandOver,
}

pub(crate) fn step(shown: &ShopClaim) -> Option<Step> {
    let claim = &shown.file.claim;
    match claim.state {
        ClaimState::Pledged | ClaimState::OnTheWay if shown.may_keep => Some(Step::Arrive),
        ClaimState::Arrived if claim.awaiting_check && shown.may_keep => Some(Step::Check),
        ClaimState::Arrived if !claim.awaiting_check && shown.may_hand_over => Some(Step::HandOver),
        _ => None,
    }
}

/// Renders the action that is due, or what comes next if none is.
fn next(shown: &ShopClaim, desk: &Desk) -> AnyView {
    let claim = &shown.file.claim;
    match step(shown) {
        Some(Step::Arrive) => {
            let late = claim.state == ClaimState::OnTheWay && claim.expected > 0 && claim.expected < scene().now;
            view! {
                {late.then(|| view! { <Banner tone="amber">{t!("shop-did-it-come")}</Banner> })}
                {arrive_form(shown)}
                {refuse_form(claim)}
            }
            .into_any()
        }
        Some(Step::Check) => check_form(claim, desk),
        Some(Step::HandOver) if past_its_date(shown) => {
            view! { <Banner tone="plum">{t!("claim-goods-expired")}</Banner> }.into_any()
        }
        Some(Step::HandOver) => hand_over_form(claim, desk),
        None => view! { {said(shown)} {after(shown, desk)} }.into_any(),
    }
}

/// True if the goods expired while set aside; they cannot be handed over.
fn past_its_date(shown: &ShopClaim) -> bool {
    shown.found.is_some_and(|found| found.expires != 0 && found.expires <= scene().now)
}

/// Renders the state of a claim that needs no action here.
fn said(shown: &ShopClaim) -> impl IntoView + use<> {
    let (claim, confirms) = (&shown.file.claim, shown.confirms);
    let (tone, words) = match claim.state {
        ClaimState::Pledged | ClaimState::OnTheWay => ("", t!("shop-said-expected")),
        ClaimState::Arrived if claim.awaiting_check => ("amber", t!("shop-said-check")),
        ClaimState::Arrived => ("tea", t!("shop-said-ready")),
        ClaimState::HandedOver => ("tea", t!("shop-said-handed-over")),
        ClaimState::Confirmed => ("tea", t!("shop-said-confirmed")),
        ClaimState::Cancelled => ("plum", t!("shop-said-cancelled")),
        ClaimState::Lapsed => ("plum", t!("shop-said-lapsed")),
        ClaimState::Revoked => ("plum", t!("shop-said-revoked")),
        ClaimState::Refused => ("plum", t!("shop-said-refused")),
    };
    let reason = reason(claim);
    let confirms = (confirms != 0).then(|| view! { " "<Near at=confirms />" "{t!("shop-confirms-by")} });
    view! {
        <Banner tone=tone>
            {words}{confirms}
            {(!reason.is_empty()).then(|| view! { <br />{t!("shop-reason", reason = reason)} })}
        </Banner>
    }
}

/// Renders the search for the next visitor, and what to do with goods whose claim has ended.
fn after(shown: &ShopClaim, desk: &Desk) -> impl IntoView + use<> {
    let ClaimFile { claim, wish, .. } = &shown.file;
    let over = !claim.state.holds_units() && desk.may_receive;
    let (size, quantity) = (claim.size.clone(), claim.quantity.to_string());
    let item = catalogue::handle_of(claim.item);
    let receive = link("/shop/receive", &[("item", &item), ("size", &size), ("quantity", &quantity)]);
    let fill = (over && wish.remaining > 0 && wish.in_stock).then(|| format!("/shop/fill/{}", wish.id));
    view! {
        <section class="card">
            <h2>{t!("shop-next-person")}</h2>
            <div><Find ready=true /></div>
        </section>
        {over.then(|| view! {
            <section class="card">
                <h2>{t!("shop-goods-here")}</h2>
                <p>{t!("shop-goods-here-text")}</p>
                <a class="btn btn-soft" href=receive>{t!("shop-goods-here-receive")}</a>
                {fill.map(|to| view! { <a class="link" href=to>{t!("shop-goods-here-fill")}</a> })}
            </section>
        })}
    }
}

/// Renders the link to revoke a claim that was made or filled by mistake.
fn aside(file: &ClaimFile, desk: &Desk) -> Option<impl IntoView + use<>> {
    let live = file.claim.state.is_owed() || file.claim.state == ClaimState::Arrived;
    (live && desk.may_revoke).then(|| {
        view! { <p><a class="link" href=format!("/desk/claims/{}", file.claim.id)>{t!("shop-revoke")}<Icon name="chevron-right" /></a></p> }
    })
}
