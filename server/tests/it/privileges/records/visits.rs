//! Records and requests for who answers, leaves, visits and findings.

use domain::{
    DAY,
    accounts::Role,
    areas::answerers::{NewAnswerer, NewLeave, Post},
    casework::{
        findings::{AnswerKind, AskedPerson, NeedKind, NewFindingAnswer},
        visits::{MetPerson, Mood, NewReport, NewVisitRule, Rhythm, VisitGroup, Way},
    },
    households::reveals::{Reveal, RevealReason},
};
use serde_json::{Value, json};
use store::{
    By,
    accounts::roles::{GrantRole, RoleOf},
    areas::answerers::{leaves::RecordLeave, posts::NameAnswerer},
    casework::{
        findings::{answers::AnswerFinding, steps::AppointFinding},
        visits::{records::RecordVisit, rules::SetVisitRule},
    },
    households::reveal::RevealHousehold,
    wishes::media::voice::WishMedia,
};

use super::community::appointments;
use crate::support::{TestApp, world::VOICE};

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let route = route.trim_start_matches("/api/v1");
    ["/answerers", "/desk/chain", "/leaves", "/hand-overs", "/desk/hand-over", "/visits", "/visit-", "/findings"]
        .iter()
        .any(|part| route.contains(part))
}

/// Names a person who answers for some homes of the community.
async fn post(app: &TestApp) -> i64 {
    let new = NewAnswerer {
        area: app.world.id("community"),
        post: Post::Homes,
        name: "联户长".into(),
        ..NewAnswerer::default()
    };
    app.store.run(&by(app, "coordinator"), NameAnswerer(new)).await.expect("a post")
}

/// Makes the spare account a caseworker of the community, too, so that it can stand in.
async fn deputy(app: &TestApp) -> i64 {
    let account = app.world.id("spare");
    let role = RoleOf { account, role: Role::Caseworker, area: app.world.id("community") };
    app.store.run(&by(app, "coordinator"), GrantRole(role)).await.expect("a role");
    account
}

/// Records a leave of the caseworker.
async fn leave(app: &TestApp) -> i64 {
    let (account, deputy) = (app.person("caseworker").actor.account, deputy(app).await);
    let first = app.store.now();
    let new = NewLeave { account: Some(account), deputy, first, last: first + DAY };
    app.store.run(&by(app, "coordinator"), RecordLeave(new)).await.expect("a leave")
}

async fn rule(app: &TestApp) -> i64 {
    let new = NewVisitRule {
        area: app.world.id("community"),
        families: VisitGroup::Orphan,
        rhythm: Rhythm::Monthly,
        days: 20,
        ..NewVisitRule::default()
    };
    app.store.run(&by(app, "coordinator"), SetVisitRule(new)).await.expect("a rule")
}

/// Records a visit of the family that finds something; returns the finding.
pub async fn found(app: &TestApp, words: &str) -> i64 {
    let new = NewReport {
        household: app.world.id("family"),
        way: Way::Home,
        met: MetPerson::Contact,
        mood: Mood::Same,
        needs: vec![NeedKind::Other],
        words: words.into(),
        at: None,
    };
    app.store.run(&by(app, "caseworker"), RecordVisit(new)).await.expect("a report");
    app.database.rows("select id, '' from finding order by id desc limit 1").await[0].0
}

/// Records a visit with a recording, and reveals the file to its caseworker; returns the recording.
async fn medium(app: &TestApp) -> i64 {
    let (household, who) = (app.world.id("family"), || by(app, "caseworker"));
    let report = NewReport {
        household,
        way: Way::Home,
        met: MetPerson::Contact,
        mood: Mood::Well,
        needs: Vec::new(),
        words: String::new(),
        at: None,
    };
    let enclosed = WishMedia { voice: VOICE.to_vec(), ..WishMedia::default() };
    app.store.visit_record_with(&who(), report, enclosed).await.expect("a report");
    let reveal = Reveal { household, reason: RevealReason::Visit, words: String::new() };
    app.store.run(&who(), RevealHousehold(reveal)).await.expect("opened");
    app.database.rows("select id, '' from visit_media order by id desc limit 1").await[0].0
}

/// Agrees a day about a finding; returns the visit.
async fn visit(app: &TestApp) -> i64 {
    let appointment = AppointFinding { finding: found(app, "").await, day: app.store.now() };
    app.store.run(&by(app, "caseworker"), appointment).await.expect("a visit")
}

