//! The second factor on the pages and through the API, and forms that ask again who sits there.

use axum::{body::Body, http::Request};
use serde_json::json;
use store::{
    accounts::factor::{setup::BeginFactor, totp::code_at},
    areas::policies::SetPolicy,
};

use crate::{
    privileges::own::second_factor,
    support::{Reply, TestApp, on_both, world::ADMIN_PASSWORD},
};

const PHONE: &str = "13800000000";
const PASSWORD: &str = "battery staple";

fn by(app: &TestApp, who: &str) -> store::By {
    store::By::new(app.person(who).actor, server::http::random_id())
}

/// Posts a form with a cookie, as the browser of a visitor.
async fn post(app: &TestApp, path: &str, cookie: &str, body: &str) -> Reply {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    app.visitor().send(request.header("cookie", cookie).body(Body::from(body.to_owned())).expect("a request")).await
}

async fn get(app: &TestApp, path: &str, cookie: &str) -> Reply {
    let request = Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request");
    app.visitor().send(request).await
}

/// Returns the cookie of this name that an answer sets, as a browser sends it back.
fn cookie_of(reply: &Reply, name: &str) -> String {
    let set = reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let found = set.filter_map(|value| value.split(';').next()).find(|value| value.starts_with(&format!("{name}=")));
    found.unwrap_or_else(|| panic!("no cookie {name}: {:?}", reply.headers)).to_owned()
}

/// Makes the proofs of a person's sessions old.
async fn forget_proof(app: &TestApp, who: &str) {
    let account = app.person(who).actor.account;
    app.database.raw(&format!("update session set proved = 0 where account = {account}")).await.expect("old");
}

/// Gives a person a password, which those of the world do not have.
async fn with_password(app: &TestApp, who: &str) {
    let hash = store::crypto::passwords::hash(PASSWORD).await.expect("a hash");
    let account = app.person(who).actor.account;
    app.database
        .raw(&format!("update account set password = '{hash}' where id = {account}"))
        .await
        .expect("a password");
}

