//! Families' sign-in cards: issue, show once, revoke.

use app::web::state::AppState;
use axum::http::HeaderMap;
use domain::{
    Timestamp,
    accounts::cards::{Card, PATH},
    households::{
        HouseholdId,
        reveals::{Reveal, RevealReason},
    },
};
use store::accounts::sign_in::{
    card_views::{Cardless, SignInFile},
    cards::{IssuedCard, RevokeCard},
    pins::{ClearPin, PinState},
};

use crate::api::prelude::*;

/// A family's ways of signing in.
#[derive(Serialize, ToSchema)]
pub struct WaysIn {
    /// The family name, with the rest masked.
    masked: String,
    /// Last four digits of the phone that signs it in; empty for none.
    phone_ending: String,
    /// Whether it has a password that the family set.
    password: bool,
    /// Until when a set-up code waits for the family; 0 for none.
    setup_until: Timestamp,
    /// State of its PIN: `unset`, `set`, `resting` (15 minutes, after wrong tries) or `locked`.
    #[schema(value_type = String)]
    pin: PinState,
    /// Its cards, newest first, at most twenty. The one with `ended: 0` is valid.
    cards: Vec<Card>,
    /// Number of its open sessions.
    sessions: i64,
    /// Whether the caller may change these.
    keeps: bool,
}

impl From<SignInFile> for WaysIn {
    fn from(file: SignInFile) -> Self {
        let SignInFile { masked, phone_ending, password, setup_until, pin, cards, sessions, keeps, .. } = file;
        WaysIn { masked, phone_ending, password, setup_until, pin, cards, sessions, keeps }
    }
}

/// A new card. Number and QR code appear in this answer only: print it.
#[derive(Serialize, ToSchema)]
pub struct FreshCard {
    /// Household that it signs in.
    household: HouseholdId,
    /// The ten digits to type.
    #[schema(example = "1234567897")]
    number: String,
    /// Text of its QR code: an address of this site.
    qr: String,
}

/// Why a card is issued; the family reads it in the log of reveals.
#[derive(Deserialize, ToSchema)]
pub struct CardBody {
    /// Reason, as for a reveal.
    pub(super) reason: RevealReason,
    /// Explanation; required for the reason `other`.
    #[serde(default)]
    pub(super) words: String,
}

/// Households to issue cards for.
#[derive(Deserialize, ToSchema)]
pub struct CardsBody {
    /// At most 40 households; those that have a valid card keep it and get none.
    households: Vec<HouseholdId>,
    /// Reason, as for a reveal.
    reason: RevealReason,
    /// Explanation; required for the reason `other`.
    #[serde(default)]
    words: String,
}

/// A family without a valid card.
#[derive(Serialize, ToSchema)]
pub struct WithoutCard {
    /// Number of the household.
    household: HouseholdId,
    /// Name of the family.
    name: String,
    /// Name of its area.
    area_name: String,
    /// Number of its members.
    size: i64,
}

impl From<Cardless> for WithoutCard {
    fn from(Cardless { id, name, area_name, size }: Cardless) -> Self {
        WithoutCard { household: id, name, area_name, size }
    }
}

fn told(fresh: IssuedCard, origin: &str) -> FreshCard {
    let IssuedCard { household, secret, number } = fresh;
    FreshCard { household, number, qr: format!("{origin}{PATH}{secret}") }
}

/// Returns a family's ways of signing in, for the staff of its area.
/// Card numbers and QR codes are never part of it.
#[utoipa::path(get, path = "/households/{id}/cards", tag = "cards", params(("id" = i64, Path)),
    responses((status = 200, body = WaysIn)))]
pub async fn of_household(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
) -> Answer<Json<WaysIn>> {
    Ok(Json(store.household_sign_in(&actor, household).await?.into()))
}

/// Issues a family's card and revokes the previous one. Is logged as a reveal, and the family is notified.
/// The number and the QR code appear in this answer only: the same `Idempotency-Key` again is refused.
#[utoipa::path(post, path = "/households/{id}/cards", tag = "cards", params(("id" = i64, Path)),
    request_body = CardBody, responses((status = 201, body = FreshCard),
        (status = 409, description = "`card_shown`: the request was answered before; `file_closed`")))]
pub async fn make(
    State(store): State<Store>,
    State(site): State<AppState>,
    headers: HeaderMap,
    write: Write,
    Id(household): Id,
    Body(CardBody { reason, words }): Body<CardBody>,
) -> Made<FreshCard> {
    let fresh = store.card_make(&write.0, Reveal { household, reason, words }).await?;
    made(told(fresh, &site.origin(&headers)))
}

/// Issues cards to those of these families that have none. They appear in this answer only; each is logged as a reveal.
#[utoipa::path(post, path = "/cards", tag = "cards", request_body = CardsBody,
    responses((status = 201, body = Vec<FreshCard>),
        (status = 409, description = "`card_shown`: the request was answered before; `file_closed`")))]
pub async fn make_many(
    State(store): State<Store>,
    State(site): State<AppState>,
    headers: HeaderMap,
    write: Write,
    Body(CardsBody { households, reason, words }): Body<CardsBody>,
) -> Made<Vec<FreshCard>> {
    let fresh = store.cards_make(&write.0, households, reason, words).await;
    let fresh = fresh.map_err(|e| Problem::from(e).calling("household", "households"))?;
    let origin = site.origin(&headers);
    made(fresh.into_iter().map(|card| told(card, &origin)).collect())
}

/// Lists the families of the caller's areas that have no card, by number.
#[utoipa::path(get, path = "/cards/missing", tag = "cards", params(Cursor),
    responses((status = 200, body = Page<WithoutCard>)))]
pub async fn missing(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(Cursor { cursor }): Query<Cursor>,
) -> Answer<Json<Page<WithoutCard>>> {
    let Page { items, next } = store.cardless(&actor, cursor).await?;
    Ok(Json(Page { items: items.into_iter().map(WithoutCard::from).collect(), next }))
}

/// Revokes a family's card and ends the sessions that it opened.
#[utoipa::path(post, path = "/households/{id}/cards/revoke", tag = "cards", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn revoke(State(store): State<Store>, write: Write, Id(household): Id) -> Answer<StatusCode> {
    store.run(&write.0, RevokeCard(household)).await?;
    Ok(DONE)
}

/// Removes a family's PIN, when it is forgotten or locked.
#[utoipa::path(post, path = "/households/{id}/pin/clear", tag = "cards", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn pin_clear(State(store): State<Store>, write: Write, Id(household): Id) -> Answer<StatusCode> {
    store.run(&write.0, ClearPin(household)).await?;
    Ok(DONE)
}
