//! Personal access tokens through the router: what they open and what not, and how they end.

use axum::{body::Body, http::Request};
use domain::DAY;
use serde_json::{Value, json};

use crate::support::{Client, Reply, TestApp, on_both};

async fn made(client: &Client, scope: &str, days: i64) -> (i64, String) {
    let new = json!({"name": "报表", "scope": scope, "days": days});
    let made = client.post("/api/v1/me/tokens", new).await.expect(201);
    (made["id"].as_i64().expect("a number"), made["token"].as_str().expect("a token").to_owned())
}

async fn ask(app: &TestApp, token: &str, method: &str, path: &str, body: Option<Value>) -> Reply {
    let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
    let request = request.header("content-type", "application/json");
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    app.visitor().send(request.body(body).expect("a request")).await
}

on_both! {
    async fn a_token_reads_or_writes_for_its_owner_until_it_is_ended(app) {
        let (donor, wish) = (app.donor(), app.published_wish(2).await);
        let (reads, reader) = made(&donor, "read", 30).await;
        let (_, writer) = made(&donor, "write", 1).await;
        assert!(reader.starts_with("wbt_") && reader.len() == 68, "{reader}");
        assert_eq!(app.database.count(&format!("access_token where token = '{reader}'")).await, 0, "only a hash is kept");

        let claims = format!("/api/v1/wishes/{wish}/claims");
        let me = ask(&app, &reader, "GET", "/api/v1/me", None).await.expect(200);
        assert_eq!(me, donor.get("/api/v1/me").await.expect(200));
        ask(&app, &reader, "POST", &claims, Some(json!({}))).await.refused(403, "token_scope");
        ask(&app, &writer, "POST", &claims, Some(json!({}))).await.expect(201);
        for (method, path, body) in [
            ("GET", "/api/v1/me/sessions", None),
            ("POST", "/api/v1/me/tokens", Some(json!({"name": "二", "days": 1}))),
            ("POST", "/api/v1/me/password", Some(json!({"old": "x", "new": "y"}))),
        ] {
            ask(&app, &writer, method, path, body).await.refused(403, "token_scope");
        }
        // Pages take no token.
        let page = ask(&app, &reader, "GET", "/me", None).await;
        assert_eq!((page.status.as_u16(), page.header("location").starts_with("/sign-in")), (303, true));

        let listed = donor.get("/api/v1/me/tokens").await.expect(200);
        let names: Vec<_> = listed.as_array().expect("a list").iter().map(|one| one["scope"].clone()).collect();
        assert_eq!(names, [json!("write"), json!("read")]);
        assert_ne!(listed[1]["used"], json!(0));
        app.store.deliver_all().await.expect("delivered");
        let told = donor.get("/api/v1/me/notices").await.expect(200);
        assert!(told["items"].as_array().expect("a list").iter().any(|one| one["kind"] == "token_made"), "{told}");

        app.person("donor2").post(&format!("/api/v1/me/tokens/{reads}/end"), json!({})).await.refused(404, "not_found");
        donor.post(&format!("/api/v1/me/tokens/{reads}/end"), json!({})).await.expect(204);
        ask(&app, &reader, "GET", "/api/v1/me", None).await.refused(401, "sign_in_needed");
        app.store.clock.advance(DAY + 1);
        ask(&app, &writer, "GET", "/api/v1/me", None).await.refused(401, "sign_in_needed");
    }

    async fn no_token_is_enough_where_a_fresh_proof_is_asked_for(app) {
        let (admin, city) = (app.person("area_admin"), app.world.id("city"));
        let (_, token) = made(&admin, "write", 365).await;
        let policy = format!("/api/v1/areas/{city}/policy");
        let rules = ask(&app, &token, "GET", &policy, None).await.expect(200)["policy"].clone();
        ask(&app, &token, "POST", &policy, Some(rules)).await.refused(403, "proof_needed");
        admin.post("/api/v1/me/tokens", json!({"name": "长", "days": 366})).await.refused(422, "invalid_fields");
        app.family().post("/api/v1/me/tokens", json!({"name": "报表", "days": 1})).await.refused(403, "not_allowed");
        // Signing out the other devices ends tokens, too.
        admin.delete("/api/v1/me/sessions").await.expect(204);
        ask(&app, &token, "GET", "/api/v1/me", None).await.refused(401, "sign_in_needed");
    }
}
