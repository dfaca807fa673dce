//! What every handler shares.

use app::web::{session::Cookies, state::AppState};
use axum::{extract::FromRef, http::HeaderName};
use leptos::config::{Env, LeptosOptions};
use store::Store;

/// The state of the router; cheap to clone.
#[derive(Clone)]
pub struct State {
    /// What the pages share: the database, the built files, how cookies are written.
    pub app: AppState,
    /// Header in which a trusted proxy sends the visitor's address.
    pub trusted_proxy: Option<HeaderName>,
}

impl State {
    /// A state over an open database.
    #[must_use]
    pub fn new(store: Store, cookies: Cookies) -> Self {
        State { app: AppState::new(store, site(), cookies), trusted_proxy: None }
    }
}

impl FromRef<State> for Store {
    fn from_ref(state: &State) -> Self {
        state.app.store.clone()
    }
}

impl FromRef<State> for Cookies {
    fn from_ref(state: &State) -> Self {
        state.app.cookies
    }
}

/// Where the built files are. cargo-leptos says so in the environment; a binary that is started by hand finds
/// them beside itself (`site/`), or where cargo-leptos leaves them (`target/site`, next to `target/release`).
fn site() -> LeptosOptions {
    let said = |name: &str| std::env::var(format!("LEPTOS_{name}")).ok().filter(|value| !value.is_empty());
    let exe = std::env::current_exe().unwrap_or_default();
    let folder = exe.parent().unwrap_or(std::path::Path::new("."));
    let near = [folder.join("site"), folder.join("../site")].into_iter().find(|path| path.join("pkg").is_dir());
    let near = near.map(|path| path.to_string_lossy().into_owned());
    // Names carry a hash exactly when the build wrote down which.
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
