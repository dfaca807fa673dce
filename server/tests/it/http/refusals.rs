//! All refusals of the API: status, code, and a sentence in the caller's language.

use axum::{body::Body, http::Request};
use serde_json::{Value, json};
use store::areas::policies::SetPolicy;

use crate::support::{TestApp, on_both};

const BAG: &str = "1–3 年级";

async fn set_policy(app: &TestApp, change: impl FnOnce(&mut domain::areas::Policy)) {
    let mut policy = domain::areas::Policy::default();
    change(&mut policy);
    let by = store::By::new(app.person("coordinator").actor, server::http::random_id());
    app.store.run(&by, SetPolicy { area: app.world.id("city"), policy }).await.expect("a policy");
}

/// Returns the invalid fields of a problem, as `name: code`.
fn wrong(problem: &Value) -> Vec<String> {
    let fields = problem["fields"].as_array().cloned().unwrap_or_default();
    fields
        .iter()
        .map(|f| format!("{}: {}", f["name"].as_str().unwrap_or(""), f["code"].as_str().unwrap_or("")))
        .collect()
}

on_both! {
    async fn claims_are_refused_with_their_code(app) {
        let wish = app.published_wish(3).await;
        let path = format!("/api/v1/wishes/{wish}/claims");
        app.visitor().post(&path, json!({})).await.refused(401, "sign_in_needed");
        app.family().post(&path, json!({})).await.refused(403, "not_allowed");
        app.person("donor_there").post(&path, json!({})).await.refused(403, "other_area");
        app.donor().try_claim(wish, 4).await.refused(409, "fewer_left");
        app.donor().try_claim(wish, 21).await.refused(422, "invalid_fields");
        let late = app.donor().post(&path, json!({"quantity": 1, "due": app.store.now() + 30 * domain::DAY})).await;
        assert_eq!(wrong(&late.refused(422, "invalid_fields")), ["due: out_of_range"]);
        app.donor().try_claim(99_999, 1).await.refused(404, "not_found");
        app.donor().post("/api/v1/wishes/abc/claims", json!({})).await.refused(404, "not_found");

        set_policy(&app, |policy| policy.open_claims = 1).await;
        app.donor().claim(wish, 1).await;
        app.donor().try_claim(wish, 1).await.refused(409, "claim_limit");
        set_policy(&app, |policy| policy.who_may_claim = domain::areas::WhoMayClaim::Members).await;
        app.person("donor2").try_claim(wish, 1).await.refused(403, "members_only");
        set_policy(&app, |policy| policy.who_may_claim = domain::areas::WhoMayClaim::Closed).await;
        app.person("donor2").try_claim(wish, 1).await.refused(403, "claims_paused");

        app.family().post(&format!("/api/v1/wishes/{wish}/withdraw"), json!({})).await.expect(200);
        app.person("donor2").try_claim(wish, 1).await.refused(409, "wish_not_open");
    }

    async fn steps_of_a_claim_are_refused_with_their_code(app) {
        let (wish, claim) = app.claimed_wish().await;
        let reason = json!({"reason": "来不及了"});
        app.person("donor2").act(claim, "on-the-way", json!({})).await.refused(404, "not_found");
        app.donor().act(claim, "extend", json!({})).await.expect(200);
        app.donor().act(claim, "extend", json!({})).await.refused(409, "already_extended");
        let silent = app.donor().act(claim, "cancel", json!({})).await.refused(422, "invalid_fields");
        assert_eq!(wrong(&silent), ["reason: required"]);
        app.family().act(claim, "confirm", json!({})).await.refused(409, "wrong_state");
        app.shopkeeper().act(claim, "hand-over", json!({"code": "0000"})).await.refused(409, "wrong_state");
        let old = json!({"expires": app.store.now() - 5});
        app.shopkeeper().act(claim, "arrive", old).await.refused(409, "expired_goods");

        app.shopkeeper().act(claim, "arrive", json!({})).await.expect(200);
        app.donor().act(claim, "cancel", reason).await.refused(409, "wrong_state");
        app.family().post(&format!("/api/v1/wishes/{wish}/withdraw"), json!({})).await.refused(409, "has_open_claims");
        let code = app.code(wish).await;
        let wrong_code = if code == "1234" { "4321" } else { "1234" };
        // The code typed before the goods arrived was the first of five tries.
        for _ in 0..4 {
            app.shopkeeper().act(claim, "hand-over", json!({"code": wrong_code})).await.refused(409, "wrong_code");
        }
        // Even the right code is refused for a quarter of an hour.
        app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.refused(429, "too_many_tries");
        app.store.clock.advance(901);
        app.shopkeeper().act(claim, "hand-over", json!({"code": code})).await.expect(200);
    }

    async fn posting_and_review_are_refused_with_their_code(app) {
        let family = app.family();
        let post = async |wish: Value| family.post("/api/v1/wishes", wish).await.refused(422, "invalid_fields");
        assert_eq!(wrong(&post(json!({})).await), ["item: required"]);
        assert_eq!(wrong(&post(json!({"item": "castle"})).await), ["item: unknown"]);
        assert_eq!(wrong(&post(json!({"item": "school_bag", "quantity": 0})).await), ["size: required", "quantity: out_of_range"]);
        assert_eq!(wrong(&post(json!({"item": "wok", "words": "字".repeat(201)})).await), ["words: too_long"]);
        assert_eq!(wrong(&post(json!({"item": "wok", "state": "published"})).await), ["state: unknown"]);
        assert_eq!(wrong(&post(json!({"item": "wok", "quantity": "two"})).await), ["quantity: unreadable"]);
        app.donor().post("/api/v1/wishes", json!({"item": "wok"})).await.refused(403, "not_allowed");

        let wish = family.post_wish(json!({"item": "school_bag", "size": BAG})).await;
        let short = app.caseworker().post(&format!("/api/v1/wishes/{wish}/reject"), json!({"reason": "不"})).await;
        assert_eq!(wrong(&short.refused(422, "invalid_fields")), ["reason: too_short"]);
        app.caseworker().publish(wish).await;
        app.caseworker().post(&format!("/api/v1/wishes/{wish}/publish"), json!({})).await.refused(409, "wrong_state");
    }

    async fn unreadable_requests_are_refused_with_their_code(app) {
        let donor = app.donor();
        let wish = app.published_wish(1).await;
        let path = format!("/api/v1/wishes/{wish}/claims");
        let send = async |kind: &'static str, body: Vec<u8>| {
            donor.send(Request::post(&path).header("content-type", kind).body(Body::from(body)).expect("a request")).await
        };
        send("application/json", b"{\"quantity\":".to_vec()).await.refused(400, "unreadable");
        send("application/json", vec![0xff, 0xfe]).await.refused(400, "unreadable");
        send("text/plain", b"{}".to_vec()).await.refused(400, "unreadable");
        send("application/json", vec![b' '; 1024 * 1024 + 1]).await.refused(413, "too_large");
        let long = "k".repeat(201);
        let named = donor.post_as(&long, &path, json!({})).await.refused(422, "invalid_fields");
        assert_eq!(wrong(&named), ["Idempotency-Key: too_long"]);
        donor.get("/api/v1/wishes?limit=51").await.refused(422, "invalid_fields");
        let area = donor.get("/api/v1/wishes?area=x&category=").await.refused(422, "invalid_fields");
        assert_eq!(wrong(&area), ["area: unknown"]);
        donor.get("/api/v1/nothing").await.refused(404, "not_found");
        donor.get("/api/v1/wishes/1/claims").await.refused(405, "not_found");
        assert_eq!(app.database.count("claim").await, 0);
    }

    async fn refusals_have_a_sentence_in_the_callers_language(app) {
        let ask = async |header: &'static str, value: &'static str| {
            let request = Request::get("/api/v1/me").header(header, value).body(Body::empty()).expect("a request");
            app.visitor().send(request).await.refused(401, "sign_in_needed")["detail"].as_str().expect("words").to_owned()
        };
        let (zh, en) = (ask("accept-language", "zh-CN").await, ask("accept-language", "fr, en;q=0.8").await);
        assert!(zh.chars().any(|c| c > '\u{4e00}') && en.is_ascii() && en.len() > 5, "{zh} / {en}");
        assert_eq!(ask("cookie", "lang=en").await, en);
        let problem = app.visitor().get("/api/v1/me").await;
        assert_eq!(problem.header("www-authenticate"), "Bearer");
        let problem = problem.refused(401, "sign_in_needed");
        assert_eq!((&problem["type"], &problem["status"], &problem["title"]), (&json!("about:blank"), &json!(401), &json!("Unauthorized")));
    }
}
