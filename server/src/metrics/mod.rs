//! Metrics for Prometheus, on an address of their own: numbers and names of routes, never persons.
//! They answer whether it is well: requests, the writer, events, jobs, messages, backups, disks.

pub mod requests;
mod text;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::health::Pulse;
use store::{Store, ops::health::disk::room};
use tokio::time::timeout;

use requests::Requests;
use text::Text;

use crate::http::{cache::PageCache, live::Listeners};

/// Time in which the database must answer; without it the server's own numbers are said alone.
const PATIENCE: Duration = Duration::from_secs(3);

/// Runs of the scheduled jobs on this server; clones share the counts.
#[derive(Clone, Debug, Default)]
pub struct JobRuns(Arc<Runs>);

#[derive(Debug, Default)]
struct Runs {
    done: AtomicU64,
    failed: AtomicU64,
    micros: AtomicU64,
}

impl JobRuns {
    /// Counts a run that ended well.
    pub fn done(&self, took: Duration) {
        self.0.done.fetch_add(1, Relaxed);
        self.0.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Relaxed);
    }

    /// Counts a run that failed.
    pub fn failed(&self) {
        self.0.failed.fetch_add(1, Relaxed);
    }
}

/// What the metrics are made of.
#[derive(Clone)]
pub struct Source {
    /// The open database.
    pub store: Store,
    /// Counts of requests.
    pub requests: Requests,
    /// Browsers that listen for changes.
    pub listeners: Listeners,
    /// Answers to visitors that are kept.
    pub pages: PageCache,
    /// Counts of the scheduled jobs.
    pub jobs: JobRuns,
    /// Folders whose disks are measured, each with what it is for.
    pub folders: Vec<(&'static str, PathBuf)>,
}

/// Builds the router of the address for metrics: `GET /metrics` and nothing else.
pub fn router(source: Source) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(source)
}

async fn metrics(State(source): State<Source>) -> Response {
    let head = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    (head, written(&source).await).into_response()
}

async fn written(source: &Source) -> String {
    let mut text = Text::default();
    text.gauge("build_info", "The release.").value(&[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    let troubles = source.store.troubles().await;
    text.gauge("ready", "Whether /readyz would say 200 as far as the database decides it.")
        .value(&[], f64::from(troubles.is_empty()));
    source.requests.write(&mut text);
    text.gauge("listeners", "Browsers that listen for changes.").value(&[], source.listeners.count() as f64);
    kept(source, &mut text);
    load(source, &mut text);
    let runs = &source.jobs.0;
    text.counter("job_runs_total", "Runs of the scheduled jobs on this server.").value(&[], number(&runs.done));
    text.counter("job_failures_total", "Runs of the scheduled jobs that failed.").value(&[], number(&runs.failed));
    let seconds = number(&runs.micros) / 1e6;
    text.counter("job_seconds_total", "Time that runs of the scheduled jobs took.").value(&[], seconds);
    let disks = text.gauge("disk_free_bytes", "Room on the disk of a folder.");
    for (of, folder) in &source.folders {
        if let Some(room) = room(folder) {
            disks.value(&[("of", *of)], room.free as f64);
        }
    }
    let seen = timeout(PATIENCE, source.store.pulse()).await.ok().and_then(Result::ok);
    text.gauge("database_answers", "Whether the database has told the numbers below.")
        .value(&[], f64::from(seen.is_some()));
    if let Some(seen) = seen {
        pulse(&seen, &mut text);
    }
    text.finished()
}

fn number(count: &AtomicU64) -> f64 {
    count.load(Relaxed) as f64
}

/// What came of the answers that are kept for visitors.
fn kept(source: &Source, text: &mut Text) {
    let counts = source.pages.counts();
    let answers = text.counter("page_cache_answers_total", "Answers to visitors by what the cache did.");
    for (result, count) in
        [("hit", counts.hits), ("wait", counts.waits), ("miss", counts.misses), ("pass", counts.passes)]
    {
        answers.value(&[("result", result)], count as f64);
    }
    text.gauge("page_cache_bytes", "Bytes of answers that are kept.").value(&[], counts.bytes as f64);
}

/// The load of this server's connections to the database.
fn load(source: &Source, text: &mut Text) {
    let load = source.store.load();
    let connections = text.gauge("connections", "Connections to the database that requests share.");
    connections.value(&[("state", "idle")], f64::from(load.idle));
    connections.value(&[("state", "busy")], f64::from(load.open.saturating_sub(load.idle)));
    // On PostgreSQL there is no writer of this kind.
    let Some(writer) = load.writer else { return };
    text.gauge("writer_waiting", "Writes that wait for the writer.").value(&[], writer.waiting as f64);
    text.counter("writer_groups_total", "Groups of writes that share a commit.").value(&[], writer.groups as f64);
    text.counter("writer_operations_total", "Writes in them.").value(&[], writer.operations as f64);
    text.counter("writer_seconds_total", "Time that groups took, with their commits.").value(&[], writer.seconds);
    text.counter("writer_restarts_total", "Times that the writer was replaced.").value(&[], writer.restarts as f64);
}

/// What the database says; the same from every server.
fn pulse(seen: &Pulse, text: &mut Text) {
    text.gauge("events_waiting", "Events that wait for their reader.").value(&[], seen.events as f64);
    text.gauge("events_age_seconds", "How long the oldest of them waits.").value(&[], seen.events_age as f64);
    text.gauge("events_stuck", "Events that their reader cannot handle.").value(&[], seen.events_stuck as f64);
    let late = seen.jobs_late.unwrap_or(seen.at);
    text.gauge("jobs_late_seconds", "How long the scheduled jobs are overdue.").value(&[], late as f64);
    let off = seen.clock_off.unwrap_or_default();
    text.gauge("clock_off_seconds", "How far the clock is from the time that is kept.").value(&[], off as f64);
    let waiting = text.gauge("messages_waiting", "Messages that are not sent yet.");
    for channel in &seen.channels {
        waiting.value(&[("channel", channel.channel.as_str())], channel.waiting as f64);
    }
    let late = text.gauge("messages_late_seconds", "How long the first message is overdue.");
    for channel in &seen.channels {
        late.value(&[("channel", channel.channel.as_str())], channel.late as f64);
    }
    let ended = text.gauge("messages_last_hour", "Messages that ended in the last hour.");
    for channel in &seen.channels {
        for (state, count) in [("sent", channel.sent), ("skipped", channel.skipped), ("failed", channel.failed)] {
            ended.value(&[("channel", channel.channel.as_str()), ("state", state)], count as f64);
        }
    }
    let backups = &seen.backups;
    let good = text.gauge("backup_good_timestamp_seconds", "When the last copy, or trial of one, went well.");
    good.value(&[("kind", "copy")], backups.copied as f64).value(&[("kind", "trial")], backups.tried as f64);
    good.value(&[("kind", "upload")], backups.uploaded as f64);
    let failed = text.gauge("backup_failed", "Whether the newest copy, or trial of one, failed.");
    failed.value(&[("kind", "copy")], f64::from(backups.is_copy_broken()));
    failed.value(&[("kind", "trial")], f64::from(backups.is_trial_broken()));
    failed.value(&[("kind", "upload")], f64::from(backups.is_upload_broken()));
}
