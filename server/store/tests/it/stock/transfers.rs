//! Transfers: sent by one shop, received by another, missing units settled.

use store::stock::{
    movements::ReverseStock,
    transfers::{
        cross_docking::ReceiveAndSend,
        lifecycle::{CancelTransfer, ReceiveTransfer, SendTransfer, SettleTransfer},
    },
};

use crate::support::{Stage, Town, West, by, code, fields, on_both};
use domain::{
    accounts::Actor,
    ledger::{Condition, Origin},
    notifications::NoticeKind,
    stock::{
        receipts::{Line, NewReceipt},
        transfers::{ArrivedLine, NewTransfer, Outcome, SendLine, Settlement, TransferState},
    },
    today::Work,
};

fn of(lot: i64, quantity: i64) -> SendLine {
    SendLine { lot, quantity, ..SendLine::default() }
}

fn to_west(town: &Town, west: &West, lines: Vec<SendLine>) -> NewTransfer {
    NewTransfer { from: town.shop, to: west.shop, lines, note: "小李开车".into() }
}

fn settled(lot: i64, quantity: i64, outcome: Outcome, reason: &str) -> Settlement {
    Settlement { lot, quantity, outcome, reason: reason.into() }
}

async fn told(stage: &Stage, who: &Actor) -> Vec<(NoticeKind, i64)> {
    let page = stage.store.notices(who, 0).await.expect("notices");
    page.items.into_iter().map(|notice| (notice.kind, notice.subject)).collect()
}

on_both!(missing_goods_are_shown_to_both_shops_until_settled, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let (bags, woks) = (stage.shelved(&town, "wok", 9, 0).await, stage.shelved(&town, "blanket", 4, 0).await);
    let sent =
        store.run(&by(&town.shopkeeper), SendTransfer(to_west(&town, &west, vec![of(bags, 6), of(woks, 4)]))).await;
    let id = sent.expect("sent");
    assert_eq!([stage.units(bags, "shelf", town.shop).await, stage.units(bags, "transit", id).await], [3, 6]);
    assert_eq!(told(stage, &west.keeper).await, [(NoticeKind::TransferSent, id)]);
    let waits = async |who: &Actor| {
        let today = store.today(who).await.expect("today");
        [today.n(Work::Transfers), today.n(Work::ShortTransfers)]
    };
    assert_eq!((waits(&town.shopkeeper).await, waits(&west.keeper).await), ([0, 0], [1, 0]));
    for who in [&town.shopkeeper, &west.keeper] {
        let live = store.transfers(who, 0, true, 0).await.expect("a list");
        assert_eq!(live.items.iter().map(|t| (t.id, t.sent, t.open)).collect::<Vec<_>>(), [(id, 10, 10)]);
    }

    let arrived = vec![ArrivedLine { lot: bags, quantity: 2 }, ArrivedLine { lot: woks, quantity: 4 }];
    let state =
        store.run(&by(&west.keeper), ReceiveTransfer { transfer: id, lines: arrived.clone() }).await.expect("received");
    assert_eq!(state, TransferState::Short);
    assert_eq!(
        code(store.run(&by(&west.keeper), ReceiveTransfer { transfer: id, lines: arrived }).await),
        "wrong_state"
    );
    assert_eq!(told(stage, &town.shopkeeper).await, [(NoticeKind::TransferShort, id)]);
    assert_eq!((waits(&town.shopkeeper).await, waits(&west.keeper).await), ([0, 1], [0, 0]), "the sender says why");
    for who in [&town.shopkeeper, &west.keeper] {
        let seen = store.transfer(who, id).await.expect("seen");
        assert_eq!((seen.state, seen.open), (TransferState::Short, 4));
    }
    stage.is_clean().await;

    let settle = async |who: &Actor, of| store.run(&by(who), SettleTransfer { transfer: id, of }).await;
    let too_many = settle(&west.keeper, settled(bags, 5, Outcome::Found, "")).await;
    assert_eq!(fields(too_many), [("quantity", "out_of_range")]);
    let silent = settle(&town.shopkeeper, settled(bags, 1, Outcome::Lost, " ")).await;
    assert_eq!(fields(silent), [("reason", "required")]);
    let found = settle(&west.keeper, settled(bags, 1, Outcome::Found, "")).await.expect("found");
    assert_eq!(found, TransferState::Short);
    settle(&town.shopkeeper, settled(bags, 1, Outcome::Returned, "忘在店里")).await.expect("returned");
    let last = settle(&town.shopkeeper, settled(bags, 2, Outcome::Lost, "路上摔坏了")).await.expect("lost");
    assert_eq!(last, TransferState::Settled);
    assert_eq!(code(settle(&west.keeper, settled(bags, 1, Outcome::Found, "")).await), "wrong_state");
    let places = [("shelf", town.shop), ("shelf", west.shop), ("transit", id), ("loss", town.shop)];
    let mut units = Vec::new();
    for (place, owner) in places {
        units.push(stage.units(bags, place, owner).await);
    }
    assert_eq!(units, [4, 3, 0, 2]);
    let live = store.transfers(&west.keeper, west.shop, true, 0).await.expect("a list");
    assert!(live.items.is_empty(), "{live:?}");
    stage.is_clean().await;
});

