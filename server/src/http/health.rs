//! Health checks for supervisors and balancers.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

const TEXT: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];

/// Answers 200 while this server should get requests, else 503 with a line for each reason. Takes 3 s at most.
pub async fn ready(State(state): State<crate::state::State>) -> Response {
    let mut troubles = state.app.store.troubles().await;
    if state.stopping.is_set() {
        troubles.insert(0, "the server is stopping".to_owned());
    }
    if troubles.is_empty() {
        (TEXT, "ready\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, TEXT, troubles.join("\n") + "\n").into_response()
    }
}
