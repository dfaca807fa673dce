//! School places: days from rules and months, changed rules, reminders, the way up, and no end without the family.

use domain::{
    DAY,
    accounts::Actor,
    casework::{
        CloseReason, Closing,
        cases::{AskedHow, FamilyAnswer, FamilyAsked},
        school_places::{
            NewSchoolAnswer, NewSchoolFacts, NewSchoolPlace, SchoolAnswer, SchoolConsent, SchoolEnd, SchoolOutcome,
            SchoolPlaceId, SchoolPlaceState,
            engine::{Paid, PaidMonth, SchoolFacts, SchoolStanding, SchoolStepKind},
            rules::{BackPayment, Counting, NewSchoolRule, SchoolTerms},
            views::SchoolPlaceFile,
        },
    },
    notifications::NoticeKind,
    time::Day,
    today::Work,
};
use futures::future::join_all;
use store::casework::{
    file::close::CloseFile,
    members::RemoveMember,
    school_places::{
        closing::{CloseSchoolPlace, SayOfSchoolPlace},
        facts::{RecordSchoolFacts, StopSchoolFacts},
        opening::OpenSchoolPlace,
        rules::{RuleList, SetSchoolRule, WithdrawSchoolRule},
        schools::NoteSchoolAnswer,
        views::{SchoolPlaceQuery, SchoolPlaceStage},
    },
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn today(stage: &Stage) -> Day {
    Day::of(stage.store.now())
}

fn consent() -> SchoolConsent {
    SchoolConsent { how: AskedHow::Visit, whom: "妈妈".into() }
}

async fn child(stage: &Stage, household: i64) -> i64 {
    stage.number(&format!("select max(id) from person where household = {household}")).await
}

async fn opening(stage: &Stage, household: i64) -> OpenSchoolPlace {
    let new = NewSchoolPlace { member: child(stage, household).await, consent: consent() };
    OpenSchoolPlace { household, new }
}

async fn opened(stage: &Stage, town: &Town) -> SchoolPlaceId {
    let open = opening(stage, town.household).await;
    stage.store.run(&by(&town.caseworker), open).await.expect("a case")
}

/// A rule of the district: six months without a gap until the cut-off in two months, the window a month later.
fn rule(stage: &Stage, town: &Town, replaces: Option<i64>) -> NewSchoolRule {
    let today = today(stage);
    NewSchoolRule {
        area: town.district,
        replaces,
        terms: SchoolTerms {
            months: 6,
            counting: Counting::Consecutive,
            back_payment: BackPayment::DoesNotCount,
            residence_months: None,
            contract_months: None,
            cut_off: today.plus(60),
            first_day: today.plus(90),
            last_day: today.plus(100),
        },
        papers: vec!["居住证".into()],
        source: "区教育局通知".into(),
        checked_by: "王老师".into(),
    }
}

async fn ruled(stage: &Stage, town: &Town) -> i64 {
    stage.store.run(&by(&town.coordinator), SetSchoolRule(rule(stage, town, None))).await.expect("a rule")
}

/// The last twelve months, paid on time but for one of them.
fn facts(stage: &Stage, missed: Option<i64>) -> NewSchoolFacts {
    let this = today(stage).month();
    let paid = |back| if Some(back) == missed { Paid::Missed } else { Paid::OnTime };
    let payments = (1..=12).map(|back| PaidMonth { month: this.plus(-back), paid: paid(back) }).collect();
    NewSchoolFacts { facts: SchoolFacts { payments, ..SchoolFacts::default() }, consent: None }
}

async fn record(stage: &Stage, town: &Town, place: SchoolPlaceId, missed: Option<i64>) {
    let record = RecordSchoolFacts { place, new: facts(stage, missed) };
    stage.store.run(&by(&town.caseworker), record).await.expect("facts");
}

async fn read(stage: &Stage, who: &Actor, place: SchoolPlaceId) -> SchoolPlaceFile {
    stage.store.school_place(who, place).await.expect("a case")
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let all = stage.store.notices(who, 0).await.expect("notices").items;
    all.iter().filter(|notice| notice.kind == kind).count()
}

fn asked(stage: &Stage, answer: FamilyAnswer) -> FamilyAsked {
    FamilyAsked {
        how: AskedHow::Phone, whom: "妈妈".into(), at: stage.store.now(), answer, words: "知道了".into()
    }
}

fn closing(
    stage: &Stage,
    place: SchoolPlaceId,
    outcome: SchoolOutcome,
    not_before: Option<Day>,
    answer: FamilyAnswer,
) -> CloseSchoolPlace {
    CloseSchoolPlace { place, end: SchoolEnd { outcome, not_before }, asked: asked(stage, answer) }
}

on_both!(months_and_a_rule_give_the_first_day_and_the_last_day_of_each_step, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let place = opened(stage, &town).await;
    assert_eq!(read(stage, &town.family, place).await.place.standing, SchoolStanding::NoRule);
    ruled(stage, &town).await;
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(read(stage, &town.family, place).await.place.standing, SchoolStanding::NotAsked);
    record(stage, &town, place, None).await;
    let file = read(stage, &town.family, place).await;
    assert_eq!((file.place.standing, file.place.first_day), (SchoolStanding::OnTrack, Some(today(stage).plus(90))));
    let told_now = file.assessment.expect("its own");
    assert_eq!(
        told_now.steps.iter().map(|step| step.kind).collect::<Vec<_>>(),
        [SchoolStepKind::Pay, SchoolStepKind::Apply]
    );
    // A missed month of the last six: not at this admission.
    record(stage, &town, place, Some(2)).await;
    let file = read(stage, &town.family, place).await;
    assert_eq!(file.place.standing, SchoolStanding::Later);
    assert!(file.place.first_day > Some(today(stage).plus(400)), "{:?}", file.place.first_day);
    assert_eq!(told(stage, &town.family, NoticeKind::SchoolDatesChanged).await, 2);

    // Masked before a reveal, and unknown elsewhere.
    let masked = read(stage, &town.coordinator, place).await;
    assert!(!masked.opened_up && masked.facts.is_none() && masked.assessment.is_none() && masked.child == "王");
    for who in [&there.caseworker, &there.family, &town.donor] {
        assert_eq!(code(store.school_place(who, place).await), "not_found");
    }
    let other = RecordSchoolFacts { place, new: facts(stage, None) };
    assert_eq!(code(store.run(&by(&there.caseworker), other).await), "not_found");
    let ahead = PaidMonth { month: today(stage).month().after(), paid: Paid::OnTime };
    let ahead = SchoolFacts { payments: vec![ahead], ..SchoolFacts::default() };
    let ahead = RecordSchoolFacts { place, new: NewSchoolFacts { facts: ahead, consent: None } };
    assert_eq!(fields(store.run(&by(&town.caseworker), ahead).await), [("payments", "out_of_range")]);
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());

    // The family takes it back: the months are gone, and the next ones need a consent.
    store.run(&by(&town.family), StopSchoolFacts { place }).await.expect("taken back");
    assert_eq!(stage.number("select count(*) from school_place where facts <> ''").await, 0);
    let without = RecordSchoolFacts { place, new: facts(stage, None) };
    assert_eq!(fields(store.run(&by(&town.caseworker), without).await), [("consent_whom", "required")]);
    let with = NewSchoolFacts { consent: Some(consent()), ..facts(stage, None) };
    store.run(&by(&town.caseworker), RecordSchoolFacts { place, new: with }).await.expect("facts");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::SchoolFactsStopped).await, 1);
});

