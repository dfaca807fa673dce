//! One claim, for its claimer: next step, shop and deadline, drop-off code, progress.

use domain::{
    DAY,
    claims::{Claim, ClaimFile, ClaimState, sending::EndReason},
    events::live::Topic,
    opening::Opening,
    wishes::{Thanks, WishState},
};
use leptos::prelude::*;
use store::claims::eligibility::Terms;

use super::{
    needs, parcel, reason,
    sending::{send_form, shift_form, undo_form, what_next},
    title,
};
use crate::{
    components::{
        ActionForm, Code, Fact, Facts, Icon, More, Near, ParcelAddress, Pictogram, Qr, ShopPlace, Submit, TextArea,
        Tile, claim_pill, tint,
    },
    i18n::{alias, date_near, lang, money},
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /claims/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let file = cx.store.own_claim(&cx.actor, id).await?;
    let thanks = cx.store.thanks_for_claim(&cx.actor, id).await?.filter(|thanks| thanks.state == "released");
    let receipt = cx.store.receipt_of_claim(&cx.actor, id).await?;
    let (claim, topic) = (&file.claim, Topic::Claim(id).to_string());
    let terms = match claim.state.is_owed() {
        true => Some(cx.store.claim_terms(&cx.actor, claim.wish).await?),
        false => None,
    };
    let opening = cx.store.opening(claim.location).await?;
    let heading = title(cx.lang, claim);
    Ok(Page::new(heading, Here::Claims, move || {
        let claim = &file.claim;
        view! {
            {head(&file)}
            <div class="live" id="claim-now" data-live=topic.clone()>
                {now(&file, terms.as_ref(), &opening)}
                {thanks.map(thank_you)}
                {code(claim)}
            </div>
            {(receipt != 0).then(|| view! { <p><a class="link" href=format!("/receipts/{receipt}")>{t!("offer-receipt")}<Icon name="chevron-right" /></a></p> })}
            <div class="live" id="claim-steps" data-live=topic.clone()>{steps(claim)}</div>
            {needs::offer(&file)}
            <div class="live" id="claim-actions" data-live=topic>
                {undo_form(claim)}
                {terms.map(|terms| actions(claim, &terms, &opening))}
            </div>
        }
    })
    .back("/claims")
    .narrow()
    .live()
    .no_index()
    .kept())
}

/// Renders what is to be brought, as the wish says it: picture, the family's public words, price, and the way to the wish.
fn head(file: &ClaimFile) -> impl IntoView + use<> {
    let claim = &file.claim;
    // What a wish said is public only as long as the wish is.
    let public = matches!(file.wish.state, WishState::Published | WishState::Fulfilled);
    let words = if public { file.wish.words.clone() } else { String::new() };
    let to = format!("/wishes/{}", claim.wish);
    view! {
        <div class=format!("my-claim {}", tint(file.wish.category))>
            <Tile key=claim.key.clone() photo=file.wish.photo />
            <p class="whom"><b>{alias(&file.wish.alias)}</b></p>
            <p class="need" id="claim-state" data-live=Topic::Claim(claim.id).to_string()>{claim_pill(claim.state)}</p>
            <p class="meta">
                {file.wish.area_name.clone()}" · "{money(file.wish.cost)}" · "
                {t!("claims-promised-at", day = date_near(claim.created))}
            </p>
        </div>
        {(!words.is_empty()).then(|| view! { <blockquote class="quote" lang="zh-CN"><p>{words}</p></blockquote> })}
        {public.then(|| view! { <p><a class="link" href=to>{t!("claims-see-wish")}<Icon name="chevron-right" /></a></p> })}
    }
}

/// Renders the next step, or what happened.
fn now(file: &ClaimFile, terms: Option<&Terms>, opening: &Opening) -> impl IntoView + use<> {
    let ClaimFile { claim, location_detail, .. } = file;
    let owed = claim.state.is_owed();
    let (heading, words) = words(claim);
    let again =
        matches!(claim.state, ClaimState::Cancelled | ClaimState::Lapsed).then(|| format!("/wishes/{}", claim.wish));
    let reason = reason(claim);
    let next = terms.and_then(|terms| what_next(claim, terms.waits));
    let (due, changed, id) = (claim.due, claim.changed, claim.id);
    let expected = Some(claim.expected).filter(|day| claim.state == ClaimState::OnTheWay && *day > 0);
    let waits_until = Some(claim.collect_by).filter(|day| claim.state == ClaimState::Arrived && *day > 0);
    let parcel = parcel(file);
    let pledged = claim.state == ClaimState::Pledged;
    let bring = owed.then(|| {
        let (location, opening) = (location_detail.clone(), opening.clone());
        view! { <ShopPlace title=t!("claims-bring-to", place = location.name.clone()) location opening /> }
    });
    let post = owed.then(|| {
        let (location, opening, code) = (location_detail.clone(), opening.clone(), claim.code.clone());
        view! { <More summary=t!("parcel-fold")><ParcelAddress location opening code /></More> }
    });
    let remember = owed.then(|| {
        view! { <a class="link" href=format!("/claims/{id}/calendar.ics")><Icon name="calendar" />{t!("claims-calendar")}</a> }
    });
    view! {
        <section class="card">
            <h2>{heading}</h2>
            <p>{words}</p>
            {next.map(|next| view! { <p>{next}</p> })}
            {(!reason.is_empty()).then(|| view! { <blockquote class="quote"><p>{reason}</p></blockquote> })}
            {bring}
            <Facts>
                {pledged.then(|| view! { <Fact name=t!("claims-due")><b><Near at=due /></b></Fact> })}
                {(!pledged).then(|| view! { <Fact name=t!("claims-since")><Near at=changed /></Fact> })}
                {expected.map(|day| view! { <Fact name=t!("claims-expected")><b><Near at=day /></b></Fact> })}
                {parcel.map(|parcel| view! { <Fact name=t!("claims-parcel")>{parcel}</Fact> })}
                {waits_until.map(|day| view! { <Fact name=t!("claims-waits-until")><Near at=day /></Fact> })}
                <Fact name=t!("claims-number-name")>{id.to_string()}</Fact>
            </Facts>
            {remember}
            {post}
            {again.map(|to| view! { <a class="btn btn-soft" href=to>{t!("claims-wish-again")}</a> })}
        </section>
    }
}

