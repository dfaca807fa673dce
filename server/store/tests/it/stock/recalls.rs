//! Recalls: every unit is found and stopped at once, and has an outcome before the recall ends.

use domain::{
    claims::Arrival,
    ledger::{Condition, Origin, Place},
    notifications::NoticeKind,
    stock::{
        kits::Assembly,
        recalls::{HomeOutcome, NewRecall, RecallOutcome, RecallState, StockOutcome},
        transfers::{NewTransfer, SendLine},
    },
};
use futures::future::join_all;
use store::{
    claims::{
        fulfilment::{AcceptGoods, RefuseGoods},
        lifecycle::RevokeClaim,
    },
    stock::{
        kits::assembly::{AssembleKits, SetKitPart},
        movements::{InspectStock, ReceiveStock, Removal, TransferStock, WriteOffStock},
        recalls::{
            opening::OpenRecall,
            outcomes::{SettleHome, SettleStock, TellHome},
        },
        transfers::lifecycle::{ReceiveTransfer, SendTransfer},
    },
};

use crate::support::{by, code, fields, on_both};

fn of(lots: &[i64]) -> OpenRecall {
    OpenRecall(NewRecall { lots: lots.to_vec(), reason: "厂家通知漏电".into() })
}

on_both!(a_recall_stops_every_unit_and_ends_when_each_has_an_outcome, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    // One lamp with the family, one set aside for it in the shop, and woks on the shelf and on their way.
    let given = stage.handed_over(&town).await;
    let wish = stage.wish(&town, 1).await;
    let waiting = stage.claim(&town, wish, 1).await.id;
    stage.arrive(&town, waiting).await;
    let lot_of = async |claim: i64| stage.number(&format!("select lot from claim where id = {claim}")).await;
    let (home_lot, set_aside) = (lot_of(given).await, lot_of(waiting).await);
    let shelf = stage.shelved(&town, "wok", 9, 0).await;
    let lines = vec![SendLine { lot: shelf, quantity: 4, ..SendLine::default() }];
    let new = NewTransfer { from: town.shop, to: west.shop, lines, note: String::new() };
    let transfer = store.run(&by(&town.shopkeeper), SendTransfer(new)).await.expect("sent");

    assert_eq!(code(store.run(&by(&town.caseworker), of(&[shelf])).await), "not_allowed");
    let there = stage.town("乙").await;
    assert_eq!(code(store.run(&by(&there.shopkeeper), of(&[shelf])).await), "not_found");
    assert_eq!(fields(store.run(&by(&town.shopkeeper), of(&[])).await), [("lots", "required")]);
    let id = store.run(&by(&town.coordinator), of(&[shelf, home_lot, set_aside])).await.expect("recalled");
    assert_eq!(code(store.run(&by(&town.shopkeeper), of(&[shelf])).await), "wrong_state");
    stage.is_clean().await;

    // Off the shelf at once; what is set aside cannot be handed over, and what arrives goes to quarantine.
    let units = async |place: &str, owner: i64| stage.units(shelf, place, owner).await;
    assert_eq!([units("shelf", town.shop).await, units("quarantine", town.shop).await], [0, 5]);
    let pick_up = stage.pick_up_code(&town, wish).await;
    assert_eq!(code(store.claim_hand_over(&by(&town.shopkeeper), waiting, pick_up).await), "recalled");
    let all = ReceiveTransfer { transfer, lines: Vec::new() };
    store.run(&by(&west.keeper), all).await.expect("received");
    assert_eq!([units("shelf", west.shop).await, units("quarantine", west.shop).await], [0, 4]);
    stage.is_clean().await;

    // Those concerned are told, and see what is theirs.
    for who in [&town.shopkeeper, &town.caseworker] {
        let told = store.notices(who, 0).await.expect("notices").items;
        assert!(told.iter().any(|one| one.kind == NoticeKind::RecallOpen && one.subject == id), "{told:?}");
        assert_eq!(store.today(who).await.expect("today").n(domain::today::Work::Recalls), 1);
    }
    let file = store.recall(&town.caseworker, id).await.expect("seen");
    assert_eq!((file.recall.in_shops, file.recall.at_homes, file.homes.len()), (10, 1, 1));
    assert_eq!(file.homes[0].household, town.household);
    assert!(file.stock.iter().any(|unit| unit.place == Place::Reserved && unit.owner == waiting));
    assert_eq!(code(store.recall(&there.coordinator, id).await), "not_found");
    assert!(store.recall(&west.keeper, id).await.expect("seen").homes.is_empty(), "families of other areas");

    let home = file.homes[0].id;
    assert_eq!(code(store.run(&by(&town.shopkeeper), TellHome { home }).await), "not_allowed");
    assert_eq!(code(store.run(&by(&there.caseworker), TellHome { home }).await), "not_found");
    store.run(&by(&town.caseworker), TellHome { home }).await.expect("told");
    let used = |quantity| SettleHome { home, of: HomeOutcome { quantity, outcome: RecallOutcome::Used } };
    assert_eq!(fields(store.run(&by(&town.caseworker), used(2)).await), [("quantity", "out_of_range")]);
    store.run(&by(&town.caseworker), used(1)).await.expect("noted");

    let settle = |location, quantity, outcome| SettleStock {
        recall: id,
        of: StockOutcome { lot: shelf, location, quantity, outcome },
    };
    let wrong = store.run(&by(&town.shopkeeper), settle(west.shop, 1, RecallOutcome::Kept)).await;
    assert_eq!(code(wrong), "not_found");
    let many = store.run(&by(&town.shopkeeper), settle(town.shop, 6, RecallOutcome::Destroyed)).await;
    assert_eq!(fields(many), [("quantity", "out_of_range")]);
    store.run(&by(&town.shopkeeper), settle(town.shop, 2, RecallOutcome::Destroyed)).await.expect("destroyed");
    store.run(&by(&town.shopkeeper), settle(town.shop, 3, RecallOutcome::Kept)).await.expect("kept");
    store.run(&by(&west.keeper), settle(west.shop, 4, RecallOutcome::Returned)).await.expect("returned");
    assert_eq!([units("quarantine", town.shop).await, units("loss", town.shop).await], [3, 2]);
    assert_eq!(store.recall(&town.coordinator, id).await.expect("seen").recall.state, RecallState::Open);

    // The claim's unit comes back by the claim's own step, is written off by an ordinary one, and the clock ends it.
    let revoke = RevokeClaim { id: waiting, reason: "召回".into() };
    store.run(&by(&town.shopkeeper), revoke).await.expect("revoked");
    assert_eq!(stage.units(set_aside, "quarantine", town.shop).await, 1);
    let removal = Removal {
        lot: set_aside,
        location: town.shop,
        place: Place::Quarantine,
        quantity: 1,
        reason: "召回销毁".into(),
    };
    store.run(&by(&town.shopkeeper), WriteOffStock(removal)).await.expect("written off");
    store.run_clocks().await.expect("the clocks");
    let ended = store.recall(&town.coordinator, id).await.expect("seen").recall;
    assert_eq!((ended.state, ended.in_shops, ended.at_homes), (RecallState::Ended, 0, 0));
    assert_eq!([units("shelf", town.shop).await, units("quarantine", town.shop).await], [3, 0]);
    assert_eq!(code(store.run(&by(&town.caseworker), used(1)).await), "wrong_state");
    stage.is_clean().await;
});

