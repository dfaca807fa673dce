//! Posting wishes and taking them back.

use domain::{Error, Result, catalogue, wishes::NewWish};

use crate::page::{Cx, Done, To};

/// The wish that a form with [`crate::parts::WishFields`] asks for; `{key}` of the path is the thing.
///
/// # Errors
/// There is no such thing.
pub(crate) fn wished(cx: &Cx, household: i64) -> Result<NewWish> {
    let item = catalogue::by_key(cx.param("key")).ok_or(Error::NotFound)?;
    Ok(NewWish {
        household,
        item: item.id,
        size: cx.field("size").to_owned(),
        quantity: cx.field_i64("quantity"),
        member: cx.field_i64("member"),
        words: cx.field("words").to_owned(),
        draft: cx.checked("draft"),
    })
}

/// Posts a wish of one's own family, or keeps it as a draft.
///
/// # Errors
/// Wrong fields, or no family.
pub async fn post_own(cx: Cx) -> Done {
    let new = wished(&cx, 0)?;
    let draft = new.draft;
    let id = cx.store.wish_post(&cx.by(), new).await?;
    Ok(if draft {
        To::page(format!("/home/wishes/{id}")).saying("done-wish-kept")
    } else {
        To::page("/home").saying("done-wish-sent")
    })
}

/// Sends a draft for review.
///
/// # Errors
/// Somebody else's, or no draft any more.
pub async fn submit_own(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.wish_submit(&cx.by(), id).await?;
    Ok(To::page("/home").saying("done-wish-sent"))
}

/// Takes one's own wish back.
///
/// # Errors
/// Somebody else's, over already, or goods are on the way.
pub async fn withdraw_own(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.wish_withdraw(&cx.by(), id, cx.field("reason").to_owned()).await?;
    Ok(To::page("/home").saying("done-wish-withdrawn"))
}

/// Says that the family has the goods; whoever brought them can be thanked next.
///
/// # Errors
/// Another family's, or not handed over yet.
pub async fn confirm(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.claim_confirm(&cx.by(), id).await?;
    let thank =
        cx.store.errands(&cx.actor).await?.iter().any(|e| e.claim.id == id && e.claim.source == "donor" && !e.thanked);
    Ok(if thank {
        To::page(format!("/home/claims/{id}/thanks")).saying("done-wish-confirmed-thank")
    } else {
        To::page("/home").saying("done-wish-confirmed")
    })
}
