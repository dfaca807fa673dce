//! Layers around the handlers: request origin, redirects, body limits, compression, caching.

use axum::{
    body::Body,
    http::{Method, Request},
};
use serde_json::json;

use crate::support::{Reply, TestApp, on_both};

/// Sends a post of a signed-in donor with these headers.
async fn post(app: &TestApp, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Reply {
    let mut request = Request::post(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.donor().send(request.body(Body::from(body)).expect("a request")).await
}

on_both! {
    async fn writes_are_accepted_from_this_site_and_programs_only(app) {
        let path = format!("/api/v1/wishes/{}/claims", app.published_wish(5).await);
        let json = ("content-type", "application/json");
        let claim = async |headers: &[(&str, &str)]| post(&app, &path, &[&[json], headers].concat(), b"{}".to_vec()).await;
        // Programs send neither header; old browsers on this site only the second.
        claim(&[]).await.expect(201);
        claim(&[("sec-fetch-site", "same-origin")]).await.expect(201);
        claim(&[("host", "wb.example:3000"), ("origin", "http://wb.example:3000")]).await.expect(201);
        claim(&[("sec-fetch-site", "same-site")]).await.refused(403, "not_allowed");
        claim(&[("host", "wb.example"), ("origin", "http://evil.example")]).await.refused(403, "not_allowed");
        assert_eq!(app.database.count("claim").await, 3);
    }

    async fn head_answers_like_get_without_a_body(app) {
        let wish = app.published_wish(1).await;
        for path in ["/".to_owned(), format!("/wishes/{wish}"), "/api/v1/wishes".to_owned(), "/healthz".to_owned()] {
            let request = Request::builder().method(Method::HEAD).uri(&path).body(Body::empty()).expect("a request");
            let reply = app.visitor().send(request).await;
            assert_eq!((reply.status.as_u16(), reply.text.as_str()), (200, ""), "{path}");
        }
    }

    async fn a_get_of_a_forms_address_redirects_to_its_record(app) {
        let (_, claim) = app.claimed_wish().await;
        let reply = app.donor().get(&format!("/claims/{claim}/cancel")).await;
        assert_eq!((reply.status.as_u16(), reply.header("location")), (303, format!("/claims/{claim}").as_str()));
        assert_eq!(app.visitor().get("/language").await.header("location"), "/");
        // An unknown path stays 404 with any method.
        let reply = app.visitor().post_form("/nowhere", &[]).await;
        assert_eq!(reply.status, 404);
        assert!(reply.text.contains("<h1"));
    }

    async fn large_forms_are_accepted_where_they_are_declared_only(app) {
        let wish = app.family().post_wish(json!({"item": "wok"})).await;
        let kind = "multipart/form-data; boundary=b";
        let large = [b"--b\r\ncontent-disposition: form-data; name=\"x\"\r\n\r\n".to_vec(), vec![b'x'; 3 << 20], b"\r\n--b--\r\n".to_vec()];
        let request = |path: String| {
            Request::post(path).header("content-type", kind).body(Body::from(large.concat())).expect("a request")
        };
        assert_eq!(app.family().send(request(format!("/home/wishes/{wish}/submit"))).await.status, 413);
        assert_eq!(app.caseworker().send(request(format!("/desk/review/{wish}/publish"))).await.status, 413);
        let papers = format!("/desk/households/{}/papers", app.world.id("family"));
        assert_eq!(app.caseworker().send(request(papers.clone())).await.status, 422, "no kind of paper, but read");
        assert_eq!(app.shopkeeper().send(request(papers)).await.status, 413);
    }

    async fn answers_are_compressed_when_the_caller_accepts_it(app) {
        let request = |coding: &'static str| Request::get("/").header("accept-encoding", coding).body(Body::empty()).expect("a request");
        assert_eq!(app.visitor().send(request("gzip, br")).await.header("content-encoding"), "br");
        assert_eq!(app.visitor().send(request("gzip")).await.header("content-encoding"), "gzip");
        assert_eq!(app.visitor().get("/").await.header("content-encoding"), "");
    }
}

/// Files with a hash in their name are cached for ever, others for an hour, missing ones not at all.
#[tokio::test]
async fn built_files_are_cached_by_whether_their_name_has_a_hash() {
    use app::web::{session::Cookies, state::AppState};
    use leptos::config::LeptosOptions;
    use tower::ServiceExt;

    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).expect("folders");
    std::fs::write(site.join("pkg/app.1a2b.css"), "body{}").expect("a file");
    std::fs::write(site.join("favicon.svg"), "<svg/>").expect("a file");
    let store = store::Store::open(
        &format!("sqlite://{}/db", folder.path().display()),
        store::Vault::at(&folder.path().join("keys")).expect("no keys yet"),
    )
    .await
    .expect("a database");
    let root = site.to_string_lossy().into_owned();
    let options = LeptosOptions::builder().output_name("app").site_root(root).hash_files(true).build();
    let app = AppState::new(store.clone(), options, Cookies { secure: true });
    let state = server::State::new(store.clone(), Cookies { secure: true });
    let router = server::http::router(server::State { app, ..state });
    let expected = [
        ("/pkg/app.1a2b.css", 200, "public, max-age=31536000, immutable"),
        ("/favicon.svg", 200, "public, max-age=3600"),
        ("/pkg/gone.css", 404, "no-store"),
        ("/gone.svg", 404, "private, no-cache"),
        ("/../db", 404, "private, no-cache"),
        ("/%2e%2e/db", 404, "private, no-cache"),
    ];
    for (path, status, caching) in expected {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(
            (response.status().as_u16(), &response.headers()["cache-control"]),
            (status, &caching.parse().expect("a header")),
            "{path}"
        );
    }
    store.close().await;
}
