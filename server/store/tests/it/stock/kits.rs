//! Kits: assembled and taken apart, never beyond the stock of parts.

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    accounts::Actor,
    stock::kits::{Assembly, TakingApart},
};
use futures::future::join_all;
use store::stock::{
    kits::assembly::{AssembleKits, SetKitPart, TakeKitsApart},
    movements::ReverseStock,
};

const DAY: i64 = 86_400;

/// Adds a kit of one wok and two bags of rice, so that one part can expire.
async fn school_start(stage: &Stage, town: &Town) -> i64 {
    let kit = stage.own_item(town, "开学礼包").await;
    for (part, quantity) in [(13, 1), (17, 2)] {
        let change = SetKitPart { kit, part, size: String::new(), quantity };
        stage.store.run(&by(&town.shopkeeper), change).await.expect("a part");
    }
    kit
}

fn so_many(town: &Town, item: i64, kits: i64) -> Assembly {
    Assembly { item, location: town.shop, kits }
}

fn apart(town: &Town, item: i64, kits: i64) -> TakingApart {
    TakingApart { item, lot: 0, location: town.shop, kits, quarantine: false }
}

on_both!(kits_take_parts_by_expiry_and_return_them_to_their_lots, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (kit, now) = (school_start(stage, &town).await, stage.clock.now());
    let woks = stage.shelved(&town, "wok", 5, 0).await;
    let late = stage.shelved(&town, "rice", 10, now + 90 * DAY).await;
    let soon = stage.shelved(&town, "rice", 3, now + 30 * DAY).await;
    let keeper = &town.shopkeeper;
    let seen = store.kit(keeper, kit, town.shop).await.expect("a kit");
    assert_eq!((seen.possible, seen.ready, seen.parts.len()), (5, 0, 2));

    let made = store.run(&by(keeper), AssembleKits(so_many(&town, kit, 3))).await.expect("put together");
    let shelf = async |lot| stage.units(lot, "shelf", town.shop).await;
    assert_eq!([shelf(woks).await, shelf(soon).await, shelf(late).await, shelf(made).await], [2, 0, 7, 3]);
    let expires = stage.number(&format!("select expires from lot where id = {made} and origin = 'kit'")).await;
    assert_eq!(expires, now + 30 * DAY, "the earliest date of its parts");
    let seen = store.kit(keeper, kit, town.shop).await.expect("a kit");
    assert_eq!((seen.possible, seen.ready), (2, 3));
    stage.is_clean().await;

    store.run(&by(keeper), TakeKitsApart(apart(&town, kit, 1))).await.expect("taken apart");
    assert_eq!([shelf(woks).await, shelf(soon).await, shelf(late).await, shelf(made).await], [3, 2, 7, 2]);
    store.run(&by(keeper), TakeKitsApart(apart(&town, kit, 2))).await.expect("taken apart");
    assert_eq!([shelf(woks).await, shelf(soon).await, shelf(late).await, shelf(made).await], [5, 3, 10, 0]);
    assert_eq!(code(store.run(&by(keeper), TakeKitsApart(apart(&town, kit, 1))).await), "not_enough_stock");
    stage.is_clean().await;

    for kind in ["assemble", "take_apart"] {
        let journal = stage.number(&format!("select min(id) from journal where kind = '{kind}'")).await;
        assert_eq!(
            code(store.run(&by(keeper), ReverseStock { journal, reason: "记错了".into() }).await),
            "not_reversible"
        );
    }
});

on_both!(a_kit_past_the_date_of_one_part_is_taken_apart_in_quarantine, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (kit, now) = (school_start(stage, &town).await, stage.clock.now());
    let woks = stage.shelved(&town, "wok", 5, 0).await;
    let rice = stage.shelved(&town, "rice", 4, now + 30 * DAY).await;
    let keeper = &town.shopkeeper;
    let made = store.run(&by(keeper), AssembleKits(so_many(&town, kit, 2))).await.expect("put together");
    stage.clock.advance(31 * DAY);
    store.run_clocks().await.expect("the clocks run");
    let waits = async |lot| stage.units(lot, "quarantine", town.shop).await;
    assert_eq!(waits(made).await, 2);
    assert_eq!(code(store.run(&by(keeper), TakeKitsApart(apart(&town, kit, 1))).await), "not_enough_stock");
    let there = TakingApart { quarantine: true, ..apart(&town, kit, 2) };
    store.run(&by(keeper), TakeKitsApart(there)).await.expect("taken apart");
    assert_eq!([waits(made).await, waits(woks).await, waits(rice).await], [0, 2, 4]);
    let inspect =
        |lot, quantity| store::stock::movements::InspectStock { lot, location: town.shop, quantity, check: None };
    store.run(&by(keeper), inspect(woks, 2)).await.expect("the wok is good");
    assert_eq!(code(store.run(&by(keeper), inspect(rice, 4)).await), "expired_goods");
    stage.is_clean().await;
});

