//! Families' cards: made, told once, taken back.

use app::web::{handler::origin, session::Cookies};
use axum::http::HeaderMap;
use domain::{
    accounts::cards::{Card, PATH},
    households::HouseholdId,
};
use store::accounts::sign_in::{
    card_views::{Cardless, SignInFile},
    cards::Fresh,
    pins::PinState,
};

use crate::api::prelude::*;

/// How a family signs in.
#[derive(Serialize, ToSchema)]
pub struct WaysIn {
    /// Whose: the family name and stars.
    masked: String,
    /// The last four digits of the phone that signs it in; empty for none.
    phone_ending: String,
    /// Whether it has a password.
    password: bool,
    /// Its PIN: `unset`, `set`, `resting` (after wrong tries, for a quarter of an hour) or `locked`.
    #[schema(value_type = String)]
    pin: PinState,
    /// Its cards, newest first, at most twenty. The one with `ended: 0` works.
    cards: Vec<Card>,
    /// On how many devices it is signed in.
    sessions: i64,
    /// Whether the caller may change any of it.
    keeps: bool,
}

impl From<SignInFile> for WaysIn {
    fn from(file: SignInFile) -> Self {
        let SignInFile { masked, phone_ending, password, pin, cards, sessions, keeps, .. } = file;
        WaysIn { masked, phone_ending, password, pin, cards, sessions, keeps }
    }
}

/// A card that was made a moment ago. What it says is in this answer only: print it.
#[derive(Serialize, ToSchema)]
pub struct FreshCard {
    /// Whose it is.
    household: HouseholdId,
    /// The ten digits to type.
    #[schema(example = "1234567897")]
    number: String,
    /// The text of its QR code: an address of this site.
    qr: String,
}

/// Who is to get cards.
#[derive(Deserialize, ToSchema)]
pub struct CardsBody {
    /// At most 40 households; those that have a card keep it and get none.
    households: Vec<HouseholdId>,
}

/// A family without a card.
#[derive(Serialize, ToSchema)]
pub struct WithoutCard {
    /// Its number.
    household: HouseholdId,
    /// How it is called.
    name: String,
    /// Its area's name.
    area_name: String,
    /// How many they are.
    size: i64,
}

impl From<Cardless> for WithoutCard {
    fn from(Cardless { id, name, area_name, size }: Cardless) -> Self {
        WithoutCard { household: id, name, area_name, size }
    }
}

fn told(fresh: Fresh, origin: &str) -> FreshCard {
    let Fresh { household, secret, number } = fresh;
    FreshCard { household, number, qr: format!("{origin}{PATH}{secret}") }
}

/// How a family signs in, and its cards, for the staff of its area. What a card says is nowhere to be read.
#[utoipa::path(get, path = "/households/{id}/cards", tag = "cards", params(("id" = i64, Path)),
    responses((status = 200, body = WaysIn)))]
pub async fn of_household(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
) -> Answer<Json<WaysIn>> {
    Ok(Json(store.household_sign_in(&actor, household).await?.into()))
}

/// Make a family's card; the one it had works no longer. The number and the QR code are told this once: the same
/// `Idempotency-Key` again is refused.
#[utoipa::path(post, path = "/households/{id}/cards", tag = "cards", params(("id" = i64, Path)),
    responses((status = 201, body = FreshCard),
        (status = 409, description = "`card_shown`: the request was answered before; `file_closed`")))]
pub async fn make(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    headers: HeaderMap,
    write: Write,
    Id(household): Id,
) -> Made<FreshCard> {
    made(told(store.card_make(&write.0, household).await?, &origin(&headers, cookies)))
}

/// Make cards for those of these families that have none. They are told this once.
#[utoipa::path(post, path = "/cards", tag = "cards", request_body = CardsBody,
    responses((status = 201, body = Vec<FreshCard>),
        (status = 409, description = "`card_shown`: the request was answered before; `file_closed`")))]
pub async fn make_many(
    State(store): State<Store>,
    State(cookies): State<Cookies>,
    headers: HeaderMap,
    write: Write,
    Body(CardsBody { households }): Body<CardsBody>,
) -> Made<Vec<FreshCard>> {
    let fresh = store.cards_make(&write.0, households).await;
    let fresh = fresh.map_err(|e| Problem::from(e).calling("household", "households"))?;
    let origin = origin(&headers, cookies);
    made(fresh.into_iter().map(|card| told(card, &origin)).collect())
}

/// The families of the caller's areas that have no card, by number.
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

/// Take a family's card back: it signs nobody in any more, and whom it signed in is signed out.
#[utoipa::path(post, path = "/households/{id}/cards/revoke", tag = "cards", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn revoke(State(store): State<Store>, write: Write, Id(household): Id) -> Answer<StatusCode> {
    store.card_revoke(&write.0, household).await?;
    Ok(DONE)
}

/// Take a family's PIN away, when it is forgotten or locked.
#[utoipa::path(post, path = "/households/{id}/pin/clear", tag = "cards", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn pin_clear(State(store): State<Store>, write: Write, Id(household): Id) -> Answer<StatusCode> {
    store.pin_clear(&write.0, household).await?;
    Ok(DONE)
}
