//! Request bodies: above 64 kB they are read only where they are declared, and only of callers who may send them.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use app::web::bodies::{Large, LargeBodies, SMALL};
use axum::{
    body::{Body, Bytes},
    http::{Request, header},
};
use futures::StreamExt;

use crate::support::{Client, Reply, TestApp, database::Kind, on_both, run};

const CHUNK: usize = 16 * 1024;
const CHUNKS: usize = 12;

const HEAD: &[u8] = b"--b\r\ncontent-disposition: form-data; name=\"x\"\r\n\r\n";
const END: &[u8] = b"\r\n--b--\r\n";

/// Posts 192 kB piece by piece; returns the answer and how many bytes the server took.
async fn post(who: &Client, path: &str) -> (Reply, usize) {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = taken.clone();
    let form = !path.starts_with("/api/") || path.ends_with("/photo");
    let stream = futures::stream::iter(0..CHUNKS).map(move |n| {
        count.fetch_add(CHUNK, Ordering::SeqCst);
        let mut chunk = vec![b' '; CHUNK];
        match n {
            0 if form => chunk[..HEAD.len()].copy_from_slice(HEAD),
            n if form && n + 1 == CHUNKS => chunk[CHUNK - END.len()..].copy_from_slice(END),
            _ => {}
        }
        Ok::<_, Infallible>(Bytes::from(chunk))
    });
    let kind = if form { "multipart/form-data; boundary=b" } else { "application/json" };
    let request = Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from_stream(stream));
    let reply = who.send(request.expect("a request")).await;
    (reply, taken.load(Ordering::SeqCst))
}

/// Paths of all forms and of all writes of the API.
fn posts() -> BTreeSet<String> {
    let pages = app::pages::routes();
    let pages = pages.list().iter().filter(|route| route.method == "POST").map(|route| route.path.to_owned());
    let document = server::api::openapi();
    let operations = document.paths.paths.iter().filter(|(_, item)| item.post.is_some());
    pages.chain(operations.map(|(path, _)| path.clone())).collect()
}

fn declared() -> Vec<(String, Large)> {
    let all = |large: LargeBodies| large.iter().map(|(path, large)| (path.clone(), *large)).collect::<Vec<_>>();
    [all(app::pages::routes().large()), all(server::api::large())].concat()
}

/// Fills the parameters of a path.
fn filled(path: &str) -> String {
    let part = |part: &str| match part {
        "{key}" => "wok".to_owned(),
        part if part.starts_with('{') => "1".to_owned(),
        part => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn large_bodies_are_declared_for_routes_that_exist() {
    let posts = posts();
    let unknown: Vec<_> = declared().into_iter().filter(|(path, _)| !posts.contains(path)).collect();
    assert!(unknown.is_empty(), "no such form or operation: {unknown:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn large_bodies_are_read_only_where_declared_and_of_those_who_may_send_them() {
    run(Kind::Sqlite, async |app: TestApp| {
        let declared = declared();
        let callers = ["visitor", "donor", "family", "shopkeeper", "caseworker", "auditor"];
        let (mut wrong, mut of_strangers) = (Vec::new(), BTreeSet::new());
        for path in posts() {
            let large = declared.iter().find(|(of, _)| *of == path).map(|(_, large)| *large);
            for name in callers {
                let who = if name == "visitor" { app.visitor() } else { app.person(name) };
                let may = large.is_some_and(|large| large.is_read_of(&who.actor));
                if may && ["visitor", "donor", "family"].contains(&name) {
                    of_strangers.insert(format!("{name} {path}"));
                }
                let (reply, taken) = post(&who, &filled(&path)).await;
                let fits = if may { taken == CHUNK * CHUNKS } else { taken <= SMALL + CHUNK };
                if !fits || reply.status.is_server_error() {
                    wrong.push(format!("{path} took {taken} bytes of {name}: {}", reply.status));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        // Outside the staff, few forms take pictures.
        let few = [
            "donor /offers/new",
            "family /api/v1/claims/{id}/disputes",
            "family /api/v1/orders/{id}/disputes",
            "family /home/claims/{id}/dispute",
            "family /home/orders/{id}/dispute",
            "family /home/wishes/new/{key}",
            "family /share",
        ];
        assert_eq!(of_strangers, BTreeSet::from(few.map(str::to_owned)));
    })
    .await;
}

on_both! {
    async fn a_visitors_upload_leads_to_the_sign_in_and_a_strangers_is_refused(app) {
        for path in ["/home/wishes/new/wok", "/offers/new", "/shop/scan/photo"] {
            let (reply, _) = post(&app.visitor(), path).await;
            assert_eq!(reply.status, 303, "{path}: {}", reply.text);
            assert!(reply.header("location").starts_with("/sign-in?next="), "{path}: {}", reply.header("location"));
        }
        let (reply, _) = post(&app.donor(), "/shop/scan/photo").await;
        assert_eq!(reply.status, 413, "{}", reply.text);
        let (reply, _) = post(&app.donor(), "/api/v1/wishes").await;
        reply.refused(413, "too_large");
    }
}
