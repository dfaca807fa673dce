//! Wishes that an account marked, drafts of families, and words and pictures of published wishes.

use domain::wishes::{Publication, Wish};
use store::wishes::{
    drafts::ChangeDraft,
    media::photos::RemoveWishPhoto,
    public_fields::RewriteWish,
    saved::{SaveWish, UnsaveWish},
};

use super::one;
use crate::api::prelude::*;

/// What changes of a draft.
#[derive(Deserialize, ToSchema)]
pub struct DraftBody {
    /// Number of units, 1 to 20.
    #[serde(default = "one")]
    quantity: i64,
    /// The family's own words; may be empty.
    #[serde(default)]
    words: String,
}

/// Lists the wishes that you marked and that are still public, newest mark first, at most 100.
#[utoipa::path(get, path = "/me/saved-wishes", tag = "wishes", responses((status = 200, body = Vec<Wish>)))]
pub async fn saved(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Wish>>> {
    Ok(Json(store.saved_wishes(&signed.actor).await?))
}

/// Marks a public wish for your own list.
#[utoipa::path(post, path = "/wishes/{id}/save", tag = "wishes", params(("id" = i64, Path)),
    responses((status = 204, description = "Marked")))]
pub async fn save(State(store): State<Store>, write: Write, Id(wish): Id) -> Answer<StatusCode> {
    store.run(&write.0, SaveWish { wish }).await?;
    Ok(DONE)
}

/// Takes a wish off your own list.
#[utoipa::path(post, path = "/wishes/{id}/unsave", tag = "wishes", params(("id" = i64, Path)),
    responses((status = 204, description = "No longer marked")))]
pub async fn unsave(State(store): State<Store>, write: Write, Id(wish): Id) -> Answer<StatusCode> {
    store.run(&write.0, UnsaveWish { wish }).await?;
    Ok(DONE)
}

/// Changes how many units a draft of your own family asks for, and its words.
#[utoipa::path(post, path = "/wishes/{id}/draft", tag = "wishes", params(("id" = i64, Path)),
    request_body = DraftBody, responses((status = 204, description = "Changed")))]
pub async fn draft_change(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(DraftBody { quantity, words }): Body<DraftBody>,
) -> Answer<StatusCode> {
    store.run(&write.0, ChangeDraft { id, quantity, words }).await?;
    Ok(DONE)
}

/// Replaces the public words of a published wish, limited to what its consents allow.
#[utoipa::path(post, path = "/wishes/{id}/words", tag = "wishes", params(("id" = i64, Path)),
    request_body = Publication, responses((status = 204, description = "Replaced")))]
pub async fn rewrite(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Publication { words }): Body<Publication>,
) -> Answer<StatusCode> {
    store.run(&write.0, RewriteWish { id, words }).await?;
    Ok(DONE)
}

/// Deletes the picture of a wish for good.
#[utoipa::path(post, path = "/wishes/{id}/photo/remove", tag = "wishes", params(("id" = i64, Path)),
    responses((status = 204, description = "Deleted")))]
pub async fn photo_remove(State(store): State<Store>, write: Write, Id(wish): Id) -> Answer<StatusCode> {
    store.run(&write.0, RemoveWishPhoto(wish)).await?;
    Ok(DONE)
}
