//! Records and requests for organisations and partnerships: the second donor acts for the city's organisation.

use domain::{
    DAY,
    accounts::Actor,
    community::{
        organisations::Offering,
        partnerships::{NewPartnership, PartnershipAnswer, PartnershipId},
    },
};
use serde_json::{Value, json};
use store::{
    By,
    community::partnerships::propose::{AnswerPartnership, ProposePartnership},
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Returns the second donor as a member of the organisation, after [`prepare`].
pub fn contact(app: &TestApp) -> By {
    let actor = Actor { organisation: app.world.id("organisation"), ..app.person("donor2").actor };
    By::new(actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let of_others = ["/admin/", "/me/"].iter().any(|part| route.contains(part));
    route.contains("/partnerships") || (route.contains("/organisation") && !of_others)
}

/// Makes the second donor the only member of the organisation, which may act for it.
pub async fn prepare(app: &TestApp) {
    let (organisation, member) = (app.world.id("organisation"), app.person("donor2").actor.account);
    for sql in [
        format!("update account set organisation = 0, contact = false where organisation = {organisation}"),
        format!("update account set organisation = {organisation}, contact = true, open = true where id = {member}"),
        format!("update organisation set open = true where id = {organisation}"),
    ] {
        app.database.raw(&sql).await.expect("tidied");
    }
}

fn proposal(app: &TestApp) -> NewPartnership {
    NewPartnership {
        organisation: app.world.id("organisation"),
        area: app.world.id("community"),
        what: Offering::Goods,
        words: "每月 20 袋大米".into(),
        starts: 0,
        until: app.store.now() + 100 * DAY,
    }
}

/// Proposes a partnership, which runs for all steps but the answer; else the organisation.
pub async fn record(app: &TestApp, route: &str) -> PartnershipId {
    prepare(app).await;
    if !route.contains("/partnerships/{id}") {
        return app.world.id("organisation");
    }
    let partnership = app.store.run(&contact(app), ProposePartnership(proposal(app))).await.expect("proposed");
    if !route.ends_with("/answer") {
        let accept = AnswerPartnership { partnership, answer: PartnershipAnswer::Accept };
        app.store.run(&by(app, "coordinator"), accept).await.expect("agreed");
    }
    partnership
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    match template.trim_start_matches("/api/v1") {
        "/partnerships" => json!(proposal(app)),
        "/organisations/{id}" => json!({"name": "工会", "kind": "union", "areas": [app.world.id("community")]}),
        t if t.ends_with("/offer") => {
            json!({"offers": ["goods"], "contact_name": "李", "contact_phone": "13800138000"})
        }
        t if t.ends_with("/members") => json!({"account": app.person("donor2").actor.account, "role": "named"}),
        t if t.ends_with("/answer") => json!({"answer": "accept"}),
        t if t.ends_with("/renew") => json!({"until": app.store.now() + 200 * DAY}),
        t if t.ends_with("/end") => json!({"reason": "no_means"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let day = |days: i64| app::i18n::day_value(app.store.now() + days * DAY);
    match template {
        "/desk/organisations/{id}" => text(&[("name", "工会"), ("kind", "union")]),
        t if t.ends_with("/partnerships") => text(&[
            ("area", &app.world.id("community").to_string()),
            ("what", "goods"),
            ("words", "每月 20 袋大米"),
            ("until", &day(100)),
        ]),
        t if t.ends_with("/offer") => text(&[("offers", "goods"), ("contact_name", "李")]),
        t if t.ends_with("/members") => {
            text(&[("account", &app.person("donor2").actor.account.to_string()), ("role", "named")])
        }
        t if t.ends_with("/answer") => text(&[("answer", "accept")]),
        t if t.ends_with("/renew") => text(&[("until", &day(200))]),
        t if t.ends_with("/end") => text(&[("reason", "no_means")]),
        _ => Vec::new(),
    }
}
