//! Three servers sweep one database at the same moment: each visit, climb and call-back happens once.

use crate::support::{Stage, Town, by, crowd, on_both};
use domain::{
    DAY,
    casework::{
        cases::{AskedHow, CaseKind, FamilyAnswer, FamilyAsked, NewCase, Urgency},
        findings::NeedKind,
        visits::{MetPerson, Mood, NewReport, NewVisitRule, Rhythm, VisitGroup, Way},
    },
    notifications::NoticeKind,
};
use futures::future::join_all;
use store::{
    Store,
    casework::{
        cases::{closing::CloseCase, opening::OpenCase},
        visits::{records::RecordVisit, rules::SetVisitRule},
    },
    ops::jobs::JobCounts,
};

/// Copies of the town's family in each test.
const HOMES: i64 = 24;

/// Moves the clock, and runs all jobs and the delivery on three servers, each on a task of its own.
async fn pass(stage: &Stage, servers: &[Store; 3], days: i64) -> Vec<JobCounts> {
    stage.clock.advance(days * DAY);
    let all = servers.clone().map(|server| {
        tokio::spawn(async move {
            let ran = server.run_clocks().await.expect("the clocks run");
            server.deliver_all().await.expect("delivered");
            ran
        })
    });
    join_all(all).await.into_iter().map(|ran| ran.expect("it ends")).collect()
}

async fn three(stage: &Stage) -> [Store; 3] {
    [stage.store.clone(), stage.another().await, stage.another().await]
}

async fn close(servers: [Store; 3]) {
    // The first is the stage's own.
    for server in servers.into_iter().skip(1) {
        server.close().await;
    }
}

/// Counts notices of a kind, and those that an account has of a record, each once.
async fn told(stage: &Stage, kind: NoticeKind) -> (i64, i64) {
    let from = format!("from notice where kind = '{}'", kind.as_str());
    let all = stage.number(&format!("select count(*) {from}")).await;
    let once = format!("select count(*) from (select distinct account, subject {from}) once");
    (all, stage.number(&once).await)
}

async fn audited(stage: &Stage, operation: &str) -> i64 {
    stage.number(&format!("select count(*) from audit where action = '{operation}'")).await
}

on_both!(three_servers_plan_judge_and_raise_each_visit_once, |stage| {
    let (town, servers) = (stage.town("河口").await, three(stage).await);
    crowd(stage, &town, HOMES).await;
    let homes = HOMES + 1;
    let rule = NewVisitRule {
        area: town.district,
        families: VisitGroup::All,
        rhythm: Rhythm::Weekly,
        days: 7,
        ..NewVisitRule::default()
    };
    stage.store.run(&by(&town.coordinator), SetVisitRule(rule)).await.expect("a rule");
    let ran = pass(stage, &servers, 0).await;
    assert_eq!(ran.iter().map(|ran| ran.visited).sum::<i64>(), homes, "planned");
    for week in 1..=3 {
        // The rule enters its next period, every visit of the last one is judged, and one of the next is planned.
        let ran = pass(stage, &servers, 7).await;
        assert_eq!(ran.iter().map(|ran| ran.visited).sum::<i64>(), 1 + 2 * homes, "week {week}");
        assert_eq!(stage.number("select count(*) from visit").await, (week + 1) * homes);
        assert_eq!(audited(stage, "visit_judge").await, week * homes);
        assert_eq!(audited(stage, "visit_rule_advance").await, week);
    }
    let periods = "select count(*) from (select distinct household, opens from visit) once";
    assert_eq!(stage.number(periods).await, 4 * homes);
    // The second and the third miss in a row went up: each is told once to each of its level.
    let (all, once) = told(stage, NoticeKind::VisitMissed).await;
    assert_eq!((all, once), (2 * homes, 2 * homes));
    assert_eq!(stage.number("select count(*) from visit where raised_to <> 0").await, homes);
    stage.is_clean().await;
    close(servers).await;
});

/// Gives a home one case that stays open, one that is closed and drawn for a call-back, and one finding.
async fn work(stage: &Stage, town: &Town, household: i64) {
    let keeper = || by(&town.caseworker);
    let open = |urgency| {
        let fields = [("seeks".to_owned(), "保洁".to_owned())].into();
        let (kind, words) = (CaseKind::Work, "想找份工".to_owned());
        OpenCase { household, new: NewCase { kind, member: None, urgency, fields, words, finding: None } }
    };
    stage.store.run(&keeper(), open(Urgency::Ordinary)).await.expect("a case");
    let case = stage.store.run(&keeper(), open(Urgency::Urgent)).await.expect("a case");
    let asked = FamilyAsked {
        how: AskedHow::Phone,
        whom: "妈妈".into(),
        at: stage.store.now(),
        answer: FamilyAnswer::Solved,
        words: String::new(),
    };
    stage.store.run(&keeper(), CloseCase { case, outcome: "hired".into(), asked }).await.expect("closed");
    let report = NewReport {
        household,
        way: Way::Home,
        met: MetPerson::Contact,
        mood: Mood::Same,
        needs: vec![NeedKind::Health],
        words: String::new(),
        at: None,
    };
    stage.store.run(&keeper(), RecordVisit(report)).await.expect("a report");
}

on_both!(three_servers_remind_raise_and_call_back_each_case_once, |stage| {
    let (town, servers) = (stage.town("河口").await, three(stage).await);
    let head = stage.coordinator_of(&town, town.root).await;
    let homes = crowd(stage, &town, HOMES).await;
    join_all(homes.iter().map(|(household, _)| work(stage, &town, *household))).await;
    assert_eq!(stage.number("select count(*) from call_back where state = 'waiting'").await, HOMES, "each is drawn");

    let ran = pass(stage, &servers, 3).await;
    assert_eq!(ran.iter().map(|ran| ran.cases_reminded).sum::<i64>(), HOMES);
    assert_eq!(told(stage, NoticeKind::CaseDue).await, (HOMES, HOMES));

    let ran = pass(stage, &servers, 4).await;
    assert_eq!(ran.iter().map(|ran| ran.cases_climbed).sum::<i64>(), 2 * HOMES, "cases and call-backs");
    assert_eq!((audited(stage, "case_climb").await, audited(stage, "call_back_climb").await), (HOMES, HOMES));
    for (table, state) in [("case_file", "open"), ("call_back", "waiting")] {
        let climbed = format!("select count(*) from {table} where state = '{state}' and climbs = 1");
        assert_eq!(stage.number(&climbed).await, HOMES, "{table}");
    }
    let lines = "select count(*) from case_line where kind = 'climbed'";
    assert_eq!(stage.number(lines).await, HOMES);
    for kind in [NoticeKind::CaseLate, NoticeKind::CallBackLate] {
        let (all, once) = told(stage, kind).await;
        assert!(all == once && all >= HOMES, "{kind:?}: {all} of {once}");
    }

    // The next level is the root's head; findings climb on their fortnight, also once.
    pass(stage, &servers, 4).await;
    let with_head = format!("select count(*) from case_file where in_charge = {} and climbs = 2", head.account);
    assert_eq!(stage.number(&with_head).await, HOMES);
    pass(stage, &servers, 4).await;
    assert_eq!(stage.number("select count(*) from finding where climbs = 1").await, HOMES);
    assert_eq!(audited(stage, "finding_climb").await, HOMES);
    let (all, once) = told(stage, NoticeKind::FindingRaised).await;
    assert!(all == once && all >= HOMES, "{all} of {once}");
    stage.is_clean().await;
    close(servers).await;
});
