//! Posting wishes and taking them back.

use domain::{Error, Result, catalogue, wishes::NewWish};
use store::voice::Enclosed;

use crate::{
    page::{Cx, Done, To},
    parts::InTheWay,
};

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
        again: cx.checked("again"),
        beyond: cx.field("beyond").to_owned(),
    })
}

/// Posts the wish of a form with [`crate::parts::WishFields`], with what was said and shown. A form that is refused comes
/// back, but browsers do not send a file twice: what was said waits for it.
///
/// # Errors
/// As [`store::Store::wish_post_with`].
pub(crate) async fn post(cx: &Cx, new: NewWish) -> Result<i64> {
    let bytes = |name| cx.file(name).map(<[u8]>::to_vec).unwrap_or_default();
    let enclosed = Enclosed { voice: bytes("voice"), kept: cx.field_i64("voice_kept"), photo: bytes("photo") };
    let voice = enclosed.voice.clone();
    let posted = cx.store.wish_post_with(&cx.by(), new, enclosed).await;
    if posted.is_err() && !voice.is_empty() {
        // What cannot be kept either has been refused for the same reason.
        let _ = cx.store.voice_keep(&cx.by(), voice).await;
    }
    Ok(posted?)
}

/// The recording that waits while the form of this request comes back, or 0.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn voice_waiting(cx: &Cx) -> Result<i64> {
    let sent = cx.file("voice").is_some() || !cx.field("voice_kept").is_empty();
    Ok(if sent { cx.store.voice_waiting(&cx.actor).await? } else { 0 })
}

/// What stands in the way of a wish for this thing.
///
/// # Errors
/// Another area's household.
pub(crate) async fn in_the_way(cx: &Cx, household: i64, item: i64) -> Result<InTheWay> {
    let same = cx.store.same_wish(&cx.actor, household, item).await?;
    let room = cx.store.wish_room(&cx.actor, household).await?;
    Ok(InTheWay { same, room, staff: cx.actor.household != household })
}

/// Posts a wish of one's own family, or keeps it as a draft.
///
/// # Errors
/// Wrong fields, or no family.
pub async fn post_own(cx: Cx) -> Done {
    let new = wished(&cx, 0)?;
    let draft = new.draft;
    let id = post(&cx, new).await?;
    Ok(if draft {
        To::page(format!("/home/wishes/{id}")).saying("done-wish-kept")
    } else {
        To::page(format!("/home/wishes/{id}/sent")).saying("done-wish-sent")
    })
}

/// Sends a draft for review.
///
/// # Errors
/// Somebody else's, or no draft any more.
pub async fn submit_own(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.wish_submit(&cx.by(), id).await?;
    Ok(To::page(format!("/home/wishes/{id}/sent")).saying("done-wish-sent"))
}

/// Throws away what one said with a wish.
///
/// # Errors
/// Somebody else's.
pub async fn voice_remove(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.voice_remove(&cx.by(), id).await?;
    Ok(To::page(format!("/home/wishes/{id}")).saying("done-voice-removed"))
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
