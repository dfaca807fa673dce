//! Records and requests for entitlements: a rule over the family's community that finds every household, and the
//! family that was asked about it.

use domain::{
    DAY,
    casework::entitlements::{
        EntitlementId, EntitlementState, EntitlementStep, NeededPaper, RuleId, RuleUnit,
        conditions::{Condition, Group, Span},
        rules::{NewRule, Rule, RuleState},
    },
};
use serde_json::{Value, json};
use store::{
    By,
    casework::entitlements::{
        rules::{ChangeRule, UseRule, WriteRule},
        steps::StepEntitlement,
    },
};

use crate::support::TestApp;

/// Name of the rule that is in use, and of the one that calls change, try, use and withdraw.
const NAMES: [&str; 2] = ["在用的", "试一试的"];

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    route.contains("/entitle") || route.contains("/late-entitlements")
}

fn content(app: &TestApp, name: &str) -> NewRule {
    NewRule {
        name: name.into(),
        gives: "每户一次补助".into(),
        source: "街道通知".into(),
        unit: RuleUnit::Household,
        cut_off: app.store.now() + 30 * DAY,
        apply_by: None,
        ask_days: 14,
        groups: vec![Group { any: vec![Condition::Size(Span { from: 1, to: 20 })] }],
        papers: vec![NeededPaper::Register],
    }
}

async fn find(app: &TestApp, name: &str) -> Option<Rule> {
    let rules = app.store.entitlement_rules(&by(app, "coordinator").actor).await.expect("rules");
    rules.into_iter().find(|rule| rule.content.name == name && rule.state != RuleState::Withdrawn)
}

async fn written(app: &TestApp, name: &str) -> RuleId {
    if let Some(rule) = find(app, name).await {
        return rule.id;
    }
    let new = WriteRule { area: app.world.id("community"), new: content(app, name) };
    app.store.run(&by(app, "coordinator"), new).await.expect("written")
}

/// Returns the rule in use; the first call compares all files with it.
async fn used(app: &TestApp) -> RuleId {
    let id = written(app, NAMES[0]).await;
    let rule = app.store.entitlement_rule(&by(app, "coordinator").actor, id).await.expect("a rule");
    if rule.used.is_none() {
        app.store.try_rule(&by(app, "coordinator"), id).await.expect("tried");
        app.store.run(&by(app, "coordinator"), UseRule { rule: id, version: rule.latest }).await.expect("in use");
        app.store.run_clocks().await.expect("the clocks run");
    }
    id
}

/// Returns a rule whose newest version was tried and is not in use.
async fn tried(app: &TestApp) -> RuleId {
    let id = written(app, NAMES[1]).await;
    let change = ChangeRule { rule: id, new: content(app, NAMES[1]) };
    app.store.run(&by(app, "coordinator"), change).await.expect("changed");
    app.store.try_rule(&by(app, "coordinator"), id).await.expect("tried");
    id
}

/// Returns the family's entitlement, about which it is asked.
async fn asked(app: &TestApp) -> EntitlementId {
    let (rule, family) = (used(app).await, app.world.id("family"));
    let mut found = app.store.household_entitlements(&by(app, "caseworker").actor, family).await.expect("some");
    found.retain(|one| one.rule == rule);
    let id = found.first().expect("the family was found").id;
    let again = format!(
        "update entitlement set state = 'found', ended = 0, due = {}, reason = '' where id = {id}",
        app.store.now() + DAY
    );
    app.database.raw(&again).await.expect("as it was found");
    let step = StepEntitlement { entitlement: id, step: EntitlementStep::Ask, reason: None };
    app.store.run(&by(app, "caseworker"), step).await.expect("asked");
    let now = app.store.entitlement(&by(app, "caseworker").actor, id).await.expect("it");
    assert_eq!(now.state, EntitlementState::Asked);
    id
}

/// Makes the record of a route.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    match route {
        r if r.contains("/households/{id}") => {
            used(app).await;
            app.world.id("family")
        }
        r if r.contains("/entitled/{id}")
            || r.contains("/api/v1/entitlements/{id}")
            || r.contains("/home/entitlements/{id}") =>
        {
            asked(app).await
        }
        r if ["/change", "/try", "/use", "/withdraw"].iter().any(|end| r.ends_with(end)) => tried(app).await,
        r if r.contains("/entitlement-rules/{id}") || r.contains("/desk/entitlements/{id}") => used(app).await,
        _ => app.world.id("family"),
    }
}

async fn version(app: &TestApp, rule: RuleId) -> i64 {
    app.store.entitlement_rule(&by(app, "coordinator").actor, rule).await.expect("a rule").latest
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str, id: i64) -> Value {
    match template {
        t if t.ends_with("/entitlement-rules") => {
            json!({"area": app.world.id("community"), "rule": content(app, NAMES[1])})
        }
        t if t.ends_with("/entitlement-rules/{id}") => json!(content(app, NAMES[0])),
        t if t.ends_with("/use") => json!({"version": version(app, id).await}),
        t if t.ends_with("/withdraw") => json!({"reason": "over"}),
        t if t.ends_with("/step") => json!({"step": "want"}),
        t if t.ends_with("/papers") => json!({"seen": ["register"]}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let day = app::i18n::day_value(app.store.now() + 30 * DAY);
    let area = app.world.id("community").to_string();
    match template {
        t if t.ends_with("/new") || t.ends_with("/change") => text(&[
            ("area", &area),
            ("name", NAMES[1]),
            ("gives", "每户一次补助"),
            ("source", "街道通知"),
            ("unit", "household"),
            ("cut_off", &day),
            ("ask_days", "14"),
            ("size_from", "1"),
            ("papers", "register"),
        ]),
        t if t.ends_with("/use") => text(&[("version", &version(app, id).await.to_string())]),
        t if t.ends_with("/withdraw") => text(&[("reason", "over")]),
        t if t.ends_with("/step") => text(&[("step", "want")]),
        t if t.ends_with("/papers") => text(&[("seen", "register")]),
        t if t.ends_with("/answer") => text(&[("answer", "want")]),
        _ => Vec::new(),
    }
}