on_both!(each_shop_acts_only_on_its_own_side_of_a_transfer, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (west, other) = (stage.west(&town).await, stage.town("乙").await);
    let lot = stage.shelved(&town, "wok", 9, 0).await;
    let new = to_west(&town, &west, vec![of(lot, 3)]);
    for who in [&town.donor, &town.family, &town.caseworker, &town.coordinator, &town.auditor, &town.admin] {
        assert_eq!(code(store.run(&by(who), SendTransfer(new.clone())).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(&Actor::visitor()), SendTransfer(new.clone())).await), "sign_in_needed");
    assert_eq!(code(store.run(&by(&west.keeper), SendTransfer(new.clone())).await), "not_found");
    let abroad = NewTransfer { to: other.shop, ..new.clone() };
    assert_eq!(code(store.run(&by(&town.shopkeeper), SendTransfer(abroad)).await), "not_found");
    let too_many = to_west(&town, &west, vec![of(lot, 5), of(lot, 5)]);
    assert_eq!(code(store.run(&by(&town.shopkeeper), SendTransfer(too_many)).await), "not_enough_stock");
    let foreign = to_west(&town, &west, vec![of(stage.shelved(&other, "wok", 2, 0).await, 1)]);
    assert_eq!(code(store.run(&by(&town.shopkeeper), SendTransfer(foreign)).await), "not_found");

    let twice = by(&town.shopkeeper);
    let id = store.run(&twice, SendTransfer(new.clone())).await.expect("sent");
    assert_eq!(store.run(&twice, SendTransfer(new)).await.expect("the same"), id);
    assert_eq!(stage.units(lot, "transit", id).await, 3);
    let (keeper, west_keeper) = (&town.shopkeeper, &west.keeper);
    assert_eq!(code(store.run(&by(keeper), ReceiveTransfer { transfer: id, lines: Vec::new() }).await), "not_allowed");
    assert_eq!(
        code(store.run(&by(west_keeper), CancelTransfer { transfer: id, reason: "不要了".into() }).await),
        "not_allowed"
    );
    for who in [&other.shopkeeper] {
        assert_eq!(code(store.transfer(who, id).await), "not_found");
        assert_eq!(code(store.run(&by(who), ReceiveTransfer { transfer: id, lines: Vec::new() }).await), "not_found");
        assert_eq!(
            code(store.run(&by(who), CancelTransfer { transfer: id, reason: "不要了".into() }).await),
            "not_found"
        );
    }
    assert!(store.transfers(&other.shopkeeper, 0, false, 0).await.expect("a list").items.is_empty());
    assert_eq!(code(store.transfers(&town.donor, 0, false, 0).await), "not_allowed");
    for who in [&town.caseworker, &town.auditor] {
        assert_eq!(store.transfer(who, id).await.expect("its district sends it").lines.len(), 1);
    }

    assert_eq!(
        fields(store.run(&by(keeper), CancelTransfer { transfer: id, reason: "".into() }).await),
        [("reason", "required")]
    );
    store.run(&by(keeper), CancelTransfer { transfer: id, reason: "装错了车".into() }).await.expect("cancelled");
    assert_eq!(stage.units(lot, "shelf", town.shop).await, 9);
    assert_eq!(
        code(store.run(&by(west_keeper), ReceiveTransfer { transfer: id, lines: Vec::new() }).await),
        "wrong_state"
    );
    let journals = stage.number("select count(*) from journal where transfer <> 0").await;
    assert_eq!(journals, 2, "sent and taken back");
    let journal = stage.number("select min(id) from journal where transfer <> 0").await;
    assert_eq!(code(store.run(&by(keeper), ReverseStock { journal, reason: "记错了".into() }).await), "not_reversible");
    stage.is_clean().await;
});

