//! The app's pages behind the server's layers, and error pages for what those layers refuse.

use app::web::{handler, session::Signed};
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderValue, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
};
use domain::{Error, permission::Action};
use tower::ServiceExt;

use super::problem::Problem;

/// Builds the routes of all pages and forms.
pub fn router(state: &crate::state::State) -> Router {
    app::pages::routes()
        .into_router()
        .method_not_allowed_fallback(form_address)
        .layer(middleware::from_fn(uploads))
        .with_state(state.app.clone())
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

/// Body limit in bytes of a form with a picture from a phone.
const UPLOAD_LIMIT: usize = 12 * 1024 * 1024;

/// Raises the body limit for multipart forms with pictures or recordings.
/// Applies to staff, to donors on offers and to families on wishes; all other forms keep the server's limit.
pub async fn uploads(mut request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let (offers, wishes) =
        (request.uri().path() == "/offers/new", request.uri().path().starts_with("/home/wishes/new/"));
    let may = |Signed { actor, .. }: &Signed| {
        actor.is_staff()
            || (offers && actor.may_somewhere(Action::OfferGoods))
            || (wishes && actor.may_somewhere(Action::OrderGoods))
    };
    if request.extensions().get::<Signed>().is_some_and(may) && kind.starts_with(b"multipart/form-data") {
        DefaultBodyLimit::max(UPLOAD_LIMIT).apply(&mut request);
    }
    next.run(request).await
}

/// Renders error responses of layers, which are not HTML, as the app's error page.
pub async fn render(State(state): State<crate::state::State>, request: Request, next: Next) -> Response {
    let mut asked = Request::builder().uri(request.uri().clone()).body(Body::empty()).unwrap_or_default();
    asked.headers_mut().clone_from(request.headers());
    let response = next.run(request).await;
    let status = response.status();
    let shown =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if shown || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let problem = response.extensions().get::<Problem>().cloned().unwrap_or_else(|| Problem::from_status(status));
    let error = problem.error().clone();
    let page = handler::show(move |_| std::future::ready(Err(error.clone())));
    page.with_state(state.app).oneshot(asked).await.unwrap_or_else(|never| match never {})
}
