//! Records and requests for programmes: of the whole city, with an indicator of the community that the caseworker answers for.

use domain::{
    DAY,
    community::programmes::{
        IndicatorId, IndicatorKind, MilestoneId, NewIndicator, NewMilestone, NewValue, ProgrammeDraft, ProgrammeId,
    },
};
use serde_json::{Value, json};
use store::{
    By,
    community::programmes::{
        drafts::{AddIndicator, AddMilestone, DraftProgramme},
        lifecycle::StartProgramme,
    },
};

use crate::support::TestApp;

fn by(app: &TestApp, who: &str) -> By {
    By::new(app.person(who).actor, server::http::random_id())
}

/// Tells whether this module handles a route.
pub fn is_ours(route: &str) -> bool {
    let parts = ["/programmes", "/indicators", "/indicator-reports", "/milestones"];
    !route.contains("/aid/") && parts.iter().any(|part| route.contains(part))
}

fn new_programme(app: &TestApp) -> ProgrammeDraft {
    let now = app.store.now();
    ProgrammeDraft {
        area: app.world.id("city"),
        name: "六项措施".into(),
        source: "任务书".into(),
        first: now - 30 * DAY,
        until: now + 200 * DAY,
    }
}

fn new_indicator(app: &TestApp) -> NewIndicator {
    NewIndicator {
        area: app.world.id("community"),
        name: "入群".into(),
        unit: "人".into(),
        kind: IndicatorKind::Typed,
        baseline: 0,
        target: 6710,
        owner: app.person("caseworker").actor.account,
    }
}

fn new_milestone(app: &TestApp) -> NewMilestone {
    NewMilestone { name: "中期对账".into(), day: app.store.now() + 60 * DAY }
}

/// Drafts a programme with an indicator and a milestone.
async fn draft(app: &TestApp) -> (ProgrammeId, IndicatorId, MilestoneId) {
    let head = || by(app, "coordinator");
    let programme = app.store.run(&head(), DraftProgramme(new_programme(app))).await.expect("a draft");
    let indicator =
        app.store.run(&head(), AddIndicator { programme, new: new_indicator(app) }).await.expect("an indicator");
    let new = new_milestone(app);
    let milestone = app.store.run(&head(), AddMilestone { indicator, new }).await.expect("a milestone");
    (programme, indicator, milestone)
}

/// Inserts a report whose figure differs from its records.
async fn report(app: &TestApp, indicator: IndicatorId) -> i64 {
    let now = app.store.now();
    let sql = format!(
        "insert into indicator_report (indicator, quarter, until, value, standing, state, asked, due, climb_at, level,
             raised_to, words, commented, commented_by, recounted, recounted_by, recount, reason, version)
         values ({indicator}, 20261, {now}, 7, 'slipping', 'asked', {now}, {due}, {due}, '', 0, '', 0, 0, 0, 0, 7, '', 0)",
        due = now + 14 * DAY
    );
    app.database.raw(&sql).await.expect("a report");
    only(app, &format!("select id, '' from indicator_report where indicator = {indicator}")).await
}

async fn only(app: &TestApp, sql: &str) -> i64 {
    app.database.rows(sql).await[0].0
}

/// Makes the record of a route: a draft for the steps of one, else a programme that runs.
pub async fn record(app: &TestApp, route: &str) -> i64 {
    if !route.contains("{id}") {
        return 0;
    }
    let (programme, indicator, milestone) = draft(app).await;
    let end = |part: &str| route.ends_with(part);
    let is_draft =
        end("/start") || end("/drop") || end("/milestones") || (route.contains("/programmes/") && end("/indicators"));
    if !is_draft {
        app.store.run(&by(app, "coordinator"), StartProgramme { programme }).await.expect("started");
    }
    if end("/comment") || end("/recount") {
        let report = report(app, indicator).await;
        if route.contains("/indicator-reports/") {
            return report;
        }
    }
    match route {
        r if r.contains("/programmes/") => programme,
        r if r.contains("/milestones/{id}") => milestone,
        _ => indicator,
    }
}

/// Builds a valid JSON body.
pub async fn body(app: &TestApp, template: &str) -> Value {
    let now = app.store.now();
    match template.trim_start_matches("/api/v1") {
        "/programmes" => json!(new_programme(app)),
        "/programmes/{id}/indicators" => json!(new_indicator(app)),
        "/programmes/{id}/end" => json!({"reason": "任务并到新的任务书"}),
        "/indicators/{id}/give" => json!({"owner": app.person("coordinator").actor.account}),
        "/indicators/{id}/values" => json!(NewValue { amount: 3610, day: now, source: "统计表".into() }),
        "/indicators/{id}/milestones" => json!(new_milestone(app)),
        "/milestones/{id}/reach" => json!({"day": now}),
        "/milestones/{id}/move" => json!({"day": now + 90 * DAY, "reason": "验收改期"}),
        t if t.ends_with("/comment") => json!({"words": "按计划推进。"}),
        t if t.ends_with("/recount") => json!({"reason": "名单合并了重复的"}),
        _ => json!({}),
    }
}

/// Builds a valid form.
pub async fn form(app: &TestApp, template: &str, id: i64) -> Vec<(&'static str, String)> {
    let text = |pairs: &[(&'static str, &str)]| pairs.iter().map(|(k, v)| (*k, (*v).to_owned())).collect::<Vec<_>>();
    let day = |days: i64| app::i18n::day_value(app.store.now() + days * DAY);
    let (today, later) = (day(0), day(90));
    let milestone = format!("select id, '' from milestone where indicator = {id}");
    let report = format!("select id, '' from indicator_report where indicator = {id}");
    let owner = app.person("caseworker").actor.account.to_string();
    match template {
        "/desk/programmes/new" => text(&[
            ("area", &app.world.id("city").to_string()),
            ("name", "六项措施"),
            ("first", &today),
            ("until", &later),
        ]),
        "/desk/programmes/{id}/indicators" => text(&[
            ("area", &app.world.id("community").to_string()),
            ("name", "入群"),
            ("unit", "人"),
            ("kind", "typed"),
            ("baseline", "0"),
            ("target", "6710"),
            ("owner", &owner),
        ]),
        "/desk/programmes/{id}/end" => text(&[("reason", "任务并到新的任务书")]),
        "/desk/indicators/{id}/give" => text(&[("owner", &owner)]),
        "/desk/indicators/{id}/value" => {
            text(&[("value_amount", "3610"), ("value_day", &today), ("value_source", "统计表")])
        }
        "/desk/indicators/{id}/milestones" => text(&[("milestone_name", "验收"), ("milestone_day", &later)]),
        "/desk/indicators/{id}/milestones/drop" => text(&[("milestone", &only(app, &milestone).await.to_string())]),
        "/desk/indicators/{id}/reach" => {
            text(&[("reached", &only(app, &milestone).await.to_string()), ("reached_day", &today)])
        }
        "/desk/indicators/{id}/move" => text(&[
            ("moved", &only(app, &milestone).await.to_string()),
            ("moved_day", &later),
            ("moved_reason", "验收改期"),
        ]),
        "/desk/indicators/{id}/comment" => {
            text(&[("report", &only(app, &report).await.to_string()), ("words", "按计划推进。")])
        }
        "/desk/indicators/{id}/recount" => {
            text(&[("recounted", &only(app, &report).await.to_string()), ("recount_reason", "名单合并了重复的")])
        }
        _ => Vec::new(),
    }
}
