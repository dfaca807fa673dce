//! The counter's page of a family, and its hand-over by card.

use domain::{accounts::Actor, areas::Policy, catalogue::items::Terms};
use store::{
    accounts::sign_in::cards::RevokeCard,
    areas::policies::SetPolicy,
    orders::{basket::PutInBasket, place::PlaceOrder},
};

use super::{open_shop, order, price, want, wok};
use crate::support::{asked_for, by, code, fields, on_both};

on_both!(the_counter_shows_what_waits_for_a_family_and_writes_the_look_down, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    open_shop(stage, &town, Terms { limit_units: 3, limit_days: 365, ..price(10) }, 5, 100).await;
    let keeper = &town.shopkeeper;
    let looks = async || stage.number("select count(*) from audit where action = 'walk_in_open'").await;
    let empty = store.counter_file(keeper, town.household).await.expect("the family");
    assert_eq!((empty.guest.masked.as_str(), empty.guest.points), ("王**", 100));
    assert!(empty.claims.is_empty() && empty.orders.is_empty() && empty.loans.is_empty() && empty.basket.is_empty());
    assert_eq!(looks().await, 1);
    let read = "select count(*) from reveal where reason = 'counter'";
    assert_eq!(stage.number(read).await, 1, "the family reads the look");

    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let id = store.run(&by(&town.family), order(store, &town, 2)).await.expect("ordered");
    let basket = PutInBasket { location: town.shop, wanted: want(1).remove(0), more: false };
    store.run(&by(&town.family), basket).await.expect("in the basket");
    let seen = store.counter_file(keeper, town.household).await.expect("the family");
    assert_eq!(seen.claims.iter().map(|file| file.claim.id).collect::<Vec<_>>(), [claim]);
    assert_eq!(seen.orders.iter().map(|order| order.id).collect::<Vec<_>>(), [id]);
    assert_eq!((seen.basket[0].item.id, seen.basket[0].quantity), (wok(), 1));
    let left = seen.limits.iter().find(|(item, _)| item.id == wok()).map(|(_, allowance)| allowance.left());
    assert_eq!((left, seen.guest.points), (Some(1), 80));
    assert_eq!((empty.room.year, seen.room.year), (0, 1), "wishes of the year");

    assert_eq!(code(store.counter_file(&there.shopkeeper, town.household).await), "not_found");
    for who in [&town.family, &town.donor, &town.caseworker, &town.auditor] {
        assert_eq!(code(store.counter_file(who, town.household).await), "not_allowed");
    }
});

on_both!(a_working_card_of_the_family_hands_over_in_place_of_its_codes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(10), 5, 100).await;
    let (keeper, caseworker) = (&town.shopkeeper, &town.caseworker);
    let (other, _) = stage.family(caseworker, town.home, "李家").await;
    let foreign = store.card_make(&by(caseworker), asked_for(other)).await.expect("a card").number;
    let lost = store.card_make(&by(caseworker), asked_for(town.household)).await.expect("a card").number;
    store.run(&by(caseworker), RevokeCard(town.household)).await.expect("ended");
    let card = store.card_make(&by(caseworker), asked_for(town.household)).await.expect("a card").secret;

    let id = store.run(&by(&town.family), order(store, &town, 2)).await.expect("ordered");
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    stage.arrive(&town, claim).await;
    for wrong in [foreign, lost, format!("household:{}", town.household)] {
        assert_eq!(code(store.order_hand_over_by_card(&by(keeper), id, wrong.clone()).await), "wrong_code");
        assert_eq!(code(store.claim_hand_over_by_card(&by(keeper), claim, wrong).await), "wrong_code");
    }
    // The maker of the card could sign in as the family and read the code.
    let alone = store.order_hand_over_by_card(&by(caseworker), id, card.clone()).await;
    assert_eq!(fields(alone), [("code", "second_person")]);
    store.order_hand_over_by_card(&by(keeper), id, card.clone()).await.expect("handed over");
    store.claim_hand_over_by_card(&by(keeper), claim, card.clone()).await.expect("handed over");
    assert_eq!(code(store.claim_hand_over_by_card(&by(keeper), claim, card.clone()).await), "wrong_state");
    stage.is_clean().await;

    // Tries with cards are counted like those of codes.
    let next =
        store.run(&by(&town.family), PlaceOrder { lines: want(1), ..order(store, &town, 1) }).await.expect("ordered");
    for _ in 0..5 {
        let tried = store.order_hand_over_by_card(&by(keeper), next, "1234567890".into()).await;
        assert_eq!(code(tried), "wrong_code");
    }
    assert_eq!(code(store.order_hand_over_by_card(&by(keeper), next, card.clone()).await), "too_many_tries");
    stage.clock.advance(16 * 60);
    // Staff do not use the card of their own family.
    let own = Actor { household: town.household, ..keeper.clone() };
    assert_eq!(code(store.order_hand_over_by_card(&by(&own), next, card.clone()).await), "not_allowed");

    // Where one person may do both, the hand-over is listed for the auditor.
    assert!(store.one_person_acts(&town.auditor, 0).await.expect("a list").items.is_empty());
    let policy = Policy { one_person_allowed: true, ..Policy::default() };
    store.run(&by(&town.coordinator), SetPolicy { area: town.district, policy }).await.expect("set");
    store.order_hand_over_by_card(&by(caseworker), next, card).await.expect("allowed here");
    let acts = store.one_person_acts(&town.auditor, 0).await.expect("a list").items;
    let seen: Vec<_> = acts.iter().map(|act| (act.wish, act.order, act.by.as_str())).collect();
    assert_eq!(seen, [(0, next, "甲 caseworker")]);
    let there = stage.town("乙").await;
    assert!(store.one_person_acts(&there.auditor, 0).await.expect("a list").items.is_empty());
});
