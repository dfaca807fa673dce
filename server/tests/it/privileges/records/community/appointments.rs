//! Records and requests for the service desk: the family's appointment, and its question.

use domain::{
    DAY,
    community::appointments::{
        NewSlot, SlotId, SlotKind,
        questions::{NewQuestion, QuestionClass, QuestionId},
    },
    services::{NewService, TimeClass},
};
use serde_json::{Value, json};
use store::{
    By,
    community::{
        appointments::{booking::BookSlot, slots::OpenSlot},
        questions::{answers::AnswerQuestion, asking::AskQuestion},
    },
    services::catalogue::AddService,
};

use crate::support::TestApp;

/// What the family asks: outsiders never read it.
pub const ASKED: &str = "红隼阿姨的残疾证怎么补办";

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    ["/slots", "/appointments", "/questions", "/service-figures"].iter().any(|part| route.contains(part))
}

/// Returns a service that is offered in the city.
async fn service(app: &TestApp) -> i64 {
    let all = app.store.services_offered(&by(app, "coordinator").actor).await.expect("services");
    if let Some((id, _)) = all.first() {
        return *id;
    }
    let name = format!("法律咨询{:08x}", rand::random::<u32>());
    let new = NewService { organisation: app.world.id("organisation"), name, class: TimeClass::Hours24 };
    app.store.run(&by(app, "coordinator"), AddService(new)).await.expect("a service")
}

async fn new(app: &TestApp) -> NewSlot {
    let starts = app.store.now() + 3 * DAY;
    NewSlot {
        area: app.world.id("community"),
        service: service(app).await,
        kind: SlotKind::Place,
        place: "便民大厅".into(),
        starts,
        ends: starts + 7200,
        places: 9,
    }
}

async fn open(app: &TestApp) -> SlotId {
    let new = new(app).await;
    app.store.run(&by(app, "coordinator"), OpenSlot(new)).await.expect("a time")
}

/// Opens a time; what was booked before is cancelled, because a family has only so many.
pub async fn free(app: &TestApp) -> SlotId {
    for sql in [
        "update appointment set state = 'cancelled' where state = 'booked'",
        "update slot set state = 'cancelled', taken = 0, follow = 0, reminder = 0 where state = 'open'",
    ] {
        app.database.raw(sql).await.expect("cleared");
    }
    open(app).await
}

/// Opens a time that the family has booked.
async fn booked(app: &TestApp) -> (SlotId, i64) {
    let slot = free(app).await;
    let book = BookSlot { slot, household: app.world.id("family"), person: None };
    (slot, app.store.run(&by(app, "family"), book).await.expect("booked"))
}

/// Asks the desk as the family; earlier questions are taken back, because an account has only so many.
pub async fn question(app: &TestApp) -> QuestionId {
    app.database.raw("update question set state = 'withdrawn', due = 0").await.expect("cleared");
    let new = NewQuestion { service: None, class: QuestionClass::Days7, words: ASKED.into() };
    app.store.run(&by(app, "family"), AskQuestion(new)).await.expect("asked")
}

/// Makes the record of a route.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if route.contains("/questions") {
        let id = question(app).await;
        if route.ends_with("/verdict") {
            let answer = AnswerQuestion { question: id, words: "带照片来".into() };
            app.store.run(&by(app, "caseworker"), answer).await.expect("answered");
        }
        return id;
    }
    let (slot, appointment) = booked(app).await;
    if route.ends_with("/mark") {
        let now = app.store.now();
        let begun = format!("update slot set starts = {}, ends = {} where id = {slot}", now - 60, now + 60);
        app.database.raw(&begun).await.expect("planted");
    }
    match route {
        r if r.contains("/households/{id}") => app.world.id("family"),
        r if r.contains("/appointments/{id}") => appointment,
        _ => slot,
    }
}

/// Finds the family's booked appointment.
async fn appointment(app: &TestApp) -> i64 {
    let all = app.store.household_appointments(&by(app, "family").actor, app.world.id("family")).await;
    let all = all.expect("appointments");
    let booked = domain::community::appointments::AppointmentState::Booked;
    all.iter().find(|one| one.state == booked).map_or(0, |one| one.id)
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    match template {
        t if t.ends_with("/v1/slots") => serde_json::to_value(new(app).await).expect("JSON"),
        t if t.contains("/slots/{id}/cancel") => json!({"reason": "律师有事"}),
        t if t.ends_with("/households/{id}/appointments") => json!({"slot": open(app).await}),
        t if t.ends_with("/move") => json!({"slot": open(app).await}),
        t if t.ends_with("/mark") => json!({"mark": "came"}),
        t if t.ends_with("/me/questions") => json!({"class": "days7", "words": "几点开门"}),
        t if t.ends_with("/answer") => json!({"words": "带照片来"}),
        t if t.ends_with("/verdict") => json!({"verdict": "helped"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        "/desk/slots/new" => text(&[
            ("area", &app.world.id("community").to_string()),
            ("service", &service(app).await.to_string()),
            ("kind", "place"),
            ("place", "便民大厅"),
            ("starts", &app::i18n::day_value(app.store.now() + 3 * DAY)),
            ("from", "09:00"),
            ("ends", "11:00"),
            ("places", "9"),
        ]),
        t if t.contains("/slots/{id}/cancel") => text(&[("reason", "律师有事")]),
        t if t.ends_with("/appointments") => text(&[("slot", &open(app).await.to_string())]),
        t if t.ends_with("/move") => {
            text(&[("appointment", &appointment(app).await.to_string()), ("slot", &open(app).await.to_string())])
        }
        t if t.ends_with("/appointments/cancel") => text(&[("appointment", &appointment(app).await.to_string())]),
        t if t.ends_with("/mark") => text(&[("appointment", &appointment(app).await.to_string()), ("mark", "came")]),
        "/questions" => text(&[("class", "days7"), ("words", "几点开门")]),
        t if t.ends_with("/answer") => text(&[("words", "带照片来")]),
        t if t.ends_with("/verdict") => text(&[("verdict", "helped")]),
        _ => Vec::new(),
    }
}
