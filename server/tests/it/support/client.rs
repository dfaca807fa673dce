//! Clients of the router.
//! A client's name is its privilege; its methods are the requests that such callers send.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, Response, StatusCode, header},
};
use domain::accounts::Actor;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{Reached, TestApp, description};

/// A client of an installation.
#[derive(Clone)]
pub struct Client {
    router: Router,
    /// Name of a person of [`super::world`], or of the caller without an account.
    pub name: String,
    /// Actor that the store takes it for.
    pub actor: Actor,
    token: String,
}

impl TestApp {
    /// Returns a client without an account.
    pub fn visitor(&self) -> Client {
        Client::visitor(self.router.clone())
    }

    /// Returns a signed-in person of the world.
    pub fn person(&self, name: &str) -> Client {
        let person = self.world.people.get(name).unwrap_or_else(|| panic!("the world has no person {name}"));
        let (actor, token) = (person.actor.clone(), person.token.clone());
        Client { router: self.router.clone(), name: name.to_owned(), actor, token }
    }

    pub fn family(&self) -> Client {
        self.person("family")
    }

    pub fn donor(&self) -> Client {
        self.person("donor")
    }

    pub fn caseworker(&self) -> Client {
        self.person("caseworker")
    }

    pub fn shopkeeper(&self) -> Client {
        self.person("shopkeeper")
    }

    /// Posts and publishes a school bag wish of the family.
    pub async fn published_wish(&self, quantity: i64) -> i64 {
        let wish =
            self.family().post_wish(json!({"item": "school_bag", "size": "1–3 年级", "quantity": quantity})).await;
        self.caseworker().publish(wish).await;
        wish
    }

    /// Creates a wish of one unit with a claim of the donor; returns both ids.
    pub async fn claimed_wish(&self) -> (i64, i64) {
        self.claimed_wish_of("donor").await
    }

    /// Creates a wish with a claim of this donor.
    pub async fn claimed_wish_of(&self, donor: &str) -> (i64, i64) {
        let wish = self.published_wish(1).await;
        (wish, self.person(donor).claim(wish, 1).await)
    }

    /// Creates a claim whose goods have arrived in the shop; returns wish and claim.
    pub async fn arrived_claim(&self) -> (i64, i64) {
        let (wish, claim) = self.claimed_wish().await;
        self.shopkeeper().act(claim, "arrive", json!({})).await.expect(200);
        (wish, claim)
    }

    /// Returns the family's pick-up code of a wish.
    pub async fn code(&self, wish: i64) -> String {
        self.family().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["code"].as_str().expect("a code").into()
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    /// Template of the route that answered, such as `/wishes/{id}`; empty for unknown addresses.
    pub route: String,
    asked: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    /// Checks the status; returns the JSON body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        self.json()
    }

    /// Checks that this is a problem document with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json", "{}: {}", self.asked, self.text);
        let asked = self.asked.clone();
        let problem = self.expect(status);
        assert_eq!(problem["code"], code, "{asked}");
        problem
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Client {
    /// Returns a client of this router without an account.
    pub fn visitor(router: Router) -> Client {
        Client { router, name: "visitor".into(), actor: Actor::visitor(), token: String::new() }
    }

    /// Returns a client of this router with the session of an account.
    pub fn signed_in(router: Router, name: &str, (token, actor): (String, Actor)) -> Client {
        Client { router, name: name.to_owned(), actor, token }
    }

    /// Returns the same client, connected to another server.
    pub fn at(self, server: &TestApp) -> Client {
        self.through(server.router.clone())
    }

    /// Returns the same client, connected to this router.
    pub fn through(self, router: Router) -> Client {
        Client { router, ..self }
    }

    /// Sends a request with this client's token, and a write of the API with a fresh request id unless it has one.
    /// Checks that the API's description knows such an answer.
    pub async fn send(&self, mut request: Request<Body>) -> Reply {
        if writes(&request) && !request.headers().contains_key("idempotency-key") {
            let fresh = server::http::random_id().parse().expect("a header");
            request.headers_mut().insert("idempotency-key", fresh);
        }
        self.send_unchanged(request).await
    }

    /// Sends a request unchanged but for this client's token.
    pub async fn send_unchanged(&self, mut request: Request<Body>) -> Reply {
        let asked = format!("{} {} as {}", request.method(), request.uri(), self.name);
        let method = request.method().clone();
        if !self.token.is_empty() {
            let bearer = format!("Bearer {}", self.token).parse().expect("a header");
            request.headers_mut().insert(header::AUTHORIZATION, bearer);
        }
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let route = parts.extensions.get::<Reached>().map(|reached| reached.0.clone()).unwrap_or_default();
        let reply = Reply { status: parts.status, headers: parts.headers, text, route, asked };
        description::check(&method, &reply);
        reply
    }

    /// Sends a request; returns the body as bytes.
    pub async fn bytes(&self, mut request: Request<Body>) -> Vec<u8> {
        let bearer = format!("Bearer {}", self.token).parse().expect("a header");
        request.headers_mut().insert(header::AUTHORIZATION, bearer);
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        response.into_body().collect().await.expect("a body").to_bytes().to_vec()
    }

    /// Opens an answer without reading its body, which may have no end.
    pub async fn open(&self, path: &str) -> Response<Body> {
        self.open_with(path, &[]).await
    }

    /// Opens an answer to a request with these headers.
    pub async fn open_with(&self, path: &str, headers: &[(&'static str, &str)]) -> Response<Body> {
        let mut request = Request::get(path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        }
        let request = request.body(Body::empty()).expect("a request");
        self.router.clone().oneshot(request).await.expect("an answer")
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).expect("a request")).await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Request::delete(path).body(Body::empty()).expect("a request")).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(json_post(path, &body)).await
    }

