//! Records and requests for market days: an offer of the family, which the donor reserves.

use domain::{
    DAY,
    community::markets::{MarketOfferId, NewMarketOffer, ReservationId},
};
use serde_json::{Value, json};
use store::{
    By,
    community::markets::{
        offers::{OfferGoods, ShowOffer},
        reservations::ReserveGoods,
    },
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/market") || route.contains("/reservations")
}

/// Ends all offers and reservations, because families and accounts may have some only.
async fn end_all(app: &TestApp) {
    for end in [
        "update market_reservation set state = 'cancelled'",
        "update market_offer set state = 'withdrawn', taken = 0, next_at = 0",
    ] {
        app.database.raw(end).await.expect("ended");
    }
}

/// Makes an offer of the family that waits for its review and can be fetched now.
async fn offer(app: &TestApp) -> MarketOfferId {
    end_all(app).await;
    let now = app.store.now();
    let new = NewMarketOffer {
        title: "土鸡蛋".into(),
        unit: "斤".into(),
        price: 1500,
        quantity: 50,
        location: app.world.id("shop"),
        opens: now,
        closes: now + 2 * DAY,
    };
    let offer = OfferGoods { household: app.world.id("family"), new };
    app.store.run(&by(app, "family"), offer).await.expect("offered")
}

async fn shown(app: &TestApp) -> MarketOfferId {
    let offer = offer(app).await;
    app.store.run(&by(app, "coordinator"), ShowOffer { offer }).await.expect("shown");
    offer
}

async fn reserved(app: &TestApp, offer: MarketOfferId) -> ReservationId {
    app.store.run(&by(app, "donor"), ReserveGoods { offer, quantity: 2 }).await.expect("reserved")
}

/// Makes the record of a route.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    let waits = ["/show", "/refuse", "/withdraw"].iter().any(|step| route.ends_with(step));
    if waits || !route.contains("{id}") {
        return offer(app).await;
    }
    let offer = shown(app).await;
    // Those who reserve have no reservation yet.
    if route.ends_with("/reservations") || route.ends_with("/reserve") {
        return offer;
    }
    let reservation = reserved(app, offer).await;
    if route.contains("reservations/{id}") { reservation } else { offer }
}

/// Returns the latest reservation.
async fn latest(app: &TestApp) -> i64 {
    app.database.rows("select max(id), '' from market_reservation").await[0].0
}

/// Builds a valid JSON body.
pub fn body(app: &TestApp, template: &str) -> Value {
    match template {
        t if t.ends_with("/reservations") => json!({"quantity": 1}),
        t if t.ends_with("/settle") => json!({"fetching": "fetched"}),
        t if t.ends_with("/refuse") => json!({"reason": "unclear"}),
        t if t.ends_with("/market-offers") => {
            let (now, household, location) = (app.store.now(), app.world.id("family"), app.world.id("shop"));
            json!({
                "household": household, "title": "鞋垫", "unit": "双", "price": 800, "quantity": 5, "location": location,
                "opens": now, "closes": now + DAY,
            })
        }
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        t if t.ends_with("/reserve") => text(&[("quantity", "1")]),
        t if t.ends_with("/settle") => {
            text(&[("reservation", &latest(app).await.to_string()), ("fetching", "not_fetched")])
        }
        t if t.ends_with("/refuse") => text(&[("reason", "price")]),
        "/home/market/new" => {
            let (day, shop) = (app::i18n::day_value(app.store.now() + 2 * DAY), app.world.id("shop").to_string());
            let what =
                [("title", "鞋垫"), ("unit", "双"), ("price", "8.50"), ("quantity", "5"), ("location", shop.as_str())];
            let when = [("opens", day.as_str()), ("from", "08:00"), ("closes", "12:00")];
            text(&[&what[..], &when].concat())
        }
        _ => Vec::new(),
    }
}