on_both!(a_changed_rule_moves_the_days_of_every_open_case_and_tells_those_affected_once, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let first = ruled(stage, &town).await;
    let place = opened(stage, &town).await;
    record(stage, &town, place, Some(2)).await;
    let changed = async |who| told(stage, who, NoticeKind::SchoolDatesChanged).await;
    let before = [changed(&town.family).await, changed(&town.caseworker).await];

    let impossible = |change: fn(&mut SchoolTerms)| {
        let mut new = rule(stage, &town, Some(first));
        change(&mut new.terms);
        SetSchoolRule(new)
    };
    let boss = || by(&town.coordinator);
    let backwards = impossible(|terms| terms.last_day = terms.first_day.plus(-1));
    assert_eq!(fields(store.run(&boss(), backwards).await), [("last_day", "out_of_range")]);
    let late = impossible(|terms| terms.cut_off = terms.last_day.plus(1));
    assert_eq!(fields(store.run(&boss(), late).await), [("cut_off", "out_of_range")]);
    let mut mild = rule(stage, &town, None);
    mild.terms.months = 1;
    assert_eq!(code(store.run(&boss(), SetSchoolRule(mild.clone())).await), "changed_meanwhile");
    assert_eq!(code(store.run(&by(&there.coordinator), SetSchoolRule(mild.clone())).await), "not_found");
    assert_eq!(code(store.run(&by(&town.caseworker), SetSchoolRule(mild.clone())).await), "not_allowed");

    mild.replaces = Some(first);
    let second = store.run(&boss(), SetSchoolRule(mild)).await.expect("a version");
    for _ in 0..2 {
        store.run_clocks().await.expect("the clocks run");
    }
    let file = read(stage, &town.family, place).await;
    assert_eq!((file.place.standing, file.rule.map(|rule| rule.version)), (SchoolStanding::OnTrack, Some(2)));
    let after = [changed(&town.family).await, changed(&town.caseworker).await];
    assert_eq!(after, before.map(|n| n + 1));
    let over = store.school_rules(&town.coordinator, RuleList::Ended, 0).await.expect("rules").items;
    assert_eq!(over.iter().map(|rule| (rule.id, rule.version)).collect::<Vec<_>>(), [(first, 1)]);

    let withdraw = WithdrawSchoolRule { rule: second };
    assert_eq!(code(store.run(&by(&there.coordinator), withdraw).await), "not_found");
    store.run(&boss(), withdraw).await.expect("withdrawn");
    assert_eq!(code(store.run(&boss(), withdraw).await), "not_found");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(read(stage, &town.family, place).await.place.standing, SchoolStanding::NoRule);
    assert_eq!(store.today(&town.coordinator).await.expect("today").n(Work::Ruleless), 1);
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(a_rule_whose_window_is_over_waits_for_the_next_years, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    ruled(stage, &town).await;
    let place = opened(stage, &town).await;
    record(stage, &town, place, Some(2)).await;
    let waits = async || store.today(&town.coordinator).await.expect("today").n(Work::OutdatedRules);
    assert_eq!(waits().await, 0);
    stage.clock.advance(400 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(waits().await, 1);
});

on_both!(steps_are_reminded_of_twice_and_what_is_late_goes_up, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    // A month of residence by the cut-off in 60 days: the family registers within some 30 days.
    let mut new = rule(stage, &town, None);
    (new.terms.months, new.terms.residence_months) = (0, Some(1));
    store.run(&by(&town.coordinator), SetSchoolRule(new)).await.expect("a rule");
    let place = opened(stage, &town).await;
    let new = NewSchoolFacts { facts: SchoolFacts::default(), consent: None };
    store.run(&by(&town.caseworker), RecordSchoolFacts { place, new }).await.expect("facts");
    let seen = read(stage, &town.family, place).await.place;
    let (step, last) = (seen.step, seen.last_day.expect("a step"));
    assert_eq!(step, Some(SchoolStepKind::Register));
    for (ahead, reminders) in [(14, 1), (3, 2)] {
        stage.clock.advance(last.end() - ahead * DAY + 60 - store.now());
        for _ in 0..2 {
            store.run_clocks().await.expect("the clocks run");
        }
        for who in [&town.family, &town.caseworker] {
            assert_eq!(told(stage, who, NoticeKind::SchoolStepDue).await, reminders, "{ahead} days before");
        }
    }
    // Not asked for 35 days: the owner first, then the next level, a name at each step.
    stage.clock.advance(read(stage, &town.family, place).await.place.due - store.now() + 60);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(told(stage, &town.caseworker, NoticeKind::SchoolAskDue).await, 1);
    let late = SchoolPlaceQuery { stage: SchoolPlaceStage::Late, ..SchoolPlaceQuery::default() };
    assert_eq!(store.school_places(&town.coordinator, &late).await.expect("a list").items.len(), 1);
    stage.clock.advance(8 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::SchoolPlaceLate).await, 1);
    assert_eq!(read(stage, &town.caseworker, place).await.place.climbs, 1);
    record(stage, &town, place, None).await;
    let file = read(stage, &town.caseworker, place).await;
    assert!(!file.place.late && file.place.climbs == 0 && file.place.in_charge.is_empty());
    // The owner leaves: another caseworker, or else the next level, has it.
    stage.plant(&format!("delete from role_grant where account = {}", town.caseworker.account)).await;
    store.run_clocks().await.expect("the clocks run");
    let file = read(stage, &town.family, place).await;
    assert!(file.place.owner.is_none() && !file.place.in_charge.is_empty());
});

