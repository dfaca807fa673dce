//! Case conferences: several offices about one family, and what each does until when.

use domain::casework::conferences::{
    Conference, ConferenceFile, ConferenceId, Measure, MeasureEnd, NewConference, NewMeasure,
};
use store::casework::conferences::{
    holding::{EndConference, HoldConference},
    measures::{AddMeasure, FinishMeasure},
    views::ConferenceList,
};

use crate::api::prelude::*;

/// Which conferences a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ConferencesQuery {
    /// `open` (the default), `mine` (open ones with a task of yours) or `over`.
    show: String,
    /// `next` of the previous page.
    cursor: ConferenceId,
}

/// A conference that was recorded.
#[derive(Serialize, ToSchema)]
pub struct ConferenceRecorded {
    /// Number of the conference.
    conference: ConferenceId,
}

/// The end of a task.
#[derive(Deserialize, ToSchema)]
pub struct MeasureEndBody {
    /// How it ended.
    outcome: MeasureEnd,
    /// What came of it, 1 to 300 characters.
    words: String,
}

/// Lists the conferences about families of the caller's areas.
#[utoipa::path(get, path = "/conferences", tag = "conferences", params(ConferencesQuery),
    responses((status = 200, body = Page<Conference>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(ConferencesQuery { show, cursor }): Query<ConferencesQuery>,
) -> Answer<Json<Page<Conference>>> {
    let which = match show.as_str() {
        "mine" => ConferenceList::Mine,
        "over" => ConferenceList::Over,
        _ => ConferenceList::Open,
    };
    Ok(Json(store.conferences(&signed.actor, which, cursor).await?))
}

/// Lists the conferences about a household, newest first.
#[utoipa::path(get, path = "/households/{id}/conferences", tag = "conferences", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<Conference>)))]
pub async fn of_household(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<Vec<Conference>>> {
    Ok(Json(store.household_conferences(&signed.actor, id).await?))
}

/// Records a conference about a household that agreed to it, also as the next one of an earlier one.
#[utoipa::path(post, path = "/households/{id}/conferences", tag = "conferences", params(("id" = i64, Path)),
    request_body = NewConference, responses((status = 201, body = ConferenceRecorded)))]
pub async fn hold(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(new): Body<NewConference>,
) -> Made<ConferenceRecorded> {
    made(ConferenceRecorded { conference: store.run(&write.0, HoldConference { household, new }).await? })
}

/// Lists the conferences about the caller's own family.
#[utoipa::path(get, path = "/me/conferences", tag = "conferences", responses((status = 200, body = Vec<Conference>)))]
pub async fn mine(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Conference>>> {
    Ok(Json(store.my_conferences(&signed.actor).await?))
}

/// Returns a conference with its measures, for its family and the staff of the area. Words show during a reveal.
#[utoipa::path(get, path = "/conferences/{id}", tag = "conferences", params(("id" = i64, Path)),
    responses((status = 200, body = ConferenceFile)))]
pub async fn get(State(store): State<Store>, signed: Signed, Id(id): Id) -> Answer<Json<ConferenceFile>> {
    Ok(Json(store.conference(&signed.actor, id).await?))
}

/// Adds a measure: a task of an account that took part, or a referral, a visit or a wish of the family.
#[utoipa::path(post, path = "/conferences/{id}/measures", tag = "conferences", params(("id" = i64, Path)),
    request_body = NewMeasure, responses((status = 200, body = ConferenceFile)))]
pub async fn measure_add(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(new): Body<NewMeasure>,
) -> Answer<Json<ConferenceFile>> {
    store.run(&write.0, AddMeasure { conference: id, new }).await?;
    Ok(Json(store.conference(write.actor(), id).await?))
}

/// Ends a conference whose measures have all ended.
#[utoipa::path(post, path = "/conferences/{id}/end", tag = "conferences", params(("id" = i64, Path)),
    responses((status = 200, body = ConferenceFile)))]
pub async fn end(State(store): State<Store>, write: Write, Id(id): Id) -> Answer<Json<ConferenceFile>> {
    store.run(&write.0, EndConference { conference: id }).await?;
    Ok(Json(store.conference(write.actor(), id).await?))
}

/// Ends a task with what came of it.
#[utoipa::path(post, path = "/measures/{id}/finish", tag = "conferences", params(("id" = i64, Path)),
    request_body = MeasureEndBody, responses((status = 200, body = Measure)))]
pub async fn measure_finish(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(MeasureEndBody { outcome, words }): Body<MeasureEndBody>,
) -> Answer<Json<Measure>> {
    store.run(&write.0, FinishMeasure { measure: id, outcome, words }).await?;
    Ok(Json(store.conference_task(write.actor(), id).await?))
}
