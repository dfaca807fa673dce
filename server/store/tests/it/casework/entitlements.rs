//! Entitlements: tried before they are used, one list per child and household, the family asked first, counts that tell
//! of no family.

use domain::{
    DAY,
    accounts::Actor,
    casework::{
        CloseReason, Closing, Merging,
        entitlements::{
            Entitlement, EntitlementId, EntitlementState, EntitlementStep, NeededPaper, OfficeRefusal, RuleId,
            RuleUnit,
            conditions::{Condition, ConditionKind, Group, Span},
            rules::{NewRule, RuleEnd, RuleState, Trial},
        },
    },
    households::{HouseholdId, Income, School},
    notifications::NoticeKind,
};
use futures::future::join_all;
use store::{
    casework::{
        entitlements::{
            list::{EntitlementList, EntitlementQuery},
            papers::SetEntitlementPapers,
            rules::{ChangeRule, UseRule, WithdrawRule, WriteRule},
            steps::StepEntitlement,
        },
        file::{close::CloseFile, merge::MergeFiles},
        members::RemoveMember,
    },
    households::edit::ANY_VERSION,
};

use crate::support::{Stage, Town, by, code, fields, on_both};

fn rule(stage: &Stage, unit: RuleUnit, groups: Vec<Vec<Condition>>) -> NewRule {
    NewRule {
        name: "助学补助".into(),
        gives: "每学期 500 元".into(),
        source: "市教育局通知".into(),
        unit,
        cut_off: stage.store.now() + 10 * DAY,
        apply_by: None,
        ask_days: 14,
        groups: groups.into_iter().map(|any| Group { any }).collect(),
        papers: vec![NeededPaper::Enrolment, NeededPaper::LowIncome],
    }
}

fn pupils(stage: &Stage) -> NewRule {
    rule(stage, RuleUnit::Child, vec![vec![Condition::School(vec![School::Primary])]])
}

fn poor(stage: &Stage) -> NewRule {
    rule(stage, RuleUnit::Household, vec![vec![Condition::Income(vec![Income::Low])]])
}

async fn written(stage: &Stage, town: &Town, new: NewRule) -> RuleId {
    stage.store.run(&by(&town.coordinator), WriteRule { area: town.district, new }).await.expect("written")
}

async fn tried(stage: &Stage, town: &Town, rule: RuleId) -> Trial {
    stage.store.try_rule(&by(&town.coordinator), rule).await.expect("tried");
    stage.store.rule_trials(&town.coordinator, rule).await.expect("tries").remove(0)
}

/// Writes, tries and uses a rule, and compares the files with it.
async fn used(stage: &Stage, town: &Town, new: NewRule) -> RuleId {
    let rule = written(stage, town, new).await;
    use_latest(stage, town, rule).await;
    rule
}

async fn use_latest(stage: &Stage, town: &Town, rule: RuleId) {
    tried(stage, town, rule).await;
    let version = stage.store.entitlement_rule(&town.coordinator, rule).await.expect("a rule").latest;
    stage.store.run(&by(&town.coordinator), UseRule { rule, version }).await.expect("in use");
    stage.store.run_clocks().await.expect("the clocks run");
}

async fn list(stage: &Stage, who: &Actor, list: EntitlementList) -> Vec<Entitlement> {
    let query = EntitlementQuery { list, ..EntitlementQuery::default() };
    stage.store.entitlements(who, &query).await.expect("a list").items
}

fn step(entitlement: EntitlementId, step: EntitlementStep) -> StepEntitlement {
    StepEntitlement { entitlement, step, reason: None }
}

async fn takes(stage: &Stage, who: &Actor, id: EntitlementId, steps: &[EntitlementStep]) {
    for one in steps {
        stage.store.run(&by(who), step(id, *one)).await.expect("taken");
    }
}

async fn state(stage: &Stage, town: &Town, id: EntitlementId) -> EntitlementState {
    stage.store.entitlement(&town.caseworker, id).await.expect("an entitlement").state
}

async fn told(stage: &Stage, who: &Actor, kind: NoticeKind) -> usize {
    let page = stage.store.notices(who, 0).await.expect("notices");
    page.items.iter().filter(|notice| notice.kind == kind).count()
}

/// Sends the child of a household to primary school; its only other member is an adult.
async fn pupil(stage: &Stage, household: HouseholdId) {
    let sql = format!("update person set school = 'primary' where household = {household} and birth_year > 2010");
    stage.plant(&sql).await;
}

