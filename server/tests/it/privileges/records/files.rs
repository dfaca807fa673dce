//! Records and requests for household files as a whole: reveals, objections, relocations, merges.

use domain::{
    casework::{CloseReason, Closing, NewMove},
    households::{
        HouseholdId, Member, NewHousehold, Sex,
        reveals::{Reveal, RevealReason},
    },
};
use serde_json::{Value, json};
use store::{
    By,
    casework::{
        file::{close::CloseFile, relocate::AskRelocation},
        objections::FileObjection,
    },
    households::reveal::RevealHousehold,
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let route = route.trim_start_matches("/api/v1");
    let of_file =
        ["/openings", "/reveal", "/hide", "/change", "/move", "/moves", "/close", "/reopen", "/merge", "/erase"];
    [
        "/me/objections",
        "/openings",
        "/objections",
        "/moves",
        "/desk/openings",
        "/desk/objections",
        "/desk/moves",
        "/home/household/openings",
    ]
    .iter()
    .any(|begin| route.starts_with(begin))
        || (route.contains("/households/{id}/") && of_file.iter().any(|end| route.ends_with(end)))
}

/// Creates a household for one call, which may use it up.
async fn fresh(app: &TestApp) -> HouseholdId {
    let phone = format!("137{:08}", rand::random::<u32>() % 100_000_000);
    let member = Member { name: "新家".into(), birth_year: 1980, sex: Sex::Unsaid, ..Member::default() };
    let new = NewHousehold {
        area: app.world.id("community"),
        name: "新家".into(),
        phone,
        address: String::new(),
        hardship: false,
        members: vec![member],
    };
    app.store.household_add(&by(app, "caseworker"), new).await.expect("a household")
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    let family = app.world.id("family");
    let keeper = by(app, "caseworker");
    match route.trim_start_matches("/api/v1") {
        r if r.contains("/objections/{id}") => {
            let new = FileObjection { opening: 0, words: "为什么？".into() };
            app.store.run(&by(app, "family"), new).await.expect("an objection")
        }
        r if r.contains("/moves/{id}") => {
            let new = NewMove { household: fresh(app).await, to: app.world.id("west"), words: String::new() };
            app.store.run(&keeper, AskRelocation(new)).await.expect("a move")
        }
        "/openings/{id}" | "/desk/openings/{id}" => {
            app.store
                .run(
                    &keeper,
                    RevealHousehold(Reveal { household: family, reason: RevealReason::Visit, words: String::new() }),
                )
                .await
                .expect("opened");
            keeper.actor.account
        }
        r if r.ends_with("/reopen") => {
            let household = fresh(app).await;
            let closing = Closing { household, reason: CloseReason::Better, words: String::new() };
            app.store.run(&keeper, CloseFile(closing)).await.expect("closed");
            household
        }
        r if ["/move", "/moves", "/close", "/merge", "/erase"].iter().any(|end| r.ends_with(end)) => fresh(app).await,
        r if r.contains("/households/{id}") => family,
        _ => 0,
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Value {
    match template.trim_start_matches("/api/v1") {
        "/households/{id}/openings" => json!({"reason": "visit"}),
        "/households/{id}/close" => json!({"reason": "better"}),
        "/households/{id}/erase" => json!({"reason": "asked", "typed": id.to_string()}),
        "/households/{id}/merge" => {
            let gone = fresh(app).await;
            let people = app.store.household(&app.person("caseworker").actor, gone).await.expect("its own").1;
            json!({"gone": gone, "same": [{"person": people[0].id, "same": 0}], "typed": id.to_string()})
        }
        "/households/{id}/moves" => json!({"to": app.world.id("west")}),
        _ => json!({"words": "有个原因"}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    match template {
        "/desk/households/{id}/reveal" => text(&[("reason", "visit")]),
        "/desk/households/{id}/move" => vec![("area", app.world.id("west").to_string())],
        "/desk/households/{id}/close" => text(&[("reason", "better")]),
        "/desk/households/{id}/erase" => text(&[("reason", "asked"), ("typed", &id.to_string())]),
        "/desk/households/{id}/merge" => {
            let gone = fresh(app).await;
            let people = app.store.household(&app.person("caseworker").actor, gone).await.expect("its own").1;
            // The field is named after the member.
            let field: &'static str = Box::leak(format!("same_{}", people[0].id).into_boxed_str());
            text(&[("with", &gone.to_string()), (field, "0"), ("typed", &id.to_string())])
        }
        _ => text(&[("words", "有个原因"), ("opening", "0")]),
    }
}