on_both!(transfers_pick_lots_by_expiry_and_refuse_expired_goods, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let now = stage.clock.now();
    let late = stage.shelved(&town, "rice", 5, now + 90 * 86_400).await;
    let soon = stage.shelved(&town, "rice", 2, now + 9 * 86_400).await;
    let rice = SendLine { item: 17, quantity: 3, ..SendLine::default() };
    let id = store.run(&by(&town.shopkeeper), SendTransfer(to_west(&town, &west, vec![rice]))).await.expect("sent");
    assert_eq!([stage.units(soon, "transit", id).await, stage.units(late, "transit", id).await], [2, 1]);
    stage.clock.advance(91 * 86_400);
    let stale = store.run(&by(&town.shopkeeper), SendTransfer(to_west(&town, &west, vec![of(late, 1)]))).await;
    assert_eq!(code(stale), "expired_goods");
    // Goods that expired in transit arrive on the shelf and are moved to quarantine by the jobs.
    store.run(&by(&west.keeper), ReceiveTransfer { transfer: id, lines: Vec::new() }).await.expect("received");
    store.run_clocks().await.expect("the clocks run");
    assert_eq!([stage.units(soon, "shelf", west.shop).await, stage.units(soon, "quarantine", west.shop).await], [0, 2]);
    stage.is_clean().await;
});

on_both!(a_transfer_received_and_cancelled_at_once_ends_once, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let lot = stage.shelved(&town, "wok", 40, 0).await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        let new = to_west(&town, &west, vec![of(lot, 2)]);
        ids.push(store.run(&by(&town.shopkeeper), SendTransfer(new)).await.expect("sent"));
    }
    let ends = ids.iter().map(|id| async {
        let (there, back) = (by(&west.keeper), by(&town.shopkeeper));
        let (received, cancelled) = tokio::join!(
            store.run(&there, ReceiveTransfer { transfer: *id, lines: Vec::new() }),
            store.run(&back, CancelTransfer { transfer: *id, reason: "开错单".into() })
        );
        (received.is_ok(), cancelled.is_ok())
    });
    let ends = futures::future::join_all(ends).await;
    assert!(ends.iter().all(|(a, b)| a != b), "{ends:?}");
    let received = i64::try_from(ends.iter().filter(|(received, _)| *received).count()).expect("few");
    assert_eq!(stage.units(lot, "shelf", west.shop).await, 2 * received);
    assert_eq!(stage.units(lot, "shelf", town.shop).await, 40 - 2 * received);
    stage.is_clean().await;
});

