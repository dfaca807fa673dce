//! Scheduled points jobs: one monthly grant per household, caps, changed policies, lapsing.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    areas::{AreaKind, NewArea},
    households::{Member, Sex},
    ledger::JournalKind,
    points::PointsPolicy,
};
use store::{
    areas::tree::AddArea,
    casework::members::AddMember,
    points::{
        adjustments::{ByHand, ReversePoints, TakePointsBack},
        policy::{ClearPointsPolicy, SetPointsPolicy},
    },
};

/// Noon of 2026-11-21 in China.
const NOVEMBER: i64 = 1_795_233_600;
const POLICY: PointsPolicy =
    PointsPolicy { base: 20, each_member: 10, cap_month: 80, cap_balance: 150, valid_months: 2 };

async fn at(stage: &Stage, time: i64) {
    stage.clock.advance(time - stage.store.now());
}

async fn set(stage: &Stage, town: &Town, area: i64, policy: PointsPolicy) {
    stage.store.run(&by(&town.admin), SetPointsPolicy { area, policy }).await.expect("set");
}

/// Runs the jobs on two servers at once; counts households that were given and that lost points.
async fn tick(stage: &Stage) -> (i64, i64) {
    let other = stage.another().await;
    let (mine, theirs) = tokio::join!(stage.store.run_clocks(), other.run_clocks());
    let (mine, theirs) = (mine.expect("the clocks run"), theirs.expect("the clocks run"));
    let again = stage.store.run_clocks().await.expect("the clocks run");
    assert_eq!((again.points_given, again.points_lapsed), (0, 0), "a repeated run does nothing");
    other.close().await;
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
    (mine.points_given + theirs.points_given, mine.points_lapsed + theirs.points_lapsed)
}

async fn balance(stage: &Stage, family: &Actor) -> i64 {
    stage.store.my_points(family).await.expect("its own").points.balance
}

/// Adds members until the household has `size`.
async fn grow(stage: &Stage, town: &Town, household: i64, size: i64) {
    let member = Member { id: 0, name: "小孩".into(), birth_year: 2020, sex: Sex::Unsaid, ..Member::default() };
    for _ in 2..size {
        stage.store.run(&by(&town.caseworker), AddMember::new(household, member.clone())).await.expect("grown");
    }
}

on_both!(the_monthly_grant_comes_once_by_family_size_within_the_caps, |stage| {
    let town = stage.town("甲").await;
    let (nine, crowd) = stage.family(&town.caseworker, town.home, "九口之家").await;
    grow(stage, &town, nine, 9).await;
    at(stage, NOVEMBER).await;
    assert_eq!(tick(stage).await, (0, 0), "no policy, no grant");

    set(stage, &town, town.root, POLICY).await;
    assert_eq!(tick(stage).await, (2, 0));
    assert_eq!((balance(stage, &town.family).await, balance(stage, &crowd).await), (40, 80));
    at(stage, NOVEMBER + 9 * DAY).await;
    assert_eq!(tick(stage).await, (0, 0), "still November");

    at(stage, NOVEMBER + 10 * DAY).await;
    assert_eq!(tick(stage).await, (2, 0), "December in China");
    assert_eq!((balance(stage, &town.family).await, balance(stage, &crowd).await), (80, 150));

    // At its cap the household of nine gets nothing, and spending later in the month does not change that.
    at(stage, NOVEMBER + 41 * DAY).await;
    assert_eq!(tick(stage).await, (1, 0));
    let back = ByHand { household: nine, points: 100, reason: "用掉了".into() };
    stage.store.run(&by(&town.caseworker), TakePointsBack(back)).await.expect("taken");
    assert_eq!(tick(stage).await, (0, 0));
    assert_eq!((balance(stage, &town.family).await, balance(stage, &crowd).await), (120, 50));
});

on_both!(points_lapse_month_by_month, |stage| {
    let town = stage.town("甲").await;
    at(stage, NOVEMBER).await;
    set(stage, &town, town.root, PointsPolicy { cap_balance: 0, ..POLICY }).await;
    assert_eq!(tick(stage).await, (1, 0));
    let mut told = Vec::new();
    for month in 1..=12 {
        at(stage, NOVEMBER + month * 30 * DAY + 3 * DAY).await;
        let (given, lapsed) = tick(stage).await;
        told.push((given, lapsed, balance(stage, &town.family).await));
    }
    assert_eq!(told[..2], [(1, 0, 80), (1, 0, 120)]);
    assert!(told[2..].iter().all(|month| *month == (1, 1, 120)), "{told:?}");
    let lines = stage.store.points_statement(&town.family, town.household, 0).await.expect("a statement").items;
    assert_eq!(lines.iter().filter(|line| line.kind == JournalKind::Expire).map(|line| line.points).sum::<i64>(), -400);
    assert_eq!(lines[0].after, 120);
});

