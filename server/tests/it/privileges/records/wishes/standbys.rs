//! Records for the routes of the line behind a wish, of applications for costly ones, and of standing needs.

use domain::{
    claims::{
        applications::NewApplication,
        standby::{NewStandby, StandbyId},
    },
    wishes::needs::NeedPromiseState,
};
use serde_json::json;
use store::{
    By,
    claims::{
        applications::apply::{ApplyForWish, WithdrawApplication},
        standby::places::{JoinStandby, LeaveStandby},
    },
    wishes::needs::promises::{PromiseNeed, StopPromise},
};

use crate::support::TestApp;

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let route = route.trim_start_matches("/api/v1");
    route.starts_with("/standbys/{id}")
        || route.ends_with("/wishes/{id}/standby")
        || is_application(route)
        || is_need(route)
}

/// Tells whether a route is one of applications with a record.
fn is_application(route: &str) -> bool {
    route.contains("/applications/{id}") || ["/wishes/{id}/applications", "/wishes/{id}/apply"].contains(&route)
}

/// Tells whether a route is one of standing needs with a record.
fn is_need(route: &str) -> bool {
    let parts = ["/needs/{id}", "/need-promises/{id}"];
    let ends = ["/stop-need", "/every-month"];
    parts.iter().any(|part| route.contains(part)) || ends.iter().any(|end| route.ends_with(end))
}

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Ends the places of both donors, so that neither reaches the limit.
async fn leave_all(app: &TestApp) {
    for who in ["donor", "donor2"] {
        let places = app.store.my_standbys(&app.person(who).actor).await.expect("a list");
        for file in places.into_iter().filter(|file| file.place.state.is_live()) {
            app.store.run(&by(app, who), LeaveStandby(file.place.id)).await.expect("left");
        }
    }
}

/// Publishes a wish that a shop fills, so that neither donor has its claim; returns wish and claim.
async fn taken(app: &TestApp) -> (i64, i64) {
    let wish = app.published_wish(1).await;
    let filled = app.shopkeeper().post(&format!("/api/v1/wishes/{wish}/fill"), json!({"item": "school_bag"})).await;
    (wish, filled.expect(201)["id"].as_i64().expect("a number"))
}

/// Makes a place of the donor; one that is asked where the route answers.
async fn place(app: &TestApp, route: &str) -> StandbyId {
    let (wish, claim) = taken(app).await;
    let joined = JoinStandby { wish, new: NewStandby::default() };
    let place = app.store.run(&by(app, "donor"), joined).await.expect("a place");
    if route.ends_with("/accept") {
        app.caseworker().act(claim, "revoke", json!({"reason": "没有办法"})).await.expect(200);
    }
    place
}

/// Withdraws the applications of both donors, so that neither reaches the limit.
async fn withdraw_all(app: &TestApp) {
    for who in ["donor", "donor2"] {
        let all = app.store.my_applications(&app.person(who).actor).await.expect("a list");
        for application in all.into_iter().filter(|application| application.state.is_live()) {
            app.store.run(&by(app, who), WithdrawApplication(application.id)).await.expect("withdrawn");
        }
    }
}

/// Publishes a wish for which donors apply, with the donor's application unless the route makes one.
async fn application(app: &TestApp, route: &str) -> i64 {
    withdraw_all(app).await;
    let wish = app.published_wish(20).await;
    let costly = format!("update wish set by_application = true where id = {wish}");
    app.database.raw(&costly).await.expect("costly");
    if !route.contains("/applications/{id}") {
        return wish;
    }
    let new = NewApplication { quantity: 1, plan: "周末去县城买".into() };
    app.store.run(&by(app, "donor"), ApplyForWish { wish, new }).await.expect("an application")
}

/// Stops the promises of both donors to bring every turn, so that neither reaches the limit.
async fn stop_all(app: &TestApp) {
    for who in ["donor", "donor2"] {
        let all = app.store.my_need_promises(&app.person(who).actor).await.expect("a list");
        for promise in all.into_iter().filter(|promise| promise.state == NeedPromiseState::Running) {
            app.store.run(&by(app, who), StopPromise(promise.id)).await.expect("stopped");
        }
    }
}

/// Publishes the first turn of a standing need; returns wish and need, or what the route's step needs.
async fn need(app: &TestApp, route: &str) -> i64 {
    stop_all(app).await;
    let body = json!({"item": "school_bag", "size": "1–3 年级", "months": 3});
    let wish = app.family().post_wish(body).await;
    app.caseworker().publish(wish).await;
    if route.ends_with("/stop-need") {
        return wish;
    }
    if route.ends_with("/every-month") {
        return app.donor().claim(wish, 1).await;
    }
    let seen = app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200);
    let need = seen["turn"]["need"].as_i64().expect("a number");
    if !route.contains("/need-promises/{id}") {
        return need;
    }
    app.store.run(&by(app, "donor"), PromiseNeed(need)).await.expect("a promise")
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    let route = route.trim_start_matches("/api/v1");
    if is_need(route) {
        return need(app, route).await;
    }
    if is_application(route) {
        return application(app, route).await;
    }
    leave_all(app).await;
    if route.ends_with("/wishes/{id}/standby") { taken(app).await.0 } else { place(app, route).await }
}
