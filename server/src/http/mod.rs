//! HTTP: routes, layers, sessions, error responses.

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

/// Result of an API handler.
pub type Answer<T> = Result<T, Problem>;

/// Default limit of a request body in bytes.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Routes outside the pages and the API description: health checks and the description itself.
pub const OTHER_ROUTES: [&str; 3] = ["/healthz", "/readyz", "/api/v1/openapi.json"];

/// Generates a random 128-bit request id in hexadecimal.
#[must_use]
pub fn random_id() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Builds the complete router: pages, JSON API, built files, health checks.
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

/// Answers 200 while the database answers within 5 seconds, else 503.
async fn ready(from::State(store): from::State<Store>) -> (StatusCode, &'static str) {
    let answer = tokio::time::timeout(std::time::Duration::from_secs(5), store.ping()).await;
    match answer {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(_)) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
