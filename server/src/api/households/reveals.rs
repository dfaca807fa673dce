//! Reveals of household files: reasons, the log, unusual patterns, and families' objections.

use domain::households::reveals::{Objection, ObjectionId, Opening, OpeningId, Pattern, Reveal, RevealReason};
use store::{
    casework::objections::{AnswerObjection, FileObjection},
    households::{reveal::RevealHousehold, reveal_log::OpeningQuery},
};

use crate::api::prelude::*;

/// Weeks of the pattern list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PatternQuery {
    /// A second of the wanted week; the last 13 weeks by default.
    week: i64,
    /// `next` of the previous page.
    cursor: i64,
}

/// A page of weekly reveal patterns.
#[derive(Serialize, ToSchema)]
pub struct PatternPage {
    /// Patterns, unusual ones first, then by week, newest first.
    items: Vec<Pattern>,
    /// Number of unusual patterns in all.
    unusual: usize,
    /// Cursor of the next page, or `null`.
    next: Option<i64>,
}

/// Filters of an account's reveals.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct OfPersonQuery {
    /// First second of a week, as in the pattern; all weeks by default.
    week: i64,
    /// Only at night.
    night: bool,
    /// Only families that another caseworker is in charge of.
    outside: bool,
    /// Only this household, without look-ups.
    household: i64,
    /// `next` of the previous page.
    cursor: i64,
}

/// Filters of the objection list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ObjectionQuery {
    /// Answered objections; pending ones by default.
    answered: bool,
    /// `next` of the previous page.
    cursor: i64,
}

/// Reason for a reveal.
#[derive(Deserialize, ToSchema)]
pub struct Why {
    /// Any reason but `counter`, `phone` and `export`, which only the system records.
    reason: RevealReason,
    /// Details, required for `other`; the family can read them.
    #[serde(default)]
    words: String,
}

/// A reveal that was logged.
#[derive(Serialize, ToSchema)]
pub struct Opened {
    /// Number of the reveal.
    opening: OpeningId,
}

/// Answer to a family's objection.
#[derive(Deserialize, ToSchema)]
pub struct Reply {
    /// The answer.
    words: String,
}

/// Lists each account's weeks of the last quarter, in the areas that you watch.
/// A week is unusual with 20 or more files and over three times the median of the same role that week, with any reveal
/// between 22 and 6 o'clock, or with five or more reveals of the same family.
#[utoipa::path(get, path = "/openings", tag = "openings", params(PatternQuery), responses((status = 200, body = PatternPage)))]
pub async fn patterns(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<PatternQuery>,
) -> Answer<Json<PatternPage>> {
    let found = store.opening_patterns(&signed.actor, query.week, query.cursor).await?;
    Ok(Json(PatternPage { items: found.items, unusual: found.unusual, next: found.next }))
}

/// Lists an account's reveals in the areas that you watch, newest first.
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

/// Lists reveals of a household file, newest first, for the family itself and the staff of its area.
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

/// Reveals a household file for half an hour, with a reason that the family can read.
#[utoipa::path(post, path = "/households/{id}/openings", tag = "openings", params(("id" = i64, Path)), request_body = Why,
    responses((status = 201, body = Opened)))]
pub async fn open(
    State(store): State<Store>,
    write: Write,
    Id(household): Id,
    Body(Why { reason, words }): Body<Why>,
) -> Made<Opened> {
    let opening = store.run(&write.0, RevealHousehold(Reveal { household, reason, words })).await?;
    made(Opened { opening })
}

/// Lists families' objections in the areas that you watch.
#[utoipa::path(get, path = "/objections", tag = "openings", params(ObjectionQuery),
    responses((status = 200, body = Page<Objection>)))]
pub async fn objections(
    State(store): State<Store>,
    signed: Signed,
    Query(query): Query<ObjectionQuery>,
) -> Answer<Json<Page<Objection>>> {
    Ok(Json(store.objections(&signed.actor, query.answered, query.cursor).await?))
}

/// Answers a family's objection, once.
#[utoipa::path(post, path = "/objections/{id}/answer", tag = "openings", params(("id" = i64, Path)), request_body = Reply,
    responses((status = 204)))]
pub async fn answer(
    State(store): State<Store>,
    write: Write,
    Id(id): Id,
    Body(Reply { words }): Body<Reply>,
) -> Answer<StatusCode> {
    store.run(&write.0, AnswerObjection { objection: id, words }).await?;
    Ok(DONE)
}

/// An objection to be sent.
#[derive(Deserialize, ToSchema)]
pub struct ObjectionBody {
    /// The reveal it is about, or 0 for reveals in general.
    #[serde(default)]
    opening: OpeningId,
    /// The reason.
    words: String,
}

/// An objection that was sent.
#[derive(Serialize, ToSchema)]
pub struct Objected {
    /// Number of the objection.
    objection: ObjectionId,
}

/// Lists the newest objections of the caller's own family, with their answers.
#[utoipa::path(get, path = "/me/objections", tag = "openings", responses((status = 200, body = Vec<Objection>)))]
pub async fn my_objections(State(store): State<Store>, signed: Signed) -> Answer<Json<Vec<Objection>>> {
    Ok(Json(store.my_objections(&signed.actor).await?))
}

/// Objects to reveals of one's own household file; the coordinator answers.
#[utoipa::path(post, path = "/me/objections", tag = "openings", request_body = ObjectionBody,
    responses((status = 201, body = Objected),
        (status = 409, description = "`objections_open`: too many wait for an answer already")))]
pub async fn object(
    State(store): State<Store>,
    write: Write,
    Body(ObjectionBody { opening, words }): Body<ObjectionBody>,
) -> Made<Objected> {
    made(Objected { objection: store.run(&write.0, FileObjection { opening, words }).await? })
}
