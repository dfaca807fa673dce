//! Disputes: what a family did not receive, or received broken.

pub(crate) mod media;
pub(crate) mod reversals;

use domain::disputes::{
    Dispute, DisputeChannel, DisputeDecision, DisputeId, DisputeKind, NewDispute, subject::HandedOver,
};
use store::{
    disputes::{settlement::SettleDispute, views::DisputeStage},
    wishes::media::voice::WishMedia,
};

use self::media::DisputeForm;
use crate::api::prelude::*;

/// Filters of the lists of disputes and of reversals.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct DisputeQuery {
    /// Those that have ended, newest first; else those to be decided, oldest first.
    over: bool,
    /// `next` of the previous page.
    cursor: i64,
}

impl DisputeQuery {
    fn stage(&self) -> DisputeStage {
        if self.over { DisputeStage::Over } else { DisputeStage::Waiting }
    }
}

/// What a family says about goods that were handed over.
#[derive(Deserialize, ToSchema)]
pub struct DisputeBody {
    /// What is wrong.
    kind: DisputeKind,
    /// How the family said it: `visit` or `phone`; ignored when the family itself says it.
    #[serde(default)]
    channel: DisputeChannel,
    /// The family's words, up to 500 characters.
    #[serde(default)]
    words: String,
}

/// A dispute that was opened.
#[derive(Serialize, ToSchema)]
pub struct DisputeOpened {
    /// Number of the dispute.
    dispute: DisputeId,
}

async fn open(store: &Store, write: &Write, about: HandedOver, form: DisputeForm) -> Made<DisputeOpened> {
    let DisputeForm { kind, channel, words, photo, voice } = form;
    let photo = match photo.is_empty() {
        true => None,
        false => Some(store.dispute_picture(write.actor(), about, photo).await?),
    };
    let enclosed = WishMedia { voice, photo, ..WishMedia::default() };
    let dispute = store.dispute_open(&write.0, NewDispute { about, kind, channel, words }, enclosed).await?;
    made(DisputeOpened { dispute })
}

/// Says that goods of a claim did not come, or came broken: the family itself, or its caseworker on its behalf.
/// With a picture or a recording it is sent as a form.
#[utoipa::path(post, path = "/claims/{id}/disputes", tag = "disputes", params(("id" = i64, Path)),
    request_body(content((DisputeBody = "application/json"), (DisputeForm = "multipart/form-data"))),
    responses((status = 201, body = DisputeOpened),
        (status = 422, description = "`photo`: `not_a_picture`; `voice`: `not_a_sound`, `sound_too_long`")))]
pub async fn open_claim(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    form: DisputeForm,
) -> Made<DisputeOpened> {
    open(&store, &write, HandedOver::Claim(id), form).await
}

/// Says that goods of an order or a walk-in did not come, or came broken.
/// With a picture or a recording it is sent as a form.
#[utoipa::path(post, path = "/orders/{id}/disputes", tag = "disputes", params(("id" = i64, Path)),
    request_body(content((DisputeBody = "application/json"), (DisputeForm = "multipart/form-data"))),
    responses((status = 201, body = DisputeOpened),
        (status = 422, description = "`photo`: `not_a_picture`; `voice`: `not_a_sound`, `sound_too_long`")))]
pub async fn open_order(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    form: DisputeForm,
) -> Made<DisputeOpened> {
    open(&store, &write, HandedOver::Order(id), form).await
}

/// Lists the disputes of families in the areas whose disputes you read.
#[utoipa::path(get, path = "/disputes", tag = "disputes", params(DisputeQuery),
    responses((status = 200, body = Page<Dispute>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<DisputeQuery>,
) -> Answer<Json<Page<Dispute>>> {
    Ok(Json(store.disputes(&signed.actor, query.stage(), query.cursor).await?))
}

/// Returns a dispute, for its family, the account that recorded it, and coordinators and auditors of the area.
#[utoipa::path(get, path = "/disputes/{id}", tag = "disputes", params(("id" = i64, Path)),
    responses((status = 200, body = Dispute)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Dispute>> {
    Ok(Json(store.dispute(&signed.actor, id).await?))
}

/// Lists the newest disputes of the caller's own family.
#[utoipa::path(get, path = "/me/disputes", tag = "disputes", responses((status = 200, body = Vec<Dispute>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Dispute>>> {
    Ok(Json(store.my_disputes(&signed.actor).await?))
}

/// Decides a dispute, with a reason that the family reads. Not for the account that handed over or recorded it.
#[utoipa::path(post, path = "/disputes/{id}/settle", tag = "disputes", params(("id" = i64, Path)),
    request_body = DisputeDecision, responses((status = 200, body = Dispute)))]
pub async fn settle(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(settlement): Body<DisputeDecision>,
) -> Answer<Json<Dispute>> {
    store.run(&write.0, SettleDispute { id, settlement }).await?;
    Ok(Json(store.dispute(write.actor(), id).await?))
}