on_both!(check_finds_transfers_that_the_ledger_contradicts, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let lot = stage.shelved(&town, "wok", 9, 0).await;
    let id =
        store.run(&by(&town.shopkeeper), SendTransfer(to_west(&town, &west, vec![of(lot, 3)]))).await.expect("sent");
    stage.is_clean().await;
    stage.plant(&format!("update transfer_line set arrived = 1 where transfer = {id}")).await;
    let lines = store.check().await.expect("checked");
    let said = [format!("transfer {id}: 2 units of lot {lot} should be on the way, but the ledger has 3")];
    assert_eq!(lines, said);
    stage.plant(&format!("update transfer_line set arrived = 0 where transfer = {id}")).await;
    stage.plant(&format!("update transfer set state = 'received' where id = {id}")).await;
    assert_eq!(store.check().await.expect("checked"), [format!("transfer {id} is received, but 3 units are left")]);
});

on_both!(goods_for_another_shop_are_received_and_sent_on_in_one_step, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let id = |key: &str| domain::catalogue::by_key(key).expect("in the catalogue").id;
    let line = |key: &str, quantity, condition| Line {
        item: id(key),
        size: String::new(),
        quantity,
        condition,
        expires: 0,
        cost: 0,
        code: String::new(),
    };
    let new = |lines| NewReceipt {
        location: town.shop,
        origin: Origin::Donation,
        organisation: 0,
        giver: "街坊".into(),
        named: false,
        note: "西岸店要的".into(),
        offer: 0,
        lines,
    };
    let lines = vec![line("wok", 3, Condition::New), line("desk_lamp", 2, Condition::Used)];
    let sent = store.run(&by(&town.shopkeeper), ReceiveAndSend { new: new(lines.clone()), to: west.shop }).await;
    let sent = sent.expect("received and sent");
    assert_eq!(sent.waiting, 2, "used appliances stay until their check is signed");
    let seen = store.transfer(&west.keeper, sent.transfer).await.expect("seen");
    assert_eq!((seen.target, seen.sent, seen.open), (west.shop, 3, 3));
    assert!(!store.receipt(&town.shopkeeper, sent.receipt).await.expect("a receipt").open);
    assert_eq!(told(stage, &west.keeper).await, [(NoticeKind::TransferSent, sent.transfer)]);
    store.run(&by(&west.keeper), ReceiveTransfer { transfer: sent.transfer, lines: Vec::new() }).await.expect("there");
    stage.is_clean().await;

    let used = vec![line("desk_lamp", 1, Condition::Used)];
    let before = stage.number("select count(*) from receipt").await;
    let run = async |who: &Actor, lines, to| {
        let refused = store.run(&by(who), ReceiveAndSend { new: new(lines), to }).await;
        code(refused)
    };
    assert_eq!(run(&town.shopkeeper, used, west.shop).await, "check_needed");
    assert_eq!(run(&town.shopkeeper, lines.clone(), town.shop).await, "invalid_fields");
    assert_eq!(run(&west.keeper, lines.clone(), west.shop).await, "not_found");
    assert_eq!(run(&town.donor, lines, west.shop).await, "not_allowed");
    assert_eq!(stage.number("select count(*) from receipt").await, before, "nothing is received by a refusal");
});

on_both!(two_codes_of_one_item_do_not_choose_the_same_units, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let west = stage.west(&town).await;
    let soon = stage.shelved(&town, "rice", 3, stage.clock.now() + 30 * domain::DAY).await;
    let late = stage.shelved(&town, "rice", 5, stage.clock.now() + 90 * domain::DAY).await;
    let item = domain::catalogue::by_key("rice").expect("in the catalogue").id;
    let any = |quantity| SendLine { item, quantity, ..SendLine::default() };
    // A label of the lot that expires first, the item's code of the maker, and one of the shop.
    let lines = vec![any(2), of(soon, 2), any(3)];
    let id = store.run(&by(&town.shopkeeper), SendTransfer(to_west(&town, &west, lines))).await.expect("sent");
    assert_eq!([stage.units(soon, "transit", id).await, stage.units(late, "transit", id).await], [3, 4]);
    let lines = vec![any(1), any(1)];
    let refused = store.run(&by(&town.shopkeeper), SendTransfer(to_west(&town, &west, lines))).await;
    assert_eq!(code(refused), "not_enough_stock");
    stage.is_clean().await;
});
