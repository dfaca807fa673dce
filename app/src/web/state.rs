//! State shared by all handlers, and the addresses of built files, looked up once at start-up.

use std::{path::Path, sync::Arc};

use axum::http::HeaderValue;
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::config::LeptosOptions;
use sha2::{Digest, Sha256};
use store::Store;

use crate::{
    i18n::Offered,
    web::{messages::Messages, recorded::Recorded, session::Cookies},
};

/// The state of the router; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub store: Store,
    /// Output folders of cargo-leptos.
    pub options: LeptosOptions,
    /// How cookies are written.
    pub cookies: Cookies,
    /// Gateway that sends messages to phones; `None` if none is configured.
    pub messages: Option<Arc<dyn Messages>>,
    /// Cache of the offered languages.
    pub languages: Arc<Offered>,
    /// Built files and their content security policy.
    pub site: Arc<Site>,
}

impl AppState {
    /// Looks up the built files.
    #[must_use]
    pub fn new(store: Store, options: LeptosOptions, cookies: Cookies) -> Self {
        let site = Arc::new(Site::find(&options));
        AppState { store, options, cookies, messages: None, languages: Arc::new(Offered::new(false)), site }
    }
}

/// Parts of the document that are the same on every page.
#[derive(Debug)]
pub struct Site {
    /// Links in the head: style sheet, icon, manifest.
    pub links: String,
    /// Loader of the islands, for pages that have any.
    pub loader: String,
    /// Speculation rules: links that browsers may prefetch.
    pub ahead: String,
    /// Script for signed-in pages.
    ///
    /// It registers the service worker and stops forms from being submitted while offline.
    pub keeper: String,
    /// Reload script in `cargo leptos watch`; empty otherwise.
    pub watch: String,
    /// The `Content-Security-Policy` of every page.
    pub policy: HeaderValue,
    /// Recorded phrases.
    pub(crate) recorded: Arc<Recorded>,
}

/// Prefetches links on hover. Safe because no GET changes anything.
const AHEAD: &str = r#"{"prefetch":[{"where":{"and":[{"href_matches":"/*"},{"not":{"href_matches":"/api/*"}},{"not":{"selector_matches":"[download],[rel~=external]"}}]},"eagerness":"moderate"}]}"#;

impl Site {
    fn find(options: &LeptosOptions) -> Self {
        let hashes = Hashes::read(options);
        let (name, pkg) = (&options.output_name, &options.site_pkg_dir);
        let css = format!("/{pkg}/{name}{}.css", hashes.of("css"));
        let js = format!("/{pkg}/{name}{}.js", hashes.of("js"));
        let wasm = format!("/{pkg}/{name}{}.wasm", hashes.of("wasm"));
        let links = format!(
            r#"<link rel="stylesheet" href="{css}"><link rel="icon" href="/favicon.svg" type="image/svg+xml"><link rel="manifest" href="/manifest.webmanifest">"#
        );
        let script = include_str!("../islands/loader.js").trim().replace("$JS", &js).replace("$WASM", &wasm);
        let loader = format!(
            r#"<link rel="modulepreload" href="{js}" fetchpriority="low"><script type="module">{script}</script>"#
        );
        let keeper = include_str!("../shell/keeper.js").trim();
        let watching = std::env::var_os("LEPTOS_WATCH").is_some();
        Site {
            links,
            loader,
            keeper: format!(r#"<script type="module">{keeper}</script>"#),
            ahead: format!(r#"<script type="speculationrules">{AHEAD}</script>"#),
            watch: if watching { watch_script(options) } else { String::new() },
            policy: policy(&[&script, keeper, AHEAD], watching),
            recorded: Arc::new(Recorded::find(Path::new(options.site_root.as_ref()))),
        }
    }
}

/// Allows this site's files and the inline scripts, by hash, so that no page needs a nonce.
///
/// `blob:` is for recordings and pictures that are not sent yet.
fn policy(scripts: &[&str], watching: bool) -> HeaderValue {
    let hashes: String =
        scripts.iter().map(|s| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(s)))).collect();
    // The reload script of the development server is not known in advance.
    let (hashes, connect) = if watching { (" 'unsafe-inline'".into(), " ws: wss:") } else { (hashes, "") };
    let policy = format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{hashes}; connect-src 'self'{connect}; img-src 'self' data: blob:; \
         media-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    );
    HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'self'"))
}

fn watch_script(options: &LeptosOptions) -> String {
    use leptos::prelude::*;
    let options = options.clone();
    Owner::new().with(|| view! { <leptos::hydration::AutoReload options /> }.to_html())
}

/// Hash file that cargo-leptos writes beside the binary: `css: …`, `js: …`, `wasm: …`.
///
/// Without it, as in tests, file names have no hash.
struct Hashes(String);

impl Hashes {
    fn read(options: &LeptosOptions) -> Self {
        let beside = |exe: std::path::PathBuf| exe.parent().map(|dir| dir.join(options.hash_file.as_ref()));
        let file = std::env::current_exe().ok().and_then(beside).filter(|_| options.hash_files);
        Hashes(file.and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default())
    }

    fn of(&self, kind: &str) -> String {
        let hash = self.0.lines().filter_map(|line| line.split_once(':')).find(|(k, _)| k.trim() == kind);
        hash.map(|(_, hash)| format!(".{}", hash.trim())).unwrap_or_default()
    }
}
