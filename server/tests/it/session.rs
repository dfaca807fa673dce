//! Sign-in and sign-out over the API, with tokens and cookies.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::support::{Reply, TestApp, on_both, world::ADMIN_PASSWORD};

async fn sign_in(app: &TestApp, phone: &str, password: &str) -> Reply {
    app.visitor().post("/api/v1/session", json!({"phone": phone, "password": password})).await
}

async fn with(app: &TestApp, method: &str, path: &str, header: (&str, String)) -> Reply {
    let request = Request::builder().method(method).uri(path).header(header.0, header.1);
    app.visitor().send(request.body(Body::empty()).expect("a request")).await
}

on_both! {
    async fn a_token_is_valid_as_bearer_and_as_cookie_until_sign_out(app) {
        let reply = sign_in(&app, "138 0000-0000", ADMIN_PASSWORD).await;
        let cookie = reply.header("set-cookie").to_owned();
        let session = reply.expect(200);
        let token = session["token"].as_str().expect("a token").to_owned();
        assert_eq!((&session["account"]["name"], &session["account"]["roles"][0]["role"]), (&json!("管理员"), &json!("admin")));
        assert!(cookie.starts_with(&format!("__Host-session={token};")), "{cookie}");
        for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        // The database stores a hash, not the token.
        let stored = app.database.count(&format!("session where token = '{token}'")).await;
        assert_eq!(stored, 0);

        let bearer = ("authorization", format!("Bearer {token}"));
        let as_cookie = ("cookie", format!("__Host-session={token}"));
        for header in [bearer.clone(), as_cookie] {
            assert_eq!(with(&app, "GET", "/api/v1/me", header).await.expect(200)["account"]["name"], "管理员");
        }
        with(&app, "DELETE", "/api/v1/session", bearer.clone()).await.expect(204);
        with(&app, "GET", "/api/v1/me", bearer).await.refused(401, "sign_in_needed");
    }

    async fn a_session_ends_after_thirty_days(app) {
        let token = sign_in(&app, "13800000000", ADMIN_PASSWORD).await.expect(200)["token"].clone();
        let bearer = ("authorization", format!("Bearer {}", token.as_str().expect("a token")));
        app.store.clock.advance(30 * domain::DAY - 60);
        with(&app, "GET", "/api/v1/me", bearer.clone()).await.expect(200);
        app.store.clock.advance(61);
        with(&app, "GET", "/api/v1/me", bearer).await.refused(401, "sign_in_needed");
    }

    async fn an_unknown_phone_is_answered_like_a_wrong_password(app) {
        let unknown = sign_in(&app, "13811112222", "whatever it was").await.refused(401, "wrong_sign_in");
        assert_eq!(sign_in(&app, "13800000000", "whatever it was").await.refused(401, "wrong_sign_in"), unknown);
        assert_eq!(sign_in(&app, "no phone", "whatever it was").await.refused(401, "wrong_sign_in"), unknown);
    }

    async fn after_five_wrong_passwords_the_right_one_is_refused_for_15_minutes(app) {
        for _ in 0..5 {
            sign_in(&app, "13800000000", "whatever it was").await.refused(401, "wrong_sign_in");
        }
        let reply = sign_in(&app, "13800000000", ADMIN_PASSWORD).await;
        assert!(!reply.header("retry-after").is_empty());
        reply.refused(429, "too_many_tries");
        app.store.clock.advance(901);
        sign_in(&app, "13800000000", ADMIN_PASSWORD).await.expect(200);
    }
}
