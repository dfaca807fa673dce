//! Wishes: the public pages, the caseworkers', and the family's.

pub mod desk;
pub mod family;
mod feed;
pub(super) mod picture;
mod saved;
mod wish;

use crate::web::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(desk::routes())
        .merge(family::routes())
        .show("/", feed::page)
        .show("/saved", saved::page)
        .show("/wishes/{id}", wish::page)
        .act("/wishes/{id}/save", saved::save, wish::page)
        .act("/wishes/{id}/unsave", saved::unsave, wish::page)
        .get("/wishes/{id}/picture", picture::shared)
        .get("/preview.png", picture::site)
        .get("/photos/{id}", picture::photo)
        .get("/photos/kept/{id}", picture::kept)
}
