//! Kits in the free shop: offered when their parts are there, and put together by the order.

use domain::{DAY, orders::Wanted};
use store::{
    catalogue::items::WriteItem,
    orders::{basket::ShelfQuery, lifecycle::CancelOwnOrder, place::PlaceOrder},
    stock::kits::assembly::SetKitPart,
};

use super::{code_of, give, order, price, wok};
use crate::support::{by, code, on_both};

on_both!(an_order_puts_kits_together_and_one_that_ends_gives_the_parts_back, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let keeper = &town.shopkeeper;
    let kit = stage.own_item(&town, "开学礼包").await;
    let rice = domain::catalogue::by_key("rice").expect("in the catalogue").id;
    for (part, quantity) in [(wok(), 1), (rice, 2)] {
        store.run(&by(keeper), SetKitPart { kit, part, size: String::new(), quantity }).await.expect("a part");
    }
    store.run(&by(keeper), WriteItem::terms(kit, price(10))).await.expect("terms");
    give(stage, &town, town.household, 100).await;
    let woks = stage.shelved(&town, "wok", 3, 0).await;
    let bags = stage.shelved(&town, "rice", 5, stage.clock.now() + 90 * DAY).await;
    let shelf = store.free_shop(&town.family, &ShelfQuery::default()).await.expect("the shelf");
    let offered: Vec<_> = shelf.lines.items.iter().map(|line| (line.item.id, line.left)).collect();
    assert_eq!(offered, [(kit, 2)], "the rice is enough for two");

    let ordered = |quantity| PlaceOrder {
        lines: vec![Wanted { item: kit, size: String::new(), quantity }],
        ..order(store, &town, 1)
    };
    let units = async || [stage.units(woks, "shelf", town.shop).await, stage.units(bags, "shelf", town.shop).await];
    assert_eq!(code(store.run(&by(&town.family), ordered(3)).await), "not_enough_stock");
    assert_eq!(units().await, [3, 5]);
    let id = store.run(&by(&town.family), ordered(2)).await.expect("ordered");
    let picks = store.shop_order(keeper, id).await.expect("the order").picks;
    let picks: Vec<_> = picks.iter().map(|pick| (pick.item, pick.quantity, pick.assemble)).collect();
    assert_eq!((picks, units().await), (vec![(kit, 2, true)], [1, 1]));
    stage.is_clean().await;

    let cancelled = CancelOwnOrder { id, reason: "不要了".into() };
    store.run(&by(&town.family), cancelled).await.expect("cancelled");
    assert_eq!(units().await, [3, 5], "what was booked as kits are parts again");
    assert_eq!(store.kit(keeper, kit, town.shop).await.expect("a kit").ready, 0);
    stage.is_clean().await;

    let id = store.run(&by(&town.family), ordered(1)).await.expect("ordered");
    let right = code_of(store, &town.family, id).await;
    store.order_hand_over(&by(keeper), id, right).await.expect("handed over");
    assert_eq!(units().await, [2, 3]);
    stage.is_clean().await;
});
