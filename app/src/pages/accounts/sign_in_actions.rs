//! Actions that sign in without a password: with a family's card, or with a one-time code.

use domain::{Code, Error};
use store::accounts::sign_in::{card_sign_in::Welcome, codes::Message};

use crate::{
    pages::accounts::{actions, admin::language_actions},
    web::{Cx, Done, To, messages::Outgoing, session},
};

/// Handles `POST /sign-in/card`: card number, plus the PIN once the form asks for it.
///
/// A scanned card address redirects to the card's own page, which asks whether this phone is the family's own.
///
/// # Errors
/// As [`store::Store::card_sign_in`].
pub async fn card(cx: Cx) -> Done {
    if let Some(secret) = scanned(cx.field("card")) {
        return Ok(To::page(format!("/card/{secret}")));
    }
    let today = cx.checked("today");
    let pin = cx.form.value("pin");
    let welcome = cx.store.card_sign_in(cx.field("card"), pin.unwrap_or_default(), today, cx.browser()).await;
    match welcome.map_err(Error::from) {
        // Only the number was typed: the form comes back and asks for the PIN.
        Err(Error::NotAllowed(Code::PinNeeded)) if pin.is_none() => Ok(To::again()),
        Err(error) => Err(error),
        // On a borrowed phone (`today`) the way is not remembered.
        Ok(welcome) => Ok(enter(&cx, welcome, if today { "" } else { "card" }).await?),
    }
}

/// Extracts the secret from a scanned card address.
fn scanned(typed: &str) -> Option<&str> {
    let (_, secret) = typed.trim().rsplit_once("/card/")?;
    secret.chars().all(|c| c.is_ascii_alphanumeric()).then_some(secret).filter(|secret| !secret.is_empty())
}

/// Handles `POST /sign-in/code`: asks for a code to be sent, then signs in with it.
///
/// # Errors
/// [`Code::NoMessages`] without an SMS gateway; as [`store::Store::code_ask`] and [`store::Store::code_sign_in`].
pub async fn code(cx: Cx) -> Done {
    if cx.messages.is_none() {
        return Err(Error::Conflict(Code::NoMessages));
    }
    let phone = cx.field("phone");
    if cx.field("one_time").is_empty() {
        if let Some(message) = cx.store.code_ask(phone, &cx.address).await? {
            send(&cx, message);
        }
        return Ok(To::again());
    }
    let welcome = cx.store.code_sign_in(phone, cx.field("one_time"), &cx.address).await?;
    enter(&cx, welcome, "code").await
}

/// Sends a one-time code in the language of the page; does nothing without a gateway.
pub(crate) fn send(cx: &Cx, message: Message) {
    if let Some(messages) = &cx.messages {
        let text = cx.lang.tf("code-message", &[("code", message.code.as_str().into())]);
        messages.send(Outgoing { phone: message.phone, code: message.code, text });
    }
}

/// Sets the session cookie, and remembers the way and the browser, unless it is borrowed.
async fn enter(cx: &Cx, welcome: Welcome, way: &str) -> Result<To, Error> {
    // Without this, the session this browser had before would stay valid with no cookie left to end it.
    if !cx.token.is_empty() {
        cx.store.sign_out(&cx.token).await?;
    }
    let to =
        To::page(actions::home_of(cx, &welcome.actor)).cookie(cx.cookies.session_for(&welcome.token, welcome.seconds));
    let to = if way.is_empty() { to } else { to.cookie(actions::device(cx, &welcome.actor)) };
    // The first code ends a password that another person may have set.
    let bare = way == "code" && welcome.actor.household == 0 && !cx.store.has_password(&welcome.actor).await?;
    let to = if bare { to.saying("done-phone-proved") } else { to };
    language_actions::preferred(cx, &welcome.actor, to.cookie(cx.cookies.choice(session::WAY, way))).await
}
