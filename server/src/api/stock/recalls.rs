//! Recalls of lots.

use domain::stock::recalls::{HomeOutcome, NewRecall, Recall, RecallFile, RecallState, StockOutcome};
use store::stock::recalls::{
    opening::OpenRecall,
    outcomes::{SettleHome, SettleStock, TellHome},
};

use crate::api::prelude::*;

/// Filters of the list of recalls.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct RecallQuery {
    /// Only those that have not ended.
    open: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Lists the recalls of your root area, newest first.
#[utoipa::path(get, path = "/recalls", tag = "recalls", params(RecallQuery),
    responses((status = 200, body = Page<Recall>)))]
pub async fn list(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Query(RecallQuery { open, cursor }): Query<RecallQuery>,
) -> Answer<Json<Page<Recall>>> {
    Ok(Json(store.recalls(&actor, open.then_some(RecallState::Open), cursor).await?))
}

/// Recalls lots: units on shelves are set aside at once, and no unit can be given to a family until it ends.
#[utoipa::path(post, path = "/recalls", tag = "recalls", request_body = NewRecall,
    responses((status = 201, body = RecallFile)))]
pub async fn open(State(store): State<Store>, write: Write, Body(new): Body<NewRecall>) -> Made<RecallFile> {
    let id = store.run(&write.0, OpenRecall(new)).await?;
    made(store.recall(write.actor(), id).await?)
}

/// Returns a recall with its lots, the units in shops, and those of families in your areas.
#[utoipa::path(get, path = "/recalls/{id}", tag = "recalls", params(("id" = i64, Path)),
    responses((status = 200, body = RecallFile)))]
pub async fn get(State(store): State<Store>, Signed { actor, .. }: Signed, Id(id): Id) -> Answer<Json<RecallFile>> {
    Ok(Json(store.recall(&actor, id).await?))
}

/// Notes what became of units in a shop's quarantine. The last outcome ends the recall.
#[utoipa::path(post, path = "/recalls/{id}/settle", tag = "recalls", params(("id" = i64, Path)),
    request_body = StockOutcome, responses((status = 200, body = RecallFile)))]
pub async fn settle(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(of): Body<StockOutcome>,
) -> Answer<Json<RecallFile>> {
    store.run(&write.0, SettleStock { recall: id, of }).await?;
    Ok(Json(store.recall(write.actor(), id).await?))
}

/// Notes that a family was told of the recall of goods that it has.
#[utoipa::path(post, path = "/recall-homes/{id}/tell", tag = "recalls", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn tell(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<StatusCode> {
    store.run(&write.0, TellHome { home: id }).await?;
    Ok(DONE)
}

/// Notes what became of units that a family had. The last outcome ends the recall.
#[utoipa::path(post, path = "/recall-homes/{id}/settle", tag = "recalls", params(("id" = i64, Path)),
    request_body = HomeOutcome, responses((status = 204)))]
pub async fn home_settle(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(of): Body<HomeOutcome>,
) -> Answer<StatusCode> {
    store.run(&write.0, SettleHome { home: id, of }).await?;
    Ok(DONE)
}
