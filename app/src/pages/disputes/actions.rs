//! Actions on disputes and reversals.

use domain::{
    Code, Error, Result,
    disputes::{
        DisputeChannel, DisputeDecision, DisputeKind, NewDispute,
        reversals::{NewReversal, ReversalGoal},
        subject::HandedOver,
    },
};
use store::{
    disputes::{
        reversals::{ApproveReversal, AskReversal, RefuseReversal},
        settlement::SettleDispute,
    },
    wishes::media::voice::WishMedia,
};

use crate::{
    pages::wishes::family::actions::keep_files,
    web::{Cx, Done, To},
};

/// Parses a choice; [`Code::Required`] on the field when it is missing or not one of the options.
fn chosen<T: std::str::FromStr>(cx: &Cx, name: &'static str) -> Result<T> {
    cx.field(name).parse().map_err(|_| Error::field(name, Code::Required))
}

/// Opens a dispute with what the family shows and says. Files of a refused form are kept for its next attempt.
async fn report(cx: &Cx, about: HandedOver, channel: Result<DisputeChannel>) -> Result<()> {
    let mut enclosed = WishMedia {
        voice: cx.file("voice").map(<[u8]>::to_vec).unwrap_or_default(),
        kept: cx.field_i64("voice_kept"),
        photo: None,
        photo_kept: cx.field_i64("photo_kept"),
    };
    let readable = match cx.file("photo") {
        Some(upload) => cx.store.dispute_picture(&cx.actor, about, upload.to_vec()).await.map(Some),
        None => Ok(None),
    };
    let opened = match readable {
        Ok(photo) => {
            enclosed.photo = photo;
            open(cx, about, channel, enclosed.clone()).await
        }
        Err(refused) => Err(refused.into()),
    };
    if opened.is_err() {
        keep_files(cx, enclosed).await;
    }
    opened
}

async fn open(cx: &Cx, about: HandedOver, channel: Result<DisputeChannel>, enclosed: WishMedia) -> Result<()> {
    let kind: DisputeKind = chosen(cx, "kind")?;
    let new = NewDispute { about, kind, channel: channel?, words: cx.field("words").to_owned() };
    cx.store.dispute_open(&cx.by(), new, enclosed).await?;
    Ok(())
}

/// Handles `POST /home/claims/{id}/dispute`.
pub async fn report_claim(cx: Cx) -> Done {
    report(&cx, HandedOver::Claim(cx.id("id")?), Ok(DisputeChannel::Family)).await?;
    Ok(To::page("/home/disputes").saying("done-dispute-opened"))
}

/// Handles `POST /home/orders/{id}/dispute`.
pub async fn report_order(cx: Cx) -> Done {
    report(&cx, HandedOver::Order(cx.id("id")?), Ok(DisputeChannel::Family)).await?;
    Ok(To::page("/home/disputes").saying("done-dispute-opened"))
}

/// Handles `POST /desk/claims/{id}/dispute`.
pub async fn record_claim(cx: Cx) -> Done {
    let id = cx.id("id")?;
    report(&cx, HandedOver::Claim(id), chosen(&cx, "channel")).await?;
    Ok(To::page(format!("/desk/claims/{id}")).saying("done-dispute-recorded"))
}

/// Handles `POST /desk/orders/{id}/dispute`.
pub async fn record_order(cx: Cx) -> Done {
    let id = cx.id("id")?;
    report(&cx, HandedOver::Order(id), chosen(&cx, "channel")).await?;
    Ok(To::page(format!("/shop/orders/{id}")).saying("done-dispute-recorded"))
}

async fn reverse(cx: &Cx, about: HandedOver) -> Result<()> {
    let goal: ReversalGoal = chosen(cx, "goal")?;
    let new = NewReversal { about, goal, reason: cx.field("reason").to_owned() };
    cx.store.run(&cx.by(), AskReversal(new)).await?;
    Ok(())
}

/// Handles `POST /desk/claims/{id}/reversal`.
pub async fn reverse_claim(cx: Cx) -> Done {
    let id = cx.id("id")?;
    reverse(&cx, HandedOver::Claim(id)).await?;
    Ok(To::page(format!("/desk/claims/{id}")).saying("done-reversal-asked"))
}

/// Handles `POST /desk/orders/{id}/reversal`.
pub async fn reverse_order(cx: Cx) -> Done {
    let id = cx.id("id")?;
    reverse(&cx, HandedOver::Order(id)).await?;
    Ok(To::page(format!("/shop/orders/{id}")).saying("done-reversal-asked"))
}

/// Handles `POST /desk/disputes/{id}/settle`.
pub async fn settle(cx: Cx) -> Done {
    let id = cx.id("id")?;
    let settlement = DisputeDecision {
        outcome: chosen(&cx, "outcome")?,
        goal: cx.field("goal").parse().ok(),
        answer: cx.field("answer").to_owned(),
    };
    cx.store.run(&cx.by(), SettleDispute { id, settlement }).await?;
    Ok(To::page("/desk/disputes").saying("done-dispute-settled"))
}

/// Handles `POST /desk/reversals/{id}/approve`.
pub async fn approve(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), ApproveReversal { reversal: id }).await?;
    Ok(To::page(format!("/desk/reversals/{id}")).saying("done-reversal-approved"))
}

/// Handles `POST /desk/reversals/{id}/refuse`.
pub async fn refuse(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RefuseReversal { reversal: id, answer: cx.field("answer").to_owned() }).await?;
    Ok(To::page(format!("/desk/reversals/{id}")).saying("done-reversal-refused"))
}
