//! Signing in and out, registering, and choosing how the pages look.

use domain::accounts::Registration;

use crate::{
    pages::accounts::admin::language_actions,
    shell,
    web::{Cx, Done, To, session},
};

/// Signs in and goes on to where the person wanted to go.
///
/// # Errors
/// One refusal for everything that does not fit, or too many tries.
pub async fn sign_in(cx: Cx) -> Done {
    let password = cx.form.value("password").unwrap_or_default();
    let (token, actor) = cx.store.sign_in(cx.field("phone"), password, &cx.address).await?;
    // A session that this browser had before would stay open unseen.
    if !cx.token.is_empty() {
        cx.store.sign_out(&cx.token).await?;
    }
    let next = cx.next();
    let to = if next.is_empty() { shell::start(&actor).to_owned() } else { next };
    let to = To::page(to).cookie(cx.cookies.session(&token));
    // Next time the same way comes first.
    let to = if cx.way.is_empty() { to } else { to.cookie(cx.cookies.choice(session::WAY, "")) };
    language_actions::preferred(&cx, &actor, to).await
}

/// Registers a donor and signs in.
///
/// # Errors
/// Wrong fields, a phone that has an account, or too many registrations from one address.
pub async fn register(cx: Cx) -> Done {
    let new = Registration {
        phone: cx.field("phone").to_owned(),
        name: cx.field("name").to_owned(),
        password: cx.form.value("password").unwrap_or_default().to_owned(),
        invitation: cx.field("invitation").to_owned(),
        area: cx.field_i64("area"),
    };
    let name = new.name.clone();
    let invited = if new.invitation.is_empty() { None } else { cx.store.invitation(&new.invitation).await? };
    let (token, _) = cx.store.register(&cx.by(), new, &cx.address).await?;
    let next = cx.next();
    let to = To::page(if next.is_empty() { "/".to_owned() } else { next }).cookie(cx.cookies.session(&token));
    Ok(match invited {
        Some((organisation, _)) => {
            to.saying_with("done-registered-member", [("name", name), ("organisation", organisation.name)])
        }
        None => to.saying_with("done-registered", [("name", name)]),
    })
}

/// Ends the session.
///
/// # Errors
/// Only when the database fails; then the browser stays signed in and may try again.
pub async fn sign_out(cx: Cx) -> Done {
    if !cx.token.is_empty() {
        cx.store.sign_out(&cx.token).await?;
    }
    Ok(To::page("/").cookie(cx.cookies.no_session()).saying("done-signed-out"))
}

/// Keeps the language.
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

/// Keeps the view: everything larger, or not. An account keeps it, too, for another phone.
///
/// # Errors
/// Only when the database fails.
pub async fn view(cx: Cx) -> Done {
    let view = if cx.field("view") == "elder" { "elder" } else { "" };
    if cx.actor.is_signed_in() {
        cx.store.view_set(&cx.by(), !view.is_empty()).await?;
    }
    Ok(To::page(cx.came_from()).cookie(cx.cookies.choice(session::VIEW, view)))
}

/// Changes the password; every other session ends.
///
/// # Errors
/// The old one is wrong, the new one too weak, or too many tries.
pub async fn password(cx: Cx) -> Done {
    let typed = |name| cx.form.value(name).unwrap_or_default();
    let token = cx.store.change_password(&cx.by(), typed("old"), typed("new")).await?;
    Ok(To::page("/me").saying("done-password-changed").cookie(cx.cookies.session(&token)))
}
