//! Actions on claims at the shop's counter: arrival, refusal, check, hand-over, filling from stock.

use domain::{
    Code, Error, Result, Timestamp,
    claims::{ApplianceCheck, Arrival, Claim},
    error::Checks,
};
use store::claims::{
    fill::{Fill, FillWish},
    fulfilment::{AcceptGoods, RefuseGoods, SignApplianceCheck},
};

use super::claim_forms::TICKS;
use crate::{
    i18n::{Lang, day_end},
    web::{Cx, Done, To},
};

/// Parses a date field to the end of that day; 0 when empty.
pub(crate) fn day(cx: &Cx, name: &'static str) -> Result<Timestamp> {
    match cx.field(name) {
        "" => Ok(0),
        text => day_end(text).ok_or(Error::field(name, Code::Unknown)),
    }
}

/// Most characters of the name that stands below a check.
const SIGNER: usize = 30;

/// Returns the name that stands below a check: that of the account that is signed in.
pub(crate) fn signer(cx: &Cx) -> String {
    cx.actor.name.chars().take(SIGNER).collect()
}

/// Requires the three checks of a used appliance that passed, each with its own error.
///
/// # Errors
/// The fields of the boxes that are not ticked.
pub(crate) fn must_be_ticked(cx: &Cx) -> Result<()> {
    let mut checks = Checks::default();
    for (tick, _) in TICKS {
        checks.ensure(tick, cx.checked(tick), Code::Required);
    }
    checks.done()
}

/// Parses the check of a used appliance, which the account that is signed in signs.
pub(crate) fn signed_check(cx: &Cx) -> Result<ApplianceCheck> {
    let passed = match cx.field("passed") {
        "yes" => true,
        "no" => false,
        "" => return Err(Error::field("passed", Code::Required)),
        _ => return Err(Error::field("passed", Code::Unknown)),
    };
    if passed {
        must_be_ticked(cx)?;
    }
    Ok(ApplianceCheck { checker: signer(cx), passed, note: cx.field("note").to_owned() })
}

/// Returns the arguments of the confirmation shown on the next page.
fn named(lang: Lang, claim: &Claim) -> [(&'static str, String); 3] {
    let title = lang.thing(&claim.key, &claim.size, &claim.title);
    [("title", title), ("n", claim.quantity.to_string()), ("claim", format!("#{}", claim.id))]
}

/// Handles `POST /shop/claims/{id}/arrive`.
///
/// Leads to the check if one is needed, else to the counter.
pub async fn arrive(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let found = Arrival { condition: cx.choice("condition")?, expires: day(&cx, "expires")? };
    let claim = cx.store.run(&cx.by(), AcceptGoods { claim: id, found }).await?;
    Ok(if claim.awaiting_check {
        To::page(format!("/shop/claims/{id}")).saying_with("done-shop-arrived-check", named(cx.lang, &claim))
    } else {
        To::page("/shop").saying_with("done-shop-arrived", named(cx.lang, &claim))
    })
}

/// Handles `POST /shop/claims/{id}/refuse`.
pub async fn refuse(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RefuseGoods { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page("/shop").saying_with("done-shop-refused", [("claim", format!("#{id}"))]))
}

/// Handles `POST /shop/claims/{id}/check`.
pub async fn check(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let check = signed_check(&cx)?;
    let passed = check.passed;
    let claim = cx.store.run(&cx.by(), SignApplianceCheck { claim: id, check }).await?;
    let said = if passed { "done-shop-checked" } else { "done-shop-check-failed" };
    Ok(To::page("/shop").saying_with(said, named(cx.lang, &claim)))
}

/// Handles `POST /shop/claims/{id}/hand-over`.
///
/// Leads to the next claim ready for the same wish, else to the counter.
pub async fn hand_over(cx: Cx) -> Done {
    let id = cx.id("id")?;
    // A scanned code may be a URL; only its last part counts.
    let code = cx.field("code").rsplit(['/', '=']).next().unwrap_or_default();
    if code.is_empty() {
        return Err(Error::field("code", Code::Required));
    }
    cx.store.claim_hand_over(&cx.by(), id, code.to_owned()).await?;
    let claim = cx.store.shop_claim(&cx.actor, id).await?.file.claim;
    // Several donors may have filled one wish; the family collects all of it at once.
    let code: String = domain::text::half_width(code).chars().filter(char::is_ascii_digit).collect();
    Ok(match cx.store.ready_beside(&cx.actor, &claim).await?.first() {
        Some(next) => To::page(format!("/shop/claims/{}?code={code}", next.claim.id))
            .saying_with("done-shop-handed-over-more", named(cx.lang, &claim)),
        None => To::page("/shop").saying_with("done-shop-handed-over", named(cx.lang, &claim)),
    })
}

/// Handles `POST /shop/fill/{id}`.
pub async fn fill(cx: Cx) -> Done {
    let wish = cx.id("id")?;
    let (lot, location) = cx.field("lot").split_once('-').ok_or(Error::field("lot", Code::Required))?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| Error::field("lot", Code::Unknown));
    let quantity = cx.field_i64("quantity");
    if quantity < 1 {
        return Err(Error::field("quantity", Code::OutOfRange));
    }
    let fill = Fill { lot: number(lot)?, item: 0, location: number(location)?, quantity };
    let claim = cx.store.run(&cx.by(), FillWish { wish, fill }).await?;
    Ok(To::page(format!("/shop/claims/{}", claim.id)).saying_with("done-shop-filled", named(cx.lang, &claim)))
}
