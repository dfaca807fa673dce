//! State shared by all handlers.

use std::sync::Arc;

use app::web::{session::Cookies, state::AppState};
use axum::{extract::FromRef, http::HeaderName};
use domain::Timestamp;
use leptos::config::{Env, LeptosOptions};
use store::Store;
use tokio::sync::watch;

use crate::{
    http::{address::ProxyNotice, cache::PageCache, live::Listeners, write_limit::WriteLimit},
    metrics::requests::Requests,
};

/// Router state; cheap to clone.
#[derive(Clone)]
pub struct State {
    /// State of the pages: store, site options, cookie settings.
    pub app: AppState,
    /// Header in which a trusted proxy sends the visitor's address; `None` uses the peer's.
    pub trusted_proxy: Option<HeaderName>,
    /// Warns of a proxy that no setting names.
    pub proxy_notice: ProxyNotice,
    /// Writes that an account or address may send.
    pub writes: WriteLimit,
    /// Counts of requests, for the metrics.
    pub requests: Requests,
    /// Browsers that listen for changes.
    pub listeners: Listeners,
    /// Room for answers to visitors; without room each is computed.
    pub pages: PageCache,
    /// Whether the server has been told to stop.
    pub stopping: Stopping,
    /// Seconds between two backups; `None` where this server makes none.
    pub backup_every: Option<Timestamp>,
}

/// Set once when the server is told to stop; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Stopping(Arc<watch::Sender<bool>>);

impl Stopping {
    /// Turns readiness red, and ends the streams of listeners.
    pub fn set(&self) {
        self.0.send_replace(true);
    }

    /// Turns true when the server is told to stop.
    pub(crate) fn told(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }

    /// Whether the server is stopping.
    #[must_use]
    pub fn is_set(&self) -> bool {
        *self.0.borrow()
    }
}

impl State {
    /// Creates the state over an open store, without a trusted proxy.
    #[must_use]
    pub fn new(store: Store, cookies: Cookies) -> Self {
        let app = AppState::new(store, site(), cookies);
        State {
            app,
            trusted_proxy: None,
            proxy_notice: ProxyNotice::default(),
            writes: WriteLimit::default(),
            requests: Requests::default(),
            listeners: Listeners::default(),
            pages: PageCache::default(),
            stopping: Stopping::default(),
            backup_every: None,
        }
    }
}

impl FromRef<State> for Store {
    fn from_ref(state: &State) -> Self {
        state.app.store.clone()
    }
}

impl FromRef<State> for AppState {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}

impl FromRef<State> for WriteLimit {
    fn from_ref(state: &State) -> Self {
        state.writes.clone()
    }
}

impl FromRef<State> for Cookies {
    fn from_ref(state: &State) -> Self {
        state.app.cookies
    }
}

/// Locates the built site from cargo-leptos's environment variables, else beside the binary.
/// Beside the binary means `site/`, or `target/site` next to `target/release`, where cargo-leptos leaves it.
fn site() -> LeptosOptions {
    let said = |name: &str| std::env::var(format!("LEPTOS_{name}")).ok().filter(|value| !value.is_empty());
    let exe = std::env::current_exe().unwrap_or_default();
    let folder = exe.parent().unwrap_or(std::path::Path::new("."));
    let near = [folder.join("site"), folder.join("../site")].into_iter().find(|path| path.join("pkg").is_dir());
    let near = near.map(|path| path.to_string_lossy().into_owned());
    // The build writes hash.txt exactly when file names carry a hash.
    let hashed = said("HASH_FILES").map_or_else(|| folder.join("hash.txt").is_file(), |value| value == "true");
    let port = said("RELOAD_PORT").and_then(|port| port.parse().ok()).unwrap_or(3001);
    LeptosOptions::builder()
        .output_name(said("OUTPUT_NAME").unwrap_or_else(|| "wishbridge".into()))
        .site_root(said("SITE_ROOT").or(near).unwrap_or_else(|| "target/site".into()))
        .site_pkg_dir(said("SITE_PKG_DIR").unwrap_or_else(|| "pkg".into()))
        .env(if said("ENV").is_some_and(|env| env == "PROD") { Env::PROD } else { Env::DEV })
        .reload_port(port)
        .hash_files(hashed)
        .build()
}