async fn income(stage: &Stage, household: HouseholdId, income: &str) {
    stage.plant(&format!("update household set income = '{income}' where id = {household}")).await;
    stage.store.run_clocks().await.expect("the clocks run");
}

on_both!(a_rule_is_tried_before_it_finds_families_and_says_why, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let there = stage.town("乙").await;
    pupil(stage, town.household).await;
    let id = written(stage, &town, pupils(stage)).await;
    let use_it = UseRule { rule: id, version: 1 };
    assert_eq!(code(store.run(&by(&town.coordinator), use_it).await), "rule_untried");
    assert_eq!(code(store.run(&by(&town.caseworker), use_it).await), "not_allowed");
    assert_eq!(code(store.run(&by(&there.coordinator), use_it).await), "not_found");
    assert_eq!(code(store.entitlement_rule(&there.coordinator, id).await), "not_found");
    tried(stage, &town, id).await;
    let change = ChangeRule { rule: id, new: pupils(stage) };
    store.run(&by(&town.coordinator), change).await.expect("a second version");
    assert_eq!(code(store.run(&by(&town.coordinator), use_it).await), "rule_untried");
    tried(stage, &town, id).await;
    assert_eq!(code(store.run(&by(&town.coordinator), use_it).await), "changed_meanwhile");
    assert!(list(stage, &town.caseworker, EntitlementList::ToAsk).await.is_empty(), "a try tells no account");
    use_latest(stage, &town, id).await;

    let found = list(stage, &town.caseworker, EntitlementList::ToAsk).await;
    let [one] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((one.household, one.because.as_slice()), (town.household, &[ConditionKind::School][..]));
    assert_eq!(one.missing, [NeededPaper::LowIncome, NeededPaper::Enrolment]);
    assert_eq!(one.member_name, "王**", "masked as in the file");
    let to_ask = store.today(&town.caseworker).await.expect("a list").n(domain::today::Work::Entitlements);
    assert_eq!(to_ask, i64::from(one.owner.is_some()));
    // Who may not open files sees no list; the family sees nothing before it was asked.
    assert_eq!(code(store.entitlements(&town.coordinator, &EntitlementQuery::default()).await), "not_allowed");
    assert_eq!(code(store.entitlement(&town.family, one.id).await), "not_found");
    assert!(store.own_entitlements(&town.family).await.expect("its own").is_empty());
    let wrong = WriteRule {
        area: town.district,
        new: rule(stage, RuleUnit::Household, vec![vec![Condition::Area(there.home)]]),
    };
    assert_eq!(fields(store.run(&by(&town.coordinator), wrong).await), [("conditions", "unknown")]);
    stage.is_clean().await;
});

on_both!(nothing_of_one_child_is_said_of_another, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    stage
        .plant(&format!(
            "insert into person (household, name, birth_year, sex) select household, name, 2017, 'unsaid' from person
             where household = {} and birth_year > 2010",
            town.household
        ))
        .await;
    stage.plant(&format!("update household set size = 3 where id = {}", town.household)).await;
    let child = async |year: i64| {
        stage
            .number(&format!("select id from person where household = {} and birth_year = {year}", town.household))
            .await
    };
    let (first, second) = (child(2016).await, child(2017).await);
    stage.plant(&format!("update person set school = 'primary' where id = {first}")).await;
    used(stage, &town, pupils(stage)).await;
    let found = list(stage, &town.caseworker, EntitlementList::ToAsk).await;
    assert_eq!(found.iter().map(|one| one.member).collect::<Vec<_>>(), [Some(first)]);
    stage.plant(&format!("update person set school = 'primary' where id = {second}")).await;
    store.run_clocks().await.expect("the clocks run");
    let found = list(stage, &town.caseworker, EntitlementList::ToAsk).await;
    assert_eq!(found.iter().map(|one| one.member).collect::<Vec<_>>(), [Some(first), Some(second)]);
    // A paper that was seen for one is missing for the other; steps of one are not steps of the other.
    let seen = SetEntitlementPapers { entitlement: found[0].id, seen: vec![NeededPaper::Enrolment] };
    store.run(&by(&town.caseworker), seen).await.expect("seen");
    takes(stage, &town.caseworker, found[0].id, &[EntitlementStep::Want]).await;
    let missing = async |id| store.entitlement(&town.caseworker, id).await.expect("it").missing.len();
    assert_eq!((missing(found[0].id).await, missing(found[1].id).await), (1, 2));
    assert_eq!(state(stage, &town, found[1].id).await, EntitlementState::Found);
    let gone = RemoveMember { household: town.household, version: ANY_VERSION, member: first };
    store.run(&by(&town.caseworker), gone).await.expect("removed");
    assert_eq!(state(stage, &town, found[0].id).await, EntitlementState::Dropped);
    assert_eq!(state(stage, &town, found[1].id).await, EntitlementState::Found);
    stage.is_clean().await;
});

