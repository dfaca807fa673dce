//! Timeline of a household, and changes to its file as a whole.

use domain::{Code, casework::FileChange, households::TimelineEntry};
use store::casework::timeline::{Place, Timeline};

use crate::api::prelude::*;

/// Page of a timeline.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// `next` of the previous page; empty for the first.
    cursor: String,
}

/// A page of a timeline.
#[derive(Serialize, ToSchema)]
pub struct TimelinePage {
    /// Events, newest first.
    items: Vec<TimelineEntry>,
    /// Cursor of the next page, or `null`.
    next: Option<String>,
}

/// Lists a household's events, newest first, for the family itself and the staff of its area.
/// Events are wishes, hand-overs, orders, points, notes, documents, reveals and changes of the file. None is masked,
/// because they contain no name, number or text of the family.
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

/// Lists changes of a file as a whole: relocated, merged, closed, reopened, erased; the newest 50.
#[utoipa::path(get, path = "/households/{id}/changes", tag = "households", params(("id" = i64, Path)),
    responses((status = 200, body = Vec<FileChange>)))]
pub async fn changes(
    State(store): State<Store>,
    Signed { actor, .. }: Signed,
    Id(household): Id,
) -> Answer<Json<Vec<FileChange>>> {
    Ok(Json(store.file_changes(&actor, household).await?))
}
