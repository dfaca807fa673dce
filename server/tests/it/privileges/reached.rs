//! Each route does for some caller what it is there for: in the table, or, where its input is a file, a password or a
//! code, in a call here. So a route that no test really uses fails.

use std::collections::BTreeSet;

use axum::{body::Body, http::Request};
use domain::accounts::{Actor, Registration};
use serde_json::json;
use store::accounts::factor::{setup::BeginFactor, totp::code_at};

use super::{own, rows, targets};
use crate::{
    accounts::sign_in::{gateway, router_with_messages, with_messages},
    shop::sheets::send,
    support::{
        Client, Reply, TestApp,
        database::Kind,
        run,
        world::{ADMIN_PASSWORD, PICTURE},
    },
};

const PASSWORD: &str = "battery staple";

/// Returns the routes that every caller of the table is refused.
fn refused_only() -> BTreeSet<&'static str> {
    let name = |route: &'static str| route.split(" (").next().expect("a route");
    let rows = rows();
    let done: BTreeSet<_> = rows.iter().filter(|row| row.cells.contains(&'+')).map(|row| name(row.route)).collect();
    rows.iter().map(|row| name(row.route)).filter(|route| !done.contains(route)).collect()
}

/// Sends a form with a file.
async fn upload(who: &Client, path: &str, fields: &[(&str, String)], file: &[u8]) -> Reply {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(b"--x\r\ncontent-disposition: form-data; name=\"photo\"; filename=\"p.png\"\r\n\r\n");
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post(path).header("content-type", "multipart/form-data; boundary=x");
    who.send(request.body(Body::from(body)).expect("a request")).await
}

/// Signs in with a fresh set-up code; sends a request with that session.
async fn with_setup_code(app: &TestApp, method: &str, path: &str, kind: &str, body: &str) -> Reply {
    let by = store::By::new(app.person("admin").actor, server::http::random_id());
    let fresh = app.store.account_password(&by, app.world.id("spare")).await.expect("a code");
    let sign_in = json!({"phone": "13800000008", "password": fresh.code});
    let session = app.visitor().post("/api/v1/session", sign_in).await.expect(200);
    let token = session["token"].as_str().expect("a token");
    with_token(&app.visitor(), token, &Call { method, path, kind, body }).await
}

/// A request whose session is not a person's of the world.
struct Call<'a> {
    method: &'a str,
    path: &'a str,
    kind: &'a str,
    body: &'a str,
}

async fn with_token(visitor: &Client, token: &str, call: &Call<'_>) -> Reply {
    let request = Request::builder().method(call.method).uri(call.path).header("content-type", call.kind);
    let request = request.header("authorization", format!("Bearer {token}"));
    visitor.send(request.body(Body::from(call.body.to_owned())).expect("a request")).await
}

/// Registers a donor of the city; returns its token.
async fn newcomer(app: &TestApp) -> String {
    let registration = Registration {
        phone: format!("135{:08}", rand::random::<u32>() % 100_000_000),
        name: "新来的".into(),
        password: PASSWORD.into(),
        invitation: String::new(),
        area: app.world.id("city"),
        agreed: Some(domain::site::Agreement::shipped("zh-CN")),
    };
    let by = store::By::new(Actor::visitor(), server::http::random_id());
    app.store.register(&by, registration, "").await.expect("registered").0
}

/// Calls a route of one's own account as a newcomer.
async fn as_newcomer(app: &TestApp, path: &str, kind: &str, body: &str) -> Reply {
    let token = newcomer(app).await;
    with_token(&app.visitor(), &token, &Call { method: "POST", path, kind, body }).await
}

