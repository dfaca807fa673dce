//! Sign-in by card, PIN and code, on the pages and over the API.
//! Checks what is shown once, kept out of logs and `Referer`, and sent to the gateway.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use app::web::session::Cookies;
use axum::{Json, Router, body::Body, extract::State as From, http::HeaderMap, http::Request, routing::post};
use serde_json::{Value, json};
use server::{State, sms::Sms};

use crate::support::{
    Client, Reply, TestApp, asked_for,
    database::{Database, Kind},
    on_both,
    world::World,
};

/// Issues a card on the family's page; returns the page.
async fn make_card(app: &TestApp) -> Reply {
    let path = format!("/desk/households/{}/card", app.world.id("family"));
    app.caseworker().post_form(&path, &[("reason", "visit")]).await
}

/// Issues a card through the store: the page shows the secret only as a QR code.
async fn card(app: &TestApp) -> store::accounts::sign_in::cards::IssuedCard {
    let by = store::By::new(app.caseworker().actor, server::http::random_id());
    app.store.card_make(&by, asked_for(app.world.id("family"))).await.expect("a card")
}

pub fn cookies(reply: &Reply) -> Vec<String> {
    reply.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
}

/// Returns the session cookie's token and its `Max-Age`.
fn session(reply: &Reply) -> (String, String) {
    let cookies = cookies(reply);
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("__Host-session=")).expect("a session");
    let mut parts = cookie.split("; ");
    let token = parts.next().and_then(|first| first.split_once('=')).expect("a token").1.to_owned();
    (token, parts.find(|part| part.starts_with("Max-Age=")).expect("an age").to_owned())
}

async fn with_cookie(app: &TestApp, path: &str, cookie: &str) -> Reply {
    app.visitor().send(Request::get(path).header("cookie", cookie).body(Body::empty()).expect("a request")).await
}

async fn api(client: &Client, body: Value) -> Reply {
    client.post("/api/v1/session", body).await
}

/// Requests that a gateway received: headers and bodies.
pub type Inbox = Arc<Mutex<Vec<(HeaderMap, Value)>>>;

/// Starts a gateway on a free port.
pub async fn gateway() -> (String, Inbox) {
    async fn take(From(inbox): From<Inbox>, headers: HeaderMap, Json(body): Json<Value>) -> &'static str {
        inbox.lock().expect("an inbox").push((headers, body));
        "ok"
    }
    let inbox = Inbox::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new().route("/send", post(take)).with_state(inbox.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/send"), inbox)
}

/// Returns a visitor of a server that sends codes.
pub fn with_messages(app: &TestApp, url: &str) -> Client {
    Client::visitor(router_with_messages(app, url))
}

/// Returns the router of a server that sends codes.
pub fn router_with_messages(app: &TestApp, url: &str) -> Router {
    let mut state = State::new(app.store.clone(), Cookies { secure: true });
    let body = r#"{"to": ["{phone}"], "params": {"code": "{code}", "text": "{text}"}}"#;
    let sms = Sms::of(url, "X-Key: a-key", body).expect("settings").expect("a gateway");
    state.app.messages = Some(Arc::new(sms));
    server::http::router(state)
}

