//! Records and requests for shifts: the donor is on them, and the family's home is on their lists.

use domain::{
    DAY,
    community::shifts::{
        NewShift, ShiftId, ShiftKind,
        tasks::{NewTasks, TaskKind},
    },
};
use serde_json::{Value, json};
use store::{
    By,
    community::shifts::{lifecycle::OpenShift, sign_up::SignUp, tasks::AddTasks},
};

use crate::support::TestApp;

/// What to know at the family's door: outsiders never read it.
pub const WORDS: &str = "药放在蓝翡翠花盆后面";

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/shifts") || route.contains("/shift-")
}

/// A shift of the community that begins in half an hour, in whose time addresses are revealed.
fn new(app: &TestApp) -> NewShift {
    let starts = app.store.now() + 1800;
    NewShift {
        area: app.world.id("community"),
        kind: ShiftKind::Deliver,
        name: "送煤上门".into(),
        place: "社区门口".into(),
        starts,
        ends: starts + 7200,
        places: 5,
        opens_before: 100,
        closes_before: 0,
        leave_before: 0,
        reveal_before: 2,
    }
}

async fn open(app: &TestApp) -> ShiftId {
    app.store.run(&by(app, "coordinator"), OpenShift(new(app))).await.expect("a shift")
}

/// Opens a shift; earlier ones are cancelled, so that no two are at one time.
async fn shift(app: &TestApp) -> ShiftId {
    for sql in [
        "update shift_place set state = 'cancelled' where state in ('on', 'standby', 'absent')",
        "update shift_task set state = 'settled', due = 0 where state in ('open', 'not_there', 'back')",
        "update shift set state = 'cancelled', taken = 0, follow = 0, reminder = 0 where state <> 'cancelled'",
    ] {
        app.database.raw(sql).await.expect("cleared");
    }
    open(app).await
}

/// Opens a shift with the donor on it and the family's home on its list.
pub async fn filled(app: &TestApp) -> ShiftId {
    let id = shift(app).await;
    app.store.run(&by(app, "donor"), SignUp { shift: id }).await.expect("signed up");
    let households = vec![app.world.id("family")];
    let new = NewTasks { households, kind: TaskKind::Deliver, words: WORDS.into(), agreed: true };
    app.store.run(&by(app, "caseworker"), AddTasks { shift: id, new }).await.expect("a task");
    id
}

async fn place(app: &TestApp, shift: ShiftId) -> i64 {
    let people = app.store.shift_people(&by(app, "coordinator").actor, shift).await.expect("people");
    people.first().expect("the donor").place.place
}

async fn task(app: &TestApp, shift: ShiftId) -> i64 {
    app.store.shift_tasks(&by(app, "coordinator").actor, shift).await.expect("tasks").first().expect("a task").id
}

/// Makes the record of a route.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    let id = if route.ends_with("/sign-up") { shift(app).await } else { filled(app).await };
    if route.ends_with("/minutes") {
        let now = app.store.now();
        let over = format!("update shift set starts = {}, ends = {} where id = {id}", now - 7200, now - 60);
        app.database.raw(&over).await.expect("planted");
    }
    if route.ends_with("/settle") || route.ends_with("/move") {
        let task = task(app, id).await;
        let due = app.store.now() + DAY;
        for sql in [
            format!("update shift_task set state = 'back', due = {due} where id = {task}"),
            format!("update shift set state = 'over', follow = 0, reminder = 0 where id = {id}"),
        ] {
            app.database.raw(&sql).await.expect("planted");
        }
        return task;
    }
    match route {
        r if r.contains("/shift-places/") => place(app, id).await,
        r if r.contains("/shift-tasks/") => task(app, id).await,
        _ => id,
    }
}

/// Makes the donor's calendar feed; returns its token.
pub async fn feed(app: &TestApp) -> String {
    app.store.shift_feed_make(&by(app, "donor")).await.expect("an address")
}

async fn code(app: &TestApp, shift: ShiftId) -> String {
    let found = app.store.shift(&by(app, "coordinator").actor, shift).await.expect("a shift");
    found.code.expect("its code")
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Value {
    match template {
        t if t.ends_with("/v1/shifts") => serde_json::to_value(new(app)).expect("JSON"),
        t if t.ends_with("/check") => json!({"step": "in", "code": code(app, id).await}),
        t if t.ends_with("/places") => json!({"places": 6}),
        t if t.ends_with("/cancel") => json!({"reason": "大雪封路"}),
        t if t.ends_with("/mark") => json!({"mark": "came"}),
        t if t.ends_with("/minutes") => json!({"minutes": 60}),
        t if t.ends_with("/shifts/{id}/tasks") => {
            json!({"households": [app.world.id("family")], "kind": "deliver", "agreed": true})
        }
        t if t.ends_with("/tick") => json!({"outcome": "done"}),
        t if t.ends_with("/move") => json!({"shift": open(app).await}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        "/desk/shifts/new" => text(&[
            ("area", &app.world.id("community").to_string()),
            ("kind", "deliver"),
            ("name", "送煤上门"),
            ("place", "社区门口"),
            ("starts", &app::i18n::day_value(app.store.now() + 3 * DAY)),
            ("from", "14:00"),
            ("ends", "17:00"),
            ("places", "5"),
            ("opens_before", "100"),
            ("closes_before", "0"),
            ("leave_before", "0"),
            ("reveal_before", "2"),
        ]),
        t if t.ends_with("/check") => text(&[("step", "in"), ("code", &code(app, id).await)]),
        t if t.ends_with("/places") => text(&[("places", "6")]),
        t if t.ends_with("/cancel") => text(&[("reason", "大雪封路")]),
        t if t.ends_with("/mark") => text(&[("place", &place(app, id).await.to_string()), ("mark", "came")]),
        t if t.ends_with("/minutes") => text(&[("place", &place(app, id).await.to_string()), ("minutes", "60")]),
        t if t.ends_with("/tick") => text(&[("task", &task(app, id).await.to_string()), ("outcome", "done")]),
        t if t.ends_with("/reveal") => text(&[("task", &task(app, id).await.to_string())]),
        t if t.ends_with("/shifts/{id}/tasks") => {
            text(&[("household", &app.world.id("family").to_string()), ("kind", "deliver"), ("agreed", "yes")])
        }
        t if t.ends_with("/move") => text(&[("shift", &open(app).await.to_string())]),
        _ => Vec::new(),
    }
}
