//! State shared by all handlers, and the addresses of built files, looked up once at start-up.

use std::{path::Path, sync::Arc};

use axum::http::HeaderValue;
use base64::{Engine, prelude::BASE64_STANDARD};
use leptos::config::LeptosOptions;
use sha2::{Digest, Sha256};
use store::Store;

use crate::{
    i18n::Offered,
    web::{
        ahead,
        messages::{Channels, Messages},
        public_url::PublicUrl,
        recorded::Recorded,
        session::Cookies,
    },
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
    /// Origin of links that leave this site; `None` takes what a request names.
    pub public_url: Option<PublicUrl>,
    /// Gateway that sends messages to phones; `None` if none is configured.
    pub messages: Option<Arc<dyn Messages>>,
    /// Ways on which accounts can be told beyond the app.
    pub channels: Arc<Channels>,
    /// Cache of the offered languages.
    pub languages: Arc<Offered>,
    /// Built files and their content security policy.
    pub site: Arc<Site>,
}

impl AppState {
    /// Looks up the built files.
    #[must_use]
    pub fn new(store: Store, options: LeptosOptions, cookies: Cookies) -> Self {
        // The runtime of leptos_axum is set once per process; later calls change nothing.
        any_spawner::Executor::init_tokio().ok();
        let site = Arc::new(Site::find(&options));
        let languages = Arc::new(Offered::new(false));
        AppState {
            store,
            options,
            cookies,
            public_url: None,
            messages: None,
            channels: Arc::default(),
            languages,
            site,
        }
    }
}

/// Addresses and scripts that are the same on every page.
#[derive(Debug)]
pub struct Site {
    /// Address of the style sheet.
    pub style: Arc<str>,
    /// Script that loads the module when the page is idle or touched, for pages that have islands. It names the script
    /// for parts of a split module, too, which the module imports: pages that are kept for reading offline name each file.
    pub loader: Arc<str>,
    /// Speculation rules: links that browsers may load ahead, see [`ahead`].
    pub ahead: Arc<str>,
    /// Script for signed-in pages.
    ///
    /// It registers the service worker, stops forms from being submitted while offline, hands those that can be sent later
    /// to `public/unsent.js`, says when there is a newer version, and names chosen files.
    pub keeper: Arc<str>,
    /// Script of every page: what presses do, going back to the same place, and lists that grow below.
    pub place: Arc<str>,
    /// Script of staff pages: keys that lead to the search over everything, keys of tables, and bars of imports.
    pub find: Arc<str>,
    /// Script of pages with parts that change while they are open.
    pub live: Arc<str>,
    /// Options of the reload script in `cargo leptos watch`; `None` otherwise.
    pub watched: Option<LeptosOptions>,
    /// The `Content-Security-Policy` of every page.
    pub policy: HeaderValue,
    /// Recorded phrases.
    pub(crate) recorded: Arc<Recorded>,
}

impl Site {
    fn find(options: &LeptosOptions) -> Self {
        let hashes = Hashes::read(options);
        let (name, pkg) = (&options.output_name, &options.site_pkg_dir);
        let module = format!("/{pkg}/{name}{}.js", hashes.of("js"));
        let wasm = format!("/{pkg}/{name}{}.wasm", hashes.of("wasm"));
        // Without a hash cargo-leptos leaves the name's placeholder as it is.
        let split = Some(hashes.of("split")).filter(|hash| !hash.is_empty());
        let split = split.unwrap_or_else(|| ".______________________".into());
        let splitter = format!("/{pkg}/__wasm_split{split}.js");
        let loader = without_comments(include_str!("../islands/loader.js"));
        let loader = loader.replace("$JS", &module).replace("$WASM", &wasm).replace("$SPLIT", &splitter);
        let keeper =
            without_comments(concat!(include_str!("../shell/keeper.js"), "\n", include_str!("../shell/files.js")));
        // Presses first: a form that was sent is not sent again by the script that answers on the page.
        let place =
            without_comments(concat!(include_str!("../shell/touch.js"), "\n", include_str!("../shell/place.js")));
        let find = without_comments(concat!(
            include_str!("../shell/find.js"),
            "\n",
            include_str!("../shell/keys.js"),
            "\n",
            include_str!("../shell/slices.js"),
        ));
        let live = without_comments(include_str!("../shell/live.js"));
        let rules = ahead::speculation_rules();
        let watching = std::env::var_os("LEPTOS_WATCH").is_some();
        Site {
            style: format!("/{pkg}/{name}{}.css", hashes.of("css")).into(),
            policy: policy(&[&loader, &keeper, &place, &find, &live, &rules], watching),
            loader: loader.into(),
            ahead: rules.into(),
            keeper: keeper.into(),
            place: place.into(),
            find: find.into(),
            live: live.into(),
            watched: watching.then(|| options.clone()),
            recorded: Arc::new(Recorded::find(Path::new(options.site_root.as_ref()))),
        }
    }
}

/// Drops the lines of comments of a script that every page carries.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
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
