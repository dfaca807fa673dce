//! The page by which an office answers one referral without an account: a cover that names no family, and behind its
//! button what the family agreed to. The address is secret, so every answer here is `secret()`.

use domain::{
    Error, Result,
    services::{
        office::{OfficeCover, OfficeView},
        referrals::{Party, ReferralState, ReferralStep},
    },
};
use leptos::prelude::*;
use store::By;

use super::pieces::state_pill;
use crate::{
    components::{ActionForm, Banner, Empty, Fact, Facts, Field, Near, Qr, Submit, TextArea},
    i18n::lang,
    pages::refusal,
    web::{Cx, Here, Page, Shown, new_request_id},
};

/// Renders an error of a link; never with its address in a referrer.
async fn refused(cx: &Cx, error: Error) -> Shown {
    let contact = refusal::contact(cx, &error).await;
    Ok(refusal::page(cx, &error, contact).plain().secret())
}

/// Renders `GET /office/{token}`: for which office, and a button. Programs that follow links in messages open nothing.
pub async fn cover(cx: Cx) -> Shown {
    let token = cx.param("token").to_owned();
    match cx.store.office_cover(&token, &cx.address).await.map_err(Error::from) {
        Ok(cover) => Ok(covered(&cx, token, cover)),
        Err(error) => refused(&cx, error).await,
    }
}

fn covered(cx: &Cx, token: String, cover: OfficeCover) -> Page {
    Page::new(cx.lang.t("office-title"), Here::Nowhere, move || {
        let OfficeCover { organisation_name, service_name, state, ends } = cover;
        view! {
            <p class="cluster"><b>{organisation_name}</b>{state_pill(state)}</p>
            <h2>{service_name}</h2>
            <p>{t!("office-cover-text")}</p>
            <ActionForm to=format!("/office/{token}/open")>
                <Submit label=t!("office-open") icon="eye" wide=true />
            </ActionForm>
            <p class="soft">{t!("referral-link-ends")}" "<Near at=ends /></p>
        }
    })
    .narrow()
    .plain()
    .secret()
}

/// Handles `POST /office/{token}/open`: shows what the family agreed to, which is written down.
pub async fn open(cx: Cx) -> Shown {
    let by = cx.by();
    shown(&cx, &by).await
}

/// Shows the referral again with a refused answer. Each time it shows is written down.
pub async fn opened(cx: Cx) -> Shown {
    let by = By::new(cx.actor.clone(), new_request_id());
    shown(&cx, &by).await
}

async fn shown(cx: &Cx, by: &By) -> Shown {
    let token = cx.param("token").to_owned();
    match cx.store.office_open(by, &token, &cx.address).await.map_err(Error::from) {
        Ok(view) => Ok(answering(cx, format!("/office/{token}/answer"), view).plain().secret()),
        Err(error) => refused(cx, error).await,
    }
}

/// Renders `GET /desk/office-referrals/{id}`, for the receiving organisation's staff and members who act for it.
pub async fn staff(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let view = cx.store.office_referral(&cx.actor, id).await?;
    // An account with a family has no page of its organisation.
    let back = if cx.actor.household == 0 { "/organisation" } else { "/notices" };
    Ok(answering(&cx, format!("/desk/office-referrals/{id}"), view).back(back).secret())
}

/// The referral as the office reads it, with the form for its answer.
fn answering(cx: &Cx, to: String, view: OfficeView) -> Page {
    Page::new(cx.lang.t("office-title"), Here::Nowhere, move || {
        let open = |step: &ReferralStep| step.is_answer() && (*step != ReferralStep::Hold || view.may_hold);
        let steps = view.state.steps(Party::Office).into_iter().filter(open).collect::<Vec<_>>();
        let due = view.due;
        let form = (!steps.is_empty()).then(|| answer_form(to, &steps));
        view! {
            <p class="cluster"><b>{view.organisation_name.clone()}</b>{state_pill(view.state)}</p>
            <h2>{view.service_name.clone()}</h2>
            {due.map(|at| view! { <Banner tone="amber">{t!("office-due")}" "<Near at /></Banner> })}
            {(view.state == ReferralState::Disputed).then(|| view! { <Banner tone="plum">{t!("office-disputed")}</Banner> })}
            {facts(&view)}
            {form}
        }
    })
    .narrow()
    .no_index()
}

fn facts(view: &OfficeView) -> impl IntoView + use<> {
    let OfficeView { id, class, area_name, sent, sender, name, phone, address, need, .. } = view.clone();
    let nothing = [&name, &phone, &address, &need].into_iter().all(Option::is_none);
    view! {
        {need.map(|need| view! { <blockquote class="quote"><p>{need}</p></blockquote> })}
        <Facts>
            <Fact name=t!("referral-number")>{id}</Fact>
            <Fact name=t!("time-class")>{lang().named("time-class", class.as_str())}</Fact>
            <Fact name=t!("field-area")>{area_name}</Fact>
            <Fact name=t!("referrals-sent")><Near at=sent /></Fact>
            <Fact name=t!("referral-sender")>{sender}</Fact>
            {name.map(|name| view! { <Fact name=t!("shared-name")>{name}</Fact> })}
            {phone.map(|phone| view! { <Fact name=t!("shared-phone")><a class="link" href=format!("tel:{phone}")>{phone.clone()}</a></Fact> })}
            {address.map(|address| view! { <Fact name=t!("shared-address")>{address}</Fact> })}
        </Facts>
        {nothing.then(|| view! { <p class="note">{t!("office-nothing-shared")}</p> })}
    }
}

fn answer_form(to: String, steps: &[ReferralStep]) -> AnyView {
    let buttons = steps
        .iter()
        .enumerate()
        .map(|(n, step)| {
            let tone = match (n, step) {
                (_, ReferralStep::Refuse) => "bad",
                (0, _) => "main",
                _ => "soft",
            };
            let label = lang().named("referral-step", step.as_str());
            view! { <Submit label tone choice=("step", step.as_str().to_owned()) /> }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="answer-title">
            <h2 id="answer-title">{t!("office-answer")}</h2>
            <ActionForm to=to>
                <Field name="by" label=t!("office-by") hint=t!("office-by-hint") required=true max_length=40 autocomplete="name" />
                <TextArea name="words" label=t!("referral-words") hint=t!("office-words-hint") max_length=500 rows=3 />
                <div class="cluster">{buttons}</div>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Renders `GET /office`: what an office sees after its answer, when its link may have ended.
pub async fn thanks(cx: Cx) -> Shown {
    Ok(Page::new(cx.lang.t("office-title"), Here::Nowhere, || {
        view! { <Empty title=t!("office-thanks")>{t!("office-thanks-text")}</Empty> }
    })
    .narrow()
    .plain()
    .no_index())
}

/// Handles `POST /desk/referrals/{id}/link`: shows the new link, once.
pub async fn make_link(cx: Cx) -> Result<Page> {
    let id = cx.id("id")?;
    let token = cx.store.referral_link_make(&cx.by(), id).await?;
    let address = format!("{}/office/{token}", cx.origin);
    Ok(Page::new(cx.lang.t("referral-link"), Here::Referrals, move || {
        view! {
            <Banner tone="amber">{t!("referral-link-once")}</Banner>
            <p class="prose typed"><bdi>{address.clone()}</bdi></p>
            <Qr text=address caption=t!("referral-link-qr") />
        }
    })
    .back(format!("/desk/referrals/{id}"))
    .narrow()
    .secret())
}
