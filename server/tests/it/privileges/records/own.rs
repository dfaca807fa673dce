//! Calls for what owners change of their own accounts, and administrators of others'.

use serde_json::{Value, json};
use store::accounts::{
    factor::{setup::BeginFactor, totp::code_at},
    membership::JoinOrganisation,
};

use crate::{privileges::targets::Target, support::TestApp};

/// Phone of the spare account, which keeps it.
const SPARE: &str = "13800000008";

/// Whether a route belongs here; `template` is a path of the pages or of the API.
pub fn is_ours(template: &str) -> bool {
    let path = template.trim_start_matches("/api/v1");
    let own = ["/me/name", "/me/phone", "/me/area", "/me/organisation", "/me/close", "/session/password"];
    own.iter().any(|start| path.starts_with(start)) || path.ends_with("/accounts/{id}/contact")
}

/// Returns the invitation of the city's organisation.
pub async fn invitation(app: &TestApp) -> String {
    let all = app.store.organisations(&app.person("admin").actor, app.world.id("city")).await.expect("a list");
    all.into_iter().find(|one| one.id == app.world.id("organisation")).expect("the organisation").invitation
}

/// Turns the second factor of a person on, anew if it is on; returns the recovery codes that the page shows.
pub async fn second_factor(app: &TestApp, who: &str) -> Vec<String> {
    let person = app.person(who);
    without_factor(app, who).await;
    let by = store::By::new(person.actor.clone(), server::http::random_id());
    app.store.run(&by, BeginFactor::new()).await.expect("a secret");
    let secret = app.store.factor(&person.actor).await.expect("a state").waiting.expect("a secret");
    let code = code_at(&secret, app.store.now()).expect("a code");
    // Through the router, because it ends all sessions but that of the request.
    let page = person.post_form("/me/factor/confirm", &[("code", &code)]).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let text = page.text.replace("<!>", "");
    let shown = text.split("<bdi>").skip(1).filter_map(|rest| rest.split("</bdi>").next());
    let codes: Vec<String> = shown.filter(|code| code.len() == 11).map(str::to_owned).collect();
    assert_eq!(codes.len(), 10, "{}", page.text);
    codes
}

/// Turns the second factor of a person on past the store, which needs no session of that person.
pub async fn planted_factor(app: &TestApp, who: &str) {
    without_factor(app, who).await;
    let values = format!("values ({}, '', 0, 1, 0)", app.person(who).actor.account);
    let insert = format!("insert into second_factor (account, secret, made, since, last_step) {values}");
    app.database.raw(&insert).await.expect("planted");
}

/// Takes the second factor from a person.
pub async fn without_factor(app: &TestApp, who: &str) {
    let account = app.person(who).actor.account;
    for table in ["recovery_code", "second_factor"] {
        app.database.raw(&format!("delete from {table} where account = {account}")).await.expect("deleted");
    }
}

/// Makes both donors members, so that they can leave.
pub async fn joined(app: &TestApp) {
    let invitation = invitation(app).await;
    for donor in ["donor", "donor2"] {
        let by = store::By::new(app.person(donor).actor, server::http::random_id());
        app.store.run(&by, JoinOrganisation { invitation: invitation.clone() }).await.expect("joined");
    }
}

async fn pairs(app: &TestApp, path: &str) -> Vec<(&'static str, String)> {
    match path {
        "/me/name" => vec![("name", "好心人".into())],
        // Without the right password, which no account of the table has.
        "/me/phone" => vec![("phone", "13711112222".into()), ("old", "no account has this".into())],
        "/me/phone-codes" => vec![("phone", "13711112222".into())],
        // No root area: an account that moved would be another caller from then on.
        "/me/area" => vec![("area", app.world.id("east").to_string())],
        "/me/organisation" => vec![("invitation", invitation(app).await)],
        "/me/close" => vec![("old", "no account has this".into()), ("sure", "yes".into())],
        "/session/password" => {
            let phone = format!("136{:08}", rand::random::<u32>() % 100_000_000);
            vec![("phone", phone), ("code", "000000".into()), ("password", "a new long password".into())]
        }
        p if p.ends_with("/contact") => vec![("name", "工作人员".into()), ("phone", SPARE.into())],
        _ => {
            joined(app).await;
            Vec::new()
        }
    }
}

pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    pairs(app, template).await
}

pub async fn body(app: &TestApp, template: &str) -> Value {
    let mut body = json!({});
    for (name, value) in pairs(app, template.trim_start_matches("/api/v1")).await {
        match name {
            "area" => body[name] = app.world.id("east").into(),
            "old" => body["password"] = value.into(),
            // The API takes no tick.
            "sure" => {}
            _ => body[name] = value.into(),
        }
    }
    body
}

/// A call without a body for which records must be made first.
pub async fn prepared(app: &TestApp, target: Target) -> Target {
    if matches!(&target, Target::Delete(path) if path == "/api/v1/me/organisation") {
        joined(app).await;
    }
    target
}
