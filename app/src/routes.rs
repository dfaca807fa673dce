//! Every page and every form, one line per capability; each capability lists its own.

use axum::Router;

use crate::{pages, state::AppState};

/// The router of the pages. The server adds static files, the JSON API and its layers, and calls
/// [`crate::handle::missing`] where nothing is.
pub fn routes() -> Router<AppState> {
    Router::new()
        .merge(pages::wishes::routes())
        .merge(pages::claims::routes())
        .merge(pages::home::routes())
        .merge(pages::notices::routes())
        .merge(pages::people::routes())
        .merge(pages::points::routes())
        .merge(pages::shop::routes())
        .merge(pages::offers::routes())
        .merge(pages::receipts::routes())
        .merge(pages::desk::routes())
        .merge(pages::files::routes())
        .merge(pages::households::routes())
        .merge(pages::consents::routes())
        .merge(pages::sheets::routes())
        .merge(pages::admin::routes())
}
