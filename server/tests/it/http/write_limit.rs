//! Limits of writes per account and per address.

use app::web::session::Cookies;
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use serde_json::json;
use server::{State, http::write_limit::WriteLimit};

use crate::support::{Client, Reply, TestApp, on_both};

/// Returns a router that allows so few writes a minute, behind a proxy that names the visitor's address.
fn limited(app: &TestApp, per_minute: u32) -> Router {
    let mut state = State::new(app.store.clone(), Cookies { secure: true });
    state.writes = WriteLimit::new(per_minute);
    state.trusted_proxy = Some("x-forwarded-for".parse().expect("a header"));
    server::http::router(state)
}

/// Seconds after which the caller may try again.
fn wait(reply: &Reply) -> u64 {
    reply.header("retry-after").parse().expect("a number of seconds")
}

on_both! {
    async fn an_account_that_writes_too_fast_is_told_when_to_go_on(app) {
        let router = limited(&app, 6);
        let donor = app.donor().through(router.clone());
        // Refused writes count: they cost as much.
        for _ in 0..6 {
            donor.try_claim(4711, 1).await.refused(404, "not_found");
        }
        let reply = donor.try_claim(4711, 1).await;
        assert!((1..=10).contains(&wait(&reply)), "{}", reply.header("retry-after"));
        reply.refused(429, "too_fast");
        let page = donor.post_form("/notices/read", &[]).await;
        assert_eq!(page.status, 429);
        assert!((1..=10).contains(&wait(&page)) && page.text.contains("<h1"), "{}", page.text);
        // Reading is not limited, and others have their own.
        donor.get("/api/v1/me").await.expect(200);
        app.person("donor2").through(router).try_claim(4711, 1).await.refused(404, "not_found");
    }

    async fn visitors_share_the_limit_of_their_address(app) {
        let visitor = Client::visitor(limited(&app, 3));
        let post = async |address: &str| {
            let request = Request::post("/api/v1/session").header(header::CONTENT_TYPE, "application/json");
            let request = request.header("x-forwarded-for", address).body(Body::from(json!({}).to_string()));
            visitor.send(request.expect("a request")).await
        };
        for _ in 0..3 {
            assert_ne!(post("192.0.2.7").await.code(), "too_fast");
        }
        post("192.0.2.7").await.refused(429, "too_fast");
        assert_ne!(post("192.0.2.8").await.code(), "too_fast");
    }
}
