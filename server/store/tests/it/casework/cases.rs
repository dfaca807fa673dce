//! Cases: no end without the family, independent call-backs, and the way up of what is late.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    casework::{
        CloseReason, Closing,
        cases::{
            AskedHow, CaseId, CaseKind, CaseState, FamilyAnswer, FamilyAsked, NewCase, Urgency,
            call_backs::{CallBack, CallBackState},
        },
        findings::NeedKind,
        visits::{MetPerson, Mood, NewReport, Way},
    },
    time::Month,
};
use store::{
    casework::{
        cases::{
            call_back_views::CallBackQuery,
            call_backs::{AnswerCallBack, AssignCallBack},
            closing::CloseCase,
            opening::OpenCase,
            steps::{AssignCase, NoteCase, SayOfCase, StepCase},
            views::{CaseQuery, CaseStage},
        },
        file::close::CloseFile,
        visits::records::RecordVisit,
    },
    households::reveal::RevealHousehold,
};

fn work(urgency: Urgency) -> NewCase {
    let fields = [("seeks".to_owned(), "保洁".to_owned())].into();
    NewCase { kind: CaseKind::Work, member: None, urgency, fields, words: "想找份工".into(), finding: None }
}

async fn opened(stage: &Stage, town: &Town, urgency: Urgency) -> CaseId {
    let open = OpenCase { household: town.household, new: work(urgency) };
    stage.store.run(&by(&town.caseworker), open).await.expect("a case")
}

fn asked(stage: &Stage, answer: FamilyAnswer) -> FamilyAsked {
    FamilyAsked {
        how: AskedHow::Phone, whom: "妈妈".into(), at: stage.store.now(), answer, words: "上班了".into()
    }
}

fn closing(stage: &Stage, case: CaseId, outcome: &str, answer: FamilyAnswer) -> CloseCase {
    CloseCase { case, outcome: outcome.into(), asked: asked(stage, answer) }
}

async fn waiting(stage: &Stage, actor: &Actor) -> Vec<CallBack> {
    stage.store.call_backs(actor, &CallBackQuery::default()).await.expect("a list").items
}

on_both!(a_case_ends_only_as_the_family_says, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let case = opened(stage, &town, Urgency::Ordinary).await;
    let keeper = || by(&town.caseworker);
    let close = |outcome: &str, answer| closing(stage, case, outcome, answer);
    for (outcome, answer) in [
        ("hired", FamilyAnswer::NotSolved),
        ("hired", FamilyAnswer::Accepts),
        ("hired", FamilyAnswer::NotReached),
        ("declined", FamilyAnswer::NotReached),
    ] {
        let refused = store.run(&keeper(), close(outcome, answer)).await;
        assert_eq!(code(refused), "family_says_no", "{outcome} {answer:?}");
    }
    assert_eq!(fields(store.run(&keeper(), close("placed", FamilyAnswer::Solved)).await), [("outcome", "unknown")]);
    let unnamed = CloseCase {
        asked: FamilyAsked { whom: String::new(), ..asked(stage, FamilyAnswer::Solved) },
        ..close("hired", FamilyAnswer::Solved)
    };
    assert_eq!(fields(store.run(&keeper(), unnamed).await), [("whom", "required")]);
    let mut early = close("hired", FamilyAnswer::Solved);
    early.asked.at -= DAY;
    assert_eq!(fields(store.run(&keeper(), early).await), [("at", "out_of_range")], "before there was a case");

    // What the family writes after it was asked weighs more than what staff heard.
    let heard = close("hired", FamilyAnswer::Solved);
    stage.clock.advance(60);
    let said = SayOfCase { case, answer: FamilyAnswer::NotSolved, words: "还没上班".into() };
    store.run(&by(&town.family), said).await.expect("said");
    assert_eq!(code(store.run(&keeper(), heard).await), "family_says_no");
    stage.clock.advance(60);
    store.run(&keeper(), close("hired", FamilyAnswer::Solved)).await.expect("closed");
    let file = store.case(&town.family, case).await.expect("its own");
    assert_eq!((file.case.state, file.case.outcome.as_deref()), (CaseState::Closed, Some("hired")));
    assert_eq!(file.asked.map(|asked| asked.whom).as_deref(), Some("妈妈"));
    assert_eq!(code(store.run(&keeper(), close("hired", FamilyAnswer::Solved)).await), "wrong_state");

    // The family's own word opens it again, in time.
    let again = || SayOfCase { case, answer: FamilyAnswer::NotSolved, words: String::new() };
    store.run(&by(&town.family), again()).await.expect("said");
    let file = store.case(&town.family, case).await.expect("its own");
    assert_eq!((file.case.state, file.case.outcome, file.asked), (CaseState::Open, None, None));
    stage.clock.advance(60);
    store.run(&keeper(), close("declined", FamilyAnswer::Accepts)).await.expect("closed");
    stage.clock.advance(61 * DAY);
    assert_eq!(code(store.run(&by(&town.family), again()).await), "too_late");
    stage.is_clean().await;
});

