//! Today: task counts by role and area, the lists behind them, and roles of accounts.

use crate::support::{Stage, Town, by, code, on_both};
use domain::{
    DAY,
    accounts::Actor,
    claims::Arrival,
    ledger::Condition,
    permission::Action,
    today::{Urgency, Work},
    wishes::NewWish,
};
use store::{
    claims::{fulfilment::AcceptGoods, thanks::AddThanks},
    ops::today::LONG_WAIT,
    wishes::lifecycle::PostWish,
};

async fn submitted(stage: &Stage, town: &Town) -> i64 {
    let item = domain::catalogue::by_key("quilt").expect("in the catalogue");
    let new = NewWish { item: item.id, size: item.sizes[0].into(), quantity: 1, again: true, ..NewWish::default() };
    stage.store.run(&by(&town.family), PostWish(new)).await.expect("a wish")
}

on_both!(today_counts_only_tasks_of_the_callers_role_and_area, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    // Consents and gaps of the chain have tests of their own.
    let since = store.now();
    // With each kind whether it waits since this test.
    let today = async |who: &Actor| -> Vec<(Work, i64, bool)> {
        let waits = store.today(who).await.expect("an answer").waits.into_iter();
        let of_wishes = waits.filter(|one| !matches!(one.work, Work::LeftOut | Work::Consents | Work::ChainGaps));
        of_wishes.map(|one| (one.work, one.n, (since..=store.now()).contains(&one.at))).collect()
    };
    let left_out = async || store.today(&town.caseworker).await.expect("an answer").n(Work::LeftOut);
    assert_eq!(left_out().await, 1, "a family without a wish that was never helped");
    assert_eq!(today(&town.caseworker).await, []);

    submitted(stage, &town).await;
    assert_eq!(left_out().await, 0);
    let wish = stage.wish(&town, 2).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let arrival = Arrival { condition: Condition::New, expires: 0 };
    store.run(&by(&town.shopkeeper), AcceptGoods { claim, found: arrival }).await.expect("arrived");
    let (review, ready) = ((Work::Review, 1, true), (Work::Ready, 1, true));
    for who in [&town.caseworker, &town.coordinator] {
        assert_eq!(today(who).await, [review, ready], "a review has three days, a pick-up a week");
    }
    assert_eq!(today(&town.shopkeeper).await, [ready]);
    assert_eq!(today(&town.auditor).await, [ready]);
    for who in [&town.admin, &town.donor, &town.family, &Actor::visitor()] {
        assert_eq!(today(who).await, []);
    }
    assert_eq!(today(&other.caseworker).await, []);

    let code = stage.pick_up_code(&town, wish).await;
    store.claim_hand_over(&by(&town.shopkeeper), claim, code).await.expect("handed over");
    store
        .run(&by(&town.family), AddThanks { claim, words: "谢谢".into(), card: String::new() })
        .await
        .expect("thanked");
    assert_eq!(today(&town.caseworker).await, [review, (Work::Thanks, 1, true)]);
    stage.clock.advance(4 * DAY);
    let late = store.today(&town.caseworker).await.expect("an answer").waits;
    let late: Vec<_> =
        late.iter().filter(|one| one.urgency(store.now()) == Urgency::Late).map(|one| one.work).collect();
    assert_eq!(late, [Work::Review, Work::Thanks]);
});

on_both!(an_unclaimed_wish_is_listed_after_two_weeks, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let (old, taken) = (stage.wish(&town, 1).await, stage.wish(&town, 1).await);
    stage.claim(&town, taken, 1).await;
    let listed = async |who: &Actor| {
        let page = store.long_waiting(who, "", 0).await.expect("a list");
        page.items.into_iter().map(|file| (file.wish.id, file.code)).collect::<Vec<_>>()
    };
    assert_eq!(listed(&town.caseworker).await, []);
    stage.clock.advance(LONG_WAIT + DAY);
    stage.wish(&town, 1).await;
    for who in [&town.caseworker, &town.coordinator, &town.auditor] {
        assert_eq!(listed(who).await, [(old, String::new())], "and without its pick-up code");
    }
    assert_eq!(listed(&other.caseworker).await, []);
    let searched = async |q: &str| {
        let page = store.long_waiting(&town.caseworker, q, 0).await.expect("a list");
        page.items.into_iter().map(|file| file.wish.id).collect::<Vec<_>>()
    };
    assert_eq!((searched("台灯").await, searched(&old.to_string()).await), (vec![old], vec![old]));
    assert_eq!((searched("书包").await, searched(&taken.to_string()).await), (vec![], vec![]));
    assert_eq!(store.today(&town.caseworker).await.expect("an answer").n(Work::LongWaiting), 1);
    assert_eq!(code(store.long_waiting(&town.shopkeeper, "", 0).await), "not_allowed");
    assert_eq!(code(store.long_waiting(&Actor::visitor(), "", 0).await), "sign_in_needed");
});

on_both!(permission_depends_on_the_area, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let may = async |who: &Actor, area| store.may_in(who, Action::KeepHouseholds, area).await.expect("an answer");
    assert!(may(&town.caseworker, town.home).await && may(&town.caseworker, town.district).await);
    for area in [town.root, other.home, 0, 9_999] {
        assert!(!may(&town.caseworker, area).await, "{area}");
    }
    assert!(!may(&town.coordinator, town.home).await && !may(&Actor::visitor(), town.home).await);
});

on_both!(accounts_come_with_their_roles, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let found = store.accounts_with_roles(&town.coordinator, "caseworker", 0).await.expect("a list").items;
    let roles: Vec<_> = found[0].1.iter().map(|line| (line.role.as_str(), line.area)).collect();
    assert_eq!((found.len(), found[0].0.id, roles), (1, town.caseworker.account, vec![("caseworker", town.district)]));
    assert_eq!(code(store.accounts_with_roles(&town.caseworker, "", 0).await), "not_allowed");
});
