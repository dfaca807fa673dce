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
/// What does not hinder requests, such as events that cannot be handled and backups that fail, is named below "ready".
pub async fn ready(State(state): State<crate::state::State>) -> Response {
    let mut troubles = state.app.store.troubles().await;
    if state.stopping.is_set() {
        troubles.insert(0, "the server is stopping".to_owned());
    }
    if troubles.is_empty() {
        let notes = tokio::time::timeout(PATIENCE, notes(&state)).await.unwrap_or_default();
        (TEXT, format!("ready\n{notes}")).into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, TEXT, troubles.join("\n") + "\n").into_response()
    }
}

/// What an operator should look at although the server serves, a line each.
async fn notes(state: &crate::state::State) -> String {
    let (store, mut lines) = (&state.app.store, String::new());
    if let Ok(stuck) = store.events_stuck().await
        && stuck > 0
    {
        lines += &format!("events that cannot be handled: {stuck}\n");
    }
    if let Ok(summary) = store.backup_summary().await {
        if summary.is_copy_broken() {
            lines += "the last backup failed\n";
        } else if summary.is_late(state.backup_every, store.now()) {
            lines += "the last backup is too old\n";
        }
        if summary.is_trial_broken() {
            lines += "the last backup that was tried cannot be relied on\n";
        }
        if summary.is_upload_broken() {
            lines += "the last backup did not reach the store elsewhere\n";
        }
    }
    lines
}