    /// Posts JSON with this request id.
    pub async fn post_as(&self, key: &str, path: &str, body: Value) -> Reply {
        let mut request = json_post(path, &body);
        request.headers_mut().insert("idempotency-key", key.parse().expect("a header"));
        self.send(request).await
    }

    /// Posts a form of the pages with a fresh request id.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let mut form = format!("_request={}", server::http::random_id());
        for (name, value) in fields {
            form.push_str(&format!(
                "&{name}={}",
                form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>()
            ));
        }
        let request = Request::builder().method(Method::POST).uri(path);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form)).expect("a request")).await
    }

    /// Opens all unread notices of the first page; returns their targets.
    pub async fn told(&self) -> Vec<String> {
        let page = self.get("/notices").await.text;
        let mut led = Vec::new();
        for item in page.split("data-unread=\"true\"").skip(1) {
            let to = item.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
            let reply = self.post_form(to, &[]).await;
            assert_eq!(reply.status, 303, "{}", reply.text);
            led.push(reply.header("location").to_owned());
        }
        led
    }

    /// Posts a wish, confirming repeats; returns its id.
    pub async fn post_wish(&self, mut wish: Value) -> i64 {
        wish["again"] = true.into();
        wish["beyond"] = "还要一件".into();
        self.post("/api/v1/wishes", wish).await.expect(201)["id"].as_i64().expect("a number")
    }

    pub async fn publish(&self, wish: i64) {
        self.post(&format!("/api/v1/wishes/{wish}/publish"), json!({"words": "上学用"})).await.expect(200);
    }

    /// Claims units; returns the claim's id.
    pub async fn claim(&self, wish: i64, quantity: i64) -> i64 {
        self.try_claim(wish, quantity).await.expect(201)["id"].as_i64().expect("a number")
    }

    pub async fn try_claim(&self, wish: i64, quantity: i64) -> Reply {
        self.post(&format!("/api/v1/wishes/{wish}/claims"), json!({"quantity": quantity})).await
    }

    /// Posts a step of a claim.
    pub async fn act(&self, claim: i64, step: &str, body: Value) -> Reply {
        self.post(&format!("/api/v1/claims/{claim}/{step}"), body).await
    }

    /// Receives goods onto the shelf; returns the lot.
    pub async fn receive(&self, location: i64, item: &str, size: &str, quantity: i64) -> i64 {
        let receipt = json!({"location": location, "item": item, "size": size, "quantity": quantity});
        self.post("/api/v1/stock/receipts", receipt).await.expect(201)["lot"].as_i64().expect("a number")
    }
}

/// Whether a request is a write of the API.
fn writes(request: &Request<Body>) -> bool {
    request.uri().path().starts_with("/api/v1/") && !matches!(*request.method(), Method::GET | Method::HEAD)
}

fn json_post(path: &str, body: &Value) -> Request<Body> {
    let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
    request.body(Body::from(body.to_string())).expect("a request")
}
