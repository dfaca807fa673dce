//! Rows of posters that hang somewhere.

use domain::community::posters::{Poster, PosterState};
use leptos::prelude::*;

use crate::{
    components::{Near, RowForm, StatePill, poster_page},
    i18n::lang,
    web::scene,
};

fn pill(state: PosterState) -> impl IntoView {
    let (tone, icon) = match state {
        PosterState::Hanging => ("tea", "check"),
        PosterState::ToRemove => ("amber", "clock"),
        PosterState::Removed | PosterState::Lost => ("soft", "close"),
    };
    view! { <StatePill tone icon text=lang().named("poster-state", state.as_str()) /> }
}

/// Renders posters with their places and scans; `about` says what each is about, where that differs.
pub(super) fn poster_rows(posters: Vec<Poster>, about: fn(&Poster) -> Option<AnyView>) -> impl IntoView {
    let rows = posters
        .into_iter()
        .map(|poster| {
            let about = about(&poster);
            let is_open = matches!(poster.state, PosterState::Hanging | PosterState::ToRemove);
            let (hung, until) = (lang().near(poster.hung, scene().now), poster.until);
            let noted = t!("poster-noted", since = hung, name = poster.hung_by.clone());
            let scans = t!("poster-scans", n = poster.scans);
            let sheet = (poster.state == PosterState::Hanging).then(|| {
                let to = format!("{}.pdf?at={}", poster_page(poster.subject, poster.record), poster.id);
                view! { <a class="link" href=to download="" rel="nofollow">{t!("poster-of-place")}</a> }
            });
            let down = (is_open && poster.may_end).then(|| {
                let to = format!("/posters/{}/down", poster.id);
                view! { <RowForm to><button class="btn btn-soft">{t!("poster-down")}</button></RowForm> }
            });
            view! {
                <li class="row">
                    <span class="row-main">
                        <b>{poster.place}</b>
                        {about}
                        <small>{noted}</small>
                        <small>{scans}" · "{t!("poster-until")}" "<Near at=until /></small>
                        {sheet}
                    </span>
                    <span class="row-end">{pill(poster.state)}{down}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{rows}</ul> }
}
