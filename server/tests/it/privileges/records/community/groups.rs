//! Records and requests for groups: one of the family's community that the family has joined, with a notice to its
//! members; and a document of the community.

use domain::{
    DAY,
    community::groups::{
        GroupAnswer, GroupChannel, GroupId, NewGroup, NewRosterEntry,
        documents::{DocumentKind, NewDocument},
        notices::NewGroupNotice,
    },
};
use serde_json::{Value, json};
use store::{
    By,
    community::groups::{documents::PostDocument, lifecycle::OpenGroup, notices::PostGroupNotice, roster::AnswerGroup},
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    ["/groups", "/group-", "/documents"].iter().any(|part| route.contains(part))
}

fn name() -> String {
    format!("邻里群{:08x}", rand::random::<u32>())
}

fn new_group(app: &TestApp) -> NewGroup {
    NewGroup {
        area: app.world.id("community"),
        name: name(),
        channel: GroupChannel::Wechat,
        channel_name: String::new(),
        caretaker: app.person("caseworker").actor.account,
    }
}

async fn group(app: &TestApp) -> GroupId {
    let group = app.store.run(&by(app, "coordinator"), OpenGroup(new_group(app))).await.expect("a group");
    let entry = NewRosterEntry { household: app.world.id("family"), answer: GroupAnswer::Joined, agreed: true };
    app.store.run(&by(app, "caseworker"), AnswerGroup { group, entry }).await.expect("on the roster");
    group
}

fn new_notice(app: &TestApp) -> NewGroupNotice {
    NewGroupNotice { title: "停水".into(), words: "明天上午停水。".into(), until: app.store.now() + 9 * DAY }
}

fn new_document(app: &TestApp) -> NewDocument {
    NewDocument {
        area: app.world.id("community"),
        kind: DocumentKind::Rules,
        title: "邻里公约".into(),
        words: "晚上十点后请小声。".into(),
        until: app.store.now() + 90 * DAY,
        place: 1,
    }
}

/// Puts the code of a group into the address of its poster.
pub async fn filled(app: &TestApp, path: String) -> String {
    if !path.contains("{poster}") {
        return path;
    }
    let group = group(app).await;
    let code = app.store.group(&app.person("caseworker").actor, group).await.expect("a group").code;
    path.replace("{poster}", &code)
}

/// Makes the record of a route.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if route.contains("/documents") {
        // One document at a time, so that the wall never is full.
        app.database.raw("update area_document set state = 'removed'").await.expect("tidied");
        let document = app.store.run(&by(app, "coordinator"), PostDocument(new_document(app))).await.expect("posted");
        return if route.contains("/areas/{id}") { app.world.id("community") } else { document };
    }
    if !route.contains("{id}") {
        return 0;
    }
    let group = group(app).await;
    match route {
        r if r.contains("/households/{id}") => app.world.id("family"),
        r if r.contains("notices/{id}") => {
            let new = new_notice(app);
            app.store.run(&by(app, "caseworker"), PostGroupNotice { group, new }).await.expect("a notice")
        }
        _ => group,
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    match template.trim_start_matches("/api/v1") {
        "/groups" => json!(new_group(app)),
        "/documents" => json!(new_document(app)),
        "/documents/{id}/change" => json!({"version": 0, "document": new_document(app)}),
        "/groups/{id}/change" => json!({"version": 0, "group": new_group(app)}),
        "/groups/{id}/roster" => json!({"household": app.world.id("family"), "answer": "joined", "agreed": true}),
        "/groups/{id}/notices" => json!(new_notice(app)),
        "/group-notices/{id}/call" => json!({"household": app.world.id("family")}),
        "/me/groups/{id}/answer" => json!({"answer": "not_yet"}),
        "/me/groups/join" => {
            let group = group(app).await;
            let read = app.store.group(&app.person("caseworker").actor, group).await.expect("a group");
            json!({"code": read.code})
        }
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let family = app.world.id("family").to_string();
    let until = app::i18n::day_value(app.store.now() + 9 * DAY);
    match template {
        "/desk/groups/new" | "/desk/groups/{id}/change" => {
            let NewGroup { area, name, caretaker, .. } = new_group(app);
            let (area, caretaker) = (area.to_string(), caretaker.to_string());
            let who = [("area", area.as_str()), ("name", name.as_str()), ("caretaker", caretaker.as_str())];
            text(&[&who[..], &[("channel", "wechat"), ("version", "0")]].concat())
        }
        "/desk/groups/{id}/roster" => text(&[("household", &family), ("answer", "joined"), ("agreed", "on")]),
        "/desk/households/{id}/groups" => {
            let group = group(app).await.to_string();
            text(&[("group", &group), ("answer", "joined"), ("agreed", "on")])
        }
        "/desk/groups/{id}/notices" => text(&[("title", "停水"), ("words", "明天上午停水。"), ("until", &until)]),
        "/desk/groups/notices/{id}/call" => text(&[("household", &family)]),
        "/home/groups/{id}/answer" => text(&[("answer", "not_yet")]),
        "/desk/documents/new" | "/desk/documents/{id}" => {
            let area = app.world.id("community").to_string();
            let words = [("title", "邻里公约"), ("words", "晚上十点后请小声。"), ("until", until.as_str())];
            let rest = [("area", area.as_str()), ("kind", "rules"), ("place", "1"), ("version", "0")];
            text(&[&words[..], &rest].concat())
        }
        _ => Vec::new(),
    }
}