on_both!(another_account_asks_about_urgent_cases_and_no_opens_them_again, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let case = opened(stage, &town, Urgency::Urgent).await;
    store.run(&by(&town.caseworker), closing(stage, case, "hired", FamilyAnswer::Solved)).await.expect("closed");
    let drawn = waiting(stage, &town.coordinator).await;
    let [call_back] = &drawn[..] else { panic!("one is drawn: {drawn:?}") };
    assert_eq!((call_back.case, call_back.assignee), (case, Some(town.coordinator.account)));
    assert!(call_back.may_ask && !waiting(stage, &town.caseworker).await[0].may_ask);
    let answer = |answer| AnswerCallBack { call_back: call_back.id, asked: asked(stage, answer) };
    assert_eq!(code(store.run(&by(&town.caseworker), answer(FamilyAnswer::Solved)).await), "own_case");
    let give = AssignCallBack { call_back: call_back.id, assignee: town.caseworker.account };
    assert_eq!(code(store.run(&by(&town.coordinator), give).await), "own_case");
    let unreached = store.run(&by(&town.coordinator), answer(FamilyAnswer::NotReached)).await;
    assert_eq!(fields(unreached), [("answer", "unknown")]);
    let mut early = answer(FamilyAnswer::Solved);
    early.asked.at -= DAY;
    assert_eq!(
        fields(store.run(&by(&town.coordinator), early).await),
        [("at", "out_of_range")],
        "before it was closed"
    );
    store.run(&by(&town.coordinator), answer(FamilyAnswer::NotSolved)).await.expect("asked");
    assert_eq!(store.case(&town.caseworker, case).await.expect("a case").case.state, CaseState::Open);
    assert_eq!(code(store.run(&by(&town.coordinator), answer(FamilyAnswer::Solved)).await), "wrong_state");

    // Closed once more, it is drawn once more; a second draw by the same key agrees.
    store.run(&by(&town.caseworker), closing(stage, case, "hired", FamilyAnswer::Solved)).await.expect("closed");
    assert_eq!(waiting(stage, &town.coordinator).await.len(), 1);
    stage.is_clean().await;
    stage.plant("delete from call_back where state = 'waiting'").await;
    assert!(store.check().await.expect("checked").iter().any(|line| line.contains("not drawn")));
});

