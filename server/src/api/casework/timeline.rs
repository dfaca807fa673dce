//! What happened with a household so far, and with its file as a whole.

use domain::{Code, casework::FileChange, households::Event};
use store::casework::timeline::{Place, Timeline};

use crate::api::prelude::*;

/// Which page of a timeline.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// `next` of the page before.
    cursor: String,
}

/// A page of a timeline.
#[derive(Serialize, ToSchema)]
pub struct TimelinePage {
    /// What happened, newest first.
    items: Vec<Event>,
    /// Where the next page begins, or `null`.
    next: Option<String>,
}

/// What happened with a household, newest first: wishes, what was handed over, the free shop, points, notes, papers, who
/// opened its file and how that was changed. For the family itself and the staff of its area; nothing in it is masked,
/// because it holds no name, number or word of the family.
#[utoipa::path(get, path = "/households/{id}/timeline", tag = "households", params(("id" = i64, Path), TimelineQuery),
    responses((status = 200, body = TimelinePage), (status = 422, description = "`cursor` is none")))]
pub async fn timeline(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
    Query(TimelineQuery { cursor }): Query<TimelineQuery>,
) -> Answer<Json<TimelinePage>> {
    let from = match cursor.as_str() {
        "" => Ok(Place::default()),
        cursor => cursor.parse(),
    };
    let from = from.map_err(|code: Code| Problem::field("cursor", code))?;
    let Timeline { events, next } = store.timeline(&actor, household, from).await?;
    Ok(Json(TimelinePage { items: events, next: next.map(|place| place.to_string()) }))
}

/// What happened to a file as a whole: moved, merged, closed, opened again, erased; the newest 50.
#[utoipa::path(get, path = "/households/{id}/changes", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<FileChange>)))]
pub async fn changes(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
) -> Answer<Json<Vec<FileChange>>> {
    Ok(Json(store.file_changes(&actor, household).await?))
}
