//! Actions: sign in and out, register, change password, language and view.

use domain::accounts::{Actor, Registration, sessions::Credential};
use store::accounts::factor::pending::FirstStep;

use crate::{
    pages::accounts::{admin::language_actions, sign_in_actions::send},
    shell,
    web::{
        Cx, Done, To,
        session::{self, Display},
        unsent,
    },
};

/// Cookie by which the next sign-in to this account knows the browser.
pub(crate) fn device(cx: &Cx, actor: &Actor) -> String {
    cx.cookies.choice(session::DEVICE, &cx.store.device_of(actor.account))
}

/// Where a sign-in leads: on to the page that asked for it, else to the account's own start.
pub(crate) fn home_of(cx: &Cx, actor: &Actor) -> String {
    let next = cx.next();
    if next.is_empty() { shell::start(actor).to_owned() } else { next }
}

/// Signs in with phone and password, then redirects to `next` or the account's home; first to the page that asks for
/// the code of an account with a second factor.
///
/// # Errors
/// [`domain::Code::WrongSignIn`] for an unknown phone as for a wrong password; [`domain::Code::TooManyTries`].
pub async fn sign_in(cx: Cx) -> Done {
    let password = cx.form.value("password").unwrap_or_default();
    match cx.store.sign_in_first(cx.field("phone"), password, cx.browser()).await? {
        FirstStep::Signed(token, actor) => entered(&cx, &token, &actor).await,
        FirstStep::Factor(pending) => {
            Ok(To::page(cx.link_with_next("/sign-in/factor")).cookie(cx.cookies.pending(&pending)))
        }
    }
}

/// Goes on with the session of a sign-in by password.
pub(crate) async fn entered(cx: &Cx, token: &str, actor: &Actor) -> Done {
    // Without this, the session this browser had before would stay valid with no cookie left to end it.
    if !cx.token.is_empty() {
        cx.store.sign_out(&cx.token).await?;
    }
    let to = To::page(home_of(cx, actor)).cookie(cx.cookies.session(token)).cookie(device(cx, actor));
    // Clearing the remembered way makes the password tab the first one again.
    let to = if cx.way.is_empty() { to } else { to.cookie(cx.cookies.choice(session::WAY, "")) };
    language_actions::preferred(cx, actor, to).await
}

/// Creates a donor account and signs it in. Where a message gateway is configured, sends a code to the phone first.
///
/// # Errors
/// As [`store::Store::register`]; with a gateway as [`store::Store::register_code`], then as
/// [`store::Store::register_proved`].
pub async fn register(cx: Cx) -> Done {
    let code = cx.field("one_time");
    if cx.messages.is_some() && code.is_empty() {
        let message = cx.store.register_code(cx.field("phone"), &cx.address).await?;
        send(&cx, message);
        return Ok(To::again());
    }
    let new = Registration {
        phone: cx.field("phone").to_owned(),
        name: cx.field("name").to_owned(),
        password: cx.form.value("password").unwrap_or_default().to_owned(),
        invitation: cx.field("invitation").to_owned(),
        area: cx.field_i64("area"),
        agreed: cx.field("agreed").parse().ok(),
    };
    let name = new.name.clone();
    let invited = if new.invitation.is_empty() { None } else { cx.store.invitation(&new.invitation).await? };
    let (token, account) = if cx.messages.is_some() {
        cx.store.register_proved(&cx.by(), new, code, &cx.address).await?
    } else {
        cx.store.register(&cx.by(), new, &cx.address).await?
    };
    let next = cx.next();
    let to = To::page(if next.is_empty() { "/".to_owned() } else { next }).cookie(cx.cookies.session(&token));
    let to = to.cookie(device(&cx, &Actor { account, ..Actor::default() }));
    Ok(match invited {
        Some((organisation, _)) => {
            to.saying_with("done-registered-member", [("name", name), ("organisation", organisation.name)])
        }
        None => to.saying_with("done-registered", [("name", name)]),
    })
}

/// Ends the session and clears its cookie. What this browser keeps of forms is deleted with it, so it asks first.
///
/// # Errors
/// Only when the database fails; the cookie then stays, so the browser can retry.
pub async fn sign_out(cx: Cx) -> Done {
    // A session that must do something else before all cannot see the question.
    let sees = !matches!(cx.actor.credential, Credential::SetupCode | Credential::FactorDue);
    if cx.waiting > 0 && cx.actor.is_signed_in() && sees && !cx.checked("lose") {
        return Ok(To::page("/unsent?leave=yes"));
    }
    if !cx.token.is_empty() {
        cx.store.sign_out(&cx.token).await?;
    }
    let to = To::page("/").cookie(cx.cookies.no_session()).saying("done-signed-out");
    Ok(if cx.waiting > 0 { to.cookie(cx.cookies.choice(unsent::WAITING, "")) } else { to })
}

/// Stores the language in a cookie.
///
/// # Errors
/// None: an unknown language changes nothing.
pub async fn language(cx: Cx) -> Done {
    let to = To::page(cx.came_from());
    Ok(match cx.offer.tagged(cx.field("lang")) {
        Some(lang) => to.cookie(cx.cookies.choice(session::LANG, lang.tag())),
        None => to,
    })
}

/// Stores the larger view in a cookie, and on the account so that other devices follow.
///
/// # Errors
/// Only when the database fails.
pub async fn view(cx: Cx) -> Done {
    let display = Display::of(Some(cx.field("view")), false);
    if cx.actor.is_signed_in() {
        cx.store.view_set(&cx.by(), display != Display::Normal).await?;
    }
    Ok(To::page(cx.came_from()).cookie(cx.cookies.choice(session::VIEW, display.as_str())))
}

/// Changes the account's password and ends every other session.
///
/// # Errors
/// Field `old` for a wrong old password, field `new` for a weak new one; [`domain::Code::TooManyTries`].
pub async fn password(cx: Cx) -> Done {
    let typed = |name| cx.form.value(name).unwrap_or_default();
    let token = cx.store.change_password(&cx.by(), typed("old"), typed("new")).await?;
    Ok(To::page("/me").saying("done-password-changed").cookie(cx.cookies.session(&token)))
}
