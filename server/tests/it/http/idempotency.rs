//! A repeated request id has no second effect, and gets the first answer.

use std::collections::BTreeSet;

use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use store::Store;

use crate::support::{Client, Reply, on_both, router};

async fn five_at_once(client: &Client, path: &str, body: &Value) -> Vec<Reply> {
    let all: Vec<_> = (0..5)
        .map(|_| {
            let (client, path, body) = (client.clone(), path.to_owned(), body.clone());
            tokio::spawn(async move { client.post_as("once", &path, body).await })
        })
        .collect();
    let mut replies = Vec::new();
    for reply in all {
        replies.push(reply.await.expect("an answer"));
    }
    replies
}

on_both! {
    async fn five_concurrent_repeats_have_one_effect_and_one_answer(app) {
        let wish = app.published_wish(5).await;
        let path = format!("/api/v1/wishes/{wish}/claims");
        let replies = five_at_once(&app.donor(), &path, &json!({"quantity": 2})).await;
        for reply in &replies {
            assert_eq!((reply.status.as_u16(), &reply.text), (201, &replies[0].text));
        }
        assert_eq!(app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["claimed"], 2);

        let receipt = json!({"location": app.world.id("shop"), "item": "wok", "quantity": 4});
        let replies = five_at_once(&app.shopkeeper(), "/api/v1/stock/receipts", &receipt).await;
        assert!(replies.iter().all(|reply| reply.status == 201 && reply.text == replies[0].text));
        assert_eq!(app.shopkeeper().get("/api/v1/stock").await.expect(200)["items"][0]["on_hand"], 4);

        let posted = five_at_once(&app.family(), "/api/v1/wishes", &json!({"item": "desk_lamp"})).await;
        assert!(posted.iter().all(|reply| reply.status == 201 && reply.text == posted[0].text));
        assert_eq!(app.database.count("wish where item = 3").await, 1);
        app.assert_consistent().await;
    }

    async fn the_answer_is_known_after_a_restart(app) {
        let wish = app.published_wish(5).await;
        let path = format!("/api/v1/wishes/{wish}/claims");
        let first = app.donor().post_as("k-1", &path, json!({"quantity": 2})).await;
        let claim = first.clone().expect(201)["id"].as_i64().expect("a number");
        app.donor().post_as("k-2", &format!("/api/v1/claims/{claim}/on-the-way"), json!({})).await.expect(200);
        app.store.close().await;

        let store = Store::open(&app.database.url, app.database.vault()).await.expect("the same database");
        let donor = app.donor().through(router(&store));
        let again = donor.post_as("k-1", &path, json!({"quantity": 2})).await;
        assert_eq!((again.status, &again.text), (first.status, &first.text));
        donor.post_as("k-2", &format!("/api/v1/claims/{claim}/on-the-way"), json!({})).await.expect(200);
        donor.post(&format!("/api/v1/claims/{claim}/on-the-way"), json!({})).await.refused(409, "wrong_state");
        assert_eq!(app.database.count(&format!("claim where wish = {wish}")).await, 1);
        store.close().await;
    }

    async fn a_key_with_other_content_is_refused(app) {
        let (wish, other) = (app.published_wish(5).await, app.published_wish(5).await);
        let donor = app.donor();
        let path = |wish: i64| format!("/api/v1/wishes/{wish}/claims");
        donor.post_as("k", &path(wish), json!({"quantity": 1})).await.expect(201);
        donor.post_as("k", &path(wish), json!({"quantity": 2})).await.refused(409, "request_reused");
        donor.post_as("k", &path(other), json!({"quantity": 1})).await.refused(409, "request_reused");
        assert_eq!(app.database.count("claim where quantity > 0").await, 1);
        // Keys are separate for each account.
        app.person("donor2").post_as("k", &path(wish), json!({"quantity": 2})).await.expect(201);
    }

    async fn a_write_without_a_key_is_refused_unless_it_stands_in_the_list(app) {
        let document: Value = serde_json::from_str(&server::api::document()).expect("JSON");
        let exempt: BTreeSet<(&str, String)> =
            server::api::WITHOUT_KEY.iter().map(|(method, path, _)| (*method, format!("/api/v1{path}"))).collect();
        let (admin, mut without, mut refused) = (app.person("admin"), BTreeSet::new(), 0);
        for (path, operations) in document["paths"].as_object().expect("paths") {
            for (method, operation) in operations.as_object().expect("operations") {
                let Some(method) = ["POST", "PUT", "PATCH", "DELETE"].into_iter().find(|one| one.eq_ignore_ascii_case(method))
                else { continue };
                let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                if !parameters.iter().any(|one| one["name"] == "Idempotency-Key" && one["required"] == true) {
                    without.insert((method, path.clone()));
                    continue;
                }
                let filled: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part }).collect();
                let request = Request::builder().method(method).uri(filled.join("/"));
                let request = request.header("content-type", "application/json").body(Body::from("{}")).expect("a request");
                let problem = admin.send_unchanged(request).await.refused(400, "idempotency_key_needed");
                assert_eq!(problem["fields"][0]["name"], "Idempotency-Key", "{method} {path}");
                refused += 1;
            }
        }
        assert_eq!(without, exempt);
        assert!(refused > 400, "the writes are found: {refused}");
        let unsigned = Request::post("/api/v1/wishes").body(Body::empty()).expect("a request");
        app.visitor().send_unchanged(unsigned).await.refused(401, "sign_in_needed");
    }

    async fn a_refused_request_can_be_repeated(app) {
        let wish = app.family().post_wish(json!({"item": "desk_lamp"})).await;
        let path = format!("/api/v1/wishes/{wish}/claims");
        app.donor().post_as("k", &path, json!({"quantity": 1})).await.refused(404, "not_found");
        app.caseworker().publish(wish).await;
        app.donor().post_as("k", &path, json!({"quantity": 1})).await.expect(201);
    }
}
