//! Who opened which family's file and why, and what is unusual about it.

use domain::households::reveals::{Objection, ObjectionId, Opening, OpeningId, Pattern, RevealReason};
use store::{casework::objections::NewObjection, households::reveal_log::OpeningQuery};

use crate::api::prelude::*;

/// Which weeks.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PatternQuery {
    /// A second of the week that is asked for; the last 13 weeks unless told.
    week: i64,
    /// `next` of the page before.
    cursor: i64,
}

/// A page of people's weeks.
#[derive(Serialize, ToSchema)]
pub struct PatternPage {
    /// What is unusual first, then the newest weeks.
    items: Vec<Pattern>,
    /// How many are unusual, in all.
    unusual: usize,
    /// Where the next page begins, or `null`.
    next: Option<i64>,
}

/// Which openings of a person.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OfPersonQuery {
    /// The second in which a week begins, as in the pattern; all weeks unless told.
    week: i64,
    /// Only at night.
    night: bool,
    /// Only families that another caseworker is responsible for.
    outside: bool,
    /// Only this household.
    household: i64,
    /// `next` of the page before.
    cursor: i64,
}

/// Which objections.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ObjectionQuery {
    /// Those that were answered; those that wait unless told.
    answered: bool,
    /// `next` of the page before.
    cursor: i64,
}

/// Why a file is opened.
#[derive(Deserialize, ToSchema)]
pub struct Why {
    /// One that a person gives: not `counter`, not `export`.
    reason: RevealReason,
    /// More about it, needed for `other`. The family reads it.
    #[serde(default)]
    words: String,
}

/// An opening that was written down.
#[derive(Serialize, ToSchema)]
pub struct Opened {
    /// Its number.
    opening: OpeningId,
}

/// What a family is answered.
#[derive(Deserialize, ToSchema)]
pub struct Reply {
    /// The words.
    words: String,
}

/// Each person's weeks of the last quarter of a year, in the areas that you watch. Unusual is: 20 files or more and over
/// three times the median of the same role that week; any between 22 and 6 o'clock; the same family five times or more.
#[utoipa::path(get, path = "/openings", tag = "openings", params(PatternQuery), responses((status = 200, body = PatternPage)))]
pub async fn patterns(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<PatternQuery>,
) -> Answer<Json<PatternPage>> {
    let found = store.opening_patterns(&signed.actor, query.week, query.cursor).await?;
    Ok(Json(PatternPage { items: found.items, unusual: found.unusual, next: found.next }))
}

/// What one account opened in the areas that you watch, newest first.
#[utoipa::path(get, path = "/openings/{id}", tag = "openings", params(("id" = i64, Path), OfPersonQuery),
    responses((status = 200, body = Page<Opening>)))]
pub async fn of_person(
    State(store): State<Store>,
    signed: Signed,
    Id(account): Id,
    Query(query): Query<OfPersonQuery>,
) -> Answer<Json<Page<Opening>>> {
    let OfPersonQuery { week, night, outside, household, cursor } = query;
    let query = OpeningQuery { account, week, night, outside, household, cursor };
    Ok(Json(store.openings_by(&signed.actor, query).await?))
}

/// Who opened a household's file, newest first: for the family itself and the staff of its area.
#[utoipa::path(get, path = "/households/{id}/openings", tag = "openings", params(("id" = i64, Path), Cursor),
    responses((status = 200, body = Page<Opening>)))]
pub async fn of_household(
    State(store): State<Store>,
    signed: Signed,
    Id(household): Id,
    Query(query): Query<Cursor>,
) -> Answer<Json<Page<Opening>>> {
    Ok(Json(store.openings(&signed.actor, household, query.cursor).await?))
}

/// Open a household's file for half an hour, with a reason that the family reads.
#[utoipa::path(post, path = "/households/{id}/openings", tag = "openings", params(("id" = i64, Path)), request_body = Why,
    responses((status = 201, body = Opened)))]
pub async fn open(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(Why { reason, words }): Body<Why>,
) -> Made<Opened> {
    let opening = store.household_reveal(&write.0, household, reason, words).await?;
    made(Opened { opening })
}

/// What families object to, in the areas that you watch.
#[utoipa::path(get, path = "/objections", tag = "openings", params(ObjectionQuery),
    responses((status = 200, body = Page<Objection>)))]
pub async fn objections(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<ObjectionQuery>,
) -> Answer<Json<Page<Objection>>> {
    Ok(Json(store.objections(&signed.actor, query.answered, query.cursor).await?))
}

/// Answer a family's objection, once.
#[utoipa::path(post, path = "/objections/{id}/answer", tag = "openings", params(("id" = i64, Path)), request_body = Reply,
    responses((status = 204)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reply { words }): Body<Reply>,
) -> Answer<StatusCode> {
    store.objection_answer(&write.0, id, words).await?;
    Ok(DONE)
}

/// What a family objects to.
#[derive(Deserialize, ToSchema)]
pub struct ObjectionBody {
    /// One opening of its file, or 0 for looking at it at all.
    #[serde(default)]
    opening: OpeningId,
    /// Why.
    words: String,
}

/// An objection that was sent.
#[derive(Serialize, ToSchema)]
pub struct Objected {
    /// Its number.
    objection: ObjectionId,
}

/// The newest objections of the caller's own family, with their answers.
#[utoipa::path(get, path = "/me/objections", tag = "openings", responses((status = 200, body = Vec<Objection>)))]
pub async fn my_objections(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Objection>>> {
    Ok(Json(store.my_objections(&signed.actor).await?))
}

/// Object, for one's own family, to who opened its file; the coordinator answers.
#[utoipa::path(post, path = "/me/objections", tag = "openings", request_body = ObjectionBody,
    responses((status = 201, body = Objected),
        (status = 409, description = "`objections_open`: too many wait for an answer already")))]
pub async fn object(
    State(store): State<Store>,
    write: Write,
    Body(ObjectionBody { opening, words }): Body<ObjectionBody>,
) -> Made<Objected> {
    made(Objected { objection: store.object(&write.0, NewObjection { opening, words }).await? })
}
