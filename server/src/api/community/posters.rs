//! Posters that hang somewhere: their places, how often their codes were scanned, and that they were taken down.

use domain::community::posters::{NewPoster, Poster, PosterId, PosterSubject};
use store::community::posters::lifecycle::{HangPoster, TakeDownPoster};

use crate::api::prelude::*;

/// Which posters a list shows.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct PostersQuery {
    /// What they are about; with `record`, all posters of that record, those that ended too.
    subject: Option<PosterSubject>,
    /// Number of the wish, drive, location or group.
    record: Option<i64>,
    /// `next` of the previous page.
    cursor: i64,
}

/// A poster that was noted.
#[derive(Serialize, ToSchema)]
pub struct PosterMade {
    /// Number of the poster, the `at` of its code.
    poster: PosterId,
}

/// Lists posters that hang or are to be taken down: the caller's, and those of the areas whose posters it reads.
#[utoipa::path(get, path = "/posters", tag = "posters", params(PostersQuery),
    responses((status = 200, body = Page<Poster>)))]
pub async fn list(
    State(store): State<Store>,
    signed: Signed,
    Query(PostersQuery { subject, record, cursor }): Query<PostersQuery>,
) -> Answer<Json<Page<Poster>>> {
    let found = match (subject, record) {
        (Some(subject), Some(record)) => {
            Page { items: store.posters_of(&signed.actor, subject, record).await?, next: None }
        }
        _ => store.posters(&signed.actor, cursor).await?,
    };
    Ok(Json(found))
}

/// Notes where a poster hangs. It is asked for when what it is about is over, or its last day has passed.
#[utoipa::path(post, path = "/posters", tag = "posters", request_body = NewPoster,
    responses((status = 201, body = PosterMade)))]
pub async fn hang(State(store): State<Store>, write: Write, Body(new): Body<NewPoster>) -> Made<PosterMade> {
    made(PosterMade { poster: store.run(&write.0, HangPoster(new)).await? })
}

/// Notes that a poster was taken down.
#[utoipa::path(post, path = "/posters/{id}/down", tag = "posters", params(("id" = i64, Path)),
    responses((status = 204)))]
pub async fn take_down(State(store): State<Store>, write: Write, Id(poster): Id) -> Answer<StatusCode> {
    store.run(&write.0, TakeDownPoster { poster }).await?;
    Ok(DONE)
}
