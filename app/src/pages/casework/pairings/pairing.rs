//! One pairing: what is agreed, the contact after both agreed, and the reader's next step.

use domain::{
    Code, Error,
    casework::pairings::{ContactKind, PairedContact, Pairing, PairingAnswer, PairingEnd, PairingState},
    permission::Action,
};
use leptos::prelude::*;

use super::{name, pill};
use crate::{
    components::{ActionForm, Banner, Choice, Fact, Facts, More, Near, RowForm, Submit},
    i18n::lang,
    web::{Cx, Here, Page, Shown},
};

/// Renders `GET /pairings/{id}`.
pub async fn page(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let pairing = cx.store.pairing(&cx.actor, id).await?;
    let is_helper = pairing.household.is_none();
    let contact = match is_helper && pairing.state == PairingState::UnderWay {
        true => match cx.store.paired_contact(&cx.actor, id).await.map_err(Error::from) {
            Ok(contact) => Some(contact),
            Err(Error::NotAllowed(Code::FileNotOpened)) => None,
            Err(error) => return Err(error),
        },
        false => None,
    };
    // Auditors have no step of their own; coordinators have one while it is silent.
    let leads = pairing.silent && !is_helper && cx.actor.may_somewhere(Action::LeadCasework);
    let acts = is_helper || pairing.helper.is_none() || cx.actor.may_somewhere(Action::KeepHouseholds);
    let (here, back) = match (is_helper, pairing.helper.is_none()) {
        (true, _) => (Here::Claims, "/pairings"),
        (_, true) => (Here::Home, "/home/pairings"),
        _ => (Here::Pairings, "/desk/pairings"),
    };
    Ok(Page::new(cx.lang.t("pairing-title"), here, move || {
        let live = pairing.state.is_live();
        let under_way = pairing.state == PairingState::UnderWay;
        view! {
            <p class="cluster"><b>{name(&pairing)}</b>{pill(&pairing)}</p>
            {pairing.may_answer.then(|| answer(id))}
            {(pairing.state == PairingState::Proposed && !pairing.may_answer).then(|| view! { <Banner>{t!("pairing-waits")}</Banner> })}
            {pairing.may_renew.then(|| renew(id))}
            {facts(&pairing)}
            {(is_helper && under_way).then(|| shown(id, contact))}
            {(under_way && acts).then(|| contacts(id))}
            {(under_way && leads).then(|| view! { <Banner>{t!("pairing-silent-step")}</Banner> })}
            {(live && (acts || leads)).then(|| end(id))}
        }
    })
    .back(back)
    .narrow()
    .no_index())
}

fn facts(pairing: &Pairing) -> impl IntoView + use<> {
    let Pairing { household, need, organisation_name, started, last_contact, due, reason, helper, .. } =
        pairing.clone();
    let (helper_agreed, family_agreed, answer_by) = (pairing.helper_agreed, pairing.family_agreed, pairing.answer_by);
    let proposed = pairing.state == PairingState::Proposed;
    let said = |agreed: bool| if agreed { t!("pairing-agreed") } else { t!("pairing-not-yet") };
    let (helper_said, family_said) = (said(helper_agreed), said(family_agreed));
    let file = household.filter(|_| helper.is_some());
    view! {
        <Facts>
            {file.map(|file| view! {
                <Fact name=t!("desk-household")><a class="link" href=format!("/desk/households/{file}")>{t!("households-number-short", n = file.to_string())}</a></Fact>
            })}
            <Fact name=t!("pairing-what-for")>{lang().named("pairing-need", need.as_str())}</Fact>
            {(!organisation_name.is_empty()).then(|| view! { <Fact name=t!("pairing-organisation")>{organisation_name}</Fact> })}
            {proposed.then(|| view! {
                <Fact name=t!("pairing-helper-says")>{helper_said}</Fact>
                <Fact name=t!("pairing-family-says")>{family_said}</Fact>
                <Fact name=t!("pairing-answer-by")><Near at=answer_by /></Fact>
            })}
            {started.map(|at| view! { <Fact name=t!("pairing-started")><Near at=at /></Fact> })}
            {last_contact.map(|at| view! { <Fact name=t!("pairing-last")><Near at=at /></Fact> })}
            {due.map(|at| view! { <Fact name=t!("pairing-until")><Near at=at /></Fact> })}
            {reason.map(|reason| view! { <Fact name=t!("pairing-reason")>{lang().named("pairing-end", reason.as_str())}</Fact> })}
        </Facts>
    }
}

fn answer(id: i64) -> impl IntoView {
    let button = |answer: PairingAnswer, class: &'static str| {
        let label = lang().named("pairing-answer", answer.as_str());
        view! {
            <RowForm to=format!("/pairings/{id}/answer")>
                <input type="hidden" name="answer" value=answer.as_str() />
                <button class=class>{label}</button>
            </RowForm>
        }
    };
    view! {
        <section class="card">
            <h2>{t!("pairing-asked")}</h2>
            <p>{t!("pairing-asked-note")}</p>
            <div class="cluster">
                {button(PairingAnswer::Accept, "btn btn-main")}
                {button(PairingAnswer::Decline, "btn btn-quiet")}
            </div>
        </section>
    }
}

fn renew(id: i64) -> impl IntoView {
    view! {
        <section class="card">
            <p>{t!("pairing-renew-note")}</p>
            <RowForm to=format!("/pairings/{id}/renew")><button class="btn btn-main">{t!("pairing-renew")}</button></RowForm>
        </section>
    }
}

/// Renders the contact while it is revealed, else the way to reveal it.
fn shown(id: i64, contact: Option<PairedContact>) -> AnyView {
    let Some(PairedContact { name, phone, address }) = contact else {
        return view! {
            <ActionForm to=format!("/pairings/{id}/reveal")>
                <p class="note">{t!("pairing-reveal-note")}</p>
                <Submit label=t!("pairing-reveal") icon="eye" tone="soft" />
            </ActionForm>
        }
        .into_any();
    };
    view! {
        <Facts>
            <Fact name=t!("households-contact")>{name}</Fact>
            {(!phone.is_empty()).then(|| view! { <Fact name=t!("field-phone")><a class="link" href=format!("tel:{phone}")>{phone.clone()}</a></Fact> })}
            {(!address.is_empty()).then(|| view! { <Fact name=t!("field-address")>{address}</Fact> })}
        </Facts>
    }
    .into_any()
}

/// Renders a button for each kind of contact: one tap.
fn contacts(id: i64) -> impl IntoView {
    let buttons = ContactKind::ALL
        .iter()
        .map(|kind| {
            let (value, label) = (kind.as_str(), lang().named("pairing-contact", kind.as_str()));
            view! {
                <RowForm to=format!("/pairings/{id}/contact")>
                    <input type="hidden" name="kind" value=value />
                    <button class="btn btn-soft">{label}</button>
                </RowForm>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="contact">
            <h2 id="contact">{t!("pairing-contact")}</h2>
            <div class="cluster">{buttons}</div>
        </section>
    }
}

fn end(id: i64) -> impl IntoView {
    let to = format!("/pairings/{id}/end");
    let reasons = PairingEnd::CHOICES
        .iter()
        .map(|reason| (reason.as_str().to_owned(), lang().named("pairing-end", reason.as_str()), String::new()))
        .collect::<Vec<_>>();
    view! {
        <More summary=t!("pairing-end") to=to.clone()>
            <ActionForm to=to>
                <Choice name="reason" label=t!("pairing-reason") options=reasons />
                <Submit label=t!("pairing-end-do") tone="bad" />
            </ActionForm>
        </More>
    }
}
