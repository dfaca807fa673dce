//! Records and requests of taking part: the second family says that it helped the first one.

use domain::points::taking_part::{NewHelp, NewPartRule, PartKind};
use serde_json::{Value, json};
use store::{
    By, Secret,
    points::taking_part::{
        help::{MakeNeighbourCode, SayHelp},
        rules::SetPartRule,
    },
};

use crate::support::TestApp;

/// What a neighbour did for the family: outsiders never read it.
pub const WORDS: &str = "火烈鸟婆婆的煤是我搬的";

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/taking-part") || route.contains("/neighbour-")
}

/// Plants words about the family that no caller wrote.
pub async fn planted(app: &TestApp) {
    let words = app.database.vault().seal(Secret::HelpWords, WORDS).expect("sealed");
    let (family, now) = (app.world.id("family"), app.store.now());
    let insert = "insert into neighbour_help (household, helped, day, words, state, said, said_by, due, answered,
        answered_by, version) values";
    let insert = format!("{insert} ({family}, {family}, {now}, '{words}', 'withdrawn', {now}, 0, {now}, {now}, 0, 0)");
    app.database.raw(&insert).await.expect("planted");
}

fn new_rule() -> NewPartRule {
    NewPartRule { kind: PartKind::Neighbour, points: 5, cap_month: 20, from: 0, until: 0 }
}

async fn rule(app: &TestApp) -> i64 {
    let set = SetPartRule { area: app.world.id("city"), rule: new_rule() };
    app.store.run(&by(app, "coordinator"), set).await.expect("a rule")
}

/// Returns a code of the family; help that waited is withdrawn, so that no limit is reached.
async fn code(app: &TestApp) -> String {
    app.database.raw("update neighbour_help set state = 'withdrawn' where state = 'waiting'").await.expect("tidied");
    app.store.run(&by(app, "family"), MakeNeighbourCode {}).await.expect("a code");
    let find = format!("select household, code from neighbour_code where household = {}", app.world.id("family"));
    app.database.rows(&find).await.remove(0).1
}

async fn help(app: &TestApp) -> i64 {
    let new = NewHelp { code: code(app).await, day: 0, words: "帮忙搬家具".into() };
    app.store.run(&by(app, "family2"), SayHelp(new)).await.expect("said")
}

/// Plants a booking of the family whose fact was taken back after its points were spent.
async fn note(app: &TestApp) -> i64 {
    let (rule, family) = (rule(app).await, app.world.id("family"));
    let insert = "insert into part_booking (household, rule, kind, fact, month, points, journal, state, at, undone,
        reversal, settled_by) values";
    let insert = format!("{insert} ({family}, {rule}, 'neighbour', 1, 202611, 0, 0, 'noted', 1, 1, 0, 0)");
    app.database.raw(&insert).await.expect("planted");
    app.database.rows("select max(id), '' from part_booking").await[0].0
}

/// Fills in the number of a rule.
pub async fn filled(app: &TestApp, path: String) -> String {
    match path.contains("/taking-part/{rule}") {
        true => path.replace("{rule}", &rule(app).await.to_string()),
        false => path,
    }
}

/// Makes the record of a route.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route {
        r if r.contains("/areas/{id}") => app.world.id("city"),
        r if r.contains("/households/{id}") => app.world.id("family"),
        r if r.contains("/taking-part-rules/{id}") => rule(app).await,
        r if r.ends_with("/settle") => note(app).await,
        r if r.contains("{id}") => help(app).await,
        _ => 0,
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    match template {
        t if t.ends_with("/taking-part-rules") => json!(new_rule()),
        t if t.ends_with("/me/neighbour-helps") => json!({"code": code(app).await, "words": "帮忙搬家具"}),
        t if t.ends_with("/answer") => json!({"answer": "confirm"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        "/admin/areas/{id}/taking-part" => text(&[("kind", "neighbour"), ("points", "5"), ("cap_month", "20")]),
        "/home/taking-part/help" => text(&[("code", &code(app).await), ("words", "帮忙搬家具")]),
        t if t.ends_with("/answer") => text(&[("answer", "confirm")]),
        _ => Vec::new(),
    }
}
