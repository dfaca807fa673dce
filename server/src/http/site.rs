//! Built files: cached for ever when their names carry a hash, else for a short time.

use std::path::{Path, PathBuf};

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::Response,
};
use tower::ServiceBuilder;
use tower_http::services::ServeDir;

use crate::state::State;

/// Serves what the build made: style, script and WASM.
pub fn built(state: &State) -> Router<State> {
    let options = &state.app.options;
    let files = ServeDir::new(root(state).join(options.site_pkg_dir.as_ref())).precompressed_br().precompressed_gzip();
    let keep = if options.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    let files = ServiceBuilder::new().layer(middleware::from_fn(move |r, n| keep_for(keep, r, n))).service(files);
    Router::new().nest_service(&format!("/{}", options.site_pkg_dir), files)
}

/// Serves the site's other files (icons, manifest, service worker); `missing` answers the rest.
pub fn files(state: &State, missing: Router) -> Router<State> {
    let keep = middleware::from_fn(|r, n| keep_for("public, max-age=3600", r, n));
    let files = ServeDir::new(root(state))
        .precompressed_br()
        .append_index_html_on_directories(false)
        .call_fallback_on_method_not_allowed(true)
        .fallback(missing);
    Router::new().fallback_service(ServiceBuilder::new().layer(keep).service(files))
}

fn root(state: &State) -> PathBuf {
    Path::new(state.app.options.site_root.as_ref()).to_owned()
}

/// Sets `Cache-Control` on files; leaves other responses unchanged.
async fn keep_for(how: &'static str, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let file = matches!(response.status(), StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT);
    let headers = response.headers_mut();
    if file && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(how));
        // A service worker is bound by the content security policy it was served with.
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'self'"));
    }
    response
}
