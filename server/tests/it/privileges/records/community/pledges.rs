//! Records and requests for pledges: drafted by the second donor for the city's organisation, to the community.

use domain::{
    DAY,
    community::pledges::{ListingId, NewListing, NewPledge, PledgeId, PledgeKind, PledgePromise},
};
use serde_json::{Value, json};
use store::{
    By,
    community::pledges::{
        draft::{DraftPledge, SignPledge},
        listings::ListPromise,
    },
};

use super::partners::{contact, prepare};
use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/pledge") || route.contains("/area-pledges")
}

const HOURS: PledgePromise = PledgePromise { kind: PledgeKind::Hours, item: None, category: None, count: 8 };

fn new_pledge(app: &TestApp) -> NewPledge {
    NewPledge {
        organisation: app.world.id("organisation"),
        area: app.world.id("community"),
        until: app.store.now() + 100 * DAY,
        lines: vec![HOURS],
    }
}

fn new_listing(app: &TestApp) -> NewListing {
    NewListing { area: app.world.id("community"), promise: HOURS, until: app.store.now() + 60 * DAY }
}

async fn listing(app: &TestApp) -> ListingId {
    app.store.run(&by(app, "coordinator"), ListPromise(new_listing(app))).await.expect("a need")
}

/// Drafts a pledge; one that is to be rated is over.
pub async fn record(app: &TestApp, route: &str) -> PledgeId {
    prepare(app).await;
    if route.contains("/board/{id}") || route.contains("/pledge-listings/{id}") {
        return listing(app).await;
    }
    if !route.contains("/pledges/{id}") {
        return 0;
    }
    let pledge = app.store.run(&contact(app), DraftPledge(new_pledge(app))).await.expect("drafted");
    if route.ends_with("/rate") {
        app.store.run(&by(app, "coordinator"), SignPledge(pledge)).await.expect("signed");
        app.database.raw(&format!("update pledge set state = 'rating' where id = {pledge}")).await.expect("over");
    }
    pledge
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Value {
    match template.trim_start_matches("/api/v1") {
        "/pledges" => json!(new_pledge(app)),
        "/pledge-listings" => json!(new_listing(app)),
        t if t.ends_with("/pick") => json!({"until": app.store.now() + 100 * DAY}),
        t if t.ends_with("/change") => json!({"until": app.store.now() + 90 * DAY, "lines": [HOURS]}),
        t if t.ends_with("/end") => json!({"reason": "no_means"}),
        t if t.ends_with("/rate") => {
            let line = app.database.rows(&format!("select id, '' from pledge_line where pledge = {id}")).await[0].0;
            json!({"rating": "hardly", "misses": [{"line": line, "why": "no_people"}]})
        }
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let day = |days: i64| app::i18n::day_value(app.store.now() + days * DAY);
    let (organisation, area) = (app.world.id("organisation").to_string(), app.world.id("community").to_string());
    match template {
        "/pledges/new" => text(&[
            ("organisation", &organisation),
            ("area", &area),
            ("what_1", "hours"),
            ("count_1", "8"),
            ("until", &day(100)),
        ]),
        "/pledges/board" => text(&[("area", &area), ("what", "hours"), ("count", "8"), ("until", &day(60))]),
        t if t.ends_with("/pick") => text(&[("until", &day(100))]),
        t if t.ends_with("/change") => text(&[("what_1", "hours"), ("count_1", "8"), ("until", &day(90))]),
        t if t.ends_with("/end") => text(&[("reason", "no_means")]),
        t if t.ends_with("/rate") => text(&[("rating", "hardly"), ("why_1", "no_people")]),
        _ => Vec::new(),
    }
}