on_both!(schools_keep_what_they_said_and_a_case_ends_only_as_the_family_says, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    ruled(stage, &town).await;
    let place = opened(stage, &town).await;
    record(stage, &town, place, None).await;
    let keeper = || by(&town.caseworker);
    let said = |name: &str, answer, back: i64| NoteSchoolAnswer {
        place,
        new: NewSchoolAnswer {
            school: None,
            name: name.into(),
            answer,
            day: today(stage).plus(-back),
            words: "招生办".into(),
        },
    };
    let school = store.run(&keeper(), said("第一小学", SchoolAnswer::Yes, 2)).await.expect("an answer");
    let same = store.run(&keeper(), said(" 第一小学 ", SchoolAnswer::Full, 1)).await.expect("an answer");
    assert_eq!(school, same);
    store.run(&keeper(), said("第二小学", SchoolAnswer::Pending, 0)).await.expect("an answer");
    let ahead = said("第三小学", SchoolAnswer::No, -1);
    assert_eq!(fields(store.run(&keeper(), ahead).await), [("day", "out_of_range")]);
    let file = read(stage, &town.family, place).await;
    let kept: Vec<_> = file.schools.iter().map(|of| (of.name.as_str(), of.answers.len(), of.differs)).collect();
    assert_eq!(kept, [("第一小学", 2, true), ("第二小学", 1, false)]);
    let steps = file.assessment.expect("its own").steps;
    assert!(steps.iter().all(|step| step.kind != SchoolStepKind::Apply), "an application waits: {steps:?}");

    let (placed, day) = (SchoolOutcome::Placed, Some(today(stage).plus(400)));
    for answer in [FamilyAnswer::Accepts, FamilyAnswer::NotSolved, FamilyAnswer::NotReached] {
        assert_eq!(code(store.run(&keeper(), closing(stage, place, placed, None, answer)).await), "family_says_no");
    }
    let dateless = closing(stage, place, SchoolOutcome::NotBefore, None, FamilyAnswer::Accepts);
    assert_eq!(fields(store.run(&keeper(), dateless).await), [("not_before", "required")]);
    store.run(&keeper(), closing(stage, place, placed, None, FamilyAnswer::Solved)).await.expect("closed");
    assert_eq!(told(stage, &town.family, NoticeKind::SchoolPlaceClosed).await, 1);
    let agrees = SayOfSchoolPlace { place, answer: FamilyAnswer::Solved };
    for _ in 0..2 {
        store.run(&by(&town.family), agrees).await.expect("said");
    }
    assert_eq!(told(stage, &town.caseworker, NoticeKind::SchoolPlaceSaid).await, 1, "its owner hears of it once");
    // The family denies it.
    let denies = SayOfSchoolPlace { place, answer: FamilyAnswer::NotSolved };
    store.run(&by(&town.family), denies).await.expect("said");
    let file = read(stage, &town.family, place).await;
    assert_eq!((file.place.state, file.place.outcome), (SchoolPlaceState::Open, None));
    assert_eq!(told(stage, &town.caseworker, NoticeKind::SchoolPlaceReopened).await, 1);
    // "Not before" comes back by itself, three months ahead.
    let wait = closing(stage, place, SchoolOutcome::NotBefore, day, FamilyAnswer::Accepts);
    store.run(&keeper(), wait).await.expect("closed");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(read(stage, &town.family, place).await.place.not_before, day);
    stage.clock.advance(312 * DAY);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(read(stage, &town.family, place).await.place.state, SchoolPlaceState::Open);
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
});

