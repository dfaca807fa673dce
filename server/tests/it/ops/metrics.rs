//! What Prometheus reads, against what the dashboard and the alarms ask for.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::Stdio,
    time::Duration,
};

use app::web::session::Cookies;
use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use server::{
    State,
    http::live::Listeners,
    metrics::{self, JobRuns, Source},
};
use tower::ServiceExt;

use crate::{
    ops::cli::wishbridge,
    support::{database::Kind, on_both},
};

async fn ask(router: &Router, path: &str) -> String {
    let request = Request::get(path).header("host", "wishes.example").body(Body::empty()).expect("a request");
    let answer = router.clone().oneshot(request).await.expect("an answer");
    String::from_utf8_lossy(&answer.into_body().collect().await.expect("a body").to_bytes()).into_owned()
}

/// Reads a file of the deployment.
fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/deploy").join(name);
    std::fs::read_to_string(path).unwrap_or_else(|cause| panic!("{name}: {cause}"))
}

/// Names of metrics that a text asks for.
fn asked(text: &str) -> BTreeSet<String> {
    let rest = text.split("wishbridge_").skip(1);
    let name = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    rest.map(|rest| format!("wishbridge_{}", name(rest))).collect()
}

on_both! {
    async fn dashboard_and_alarms_ask_for_metrics_that_there_are(app) {
        let state = State::new(app.store.clone(), Cookies { secure: true });
        let (requests, pages) = (state.requests.clone(), state.pages.clone());
        let router = server::http::router(state);
        for path in ["/", "/wishes/13900004711", "/wishes/4711?q=goldfinch", "/no/such/page"] {
            ask(&router, path).await;
        }
        let jobs = JobRuns::default();
        jobs.done(Duration::from_millis(1500));
        jobs.failed();
        let folders = vec![("data", std::env::temp_dir())];
        let listeners = Listeners::default();
        let source = Source { store: app.store.clone(), requests, pages, listeners, jobs, folders };
        let text = ask(&metrics::router(source), "/metrics").await;

        assert!(text.contains("route=\"/wishes/{id}\",status=\"4xx\"} 2\n"), "{text}");
        assert!(text.contains("\nwishbridge_ready 1\n") && text.contains("\nwishbridge_database_answers 1\n"), "{text}");
        assert!(text.contains("\nwishbridge_job_seconds_total 1.5\n"), "{text}");
        for canary in ["4711", "goldfinch", "no/such"] {
            assert!(!text.contains(canary), "{canary}: {text}");
        }
        let mut there = BTreeSet::new();
        for line in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")) {
            match line.split_once(' ').expect("a name and a kind") {
                (name, "histogram") => there.extend(["bucket", "sum", "count"].map(|part| format!("{name}_{part}"))),
                (name, _) => {
                    there.insert(name.to_owned());
                }
            }
        }
        if app.database.kind == Kind::Postgres {
            assert!(!text.contains("wishbridge_writer_"), "it has no single writer");
        }
        let of_this_kind = |name: &String| app.database.kind == Kind::Sqlite || !name.starts_with("wishbridge_writer_");
        let dashboard = asked(&file("dashboard.json"));
        for (name, asked) in [("the dashboard", &dashboard), ("the alarms", &asked(&file("wishbridge-alarms.yml")))] {
            let missing: Vec<_> = asked.difference(&there).filter(|name| of_this_kind(name)).collect();
            assert!(asked.len() > 10 && missing.is_empty(), "{name} asks for what there is not: {missing:?}");
        }
        let unseen: Vec<_> = there.difference(&dashboard).collect();
        assert!(unseen.is_empty(), "the dashboard does not show {unseen:?}");
        serde_json::from_str::<serde_json::Value>(&file("dashboard.json")).expect("the dashboard is JSON");
    }
}

#[cfg(unix)]
#[test]
fn metrics_have_an_address_of_their_own() {
    fn get(address: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = wishbridge(folder.path());
    let mut server =
        command.env("METRICS_LISTEN", "127.0.0.1:0").arg("serve").stdout(Stdio::piped()).spawn().expect("it");
    let lines = BufReader::new(server.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let addresses: Vec<String> =
        lines.take(2).filter_map(|line| Some(line.split_once("http://")?.1.to_owned())).collect();
    let [site, metrics] = &addresses[..] else { panic!("two addresses: {addresses:?}") };
    let metrics = metrics.strip_suffix("/metrics").expect("its path");
    let (said, elsewhere, other) = (get(metrics, "/metrics"), get(site, "/metrics"), get(metrics, "/readyz"));
    server.kill().expect("killed");
    server.wait().expect("its end");
    assert!(said.starts_with("HTTP/1.1 200") && said.contains("wishbridge_ready 1"), "{said}");
    assert!(elsewhere.starts_with("HTTP/1.1 404") && !elsewhere.contains("wishbridge_ready"), "{elsewhere}");
    assert!(other.starts_with("HTTP/1.1 404"), "{other}");
}
