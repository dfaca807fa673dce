//! Records and requests for pairings: the family's household, and the donor as its helper.

use domain::casework::pairings::{PairingAnswer, PairingEnd, PairingNeed};
use serde_json::{Value, json};
use store::{
    By,
    casework::pairings::{
        lifecycle::EndPairing,
        propose::{AnswerPairing, ProposePairing},
    },
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/pairings") || route.ends_with("/me/helper-offer")
}

/// Ends the donor's pairings.
async fn end_all(app: &TestApp) {
    let donor = by(app, "donor");
    for pairing in app.store.my_pairings(&donor.actor).await.expect("pairings") {
        if pairing.state.is_live() {
            let end = EndPairing { pairing: pairing.id, reason: PairingEnd::Other };
            app.store.run(&by(app, "donor"), end).await.expect("ended");
        }
    }
}

/// Proposes a pairing; for all but answers, both have agreed and the last days of its year have come.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if !route.contains("/pairings/{id}") {
        return app.world.id("family");
    }
    end_all(app).await;
    let (household, helper) = (app.world.id("family"), app.donor().actor.account);
    let propose = ProposePairing { household, helper, need: PairingNeed::Company };
    let pairing = app.store.run(&by(app, "caseworker"), propose).await.expect("proposed");
    if route.ends_with("/answer") {
        return pairing;
    }
    for who in ["donor", "family"] {
        let answer = AnswerPairing { pairing, answer: PairingAnswer::Accept };
        app.store.run(&by(app, who), answer).await.expect("agreed");
    }
    let soon = app.store.now() + 10 * domain::DAY;
    app.database.raw(&format!("update pairing set due = {soon} where id = {pairing}")).await.expect("planted");
    pairing
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    match template {
        t if t.ends_with("/answer") => json!({"answer": "accept"}),
        t if t.ends_with("/contacts") => json!({"kind": "call"}),
        t if t.ends_with("/end") => json!({"reason": "no_time"}),
        t if t.ends_with("/helper-offer") => json!({"needs": ["company"], "languages": ["mandarin"]}),
        t if t.ends_with("/households/{id}/pairings") => {
            end_all(app).await;
            json!({"helper": app.donor().actor.account, "need": "study"})
        }
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        t if t.ends_with("/answer") => text(&[("answer", "accept")]),
        t if t.ends_with("/contact") => text(&[("kind", "call")]),
        t if t.ends_with("/end") => text(&[("reason", "no_time")]),
        t if t.ends_with("/offer") => text(&[("need", "company"), ("language", "mandarin")]),
        t if t.ends_with("/households/{id}/pairings") => {
            end_all(app).await;
            text(&[("helper", &app.donor().actor.account.to_string()), ("need", "study")])
        }
        _ => Vec::new(),
    }
}
