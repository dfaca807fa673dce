//! Records and requests for rounds, doors, and what members of households say.

use domain::{
    DAY,
    casework::rounds::{Base, DoorLine, NewRound, Overlap, RoundState},
};
use serde_json::{Value, json};
use store::{
    By,
    casework::rounds::open::{EndRound, OpenRound},
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module makes the record of a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/rounds") || route.contains("/doors")
}

/// Tells whether this module builds the input of a route.
pub fn has_input(route: &str) -> bool {
    is_ours(route) || route.ends_with("/members/{member}/profile")
}

/// Ends whatever round runs, because rounds of one area must not overlap.
async fn end_all(app: &TestApp) {
    let coordinator = by(app, "coordinator");
    for round in app.store.rounds(&coordinator.actor, 0).await.expect("rounds").items {
        if round.state == RoundState::Running {
            app.store.run(&coordinator, EndRound { round: round.id }).await.expect("ended");
        }
    }
}

/// Opens a round over the eastern district, with the files there and a line whose words outsiders must not see.
pub async fn round(app: &TestApp) -> i64 {
    end_all(app).await;
    let coordinator = by(app, "coordinator");
    let new = NewRound {
        area: app.world.id("east"),
        name: "春季排摸".into(),
        due: app.store.now() + 20 * DAY,
        base: Base::Files,
        overlap: Overlap::Refuse,
    };
    let id = app.store.run(&coordinator, OpenRound(new)).await.expect("a round");
    let line =
        DoorLine { n: 1, place: "金雀巷 8 号".into(), contact: "欧阳金雀".into(), ..DoorLine::default() };
    let answer = app.store.round_list_add(&coordinator, id, vec![line]).await.expect("a line");
    assert_eq!(answer.added, 1);
    // Not by its name, which other routes of the table change.
    let community = app.world.id("community");
    let moved = format!("update round_door set area = {community} where round = {id} and household = 0");
    app.database.raw(&moved).await.expect("moved");
    id
}

/// Opens a round; returns its door that has no file.
async fn door(app: &TestApp) -> i64 {
    let round = round(app).await;
    line_of(app, round).await
}

/// Returns the door of a round that has no file; lists are paged, and other routes have added files.
async fn line_of(app: &TestApp, round: i64) -> i64 {
    let found = format!("select id, '' from round_door where round = {round} and household = 0");
    app.database.rows(&found).await.remove(0).0
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route.trim_start_matches("/api/v1") {
        r if r.contains("/rounds/{id}") => round(app).await,
        r if r.contains("/doors/{id}") => door(app).await,
        _ => 0,
    }
}

fn name() -> String {
    format!("新来{:06x}", rand::random::<u32>() % 0x00ff_ffff)
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let due = app.store.now() + 30 * DAY;
    let person = name();
    let family = json!({
        "area": app.world.id("community"), "name": person, "anyway": true,
        "members": [{"name": person, "birth_year": 1990}],
    });
    match template.trim_start_matches("/api/v1") {
        "/rounds" => {
            end_all(app).await;
            json!({"area": app.world.id("east"), "name": "夏季排摸", "due": due, "base": "list"})
        }
        "/rounds/{id}/doors" => json!({"lines": [{"n": 1, "place": name()}]}),
        "/rounds/{id}/share" => {
            json!({"which": {"by": "area", "of": app.world.id("east")}, "to": app.caseworker().actor.account})
        }
        "/rounds/{id}/extend" => json!({"due": due}),
        "/rounds/{id}/file-doors" => json!({"household": app.world.id("family")}),
        "/doors/{id}/knocks" => json!({"outcome": "met", "people": 3, "here": 2}),
        "/households/{id}/members/{member}/profile" => json!({"work": "seeking", "languages": ["uyghur"]}),
        t if t.ends_with("/family") || t.ends_with("/families") => family,
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let due = app::i18n::day_value(app.store.now() + 30 * DAY);
    let (east, community) = (app.world.id("east").to_string(), app.world.id("community").to_string());
    let keeper = app.caseworker().actor.account.to_string();
    let person = name();
    match template {
        "/desk/rounds/new" => {
            end_all(app).await;
            text(&[("area", &east), ("name", "夏季排摸"), ("due", &due), ("base", "list")])
        }
        "/desk/rounds/{id}/share" => text(&[("area", &east), ("to", &keeper)]),
        "/desk/rounds/{id}/give" => {
            let door = line_of(app, id).await.to_string();
            text(&[("door", &door), ("to", &keeper)])
        }
        "/desk/rounds/{id}/extend" => text(&[("due", &due)]),
        "/desk/doors/{id}/knock" => text(&[("outcome", "met"), ("people", "3"), ("here", "2")]),
        "/desk/households/{id}/members/{member}/profile" => {
            text(&[("lives", "here"), ("work", "seeking"), ("schooling", "unsaid"), ("spoken", "uyghur")])
        }
        t if t.ends_with("/family") || t.ends_with("/found") => text(&[
            ("area", &community),
            ("member_name_1", &person),
            ("birth_year_1", "1990"),
            ("anyway", "yes"),
            ("agreed", "yes"),
        ]),
        _ => Vec::new(),
    }
}
