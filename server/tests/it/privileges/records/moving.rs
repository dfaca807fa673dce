//! Records and requests for the routes of transfers and kits.

use domain::{
    catalogue::items::NewItem,
    stock::{
        kits::Assembly,
        transfers::{ArrivedLine, NewTransfer, SendLine},
    },
};
use serde_json::{Value, json};
use store::{
    By,
    catalogue::items::WriteItem,
    stock::{
        kits::assembly::{AssembleKits, SetKitPart},
        transfers::lifecycle::{ReceiveTransfer, SendTransfer},
    },
};

use crate::{privileges::targets::lot, support::TestApp};

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(template: &str) -> bool {
    ["/shop/transfers", "/shop/kits", "/api/v1/transfers", "/api/v1/kits"]
        .iter()
        .any(|begin| template.starts_with(begin))
}

/// Creates a transfer in transit, or short where a step needs that, or a partly assembled kit.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route {
        r if r.contains("/transfers/{id}") => transfer(app, r.ends_with("/settle")).await,
        r if r.contains("/kits/{id}") => kit(app).await,
        _ => 0,
    }
}

async fn transfer(app: &TestApp, short: bool) -> i64 {
    let lot = lot(app, false).await;
    let (from, to) = (app.world.id("shop"), app.world.id("shop_west"));
    let lines = vec![SendLine { lot, quantity: 3, ..SendLine::default() }];
    let new = NewTransfer { from, to, lines, note: String::new() };
    let id = app.store.run(&by(app, "shopkeeper"), SendTransfer(new)).await.expect("sent");
    if short {
        let arrived = vec![ArrivedLine { lot, quantity: 1 }];
        app.store
            .run(&by(app, "shopkeeper_west"), ReceiveTransfer { transfer: id, lines: arrived })
            .await
            .expect("received");
    }
    id
}

/// Defines a kit of one wok, with enough woks, and assembles one.
async fn kit(app: &TestApp) -> i64 {
    let name = format!("礼包{:08x}", rand::random::<u32>());
    let new = NewItem { name, open: true, ..NewItem::default() };
    let item = app.store.run(&by(app, "shopkeeper"), WriteItem::add(new)).await.expect("an item");
    let part = SetKitPart { kit: item, part: 13, size: String::new(), quantity: 1 };
    app.store.run(&by(app, "shopkeeper"), part).await.expect("a part");
    let input = Assembly { item, location: app.world.id("shop"), kits: 9 };
    app.store.run(&by(app, "shopkeeper"), AssembleKits(input)).await.expect("put together");
    item
}

async fn sent_lot(app: &TestApp, id: i64) -> i64 {
    app.store.transfer(&app.shopkeeper().actor, id).await.expect("its own").lines[0].lot
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Value {
    let (shop, west) = (app.world.id("shop"), app.world.id("shop_west"));
    match template.trim_start_matches("/api/v1") {
        "/transfers" => json!({"from": shop, "to": west, "lines": [{"lot": lot(app, false).await, "quantity": 2}]}),
        "/transfers/{id}/cancel" => json!({"reason": "有个原因"}),
        "/transfers/{id}/settle" => {
            json!({"lot": sent_lot(app, id).await, "quantity": 1, "outcome": "lost", "reason": "摔坏了"})
        }
        "/kits/{id}/assemble" | "/kits/{id}/take-apart" => json!({"location": shop}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let (shop, west) = (app.world.id("shop").to_string(), app.world.id("shop_west").to_string());
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        "/shop/transfers/new" => {
            // The field is named after the lot.
            let field: &'static str = Box::leak(format!("n_{}", lot(app, false).await).into_boxed_str());
            text(&[("from", &shop), ("to", &west), ("do", "send"), (field, "2")])
        }
        "/shop/transfers/{id}/settle" => {
            let lot = sent_lot(app, id).await.to_string();
            text(&[("lot", &lot), ("quantity", "1"), ("outcome", "lost"), ("reason", "摔坏了")])
        }
        "/shop/kits/{id}/parts" => text(&[("location", &shop), ("part", "17"), ("quantity", "2")]),
        "/shop/kits/{id}/assemble" => text(&[("location", &shop), ("kits", "1")]),
        "/shop/kits/{id}/take-apart" => {
            let lots = app.store.kit_lots(&app.shopkeeper().actor, id, app.world.id("shop")).await.expect("its own");
            text(&[("location", &shop), ("lot", &format!("{}-shelf", lots[0].lot)), ("kits", "1")])
        }
        _ => text(&[("reason", "有个原因")]),
    }
}