/// Closes a finding as the family said.
pub async fn closed(app: &TestApp, words: &str) -> i64 {
    let finding = found(app, words).await;
    let answer = NewFindingAnswer {
        asked: AskedPerson::Contact,
        way: Way::Home,
        said: AnswerKind::Helped,
        words: words.into(),
        at: None,
    };
    app.store.run(&by(app, "caseworker"), AnswerFinding { finding, answer }).await.expect("an answer");
    finding
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route.trim_start_matches("/api/v1") {
        r if r.contains("/areas/{id}") || r.contains("/desk/chain/{id}") => app.world.id("community"),
        r if r.contains("/households/{id}") => app.world.id("family"),
        r if r.contains("/answerers/{id}") => post(app).await,
        r if r.contains("/leaves/{id}") => leave(app).await,
        r if r.contains("/rules/{id}") || r.contains("/visit-rules/{id}") => rule(app).await,
        r if r.contains("/media/{id}") || r.contains("/visit-media/{id}") => medium(app).await,
        r if r.contains("/visits/{id}") => visit(app).await,
        r if r.ends_with("/again") => closed(app, "").await,
        r if r.contains("/findings/{id}") => found(app, "").await,
        _ => 0,
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let account = |who: &str| app.person(who).actor.account;
    let now = app.store.now();
    match template.trim_start_matches("/api/v1") {
        "/areas/{id}/answerers" => json!({"post": "grid", "name": "网格员", "phone": "0574-87654321"}),
        "/answerers/{id}/homes" => json!({"households": [app.world.id("family")]}),
        "/leaves" => json!({
            "account": account("caseworker"), "deputy": deputy(app).await, "first": now, "last": now + DAY,
        }),
        "/hand-overs" => json!({"from": account("spare"), "to": account("caseworker")}),
        "/visits/{id}/assign" | "/findings/{id}/assign" => json!({"to": account("caseworker")}),
        "/households/{id}/visits" => json!({"met": "contact", "mood": "well", "needs": ["work"]}),
        "/visit-rules" => {
            json!({"area": app.world.id("community"), "families": "orphan", "rhythm": "weekly", "days": 5})
        }
        "/findings/{id}/answers" => json!({"asked": "contact", "said": "helped"}),
        "/findings/{id}/wish" => json!({"item": 13, "quantity": 1, "beyond": "还要一个"}),
        "/findings/{id}/appointment" => json!({"day": now}),
        "/findings/{id}/booking" => json!({"slot": appointments::free(app).await}),
        "/visit-plan" => json!({"day": now, "visits": [visit(app).await]}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let account = |who: &str| app.person(who).actor.account.to_string();
    let day = app::i18n::day_value(app.store.now());
    match template {
        "/desk/chain/{id}" => text(&[("post", "grid"), ("name", "网格员"), ("phone", "0574-87654321")]),
        "/desk/chain/{id}/homes" => {
            let (post, family) = (post(app).await.to_string(), app.world.id("family").to_string());
            text(&[("answerer", &post), ("households", &family)])
        }
        "/desk/leaves" => text(&[
            ("account", &account("caseworker")),
            ("deputy", &deputy(app).await.to_string()),
            ("first", &day),
            ("last", &day),
        ]),
        "/desk/hand-over" => text(&[("from", &account("spare")), ("to", &account("caseworker"))]),
        "/desk/visits/{id}/assign" | "/desk/findings/{id}/assign" => text(&[("to", &account("caseworker"))]),
        "/desk/households/{id}/visits" => {
            text(&[("met", "contact"), ("mood", "well"), ("way", "home"), ("needs", "work"), ("day", &day)])
        }
        "/desk/visits/rules" => text(&[
            ("area", &app.world.id("community").to_string()),
            ("families", "orphan"),
            ("rhythm", "weekly"),
            ("days", "5"),
        ]),
        "/desk/findings/{id}/answer" => text(&[("asked", "contact"), ("said", "helped"), ("way", "home")]),
        "/desk/findings/{id}/wish" => text(&[("item", "13:"), ("quantity", "1"), ("beyond", "还要一口")]),
        "/desk/findings/{id}/appointment" => text(&[("day", &day)]),
        "/desk/findings/{id}/booking" => text(&[("slot", &appointments::free(app).await.to_string())]),
        "/desk/visits/plan" => text(&[("day", &day), ("visits", &visit(app).await.to_string())]),
        _ => Vec::new(),
    }
}
