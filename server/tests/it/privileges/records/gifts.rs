//! Records and requests for the routes of offers and receipts.

use app::i18n::day_value;
use domain::{
    DAY,
    ledger::{Condition, Origin},
    stock::receipts::{Line, NewReceipt},
};
use serde_json::{Value, json};
use store::{By, stock::receiving::receipts::BeginReceipt};

use crate::{
    privileges::targets::lot,
    support::{TestApp, world::PICTURE},
};

/// Tells whether this module handles a route.
pub fn is_one(route: &str) -> bool {
    let of = ["/offers/{id}", "/offer-photos/{id}", "/receipts/{id}", "/shop/inspect/{id}"];
    of.iter().any(|part| route.contains(part))
}

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

fn line() -> Line {
    let item = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    Line { item, size: String::new(), quantity: 1, condition: Condition::New, expires: 0, cost: 0, code: String::new() }
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route {
        r if r.contains("/shop/inspect/") => lot(app, true).await,
        r if r.contains("/shop/receipts/") => {
            let new = NewReceipt {
                location: app.world.id("shop"),
                origin: Origin::Donation,
                organisation: 0,
                giver: String::new(),
                named: false,
                note: String::new(),
                offer: 0,
                lines: vec![line()],
            };
            app.store.run(&by(app, "shopkeeper"), BeginReceipt(new)).await.expect("a receipt")
        }
        r if r.contains("/receipts/") => {
            let (_, claim) = app.arrived_claim().await;
            app.store.receipt_of_claim(&app.person("donor").actor, claim).await.expect("a receipt")
        }
        r => {
            let new = domain::stock::offers::NewOffer {
                item: line().item,
                size: String::new(),
                thing: String::new(),
                quantity: 1,
                condition: Condition::Used,
                words: String::new(),
                named: false,
            };
            let offer = app.store.offer_post(&by(app, "donor"), new, vec![PICTURE.to_vec()]).await.expect("an offer");
            if !r.contains("/offer-photos/") {
                return offer;
            }
            app.store.offer(&app.person("donor").actor, offer).await.expect("an offer").photos[0]
        }
    }
}

/// Builds a valid JSON body.
pub fn body(app: &TestApp, template: &str) -> Option<Value> {
    let shop = app.world.id("shop");
    Some(match template {
        "/receipts" => json!({"location": shop, "lines": [{"item": "wok"}]}),
        "/offers" => json!({"item": line().item, "quantity": 1, "condition": "used"}),
        "/offers/{id}/accept" => json!({"location": shop, "day": app.store.now() + DAY}),
        "/offers/{id}/decline" => json!({"reason": "plenty"}),
        "/offers/{id}/withdraw" => json!({}),
        _ => return None,
    })
}

/// Builds a valid form.
pub fn form(app: &TestApp, template: &str) -> Option<Vec<(&'static str, String)>> {
    let shop = app.world.id("shop").to_string();
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    Some(match template {
        "/offers/new" => text(&[("item", &line().item.to_string()), ("quantity", "1"), ("condition", "used")]),
        "/shop/offers/{id}/accept" => {
            text(&[("location", &shop), ("day", &day_value(app.store.now() + DAY)), ("words", "")])
        }
        "/shop/offers/{id}/decline" => text(&[("reason", "plenty"), ("answer", "")]),
        "/shop/inspect/{id}" => text(&[
            ("location", &shop),
            ("outcome", "pass"),
            ("quantity", "1"),
            ("reason", ""),
            ("check", "1"),
            ("tick_case", "yes"),
            ("tick_cord", "yes"),
            ("tick_run", "yes"),
        ]),
        _ => return None,
    })
}