on_both!(the_nearest_policy_decides_and_a_change_counts_from_the_next_month, |stage| {
    let town = stage.town("甲").await;
    let other = stage.town("乙").await;
    at(stage, NOVEMBER).await;
    set(stage, &town, town.root, POLICY).await;
    set(stage, &town, town.home, PointsPolicy { base: 5, each_member: 0, ..POLICY }).await;
    assert_eq!(tick(stage).await, (1, 0), "the other town has no policy");
    assert_eq!(balance(stage, &town.family).await, 5);
    assert_eq!(stage.store.my_points(&other.family).await.expect("its own").policy, None);

    set(stage, &town, town.home, PointsPolicy { base: 100, each_member: 0, cap_month: 0, ..POLICY }).await;
    assert_eq!(tick(stage).await, (0, 0), "November was given already");
    let (_, late) = stage.family(&town.caseworker, town.home, "李家").await;
    assert_eq!(tick(stage).await, (1, 0), "a household added in mid-month gets the full grant");
    assert_eq!((balance(stage, &town.family).await, balance(stage, &late).await), (5, 100));

    stage.store.run(&by(&town.coordinator), ClearPointsPolicy(town.home)).await.expect("cleared");
    let (above, from) = stage.store.points_policy(&town.coordinator, town.home).await.expect("it").expect("the root's");
    assert_eq!((above, from), (POLICY, town.root));
    at(stage, NOVEMBER + 12 * DAY).await;
    assert_eq!(tick(stage).await, (2, 0));
    assert_eq!((balance(stage, &town.family).await, balance(stage, &late).await), (45, 140));

    // An empty policy of an area stops its grants.
    set(stage, &town, town.home, PointsPolicy::default()).await;
    at(stage, NOVEMBER + 45 * DAY).await;
    assert_eq!(tick(stage).await, (0, 0));
});

on_both!(a_reversed_monthly_grant_is_not_given_again, |stage| {
    let town = stage.town("甲").await;
    at(stage, NOVEMBER).await;
    set(stage, &town, town.root, POLICY).await;
    assert_eq!(tick(stage).await, (1, 0));
    let line = stage.store.points_statement(&town.caseworker, town.household, 0).await.expect("it").items[0].clone();
    assert_eq!((line.kind, line.points, line.by.as_str(), line.is_reversible()), (JournalKind::Grant, 40, "", true));
    let undo = ReversePoints { household: town.household, journal: line.journal, reason: "已搬走".into() };
    stage.store.run(&by(&town.caseworker), undo).await.expect("put right");
    assert_eq!(tick(stage).await, (0, 0));
    assert_eq!(balance(stage, &town.family).await, 0);
});

on_both!(one_run_grants_points_to_more_than_a_batch, |stage| {
    let town = stage.town("甲").await;
    at(stage, NOVEMBER).await;
    let many = format!(
        "insert into household (area, root, name, phone, address, hardship, size, created)
         with recursive n (i) as (select 1 union all select i + 1 from n where i < 350)
         select {}, {}, '', '', '', false, 1 + i % 9, 0 from n",
        town.home, town.root
    );
    stage.plant(&many).await;
    set(stage, &town, town.root, POLICY).await;
    assert_eq!(tick(stage).await, (351, 0));
    assert_eq!(stage.number("select count(*) from points_grant where journal <> 0").await, 351);
    assert_eq!(stage.number("select count(*) from journal where kind = 'grant'").await, 351);
    at(stage, NOVEMBER + 100 * DAY).await;
    assert_eq!(tick(stage).await, (351, 351));
});

on_both!(only_staff_who_set_policies_set_points_policies, |stage| {
    let (town, other) = (stage.town("甲").await, stage.town("乙").await);
    let store = &stage.store;
    for (who, refusal) in [
        (&town.family, "not_allowed"),
        (&town.caseworker, "not_allowed"),
        (&town.auditor, "not_allowed"),
        (&other.coordinator, "not_found"),
        (&Actor::visitor(), "sign_in_needed"),
    ] {
        assert_eq!(code(store.run(&by(who), SetPointsPolicy { area: town.district, policy: POLICY }).await), refusal);
        assert_eq!(code(store.run(&by(who), ClearPointsPolicy(town.district)).await), refusal);
        assert_eq!(code(store.points_policy(who, town.district).await), refusal);
    }
    let wrong = PointsPolicy { base: -1, each_member: 9999, ..POLICY };
    assert_eq!(
        fields(store.run(&by(&town.coordinator), SetPointsPolicy { area: town.district, policy: wrong }).await),
        [("base", "out_of_range"), ("each_member", "out_of_range"),]
    );
    let new = NewArea { parent: Some(town.home), kind: AreaKind::Grid, name: "第一网格".into() };
    let grid = store.run(&by(&town.admin), AddArea(new)).await.expect("an area");
    assert_eq!(store.points_policy(&town.coordinator, grid).await.expect("it"), None);
    store.run(&by(&town.coordinator), SetPointsPolicy { area: town.district, policy: POLICY }).await.expect("set");
    assert_eq!(store.points_policy(&town.coordinator, grid).await.expect("it"), Some((POLICY, town.district)));
});
