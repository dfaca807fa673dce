//! Records and requests for the routes of consents and of pictures that need one.

use domain::{
    consents::{ConsentKind, GivenAs, How, NewConsent},
    households::{
        Member,
        reveals::{Reveal, RevealReason},
    },
};
use serde_json::{Value, json};
use store::{By, households::reveal::RevealHousehold};

use crate::{
    privileges::targets::BAG,
    support::{TestApp, world::PICTURE},
};

pub fn is_ours(route: &str) -> bool {
    route.contains("/consents") || route.contains("/wishes/{id}/photo") || route == "/desk/review/{id}/words"
}

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Returns the family's mother and child.
pub async fn people(app: &TestApp) -> (Member, Member) {
    let (_, members) = app.store.my_household(&app.family().actor).await.expect("the family's own file");
    (members[0].clone(), members[1].clone())
}

/// Builds a consent spoken by the mother before a witness.
pub async fn spoken(app: &TestApp, kind: ConsentKind, member: i64) -> NewConsent {
    let (mother, _) = people(app).await;
    NewConsent {
        household: app.world.id("family"),
        member,
        kind,
        wish: 0,
        giver: mother.id,
        given_by: String::new(),
        relation: GivenAs::Parent,
        how: How::Spoken,
        witness: "邻居".into(),
        note: String::new(),
    }
}

/// Adds a picture to a wish, with its consent.
pub async fn picture(app: &TestApp, wish: i64) -> i64 {
    let agreed = spoken(app, ConsentKind::Photo, 0).await;
    let agreed = NewConsent { relation: GivenAs::Own, ..agreed };
    app.store.photo_add(&by(app, "caseworker"), wish, PICTURE.to_vec(), agreed, None).await.expect("a picture")
}

/// Creates the record for `{id}`: the family, or one of its wishes.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if route.ends_with("/paper") {
        // The caseworker needs a reveal.
        let (who, family) = (by(app, "caseworker"), app.world.id("family"));
        app.store
            .run(&who, RevealHousehold(Reveal { household: family, reason: RevealReason::Visit, words: String::new() }))
            .await
            .expect("opened");
    }
    if route.contains("/consents") {
        return app.world.id("family");
    }
    let wish = app.family().post_wish(json!({"item": "school_bag", "size": BAG})).await;
    if route.ends_with("/remove") {
        picture(app, wish).await;
    }
    if route.ends_with("/words") {
        app.caseworker().publish(wish).await;
    }
    wish
}

/// Returns the record for `{consent}`: one in force, with a photo of its form.
pub async fn held(app: &TestApp) -> i64 {
    let (_, child) = people(app).await;
    let file = app.store.consents(&app.family().actor, app.world.id("family"), 0).await.expect("consents");
    if let Some(consent) = file.held.iter().find(|c| c.kind == ConsentKind::Story) {
        return consent.id;
    }
    let new = NewConsent { how: How::Paper, ..spoken(app, ConsentKind::Story, child.id).await };
    app.store.consent_record(&by(app, "caseworker"), new, Some(PICTURE.to_vec())).await.expect("a consent")
}

/// Ends the consents of a kind that no other row uses.
async fn free(app: &TestApp) {
    let end = "update consent set withdrawn_at = 1 where kind = 'voice' and withdrawn_at = 0";
    app.database.raw(end).await.expect("none is on file");
}

pub async fn body(app: &TestApp, template: &str) -> Value {
    if template.ends_with("/withdraw") {
        return json!({"reason": "有个原因"});
    }
    free(app).await;
    let (mother, child) = people(app).await;
    if template.ends_with("/refuse") {
        return json!({"kind": "voice", "member": child.id, "refused_by": mother.id, "reason": "不想留声音"});
    }
    json!({"kind": "voice", "member": child.id, "giver": mother.id, "relation": "parent", "witness": "邻居"})
}

pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let (mother, child) = people(app).await;
    let own = template.starts_with("/home");
    match template {
        t if t.ends_with("/new") => {
            free(app).await;
            vec![
                ("kind", "voice".into()),
                ("member", child.id.to_string()),
                ("giver", mother.id.to_string()),
                ("relation", "parent".into()),
                ("how", if own { "screen" } else { "spoken" }.into()),
                ("witness", "邻居".into()),
            ]
        }
        t if t.ends_with("/refuse") => {
            free(app).await;
            vec![
                ("kind", "voice".into()),
                ("member", child.id.to_string()),
                ("refused_by", mother.id.to_string()),
                ("reason", "不想留声音".into()),
            ]
        }
        t if t.ends_with("/words") => vec![("words", "上学用".into())],
        _ => vec![("reason", "有个原因".into())],
    }
}

/// Returns the query string that a form's address needs.
pub async fn query(app: &TestApp) -> String {
    format!("?kind=story&member={}", people(app).await.1.id)
}
