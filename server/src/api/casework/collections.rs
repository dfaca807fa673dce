//! Money that is collected for one household: what came in, and how it was handed over.

use domain::casework::aid::{
    AidSource, GrantId,
    collections::{Collection, CollectionEnd, CollectionFile, CollectionId, NewCollection, NewHandOver},
};
use store::casework::aid::{
    collection_views::CollectionList,
    collections::{AddSum, CloseCollection, HandOverCollected, OpenCollection, StrikeSum},
};

use crate::api::prelude::*;

/// Which collections a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct CollectionsQuery {
    /// `open` (the default), `mine` (past their last day, to be followed by you) or `over`.
    show: String,
    /// `next` of the previous page.
    cursor: CollectionId,
}

/// A collection that was opened.
#[derive(Serialize, ToSchema)]
pub struct CollectionOpened {
    /// Number of the collection.
    collection: CollectionId,
}

/// Money that came in.
#[derive(Deserialize, ToSchema)]
pub struct CollectedBody {
    /// Who gave.
    source: AidSource,
    /// Money in fen.
    amount: i64,
}

/// A hand-over that was recorded.
#[derive(Serialize, ToSchema)]
pub struct HandOverRecorded {
    /// Grant that records it.
    grant: GrantId,
}

/// The end of a collection.
#[derive(Deserialize, ToSchema)]
pub struct CollectionEndBody {
    /// How it ended.
    outcome: CollectionEnd,
}

/// Lists the collections for families of the caller's areas, without words.
#[utoipa::path(get, path = "/aid/collections", tag = "collections", params(CollectionsQuery),
    responses((status = 200, body = Page<Collection>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(CollectionsQuery { show, cursor }): Query<CollectionsQuery>,
) -> Answer<Json<Page<Collection>>> {
    let which = match show.as_str() {
        "mine" => CollectionList::Mine,
        "over" => CollectionList::Over,
        _ => CollectionList::Open,
    };
    Ok(Json(store.collections(&signed.actor, which, cursor).await?))
}

/// Opens a collection for a household.
#[utoipa::path(post, path = "/households/{id}/collections", tag = "collections", params(("id" = i64, Path)),
    request_body = NewCollection, responses((status = 201, body = CollectionOpened)))]
pub async fn open(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(new): Body<NewCollection>,
) -> Made<CollectionOpened> {
    made(CollectionOpened { collection: store.run(&write.0, OpenCollection { household, new }).await? })
}

/// Returns a collection, for its family and the staff of the family's area. Words show during a reveal of the file.
#[utoipa::path(get, path = "/aid/collections/{id}", tag = "collections", params(("id" = i64, Path)),
    responses((status = 200, body = CollectionFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<CollectionFile>> {
    Ok(Json(store.collection(&signed.actor, id).await?))
}

/// Records money that came in, without names of givers.
#[utoipa::path(post, path = "/aid/collections/{id}/sums", tag = "collections", params(("id" = i64, Path)),
    request_body = CollectedBody, responses((status = 200, body = CollectionFile)))]
pub async fn sum_add(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(CollectedBody { source, amount }): Body<CollectedBody>,
) -> Answer<Json<CollectionFile>> {
    store.run(&write.0, AddSum { collection: id, source, amount }).await?;
    Ok(Json(store.collection(write.actor(), id).await?))
}

/// Strikes out a sum that was entered by mistake.
#[utoipa::path(post, path = "/aid/sums/{id}/strike", tag = "collections", params(("id" = i64, Path)),
    responses((status = 200, body = CollectionFile)))]
pub async fn sum_strike(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<CollectionFile>> {
    let collection = store.run(&write.0, StrikeSum { sum: id }).await?;
    Ok(Json(store.collection(write.actor(), collection).await?))
}

/// Records that collected money was handed over, with two signatures.
#[utoipa::path(post, path = "/aid/collections/{id}/hand-over", tag = "collections", params(("id" = i64, Path)),
    request_body = NewHandOver, responses((status = 201, body = HandOverRecorded)))]
pub async fn hand_over(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(new): Body<NewHandOver>,
) -> Made<HandOverRecorded> {
    made(HandOverRecorded { grant: store.run(&write.0, HandOverCollected { collection: id, new }).await? })
}

/// Ends a collection, as its money says.
#[utoipa::path(post, path = "/aid/collections/{id}/close", tag = "collections", params(("id" = i64, Path)),
    request_body = CollectionEndBody, responses((status = 200, body = CollectionFile)))]
pub async fn close(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(CollectionEndBody { outcome }): Body<CollectionEndBody>,
) -> Answer<Json<CollectionFile>> {
    store.run(&write.0, CloseCollection { collection: id, outcome }).await?;
    Ok(Json(store.collection(write.actor(), id).await?))
}