fn words(claim: &Claim) -> (String, String) {
    match claim.state {
        ClaimState::Pledged => (t!("claims-now-pledged"), t!("claims-now-pledged-text")),
        ClaimState::OnTheWay => (t!("claims-now-sent"), t!("claims-now-sent-text")),
        ClaimState::Arrived if claim.awaiting_check => (t!("claims-now-checking"), t!("claims-now-checking-text")),
        ClaimState::Arrived => (t!("claims-now-arrived"), t!("claims-now-arrived-text")),
        ClaimState::HandedOver => (t!("claims-now-handed"), t!("claims-now-handed-text")),
        ClaimState::Confirmed => (t!("claims-now-confirmed"), t!("claims-now-confirmed-text")),
        ClaimState::Cancelled => (t!("claims-now-cancelled"), t!("claims-now-cancelled-text")),
        ClaimState::Lapsed => (t!("claims-now-lapsed"), t!("claims-now-lapsed-text")),
        ClaimState::Revoked if claim.reason == EndReason::NotCollected.as_str() => {
            (t!("claims-now-shelved"), t!("claims-now-shelved-text"))
        }
        ClaimState::Revoked => (t!("claims-now-revoked"), t!("claims-now-revoked-text")),
        ClaimState::Refused => (t!("claims-now-refused"), t!("claims-now-refused-text")),
    }
}

/// Renders the code by which the shop finds the claim: on the parcel, spoken or scanned.
fn code(claim: &Claim) -> Option<impl IntoView + use<>> {
    claim.state.is_owed().then(|| {
        let code = claim.code.clone();
        view! {
            <section class="card" id="code" aria-labelledby="code-title">
                <h2 id="code-title">{t!("claims-code")}</h2>
                <p>{t!("claims-code-text")}</p>
                <Code code=code.clone() />
                <Qr text=code.clone() caption=t!("claims-code-scan", code = code) />
            </section>
        }
    })
}

/// Steps from the wish to the family.
const STEPS: [&str; 6] =
    ["step-published", "step-claimed", "claims-step-sent", "step-arrived", "step-handed-over", "step-confirmed"];

fn steps(claim: &Claim) -> impl IntoView + use<> {
    let (at, state) = match claim.state {
        ClaimState::Pledged => (1, "now"),
        ClaimState::OnTheWay => (2, "now"),
        ClaimState::Arrived => (3, "now"),
        ClaimState::HandedOver => (4, "now"),
        ClaimState::Confirmed => (5, "done"),
        ClaimState::Cancelled | ClaimState::Lapsed | ClaimState::Revoked => (2, "stopped"),
        ClaimState::Refused => (3, "stopped"),
    };
    let steps = STEPS
        .iter()
        .enumerate()
        .map(|(index, key)| {
            let state = match index.cmp(&at) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => state,
                std::cmp::Ordering::Greater => "todo",
            };
            // A claim that ended early says how, in place of the step that it did not reach.
            let label = if state == "stopped" { lang().named("claim-state", claim.state.as_str()) } else { t!(key) };
            view! { <li data-state=state aria-current=(index == at).then_some("step")><span>{label}</span></li> }
        })
        .collect_view();
    view! { <ol class="steps" aria-label=t!("steps")>{steps}</ol> }
}

fn thank_you(thanks: Thanks) -> impl IntoView {
    let Thanks { words, card, .. } = thanks;
    view! {
        <section class="card tint-all" aria-labelledby="thanks">
            <h2 id="thanks">{t!("claims-thanks")}</h2>
            <div class="hello">
                {(!card.is_empty()).then(|| view! { <Pictogram key=format!("card-{card}") /> })}
                {(!words.is_empty()).then(|| view! { <blockquote class="quote"><p>{words}</p></blockquote> })}
            </div>
        </section>
    }
}

/// Renders the actions open to the claimer, the main one last, within reach of the thumb.
fn actions(claim: &Claim, terms: &Terms, opening: &Opening) -> impl IntoView + use<> {
    let (id, pledged) = (claim.id, claim.state == ClaimState::Pledged);
    let longer = (pledged && !claim.extended).then_some(claim.due + terms.days * DAY);
    let (shift, waits) = (shift_form(claim, terms.waits, opening), terms.waits);
    let opening = opening.clone();
    let cancel = format!("/claims/{id}/cancel");
    view! {
        {shift}
        {longer.map(|due| view! {
            <ActionForm to=format!("/claims/{id}/extend")>
                <Submit label=t!("claims-extend", day = date_near(due)) tone="quiet" icon="calendar" wide=true />
            </ActionForm>
        })}
        <More summary=t!("claims-cancel-fold") to=cancel.clone()>
            <ActionForm to=cancel>
                <TextArea name="reason" label=t!("claims-cancel-reason") hint=t!("claims-cancel-hint") required=true rows=2 />
                <Submit label=t!("claims-cancel") tone="bad" />
            </ActionForm>
        </More>
        {pledged.then(|| send_form(id, waits, opening))}
    }
}
