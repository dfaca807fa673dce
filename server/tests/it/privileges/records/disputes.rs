//! Records and requests for disputes and reversals of hand-overs.

use domain::disputes::{
    DisputeChannel, DisputeKind, NewDispute,
    reversals::{NewReversal, ReversalGoal},
    subject::HandedOver,
};
use serde_json::{Value, json};
use store::{
    By,
    disputes::{report::OpenDispute, reversals::AskReversal},
    wishes::media::voice::WishMedia,
};

use super::orders;
use crate::{
    privileges::targets::handed_over,
    support::{
        TestApp,
        world::{PICTURE, VOICE},
    },
};

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let route = route.trim_start_matches("/api/v1");
    ["/dispute", "/reversals/{id}", "/claims/{id}/reversal", "/orders/{id}/reversal"]
        .iter()
        .any(|part| route.contains(part))
}

/// Opens a dispute of the family about goods that the shopkeeper handed over.
pub async fn disputed(app: &TestApp) -> i64 {
    let new = NewDispute {
        about: HandedOver::Claim(handed_over(app).await),
        kind: DisputeKind::NotReceived,
        channel: DisputeChannel::Family,
        words: String::new(),
    };
    app.store.run(&by(app, "family"), OpenDispute(new)).await.expect("a dispute")
}

/// Opens a dispute of the family with a picture and a recording.
async fn shown(app: &TestApp) -> i64 {
    let about = HandedOver::Claim(handed_over(app).await);
    let photo = app.store.dispute_picture(&app.family().actor, about, PICTURE.to_vec()).await.expect("a picture");
    let enclosed = WishMedia { voice: VOICE.to_vec(), photo: Some(photo), ..WishMedia::default() };
    let (kind, channel) = (DisputeKind::Broken, DisputeChannel::Family);
    let new = NewDispute { about, kind, channel, words: String::new() };
    app.store.dispute_open(&by(app, "family"), new, enclosed).await.expect("a dispute")
}

/// Asks, as the shopkeeper, to reverse a hand-over.
async fn asked(app: &TestApp) -> i64 {
    let about = HandedOver::Claim(handed_over(app).await);
    let new = NewReversal { about, goal: ReversalGoal::Shelf, reason: "发错了".into() };
    app.store.run(&by(app, "shopkeeper"), AskReversal(new)).await.expect("a reversal")
}

/// Places an order of the family, and hands it over.
async fn collected(app: &TestApp) -> i64 {
    let id = orders::place(app).await;
    let code = app.store.own_order(&app.family().actor, id).await.expect("the family's own").code;
    app.store.order_hand_over(&by(app, "shopkeeper"), id, code).await.expect("handed over");
    id
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route.trim_start_matches("/api/v1") {
        r if r.contains("/claims/{id}") => handed_over(app).await,
        r if r.contains("/orders/{id}") => collected(app).await,
        r if r.ends_with("/photo") || r.ends_with("/voice") => shown(app).await,
        r if r.contains("/disputes/{id}") => disputed(app).await,
        r if r.contains("/reversals/{id}") => asked(app).await,
        _ => 0,
    }
}

/// Builds a valid JSON body.
pub fn body(template: &str) -> Value {
    match template {
        t if t.ends_with("/settle") => json!({"outcome": "unsolved", "answer": "问过了"}),
        t if t.ends_with("/refuse") => json!({"answer": "家人已经在用"}),
        t if t.ends_with("/disputes") => json!({"kind": "not_received", "channel": "phone"}),
        _ => json!({"goal": "shelf", "reason": "发错了"}),
    }
}

/// Builds a valid form.
pub fn form(template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        t if t.ends_with("/settle") => text(&[("outcome", "unsolved"), ("answer", "问过了")]),
        t if t.ends_with("/refuse") => text(&[("answer", "家人已经在用")]),
        t if t.ends_with("/dispute") => text(&[("kind", "not_received"), ("channel", "phone")]),
        _ => text(&[("goal", "shelf"), ("reason", "发错了")]),
    }
}
