//! Pairings: proposed by staff, agreed by helper and family, with their contacts.

use domain::{
    accounts::AccountId,
    casework::pairings::{
        ContactKind, HelperOffer, HelperSuggestion, PairedContact, Pairing, PairingAnswer, PairingEnd, PairingId,
        PairingNeed,
    },
};
use store::casework::pairings::{
    contact::RevealPaired,
    lifecycle::{EndPairing, NotePairingContact, RenewPairing},
    offers::SetHelperOffer,
    propose::{AnswerPairing, ProposePairing},
    views::PairingList,
};

use crate::api::prelude::*;

/// Which pairings a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PairingsQuery {
    /// Only those without a contact for 60 days.
    silent: bool,
    /// Only those that are over.
    over: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// What a household wants a helper for.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct HelpersQuery {
    /// What for; company when left out.
    need: Option<PairingNeed>,
}

/// A pairing to be proposed.
#[derive(Deserialize, ToSchema)]
pub struct PairingBody {
    /// Account of the helper.
    helper: AccountId,
    /// What the household wants a helper for.
    need: PairingNeed,
}

/// A pairing that was proposed.
#[derive(Serialize, ToSchema)]
pub struct PairingMade {
    /// Number of the pairing.
    pairing: PairingId,
}

/// An answer to a proposal.
#[derive(Deserialize, ToSchema)]
pub struct PairingAnswerBody {
    /// Yes or no.
    answer: PairingAnswer,
}

/// A contact of a pairing.
#[derive(Deserialize, ToSchema)]
pub struct PairingContactBody {
    /// How they were in contact.
    kind: ContactKind,
}

/// The end of a pairing.
#[derive(Deserialize, ToSchema)]
pub struct PairingEndBody {
    /// Why it ends.
    reason: PairingEnd,
}

/// Lists the pairings of the caller's areas, by number.
#[utoipa::path(get, path = "/pairings", tag = "pairings", params(PairingsQuery),
    responses((status = 200, body = Page<Pairing>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(PairingsQuery { silent, over, cursor }): Query<PairingsQuery>,
) -> Answer<Json<Page<Pairing>>> {
    let which = match (silent, over) {
        (true, _) => PairingList::Silent,
        (_, true) => PairingList::Over,
        _ => PairingList::Live,
    };
    Ok(Json(store.pairings(&signed.actor, which, cursor).await?))
}

/// Lists the caller's pairings as a helper, and those of its family.
#[utoipa::path(get, path = "/me/pairings", tag = "pairings", responses((status = 200, body = Vec<Pairing>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Pairing>>> {
    let actor = &signed.actor;
    let mut all = store.my_pairings(actor).await?;
    if actor.household != 0 {
        all.extend(store.own_pairings(actor).await?);
    }
    Ok(Json(all))
}

/// Sets what the caller offers as a helper.
#[utoipa::path(post, path = "/me/helper-offer", tag = "pairings", request_body = HelperOffer,
    responses((status = 200, body = HelperOffer)))]
pub async fn offer(
    State(store): State<Store>,
    write: Write,
    Body(offer): Body<HelperOffer>,
) -> Answer<Json<HelperOffer>> {
    store.run(&write.0, SetHelperOffer(offer)).await?;
    Ok(Json(store.helper_offer(write.actor()).await?))
}

/// Lists the pairings of a household, newest first.
#[utoipa::path(get, path = "/households/{id}/pairings", tag = "pairings", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Pairing>)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Pairing>>> {
    Ok(Json(store.household_pairings(&signed.actor, id).await?))
}

/// Proposes that a helper stands by a household. Both are asked.
#[utoipa::path(post, path = "/households/{id}/pairings", tag = "pairings", params(("id" = i64, Path)),
    request_body = PairingBody, responses((status = 201, body = PairingMade)))]
pub async fn propose(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(PairingBody { helper, need }): Body<PairingBody>,
) -> Made<PairingMade> {
    made(PairingMade { pairing: store.run(&write.0, ProposePairing { household, helper, need }).await? })
}

/// Suggests helpers for a household, the best first.
#[utoipa::path(get, path = "/households/{id}/helpers", tag = "pairings", params(("id" = i64, Path), HelpersQuery),
    responses((status = 200, body = Vec<HelperSuggestion>)))]
pub async fn helpers(
    State(store): State<Store>,
    signed: Signed,
    Id(id): Id,
    Query(HelpersQuery { need }): Query<HelpersQuery>,
) -> Answer<Json<Vec<HelperSuggestion>>> {
    let need = need.unwrap_or(PairingNeed::Company);
    Ok(Json(store.helper_suggestions(&signed.actor, id, need).await?))
}

/// Returns a pairing, for its helper, its family and the staff of the family's area.
#[utoipa::path(get, path = "/pairings/{id}", tag = "pairings", params(("id" = i64, Path)),
    responses((status = 200, body = Pairing)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Pairing>> {
    Ok(Json(store.pairing(&signed.actor, id).await?))
}

/// Answers a proposal, as helper or family. Until both agreed, neither learns who the other is.
#[utoipa::path(post, path = "/pairings/{id}/answer", tag = "pairings", params(("id" = i64, Path)),
    request_body = PairingAnswerBody, responses((status = 200, body = Pairing)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(PairingAnswerBody { answer }): Body<PairingAnswerBody>,
) -> Answer<Json<Pairing>> {
    store.run(&write.0, AnswerPairing { pairing: id, answer }).await?;
    Ok(Json(store.pairing(write.actor(), id).await?))
}

/// Notes a contact between helper and household.
#[utoipa::path(post, path = "/pairings/{id}/contacts", tag = "pairings", params(("id" = i64, Path)),
    request_body = PairingContactBody, responses((status = 200, body = Pairing)))]
pub async fn contact_note(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(PairingContactBody { kind }): Body<PairingContactBody>,
) -> Answer<Json<Pairing>> {
    store.run(&write.0, NotePairingContact { pairing: id, kind }).await?;
    Ok(Json(store.pairing(write.actor(), id).await?))
}

/// Goes on for another year, in the last 30 days; the year is added once helper and family both said so.
#[utoipa::path(post, path = "/pairings/{id}/renew", tag = "pairings", params(("id" = i64, Path)),
    responses((status = 200, body = Pairing)))]
pub async fn renew(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<Pairing>> {
    store.run(&write.0, RenewPairing { pairing: id }).await?;
    Ok(Json(store.pairing(write.actor(), id).await?))
}

/// Ends a pairing or takes a proposal back, with a reason.
#[utoipa::path(post, path = "/pairings/{id}/end", tag = "pairings", params(("id" = i64, Path)),
    request_body = PairingEndBody, responses((status = 200, body = Pairing)))]
pub async fn end(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(PairingEndBody { reason }): Body<PairingEndBody>,
) -> Answer<Json<Pairing>> {
    store.run(&write.0, EndPairing { pairing: id, reason }).await?;
    Ok(Json(store.pairing(write.actor(), id).await?))
}

/// Reveals the household's contact to its helper for half an hour; the family reads it in its log.
#[utoipa::path(post, path = "/pairings/{id}/reveal", tag = "pairings", params(("id" = i64, Path)),
    responses((status = 200, body = PairedContact)))]
pub async fn reveal(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<PairedContact>> {
    store.run(&write.0, RevealPaired { pairing: id }).await?;
    Ok(Json(store.paired_contact(write.actor(), id).await?))
}
