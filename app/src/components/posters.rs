//! Links to the pages of posters.

use domain::community::posters::PosterSubject;
use leptos::prelude::*;

use super::Icon;

/// Address of the page of a record's poster.
pub(crate) fn poster_page(subject: PosterSubject, record: i64) -> String {
    match subject {
        PosterSubject::Wish => format!("/wishes/{record}/poster"),
        PosterSubject::Drive => format!("/drives/{record}/poster"),
        PosterSubject::Shop => format!("/shops/{record}/poster"),
        PosterSubject::Group => format!("/desk/groups/{record}/poster"),
    }
}

/// Renders the link to the page of a record's poster.
pub(crate) fn poster_link(subject: PosterSubject, record: i64) -> impl IntoView {
    let to = poster_page(subject, record);
    view! { <p><a class="btn btn-quiet" href=to><Icon name="print" />{t!("poster")}</a></p> }
}

/// Renders the same as a button beside the title.
pub(crate) fn poster_icon(subject: PosterSubject, record: i64) -> impl IntoView {
    let to = poster_page(subject, record);
    view! { <a class="icon-btn" href=to aria-label=t!("poster")><Icon name="print" /></a> }
}