on_both!(no_unit_slips_away_while_a_recall_opens, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let lot = stage.shelved(&town, "wok", 20, 0).await;
    let (keeper, coordinator) = (&town.shopkeeper, &town.coordinator);
    let (from, to) = (town.shop, west.shop);
    let moves = (0..8).map(|_| async move {
        let _ = store.run(&by(keeper), TransferStock { lot, from, to, quantity: 1 }).await;
    });
    let recall = async { store.run(&by(coordinator), of(&[lot])).await.expect("recalled") };
    let (id, _) = tokio::join!(recall, join_all(moves));
    let on_shelves = stage.units(lot, "shelf", from).await + stage.units(lot, "shelf", to).await;
    let aside = stage.units(lot, "quarantine", from).await + stage.units(lot, "quarantine", to).await;
    assert_eq!((on_shelves, aside), (0, 20), "recall {id}");
    assert_eq!(code(store.run(&by(keeper), TransferStock { lot, from, to, quantity: 1 }).await), "not_enough_stock");
    stage.is_clean().await;
});

on_both!(no_kit_slips_away_while_its_part_is_recalled, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (keeper, coordinator, shop) = (&town.shopkeeper, &town.coordinator, town.shop);
    let kit = stage.own_item(&town, "开学礼包").await;
    let part = domain::catalogue::by_key("wok").expect("in the catalogue").id;
    store.run(&by(keeper), SetKitPart { kit, part, size: String::new(), quantity: 1 }).await.expect("a part");
    let lot = stage.shelved(&town, "wok", 20, 0).await;
    let making = (0..8).map(|_| async move {
        let _ = store.run(&by(keeper), AssembleKits(Assembly { item: kit, location: shop, kits: 1 })).await;
    });
    let recall = async { store.run(&by(coordinator), of(&[lot])).await.expect("recalled") };
    let (id, _) = tokio::join!(recall, join_all(making));
    let loose = "select cast(coalesce(sum(b.quantity), 0) as bigint) from balance b
                 join ledger_account a on a.id = b.account where a.place = 'shelf'";
    assert_eq!(stage.number(loose).await, 0, "recall {id}");
    stage.is_clean().await;
});

