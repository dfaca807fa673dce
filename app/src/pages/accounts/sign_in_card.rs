//! Signing in with a family's card, scanned or typed.

use domain::{Code, Error};
use leptos::prelude::*;
use store::accounts::sign_in::{
    card_sign_in::Face,
    pins::{self, PinState},
};

use crate::{
    components::{ActionForm, Banner, Field, Icon, LangSwitch, Submit},
    islands::ScanField,
    pages::refusal,
    web::{Cx, Here, Page, Shown},
};

/// The card number of a posted form if it was accepted, so that only the PIN is asked for; else empty.
#[derive(Clone, Default)]
pub(crate) struct Typed {
    card: String,
    /// Whose card it is; none if the number was not accepted, or may not be looked up again now.
    face: Option<Face>,
}

impl Typed {
    pub(crate) async fn of(cx: &Cx) -> Typed {
        let about_pin = match &cx.form.error {
            None => true,
            Some(Error::NotAllowed(code)) => matches!(code, Code::PinNeeded | Code::WrongPin | Code::CardLocked),
            Some(_) => false,
        };
        // Either error may follow too many tries; a posted `pin` means that the number had been accepted.
        let about_pin = about_pin || !cx.field("pin").is_empty();
        let card = if about_pin { cx.field("card").to_owned() } else { String::new() };
        let face = if card.is_empty() { None } else { cx.store.card_face(&card, cx.browser()).await.ok() };
        Typed { card, face }
    }
}

/// Renders the tab: the card's picture and number field, or the PIN field for an accepted number.
pub(crate) fn form(typed: Typed, next: String) -> impl IntoView {
    if !typed.card.is_empty() {
        return view! {
            {typed.face.as_ref().map(who)}
            <ActionForm to="/sign-in/card">
                {typed.face.as_ref().map(tries)}
                {hidden(typed.card, next)}
                {pin_field()}
                {buttons()}
            </ActionForm>
        }
        .into_any();
    }
    view! {
        <div class="hello tint-all card-hello">
            <Icon name="scan" />
            <Icon name="card" />
            <h2>{t!("card-scan-title")}</h2>
            <p>{t!("card-scan-text")}</p>
        </div>
        <ScanField>
            <ActionForm to="/sign-in/card">
                <button type="button" class="btn btn-soft btn-wide" hidden data-wake="BarcodeDetector" data-scan>
                    <Icon name="scan" />{t!("scan")}
                </button>
                <video class="scan" hidden playsinline muted aria-label=t!("scan-view")></video>
                <input type="hidden" name="next" value=next />
                <Field
                    name="card" label=t!("field-card") hint=t!("card-number-hint") inputmode="numeric" autocomplete="off"
                    class="card-input" required=true max_length=80
                />
                {buttons()}
            </ActionForm>
        </ScanField>
        <p class="note">{t!("card-lost")}</p>
    }
    .into_any()
}

/// Renders `GET /card/{secret}`: whom this card signs in. Only the button's POST signs in.
pub async fn page(cx: Cx) -> Shown {
    let secret = cx.param("secret").to_owned();
    let face = match cx.store.card_face(&secret, cx.browser()).await.map_err(Error::from) {
        Ok(face) => face,
        // A malformed secret is not found. Every answer is `secret()`: the URL signs in, so it must not leak.
        Err(error) => {
            let error = if matches!(error, Error::Invalid(_)) { Error::NotFound } else { error };
            let contact = refusal::contact(&cx, &error).await;
            return Ok(refusal::page(&cx, &error, contact).secret());
        }
    };
    Ok(Page::new(cx.lang.t("card-title"), Here::Nowhere, move || {
        view! {
            {who(&face)}
            {pins_word(face.pin)}
            <ActionForm to="/sign-in/card">
                {tries(&face)}
                {hidden(secret, String::new())}
                {(face.pin == PinState::Set).then(pin_field)}
                {buttons()}
            </ActionForm>
            <LangSwitch />
        }
    })
    .back("/")
    .narrow()
    .plain()
    .secret())
}

fn who(face: &Face) -> impl IntoView + use<> {
    let (number, masked) = (face.household.to_string(), face.masked.clone());
    view! {
        <div class="hello tint-all card-hello">
            <Icon name="card" />
            <h2>{t!("card-who", number = number, name = masked)}</h2>
            <p>{t!("card-who-text")}</p>
        </div>
    }
}

fn pins_word(pin: PinState) -> Option<AnyView> {
    let words = match pin {
        PinState::Resting => t!("card-pin-resting"),
        PinState::Locked => t!("card-pin-locked"),
        PinState::Unset | PinState::Set => return None,
    };
    Some(view! { <Banner tone="amber">{words}</Banner> }.into_any())
}

/// Renders how many tries are left, once one was wrong.
fn tries(face: &Face) -> Option<AnyView> {
    let few = face.pin == PinState::Set && face.tries < pins::RESTS_AFTER;
    few.then(|| view! { <p class="note">{t!("card-pin-left", n = face.tries)}</p> }.into_any())
}

fn hidden(card: String, next: String) -> impl IntoView {
    view! {
        <input type="hidden" name="card" value=card />
        <input type="hidden" name="next" value=next />
    }
}

fn pin_field() -> impl IntoView {
    view! {
        <Field
            name="pin" label=t!("field-pin") hint=t!("card-pin-hint") kind="password" inputmode="numeric" autocomplete="off"
            class="card-input" required=true max_length=6 ready=true
        />
    }
}

/// Renders the two buttons: sign in on the family's own phone, or for today only on a borrowed one.
fn buttons() -> impl IntoView {
    view! {
        <Submit label=t!("sign-in-do") icon="sign-in" wide=true />
        <Submit label=t!("card-today") tone="quiet" icon="clock" wide=true choice=("today", "yes".to_owned()) />
        <p class="note">{t!("card-today-note")}</p>
    }
}
