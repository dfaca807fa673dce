//! Posters of wishes, drives, shops and groups: the sheets as PNG and PDF, where they hang, and where codes lead.

pub mod actions;
mod files;
mod list;
pub(in crate::pages) mod places;
mod record;
mod sheet;
mod shop;
mod short;

use axum::{extract::State, http::HeaderMap};
use domain::community::posters::PosterSubject;
use media::posters::Format;

use crate::web::{Cx, routes::Routes, state::AppState};

/// Registers the sheet of one kind of record, as a picture and as a page to print.
macro_rules! sheets {
    ($routes:expr, $subject:expr, $png:literal, $pdf:literal) => {
        $routes
            .get($png, |state: State<AppState>, headers: HeaderMap, cx: Cx| {
                files::file(state, headers, cx, $subject, Format::Png)
            })
            .get($pdf, |state: State<AppState>, headers: HeaderMap, cx: Cx| {
                files::file(state, headers, cx, $subject, Format::Pdf)
            })
    };
}

pub(super) fn routes() -> Routes {
    let routes = Routes::new();
    let routes = sheets!(routes, PosterSubject::Wish, "/wishes/{id}/poster.png", "/wishes/{id}/poster.pdf");
    let routes = sheets!(routes, PosterSubject::Drive, "/drives/{id}/poster.png", "/drives/{id}/poster.pdf");
    let routes = sheets!(routes, PosterSubject::Shop, "/shops/{id}/poster.png", "/shops/{id}/poster.pdf");
    let routes = sheets!(routes, PosterSubject::Group, "/desk/groups/{id}/poster.png", "/desk/groups/{id}/poster.pdf");
    routes
        .show_and_act("/wishes/{id}/poster", record::wish, actions::hang_wish)
        .show_and_act("/drives/{id}/poster", record::drive, actions::hang_drive)
        .show_and_act("/shops/{id}/poster", record::shop, actions::hang_shop)
        .show_and_act("/desk/groups/{id}/poster", record::group, actions::hang_group)
        .show("/shops/{id}", shop::page)
        .show("/posters", list::page)
        .act("/posters/{id}/down", actions::take_down, list::page)
        .show_or_go("/w/{id}", short::wish)
        .show_or_go("/d/{id}", short::drive)
        .show_or_go("/s/{id}", short::shop)
        .show_or_go("/g/{poster}", short::group)
}