on_both!(the_draw_follows_the_rule_and_its_figures_count_the_rows, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    for _ in 0..24 {
        let case = opened(stage, &town, Urgency::Ordinary).await;
        store.run(&by(&town.caseworker), closing(stage, case, "trained", FamilyAnswer::Solved)).await.expect("closed");
    }
    let lost = opened(stage, &town, Urgency::Soon).await;
    store.run(&by(&town.caseworker), closing(stage, lost, "gone", FamilyAnswer::NotReached)).await.expect("closed");
    opened(stage, &town, Urgency::Ordinary).await;
    let drawn = waiting(stage, &town.auditor).await;
    assert!(drawn.iter().any(|one| one.case == lost), "a family that was not reached is always asked");
    assert!(drawn.len() < 20, "a share only: {}", drawn.len());
    stage.is_clean().await;

    let month = Month::of(store.now());
    let figures = store.case_figures(&town.auditor, Some(town.home), month).await.expect("figures");
    let open: i64 = figures.open.iter().map(|one| one.count).sum();
    let closed: i64 = figures.outcomes.iter().map(|one| one.count).sum();
    let asked = figures.call_backs.iter().find(|one| one.state == CallBackState::Waiting).map(|one| one.count);
    assert_eq!((open, closed, asked), (1, 25, i64::try_from(drawn.len()).ok()));
    for one in &figures.outcomes {
        let (kind, outcome) = (Some(one.kind), one.outcome.clone());
        let query = CaseQuery { stage: CaseStage::Over, kind, outcome, month: Some(month), ..CaseQuery::default() };
        let rows = store.cases(&town.auditor, &query).await.expect("a list").items.len();
        assert_eq!(i64::try_from(rows), Ok(one.count), "{one:?}");
    }
    for one in &figures.open {
        let query = CaseQuery { kind: Some(one.kind), age: Some(one.age), ..CaseQuery::default() };
        let rows = store.cases(&town.auditor, &query).await.expect("a list").items.len();
        assert_eq!(i64::try_from(rows), Ok(one.count), "{one:?}");
    }
    let elsewhere = store.case_figures(&town.auditor, Some(town.home + 1000), month).await.expect("figures");
    assert!(elsewhere.open.is_empty() && elsewhere.outcomes.is_empty(), "{elsewhere:?}");
});

on_both!(a_late_case_is_reminded_once_and_climbs_with_a_name_on_one_of_two_servers, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let head = stage.coordinator_of(&town, town.root).await;
    let case = opened(stage, &town, Urgency::Ordinary).await;
    let other = stage.another().await;
    stage.clock.advance(3 * DAY);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    let (one, two) = (one.expect("the clocks run"), two.expect("the clocks run"));
    assert_eq!((one.cases_reminded + two.cases_reminded, one.cases_climbed + two.cases_climbed), (1, 0));
    for expected in [&town.coordinator, &head] {
        stage.clock.advance(4 * DAY);
        let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
        let climbed = one.expect("the clocks run").cases_climbed + two.expect("the clocks run").cases_climbed;
        assert_eq!(climbed, 1);
        let file = store.case(&town.caseworker, case).await.expect("a case");
        assert_eq!(file.case.in_charge, expected.name, "{:?}", file.lines);
        assert_eq!(file.lines.iter().filter(|line| line.about == expected.name).count(), 1);
    }
    // At the top it stays, and is told again every few days; a step brings it down.
    stage.clock.advance(4 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").cases_climbed, 1);
    let file = store.case(&town.caseworker, case).await.expect("a case").case;
    assert_eq!((file.climbs, file.in_charge, file.late), (2, head.name.clone(), true));
    let overdue = async || {
        let all = store.workloads(&town.coordinator).await.expect("a list");
        all.iter().map(|load| load.overdue).sum::<i64>()
    };
    assert_eq!(overdue().await, 1, "who has how much counts late cases, too");
    let step = |step: &str, words: &str| StepCase { case, step: step.into(), words: words.into() };
    store.run(&by(&town.caseworker), step("propose", "")).await.expect("a step");
    let file = store.case(&town.caseworker, case).await.expect("a case").case;
    assert_eq!((file.climbs, file.in_charge.as_str(), file.late), (0, "", false));
    assert_eq!(overdue().await, 0);
    assert_eq!(
        fields(store.run(&by(&town.caseworker), step("understand", "")).await),
        [("step_words", "required")],
        "going back needs a reason"
    );
    stage.is_clean().await;
    other.close().await;
});

