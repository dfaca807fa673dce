//! The family's actions on wishes: post, send, withdraw, confirm.

use domain::{
    Error, Result,
    catalogue::{self, items::is_own},
    wishes::{Meant, NewWish, free_titles::FreeTitle},
};
use store::{
    By,
    claims::lifecycle::ConfirmClaim,
    wishes::{
        drafts::ChangeDraft,
        lifecycle::{SubmitWish, WithdrawWish},
        media::voice::{RemoveVoice, WishMedia},
        needs::turns::StopNeed,
    },
};

use crate::{
    components::{FREE, InTheWay, Kept, WishThing},
    web::{Cx, Done, To, new_request_id},
};

/// Parses a form with [`crate::components::WishFields`]; `{key}` of the path is the item.
///
/// # Errors
/// Not found for an unknown item key.
pub(crate) fn wished(cx: &Cx, household: i64) -> Result<NewWish> {
    let key = cx.param("key");
    let free = (key == FREE).then(|| FreeTitle {
        title: cx.field("title").to_owned(),
        symbol: cx.field("symbol").parse().unwrap_or_default(),
    });
    let listed = catalogue::by_key(key).map(|item| item.id);
    let item = match (&free, listed) {
        (Some(_), _) => 0,
        (None, Some(item)) => item,
        (None, None) => key.parse::<i64>().ok().filter(|id| is_own(*id)).ok_or(Error::NotFound)?,
    };
    Ok(NewWish {
        household,
        item,
        size: cx.field("size").to_owned(),
        quantity: cx.field_i64("quantity"),
        member: cx.field_i64("member"),
        words: cx.field("words").to_owned(),
        draft: cx.checked("draft"),
        again: cx.checked("again"),
        beyond: cx.field("beyond").to_owned(),
        free,
        months: cx.field("months").parse::<i64>().ok().filter(|months| *months > 1),
    })
}

/// Loads what the last part of the address stands for, as a household may wish for it.
///
/// # Errors
/// Not found for an unknown key or number.
pub(crate) async fn thing(cx: &Cx, household: i64) -> Result<WishThing> {
    let key = cx.param("key");
    if key == FREE {
        return Ok(WishThing::Free);
    }
    if let Some(item) = catalogue::by_key(key) {
        return Ok(WishThing::Listed(item));
    }
    let own = cx.store.wishable_items(&cx.actor, household).await?;
    own.into_iter().find(|item| item.id.to_string() == key).map(WishThing::Own).ok_or(Error::NotFound)
}

/// Posts the wish of a form with [`crate::components::WishFields`], with recording and photo.
///
/// Browsers do not send a file twice, so a refused form's files are kept for the next attempt.
///
/// # Errors
/// As [`store::Store::wish_post_with`].
pub(crate) async fn post(cx: &Cx, new: NewWish) -> Result<i64> {
    let (enclosed, readable) = enclosed(cx).await;
    let posted = match readable {
        Ok(()) => cx.store.wish_post_with(&cx.by(), new, enclosed.clone()).await,
        Err(refused) => Err(refused),
    };
    if posted.is_err() {
        keep_files(cx, enclosed).await;
    }
    Ok(posted?)
}

/// Reads recording and picture of a form with [`crate::components::Enclosures`], and re-encodes the picture. One that
/// cannot be read is left out, and refused beside the rest.
pub(crate) async fn enclosed(cx: &Cx) -> (WishMedia, store::Result<()>) {
    let enclosed = without_picture(cx);
    let Some(upload) = cx.file("photo") else { return (enclosed, Ok(())) };
    match cx.store.picture(&cx.actor, upload.to_vec()).await {
        Ok(photo) => (WishMedia { photo: Some(photo), ..enclosed }, Ok(())),
        Err(refused) => (enclosed, Err(refused)),
    }
}

/// Reads such a form but for a new picture.
pub(crate) fn without_picture(cx: &Cx) -> WishMedia {
    WishMedia {
        voice: cx.file("voice").map(<[u8]>::to_vec).unwrap_or_default(),
        kept: cx.field_i64("voice_kept"),
        photo: None,
        photo_kept: cx.field_i64("photo_kept"),
    }
}

/// Keeps the new files of a refused form for its next attempt.
pub(crate) async fn keep_files(cx: &Cx, enclosed: WishMedia) {
    // Files that cannot be kept were refused for the same reason, so these errors are ignored. Fresh request ids leave
    // the form's own one unused for its next attempt.
    let by = || By::new(cx.actor.clone(), new_request_id());
    if !enclosed.voice.is_empty() {
        let _ = cx.store.voice_keep(&by(), enclosed.voice).await;
    }
    if let Some(photo) = enclosed.photo {
        let _ = cx.store.photo_keep(&by(), photo).await;
    }
}

