//! Records and requests for recalls: a new lot on the shop's shelf, and a unit that the family has. And for minimums.

use domain::stock::recalls::NewRecall;
use serde_json::{Value, json};
use store::{By, stock::recalls::opening::OpenRecall};

use crate::support::TestApp;

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let minimum = ["/shop/reorder", "/api/v1/stock/minimums"].contains(&route);
    minimum || route.contains("/recalls") || route.contains("/recall-homes")
}

/// Receives a lot that no record names.
async fn lot(app: &TestApp) -> i64 {
    app.shopkeeper().receive(app.world.id("shop"), "wok", "", 4).await
}

async fn newest(app: &TestApp, table: &str) -> i64 {
    let rows = app.database.rows(&format!("select coalesce(max(id), 0), '' from {table}")).await;
    rows.first().map_or(0, |(id, _)| *id)
}

/// Recalls a new lot; for routes about a family, one of its units.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if !route.contains("{id}") {
        return 0;
    }
    let by = By::new(app.shopkeeper().actor, server::http::random_id());
    let lot = lot(app).await;
    let new = NewRecall { lots: vec![lot], reason: "厂家通知漏电".into() };
    let recall = app.store.run(&by, OpenRecall(new)).await.expect("recalled");
    if !route.contains("/recall-homes") {
        return recall;
    }
    let family = app.world.id("family");
    let home = format!(
        "insert into recall_home (recall, lot, household, quantity, told, told_by, destroyed, returned, kept, used)
         values ({recall}, {lot}, {family}, 2, 0, 0, 0, 0, 0, 0)"
    );
    app.database.raw(&home).await.expect("a unit of the family");
    newest(app, "recall_home").await
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    match template {
        t if t.ends_with("/recall-homes/{id}/settle") => json!({"quantity": 1, "outcome": "used"}),
        t if t.ends_with("/recalls/{id}/settle") => {
            let lot = newest(app, "lot").await;
            json!({"lot": lot, "location": app.world.id("shop"), "quantity": 1, "outcome": "kept"})
        }
        t if t.ends_with("/minimums") => json!({"location": app.world.id("shop"), "item": 13, "minimum": 3}),
        t if t.ends_with("/recalls") => json!({"lots": [lot(app).await], "reason": "厂家通知漏电"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let recall = newest(app, "recall").await;
    match template {
        "/shop/reorder" => {
            vec![("location", app.world.id("shop").to_string()), ("item", "13".into()), ("minimum", "3".into())]
        }
        t if t.ends_with("/tell") => vec![("recall", recall.to_string())],
        t if t.contains("/recall-homes") => {
            vec![("recall", recall.to_string()), ("quantity", "1".into()), ("outcome", "used".into())]
        }
        t if t.ends_with("/settle") => {
            let lot = newest(app, "lot").await;
            let units = format!("{lot}-{}", app.world.id("shop"));
            vec![("units", units), ("quantity", "1".into()), ("outcome", "kept".into())]
        }
        _ => vec![("item", "13".into()), ("lots", lot(app).await.to_string()), ("reason", "厂家通知漏电".into())],
    }
}
