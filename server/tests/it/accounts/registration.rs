//! Registration on the pages, with and without a message gateway, and browsers that sign-in knows.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::{
    accounts::sign_in::{cookies, gateway, sent, with_messages},
    support::{Client, Reply, TestApp, on_both, world::ADMIN_PASSWORD},
};

const PASSWORD: &str = "山里的小书包是红色的";

fn with(app: &TestApp, phone: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let area = app.world.id("city").to_string();
    let shown = domain::site::Agreement::shipped("zh-CN").to_string();
    let all = [("phone", phone), ("name", "叶尔肯"), ("password", PASSWORD), ("area", area.as_str())];
    all.iter()
        .chain(&[("agreed", shown.as_str())])
        .chain(more)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

async fn register(visitor: &Client, form: &[(String, String)]) -> Reply {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post_form("/register", &form).await
}

/// Signs in over the API as a program that sends a device cookie.
async fn sign_in(app: &TestApp, password: &str, device: &str) -> Reply {
    let body = json!({"phone": "13800000000", "password": password}).to_string();
    let request = Request::post("/api/v1/session").header("content-type", "application/json");
    app.visitor().send(request.header("cookie", device).body(Body::from(body)).expect("a request")).await
}

/// Returns the device cookie that an answer sets, as a request sends it back.
fn device(reply: &Reply) -> Option<String> {
    let cookies = cookies(reply);
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("device="))?;
    assert!(cookie.contains("HttpOnly") && cookie.contains("Secure"), "{cookie}");
    cookie.split(';').next().map(str::to_owned)
}

on_both! {
    async fn a_phone_proves_itself_by_code_before_it_registers(app) {
        let (url, inbox) = gateway().await;
        let visitor = with_messages(&app, &url);
        let first = visitor.get("/register?next=/claims").await.text;
        assert!(first.contains("name=\"phone\"") && !first.contains("name=\"password\""), "{first}");

        let (known, free) = ("13900004711", "13711112222");
        let mut asked = Vec::new();
        for phone in [known, free] {
            asked.push(visitor.post_form("/register", &[("phone", phone)]).await);
        }
        for reply in &asked {
            assert!(reply.status == 200 && reply.text.contains("name=\"one_time\""), "{}", reply.text);
        }
        let lengths: Vec<usize> = asked.iter().map(|reply| reply.text.len()).collect();
        assert_eq!(lengths[0], lengths[1], "the pages differ only in the phone");
        // Both phones get a code, so that only their owners learn which of them has an account.
        let messages = sent(&inbox, 2).await;
        assert_eq!(messages.len(), 2);
        let code_of = |phone: &str| {
            let message = messages.iter().find(|(_, body)| body["to"][0] == json!(phone)).expect("a message");
            message.1["params"]["code"].as_str().expect("a code").to_owned()
        };

        let accounts = app.database.count("account").await;
        let proved = app.database.count("account where proof = 'code'").await;
        let wrong = if code_of(free) == "123456" { "654321" } else { "123456" };
        let refused = register(&visitor, &with(&app, free, &[("one_time", wrong)])).await;
        assert!(refused.status == 401 && refused.text.contains("name=\"one_time\""), "{}", refused.text);
        assert!(refused.text.contains("叶尔肯") && !refused.text.contains(PASSWORD));
        assert_eq!(app.database.count("account").await, accounts);
        let taken = register(&visitor, &with(&app, known, &[("one_time", &code_of(known))])).await;
        assert_eq!(taken.status, 409);

        let made = register(&visitor, &with(&app, free, &[("one_time", &code_of(free)), ("next", "/claims")])).await;
        assert_eq!((made.status.as_u16(), made.header("location")), (303, "/claims"));
        assert!(cookies(&made).iter().any(|cookie| cookie.starts_with("__Host-session=")));
        assert!(device(&made).is_some());
        assert_eq!(app.database.count("account").await, accounts + 1);
        assert_eq!(app.database.count("account where proof = 'code'").await, proved + 1);
    }

    async fn without_a_gateway_a_phone_with_an_account_is_refused_without_saying_so(app) {
        for known in ["13900004711", "13800000000"] {
            let refused = register(&app.visitor(), &with(&app, known, &[])).await;
            assert_eq!(refused.status, 409);
            assert!(refused.text.contains("这个手机号在这里用不了") && !refused.text.contains("已经有账号，请直接登录"), "{}", refused.text);
        }
        let made = register(&app.visitor(), &with(&app, "13711112222", &[])).await;
        assert_eq!((made.status.as_u16(), made.header("location")), (303, "/"));
        let mut weak = with(&app, "13711113333", &[]);
        for (name, value) in &mut weak {
            if name == "password" {
                *value = "13711113333".to_owned();
            }
        }
        assert_eq!(register(&app.visitor(), &weak).await.status, 422, "the own phone is no password");
    }

    async fn a_browser_that_signed_in_before_is_not_shut_out_by_strangers(app) {
        let first = sign_in(&app, ADMIN_PASSWORD, "").await;
        let known = device(&first).expect("a device");
        first.expect(200);
        for _ in 0..5 {
            sign_in(&app, "whatever it was", "").await.refused(401, "wrong_sign_in");
        }
        sign_in(&app, ADMIN_PASSWORD, "").await.refused(429, "too_many_tries");
        sign_in(&app, ADMIN_PASSWORD, &format!("{known}0")).await.refused(429, "too_many_tries");
        sign_in(&app, ADMIN_PASSWORD, &known).await.expect(200);

        // The pages remember the browser, too, but not a phone that was borrowed for a day.
        let page = app.visitor().post_form("/sign-in", &[("phone", "13800000000"), ("password", "whatever it was")]).await;
        assert_eq!(page.status, 429);
        let by = store::By::new(app.caseworker().actor, server::http::random_id());
        let card = app.store.card_make(&by, crate::support::asked_for(app.world.id("family"))).await.expect("a card");
        let stays = app.visitor().post_form("/sign-in/card", &[("card", &card.number)]).await;
        let today = app.visitor().post_form("/sign-in/card", &[("card", &card.number), ("today", "yes")]).await;
        assert_eq!((device(&stays).is_some(), device(&today).is_some()), (true, false));
    }
}
