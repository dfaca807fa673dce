//! Forms that a browser kept while it had no network: each counts once, for the account that filled it in, and gets a
//! verdict. The pages on which they are filled in are kept without codes, addresses and reports.

use axum::{
    body::Body,
    http::{Request, header},
};
use domain::DAY;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    support::{Client, Reply, TestApp, on_both, world::PICTURE},
    wishes::voice::form,
};

/// What a kept form says of itself.
struct Kept<'a> {
    request: &'a str,
    mark: &'a str,
    done: i64,
}

fn kept_form(path: &str, kept: &Kept<'_>, fields: &[(&str, &str)]) -> Request<Body> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("_request", kept.request).extend_pairs(fields);
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("x-unsent-for", kept.mark)
        .header("x-done-at", kept.done.to_string());
    request.body(Body::from(form.finish())).expect("a request")
}

/// Sends a kept form as the page's script does; returns status and verdict.
async fn send(client: &Client, path: &str, kept: &Kept<'_>, fields: &[(&str, &str)]) -> (u16, Value) {
    let reply = client.send(kept_form(path, kept, fields)).await;
    let answer = reply.json();
    assert!(answer["verdict"] == "accepted" || answer["said"] != "", "a sentence: {}", reply.text);
    (reply.status.as_u16(), answer["verdict"].clone())
}

fn mark(app: &TestApp, client: &Client) -> String {
    app.store.form_mark(client.actor.account)
}

/// Requests a page as the service worker does.
async fn asked(client: &Client, path: &str, how: &str) -> Reply {
    let request = Request::get(path).header("host", "localhost").header("x-keep", how).body(Body::empty());
    client.send(request.expect("a request")).await
}

