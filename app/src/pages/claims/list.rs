//! The claimer's claims: open ones first, each with its next step; then past ones.

use domain::{
    accounts::OrganisationId,
    claims::{Claim, ClaimFile, ClaimState, sending::EndReason},
};
use leptos::prelude::*;

use super::{applications, is_live, needs, standby, title};
use crate::{
    components::{Banner, Empty, Icon, Near, StatePill, Tile, claim_pill, tint},
    i18n::{date_near, lang},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /claims`.
pub async fn page(cx: Cx) -> Shown {
    let claims = cx.store.my_claims(&cx.actor).await?;
    let standbys = standby::mine_of(&cx).await?;
    let thanked = cx.store.thanked_claims(&cx.actor).await?;
    let applied = applications::mine_of(&cx).await?;
    let monthly = needs::mine_of(&cx).await?;
    let employs = cx.store.acting_for(&cx.actor).await? != 0;
    let one_at_a_time = cx.store.claims_one_at_a_time(&cx.actor).await?;
    let member = cx.actor.organisation;
    Ok(Page::new(cx.lang.t("claims-title"), Here::Claims, move || {
        if claims.is_empty() && standbys.is_empty() && applied.is_empty() && monthly.is_empty() {
            return view! {
                <Empty title=t!("claims-empty") pictogram="bridge" action=("/", t!("claims-see-feed"))>{t!("claims-empty-text")}</Empty>
                {offers_door(member)}
                {employs.then(employer_door)}
            }
            .into_any();
        }
        let kept = claims.iter().filter(|file| is_kept(file.claim.state)).count();
        let (live, over): (Vec<_>, Vec<_>) = claims.into_iter().partition(|file| is_live(file.claim.state));
        view! {
            {one_at_a_time.then(|| view! { <Banner tone="amber">{t!("claims-one-at-a-time")}</Banner> })}
            <div class="live" id="my-claims" data-live="claims mine">
                {standby::mine(standbys)}
                {applications::mine(applied)}
                {needs::mine(monthly)}
                {under_way(live, &thanked)}
                {impact(kept)}
                {past(over, &thanked)}
            </div>
            {offers_door(member)}
            {employs.then(employer_door)}
        }
        .into_any()
    })
    .no_index()
    .live()
    .kept())
}

/// Renders the links to offers, for goods that match no wish, to pairings and shifts.
fn offers_door(organisation: OrganisationId) -> impl IntoView {
    view! {
        {(organisation != 0).then(|| view! {
            <a class="door" href="/organisation"><Icon name="building" /><span>{t!("organisation-own")}</span><Icon name="chevron-right" /></a>
        })}
        <a class="door" href="/offers"><Icon name="gift" /><span>{t!("offers-link")}</span><Icon name="chevron-right" /></a>
        <a class="door" href="/drives"><Icon name="box" /><span>{t!("drives-door")}</span><Icon name="chevron-right" /></a>
        <a class="door" href="/market"><Icon name="leaf" /><span>{t!("market-title")}</span><Icon name="chevron-right" /></a>
        <a class="door" href="/urgent"><Icon name="alert" /><span>{t!("urgent-asks")}</span><Icon name="chevron-right" /></a>
        <a class="door" href="/pairings"><Icon name="hand" /><span>{t!("pairings-mine")}</span><Icon name="chevron-right" /></a>
        <a class="door" href="/shifts"><Icon name="users" /><span>{t!("shifts-title")}</span><Icon name="chevron-right" /></a>
        <a class="door" href="/questions"><Icon name="info" /><span>{t!("questions-title")}</span><Icon name="chevron-right" /></a>
    }
}

/// Renders the links to courses and vacancies of the organisation for which the actor acts.
fn employer_door() -> impl IntoView {
    view! {
        <a class="door" href="/courses"><Icon name="star" /><span>{t!("courses-ours")}</span><Icon name="chevron-right" /></a>
        <a class="door" href="/employer"><Icon name="building" /><span>{t!("employer-title")}</span><Icon name="chevron-right" /></a>
    }
}

/// True once the family has the goods.
fn is_kept(state: ClaimState) -> bool {
    matches!(state, ClaimState::HandedOver | ClaimState::Confirmed)
}

/// Says how many wishes the donor has fulfilled, which no other account learns.
fn impact(kept: usize) -> Option<impl IntoView> {
    let n = i64::try_from(kept).unwrap_or(i64::MAX);
    (n > 0).then(|| view! { <p class="cluster soft"><Icon name="heart" />{t!("claims-impact", n = n)}</p> })
}

/// Marks a claim for which the family wrote thanks.
fn thanks_mark(claim: i64, thanked: &[i64]) -> Option<impl IntoView + use<>> {
    thanked.contains(&claim).then(|| view! { <StatePill tone="tea" icon="heart" text=t!("claims-thanks-mark") /> })
}

fn under_way(claims: Vec<ClaimFile>, thanked: &[i64]) -> AnyView {
    if claims.is_empty() {
        return view! {
            <section class="card">
                <h2>{t!("claims-none-live")}</h2>
                <a class="btn btn-soft" href="/">{t!("claims-see-feed")}</a>
            </section>
        }
        .into_any();
    }
    let cards = claims.into_iter().map(|file| card(file, thanked)).collect_view();
    view! { <ul class="cards">{cards}</ul> }.into_any()
}

fn card(file: ClaimFile, thanked: &[i64]) -> impl IntoView + use<> {
    let ClaimFile { claim, wish, location_detail, .. } = file;
    let name = title(lang(), &claim);
    let place = location_detail.name;
    view! {
        <li class=format!("my-claim card {}", tint(wish.category))>
            <Tile key=claim.key.clone() photo=wish.photo />
            <h2><a href=format!("/claims/{}", claim.id)>{name.clone()}</a></h2>
            <p class="need">
                {claim_pill(claim.state)}
                {thanks_mark(claim.id, thanked)}
                {(claim.state == ClaimState::Pledged).then(|| view! { <span>{t!("claims-due")}" "<Near at=claim.due /></span> })}
                {(claim.state == ClaimState::OnTheWay && claim.expected > 0).then(|| view! { <span>{t!("claims-expected")}" "<Near at=claim.expected /></span> })}
            </p>
            <p class="meta">{place}" · "{t!("claims-number", n = claim.id.to_string())}</p>
            {next(claim.id, claim.state, &name)}
        </li>
    }
}

/// Renders the next step as a button.
fn next(id: i64, state: ClaimState, name: &str) -> Option<AnyView> {
    let page = format!("/claims/{id}");
    match state {
        ClaimState::Pledged => Some(
            view! {
                <div class="next">
                    <a class="btn btn-quiet" href=format!("{page}#code") aria-label=t!("claims-code-named", title = name)>{t!("claims-code")}</a>
                    <a class="btn btn-soft" href=format!("{page}#send")>{t!("claims-send")}</a>
                </div>
            }
            .into_any(),
        ),
        ClaimState::OnTheWay => Some(
            view! {
                <div class="next">
                    <a class="btn btn-soft" href=format!("{page}#code") aria-label=t!("claims-code-named", title = name)>{t!("claims-code")}</a>
                </div>
            }
            .into_any(),
        ),
        _ => None,
    }
}

/// Says how a claim ended; of goods that were brought but not collected, where they went.
fn past_pill(claim: &Claim) -> AnyView {
    if claim.state == ClaimState::Revoked && claim.reason == EndReason::NotCollected.as_str() {
        return view! { <StatePill tone="tea" icon="shop" text=t!("claims-shelved") /> }.into_any();
    }
    claim_pill(claim.state)
}

fn past(claims: Vec<ClaimFile>, thanked: &[i64]) -> Option<impl IntoView + use<>> {
    (!claims.is_empty()).then(|| {
        let rows = claims
            .into_iter()
            .map(|file| {
                let claim = file.claim;
                view! {
                    <li>
                        <a class=format!("row {}", tint(file.wish.category)) href=format!("/claims/{}", claim.id)>
                            <Tile key=claim.key.clone() size="small" photo=file.wish.photo />
                            <span class="row-main"><b>{title(lang(), &claim)}</b><small>{date_near(claim.changed)}</small></span>
                            <span class="row-end">{thanks_mark(claim.id, thanked)}{past_pill(&claim)}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="stack" aria-labelledby="past">
                <h2 id="past">{t!("claims-past")}</h2>
                <ul class="rows">{rows}</ul>
            </section>
        }
    })
}