on_both!(the_family_is_asked_first_and_says_no_for_good, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    pupil(stage, town.household).await;
    let rule = used(stage, &town, pupils(stage)).await;
    let id = list(stage, &town.caseworker, EntitlementList::ToAsk).await[0].id;
    assert_eq!(code(store.run(&by(&town.caseworker), step(id, EntitlementStep::Apply)).await), "wrong_state");
    assert_eq!(code(store.run(&by(&town.family), step(id, EntitlementStep::Want)).await), "not_found");
    assert_eq!(code(store.run(&by(&town.auditor), step(id, EntitlementStep::Ask)).await), "not_allowed");
    takes(stage, &town.caseworker, id, &[EntitlementStep::Ask]).await;
    assert_eq!(told(stage, &town.family, NoticeKind::EntitlementAsked).await, 1);
    let own = store.own_entitlements(&town.family).await.expect("its own").remove(0);
    assert_eq!((own.member_name.as_str(), own.contact.as_str(), own.owner), ("王小", "", None));
    assert_eq!(own.steps, [EntitlementStep::Want, EntitlementStep::Decline]);
    assert_eq!(code(store.run(&by(&town.family), step(id, EntitlementStep::Take)).await), "not_allowed");
    takes(stage, &town.family, id, &[EntitlementStep::Want]).await;
    takes(stage, &town.caseworker, id, &[EntitlementStep::Apply]).await;
    let refuse = step(id, EntitlementStep::Refuse);
    assert_eq!(fields(store.run(&by(&town.caseworker), refuse).await), [("reason", "required")]);
    let refuse = StepEntitlement { reason: Some(OfficeRefusal::Papers), ..refuse };
    store.run(&by(&town.caseworker), refuse).await.expect("noted");
    assert_eq!(told(stage, &town.family, NoticeKind::EntitlementDecided).await, 1);
    takes(stage, &town.caseworker, id, &[EntitlementStep::Apply, EntitlementStep::Take]).await;
    let counts = store.entitlement_counts(&town.auditor, rule).await.expect("counts");
    let taken = counts.iter().find(|of| of.state == EntitlementState::Taken).expect("each state");
    assert_eq!(taken.count, Some(1));

    // A no stays a no: not asked again by a new version, until a year has passed.
    let (home, _) = stage.family(&town.caseworker, town.home, "李家").await;
    pupil(stage, home).await;
    store.run_clocks().await.expect("the clocks run");
    let id = list(stage, &town.caseworker, EntitlementList::ToAsk).await[0].id;
    takes(stage, &town.caseworker, id, &[EntitlementStep::Decline]).await;
    for (days, wanted) in [(1, EntitlementState::Declined), (366, EntitlementState::Found)] {
        stage.clock.advance(days * DAY);
        let change = ChangeRule { rule, new: pupils(stage) };
        store.run(&by(&town.coordinator), change).await.expect("changed");
        use_latest(stage, &town, rule).await;
        assert_eq!(state(stage, &town, id).await, wanted, "after {days} days");
    }
    stage.is_clean().await;
});