on_both!(a_child_has_one_open_case_which_ends_with_its_file, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let mut openings = Vec::new();
    for _ in 0..4 {
        openings.push(opening(stage, town.household).await);
    }
    let callers: Vec<_> = openings.iter().map(|_| by(&town.caseworker)).collect();
    let all = join_all(openings.into_iter().zip(&callers).map(|(open, by)| store.run(by, open))).await;
    let (won, lost): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 1);
    assert!(lost.into_iter().all(|refused| code(refused) == "school_place_open"));

    let (household, family) = stage.family(&town.caseworker, town.home, "李家").await;
    let stranger = OpenSchoolPlace { household, ..opening(stage, town.household).await };
    assert_eq!(fields(store.run(&by(&town.caseworker), stranger).await), [("member", "unknown")]);
    let place = store.run(&by(&town.caseworker), opening(stage, household).await).await.expect("a case");
    let member = child(stage, household).await;
    let remove = RemoveMember { household, version: store::households::edit::ANY_VERSION, member };
    store.run(&by(&town.caseworker), remove).await.expect("removed");
    let file = read(stage, &family, place).await;
    assert_eq!((file.place.state, file.place.member), (SchoolPlaceState::Ended, None));

    let close = Closing { household: town.household, reason: CloseReason::Other, words: "搬走了".into() };
    store.run(&by(&town.caseworker), CloseFile(close)).await.expect("closed");
    assert_eq!(stage.number("select count(*) from school_place where state = 'open'").await, 0);
    assert_eq!(store.check().await.expect("checked"), Vec::<String>::new());
});
