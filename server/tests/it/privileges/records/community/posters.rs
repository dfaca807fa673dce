//! Records and requests for posters: of a wish, a drive, a shop and a group, hung by the donor.

use domain::{
    DAY,
    community::posters::{NewPoster, PosterSubject},
};
use serde_json::{Value, json};
use store::{By, community::posters::lifecycle::HangPoster};

use super::{drives, groups};
use crate::support::TestApp;

/// A wish's poster at a door.
async fn new_poster(app: &TestApp) -> NewPoster {
    // So that no caller reaches the limit.
    app.database.raw("update poster set state = 'removed' where state = 'hanging'").await.expect("tidied");
    NewPoster {
        subject: PosterSubject::Wish,
        record: app.published_wish(20).await,
        place: "3 号楼门口".into(),
        until: app.store.now() + 20 * DAY,
    }
}

/// Creates the record for `{id}`; `None` for routes of other modules.
pub async fn record(app: &TestApp, route: &str) -> Option<i64> {
    Some(match route.trim_start_matches("/api/v1") {
        "/posters/{id}/down" => {
            let by = By::new(app.donor().actor, server::http::random_id());
            let new = new_poster(app).await;
            app.store.run(&by, HangPoster(new)).await.expect("a poster")
        }
        "/w/{id}" => app.published_wish(20).await,
        "/d/{id}" => Box::pin(drives::record(app, "/drives/{id}")).await,
        "/desk/groups/{id}/poster" | "/desk/groups/{id}/poster.png" | "/desk/groups/{id}/poster.pdf" => {
            Box::pin(groups::record(app, "/desk/groups/{id}")).await
        }
        r if r == "/s/{id}" || r.starts_with("/shops/{id}") => app.world.id("shop"),
        _ => return None,
    })
}

/// Builds a valid JSON body; `None` for routes of other modules.
pub async fn body(app: &TestApp, template: &str) -> Option<Value> {
    match template {
        "/api/v1/posters" => Some(json!(new_poster(app).await)),
        "/api/v1/posters/{id}/down" => Some(json!({})),
        _ => None,
    }
}

/// Builds a valid form; `None` for routes of other modules.
pub async fn form(app: &TestApp, template: &str) -> Option<Vec<(&'static str, String)>> {
    if template == "/posters/{id}/down" {
        return Some(Vec::new());
    }
    template
        .ends_with("/poster")
        .then(|| vec![("place", "3 号楼门口".into()), ("until", app::i18n::day_value(app.store.now() + 20 * DAY))])
}
