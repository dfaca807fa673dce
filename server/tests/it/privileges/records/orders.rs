//! Records and requests for the routes of the free shop's orders.

use domain::{
    catalogue::items::Terms,
    orders::{Wanted, slots},
};
use serde_json::{Value, json};
use store::{
    By, Tx,
    catalogue::items::WriteItem,
    orders::place::{PlaceOrder, SetOrderCapacity},
    points::{self, ledger::NewGrant},
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

pub fn wok() -> i64 {
    domain::catalogue::by_key("wok").expect("in the catalogue").id
}

/// Prices woks at one point, grants enough points to both families, and opens enough slots.
pub async fn prepare(app: &TestApp) {
    let terms = Terms { points: 1, ..Terms::default() };
    app.store.run(&by(app, "shopkeeper"), WriteItem::terms(wok(), terms)).await.expect("terms");
    let capacity = SetOrderCapacity { location: app.world.id("shop"), orders: 1000 };
    app.store.run(&by(app, "shopkeeper"), capacity).await.expect("room");
    for name in ["family", "family2"] {
        let (household, root) = (app.world.id(name), app.world.id("city"));
        let granted = app.store.script(move |tx: &mut Tx<'_>, ()| {
            Box::pin(async move {
                let new = NewGrant { household, root, points: 500, expires: 0, reason: "测试" };
                points::ledger::grant(tx, &new).await.map(drop)
            })
        });
        granted.await.expect("points");
    }
}

fn pickup(app: &TestApp) -> i64 {
    slots(app.store.now())[0].from
}

/// Notes the coordinator as the maker of families' cards and set-up codes, whose maker does not hand over to them.
async fn credentials_of_another(app: &TestApp) {
    let maker = app.person("coordinator").actor.account;
    let codes = format!("update reveal set account = {maker} where issued = 'setup_code'");
    for noted in [format!("update card set made_by = {maker}"), codes] {
        app.database.raw(&noted).await.expect("noted");
    }
}

/// Creates a claim whose goods wait for the family.
pub async fn arrived_claim(app: &TestApp) -> i64 {
    credentials_of_another(app).await;
    app.arrived_claim().await.1
}

/// Places an order of the family.
pub async fn place(app: &TestApp) -> i64 {
    credentials_of_another(app).await;
    let lines = vec![Wanted { item: wok(), size: String::new(), quantity: 1 }];
    let new = PlaceOrder { location: app.world.id("shop"), pickup: pickup(app), lines, basket: false };
    app.store.run(&by(app, "family"), new).await.expect("an order")
}

async fn code(app: &TestApp, id: i64) -> String {
    app.store.own_order(&app.family().actor, id).await.expect("the family's own").code
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Value {
    match template {
        "/orders" => json!({
            "location": app.world.id("shop"), "pickup": pickup(app), "lines": [{"item": wok(), "quantity": 1}],
        }),
        "/orders/{id}/hand-over" => json!({"code": code(app, id).await}),
        "/orders/{id}/cancel" => json!({"reason": "有个原因"}),
        _ => json!({}),
    }
}

/// Tells whether this module handles a form.
pub fn is_ours(template: &str) -> bool {
    ["/home/shop", "/home/orders", "/shop/orders", "/shop/walk-in", "/shop/families"]
        .iter()
        .any(|begin| template.starts_with(begin))
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let thing = || {
        vec![
            ("location", app.world.id("shop").to_string()),
            ("item", wok().to_string()),
            ("size", String::new()),
            ("quantity", "1".to_owned()),
        ]
    };
    match template {
        "/home/shop/basket" => thing().into_iter().chain([("pickup", pickup(app).to_string())]).collect(),
        "/shop/orders/capacity" => {
            vec![("location", app.world.id("shop").to_string()), ("orders", "1000".to_owned())]
        }
        "/shop/orders/{id}/hand-over" => vec![("code", code(app, id).await)],
        "/shop/families/{id}/hand-over" => {
            let order = place(app).await;
            let line = format!("order:{order}");
            vec![("pick", line.clone()), ("line", line), ("code", code(app, order).await)]
        }
        "/shop/walk-in" => {
            vec![("location", app.world.id("shop").to_string()), ("family", app.world.id("family").to_string())]
        }
        "/shop/walk-in/{id}" => {
            vec![("location", app.world.id("shop").to_string()), ("code", wok().to_string()), ("count", "1".to_owned())]
        }
        t if t.ends_with("/cancel") => vec![("reason", "有个原因".to_owned())],
        _ => thing(),
    }
}
