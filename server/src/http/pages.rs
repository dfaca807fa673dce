//! The app's pages behind the server's layers, and error pages for what those layers refuse.

use app::web::{bodies, handler, trace_id::TraceId};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
};
use domain::Error;
use tower::ServiceExt;

use super::problem::Problem;

/// Builds the routes of all pages and forms.
pub fn router(state: &crate::state::State) -> Router {
    let routes = app::pages::routes();
    let large = routes.large();
    let (pages, _) = routes.into_routers();
    pages
        .method_not_allowed_fallback(form_address)
        .layer(middleware::from_fn_with_state(large, bodies::admit))
        .with_state(state.app.clone())
}

/// Builds the routes of all server functions.
pub fn functions(state: &crate::state::State) -> Router {
    let routes = app::pages::routes();
    let large = routes.large();
    let (_, functions) = routes.into_routers();
    functions.layer(middleware::from_fn_with_state(large, bodies::admit)).with_state(state.app.clone())
}

/// Builds the fallback that shows the app's "not found" page.
pub fn missing(state: &crate::state::State) -> Router {
    Router::new().fallback(handler::missing).with_state(state.app.clone())
}

/// Redirects a GET of a form's address to the record above it.
/// After a refusal that address stands in the address bar, and changing the language leads back to it.
async fn form_address(request: Request) -> Response {
    let above = request.uri().path().trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
    match *request.method() {
        Method::GET | Method::HEAD => Redirect::to(if above.is_empty() { "/" } else { above }).into_response(),
        _ => Problem::from(Error::NotFound).into_response(),
    }
}

/// Renders error responses of layers as the app's error page. What handlers answer is left as it is: pages are HTML, and
/// verdicts on forms that a browser kept are JSON; layers answer with plain text or `application/problem+json`.
pub async fn render(State(state): State<crate::state::State>, request: Request, next: Next) -> Response {
    let mut asked = Request::builder().uri(request.uri().clone()).body(Body::empty()).unwrap_or_default();
    asked.headers_mut().clone_from(request.headers());
    if let Some(id) = request.extensions().get::<TraceId>() {
        asked.extensions_mut().insert(id.clone());
    }
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    let shown = kind.starts_with(b"text/html") || kind.starts_with(b"application/json");
    if shown || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let again = response.headers().get(header::RETRY_AFTER).cloned();
    let problem = response.extensions().get::<Problem>().cloned().unwrap_or_else(|| Problem::from_status(status));
    let error = problem.error().clone();
    let page = handler::show(move |_| std::future::ready(Err(error.clone())));
    let mut page = page.with_state(state.app).oneshot(asked).await.unwrap_or_else(|never| match never {});
    if let Some(again) = again {
        page.headers_mut().insert(header::RETRY_AFTER, again);
    }
    page
}
