//! Records and requests for school places and rules of districts.

use domain::casework::{
    cases::AskedHow,
    school_places::{
        NewSchoolAnswer, NewSchoolFacts, NewSchoolPlace, SchoolAnswer, SchoolConsent, SchoolPlaceId,
        engine::SchoolFacts,
        rules::{NewSchoolRule, SchoolRuleId},
    },
};
use serde_json::{Value, json};
use store::{
    By,
    casework::school_places::{
        facts::RecordSchoolFacts,
        opening::OpenSchoolPlace,
        rules::{RuleList, SetSchoolRule},
        schools::NoteSchoolAnswer,
    },
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    ["/school-places", "/school-rules", "/school-place-figures"].iter().any(|part| route.contains(part))
}

/// Ends what earlier calls left, and returns a member of the family.
async fn child(app: &TestApp) -> i64 {
    let family = app.world.id("family");
    let sql =
        format!("update school_place set state = 'ended', outcome = '', not_before = 0 where household = {family}");
    app.database.raw(&sql).await.expect("tidied");
    app.database.rows(&format!("select id, '' from person where household = {family} order by id desc")).await[0].0
}

/// Opens a case of the family, with these words in each of its texts.
pub async fn place(app: &TestApp, words: &str) -> SchoolPlaceId {
    let consent = SchoolConsent { how: AskedHow::Visit, whom: format!("妈妈{words}") };
    let new = NewSchoolPlace { member: child(app).await, consent };
    let open = OpenSchoolPlace { household: app.world.id("family"), new };
    let place = app.store.run(&by(app, "caseworker"), open).await.expect("a case");
    let new = NewSchoolFacts { facts: SchoolFacts::default(), consent: None };
    app.store.run(&by(app, "caseworker"), RecordSchoolFacts { place, new }).await.expect("facts");
    let new = NewSchoolAnswer {
        school: None,
        name: format!("第一小学{words}"),
        answer: SchoolAnswer::Full,
        day: domain::time::Day::of(app.store.now()),
        words: format!("满了{words}"),
    };
    app.store.run(&by(app, "caseworker"), NoteSchoolAnswer { place, new }).await.expect("an answer");
    place
}

/// The rule of the city that holds now, entered where there is none.
async fn rule(app: &TestApp) -> SchoolRuleId {
    if let Some(rule) = current(app).await {
        return rule;
    }
    let new: NewSchoolRule = serde_json::from_value(valid(app, None)).expect("a rule");
    app.store.run(&by(app, "coordinator"), SetSchoolRule(new)).await.expect("a rule")
}

async fn current(app: &TestApp) -> Option<SchoolRuleId> {
    let coordinator = by(app, "coordinator");
    let rules = app.store.school_rules(&coordinator.actor, RuleList::Current, 0).await.expect("rules");
    rules.items.into_iter().find(|rule| rule.area == app.world.id("city")).map(|rule| rule.id)
}

/// Days of the rule, from today on.
fn days(app: &TestApp) -> [String; 3] {
    let today = domain::time::Day::of(app.store.now());
    [100, 130, 140].map(|days| today.plus(days).to_string())
}

/// A valid rule of the city.
fn valid(app: &TestApp, replaces: Option<SchoolRuleId>) -> Value {
    let [cut_off, first_day, last_day] = days(app);
    json!({
        "area": app.world.id("city"), "replaces": replaces, "months": 12, "counting": "consecutive",
        "back_payment": "does_not_count", "residence_months": 12, "cut_off": cut_off, "first_day": first_day,
        "last_day": last_day, "papers": ["居住证"], "source": "教育局通知", "checked_by": "王老师",
    })
}

/// Creates the record for `{id}`.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route {
        r if r.contains("/households/{id}") => {
            child(app).await;
            app.world.id("family")
        }
        r if r.contains("/school-rules/{id}") => rule(app).await,
        r if r.contains("/school-places/{id}") => {
            let id = place(app, "").await;
            if r.ends_with("/assign") {
                app.database.raw("update school_place set owner = 0").await.expect("without an owner");
            }
            id
        }
        _ => 0,
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let (now, today) = (app.store.now(), domain::time::Day::of(app.store.now()).to_string());
    let asked = json!({"how": "phone", "whom": "妈妈", "at": now, "answer": "solved"});
    match template.trim_start_matches("/api/v1") {
        "/households/{id}/school-places" => {
            json!({"member": child(app).await, "consent": {"how": "visit", "whom": "妈妈"}})
        }
        "/school-places/{id}/facts" => json!({"payments": [{"month": "2024-01", "paid": "on_time"}]}),
        "/school-places/{id}/schools" => json!({"name": "第二小学", "answer": "pending", "day": today}),
        "/school-places/{id}/close" => json!({"end": {"outcome": "placed"}, "asked": asked}),
        "/school-places/{id}/assign" => json!({"account": app.person("caseworker").actor.account}),
        "/me/school-places/{id}/say" => json!({"answer": "solved"}),
        "/school-rules" => valid(app, current(app).await),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let today = domain::time::Day::of(app.store.now()).to_string();
    match template {
        "/desk/households/{id}/school-places" => {
            let member = child(app).await.to_string();
            text(&[("member", &member), ("consent_how", "visit"), ("consent_whom", "妈妈")])
        }
        "/desk/school-places/{id}/facts" => text(&[("payments", "2024-01=on_time"), ("residence_since", "2024-09-01")]),
        "/desk/school-places/{id}/schools" => text(&[("name", "第二小学"), ("answer", "pending"), ("day", &today)]),
        "/desk/school-places/{id}/close" => text(&[
            ("outcome", "placed"),
            ("answer", "solved"),
            ("how", "phone"),
            ("whom", "妈妈"),
            ("at", &today),
            ("words", ""),
        ]),
        "/desk/school-places/{id}/assign" => text(&[("owner", &app.person("caseworker").actor.account.to_string())]),
        "/home/school-places/{id}/say" => text(&[("answer", "solved")]),
        "/desk/school-rules" => {
            let [cut_off, first_day, last_day] = days(app);
            let replaces = current(app).await.unwrap_or_default().to_string();
            text(&[
                ("area", &app.world.id("city").to_string()),
                ("replaces", &replaces),
                ("months", "12"),
                ("counting", "consecutive"),
                ("back_payment", "counts"),
                ("residence_months", "12"),
                ("contract_months", ""),
                ("cut_off", &cut_off),
                ("first_day", &first_day),
                ("last_day", &last_day),
                ("papers", "居住证"),
                ("source", "教育局通知"),
                ("checked_by", "王老师"),
            ])
        }
        _ => Vec::new(),
    }
}
