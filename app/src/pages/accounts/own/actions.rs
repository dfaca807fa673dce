//! Actions on one's own account: name, phone, area, organisation, closing.

use domain::{Code, Error};
use store::accounts::{
    identity::SetName,
    membership::{LeaveOrganisation, SetArea},
};

use crate::{
    pages::accounts::sign_in_actions::send,
    web::{Cx, Done, To, session},
};

/// Handles `POST /me/name`.
///
/// # Errors
/// As [`SetName`].
pub async fn name(cx: Cx) -> Done {
    cx.store.run(&cx.by(), SetName { name: cx.field("name").to_owned() }).await?;
    Ok(To::page("/me/contact").saying("done-name-set"))
}

/// Handles `POST /me/phone`: sends a code to the new phone, then takes it. Without a gateway it takes the password.
///
/// # Errors
/// As [`store::Store::phone_code`], [`store::Store::phone_set_proved`] and [`store::Store::phone_set`].
pub async fn phone(cx: Cx) -> Done {
    let phone = cx.field("phone");
    if cx.messages.is_none() {
        cx.store.phone_set(&cx.by(), phone, cx.form.value("old").unwrap_or_default()).await?;
    } else if cx.field("one_time").is_empty() {
        let message = cx.store.phone_code(&cx.actor, phone, &cx.address).await?;
        send(&cx, message);
        return Ok(To::again());
    } else {
        cx.store.phone_set_proved(&cx.by(), phone, cx.field("one_time"), &cx.address).await?;
    }
    Ok(To::page("/me/contact").saying("done-phone-set"))
}

/// Leads on to the page that sent the donor here, else back.
fn onwards(cx: &Cx) -> To {
    let next = cx.next();
    To::page(if next.is_empty() { "/me/area".to_owned() } else { next })
}

/// Handles `POST /me/area`.
///
/// # Errors
/// As [`SetArea`].
pub async fn area(cx: Cx) -> Done {
    let area = cx.field_i64("area");
    cx.store.run(&cx.by(), SetArea { area }).await?;
    let name = cx.store.roots().await?.into_iter().find(|root| root.id == area).map(|root| root.name);
    Ok(onwards(&cx).saying_with("done-area-set", [("area", name.unwrap_or_default())]))
}

/// Handles `POST /me/organisation`.
///
/// # Errors
/// As [`store::Store::organisation_join`].
pub async fn join(cx: Cx) -> Done {
    let organisation = cx.store.organisation_join(&cx.by(), cx.field("invitation")).await?;
    Ok(onwards(&cx).saying_with("done-joined", [("organisation", organisation)]))
}

/// Handles `POST /me/organisation/leave`.
///
/// # Errors
/// As [`LeaveOrganisation`].
pub async fn leave(cx: Cx) -> Done {
    cx.store.run(&cx.by(), LeaveOrganisation).await?;
    Ok(To::page("/me/area").saying("done-left"))
}

/// Handles `POST /me/close`: closes the account, and makes this browser forget it.
///
/// # Errors
/// As [`store::Store::account_close`]; field `sure` unless it was ticked.
pub async fn close(cx: Cx) -> Done {
    cx.signed_in()?;
    if !cx.checked("sure") {
        return Err(Error::field("sure", Code::Required));
    }
    cx.store.account_close(&cx.by(), cx.form.value("old").unwrap_or_default()).await?;
    let to = To::page("/").cookie(cx.cookies.no_session()).cookie(cx.cookies.choice(session::DEVICE, ""));
    Ok(to.cookie(cx.cookies.choice(session::WAY, "")).saying("done-closed-for-good"))
}