on_both! {
    async fn a_program_sets_the_second_factor_up_and_turns_it_off(app) {
        let (admin, path) = (app.person("admin"), "/api/v1/me/factor");
        app.donor().get(path).await.refused(403, "not_allowed");
        let state = admin.get(path).await.expect(200);
        assert_eq!((&state["since"], &state["waiting"]), (&json!(null), &json!(null)));
        let begun = admin.post(&format!("{path}/begin"), json!({})).await.expect(200);
        let secret = begun["waiting"].as_str().expect("a secret");
        let code = code_at(secret, app.store.now()).expect("a code");
        let confirm = format!("{path}/confirm");
        admin.post(&confirm, json!({"code": "abcdef"})).await.refused(422, "invalid_fields");
        let codes = admin.post(&confirm, json!({"code": code})).await.expect(200);
        assert_eq!(codes["codes"].as_array().map(Vec::len), Some(10));
        assert!(admin.get(path).await.expect(200)["since"].is_number());
        admin.post(&confirm, json!({"code": code})).await.refused(409, "wrong_state");
        let off = json!({"password": ADMIN_PASSWORD, "code": codes["codes"][0]});
        admin.post(&format!("{path}/off"), off).await.expect(204);
        assert_eq!(admin.get(path).await.expect(200)["since"], json!(null));
    }

    async fn the_pages_ask_for_the_code_after_the_password(app) {
        let codes = second_factor(&app, "admin").await;
        let form = format!("phone={PHONE}&next=%2Fadmin%2Faccounts&password=");
        let wrong = post(&app, "/sign-in", "", &format!("{form}wrong+horse")).await;
        assert_eq!(wrong.status, 401);
        let password: String = ADMIN_PASSWORD.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let led = post(&app, "/sign-in", "", &format!("{form}{password}")).await;
        assert_eq!((led.status.as_u16(), led.header("location")), (303, "/sign-in/factor?next=%2Fadmin%2Faccounts"));
        let pending = cookie_of(&led, "__Host-pending");
        assert!(!format!("{:?}", led.headers).contains("__Host-session="), "there is no session yet");
        let token = pending.split('=').nth(1).expect("a token");
        for path in ["/me", "/admin/accounts"] {
            let as_session = get(&app, path, &format!("__Host-session={token}")).await;
            assert!(as_session.header("location").starts_with("/sign-in"), "{path}: the token opens nothing");
        }
        let page = get(&app, "/sign-in/factor?next=%2Fadmin%2Faccounts", &pending).await;
        assert!(page.status == 200 && page.text.contains("name=\"code\"") && page.text.contains("/admin/accounts"));
        assert!(!get(&app, "/sign-in/factor", "").await.text.contains("name=\"code\""), "without a password first");

        let refused = post(&app, "/sign-in/factor", &pending, "code=abcdef").await;
        assert!(refused.status == 401 && refused.text.contains("name=\"code\""), "{}", refused.text);
        let right = format!("code={}&next=%2Fadmin%2Faccounts", codes[0].replace(' ', "+"));
        let done = post(&app, "/sign-in/factor", &pending, &right).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/admin/accounts"));
        assert_eq!(cookie_of(&done, "__Host-pending"), "__Host-pending=");
        let session = cookie_of(&done, "__Host-session");
        assert_eq!(get(&app, "/admin/accounts", &session).await.status, 200);
        assert_eq!(post(&app, "/sign-in/factor", &pending, &right).await.status, 401, "it opened its session");
        app.assert_consistent().await;
    }

    async fn the_api_takes_the_code_beside_the_password(app) {
        let codes = second_factor(&app, "admin").await;
        let sign_in = async |body: serde_json::Value| app.visitor().post("/api/v1/session", body).await;
        let right = json!({"phone": PHONE, "password": ADMIN_PASSWORD, "code": codes[1]});
        let with = |name: &str, value: &str| {
            let mut body = right.clone();
            body[name] = value.into();
            body
        };
        sign_in(json!({"phone": PHONE, "password": "wrong horse"})).await.refused(401, "wrong_sign_in");
        sign_in(with("password", "wrong horse")).await.refused(401, "wrong_sign_in");
        sign_in(json!({"phone": PHONE, "password": ADMIN_PASSWORD})).await.refused(401, "second_factor_needed");
        sign_in(with("code", "abcdef")).await.refused(401, "wrong_factor");
        let signed = sign_in(right.clone()).await.expect(200);
        assert_eq!((&signed["setup_needed"], &signed["factor_required"]), (&json!(false), &json!(false)));
        sign_in(right.clone()).await.refused(401, "wrong_factor");
    }

    async fn a_form_that_needs_a_proof_comes_back_with_what_was_typed(app) {
        forget_proof(&app, "admin").await;
        let (admin, path) = (app.person("admin"), format!("/admin/areas/{}/policy", app.world.id("east")));
        let typed = [
            ("who_may_claim", "members"), ("open_claims", "7"), ("claim_days", "9"), ("reminder_days", "2"),
            ("wish_days", "90"), ("confirm_days", "7"), ("open_wishes", "0"), ("year_wishes", "0"),
        ];
        let asked = admin.post_form(&path, &typed).await;
        assert_eq!(asked.status, 403);
        for part in [format!("action=\"{path}\""), "name=\"proof\"".into()] {
            assert!(asked.text.contains(&part), "{part}: {}", asked.text);
        }
        for (name, value) in typed {
            let field = asked.text.split("<input").find(|input| input.contains(&format!("name=\"{name}\"")));
            let field = field.unwrap_or_else(|| panic!("{name} is lost"));
            assert!(field.contains("type=\"hidden\"") && field.contains(&format!("value=\"{value}\"")), "{field}");
        }
        let policies = async || app.database.count("policy where open_claims = 7").await;
        let wrong = admin.post_form(&path, &[&typed[..], &[("proof", "wrong horse")]].concat()).await;
        assert!(wrong.status == 422 && wrong.text.contains("value=\"members\""), "{}", wrong.text);
        assert!(!wrong.text.contains("wrong horse"), "a password is never shown");
        assert_eq!(policies().await, 0);
        let done = admin.post_form(&path, &[&typed[..], &[("proof", ADMIN_PASSWORD)]].concat()).await;
        assert_eq!((done.status.as_u16(), policies().await), (303, 1));
        // For ten minutes nothing asks again.
        assert_eq!(admin.post_form(&path, &typed).await.status, 303);
        app.store.clock.advance(600);
        assert_eq!(admin.post_form(&path, &typed).await.status, 403);
        // An answer that is shown once asks first, too.
        let password = format!("/admin/accounts/{}/password", app.world.id("spare"));
        let asked = admin.post_form(&password, &[]).await;
        assert!(asked.status == 403 && !asked.text.contains("class=\"code\""), "{}", asked.text);
        let made = admin.post_form(&password, &[("proof", ADMIN_PASSWORD)]).await;
        assert!(made.status == 200 && made.text.contains("class=\"code\""), "{}", made.text);
    }

    async fn a_form_that_is_sent_twice_with_a_code_is_answered_alike(app) {
        let (admin, next) = (app.person("admin"), ("next", "/me"));
        app.store.run(&by(&app, "admin"), BeginFactor::new()).await.expect("a secret");
        let secret = app.store.factor(&admin.actor).await.expect("a state").waiting.expect("a secret");
        let first = code_at(&secret, app.store.now()).expect("a code");
        assert_eq!(admin.post_form("/me/factor/confirm", &[("code", &first)]).await.status, 200);
        forget_proof(&app, "admin").await;
        assert_eq!(admin.post_form("/me/proof", &[next, ("proof", &first)]).await.status, 422, "it was used");
        app.store.clock.advance(30);
        let code = code_at(&secret, app.store.now()).expect("a code");
        for _ in 0..2 {
            assert_eq!(admin.post_form("/me/proof", &[next, ("proof", &code)]).await.status, 303);
        }
        forget_proof(&app, "admin").await;
        assert_eq!(admin.post_form("/me/proof", &[next, ("proof", &code)]).await.status, 422);
    }

    async fn a_download_asks_first_and_the_api_takes_a_proof(app) {
        with_password(&app, "shopkeeper").await;
        forget_proof(&app, "shopkeeper").await;
        let keeper = app.shopkeeper();
        let file = "/shop/export/file?what=stock&format=csv";
        let led = keeper.get(file).await;
        let to = "/me/proof?next=%2Fshop%2Fexport%2Ffile%3Fwhat%3Dstock%26format%3Dcsv";
        assert_eq!((led.status.as_u16(), led.header("location")), (303, to));
        let page = keeper.get(to).await;
        assert!(page.status == 200 && page.text.contains("name=\"proof\"") && page.text.contains("what=stock"));
        let wrong = keeper.post_form("/me/proof", &[("next", file), ("proof", "wrong horse")]).await;
        assert!(wrong.status == 422 && wrong.text.contains("what=stock"), "{}", wrong.text);
        let done = keeper.post_form("/me/proof", &[("next", file), ("proof", PASSWORD)]).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, file));
        assert_eq!(keeper.get(file).await.status, 200);

        forget_proof(&app, "shopkeeper").await;
        keeper.get("/api/v1/exports/stock.csv").await.refused(403, "proof_needed");
        let wrong = keeper.post("/api/v1/session/proof", json!({"proof": "wrong horse"})).await;
        let wrong = wrong.refused(422, "invalid_fields");
        assert_eq!(wrong["fields"][0]["name"], "proof");
        keeper.post("/api/v1/session/proof", json!({"proof": PASSWORD})).await.expect(204);
        keeper.get("/api/v1/exports/stock.csv").await.expect(200);
        app.donor().get("/api/v1/exports/stock.csv").await.refused(403, "not_allowed");
    }

    async fn staff_of_an_area_that_requires_it_see_the_page_that_sets_it_up(app) {
        let policy = domain::areas::Policy {
            staff_factor: domain::areas::StaffFactor::Required,
            ..domain::areas::Policy::default()
        };
        let area = app.world.id("community");
        app.store.run(&by(&app, "area_admin"), SetPolicy { area, policy }).await.expect("a policy");
        let caseworker = app.caseworker();
        for path in ["/desk", "/desk/households", "/me", "/notices", "/me/factor/off"] {
            let led = caseworker.get(path).await;
            assert_eq!((led.status.as_u16(), led.header("location")), (303, "/me/factor"), "{path}");
        }
        caseworker.get("/api/v1/households").await.refused(403, "factor_required");
        app.family().get("/api/v1/me").await.expect(200);
        app.person("caseworker_west").get("/api/v1/me").await.expect(200);
        let page = caseworker.get("/me/factor").await;
        assert!(page.status == 200 && page.text.contains("/me/factor/begin") && page.text.contains("/sign-out"));
        assert_eq!(caseworker.post_form("/me/factor/begin", &[]).await.header("location"), "/me/factor");
        let page = caseworker.get("/me/factor").await;
        let secret = app.store.factor(&caseworker.actor).await.expect("a state").waiting.expect("a secret");
        assert!(page.text.contains("<svg") && page.text.contains(&secret[..4]), "a QR code, and the secret as text");
        assert!(page.header("cache-control").contains("no-store"));
        with_password(&app, "caseworker").await;
        forget_proof(&app, "caseworker").await;
        let page = caseworker.get("/me/factor").await;
        let typed = domain::accounts::factors::in_groups(&secret, 4);
        assert!(page.status == 200 && !page.text.contains(&typed) && page.text.contains("/me/factor/begin"));
        let code = code_at(&secret, app.store.now()).expect("a code");
        let asked = caseworker.post_form("/me/factor/confirm", &[("code", &code)]).await;
        assert!(asked.status == 403 && asked.text.contains("name=\"proof\""), "{}", asked.text);
        let shown = caseworker.post_form("/me/factor/confirm", &[("code", &code), ("proof", PASSWORD)]).await;
        assert_eq!(shown.status, 200, "{}", shown.text);
        assert_eq!(caseworker.get("/desk").await.status, 200);
        caseworker.get("/api/v1/households").await.expect(200);
        app.assert_consistent().await;
    }

    async fn an_administrator_removes_the_second_factor_of_a_lost_phone(app) {
        second_factor(&app, "caseworker").await;
        let id = app.world.id("caseworker");
        let admin = app.person("area_admin");
        let page = admin.get(&format!("/admin/accounts/{id}")).await;
        let path = format!("/admin/accounts/{id}/factor");
        assert!(page.text.contains(&path), "{}", page.text);
        assert_eq!(app.person("coordinator").post_form(&path, &[]).await.status, 403);
        assert_eq!(admin.post_form(&path, &[]).await.status, 303);
        assert_eq!(app.database.count("second_factor").await, 0);
        assert_eq!(app.database.count("notice where kind = 'factor_removed'").await, 1);
        assert_eq!(admin.post_form(&path, &[]).await.status, 409);
        let own = format!("/admin/accounts/{}/factor", app.world.id("area_admin"));
        app.store.run(&by(&app, "area_admin"), BeginFactor::new()).await.expect("a secret");
        assert_eq!(admin.post_form(&own, &[]).await.status, 403);
    }
}
