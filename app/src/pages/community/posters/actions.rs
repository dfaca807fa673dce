//! Actions on posters.

use domain::community::posters::{NewPoster, PosterSubject};
use store::community::posters::lifecycle::{HangPoster, TakeDownPoster};

use super::record::no_day;
use crate::{
    components::poster_page,
    i18n::day_end,
    web::{Cx, Done, To},
};

async fn hang(cx: Cx, subject: PosterSubject) -> Done {
    let (record, until) = (cx.id("id")?, cx.field("until"));
    let until = day_end(until).ok_or_else(|| no_day(until))?;
    let new = NewPoster { subject, record, place: cx.field("place").to_owned(), until };
    cx.store.run(&cx.by(), HangPoster(new)).await?;
    Ok(To::page(poster_page(subject, record)).saying("done-poster-hung"))
}

/// Handles `POST /wishes/{id}/poster`.
pub async fn hang_wish(cx: Cx) -> Done {
    hang(cx, PosterSubject::Wish).await
}

/// Handles `POST /drives/{id}/poster`.
pub async fn hang_drive(cx: Cx) -> Done {
    hang(cx, PosterSubject::Drive).await
}

/// Handles `POST /shops/{id}/poster`.
pub async fn hang_shop(cx: Cx) -> Done {
    hang(cx, PosterSubject::Shop).await
}

/// Handles `POST /desk/groups/{id}/poster`.
pub async fn hang_group(cx: Cx) -> Done {
    hang(cx, PosterSubject::Group).await
}

/// Handles `POST /posters/{id}/down`.
pub async fn take_down(cx: Cx) -> Done {
    cx.store.run(&cx.by(), TakeDownPoster { poster: cx.id("id")? }).await?;
    Ok(To::page("/posters").saying("done-poster-down"))
}