on_both!(what_a_recall_keeps_still_needs_its_check, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (keeper, location) = (&town.shopkeeper, town.shop);
    let used = ReceiveStock {
        location,
        item: domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id,
        size: String::new(),
        quantity: 1,
        condition: Condition::Used,
        expires: 0,
        origin: Origin::Donation,
        reason: String::new(),
    };
    let lot = store.run(&by(keeper), used).await.expect("received");
    let settle =
        |recall, lot, outcome| SettleStock { recall, of: StockOutcome { lot, location, quantity: 1, outcome } };
    let id = store.run(&by(&town.coordinator), of(&[lot])).await.expect("recalled");
    store.run(&by(keeper), settle(id, lot, RecallOutcome::Kept)).await.expect("kept");
    assert_eq!(store.recall(keeper, id).await.expect("seen").recall.state, RecallState::Ended);
    let units = [stage.units(lot, "shelf", location).await, stage.units(lot, "quarantine", location).await];
    assert_eq!(units, [0, 1], "no family gets a used lamp without a signed check");
    let inspect = InspectStock { lot, location, quantity: 1, check: None };
    assert_eq!(code(store.run(&by(keeper), inspect).await), "check_needed");

    // What a donor's claim waits for leaves by the claim's own step, or the claim would wait for goods that are gone.
    let wish = stage.wish(&town, 1).await;
    let claim = stage.claim(&town, wish, 1).await.id;
    let found = Arrival { condition: Condition::Used, expires: 0 };
    store.run(&by(keeper), AcceptGoods { claim, found }).await.expect("arrived");
    let lot = stage.number(&format!("select lot from claim where id = {claim}")).await;
    let id = store.run(&by(&town.coordinator), of(&[lot])).await.expect("recalled");
    assert_eq!(code(store.run(&by(keeper), settle(id, lot, RecallOutcome::Destroyed)).await), "has_open_claims");
    store.run(&by(keeper), RefuseGoods { id: claim, reason: "召回".into() }).await.expect("refused");
    store.run_clocks().await.expect("the clocks");
    assert_eq!(store.recall(keeper, id).await.expect("seen").recall.state, RecallState::Ended);
    stage.is_clean().await;
});

on_both!(a_shop_that_did_its_part_of_a_recall_is_not_asked_again, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let (keeper, location) = (&town.shopkeeper, town.shop);
    let lot = stage.shelved(&town, "wok", 5, 0).await;
    store.run(&by(keeper), TransferStock { lot, from: location, to: west.shop, quantity: 2 }).await.expect("moved");
    let recall = store.run(&by(&town.coordinator), of(&[lot])).await.expect("recalled");
    let waits =
        async |who: &domain::accounts::Actor| store.today(who).await.expect("today").n(domain::today::Work::Recalls);
    assert_eq!([waits(keeper).await, waits(&west.keeper).await], [1, 1]);
    let settle =
        |quantity| SettleStock { recall, of: StockOutcome { lot, location, quantity, outcome: RecallOutcome::Kept } };
    store.run(&by(keeper), settle(2)).await.expect("kept");
    assert_eq!(waits(keeper).await, 1, "one unit has no outcome yet");
    store.run(&by(keeper), settle(1)).await.expect("kept");
    assert_eq!([waits(keeper).await, waits(&west.keeper).await], [0, 1]);
});

on_both!(a_family_whose_caseworker_has_left_is_told_by_another, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let given = stage.handed_over(&town).await;
    let lot = stage.number(&format!("select lot from claim where id = {given}")).await;
    let next = stage.caseworker_of(&town, town.district).await;
    let left = format!("delete from role_grant where account = {} and role = 'caseworker'", town.caseworker.account);
    stage.plant(&left).await;
    store.run(&by(&town.coordinator), of(&[lot])).await.expect("recalled");
    let told = store.notices(&next, 0).await.expect("notices").items;
    assert!(told.iter().any(|one| one.kind == NoticeKind::RecallOpen), "{told:?}");
});
