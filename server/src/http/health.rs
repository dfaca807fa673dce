//! Health checks for supervisors and balancers.

use std::time::Duration;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

const TEXT: [(header::HeaderName, &str); 1] = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];

/// How long counting may take, after the database has answered.
const PATIENCE: Duration = Duration::from_millis(500);

/// Answers 200 while this server should get requests, else 503 with a line for each reason. Takes 3 s at most.
/// Events that their reader cannot handle are named, but do not keep requests away.
pub async fn ready(State(state): State<crate::state::State>) -> Response {
    let mut troubles = state.app.store.troubles().await;
    if state.stopping.is_set() {
        troubles.insert(0, "the server is stopping".to_owned());
    }
    if troubles.is_empty() {
        match tokio::time::timeout(PATIENCE, state.app.store.events_stuck()).await {
            Ok(Ok(stuck)) if stuck > 0 => {
                (TEXT, format!("ready\nevents that cannot be handled: {stuck}\n")).into_response()
            }
            _ => (TEXT, "ready\n").into_response(),
        }
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, TEXT, troubles.join("\n") + "\n").into_response()
    }
}
