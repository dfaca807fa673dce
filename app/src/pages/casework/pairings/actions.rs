//! Actions on pairings and on what helpers offer.

use domain::casework::{
    pairings::{HelperOffer, PairingNeed},
    rounds::profile::Spoken,
};
use store::casework::pairings::{
    contact::RevealPaired,
    lifecycle::{EndPairing, NotePairingContact, RenewPairing},
    offers::SetHelperOffer,
    propose::{AnswerPairing, ProposePairing},
};

use crate::web::{Cx, Done, To};

fn to(id: i64) -> To {
    To::page(format!("/pairings/{id}"))
}

/// Handles `POST /desk/households/{id}/pairings`.
pub async fn propose(cx: Cx) -> Done {
    let propose = ProposePairing { household: cx.id("id")?, helper: cx.choice("helper")?, need: cx.choice("need")? };
    let id = cx.store.run(&cx.by(), propose).await?;
    Ok(to(id).saying("done-pairing-proposed"))
}

/// Handles `POST /pairings/offer`.
pub async fn offer(cx: Cx) -> Done {
    let needs = cx.fields("need").into_iter().filter_map(|need| need.parse::<PairingNeed>().ok()).collect();
    let languages = cx.fields("language").into_iter().filter_map(|spoken| spoken.parse::<Spoken>().ok()).collect();
    cx.store.run(&cx.by(), SetHelperOffer(HelperOffer { needs, languages })).await?;
    Ok(To::page("/pairings").saying("done-helper-offer"))
}

/// Handles `POST /pairings/{id}/answer`.
pub async fn answer(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), AnswerPairing { pairing: id, answer: cx.choice("answer")? }).await?;
    Ok(to(id).saying("done-pairing-answered"))
}

/// Handles `POST /pairings/{id}/contact`.
pub async fn contact(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), NotePairingContact { pairing: id, kind: cx.choice("kind")? }).await?;
    Ok(to(id).saying("done-pairing-contact"))
}

/// Handles `POST /pairings/{id}/renew`.
pub async fn renew(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RenewPairing { pairing: id }).await?;
    Ok(to(id).saying("done-pairing-renewed"))
}

/// Handles `POST /pairings/{id}/end`.
pub async fn end(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), EndPairing { pairing: id, reason: cx.choice("reason")? }).await?;
    Ok(to(id).saying("done-pairing-ended"))
}

/// Handles `POST /pairings/{id}/reveal`.
pub async fn reveal(cx: Cx) -> Done {
    let id = cx.id("id")?;
    cx.store.run(&cx.by(), RevealPaired { pairing: id }).await?;
    Ok(to(id))
}
