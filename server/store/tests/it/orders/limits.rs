//! Limits of orders: of an item, of a pick-up slot and of a basket; and what other families and areas may see.

use domain::{DAY, accounts::Actor, catalogue::items::Terms, orders::slots};
use store::{
    By, Store,
    orders::{
        basket::{PutInBasket, ShelfQuery},
        lifecycle::CancelOwnOrder,
        place::SetOrderCapacity,
        walk_in::IssueWalkIn,
    },
};

use super::{books, give, open_shop, order, price, want};
use crate::support::{by, code, fields, on_both};

on_both!(a_limit_counts_orders_and_walk_ins_and_says_when_it_is_free_again, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let terms = Terms { points: 1, limit_units: 2, limit_days: 30, ..Terms::default() };
    open_shop(stage, &town, terms, 9, 100).await;
    let (_, other) = stage.family(&town.caseworker, town.home, "李家").await;
    give(stage, &town, other.household, 100).await;
    let start = store.now();
    let walk_in = |quantity| IssueWalkIn { household: town.household, location: town.shop, lines: want(quantity) };
    store.walk_in_issue(&by(&town.shopkeeper), walk_in(1)).await.expect("issued");
    stage.clock.advance(3 * DAY);
    assert_eq!(code(store.run(&by(&town.family), order(store, &town, 2)).await), "limit_reached");
    let given_up = store.run(&by(&town.family), order(store, &town, 1)).await.expect("ordered");
    assert_eq!(code(store.walk_in_issue(&by(&town.shopkeeper), walk_in(1)).await), "limit_reached");
    let shelf = store.free_shop(&town.family, &ShelfQuery::default()).await.expect("the shelf");
    let allowance = shelf.lines.items[0].allowance.expect("a limit");
    assert_eq!((allowance.taken, allowance.left()), (2, 0));
    assert!((start + 30 * DAY..start + 30 * DAY + 60).contains(&allowance.free), "{allowance:?}");
    // Cancelled orders do not count, and each family has its own allowance.
    store.run(&by(&town.family), CancelOwnOrder { id: given_up, reason: String::new() }).await.expect("cancelled");
    store.run(&by(&other), order(store, &town, 2)).await.expect("ordered");
    store.run(&by(&town.family), order(store, &town, 1)).await.expect("ordered");
    stage.clock.advance(28 * DAY);
    store.run(&by(&town.family), order(store, &town, 1)).await.expect("a month later");
});

on_both!(a_full_pickup_slot_takes_no_more_orders, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(1), 9, 100).await;
    let two = SetOrderCapacity { location: town.shop, orders: 2 };
    store.run(&by(&town.shopkeeper), two).await.expect("set");
    for who in [&town.family, &town.auditor, &town.donor] {
        assert_eq!(code(store.run(&by(who), two).await), "not_allowed");
    }
    let new = order(store, &town, 1);
    store.run(&by(&town.family), new.clone()).await.expect("ordered");
    let second = store.run(&by(&town.family), new.clone()).await.expect("ordered");
    assert_eq!(code(store.run(&by(&town.family), new.clone()).await), "slot_full");
    let slots = store.order_slots(&town.family, town.shop).await.expect("slots");
    assert_eq!((slots[0].1, slots[1].1), (0, 2));
    store.run(&by(&town.family), CancelOwnOrder { id: second, reason: String::new() }).await.expect("cancelled");
    store.run(&by(&town.family), new).await.expect("there is room again");
});

on_both!(slots_and_capacity_of_another_root_areas_shop_are_not_found, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    for actor in [&town.family, &town.donor, &town.shopkeeper] {
        assert_eq!(store.order_slots(actor, town.shop).await.expect("slots").len(), slots(store.now()).len());
        for elsewhere in [there.shop, 4711] {
            assert_eq!(code(store.order_slots(actor, elsewhere).await), "not_found");
        }
    }
    assert_eq!(code(store.order_slots(&Actor::visitor(), town.shop).await), "sign_in_needed");
    for actor in [&town.shopkeeper, &town.caseworker, &town.auditor] {
        store.order_capacity_of(actor, town.shop).await.expect("a number");
        for elsewhere in [there.shop, 4711] {
            assert_eq!(code(store.order_capacity_of(actor, elsewhere).await), "not_found");
        }
    }
    assert_eq!(code(store.order_capacity_of(&town.family, town.shop).await), "not_allowed");
});

on_both!(units_beyond_the_most_are_refused_and_leave_the_basket_as_it_was, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(20), 3, 50).await;
    let put = async |quantity, more| {
        let wanted = want(quantity).remove(0);
        store.run(&by(&town.family), PutInBasket { location: town.shop, wanted, more }).await
    };
    put(98, false).await.expect("in");
    put(1, true).await.expect("the last one that fits");
    assert_eq!(fields(put(1, true).await), [("quantity", "out_of_range")]);
    assert_eq!(store.basket(&town.family, 0).await.expect("mine").lines[0].quantity, 99);
    put(2, false).await.expect("fewer");
    assert_eq!(store.basket(&town.family, 0).await.expect("mine").lines[0].quantity, 2);
});

on_both!(concurrent_orders_of_one_family_stay_within_its_limit, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let terms = Terms { points: 10, limit_units: 4, limit_days: 30, ..Terms::default() };
    open_shop(stage, &town, terms, 40, 1000).await;
    let all: Vec<_> = (0..12)
        .map(|_| {
            let (store, by, new): (Store, By, _) = (stage.store.clone(), by(&town.family), order(store, &town, 1));
            tokio::spawn(async move { store.run(&by, new).await })
        })
        .collect();
    let (mut placed, mut refused) = (0, 0);
    for one in all {
        match one.await.expect("an answer") {
            Ok(_) => placed += 1,
            other => {
                assert_eq!(code(other), "limit_reached");
                refused += 1;
            }
        }
    }
    assert_eq!((placed, refused), (4, 8));
    assert_eq!(books(stage, &town).await, [36, 4, 0, 960, 40, 0]);
});
