//! Signing in without a password: with a family's card, or with a code that is sent to a phone.

use domain::{Code, Error};
use store::accounts::sign_in::card_sign_in::Welcome;

use crate::{
    pages::accounts::admin::language_actions,
    shell,
    web::{Cx, Done, To, messages::Outgoing, session},
};

/// POST `/sign-in/card`: the card, and its PIN once the form asks for it. The address that a camera read off the card
/// leads to the card's own page, where one says whose phone this is.
///
/// # Errors
/// No card that works, a wrong PIN, or too many tries.
pub async fn card(cx: Cx) -> Done {
    if let Some(secret) = scanned(cx.field("card")) {
        return Ok(To::page(format!("/card/{secret}")));
    }
    let today = cx.checked("today");
    let pin = cx.form.value("pin");
    let welcome = cx.store.card_sign_in(cx.field("card"), pin.unwrap_or_default(), today, &cx.address).await;
    match welcome.map_err(Error::from) {
        // The number alone was typed: now the form asks for the PIN.
        Err(Error::NotAllowed(Code::PinNeeded)) if pin.is_none() => Ok(To::again()),
        Err(error) => Err(error),
        // Somebody else's phone need not remember whose card it saw.
        Ok(welcome) => Ok(enter(&cx, welcome, if today { "" } else { "card" }).await?),
    }
}

/// The secret in a card's address.
fn scanned(typed: &str) -> Option<&str> {
    let (_, secret) = typed.trim().rsplit_once("/card/")?;
    secret.chars().all(|c| c.is_ascii_alphanumeric()).then_some(secret).filter(|secret| !secret.is_empty())
}

/// POST `/sign-in/code`: a phone, and then the code that came.
///
/// # Errors
/// No gateway, no phone, not the code, too soon, or too many tries.
pub async fn code(cx: Cx) -> Done {
    let Some(messages) = &cx.messages else { return Err(Error::Conflict(Code::NoMessages)) };
    let phone = cx.field("phone");
    if cx.field("one_time").is_empty() {
        if let Some(message) = cx.store.code_ask(phone, &cx.address).await? {
            let text = cx.lang.tf("code-message", &[("code", message.code.as_str().into())]);
            messages.send(Outgoing { phone: message.phone, code: message.code, text });
        }
        return Ok(To::again());
    }
    let welcome = cx.store.code_sign_in(phone, cx.field("one_time"), &cx.address).await?;
    enter(&cx, welcome, "code").await
}

/// Signs the browser in, and remembers how.
async fn enter(cx: &Cx, welcome: Welcome, way: &str) -> Result<To, Error> {
    // A session that this browser had before would stay open unseen.
    if !cx.token.is_empty() {
        cx.store.sign_out(&cx.token).await?;
    }
    let next = cx.next();
    let to = if next.is_empty() { shell::start(&welcome.actor).to_owned() } else { next };
    let to = To::page(to).cookie(cx.cookies.session_for(&welcome.token, welcome.seconds));
    language_actions::preferred(cx, &welcome.actor, to.cookie(cx.cookies.choice(session::WAY, way))).await
}