/// Calls a route as a caller who may, with input that is right.
async fn succeed(app: &TestApp, route: &str) -> Reply {
    let (keeper, caseworker, visitor) = (app.shopkeeper(), app.caseworker(), app.visitor());
    let id = |name| app.world.id(name).to_string();
    let (goods, points) = ("名称,数量\n炒锅,4\n", format!("家庭编号,积分\n{},1\n", id("family")));
    let (head, day) = (app.person("coordinator"), app::i18n::day_value(app.store.now() + 30 * domain::DAY));
    let jobs = format!("岗位,工作地点,招聘人数,每周小时,月薪,招聘截止日期\n裁缝,新路 3 号,2,40,4000,{day}\n");
    let families = "户主,电话,住址\n新来的一家,,新路 1 号\n";
    let (form, text) = ("application/x-www-form-urlencoded", "x.csv");
    let path = route.split_once(' ').expect("a method").1;
    match route {
        "POST /shop/import" => send(&keeper, path, &[("location", &id("shop"))], text, goods.as_bytes()).await,
        "POST /desk/points/import" => send(&caseworker, path, &[("reason", "节日")], text, points.as_bytes()).await,
        "POST /admin/staff-sheet" => send(&head, path, &[], text, "地区,角色\n长宁市/城北区,网格员\n".as_bytes()).await,
        "POST /admin/staff-sheet/apply" => {
            let city = app.store.areas(&head.actor).await.expect("areas").remove(0).name;
            let sheet = format!("地区\t角色\t姓名\t手机\n{city}\t网格员\t新人\t13733330001");
            head.post_form(path, &[("sheet", &sheet)]).await
        }
        "POST /desk/jobs/import" => {
            send(&head, path, &[("organisation", &id("organisation"))], text, jobs.as_bytes()).await
        }
        "POST /api/v1/imports/vacancies" => {
            let path = format!("{path}?organisation={}", id("organisation"));
            send(&head, &path, &[], text, jobs.as_bytes()).await
        }
        "POST /desk/households/import" => {
            send(&caseworker, path, &[("area", &id("community"))], text, families.as_bytes()).await
        }
        "POST /desk/rounds/{id}/list" => {
            let round = super::rounds::round(app).await.to_string();
            let doors = "地址,户主\n新路 2 号,新来的\n";
            send(&app.person("coordinator"), &path.replace("{id}", &round), &[], text, doors.as_bytes()).await
        }
        "POST /api/v1/imports/items" => send(&keeper, path, &[], text, goods.as_bytes()).await,
        "POST /api/v1/imports/points" => {
            send(&caseworker, &format!("{path}?reason=x"), &[], text, points.as_bytes()).await
        }
        "POST /api/v1/imports/households" => {
            send(&caseworker, &format!("{path}?area={}", id("community")), &[], text, families.as_bytes()).await
        }
        "POST /shop/items/{id}/photo" | "POST /api/v1/items/{id}/photo" => {
            let item = targets::own_item(app).await;
            upload(&keeper, &path.replace("{id}", &item.to_string()), &[], PICTURE).await
        }
        "POST /shop/scan/photo" | "POST /share" => {
            upload(&keeper, path, &[], include_bytes!("../support/ean.png")).await
        }
        "POST /desk/wishes/{id}/photo" => {
            let wish = super::consents::record(app, path).await;
            let mother = super::consents::people(app).await.0.id.to_string();
            let spoken = [("relation", "self"), ("how", "spoken"), ("witness", "邻居")].map(|(k, v)| (k, v.to_owned()));
            let fields: Vec<_> = spoken.into_iter().chain([("giver", mother)]).collect();
            upload(&caseworker, &path.replace("{id}", &wish.to_string()), &fields, PICTURE).await
        }
        "POST /sign-in" => visitor.post_form(path, &[("phone", "13800000000"), ("password", ADMIN_PASSWORD)]).await,
        "POST /api/v1/session" => visitor.post(path, json!({"phone": "13800000000", "password": ADMIN_PASSWORD})).await,
        "POST /sign-in/card" => visitor.post_form(path, &[("card", &targets::card(app).await)]).await,
        "POST /sign-in/code" => {
            with_messages(app, &gateway().await.0).post_form(path, &[("phone", "13900004711")]).await
        }
        "POST /api/v1/session/codes" => {
            with_messages(app, &gateway().await.0).post(path, json!({"phone": "13900004712"})).await
        }
        "GET /me/setup" => with_setup_code(app, "GET", path, form, "").await,
        "POST /me/setup" => with_setup_code(app, "POST", path, form, "new=battery+staple").await,
        "POST /api/v1/me/setup" => {
            let body = json!({"password": PASSWORD}).to_string();
            with_setup_code(app, "POST", path, "application/json", &body).await
        }
        "POST /me/phone" => {
            as_newcomer(app, path, form, &format!("phone=13511112222&old={}", PASSWORD.replace(' ', "+"))).await
        }
        "POST /api/v1/me/phone" => {
            let body = json!({"phone": "13511113333", "password": PASSWORD}).to_string();
            as_newcomer(app, path, "application/json", &body).await
        }
        "POST /api/v1/me/phone-codes" => {
            let donor = app.donor().through(router_with_messages(app, &gateway().await.0));
            donor.post(path, json!({"phone": "13511114444"})).await
        }
        "POST /me/area" => as_newcomer(app, path, form, &format!("area={}", id("there"))).await,
        "POST /api/v1/me/area" => {
            let body = json!({"area": app.world.id("there")}).to_string();
            as_newcomer(app, path, "application/json", &body).await
        }
        "POST /me/close" => as_newcomer(app, path, form, &format!("sure=yes&old={}", PASSWORD.replace(' ', "+"))).await,
        "POST /api/v1/me/close" => {
            as_newcomer(app, path, "application/json", &json!({"password": PASSWORD}).to_string()).await
        }
        "POST /sign-in/forgotten" => {
            with_messages(app, &gateway().await.0).post_form(path, &[("phone", "13900004713")]).await
        }
        "POST /api/v1/session/password" => {
            let sent = app.store.code_ask("13800000023", "").await.expect("an answer").expect("a code");
            visitor.post(path, json!({"phone": sent.phone, "code": sent.code, "password": PASSWORD})).await
        }
        "POST /me/proof" => app.person("admin").post_form(path, &[("proof", ADMIN_PASSWORD)]).await,
        "POST /api/v1/session/proof" => app.person("admin").post(path, json!({"proof": ADMIN_PASSWORD})).await,
        "POST /me/factor/confirm" | "POST /api/v1/me/factor/confirm" => {
            let by = store::By::new(keeper.actor.clone(), server::http::random_id());
            app.store.run(&by, BeginFactor::new()).await.expect("a secret");
            let secret = app.store.factor(&keeper.actor).await.expect("a state").waiting.expect("a secret");
            let code = code_at(&secret, app.store.now()).expect("a code");
            let reply = match path.starts_with("/api") {
                true => keeper.post(path, json!({"code": code})).await,
                false => keeper.post_form(path, &[("code", &code)]).await,
            };
            own::without_factor(app, "shopkeeper").await;
            reply
        }
        "POST /api/v1/me/factor/off" => {
            let codes = own::second_factor(app, "admin").await;
            app.person("admin").post(path, json!({"password": ADMIN_PASSWORD, "code": codes[0]})).await
        }
        "POST /me/factor/off" => {
            let codes = own::second_factor(app, "admin").await;
            app.person("admin").post_form(path, &[("old", ADMIN_PASSWORD), ("code", &codes[0])]).await
        }
        "POST /sign-in/factor" => {
            let codes = own::second_factor(app, "admin").await;
            let first = [("phone", "13800000000"), ("password", ADMIN_PASSWORD)];
            let led = visitor.post_form("/sign-in", &first).await;
            assert_eq!(led.header("location"), "/sign-in/factor");
            let pending = led.header("set-cookie").split(';').next().expect("a cookie").to_owned();
            let request = Request::post(path).header("content-type", form).header("cookie", pending);
            let reply = visitor.send(request.body(Body::from(format!("code={}", codes[0]))).expect("a request")).await;
            own::without_factor(app, "admin").await;
            reply
        }
        "POST /api/v1/me/password" => {
            let body = json!({"old": PASSWORD, "new": "battery staple horse"}).to_string();
            as_newcomer(app, path, "application/json", &body).await
        }
        "POST /api/v1/registration" => {
            let (area, agreed) = (app.world.id("city"), domain::site::Agreement::shipped("zh-CN").to_string());
            let body =
                json!({"phone": "13711113333", "name": "叶尔肯", "password": PASSWORD, "area": area, "agreed": agreed});
            visitor.post(path, body).await
        }
        "POST /api/v1/registration/codes" => {
            with_messages(app, &gateway().await.0).post(path, json!({"phone": "13900004715"})).await
        }
        "POST /me/password" => app.person("admin").post_form(path, &[("old", ADMIN_PASSWORD), ("new", PASSWORD)]).await,
        "POST /register" => {
            let (area, agreed) = (id("city"), domain::site::Agreement::shipped("zh-CN").to_string());
            let (phone, name) = (("phone", "13711112222"), ("name", "叶尔肯"));
            let fields = [phone, name, ("password", PASSWORD), ("area", area.as_str())];
            visitor.post_form(path, &[&fields[..], &[("agreed", agreed.as_str())]].concat()).await
        }
        _ => panic!("no caller of the table may {route}, and no call here shows who may"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_route_is_only_ever_refused() {
    run(Kind::Sqlite, async |app| {
        // Last, because it ends the administrator's sessions, and changes the password.
        let (last, others): (Vec<_>, Vec<_>) =
            refused_only().into_iter().partition(|route| route.ends_with("/me/password"));
        assert!(others.len() < 45, "few: {others:?}");
        for route in others.into_iter().chain(last) {
            let reply = succeed(&app, route).await;
            let done = reply.status.is_success() || reply.status == 303;
            assert!(
                done && !reply.header("location").starts_with("/sign-in"),
                "{route}: {} {}",
                reply.status,
                reply.text
            );
            let template = route.split_once(' ').expect("a method").1;
            assert!(reply.route == template || reply.route.is_empty(), "{route} was answered by {}", reply.route);
        }
    })
    .await;
}
