//! Records for the routes of the line behind a wish.

use domain::claims::standby::{NewStandby, StandbyId};
use serde_json::json;
use store::{
    By,
    claims::standby::places::{JoinStandby, LeaveStandby},
};

use crate::support::TestApp;

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let route = route.trim_start_matches("/api/v1");
    route.starts_with("/standbys/{id}") || route.ends_with("/wishes/{id}/standby")
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

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    leave_all(app).await;
    if route.ends_with("/wishes/{id}/standby") { taken(app).await.0 } else { place(app, route).await }
}
