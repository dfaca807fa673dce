//! Actions on families' cards and PINs. A new card's secret is shown once and cannot be shown again.

use store::accounts::sign_in::{
    cards::{IssuedCard, RevokeCard},
    pins::ClearPin,
};

use crate::{
    pages::accounts::{
        cards::{
            issue::posted_reason,
            print::{Printed, printed},
        },
        setup_code,
    },
    web::{Cx, Done, Here, Shown, To},
};

/// Handles `POST /desk/households/{id}/card`: replaces the family's card and shows the new one once.
///
/// # Errors
/// Outside the actor's areas; field `reason` or `words`; [`domain::Code::FileClosed`]; [`domain::Code::CardShown`] when
/// the form is sent twice.
pub async fn make(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let fresh = cx.store.card_make(&cx.by(), posted_reason(&cx, id)?).await?;
    show(&cx, vec![fresh], format!("/desk/households/{id}/sign-in")).await
}

/// Handles `POST /desk/cards`: creates cards for the chosen families without one, and shows them once.
///
/// # Errors
/// Field `household` when none or too many are chosen; as [`make`].
pub async fn make_many(cx: Cx) -> Shown {
    let chosen = cx.fields("household").into_iter().filter_map(|id| id.parse().ok()).collect();
    let reason = posted_reason(&cx, 0)?;
    let fresh = cx.store.cards_make(&cx.by(), chosen, reason.reason, reason.words).await?;
    show(&cx, fresh, "/desk/cards".to_owned()).await
}

/// Handles `POST /desk/households/{id}/password`: makes a set-up code for the family, and shows it once.
///
/// # Errors
/// Outside the actor's areas; field `reason` or `words`, field `phone` for a family without one;
/// [`domain::Code::FileClosed`]; [`domain::Code::SetupShown`] when the form is sent twice.
pub async fn setup_code(cx: Cx) -> Shown {
    let id = cx.id("id")?;
    let fresh = cx.store.household_password(&cx.by(), posted_reason(&cx, id)?).await?;
    let who = cx.lang.tf("card-family", &[("number", id.to_string().into())]);
    Ok(setup_code::shown(&cx, fresh, who, format!("/desk/households/{id}/sign-in"), Here::Households))
}

async fn show(cx: &Cx, fresh: Vec<IssuedCard>, back: String) -> Shown {
    let mut cards = Vec::with_capacity(fresh.len());
    for fresh in fresh {
        let place = cx.store.card_place(fresh.household).await?;
        cards.push(Printed { fresh, place });
    }
    Ok(printed(cx, cards, back))
}

/// Handles `POST /desk/households/{id}/card/revoke`.
///
/// # Errors
/// Outside the actor's areas.
pub async fn revoke(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RevokeCard(id)).await?;
    Ok(To::page(format!("/desk/households/{id}/sign-in")).saying("done-card-revoked"))
}

/// Handles `POST /desk/households/{id}/pin/clear`.
///
/// # Errors
/// Outside the actor's areas.
pub async fn pin_clear(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ClearPin(id)).await?;
    Ok(To::page(format!("/desk/households/{id}/sign-in")).saying("done-pin-cleared"))
}

/// Handles `POST /me/pin`: sets, changes or removes the family's own PIN.
///
/// # Errors
/// Field `pin` for an easy or malformed PIN, field `old_pin` for a wrong old one; as [`store::Store::pin_set`].
pub async fn pin(cx: Cx) -> Done {
    let typed = |name| cx.form.value(name).unwrap_or_default();
    if cx.checked("remove") {
        cx.store.pin_remove(&cx.by(), typed("old_pin")).await?;
        return Ok(To::page("/me").saying("done-pin-removed"));
    }
    cx.store.pin_set(&cx.by(), typed("old_pin"), typed("pin")).await?;
    Ok(To::page("/me").saying("done-pin-set"))
}