on_both!(a_case_whose_owner_left_goes_to_another_caseworker, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let case = opened(stage, &town, Urgency::Ordinary).await;
    let refused = store.run(&by(&town.coordinator), AssignCase { case, owner: town.shopkeeper.account }).await;
    assert_eq!(fields(refused), [("owner", "unknown")]);
    stage.plant(&format!("update account set open = false where id = {}", town.caseworker.account)).await;
    assert_eq!(store.run_clocks().await.expect("the clocks run").cases_climbed, 1);
    let file = store.case(&town.coordinator, case).await.expect("a case").case;
    assert_eq!((file.owner, file.in_charge), (None, town.coordinator.name.clone()), "no caseworker is left");
    assert_eq!(store.run_clocks().await.expect("the clocks run").cases_climbed, 0);
    stage.plant(&format!("update account set open = true where id = {}", town.caseworker.account)).await;
    store.run_clocks().await.expect("the clocks run");
    let file = store.case(&town.coordinator, case).await.expect("a case").case;
    assert_eq!(file.owner, Some(town.caseworker.account));
});

on_both!(words_show_during_a_reveal_only_and_cases_end_with_the_file, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let case = opened(stage, &town, Urgency::Ordinary).await;
    let note = NoteCase { case, words: "去过人才市场".into() };
    let own = Actor { household: town.household, ..town.caseworker.clone() };
    assert_eq!(code(store.run(&by(&own), note.clone()).await), "not_allowed", "for its own family others do it");
    let assign = AssignCase { case, owner: town.caseworker.account };
    assert_eq!(code(store.run(&by(&own), assign).await), "not_allowed");
    store.run(&by(&town.caseworker), note).await.expect("noted");
    let masked = store.case(&town.caseworker, case).await.expect("a case");
    assert!(!masked.opened_up && masked.fields.is_empty() && masked.lines.iter().all(|line| line.words.is_empty()));
    let reveal = RevealHousehold(crate::support::asked_for(town.household));
    store.run(&by(&town.caseworker), reveal).await.expect("revealed");
    let seen = store.case(&town.caseworker, case).await.expect("a case");
    assert_eq!((seen.fields["seeks"].as_str(), seen.lines[0].words.as_str()), ("保洁", "去过人才市场"));
    assert!(!stage.dump().await.contains("去过人才市场"), "sealed at rest");

    let closing = Closing { household: town.household, reason: CloseReason::MovedAway, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    let ended = store.case(&town.coordinator, case).await.expect("a case").case;
    assert_eq!((ended.state, ended.outcome), (CaseState::Ended, None));
    let step = StepCase { case, step: "propose".into(), words: String::new() };
    assert_eq!(code(store.run(&by(&town.caseworker), step).await), "file_closed");
    stage.is_clean().await;
});

on_both!(a_finding_becomes_a_case_of_its_own_family_only, |stage| {
    let (town, store) = (stage.town("河口").await, &stage.store);
    let (other, _) = stage.family(&town.caseworker, town.home, "李家").await;
    let report = NewReport {
        household: town.household,
        way: Way::Home,
        met: MetPerson::Contact,
        mood: Mood::Same,
        needs: vec![NeedKind::Work],
        words: String::new(),
        at: None,
    };
    store.run(&by(&town.caseworker), RecordVisit(report)).await.expect("a report");
    let finding = stage.number("select max(id) from finding").await;
    let open = |household| OpenCase { household, new: NewCase { finding: Some(finding), ..work(Urgency::Soon) } };
    assert_eq!(fields(store.run(&by(&town.caseworker), open(other)).await), [("finding", "unknown")]);
    let case = store.run(&by(&town.caseworker), open(town.household)).await.expect("a case");
    assert_eq!(stage.number(&format!("select record from finding where id = {finding} and step = 'case'")).await, case);
    assert_eq!(store.case(&town.caseworker, case).await.expect("a case").case.finding, Some(finding));
    stage.is_clean().await;
});

on_both!(work_that_climbs_passes_over_the_familys_own_accounts, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let case = opened(stage, &town, Urgency::Ordinary).await;
    let own = town.coordinator.account;
    stage.plant(&format!("update account set household = {} where id = {own}", town.household)).await;
    let raised = async || stage.number(&format!("select in_charge from case_file where id = {case}")).await;
    stage.clock.advance(60 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(raised().await, 0, "staff never decide about their own family");
    let other = stage.coordinator_of(&town, town.district).await;
    stage.clock.advance(30 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(raised().await, other.account);
});
