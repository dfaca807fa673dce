//! Loading ahead: whatever a browser or the service worker fetches before its user opens it, no route writes.

use std::collections::BTreeSet;

use app::web::ahead::{KEPT, LIVE, PICTURES, PUBLIC};
use axum::{body::Body, http::Request};
use domain::households::reveals::{Reveal, RevealReason};
use store::{By, households::reveal::RevealHousehold};

use super::{
    rows,
    targets::{self, Target, target},
};
use crate::support::{Reply, TestApp, database::Kind, run};

/// Callers whose reads are tried.
const CALLERS: [&str; 8] =
    ["visitor", "family", "donor", "shopkeeper", "caseworker", "coordinator", "auditor", "area_admin"];

/// Routes outside of the pages and the API, which no link leads to.
const OUTSIDE: [&str; 2] = ["/healthz", "/readyz"];

async fn ask(app: &TestApp, who: &str, path: &str, header: (&'static str, &'static str)) -> Reply {
    let client = if who == "visitor" { app.visitor() } else { app.person(who) };
    let request = Request::get(path).header("host", "localhost").header(header.0, header.1);
    client.send(request.body(Body::empty()).expect("a request")).await
}

/// Counts everything that a read may leave behind.
async fn written(app: &TestApp) -> Vec<(&'static str, i64)> {
    let mut rows = Vec::new();
    for table in ["attempt", "audit", "notice", "outbox", "request", "reveal"] {
        rows.push((table, app.database.count(table).await));
    }
    rows
}

/// Opens the family's file, so that reading it leaves lines.
async fn open_file(app: &TestApp) {
    let by = By::new(app.caseworker().actor, server::http::random_id());
    let opened = app
        .store
        .run(
            &by,
            RevealHousehold(Reveal {
                household: app.world.id("family"),
                reason: RevealReason::Visit,
                words: String::new(),
            }),
        )
        .await;
    opened.expect("opened");
}

async fn nothing_is_written(app: TestApp) {
    targets::prepare(&app).await;
    open_file(&app).await;
    let (mut wrong, mut writing) = (Vec::new(), BTreeSet::new());
    for row in rows().iter().filter(|row| row.route.starts_with("GET ")) {
        let route = row.route.trim_start_matches("GET ").split(" (").next().expect("a route");
        let Target::Get(path) = Box::pin(target(&app, row.route)).await else { panic!("{route} is a read") };
        let guessed = PUBLIC.contains(&route) || PICTURES.contains(&route) || OUTSIDE.contains(&route);
        let kept = KEPT.contains(&route) || OUTSIDE.contains(&route);
        let live = LIVE.contains(&route) || OUTSIDE.contains(&route);
        // What the record's own writes emitted is no work of the load.
        app.store.deliver_all().await.expect("delivered");
        let before = written(&app).await;
        for who in CALLERS {
            let loads = [
                (("sec-purpose", "prefetch;prerender"), guessed),
                (("x-keep", "ahead"), kept),
                (("x-live", "1"), live),
            ];
            for (header, answered) in loads {
                let reply = ask(&app, who, &path, header).await;
                let refused = reply.status == 503 && reply.header("cache-control").contains("no-store");
                if refused == answered {
                    wrong.push(format!("{route} as {who} with {header:?}: {}", reply.status));
                }
            }
        }
        let after = written(&app).await;
        if after != before {
            wrong.push(format!("{route} writes when it is loaded ahead: {before:?}, then {after:?}"));
        }
        for who in CALLERS {
            ask(&app, who, &path, ("sec-fetch-mode", "navigate")).await;
        }
        if written(&app).await != before {
            writing.insert(route);
        }
    }
    assert!(wrong.is_empty(), "{} loads:\n{}", wrong.len(), wrong.join("\n"));
    // The visits that write are really among those that were tried.
    for route in
        ["/desk/households/{id}", "/desk/households/{id}/points", "/shop/walk-in/{id}", "/api/v1/households/{id}"]
    {
        assert!(writing.contains(route), "{route} is missing in {writing:?}");
    }
    let open: Vec<_> = writing.iter().filter(|route| PUBLIC.contains(route) || PICTURES.contains(route)).collect();
    assert!(open.is_empty(), "public, and written down: {open:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_route_writes_when_it_is_loaded_ahead() {
    run(Kind::Sqlite, nothing_is_written).await;
}

async fn links(app: TestApp) {
    // Every page carries the rules, and their hash is in its policy.
    let page = app.donor().get("/").await;
    let rules = page.text.split("<script type=\"speculationrules\">").nth(1).and_then(|rest| rest.split('<').next());
    let rules: serde_json::Value = serde_json::from_str(rules.expect("rules")).expect("JSON");
    let patterns = rules["prefetch"][0]["where"]["or"].as_array().expect("patterns");
    let named: Vec<_> = patterns.iter().map(|pattern| pattern["href_matches"].as_str().expect("a pattern")).collect();
    assert_eq!(named.len(), PUBLIC.len());
    for personal in ["/desk", "/home", "/me", "/shop", "/admin", "/api", "/claims", "*"] {
        assert!(named.iter().all(|pattern| !pattern.contains(personal)), "{personal} is in {named:?}");
    }

    // A page that is not seen yet does not use up the message of the last action.
    let said = |header: (&'static str, &'static str)| {
        let request = Request::get("/").header("host", "localhost").header("cookie", "flash==done-signed-out");
        request.header(header.0, header.1).body(Body::empty()).expect("a request")
    };
    let guessed = app.visitor().send(said(("sec-purpose", "prefetch"))).await;
    assert_eq!((guessed.status.as_u16(), guessed.header("set-cookie")), (200, ""));
    let seen = app.visitor().send(said(("sec-fetch-mode", "navigate"))).await;
    assert!(seen.header("set-cookie").starts_with("flash=") && seen.text.contains("已退出"), "{:?}", seen.headers);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rules_name_public_pages_and_a_guess_leaves_the_message() {
    run(Kind::Sqlite, links).await;
}

#[test]
fn every_page_on_a_list_exists() {
    let routes = app::pages::routes();
    let known = |path: &str| routes.list().iter().any(|route| route.method == "GET" && route.path == path);
    let gone: Vec<_> = PUBLIC.iter().chain(&PICTURES).chain(&KEPT).chain(&LIVE).filter(|path| !known(path)).collect();
    assert!(gone.is_empty(), "no such page: {gone:?}");
}