/// Returns the kept files of a form that is shown again.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn waiting(cx: &Cx) -> Result<Kept> {
    let sent = |file, kept| cx.file(file).is_some() || !cx.field(kept).is_empty();
    let voice = if sent("voice", "voice_kept") { cx.store.voice_waiting(&cx.actor).await? } else { 0 };
    let photo = if sent("photo", "photo_kept") { cx.store.photo_waiting(&cx.actor).await? } else { 0 };
    Ok(Kept { voice, photo })
}

/// Returns the kept files of the form of a wish: those of a refused one, or a photo that was just shared with the app.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn waiting_or_shared(cx: &Cx) -> Result<Kept> {
    let kept = waiting(cx).await?;
    if kept.photo != 0 || cx.shared == 0 || cx.form.is_posted() {
        return Ok(kept);
    }
    // Once its wish is posted it waits no more.
    let newest = cx.store.photo_waiting(&cx.actor).await?;
    Ok(if newest == cx.shared { Kept { photo: newest, ..kept } } else { kept })
}

/// Loads the obstacles to a wish for this item: duplicates and limits.
///
/// # Errors
/// Not found for a household outside the actor's areas.
pub(crate) async fn in_the_way(cx: &Cx, household: i64, item: i64) -> Result<InTheWay> {
    let (same, room) = cx.store.wish_obstacles(&cx.actor, household, item).await?;
    Ok(InTheWay { same, room, staff: cx.actor.household != household })
}

/// Posts a wish of the actor's own family, or keeps it as a draft.
///
/// # Errors
/// Not found for an unknown item key; as the form of staff.
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

/// Changes the number and the words of a draft.
///
/// # Errors
/// Not found for another family's wish; a wrong state once it was sent; invalid fields.
pub async fn change_draft(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let (quantity, words) = (cx.field_i64("quantity"), cx.field("words").to_owned());
    cx.store.run(&cx.by(), ChangeDraft { id, quantity, words }).await?;
    Ok(To::page(format!("/home/wishes/{id}")).saying("done-draft-changed"))
}

/// Parses the answers to the obstacles in a form that sends a draft.
pub(crate) fn meant(cx: &Cx) -> Meant {
    Meant { again: cx.checked("again"), beyond: cx.field("beyond").to_owned() }
}

/// Sends a draft for review.
///
/// # Errors
/// As [`store::wishes::lifecycle::SubmitWish`]: not found for another family's wish; a wrong state unless it is a draft;
/// [`domain::Code::AlreadyOpen`] for a duplicate that was not confirmed.
pub async fn submit_own(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), SubmitWish { id, meant: meant(&cx) }).await?;
    Ok(To::page(format!("/home/wishes/{id}/sent")).saying("done-wish-sent"))
}

/// Deletes the recording of a wish.
///
/// # Errors
/// Not found for another family's wish.
pub async fn voice_remove(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RemoveVoice(id)).await?;
    Ok(To::page(format!("/home/wishes/{id}")).saying("done-voice-removed"))
}

/// Withdraws the family's own wish.
///
/// # Errors
/// Not found for another family's wish; [`domain::Code::HasOpenClaims`]; a wrong state once it is over.
pub async fn withdraw_own(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), WithdrawWish { id, reason: cx.field("reason").to_owned() }).await?;
    Ok(To::page("/home").saying("done-wish-withdrawn"))
}

/// Stops the standing need of which a wish is a turn: the family itself, or staff that posts for it.
///
/// # Errors
/// Not found for another family's wish, and for a wish for once; [`domain::Code::WrongState`] when it has ended.
pub(crate) async fn stop_need(cx: &Cx) -> Result<i64> {
    cx.signed_in()?;
    let id = cx.id("id")?;
    let turn = cx.store.wish_file(&cx.actor, id).await?.wish.turn.ok_or(Error::NotFound)?;
    cx.store.run(&cx.by(), StopNeed(turn.need)).await?;
    Ok(id)
}

/// Stops the family's own standing need.
///
/// # Errors
/// As the form of staff.
pub async fn stop_own_need(cx: Cx) -> Done {
    let id = stop_need(&cx).await?;
    Ok(To::page(format!("/home/wishes/{id}")).saying("done-need-stopped"))
}

/// Confirms that the family has the goods, and leads to the thank-you for a donor's claim.
///
/// # Errors
/// Not found for another family's claim; a wrong state before the hand-over.
pub async fn confirm(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ConfirmClaim(id)).await?;
    let thank =
        cx.store.errands(&cx.actor).await?.iter().any(|e| e.claim.id == id && e.claim.source == "donor" && !e.thanked);
    Ok(if thank {
        To::page(format!("/home/claims/{id}/thanks")).saying("done-wish-confirmed-thank")
    } else {
        To::page("/home").saying("done-wish-confirmed")
    })
}