on_both!(lists_follow_the_files_and_two_servers_find_each_family_once, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    used(stage, &town, poor(stage)).await;
    let mut homes = vec![town.household];
    for n in 0..5 {
        homes.push(stage.family(&town.caseworker, town.home, &format!("李家{n}")).await.0);
    }
    stage.plant("update household set income = 'low'").await;
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert_eq!(one.expect("runs").entitlements + two.expect("runs").entitlements, 6, "once on two servers");
    assert_eq!(stage.number("select count(*) from entitlement_due").await, 0);
    assert_eq!(store.run_clocks().await.expect("the clocks run").entitlements, 0);
    let found = list(stage, &town.caseworker, EntitlementList::ToAsk).await;
    assert_eq!(found.iter().map(|one| one.household).collect::<Vec<_>>(), homes);

    // Before the family said that it wants it, a file that says otherwise ends it; after that it is doubted.
    takes(stage, &town.caseworker, found[1].id, &[EntitlementStep::Want]).await;
    for home in [homes[0], homes[1]] {
        income(stage, home, "above").await;
    }
    assert_eq!(state(stage, &town, found[0].id).await, EntitlementState::Dropped);
    let doubted = store.entitlement(&town.caseworker, found[1].id).await.expect("it");
    assert_eq!((doubted.state, doubted.fits), (EntitlementState::Wants, false));
    income(stage, homes[0], "low").await;
    assert_eq!(state(stage, &town, found[0].id).await, EntitlementState::Found);
    // What a caseworker took off stays off.
    takes(stage, &town.caseworker, found[0].id, &[EntitlementStep::Drop]).await;
    stage.plant(&format!("update household set income = 'none' where id = {}", homes[0])).await;
    income(stage, homes[0], "low").await;
    assert_eq!(state(stage, &town, found[0].id).await, EntitlementState::Dropped);

    let closing = Closing { household: homes[2], reason: CloseReason::Better, words: String::new() };
    store.run(&by(&town.caseworker), CloseFile(closing)).await.expect("closed");
    assert_eq!(state(stage, &town, found[2].id).await, EntitlementState::Dropped);
    takes(stage, &town.caseworker, found[4].id, &[EntitlementStep::Want]).await;
    let people = stage.number(&format!("select min(id) from person where household = {}", homes[4])).await;
    let merging = Merging {
        keep: homes[3],
        gone: homes[4],
        same: vec![(people, 0), (people + 1, 0)],
        typed: homes[3].to_string(),
    };
    store.run(&by(&town.caseworker), MergeFiles(merging)).await.expect("merged");
    store.run_clocks().await.expect("the clocks run");
    let kept = store.household_entitlements(&town.caseworker, homes[3]).await.expect("some");
    assert_eq!(
        kept.iter().map(|one| (one.id, one.state)).collect::<Vec<_>>(),
        [(found[4].id, EntitlementState::Wants)]
    );
    stage.is_clean().await;
    other.close().await;
});

on_both!(a_withdrawn_rule_takes_its_list_along_also_beside_a_comparison, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let other = stage.another().await;
    stage.family(&town.caseworker, town.home, "李家").await;
    stage.plant("update household set income = 'low'").await;
    let rule = used(stage, &town, poor(stage)).await;
    let found = list(stage, &town.caseworker, EntitlementList::ToAsk).await;
    takes(stage, &town.caseworker, found[1].id, &[EntitlementStep::Want, EntitlementStep::Apply]).await;
    let (third, _) = stage.family(&town.caseworker, town.home, "赵家").await;
    stage.plant(&format!("update household set income = 'low' where id = {third}")).await;
    let withdraw = WithdrawRule { rule, reason: RuleEnd::Changed };
    let request = by(&town.coordinator);
    let (ran, gone) = tokio::join!(other.run_clocks(), store.run(&request, withdraw));
    ran.expect("the clocks run");
    gone.expect("withdrawn");
    let left = stage.number("select count(*) from entitlement where state in ('found', 'asked', 'wants')").await;
    assert_eq!(left, 0, "nothing is found by a withdrawn rule");
    assert_eq!(store.entitlement_rule(&town.auditor, rule).await.expect("a rule").state, RuleState::Withdrawn);
    assert_eq!(code(store.run(&by(&town.coordinator), withdraw).await), "wrong_state");
    // What was applied for is followed to its end, and cannot be wanted anew.
    assert_eq!(state(stage, &town, found[1].id).await, EntitlementState::Applied);
    takes(stage, &town.caseworker, found[1].id, &[EntitlementStep::Take]).await;
    let again = step(found[0].id, EntitlementStep::Want);
    assert_eq!(code(store.run(&by(&town.caseworker), again).await), "wrong_state");
    other.close().await;
});

