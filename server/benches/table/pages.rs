//! Requests a second: pages that are rendered for each request, and pages and JSON that visitors share.

use std::net::SocketAddr;

use app::web::session::Cookies;
use axum::{
    Router,
    body::Bytes,
    http::{HeaderValue, header},
    routing::get,
};
use demo::{PASSWORD, SignIn};
use domain::{
    accounts::{Actor, Role},
    wishes::Filter,
};
use server::{
    State,
    http::{
        self,
        cache::{PAGE_CACHE_MB, PageCache},
    },
};
use store::Store;

use crate::{
    launch, line,
    load::{self, Answer, Asked},
    resident, round,
};

/// Connections of those who ask for shared answers.
const CROWD: usize = 32;

/// Measures pages that are rendered for each request: what it costs to answer an account, or after a commit.
pub async fn rendered(url: &str) -> (Store, Vec<SignIn>) {
    let store = Store::open(url, crate::keys()).await.unwrap();
    let people = demo::load(&store, 1200, &domain::progress::Progress::none()).await.unwrap();
    let detail = first_wish(&store).await;
    let ours = load::serve(http::router(State::new(store.clone(), Cookies { secure: false }))).await;
    for (what, path) in [("feed pages a second", "/"), ("detail pages a second", detail)] {
        compare(what, ours, Asked { path, ..Asked::default() }, 8).await;
    }
    (store, people)
}

/// Measures pages of accounts, which nothing keeps: each is rendered for its request.
pub async fn signed_in(store: &Store, people: &[SignIn]) {
    let ours = load::serve(http::router(State::new(store.clone(), Cookies { secure: false }))).await;
    for (what, role, path) in [
        ("feed of a donor", Role::Donor, "/"),
        ("claims of a donor", Role::Donor, "/claims"),
        ("home of a family", Role::Family, "/home"),
        ("Today of a caseworker", Role::Caseworker, "/desk"),
        ("counter of a shop", Role::Shopkeeper, "/shop"),
    ] {
        let person = people.iter().find(|person| person.role == role).expect("the demo has each role");
        let (token, _) = store.sign_in(&person.phone, PASSWORD, "").await.unwrap();
        compare(what, ours, Asked { path, token: token.leak(), ..Asked::default() }, 8).await;
    }
}

/// Measures answers that visitors share, whole and compressed, with what the cache did meanwhile.
pub async fn shared(store: Store) {
    let detail = first_wish(&store).await;
    let json: &'static str = format!("/api/v1{detail}").leak();
    let pages = PageCache::new(PAGE_CACHE_MB);
    let state = State { pages: pages.clone(), ..State::new(store.clone(), Cookies { secure: false }) };
    // As a server does: it looks for commits of others, and drops what is too old.
    let watched = store.clone();
    let watch = tokio::spawn(async move { watched.watch_database().await });
    let tidy = tokio::spawn(pages.clone().tidy());
    let ours = load::serve(http::router(state)).await;
    for (what, path, coding) in [
        ("feed", "/", "br"),
        ("feed, not compressed", "/", ""),
        ("wish", detail, "br"),
        ("wanted", "/wanted", "br"),
        ("notices", "/notice", "br"),
        ("feed as JSON", "/api/v1/wishes", "br"),
        ("wish as JSON", json, "br"),
        ("wanted as JSON", "/api/v1/wanted", "br"),
    ] {
        let before = pages.counts();
        compare(what, ours, Asked { path, coding, ..Asked::default() }, CROWD).await;
        let now = pages.counts();
        let (hits, misses) = (now.hits + now.waits - before.hits - before.waits, now.misses - before.misses);
        println!("  {hits} answers were kept ones, {misses} were computed");
    }
    let held = format!("{:.1}", pages.counts().bytes as f64 / f64::from(1 << 20));
    line("  memory of kept answers, MiB, and its limit", &held, &PAGE_CACHE_MB.to_string(), "");
    line("memory after that, MiB (whole process, load included)", &format!("{:.0}", resident()), "", "");
    launch::listeners(ours).await;
    watch.abort();
    tidy.abort();
    store.close().await;
}

/// Compares a server with an axum handler that returns the same bytes, compressed beforehand.
async fn compare(what: &str, ours: SocketAddr, asked: Asked<'static>, connections: usize) {
    let Answer { kind, body, .. } = load::answer(ours, asked).await;
    let (size, bytes) = (body.len(), Bytes::from(body));
    let coding = if asked.coding.is_empty() { "identity" } else { asked.coding };
    let heads = [
        (header::CONTENT_TYPE, HeaderValue::try_from(kind).unwrap()),
        (header::CONTENT_ENCODING, HeaderValue::from_static(coding)),
    ];
    let same = move || {
        let answer = (heads.clone(), bytes.clone());
        async move { answer }
    };
    let plain = load::serve(Router::new().route(asked.path, get(same))).await;
    // Alternating, so that a slow phase of the machine affects both.
    let (mut us, mut them) = (0.0, 0.0);
    for _ in 0..2 {
        us += load::rate(ours, asked, connections, round()).await / 2.0;
        them += load::rate(plain, asked, connections, round()).await / 2.0;
    }
    let what = format!("{what} ({:.1} kB)", f64::from(u32::try_from(size).unwrap()) / 1000.0);
    line(&what, &format!("{us:.0}"), &format!("{them:.0}"), &format!("{:.2}", us / them));
}

async fn first_wish(store: &Store) -> &'static str {
    let first = store.feed(&Actor::visitor(), &Filter::default()).await.unwrap().items[0].id;
    format!("/wishes/{first}").leak()
}
