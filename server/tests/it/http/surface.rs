//! The server's HTTP surface: headers, limits, health checks, and errors without internal causes.

use app::web::session::Cookies;
use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::{Client, on_both};

on_both! {
    async fn health_checks_report_a_missing_database(app) {
        assert_eq!(app.visitor().get("/healthz").await.status, 200);
        assert_eq!(app.visitor().get("/readyz").await.status, 200);
        app.store.close().await;
        assert_eq!(app.visitor().get("/healthz").await.status, 200);
        assert_eq!(app.visitor().get("/readyz").await.status, 503);
        // Without its database it still renders error pages, without the cause.
        for path in ["/", "/api/v1/wishes"] {
            let reply = app.visitor().get(path).await;
            assert_eq!(reply.status, 503, "{path}");
            for cause in ["sqlx", "pool", "Pool", "database", "closed"] {
                assert!(!reply.text.contains(cause), "{cause} in {path}");
            }
        }
    }

    async fn a_server_that_stops_is_not_ready_and_still_answers(app) {
        let state = server::State::new(app.store.clone(), Cookies { secure: true });
        let stopping = state.stopping.clone();
        let visitor = Client::visitor(server::http::router(state));
        assert_eq!(visitor.get("/readyz").await.status, 200);
        stopping.set();
        let reply = visitor.get("/readyz").await;
        assert_eq!((reply.status.as_u16(), reply.text.as_str()), (503, "the server is stopping\n"));
        assert_eq!(visitor.get("/healthz").await.status, 200);
        assert_eq!(visitor.get("/").await.status, 200);
    }

    async fn pages_have_security_headers(app) {
        let page = app.visitor().get("/").await;
        assert!(page.header("content-security-policy").contains("default-src 'self'"));
        assert!(!page.header("content-security-policy").contains("unsafe-inline"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert!(app.donor().get("/me").await.header("cache-control").contains("no-store"));
    }

    async fn cross_site_posts_are_refused(app) {
        let wish = app.published_wish(1).await;
        let post = |site: &str| {
            let request = Request::post(format!("/wishes/{wish}/claim")).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.header("sec-fetch-site", site).header("host", "localhost").body(Body::from("due=&quantity=1")).expect("a request")
        };
        assert_eq!(app.donor().send(post("cross-site")).await.status, 403);
        assert_eq!(app.database.count("claim").await, 0);
    }

    async fn too_large_or_unreadable_bodies_are_refused_with_a_sentence(app) {
        let large = Request::post("/api/v1/wishes").header(header::CONTENT_TYPE, "application/json");
        let large = large.body(Body::from(vec![b' '; server::http::BODY_LIMIT + 10])).expect("a request");
        app.family().send(large).await.refused(413, "too_large");
        let broken = Request::post("/api/v1/wishes").header(header::CONTENT_TYPE, "application/json");
        app.family().send(broken.body(Body::from("{")).expect("a request")).await.refused(400, "unreadable");
        app.visitor().get("/api/v1/nothing").await.refused(404, "not_found");
        app.donor().get("/api/v1/claims/abc").await.refused(404, "not_found");
        let page = app.visitor().get("/nothing").await;
        assert_eq!(page.status, 404);
        assert!(page.text.contains("<h1"));
    }
}