on_both!(what_is_late_is_told_without_a_family_and_the_last_day_ends_the_list, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    stage.family(&town.caseworker, town.home, "李家").await;
    stage.plant("update household set income = 'low'").await;
    let last = store.now() + 30 * DAY;
    let rule = used(stage, &town, NewRule { apply_by: Some(last), ..poor(stage) }).await;
    let found = list(stage, &town.caseworker, EntitlementList::ToAsk).await;
    let (id, declined) = (found[0].id, found[1].id);
    takes(stage, &town.caseworker, declined, &[EntitlementStep::Want, EntitlementStep::Decline]).await;
    stage.clock.advance(13 * DAY);
    assert_eq!(store.run_clocks().await.expect("the clocks run").entitlements, 0);
    let other = stage.another().await;
    stage.clock.advance(3 * DAY);
    let (one, two) = tokio::join!(store.run_clocks(), other.run_clocks());
    assert!(one.expect("runs").entitlements + two.expect("runs").entitlements > 0);
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(told(stage, &town.coordinator, NoticeKind::EntitlementsLate).await, 1, "once on two servers");
    let late = store.entitlements_late(&town.coordinator).await.expect("lines");
    assert_eq!(late.iter().map(|of| (of.rule, of.count)).collect::<Vec<_>>(), [(rule, None)]);
    assert_eq!(store.today(&town.coordinator).await.expect("a list").n(domain::today::Work::LateRules), 1);
    takes(stage, &town.caseworker, id, &[EntitlementStep::Want]).await;
    assert!(store.entitlements_late(&town.coordinator).await.expect("lines").is_empty());
    stage.clock.advance(15 * DAY);
    // After the last day nothing is wanted any more, and who wanted it is told.
    assert_eq!(code(store.run(&by(&town.caseworker), step(declined, EntitlementStep::Want)).await), "wrong_state");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!(state(stage, &town, id).await, EntitlementState::Lapsed);
    assert_eq!(told(stage, &town.family, NoticeKind::EntitlementEnded).await, 1);
    assert_eq!(store.own_entitlements(&town.family).await.expect("its own")[0].state, EntitlementState::Lapsed);
    assert_eq!(code(store.run(&by(&town.caseworker), step(id, EntitlementStep::Apply)).await), "wrong_state");
    other.close().await;
    stage.is_clean().await;
});

on_both!(counts_tell_those_without_files_of_no_few_families, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    stage.plant("update household set income = 'low'").await;
    let rule = written(stage, &town, poor(stage)).await;
    let few = tried(stage, &town, rule).await;
    assert_eq!((few.units, few.fresh), (None, None), "one family");
    let exact = async || store.rule_trials(&town.auditor, rule).await.expect("tries").remove(0).units;
    assert_eq!(exact().await, Some(1), "an auditor may open the file");
    for n in 0..5 {
        stage.family(&town.caseworker, town.home, &format!("李家{n}")).await;
    }
    stage.plant("update household set income = 'low'").await;
    assert_eq!(tried(stage, &town, rule).await.units, Some(6));
    assert_eq!(tried(stage, &town, rule).await.units, Some(6), "the same once more");
    // One family more, and a narrower rule: the difference to what was shown would be one family.
    let (home, _) = stage.family(&town.caseworker, town.home, "赵家").await;
    stage.plant("update household set income = 'low'").await;
    assert_eq!((tried(stage, &town, rule).await.units, exact().await), (None, Some(7)));
    stage.plant(&format!("update household set size = 9 where id = {home}")).await;
    let small = vec![vec![Condition::Income(vec![Income::Low])], vec![Condition::Size(Span { from: 2, to: 2 })]];
    let narrow = written(stage, &town, rule_of(stage, small)).await;
    assert_eq!(tried(stage, &town, narrow).await.units, Some(6));
    let large = vec![vec![Condition::Income(vec![Income::Low])], vec![Condition::Size(Span { from: 2, to: 9 })]];
    let wide = written(stage, &town, rule_of(stage, large)).await;
    assert_eq!(tried(stage, &town, wide).await.units, None, "the family of nine");

    stage.plant(&format!("update household set size = 2 where id = {home}")).await;
    use_latest(stage, &town, rule).await;
    let found = async |who: &Actor| {
        let counts = store.entitlement_counts(who, rule).await.expect("counts");
        counts.iter().find(|of| of.state == EntitlementState::Found).expect("each state").count
    };
    assert_eq!((found(&town.coordinator).await, found(&town.auditor).await), (Some(5), Some(7)));
});

fn rule_of(stage: &Stage, groups: Vec<Vec<Condition>>) -> NewRule {
    rule(stage, RuleUnit::Household, groups)
}

on_both!(of_eight_answers_at_once_one_is_taken, |stage| {
    let town = stage.town("甲").await;
    stage.plant("update household set income = 'low'").await;
    used(stage, &town, poor(stage)).await;
    let id = list(stage, &town.caseworker, EntitlementList::ToAsk).await[0].id;
    takes(stage, &town.caseworker, id, &[EntitlementStep::Want]).await;
    let apply = step(id, EntitlementStep::Apply);
    let done = join_all((0..8).map(|_| async { stage.store.run(&by(&town.caseworker), apply).await })).await;
    assert_eq!(done.iter().filter(|one| one.is_ok()).count(), 1);
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "wrong_state");
    }
});
