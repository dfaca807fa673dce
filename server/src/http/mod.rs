//! HTTP: routes, layers, sessions, error responses.

pub mod address;
pub mod cache;
pub mod connections;
pub mod extract;
mod health;
mod layers;
pub mod live;
mod pages;
pub mod problem;
pub(crate) mod session;
mod site;
mod trace;
pub mod upload;
pub mod write_limit;

use app::web::bodies;
use axum::{Router, extract::DefaultBodyLimit, middleware, routing::get};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    csrf::CsrfLayer,
};

use crate::{api, metrics::requests, state::State};
use problem::Problem;

/// Result of an API handler.
pub type Answer<T> = Result<T, Problem>;

/// Limit of a request body in bytes, but for routes and callers of [`bodies::Large`].
pub const BODY_LIMIT: usize = bodies::SMALL;

/// Routes outside the pages and the API description: health checks and the description itself.
pub const OTHER_ROUTES: [&str; 3] = ["/healthz", "/readyz", "/api/v1/openapi.json"];

/// Generates a random 128-bit request id in hexadecimal.
#[must_use]
pub fn random_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Builds the complete router: pages, JSON API, built files, health checks.
pub fn router(state: State) -> Router {
    // Old browsers send `Origin` alone, which equals `Host` unless a proxy rewrites that.
    let own = state.app.public_url.as_ref();
    let csrf = own.and_then(|url| CsrfLayer::new().add_trusted_origin(url.as_str()).ok()).unwrap_or_default();
    let guard = ServiceBuilder::new()
        .layer(middleware::from_fn(layers::unbroken))
        .layer(middleware::from_fn_with_state(state.clone(), layers::in_time))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(csrf)
        .layer(middleware::from_fn_with_state(state.clone(), session::sign))
        .layer(middleware::from_fn_with_state(state.clone(), write_limit::limit));

    // Sound is compressed already, and a browser seeks in it by length and ranges, which compressing removes.
    let compressed = DefaultPredicate::new().and(NotForContentType::const_new("audio/"));

    let visits_only = middleware::from_fn(layers::visits_only);
    let documents = middleware::from_fn(problem::render);
    let api = api::router().layer(guard.clone()).layer(documents.clone()).layer(visits_only.clone());
    let functions = pages::functions(&state).layer(guard.clone()).layer(documents).layer(visits_only.clone());
    let render = middleware::from_fn_with_state(state.clone(), pages::render);
    let pages = pages::router(&state).layer(guard.clone()).layer(render.clone()).layer(visits_only);
    let missing = pages::missing(&state).layer(guard).layer(render);
    let edge = ServiceBuilder::new()
        // Outermost too: a panic in a layer would cut off the connection.
        .layer(middleware::from_fn(layers::unbroken))
        .layer(middleware::from_fn(trace::trace))
        .layer(middleware::from_fn_with_state(state.requests.clone(), requests::count))
        .layer(middleware::from_fn(layers::unbroken))
        .layer(middleware::from_fn_with_state(state.clone(), layers::harden));
    // Without compression: each listener's answer would hold room for a compressor.
    let live: Router = live::router(&state).with_state(state.clone()).layer(edge.clone());

    let front = state.clone();
    let router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(health::ready))
        .merge(site::built(&state))
        .merge(site::files(&state, missing))
        .merge(api)
        .with_state(state)
        .merge(functions)
        .merge(pages)
        // One level above the default: a family's first page stays below 90 kB.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(5)).compress_when(compressed))
        .layer(edge)
        .merge(live);
    cache::before(router, &front)
}
