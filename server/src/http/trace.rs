//! The edge: gives each request its number, and writes the one log line about how it was answered.

use std::time::Instant;

use app::web::trace_id::{self, TraceId};
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use domain::{Error, error::Cause};
use tracing::Instrument;

use super::{layers::NoTrouble, problem::Problem};

/// Longest number of a path that is logged: record ids have fewer digits than phones, cards and barcodes.
const ID_DIGITS: usize = 9;

/// Logs a failure with its cause as an error, other answers above 499 as a warning, the rest for debugging.
/// The operation is the method and the route's template, because paths and queries can name people.
pub async fn trace(mut request: Request, next: Next) -> Response {
    let id = TraceId::of(request.headers());
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let subject = subject(route, request.uri().path());
    let subject = (!subject.is_empty()).then_some(subject);
    let (subject, operation) = (subject.as_deref(), format!("{} {route}", request.method()));
    let span = tracing::info_span!("request", method = %request.method(), route, number = %id);
    request.extensions_mut().insert(id.clone());
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span).await;
    let (status, ms, sent) = (response.status().as_u16(), begun.elapsed().as_millis(), id.sent());
    let no_trouble = response.extensions().get::<NoTrouble>().is_some();
    match cause(&response) {
        Some(cause) => tracing::error!(operation, subject, request = %id, sent, status, ms, %cause, "failed"),
        None if status >= 500 && !no_trouble => {
            tracing::warn!(operation, subject, request = %id, sent, status, ms, "answered");
        }
        None => tracing::debug!(operation, subject, request = %id, sent, status, ms, "answered"),
    }
    response.headers_mut().insert(trace_id::HEADER, id.header());
    response
}

/// Why the request failed: handlers and layers leave the error in the extensions of their answer.
fn cause(response: &Response) -> Option<&Cause> {
    let error = response.extensions().get::<Error>();
    error.or_else(|| response.extensions().get::<Problem>().map(Problem::error)).and_then(Error::cause)
}

/// The ids in a path: `id=17 paper=4`. Parameters that are no short number may be names, phones, codes or secrets.
fn subject(route: &str, path: &str) -> String {
    let is_id = |value: &str| (1..=ID_DIGITS).contains(&value.len()) && value.bytes().all(|b| b.is_ascii_digit());
    let ids = route.split('/').zip(path.split('/')).filter_map(|(name, value)| {
        let name = name.strip_prefix('{')?.strip_suffix('}')?;
        is_id(value).then(|| format!("{name}={value}"))
    });
    ids.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, middleware, routing::get};
    use tower::{ServiceBuilder, ServiceExt};

    use super::*;
    use crate::http::layers::unbroken;

    #[tokio::test]
    async fn a_panic_is_a_failure_with_a_number_like_any_other() {
        let layers = ServiceBuilder::new().layer(middleware::from_fn(trace)).layer(middleware::from_fn(unbroken));
        let boom = get(async || -> &'static str { panic!("for a test") });
        let app: Router = Router::new().route("/boom", boom).layer(layers);
        let request = Request::get("/boom").body(Body::empty()).expect("a request");
        let answer = app.oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), 503);
        assert!(cause(&answer).is_some_and(|cause| cause.to_string().contains("panicked")));
        assert_eq!(answer.headers()[trace_id::HEADER].len(), 9);
    }

    #[test]
    fn the_subject_is_the_ids_of_the_path_and_nothing_that_could_name_a_person() {
        assert_eq!(subject("/desk/households/{id}/papers/{paper}", "/desk/households/17/papers/4"), "id=17 paper=4");
        assert_eq!(subject("/wishes/{id}", "/wishes/13900004711"), "", "a phone");
        assert_eq!(subject("/card/{secret}", "/card/abcdef"), "");
        assert_eq!(subject("/items/by-code/{code}", "/items/by-code/6901234567892"), "", "a barcode");
        assert_eq!(subject("/wishes/{id}", "/wishes/小金雀"), "");
        assert_eq!(subject("-", "/anything/5"), "");
    }
}
