//! Sign-in and sign-out over the API, with tokens and cookies; sessions of set-up codes, and ending sessions.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::support::{Reply, TestApp, asked_for, on_both, world::ADMIN_PASSWORD};

async fn sign_in(app: &TestApp, phone: &str, password: &str) -> Reply {
    app.visitor().post("/api/v1/session", json!({"phone": phone, "password": password})).await
}

fn by(app: &TestApp, who: &str) -> store::By {
    store::By::new(app.person(who).actor, server::http::random_id())
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
        let card = app.store.card_make(&by(&app, "caseworker"), asked_for(app.world.id("family"))).await;
        let card = card.expect("a card").secret;
        let reply = app.visitor().post("/api/v1/session", json!({"card": card})).await;
        let token = reply.expect(200)["token"].clone();
        let bearer = ("authorization", format!("Bearer {}", token.as_str().expect("a token")));
        // Used every ten hours, so that it does not end for want of use.
        for _ in 0..3 * 24 - 1 {
            app.store.clock.advance(10 * 3600);
            with(&app, "GET", "/api/v1/me", bearer.clone()).await.expect(200);
        }
        app.store.clock.advance(10 * 3600 - 60);
        with(&app, "GET", "/api/v1/me", bearer.clone()).await.expect(200);
        app.store.clock.advance(61);
        with(&app, "GET", "/api/v1/me", bearer).await.refused(401, "sign_in_needed");
    }

    async fn a_session_of_staff_ends_after_twelve_hours(app) {
        let token = sign_in(&app, "13800000000", ADMIN_PASSWORD).await.expect(200)["token"].clone();
        let bearer = ("authorization", format!("Bearer {}", token.as_str().expect("a token")));
        for hours in [6, 6] {
            with(&app, "GET", "/api/v1/me", bearer.clone()).await.expect(200);
            app.store.clock.advance(hours * 3600);
        }
        app.store.clock.advance(1);
        with(&app, "GET", "/api/v1/me", bearer).await.refused(401, "sign_in_needed");
    }

    async fn a_session_without_use_is_signed_out_on_the_pages(app) {
        let token = sign_in(&app, "13800000000", ADMIN_PASSWORD).await.expect(200)["token"].clone();
        let cookie = ("cookie", format!("__Host-session={}", token.as_str().expect("a token")));
        assert_eq!(with(&app, "GET", "/me", cookie.clone()).await.status, 200);
        app.store.clock.advance(12 * 3600 + 1);
        assert_eq!(with(&app, "GET", "/me", cookie).await.header("location"), "/sign-in?next=%2Fme");
    }

    async fn one_lists_and_ends_ones_sessions(app) {
        let mut tokens = Vec::new();
        for _ in 0..3 {
            let token = sign_in(&app, "13800000000", ADMIN_PASSWORD).await.expect(200)["token"].clone();
            tokens.push(("authorization", format!("Bearer {}", token.as_str().expect("a token"))));
        }
        let [here, other, third] = &tokens[..] else { panic!("three sessions") };
        let listed = with(&app, "GET", "/api/v1/me/sessions", here.clone()).await.expect(200);
        let first = &listed["items"][0];
        let line = json!([first["current"], first["way"], first["staff_issued"]]);
        assert_eq!(line, json!([true, "password", false]));
        assert!(listed["items"].as_array().expect("a list").iter().skip(1).all(|line| line["current"] == json!(false)));
        let page = with(&app, "GET", "/me/sessions", here.clone()).await.text;
        assert!(page.contains("/me/sessions/end-others") && page.contains("name=\"session\""), "{page}");

        let seen = with(&app, "GET", "/api/v1/me/sessions", other.clone()).await.expect(200);
        let path = format!("/api/v1/me/sessions/{}", seen["items"][0]["id"]);
        with(&app, "DELETE", &path, here.clone()).await.expect(204);
        with(&app, "GET", "/api/v1/me", other.clone()).await.refused(401, "sign_in_needed");
        with(&app, "DELETE", &path, here.clone()).await.refused(404, "not_found");
        with(&app, "DELETE", "/api/v1/me/sessions", here.clone()).await.expect(204);
        with(&app, "GET", "/api/v1/me", third.clone()).await.refused(401, "sign_in_needed");
        with(&app, "GET", "/api/v1/me", here.clone()).await.expect(200);
        app.person("donor").get("/api/v1/me").await.expect(200);
    }

    async fn a_changed_pin_keeps_the_session_that_changed_it(app) {
        let card = app.store.card_make(&by(&app, "caseworker"), asked_for(app.world.id("family"))).await;
        let card = card.expect("a card").secret;
        let reply = app.visitor().post("/api/v1/session", json!({"card": card})).await;
        let bearer = ("authorization", format!("Bearer {}", reply.expect(200)["token"].as_str().expect("a token")));
        assert_eq!(app.family().post_form("/me/pin", &[("pin", "4826")]).await.header("location"), "/me");
        app.family().get("/api/v1/me").await.expect(200);
        with(&app, "GET", "/api/v1/me", bearer).await.refused(401, "sign_in_needed");
    }

    async fn a_set_up_code_opens_nothing_but_the_page_that_sets_a_password(app) {
        let fresh = app.store.household_password(&by(&app, "caseworker"), asked_for(app.world.id("family"))).await;
        let fresh = fresh.expect("a code");
        let session = sign_in(&app, "13900004711", &fresh.code.to_lowercase()).await.expect(200);
        assert_eq!((&session["setup_needed"], &session["account"]["household"]), (&json!(true), &json!(0)));
        let token = session["token"].as_str().expect("a token").to_owned();
        let (bearer, cookie) =
            (("authorization", format!("Bearer {token}")), ("cookie", format!("__Host-session={token}")));
        for path in ["/api/v1/me", "/api/v1/me/sessions", "/api/v1/wishes", "/api/v1/no-such-thing"] {
            with(&app, "GET", path, bearer.clone()).await.refused(403, "setup_needed");
        }
        for path in ["/", "/home", "/home/household", "/me", "/notices", "/no-such-page"] {
            let led = with(&app, "GET", path, cookie.clone()).await;
            assert_eq!((led.status.as_u16(), led.header("location")), (303, "/me/setup"), "{path}");
        }
        let page = with(&app, "GET", "/me/setup", cookie.clone()).await;
        assert!(page.status == 200 && page.text.contains("name=\"new\""), "{}", page.text);
        assert!(!page.text.contains("13900004711") && !page.text.contains("金雀"), "it names no family");

        let form = |new: &str| {
            let request = Request::post("/me/setup").header("content-type", "application/x-www-form-urlencoded");
            let request = request.header("cookie", cookie.1.clone());
            request.body(Body::from(format!("new={new}"))).expect("a request")
        };
        assert_eq!(app.visitor().send(form(&fresh.code)).await.status, 422, "the code is no password");
        let done = app.visitor().send(form("battery+staple")).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/home"));
        with(&app, "GET", "/api/v1/me", bearer).await.refused(401, "sign_in_needed");
        sign_in(&app, "13900004711", &fresh.code).await.refused(401, "wrong_sign_in");
        let session = sign_in(&app, "13900004711", "battery staple").await.expect(200);
        let own = (&session["setup_needed"], &session["account"]["household"]);
        assert_eq!(own, (&json!(false), &json!(app.world.id("family"))));
    }

    async fn an_api_session_of_a_set_up_code_sets_a_password_too(app) {
        let fresh = app.store.account_password(&by(&app, "admin"), app.world.id("spare")).await.expect("a code");
        let token = sign_in(&app, "13800000008", &fresh.code).await.expect(200)["token"].clone();
        let post = |body: serde_json::Value| {
            let request = Request::post("/api/v1/me/setup").header("content-type", "application/json");
            let request = request.header("authorization", format!("Bearer {}", token.as_str().expect("a token")));
            request.body(Body::from(body.to_string())).expect("a request")
        };
        let weak = app.visitor().send(post(json!({"password": "12345678"}))).await.refused(422, "invalid_fields");
        assert_eq!(weak["fields"][0]["name"], "password");
        let session = app.visitor().send(post(json!({"password": "battery staple"}))).await.expect(200);
        let bearer = ("authorization", format!("Bearer {}", session["token"].as_str().expect("a token")));
        let me = with(&app, "GET", "/api/v1/me", bearer).await.expect(200);
        assert_eq!(me["account"]["roles"][0]["role"], "shopkeeper");
    }

    async fn a_code_is_shown_once_to_the_staff_who_made_it(app) {
        let path = format!("/desk/households/{}/password", app.world.id("family"));
        let form = |path: &str| {
            let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
            request.body(Body::from("_request=twice&reason=visit")).expect("a request")
        };
        let account = format!("/admin/accounts/{}/password", app.world.id("spare"));
        for (who, path) in [("caseworker", &path), ("admin", &account)] {
            let page = app.person(who).send(form(path)).await;
            assert!(page.status == 200 && page.text.contains("class=\"code\""), "{}", page.text);
            assert!(page.header("cache-control").contains("no-store"));
            assert_eq!(page.header("referrer-policy"), "strict-origin");
            let again = app.person(who).send(form(path)).await;
            assert!(again.status == 409 && !again.text.contains("class=\"code\""), "{}", again.text);
        }
        // Without a reason there is no code.
        assert_eq!(app.caseworker().post_form(&path, &[]).await.status, 422);
    }

    async fn what_is_agreed_to_with_a_new_card_is_marked_for_staff_and_family(app) {
        let (family, mark) = (app.world.id("family"), "新办登录时点的");
        let desk = format!("/desk/households/{family}/consents");
        let pages = [("caseworker", desk.as_str()), ("auditor", &desk), ("family", "/home/household/consents")];
        let card = app.store.card_make(&by(&app, "caseworker"), asked_for(family)).await.expect("a card");
        let welcome = app.store.card_sign_in(&card.secret, "", false, "").await.expect("signed in");
        let (mother, _) = crate::privileges::consents::people(&app).await;
        let agree = Request::post("/home/household/consents/new")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", format!("__Host-session={}", welcome.token))
            .body(Body::from(format!("kind=file&member=0&wish=0&how=screen&giver={}", mother.id)));
        for (who, path) in pages {
            assert!(!app.person(who).get(path).await.text.contains(mark), "{who}");
        }
        assert_eq!(app.visitor().send(agree.expect("a request")).await.status, 303);
        for (who, path) in pages {
            assert!(app.person(who).get(path).await.text.contains(mark), "{who}");
        }
        let openings = app.family().get("/home/household/openings").await.text;
        assert!(openings.contains("做了登录卡") && openings.contains("家人要求"), "{openings}");
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