/// Waits for so many messages, and a moment longer, so that an extra one is noticed.
pub async fn sent(inbox: &Inbox, many: usize) -> Vec<(HeaderMap, Value)> {
    for _ in 0..100 {
        if inbox.lock().expect("an inbox").len() >= many {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    inbox.lock().expect("an inbox").clone()
}

on_both! {
    async fn a_card_is_shown_once_and_names_no_family(app) {
        let page = make_card(&app).await;
        assert_eq!(page.status, 200, "{}", page.text);
        assert!(page.text.contains("<svg") && page.text.contains("柳林店"));
        assert!(page.header("cache-control").contains("no-store") && page.header("referrer-policy") == "strict-origin");
        for name in ["欧阳", "金雀", "13900004711"] {
            assert!(!page.text.contains(name), "{name}");
        }
        // The same form again finds the card issued, and does not show it again.
        let path = format!("/desk/households/{}/card", app.world.id("family"));
        let form = |id: &str| {
            let request = Request::post(&path).header("content-type", "application/x-www-form-urlencoded");
            request.body(Body::from(format!("_request={id}&reason=visit"))).expect("a request")
        };
        assert_eq!(app.caseworker().send(form("twice")).await.status, 200);
        let again = app.caseworker().send(form("twice")).await;
        assert_eq!(again.status, 409);
        assert!(!again.text.contains("class=\"fcard\""));
        assert_eq!(app.database.count("card where ended = 0").await, 1);
    }

    async fn a_scanned_card_shows_the_masked_name_and_one_button_signs_in(app) {
        let card = card(&app).await;
        let path = format!("/card/{}", card.secret);
        let page = app.visitor().get(&path).await;
        assert_eq!((page.status.as_u16(), page.header("referrer-policy")), (200, "strict-origin"));
        assert!(page.header("cache-control").contains("no-store") && cookies(&page).is_empty(), "a GET does not sign in");
        assert!(page.text.contains("欧**") && !page.text.contains("欧阳"), "{}", page.text);
        assert_eq!(app.database.count("session where card <> 0").await, 0);

        // The page's own scanner leads to the same page.
        let read = format!("https://wishes.example{path}");
        let seen = app.visitor().post_form("/sign-in/card", &[("card", &read)]).await;
        assert_eq!((seen.status.as_u16(), seen.header("location")), (303, path.as_str()));
        assert!(cookies(&seen).iter().all(|cookie| !cookie.contains("session")));
        let odd = app.visitor().post_form("/sign-in/card", &[("card", "https://x/card/../me?a=b")]).await;
        assert_eq!(odd.status, 422);

        let stays = app.visitor().post_form("/sign-in/card", &[("card", &card.secret)]).await;
        assert_eq!((stays.status.as_u16(), stays.header("location")), (303, "/home"));
        let (token, age) = session(&stays);
        assert_eq!(age, "Max-Age=2592000");
        let home = with_cookie(&app, "/home", &format!("__Host-session={token}")).await;
        assert_eq!(home.status, 200);
        let today = app.visitor().post_form("/sign-in/card", &[("card", &card.number), ("today", "yes")]).await;
        assert_eq!(session(&today).1, "Max-Age=43200");
        // The family's own phone remembers the way of signing in; a borrowed one does not.
        assert!(cookies(&stays).iter().any(|cookie| cookie.starts_with("way=card;")));
        assert!(!cookies(&today).iter().any(|cookie| cookie.starts_with("way=card;")));
        let remembered = with_cookie(&app, "/sign-in", "way=card").await.text;
        assert!(remembered.contains("name=\"card\"") && !remembered.contains("name=\"password\""));
        assert!(app.visitor().get("/sign-in").await.text.contains("name=\"password\""));

        // After revocation, card and sessions are invalid.
        let revoke = format!("/desk/households/{}/card/revoke", app.world.id("family"));
        assert_eq!(app.caseworker().post_form(&revoke, &[]).await.status, 303);
        let gone = app.visitor().get(&path).await;
        assert_eq!((gone.status.as_u16(), gone.header("referrer-policy")), (401, "strict-origin"));
        assert!(!gone.text.contains(&card.secret));
        let home = with_cookie(&app, "/home", &format!("__Host-session={token}")).await;
        assert!(home.header("location").starts_with("/sign-in"));
        assert_eq!(app.visitor().post_form("/sign-in/card", &[("card", &card.number)]).await.status, 401);
        assert_eq!(app.visitor().get("/card/nonsense").await.status, 404);
    }

    async fn a_pin_is_asked_for_after_the_number(app) {
        let card = card(&app).await;
        assert_eq!(app.family().post_form("/me/pin", &[("pin", "4826")]).await.header("location"), "/me");
        let asked = app.visitor().post_form("/sign-in/card", &[("card", &card.number)]).await;
        assert_eq!(asked.status, 200);
        assert!(asked.text.contains("name=\"pin\"") && asked.text.contains(&card.number));
        let whose = format!("第 {} 号家庭", app.world.id("family"));
        assert!(asked.text.contains(&whose) && !asked.text.contains("还可以试"), "{}", asked.text);
        let wrong = app.visitor().post_form("/sign-in/card", &[("card", &card.number), ("pin", "1928")]).await;
        assert!(wrong.status == 401 && wrong.text.contains("name=\"pin\"") && !wrong.text.contains("1928"));
        assert!(wrong.text.contains(&whose) && wrong.text.contains("还可以试 4 次"), "{}", wrong.text);
        let right = app.visitor().post_form("/sign-in/card", &[("card", &card.number), ("pin", "4826")]).await;
        assert_eq!(right.header("location"), "/home");
        api(&app.visitor(), json!({"card": card.number})).await.refused(401, "pin_needed");
        api(&app.visitor(), json!({"card": card.number, "pin": "1928"})).await.refused(401, "wrong_pin");
        let session = api(&app.visitor(), json!({"card": card.secret, "pin": "4826"})).await.expect(200);
        assert_eq!(session["account"]["household"], app.world.id("family"));
        let clear = format!("/desk/households/{}/pin/clear", app.world.id("family"));
        assert_eq!(app.caseworker().post_form(&clear, &[]).await.status, 303);
        api(&app.visitor(), json!({"card": card.secret})).await.expect(200);
        let nothing = api(&app.visitor(), json!({})).await.refused(422, "invalid_fields");
        assert_eq!(nothing["fields"][0]["name"], "password");
    }

    async fn cards_for_several_families_are_printed_on_one_sheet(app) {
        let list = app.caseworker().get("/desk/cards").await;
        assert!(list.status == 200 && list.text.matches("name=\"household\"").count() == 2, "{}", list.text);
        let (one, two) = (app.world.id("family").to_string(), app.world.id("family2").to_string());
        let chosen = [("household", one.as_str()), ("household", two.as_str()), ("reason", "visit")];
        let sheet = app.caseworker().post_form("/desk/cards", &chosen).await;
        assert_eq!(sheet.text.matches("class=\"fcard\"").count(), 2);
        assert_eq!(app.caseworker().post_form("/desk/cards", &[("reason", "visit")]).await.status, 422);
        assert!(!app.caseworker().get("/desk/cards").await.text.contains("name=\"household\""));
    }

    async fn a_code_is_sent_once_and_signs_in_once(app) {
        let (url, inbox) = gateway().await;
        let visitor = with_messages(&app, &url);
        assert!(visitor.get("/sign-in").await.text.contains("by=code"));
        assert!(!app.visitor().get("/sign-in").await.text.contains("by=code"), "without a gateway there is no sign-in by code");
        assert_eq!(app.visitor().post_form("/sign-in/code", &[("phone", "13900004711")]).await.status, 409);
        app.visitor().post("/api/v1/session/codes", json!({"phone": "13900004711"})).await.refused(409, "no_messages");

        let known = visitor.post_form("/sign-in/code", &[("phone", "13900004711")]).await;
        let unknown = visitor.post_form("/sign-in/code", &[("phone", "13900009999")]).await;
        assert_eq!((known.status.as_u16(), unknown.status.as_u16()), (200, 200));
        let words = |reply: &Reply| {
            let text = reply.text.replace("13900004711", "").replace("13900009999", "");
            // Each form has a request id of its own.
            text.split("name=\"_request\" value=\"").map(|part| part.get(32..).unwrap_or(part)).collect::<String>()
        };
        assert_eq!(words(&known).len(), words(&unknown).len(), "the pages differ only in the phone");
        visitor.post("/api/v1/session/codes", json!({"phone": "13900004711"})).await.refused(429, "too_soon");
        let messages = sent(&inbox, 1).await;
        assert_eq!(messages.len(), 1, "one message, to the known phone");
        let (headers, body) = &messages[0];
        assert_eq!((&headers["x-key"], &body["to"][0]), (&"a-key".parse().expect("a header"), &json!("13900004711")));
        let code = body["params"]["code"].as_str().expect("a code").to_owned();
        assert!(code.len() == 6 && body["params"]["text"].as_str().expect("a text").contains(&code));

        let wrong = if code == "123456" { "654321" } else { "123456" };
        let refused = visitor.post_form("/sign-in/code", &[("phone", "13900004711"), ("one_time", wrong)]).await;
        assert!(refused.status == 401 && refused.text.contains("name=\"one_time\""));
        let signed = visitor.post_form("/sign-in/code", &[("phone", "13900004711"), ("one_time", &code)]).await;
        assert_eq!((signed.status.as_u16(), signed.header("location")), (303, "/home"));
        api(&visitor, json!({"phone": "13900004711", "code": code})).await.refused(401, "wrong_one_time_code");
        app.store.clock.advance(61);
        assert_eq!(visitor.post("/api/v1/session/codes", json!({"phone": "13900004711"})).await.status, 202);
        let messages = sent(&inbox, 2).await;
        assert_eq!(messages.len(), 2);
        let code = messages[1].1["params"]["code"].clone();
        let session = api(&visitor, json!({"phone": "139 0000 4711", "code": code})).await.expect(200);
        assert_eq!(session["account"]["household"], app.world.id("family"));
    }
}

/// Sends a request as a browser without scripts does; returns the answer's cookies.
fn call(agent: &ureq::Agent, url: &str, form: Option<&[(&str, &str)]>) -> String {
    let answer = match form {
        Some(form) => agent.post(url).send_form(form.iter().copied()),
        None => agent.get(url).call(),
    };
    let answer = answer.expect("an answer");
    let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    cookies.collect::<Vec<_>>().join("\n")
}

/// Runs the real server at log level `trace`, with an unreachable gateway.
#[tokio::test]
async fn credentials_are_never_logged() {
    let database = Database::create(Kind::Sqlite).await;
    let store = store::Store::open(&database.url, database.vault()).await.expect("a database");
    let world = World::make(&store, &database).await;
    let by = |name: &str| store::By::new(world.people[name].actor.clone(), server::http::random_id());
    let card = store.card_make(&by("caseworker"), asked_for(world.id("family"))).await.expect("a card");
    store.pin_set(&by("family"), "", "482613").await.expect("a PIN");
    store.close().await;

    let folder = tempfile::tempdir().expect("a folder");
    let log = std::fs::File::create(folder.path().join("log")).expect("a file");
    let mut process = Command::new(env!("CARGO_BIN_EXE_wishbridge"))
        .arg("serve")
        .env("DATABASE_URL", &database.url)
        .env("KEY_FILE", database.key_file())
        .env("LISTEN", "127.0.0.1:0")
        .env("LOG", "trace,tower_http=trace,ureq=trace")
        .env("SMS_URL", "http://127.0.0.1:9/the-key-in-the-address")
        .env("SMS_HEADER", "X-Key: the-key-in-a-header")
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("a server");
    let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
    let said = lines.next().expect("an address").expect("text");
    let at = said.rsplit_once("http://").map(|(_, at)| format!("http://{}", at.trim())).expect("an address");
    let (secret, number) = (card.secret.clone(), card.number.clone());
    let session = tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .build()
            .into();
        let post = |path: &str, form: &[(&str, &str)]| call(&agent, &format!("{at}{path}"), Some(form));
        call(&agent, &format!("{at}/card/{secret}"), None);
        call(&agent, &format!("{at}/card/0123456789ABCDEFGHJKMNPQRS"), None);
        post("/sign-in/card", &[("card", &number), ("pin", "482614")]);
        post("/sign-in/code", &[("phone", "13900004711")]);
        post("/sign-in/code", &[("phone", "13900004711"), ("one_time", "314159")]);
        post("/sign-in/card", &[("card", &secret), ("pin", "482613")])
    })
    .await
    .expect("answers");
    let token = session.split_once("session=").and_then(|(_, rest)| rest.split(';').next()).expect("signed in");
    // The connection to the gateway fails meanwhile.
    tokio::time::sleep(Duration::from_millis(300)).await;
    process.kill().expect("a running server");
    process.wait().expect("its end");
    let log = std::fs::read_to_string(folder.path().join("log")).expect("a log");
    database.remove().await;
    assert!(log.contains("/card/{secret}") && log.contains("gateway"), "the log is incomplete");
    let said = [card.secret.as_str(), &card.number, "482613", "482614", token, "13900004711", "314159"];
    for secret in said.into_iter().chain(["0123456789ABCDEFGHJKMNPQRS", "the-key-in"]) {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
