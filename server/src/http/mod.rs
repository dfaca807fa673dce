//! The outside of the server: routes, layers, sessions, refusals.

pub mod address;
pub mod extract;
mod layers;
mod pages;
pub mod problem;
mod session;
mod site;
pub mod upload;

use axum::{
    Router,
    extract::{self as from, DefaultBodyLimit},
    http::StatusCode,
    middleware,
    routing::get,
};
use store::Store;
use tower::ServiceBuilder;
use tower_http::{compression::CompressionLayer, csrf::CsrfLayer};

use crate::{api, state::State};
use problem::Problem;

/// What an API handler gives: an answer, or a refusal.
pub type Answer<T> = Result<T, Problem>;

/// The most that a request may bring.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// What is served beside the pages and the described API: a machine's own questions.
pub const OTHER_ROUTES: [&str; 3] = ["/healthz", "/readyz", "/api/v1/openapi.json"];

/// A request id that nobody else has.
#[must_use]
pub fn random_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Everything that the server answers: pages, JSON API, built files, health.
pub fn router(state: State) -> Router {
    let guard = ServiceBuilder::new()
        .layer(middleware::from_fn(layers::unbroken))
        .layer(middleware::from_fn(layers::in_time))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(CsrfLayer::new())
        .layer(middleware::from_fn_with_state(state.clone(), session::sign));

    let api = api::router().layer(guard.clone()).layer(middleware::from_fn(problem::render));
    let render = middleware::from_fn_with_state(state.clone(), pages::render);
    let pages = pages::router(&state).layer(guard.clone()).layer(render.clone());
    let missing = pages::missing(&state).layer(guard).layer(render);

    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .merge(site::built(&state))
        .merge(site::files(&state, missing))
        .merge(api)
        .with_state(state.clone())
        .merge(pages)
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(layers::trace))
                .layer(middleware::from_fn_with_state(state, layers::harden))
                .layer(CompressionLayer::new()),
        )
}

/// Whether this server can do its work: the database answers.
async fn ready(from::State(store): from::State<Store>) -> (StatusCode, &'static str) {
    let answer = tokio::time::timeout(std::time::Duration::from_secs(5), store.ping()).await;
    match answer {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(_)) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