on_both! {
    async fn a_hand_over_without_a_network_counts_once_and_for_its_account_only(app) {
        let (wish, claim) = app.arrived_claim().await;
        let (code, path) = (app.code(wish).await, format!("/shop/claims/{claim}/hand-over"));
        let (keeper, second) = (app.shopkeeper(), app.second_server().await);
        let (own, now) = (mark(&app, &keeper), app.store.now());
        let (typed, kept) = ([("code", code.as_str())], Kept { request: "kept-1", mark: &own, done: now - 3600 });

        // Not by another account, nor without one, nor without a mark of this installation; the form stays where it is.
        let other = app.caseworker();
        assert_eq!(send(&other, &path, &kept, &typed).await, (403, json!("waits")));
        assert_eq!(send(&app.visitor(), &path, &kept, &typed).await, (401, json!("waits")));
        let forged = format!("{}.0000", keeper.actor.account);
        assert_eq!(send(&keeper, &path, &Kept { mark: &forged, ..kept }, &typed).await, (403, json!("waits")));
        // Nor from the future, nor after request ids are forgotten.
        assert_eq!(send(&keeper, &path, &Kept { done: now + 3600, ..kept }, &typed).await, (400, json!("refused")));
        assert_eq!(send(&keeper, &path, &Kept { done: now - 8 * DAY, ..kept }, &typed).await, (409, json!("refused")));
        let wrong = [("code", if code == "000000" { "000001" } else { "000000" })];
        assert_eq!(send(&keeper, &path, &Kept { request: "kept-0", ..kept }, &wrong).await, (409, json!("refused")));
        assert_eq!(app.database.count("claim where state = 'handed_over'").await, 0);

        // Its answer is lost, and it is sent again: to another server, and after a new sign-in of the same account.
        assert_eq!(send(&keeper, &path, &kept, &typed).await, (200, json!("accepted")));
        assert_eq!(send(&keeper.clone().at(&second), &path, &kept, &typed).await, (200, json!("accepted")));
        let token = "c".repeat(64);
        let digest: String = Sha256::digest(&token).iter().map(|byte| format!("{byte:02x}")).collect();
        let (account, future) = (keeper.actor.account, i64::from(i32::MAX) * 2);
        let session = format!(
            "insert into session (token, account, created, expires, used, proved) values ('{digest}', {account}, 0, {future}, {future}, {future})"
        );
        app.database.raw(&session).await.expect("a session");
        let mut again = kept_form(&path, &kept, &typed);
        again.headers_mut().insert(header::AUTHORIZATION, format!("Bearer {token}").parse().expect("a header"));
        assert_eq!(app.visitor().send(again).await.json()["verdict"], "accepted");
        assert_eq!(app.database.count(&format!("journal where claim = {claim} and kind = 'issue'")).await, 1);

        // A second phone handed the same goods over: a conflict, which is listed there, and counts nothing.
        assert_eq!(send(&keeper, &path, &Kept { request: "kept-2", ..kept }, &typed).await, (409, json!("refused")));
        app.assert_consistent().await;
    }

    async fn a_visit_has_the_time_at_which_it_was_written_down(app) {
        let (family, keeper) = (app.world.id("family"), app.caseworker());
        let rule = json!({"area": app.world.id("community"), "families": "all", "rhythm": "weekly", "days": 7});
        app.person("coordinator").post("/api/v1/visit-rules", rule).await.expect(201);
        app.pass(60).await;
        let door = format!("/desk/households/{family}/visits");
        // What is kept for the door is the form, and nothing of the family but its number.
        let page = asked(&keeper, &door, "ahead").await;
        assert_eq!(page.header("keep-for"), keeper.actor.account.to_string(), "{}", page.text);
        assert!(page.text.contains("data-later=") && page.text.contains(&format!("{family} 号家庭")), "{}", page.text);
        assert!(!page.text.contains("欧阳") && !page.text.contains("id=\"reports\""), "{}", page.text);
        assert_eq!(asked(&keeper, &door, "now").await.header("keep-for"), "");

        let (own, done) = (mark(&app, &keeper), app.store.now());
        let day = app::i18n::day_value(done);
        let typed = [("met", "contact"), ("mood", "well"), ("way", "home"), ("words", "都好"), ("day", day.as_str())];
        app.pass(DAY).await;
        let kept = Kept { request: "visit-1", mark: &own, done };
        for _ in 0..2 {
            assert_eq!(send(&keeper, &door, &kept, &typed).await, (200, json!("accepted")));
            app.pass(DAY).await;
        }
        let written = format!("visit_report where household = {family} and at = {done}");
        assert_eq!((app.database.count("visit_report").await, app.database.count(&written).await), (1, 1));
        // The same id with other words is another report, and none.
        let other = [&typed[..3], &[("words", "不好"), ("day", day.as_str())]].concat();
        assert_eq!(send(&keeper, &door, &kept, &other).await, (409, json!("refused")));
        assert_eq!(asked(&app.shopkeeper(), &door, "ahead").await.status, 403);
        app.assert_consistent().await;
    }

    async fn the_counter_is_kept_without_pick_up_codes(app) {
        let (wish, claim) = app.arrived_claim().await;
        let (code, keeper) = (app.code(wish).await, app.shopkeeper());
        let account = keeper.actor.account.to_string();
        for path in ["/shop".to_owned(), "/shop?list=ready".into(), format!("/shop/claims/{claim}"), "/unsent".into()] {
            let page = asked(&keeper, &path, "ahead").await;
            assert_eq!(page.header("keep-for"), account, "{path}");
            assert!(!page.text.contains(&code), "{path}");
        }
        let with_code = format!("/shop/claims/{claim}?code={code}");
        assert_eq!(asked(&keeper, &with_code, "now").await.header("keep-for"), "");
        keeper.act(claim, "hand-over", json!({"code": code})).await.expect(200);
        assert_eq!(asked(&keeper, &format!("/shop/claims/{claim}"), "now").await.header("keep-for"), "");
    }

    async fn what_was_typed_is_opened_by_sessions_of_its_account(app) {
        let (keeper, second) = (app.shopkeeper(), app.second_server().await);
        let lock = keeper.get("/unsent/key").await;
        assert!(lock.header("cache-control").contains("no-store"));
        let (of, keys) = (lock.json()["of"].as_str().expect("a number").to_owned(), lock.json()["keys"].clone());
        let path = format!("/unsent/key?of={of}");
        let again = keeper.clone().at(&second).get(&path).await.expect(200);
        assert_eq!((&again["of"], &again["keys"]), (&json!(of), &keys));
        assert_ne!(app.caseworker().get(&path).await.expect(200)["keys"], keys);
        assert!(app.visitor().get(&path).await.header("location").starts_with("/sign-in"));

        // Signing out asks, because it deletes what was not sent; a sign-in leaves it for its account.
        let out = |body: &'static str| {
            let request = Request::post("/sign-out").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.header("cookie", "unsent=2").body(Body::from(body)).expect("a request")
        };
        let asks = keeper.send(out("")).await;
        assert_eq!((asks.header("location"), asks.header("clear-site-data")), ("/unsent?leave=yes", ""));
        let request = Request::get("/unsent?leave=yes").header("host", "localhost").header("cookie", "unsent=2");
        let page = keeper.send(request.body(Body::empty()).expect("a request")).await;
        assert!(page.text.contains("还有 2 份没有发出") && page.text.contains("name=\"lose\""), "{}", page.text);
        let left = keeper.send(out("lose=yes")).await;
        assert_eq!((left.header("location"), left.header("clear-site-data")), ("/", r#""storage""#));
        for (cookie, cleared) in [("unsent=2", ""), ("lang=zh-CN", r#""storage""#)] {
            let request = Request::post("/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            let password: String = form_urlencoded::byte_serialize(crate::support::world::ADMIN_PASSWORD.as_bytes()).collect();
            let body = format!("phone=13800000000&password={password}");
            let entered = app.visitor().send(request.header("cookie", cookie).body(Body::from(body)).expect("a request")).await;
            assert_eq!((entered.status.as_u16(), entered.header("clear-site-data")), (303, cleared), "{cookie}");
        }
    }

    async fn a_shared_photo_waits_for_the_familys_wish(app) {
        let family = app.family();
        let sent = family.send(form("/share", &[("photo", "p.png", PICTURE)])).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, "/home/wishes/new"), "{}", sent.text);
        let cookies = sent.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
        let shared = cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with("shared="));
        let wok = |cookie: &str| {
            let request = Request::get("/home/wishes/new/wok").header("host", "localhost").header("cookie", cookie);
            request.body(Body::empty()).expect("a request")
        };
        let page = family.send(wok(shared.expect("its number"))).await.text;
        assert!(page.contains("name=\"photo_kept\""), "{page}");
        // Only of the account that shared it, and in no form without its number.
        assert!(!family.get("/home/wishes/new/wok").await.text.contains("name=\"photo_kept\""));
        let other = app.person("family2").send(wok(shared.expect("its number"))).await.text;
        assert!(!other.contains("name=\"photo_kept\""), "{other}");
        assert_eq!(app.donor().send(form("/share", &[("photo", "p.png", PICTURE)])).await.status, 403);
    }
}
