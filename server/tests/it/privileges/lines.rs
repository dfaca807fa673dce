//! Logs at the most verbose setting contain no canary.

use std::{
    io::{self, Write},
    sync::{
        Mutex, Once, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{body::Body, http::Request};
use serde_json::json;

use super::canaries;
use crate::{
    shop::sheets::send,
    support::{Client, TestApp, database::Kind, run},
};

/// Log lines with a canary, of the whole process: database connections log on threads of their own.
static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// Number of lines about answered requests, and about statements.
static HEARD: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

/// Log writer that counts lines and keeps those with a canary.
struct Listener;

impl Write for Listener {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(line);
        for (what, count) in ["answered", "db.statement"].iter().zip(&HEARD) {
            count.fetch_add(usize::from(text.contains(what)), Ordering::Relaxed);
        }
        if let Some(canary) = tells(&text) {
            TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{canary}: {text}"));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn tells(line: &str) -> Option<&'static str> {
    let read = canaries::read(line);
    canaries::all().find(|canary| line.contains(canary) || read.contains(canary))
}

/// Starts logging at level `trace`, once for the process.
pub fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let filter = server::logs::filter("trace").expect("a level");
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(|| Listener).init();
    });
}

/// Checks that lines were logged, and that none contains a canary.
pub fn names_no_family() {
    for count in &HEARD {
        assert!(count.load(Ordering::Relaxed) > 100, "the log is not captured any more: {HEARD:?}");
    }
    let told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(told.is_empty(), "{} log lines contain a canary: {:#?}", told.len(), &told[..told.len().min(5)]);
}

/// Sends canaries in all kinds of input: addresses, searches, invalid bodies and forms, imports.
async fn type_all(app: &TestApp, who: &Client) {
    let (family, item) = (app.world.id("family"), 13);
    for canary in ["欧阳金雀", "13900004711", "金雀巷"] {
        let q: String = canary.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in [
            format!("/{q}"),
            format!("/?q={q}"),
            format!("/sign-in?next=/{q}"),
            format!("/desk/households?q={q}"),
            format!("/desk/wishes?q={q}"),
            format!("/desk/cards?q={q}"),
            format!("/shop/walk-in?q={q}"),
            format!("/admin/accounts?q={q}"),
            format!("/search?q={q}"),
            format!("/api/v1/search?q={q}"),
            format!("/wishes/{q}"),
            format!("/api/v1/households?q={q}"),
            format!("/api/v1/wishes?q={q}&cursor={q}"),
            format!("/api/v1/items/by-code/{q}"),
            format!("/api/v1/{q}"),
        ] {
            who.get(&path).await;
        }
        who.post_form("/fn/stock/scan-row", &[("target", "receipt"), ("code", canary)]).await;
        let typed = format!("list=0123456789abcdef&code={canary}&giver={canary}");
        let list = [("kind", "receiving"), ("subject", "0"), ("household", "0"), ("typed", typed.as_str())];
        who.post_form("/fn/stock/keep-list", &list).await;
        let wrong = json!({"name": canary, "phone": [canary], "area": canary, "members": canary, canary: canary});
        for path in
            ["households", "wishes", "session", "session/codes", "offers", &format!("households/{family}/notes")]
        {
            who.post(&format!("/api/v1/{path}"), wrong.clone()).await;
        }
        let text = Request::post("/api/v1/wishes").header("content-type", "application/json");
        who.send(text.body(Body::from(format!("{{\"words\": \"{canary}"))).expect("a request")).await;
        let form = [("name", canary), ("phone", canary), ("address", canary), ("words", canary), ("card", canary)];
        for path in [
            "/sign-in".to_owned(),
            "/sign-in/card".into(),
            "/sign-in/code".into(),
            "/register".into(),
            "/desk/households/new".into(),
            format!("/desk/households/{family}/contact"),
            format!("/desk/households/{family}/members"),
            format!("/desk/households/{family}/notes"),
            format!("/home/wishes/new/{item}"),
            "/home/household/correct".into(),
            "/shop/receive".into(),
        ] {
            who.post_form(&path, &form).await;
        }
        let (area, list) =
            (app.world.id("community").to_string(), format!("户主,电话,住址\n{canary},{canary},{canary}\n"));
        send(who, "/desk/households/import", &[("area", &area)], canary, list.as_bytes()).await;
        send(who, "/desk/households/import", &[("area", &area)], "x.xlsx", list.as_bytes()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn user_input_is_never_logged() {
    listen();
    run(Kind::Sqlite, async |app| {
        for who in ["family", "donor", "shopkeeper", "caseworker", "auditor", "admin"] {
            type_all(&app, &app.person(who)).await;
        }
        type_all(&app, &app.visitor()).await;
        app.pass(86_400).await;
    })
    .await;
    names_no_family();
}

#[test]
fn a_log_line_with_a_canary_is_detected() {
    assert_eq!(tells("INFO server: opened name=\"欧阳金雀\""), Some("欧阳金雀"));
    assert_eq!(tells("DEBUG uri=/desk/households?q=%E9%87%91%E9%9B%80%E5%B7%B7"), Some("金雀巷"));
    assert_eq!(tells("DEBUG request{method=GET route=\"/desk/households\"}: answered status=200"), None);
}
