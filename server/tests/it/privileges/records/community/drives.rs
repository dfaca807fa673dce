//! Records and requests for drives: a call for woks that the shop takes.

use domain::{
    DAY,
    community::drives::{DriveId, NewDrive, WantedItem},
};
use serde_json::{Value, json};
use store::{
    By,
    community::drives::lifecycle::{EndDrive, OpenDrive},
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

fn wok() -> i64 {
    domain::catalogue::by_key("wok").expect("in the catalogue").id
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/drives")
}

fn new_drive(app: &TestApp) -> NewDrive {
    NewDrive {
        area: app.world.id("east"),
        title: "锅具征集".into(),
        words: String::new(),
        until: app.store.now() + 20 * DAY,
        items: vec![WantedItem { item: wok(), wanted: 1000 }],
        places: vec![app.world.id("shop")],
    }
}

/// Opens a drive; one whose result is published has ended. Withdraws offers, so that no limit is reached.
pub async fn record(app: &TestApp, route: &str) -> DriveId {
    let withdraw = "update offer set state = 'withdrawn' where state in ('offered', 'accepted')";
    app.database.raw(withdraw).await.expect("tidied");
    if !route.contains("/drives/{id}") {
        return 0;
    }
    let drive = app.store.run(&by(app, "coordinator"), OpenDrive(new_drive(app))).await.expect("a drive");
    if route.ends_with("/result") {
        app.store.run(&by(app, "coordinator"), EndDrive { drive }).await.expect("ended");
    }
    drive
}

async fn item(app: &TestApp, drive: DriveId) -> i64 {
    app.database.rows(&format!("select id, '' from drive_item where drive = {drive}")).await[0].0
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Value {
    match template.trim_start_matches("/api/v1") {
        "/drives" => json!(new_drive(app)),
        t if t.ends_with("/offers") => json!({"item": item(app, id).await, "quantity": 1, "condition": "new"}),
        t if t.ends_with("/cancel") => json!({"reason": "no_place"}),
        t if t.ends_with("/result") => json!({"words": "发给了十二个家庭。"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        "/drives/new" => text(&[
            ("area", &app.world.id("east").to_string()),
            ("title", "锅具征集"),
            ("until", &app::i18n::day_value(app.store.now() + 20 * DAY)),
            ("item_1", &wok().to_string()),
            ("wanted_1", "12"),
            ("place", &app.world.id("shop").to_string()),
        ]),
        t if t.ends_with("/offer") => {
            text(&[("item", &item(app, id).await.to_string()), ("quantity", "1"), ("condition", "new")])
        }
        t if t.ends_with("/cancel") => text(&[("reason", "no_place")]),
        t if t.ends_with("/result") => text(&[("words", "发给了十二个家庭。")]),
        _ => Vec::new(),
    }
}
