//! Records and requests for cases, call-backs, services and referrals.

use domain::{
    casework::cases::{
        AskedHow, CaseId, CaseKind, FamilyAnswer, FamilyAsked, NewCase, Urgency, call_backs::CallBackId,
    },
    services::{
        NewService, ServiceId, TimeClass,
        office::{OfficeAnswer, Shared, Sharing},
        referrals::{NewReferral, ReferralId, ReferralStep},
    },
};
use serde_json::{Value, json};
use store::{
    By,
    casework::cases::{closing::CloseCase, opening::OpenCase},
    services::{catalogue::AddService, referrals::drafts::DraftReferral},
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

fn name() -> String {
    format!("床位{:08x}", rand::random::<u32>())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    ["/cases", "/call-backs", "/case-figures", "/services", "/referrals", "/office"]
        .iter()
        .any(|part| route.contains(part))
}

/// Ends what earlier calls left, so that no limit is reached, and takes the office's accounts out of it.
async fn tidy(app: &TestApp) {
    let family = app.world.id("family");
    for sql in [
        format!("update case_file set state = 'ended' where household = {family} and state = 'open'"),
        format!(
            "update referral set state = 'cancelled', due = 0, next_step = 0 where household = {family} and due > 0"
        ),
        format!("update account set organisation = 0 where id = {}", app.world.id("shopkeeper_west")),
        format!("update account set contact = false where organisation = {}", app.world.id("organisation")),
    ] {
        app.database.raw(&sql).await.expect("tidied");
    }
}

/// Opens a case of the family, with these words.
pub async fn case(app: &TestApp, urgency: Urgency, words: &str) -> CaseId {
    let fields = [("seeks".to_owned(), format!("保洁 {words}"))].into();
    let new = NewCase { kind: CaseKind::Work, member: None, urgency, fields, words: words.into(), finding: None };
    let open = OpenCase { household: app.world.id("family"), new };
    app.store.run(&by(app, "caseworker"), open).await.expect("a case")
}

fn asked(app: &TestApp, words: &str) -> FamilyAsked {
    let (how, answer) = (AskedHow::Phone, FamilyAnswer::Solved);
    FamilyAsked { how, whom: format!("妈妈{words}"), at: app.store.now(), answer, words: words.into() }
}

/// Closes an urgent case, so that it is drawn; returns the call-back.
pub async fn call_back(app: &TestApp, words: &str) -> CallBackId {
    let case = case(app, Urgency::Urgent, words).await;
    let close = CloseCase { case, outcome: "hired".into(), asked: asked(app, words) };
    app.store.run(&by(app, "caseworker"), close).await.expect("closed");
    app.database.rows(&format!("select id, '' from call_back where case_file = {case}")).await[0].0
}

pub async fn service(app: &TestApp) -> ServiceId {
    let new = NewService { organisation: app.world.id("organisation"), name: name(), class: TimeClass::Days7 };
    app.store.run(&by(app, "coordinator"), AddService(new)).await.expect("a service")
}

/// Sends a referral of the family, of which the office may read what is needed only.
pub async fn referral(app: &TestApp, need: &str) -> ReferralId {
    let (how, at) = (AskedHow::Visit, app.store.now());
    let sharing = Sharing { what: vec![Shared::Need], whom: "妈妈".into(), how, at };
    let new = NewReferral { service: service(app).await, case: None, need: need.into(), sharing, send: true };
    let draft = DraftReferral { household: app.world.id("family"), new };
    app.store.run(&by(app, "caseworker"), draft).await.expect("a referral")
}

async fn token(app: &TestApp, referral: ReferralId) -> String {
    app.store.referral_link_make(&by(app, "caseworker"), referral).await.expect("a link")
}

/// Makes a link for an office; returns its token.
pub async fn link(app: &TestApp) -> String {
    tidy(app).await;
    token(app, referral(app, "要一张床位").await).await
}

/// Sends a referral that its office says is done.
async fn done(app: &TestApp) -> ReferralId {
    let id = referral(app, "要一张床位").await;
    let token = token(app, id).await;
    for step in [ReferralStep::Accept, ReferralStep::Finish] {
        let answer = OfficeAnswer { step, words: String::new(), by: "小王".into() };
        app.store.office_answer(&By::default(), &token, "", answer).await.expect("answered");
    }
    id
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    tidy(app).await;
    match route.trim_start_matches("/api/v1") {
        r if r.contains("/households/{id}") => app.world.id("family"),
        r if r.contains("/services/{id}") => service(app).await,
        r if r.contains("/call-backs/{id}") => {
            let id = call_back(app, "").await;
            if r.ends_with("/assign") {
                app.database.raw("update call_back set assignee = 0").await.expect("without an account");
            }
            id
        }
        r if r.contains("/cases/{id}") => {
            let id = case(app, Urgency::Ordinary, "").await;
            if r.ends_with("/assign") {
                app.database.raw("update case_file set owner = 0").await.expect("without an owner");
            }
            id
        }
        r if r.contains("/office-referrals/{id}") => {
            let id = referral(app, "要一张床位").await;
            let (office, keeper) = (app.world.id("organisation"), app.world.id("shopkeeper_west"));
            let joins = format!("update account set organisation = {office} where id = {keeper}");
            app.database.raw(&joins).await.expect("staff of the office");
            id
        }
        r if r.contains("/referrals/{id}/say") => done(app).await,
        r if r.contains("/referrals/{id}") => referral(app, "要一张床位").await,
        _ => 0,
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let account = |who: &str| app.person(who).actor.account;
    let now = app.store.now();
    let asked = json!({"how": "phone", "whom": "妈妈", "at": now, "answer": "solved"});
    match template.trim_start_matches("/api/v1") {
        "/households/{id}/cases" => json!({"kind": "work", "fields": {"seeks": "保洁"}}),
        "/cases/{id}/step" => json!({"step": "propose"}),
        "/cases/{id}/notes" => json!({"words": "去过了"}),
        "/cases/{id}/close" => json!({"outcome": "hired", "asked": asked}),
        "/cases/{id}/assign" => json!({"account": account("caseworker")}),
        "/me/cases/{id}/say" => json!({"answer": "solved"}),
        "/call-backs/{id}/answer" => asked,
        "/call-backs/{id}/assign" => json!({"account": account("coordinator")}),
        "/services" => json!({"organisation": app.world.id("organisation"), "name": name(), "class": "days7"}),
        "/services/{id}" => json!({"capacity": "full", "open": true}),
        "/households/{id}/referrals" => {
            json!({"service": service(app).await, "need": "要一张床位", "sharing": {"how": "visit"}, "send": true})
        }
        "/referrals/{id}/steps" => json!({"step": "cancel", "words": "不需要了"}),
        "/me/referrals/{id}/say" => json!({"step": "confirm"}),
        "/office-referrals/{id}" => json!({"step": "accept", "by": "小王"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let account = |who: &str| app.person(who).actor.account.to_string();
    let today = app::i18n::day_value(app.store.now());
    let asked = [("how", "phone"), ("whom", "妈妈"), ("at", today.as_str()), ("answer", "solved")];
    match template {
        "/desk/households/{id}/cases" => text(&[("kind", "work"), ("seeks", "保洁"), ("urgency", "ordinary")]),
        "/desk/cases/{id}/step" => text(&[("step", "propose")]),
        "/desk/cases/{id}/note" => text(&[("note_words", "去过了")]),
        "/desk/cases/{id}/close" => text(&[&asked[..], &[("outcome", "hired")]].concat()),
        "/desk/cases/{id}/assign" => text(&[("owner", &account("caseworker"))]),
        "/home/cases/{id}/say" => text(&[("answer", "solved")]),
        "/desk/call-backs/{id}/answer" => text(&asked),
        "/desk/call-backs/{id}/assign" => text(&[("assignee", &account("coordinator"))]),
        "/desk/services" => {
            let organisation = app.world.id("organisation").to_string();
            text(&[("organisation", &organisation), ("name", &name()), ("class", "days7")])
        }
        "/desk/services/{id}" => text(&[("capacity", "full"), ("open", "yes")]),
        "/desk/households/{id}/referrals" => {
            let service = service(app).await.to_string();
            text(&[("service", &service), ("need", "要一张床位"), ("how", "visit"), ("send", "yes")])
        }
        "/desk/referrals/{id}/step" => text(&[("step", "cancel"), ("words", "不需要了")]),
        "/home/referrals/{id}/say" => text(&[("step", "confirm")]),
        "/desk/office-referrals/{id}" | "/office/{token}/answer" => text(&[("step", "accept"), ("by", "小王")]),
        _ => Vec::new(),
    }
}