on_both!(kits_need_permission_and_valid_parts, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (kit, other) = (school_start(stage, &town).await, stage.town("乙").await);
    stage.shelved(&town, "wok", 5, 0).await;
    for who in [&town.donor, &town.family, &town.caseworker, &town.coordinator, &town.auditor, &town.admin] {
        assert_eq!(code(store.run(&by(who), AssembleKits(so_many(&town, kit, 1))).await), "not_allowed");
        let change = SetKitPart { kit, part: 13, size: String::new(), quantity: 2 };
        assert_eq!(code(store.run(&by(who), change).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&Actor::visitor()), AssembleKits(so_many(&town, kit, 1))).await), "sign_in_needed");
    let there = &other.shopkeeper;
    assert_eq!(code(store.run(&by(there), AssembleKits(so_many(&town, kit, 1))).await), "not_found");
    assert_eq!(code(store.run(&by(there), AssembleKits(so_many(&other, kit, 1))).await), "not_found");
    assert_eq!(code(store.kit(there, kit, 0).await), "not_found");
    assert!(store.kits(there, 0, 0).await.expect("a list").items.is_empty());
    assert_eq!(store.kits(&town.auditor, town.shop, 0).await.expect("a list").items.len(), 1);

    let keeper = &town.shopkeeper;
    let set = async |kit, part, size: &str, quantity| {
        store.run(&by(keeper), SetKitPart { kit, part, size: size.into(), quantity }).await
    };
    assert_eq!(code(store.run(&by(keeper), AssembleKits(so_many(&town, 13, 1))).await), "not_a_kit");
    assert_eq!(code(set(13, 17, "", 1).await), "not_found");
    assert_eq!(fields(set(kit, kit, "", 1).await), [("part", "unknown")]);
    assert_eq!(fields(set(kit, 1, "", 1).await), [("size", "required")]);
    assert_eq!(fields(set(kit, 13, "大", 1).await), [("size", "unknown")]);
    assert_eq!(fields(set(kit, 13, "", 101).await), [("quantity", "out_of_range")]);
    let bigger = stage.own_item(&town, "大礼包").await;
    assert_eq!(code(set(bigger, kit, "", 1).await), "kit_of_kits");
    assert_eq!(fields(store.run(&by(keeper), AssembleKits(so_many(&town, kit, 0))).await), [("kits", "out_of_range")]);
    assert_eq!(code(store.run(&by(keeper), AssembleKits(so_many(&town, kit, 1))).await), "not_enough_stock");
    set(kit, 17, "", 0).await.expect("taken out");
    store.run(&by(keeper), AssembleKits(so_many(&town, kit, 5))).await.expect("of woks alone");
    stage.is_clean().await;
});

on_both!(concurrent_assembly_makes_no_more_kits_than_parts_allow, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let kit = school_start(stage, &town).await;
    let woks = stage.shelved(&town, "wok", 50, 0).await;
    let rice = stage.shelved(&town, "rice", 25, stage.clock.now() + 30 * DAY).await;
    let makers: Vec<_> = (0..40).map(|_| by(&town.shopkeeper)).collect();
    let made = join_all(makers.iter().map(|maker| store.run(maker, AssembleKits(so_many(&town, kit, 1))))).await;
    assert_eq!(made.iter().filter(|m| m.is_ok()).count(), 12);
    for refused in made.into_iter().filter(Result::is_err) {
        assert_eq!(code(refused), "not_enough_stock");
    }
    assert_eq!([stage.units(woks, "shelf", town.shop).await, stage.units(rice, "shelf", town.shop).await], [38, 1]);
    let openers: Vec<_> = (0..20).map(|_| by(&town.shopkeeper)).collect();
    let opened = join_all(openers.iter().map(|opener| store.run(opener, TakeKitsApart(apart(&town, kit, 1))))).await;
    let opened = opened.iter().filter(|o| o.is_ok()).count();
    assert!((1..=12).contains(&opened), "{opened}");
    stage.is_clean().await;
});

on_both!(check_finds_kits_whose_contents_differ, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let kit = school_start(stage, &town).await;
    let woks = stage.shelved(&town, "wok", 5, 0).await;
    stage.shelved(&town, "rice", 10, 0).await;
    let made = store.run(&by(&town.shopkeeper), AssembleKits(so_many(&town, kit, 2))).await.expect("put together");
    stage.is_clean().await;
    stage.plant(&format!("update kit_content set taken = 1 where kit = {made} and lot = {woks}")).await;
    let said = [
        format!("kits: 1 units of lot {woks} should be inside kits, but the ledger has 2"),
        format!("kit lot {made}: 0 of 2 were taken apart, but other units of item 13 came out"),
    ];
    assert_eq!(store.check().await.expect("checked"), said);
});

on_both!(kits_are_listed_where_their_parts_are_and_by_the_scarcest_of_them, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (kit, now, keeper) = (school_start(stage, &town).await, stage.clock.now(), &town.shopkeeper);
    let at_hand = async |q: &str| {
        let found = store.kits_at_hand(keeper, 0, q).await.expect("kits");
        found.into_iter().map(|kit| (kit.item, kit.location, kit.ready, kit.possible)).collect::<Vec<_>>()
    };
    stage.shelved(&town, "wok", 2, 0).await;
    assert!(at_hand("").await.is_empty(), "the rice is missing");
    stage.shelved(&town, "rice", 5, now + 90 * DAY).await;
    assert_eq!(at_hand("开学").await, [(kit, town.shop, 0, 2)], "two of rice for each");
    assert_eq!(at_hand("kxlb").await, [(kit, town.shop, 0, 2)], "by initials");
    assert!(at_hand("书包").await.is_empty());
    assert!(store.kits_at_hand(keeper, town.shop + 1000, "").await.expect("none").is_empty());
    store.run(&by(keeper), AssembleKits(so_many(&town, kit, 2))).await.expect("put together");
    assert_eq!(at_hand("").await, [(kit, town.shop, 2, 0)]);
    stage.clock.advance(91 * DAY);
    assert!(at_hand("").await.is_empty(), "past the date of a part");
    let things = store.counter_things(keeper, "开学礼包").await.expect("things");
    assert_eq!(things.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), [kit]);
    assert_eq!(code(store.kits_at_hand(&town.family, 0, "").await), "not_allowed");
});
