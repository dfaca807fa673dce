//! Orders of the free shop: goods and points are held, spent or released together, once.

mod counter;
mod kits;
mod limits;

use crate::support::{Stage, Town, by, code, fields, on_both};
use domain::{
    DAY,
    accounts::Actor,
    catalogue::items::Terms,
    ledger::{Condition, Origin},
    orders::{Wanted, slots},
};
use store::{
    Store, Tx,
    catalogue::items::WriteItem,
    db::pickup_codes::CodeSearch,
    orders::{
        basket::{PutInBasket, ShelfQuery},
        lifecycle::{CancelOrder, CancelOwnOrder, ReplaceExpired},
        place::PlaceOrder,
        views::Which,
        walk_in::IssueWalkIn,
    },
    points::{self, ledger::NewGrant},
    stock::movements::{ReceiveStock, ReverseStock},
};

/// Item id of a wok, which has no sizes and does not expire by itself.
fn wok() -> i64 {
    domain::catalogue::by_key("wok").expect("in the catalogue").id
}

fn want(quantity: i64) -> Vec<Wanted> {
    vec![Wanted { item: wok(), size: String::new(), quantity }]
}

/// Sets the terms of woks, shelves `units` of them, and gives points to the town's family.
async fn open_shop(stage: &Stage, town: &Town, terms: Terms, units: i64, points: i64) {
    stage.store.run(&by(&town.shopkeeper), WriteItem::terms(wok(), terms)).await.expect("terms");
    if units > 0 {
        receive(stage, town, units, 0).await;
    }
    give(stage, town, town.household, points).await;
}

async fn receive(stage: &Stage, town: &Town, quantity: i64, expires: i64) -> i64 {
    let receipt = ReceiveStock {
        location: town.shop,
        item: wok(),
        size: String::new(),
        quantity,
        condition: Condition::New,
        expires,
        origin: Origin::Donation,
        reason: String::new(),
    };
    stage.store.run(&by(&town.shopkeeper), receipt).await.expect("received")
}

async fn give(stage: &Stage, town: &Town, household: i64, points: i64) {
    let root = town.root;
    let granted = stage.store.script(move |tx: &mut Tx<'_>, ()| {
        Box::pin(async move {
            let new = NewGrant { household, root, points, expires: 0, reason: "测试" };
            points::ledger::grant(tx, &new).await.map(drop)
        })
    });
    granted.await.expect("points");
}

fn price(points: i64) -> Terms {
    Terms { points, ..Terms::default() }
}

fn order(store: &Store, town: &Town, quantity: i64) -> PlaceOrder {
    PlaceOrder { location: town.shop, pickup: slots(store.now())[0].from, lines: want(quantity), basket: false }
}

/// Returns units on the shelf, ordered and issued, then points spendable, held and spent.
async fn books(stage: &Stage, town: &Town) -> [i64; 6] {
    let mut sums = [0; 6];
    for (sum, place) in sums.iter_mut().zip(["shelf", "ordered", "issued", "household", "held", "spent"]) {
        let sql = format!(
            "select cast(coalesce(sum(b.quantity), 0) as bigint) from balance b join ledger_account a on a.id = b.account
             where a.place = '{place}' and a.root = {}",
            town.root
        );
        *sum = stage.number(&sql).await;
    }
    assert_eq!(stage.store.check().await.expect("a check"), Vec::<String>::new());
    sums
}

async fn code_of(store: &Store, family: &Actor, id: i64) -> String {
    store.own_order(family, id).await.expect("the family's own").code
}

fn other_code(code: &str) -> String {
    format!("{:04}", (code.parse::<i64>().expect("digits") + 1) % 10_000)
}

on_both!(goods_and_points_are_held_and_handed_over_together, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(20), 5, 100).await;
    let id = store.run(&by(&town.family), order(store, &town, 2)).await.expect("ordered");
    assert_eq!(books(stage, &town).await, [3, 2, 0, 60, 40, 0]);

    let own = store.own_order(&town.family, id).await.expect("my order");
    assert_eq!((own.order.points, own.order.lines[0].points, own.place.id), (40, 20, town.shop));
    // A later price does not apply to the order.
    store.run(&by(&town.shopkeeper), WriteItem::terms(wok(), price(90))).await.expect("terms");

    let desk = store.shop_orders(&town.shopkeeper, Which::Today, 0, 0).await.expect("orders").items.len()
        + store.shop_orders(&town.shopkeeper, Which::Later, town.shop, 0).await.expect("orders").items.len();
    assert_eq!(desk, 1);
    let CodeSearch::Counted(typed) = store.code_search(&town.shopkeeper, &own.code).await.expect("an answer") else {
        panic!("a shopkeeper searches by code")
    };
    let found = store.orders_by_code(&town.shopkeeper, &typed).await.expect("found");
    assert!(found.iter().any(|order| order.id == id));
    let shown = store.shop_order(&town.shopkeeper, id).await.expect("the shop's order");
    assert_eq!((shown.picks.len(), shown.picks[0].quantity, shown.may_hand_over), (1, 2, true));

    let wrong = store.order_hand_over(&by(&town.shopkeeper), id, other_code(&own.code)).await;
    assert_eq!(code(wrong), "wrong_code");
    store.order_hand_over(&by(&town.shopkeeper), id, own.code.clone()).await.expect("handed over");
    assert_eq!(books(stage, &town).await, [3, 0, 2, 60, 0, 40]);
    assert_eq!(code(store.order_hand_over(&by(&town.shopkeeper), id, own.code).await), "wrong_state");
    assert_eq!(code(store.run(&by(&town.family), CancelOwnOrder { id, reason: String::new() }).await), "wrong_state");
    let told = store.notices(&town.family, 0).await.expect("notices").items;
    assert_eq!((told[0].kind.as_str(), told[0].subject), ("order_collected", id));
});

on_both!(five_wrong_codes_block_an_order_for_fifteen_minutes, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(20), 5, 100).await;
    let id = store.run(&by(&town.family), order(store, &town, 1)).await.expect("ordered");
    let right = code_of(store, &town.family, id).await;
    for _ in 0..5 {
        assert_eq!(code(store.order_hand_over(&by(&town.shopkeeper), id, other_code(&right)).await), "wrong_code");
    }
    assert_eq!(code(store.order_hand_over(&by(&town.shopkeeper), id, right.clone()).await), "too_many_tries");
    stage.clock.advance(901);
    store.order_hand_over(&by(&town.shopkeeper), id, right).await.expect("handed over");
});

on_both!(cancelling_returns_goods_and_points, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(20), 5, 100).await;
    let first = store.run(&by(&town.family), order(store, &town, 2)).await.expect("ordered");
    let second = store.run(&by(&town.family), order(store, &town, 1)).await.expect("ordered");
    assert_eq!(books(stage, &town).await, [2, 3, 0, 40, 60, 0]);
    store.run(&by(&town.family), CancelOwnOrder { id: first, reason: String::new() }).await.expect("cancelled");
    assert_eq!(books(stage, &town).await, [4, 1, 0, 80, 20, 0]);
    assert_eq!(
        fields(store.run(&by(&town.shopkeeper), CancelOrder { id: second, reason: String::new() }).await),
        [("reason", "required")]
    );
    store
        .run(&by(&town.shopkeeper), CancelOrder { id: second, reason: "货架被水淹了".into() })
        .await
        .expect("cancelled");
    assert_eq!(books(stage, &town).await, [5, 0, 0, 100, 0, 0]);
    let told = store.notices(&town.family, 0).await.expect("notices").items;
    assert_eq!((told.len(), told[0].kind.as_str(), told[0].text.as_str()), (1, "order_cancelled", "货架被水淹了"));
    // Journals of an order are reversed only through the order.
    let journal = stage.number("select max(id) from journal where shop_order <> 0").await;
    assert_eq!(
        code(store.run(&by(&town.shopkeeper), ReverseStock { journal, reason: "试试看".into() }).await),
        "not_reversible"
    );
});

on_both!(an_order_beyond_stock_or_points_is_refused_and_changes_nothing, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(20), 3, 50).await;
    let place = async |new: PlaceOrder| store.run(&by(&town.family), new).await;
    assert_eq!(code(place(order(store, &town, 4)).await), "not_enough_stock");
    assert_eq!(code(place(order(store, &town, 3)).await), "not_enough_points");
    assert_eq!(
        fields(place(PlaceOrder { lines: Vec::new(), ..order(store, &town, 1) }).await),
        [("lines", "required")]
    );
    assert_eq!(fields(place(PlaceOrder { pickup: 7, ..order(store, &town, 1) }).await), [("pickup", "unknown")]);
    let lamp = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let lamp = Wanted { item: lamp, size: String::new(), quantity: 1 };
    assert_eq!(code(place(PlaceOrder { lines: vec![lamp], ..order(store, &town, 1) }).await), "not_offered");
    assert_eq!(books(stage, &town).await, [3, 0, 0, 50, 0, 0]);
    assert_eq!(stage.number("select count(*) from shop_order").await, 0);
});

on_both!(an_uncollected_order_expires_and_returns_goods_and_points, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(20), 5, 100).await;
    let pickup = slots(store.now()).last().expect("a slot").from;
    let new = PlaceOrder { pickup, ..order(store, &town, 2) };
    let id = store.run(&by(&town.family), new).await.expect("ordered");
    let until = store.own_order(&town.family, id).await.expect("mine").order.until;
    stage.clock.advance(pickup - store.now());
    assert_eq!(store.run_clocks().await.expect("clocks").orders_reminded, 1);
    assert_eq!(store.run_clocks().await.expect("clocks").orders_reminded, 0, "once");
    // The clock goes on while the test runs: a minute, not a second, before the end.
    stage.clock.advance(until - store.now() - 60);
    assert_eq!(store.run_clocks().await.expect("clocks").orders_expired, 0, "not yet");
    stage.clock.advance(61);
    let another = stage.another().await;
    let (one, two) = tokio::join!(store.run_clocks(), another.run_clocks());
    assert_eq!(one.expect("clocks").orders_expired + two.expect("clocks").orders_expired, 1, "on one server");
    another.close().await;
    assert_eq!(books(stage, &town).await, [5, 0, 0, 100, 0, 0]);
    let told = store.notices(&town.family, 0).await.expect("notices").items;
    assert_eq!(told.iter().map(|n| n.kind.as_str()).collect::<Vec<_>>(), ["order_expired", "order_reminder"]);
});

on_both!(goods_that_expired_in_an_order_are_not_handed_over, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(1), 0, 100).await;
    let old = receive(stage, &town, 3, store.now() + DAY).await;
    let pickup = slots(store.now()).last().expect("a slot").from;
    let new = PlaceOrder { pickup, ..order(store, &town, 2) };
    let id = store.run(&by(&town.family), new).await.expect("ordered");
    let right = code_of(store, &town.family, id).await;
    stage.clock.advance(2 * DAY);
    let keeper = &town.shopkeeper;
    assert_eq!(code(store.order_hand_over(&by(keeper), id, right.clone()).await), "expired_goods");
    assert_eq!(code(store.run(&by(keeper), ReplaceExpired(id)).await), "not_enough_stock");
    let fresh = receive(stage, &town, 2, 0).await;
    let lots = async || {
        let picks = store.shop_order(keeper, id).await.expect("the order").picks;
        picks.iter().map(|pick| (pick.lot, pick.quantity)).collect::<Vec<_>>()
    };
    assert_eq!(lots().await, [(old, 2)]);
    store.run(&by(keeper), ReplaceExpired(id)).await.expect("replaced");
    assert_eq!(lots().await, [(fresh, 2)]);
    store.order_hand_over(&by(keeper), id, right).await.expect("handed over");
    // Expired goods are not offered.
    let shelf = store.free_shop(&town.family, &ShelfQuery::default()).await.expect("the shelf");
    assert!(shelf.lines.items.is_empty());
    assert_eq!(books(stage, &town).await[1..3], [0, 2]);
});

on_both!(a_basket_is_kept_until_its_order_is_placed, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(20), 3, 50).await;
    let put = async |quantity, more| {
        let wanted = want(quantity).remove(0);
        store.run(&by(&town.family), PutInBasket { location: town.shop, wanted, more }).await
    };
    put(1, true).await.expect("in");
    put(1, true).await.expect("in");
    put(1, true).await.expect("in");
    let basket = store.basket(&town.family, 0).await.expect("mine");
    assert_eq!((basket.lines[0].quantity, basket.total(), basket.points), (3, 60, 50));
    let lines = || want(3);
    let new = PlaceOrder { lines: lines(), basket: true, ..order(store, &town, 1) };
    assert_eq!(code(store.run(&by(&town.family), new.clone()).await), "not_enough_points");
    assert_eq!(store.basket(&town.family, 0).await.expect("mine").lines.len(), 1, "a refusal keeps the basket");
    put(2, false).await.expect("fewer");
    store.run(&by(&town.family), PlaceOrder { lines: want(2), ..new }).await.expect("ordered");
    assert!(store.basket(&town.family, 0).await.expect("mine").lines.is_empty());
    put(1, false).await.expect("in");
    put(0, false).await.expect("out");
    assert!(store.basket(&town.family, 0).await.expect("mine").lines.is_empty());
    assert_eq!(fields(put(100, false).await), [("quantity", "out_of_range")]);
    for who in [&town.donor, &town.shopkeeper, &town.admin] {
        assert_eq!(code(store.basket(who, 0).await), "not_found");
    }
});

on_both!(a_counter_lookup_is_masked_and_audited, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    open_shop(stage, &town, price(20), 5, 50).await;
    let phone = store.household(&town.family, town.household).await.expect("a file").0.phone;
    let looks = async || stage.number("select count(*) from audit where action = 'walk_in_find'").await;
    for typed in [format!("household:{}", town.household), town.household.to_string(), phone.clone(), "王家".to_owned()]
    {
        let found = store.walk_in_find(&by(&town.shopkeeper), typed).await.expect("found");
        assert_eq!((found.len(), found[0].masked.as_str(), found[0].points), (1, "王**", 50));
        let sent = serde_json::to_string(&found).expect("JSON");
        assert!(!sent.contains("王家") && !sent.contains(&phone), "{sent}");
    }
    assert_eq!(looks().await, 4);
    // Families of other areas and unknown ones get the same answer; both lookups are audited.
    for typed in [there.household.to_string(), "没有这家".to_owned()] {
        assert!(store.walk_in_find(&by(&town.shopkeeper), typed).await.expect("an answer").is_empty());
    }
    assert_eq!(looks().await, 6);
    for who in [&town.family, &town.donor, &town.caseworker, &town.admin] {
        assert_eq!(code(store.walk_in_find(&by(who), "王家".into()).await), "not_allowed");
    }

    let at = async |household, location| store.walk_in(&town.shopkeeper, household, location, &want(2)).await;
    let seen = at(town.household, town.shop).await.expect("the family");
    assert_eq!((seen.total(), seen.lines[0].shelf.left, seen.lines[0].refused()), (40, 5, None));
    assert_eq!(code(at(there.household, town.shop).await), "not_found");
    assert_eq!(code(at(town.household, there.shop).await), "not_found");
    let issue = |household, location| IssueWalkIn { household, location, lines: want(2) };
    assert_eq!(code(store.walk_in_issue(&by(&town.shopkeeper), issue(there.household, town.shop)).await), "not_found");
    assert_eq!(code(store.walk_in_issue(&by(&town.shopkeeper), issue(town.household, there.shop)).await), "not_found");
    let id = store.walk_in_issue(&by(&town.shopkeeper), issue(town.household, town.shop)).await.expect("issued");
    assert_eq!(books(stage, &town).await, [3, 0, 2, 10, 0, 40]);
    let order = store.shop_order(&town.shopkeeper, id).await.expect("the order").order;
    assert_eq!((order.walk_in, order.state.as_str()), (true, "collected"));
    assert_eq!(
        code(store.walk_in_issue(&by(&town.shopkeeper), issue(town.household, town.shop)).await),
        "not_enough_points"
    );
});

on_both!(an_order_of_another_family_or_area_is_not_found, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    open_shop(stage, &town, price(20), 5, 100).await;
    let (_, next_door) = stage.family(&town.caseworker, town.home, "李家").await;
    let id = store.run(&by(&town.family), order(store, &town, 1)).await.expect("ordered");
    for who in [&next_door, &there.family, &town.donor, &town.shopkeeper, &town.admin] {
        assert_eq!(code(store.own_order(who, id).await), "not_found");
    }
    for who in [&there.shopkeeper, &there.caseworker, &there.coordinator] {
        assert_eq!(code(store.shop_order(who, id).await), "not_found");
        assert!(store.order_find(who, &format!("#{id}")).await.expect("an answer").is_empty());
    }
    assert_eq!(code(store.run(&by(&next_door), CancelOwnOrder { id, reason: String::new() }).await), "not_found");
    assert_eq!(code(store.run(&by(&there.shopkeeper), CancelOrder { id, reason: "不要了".into() }).await), "not_found");
    assert_eq!(code(store.order_hand_over(&by(&there.shopkeeper), id, "0000".into()).await), "not_found");
    assert_eq!(code(store.run(&by(&town.shopkeeper), order(store, &town, 1)).await), "not_allowed");
    let abroad = PlaceOrder { location: there.shop, ..order(store, &town, 1) };
    assert_eq!(code(store.run(&by(&town.family), abroad).await), "not_found");
    // The shop's view of an order has no name, address or pick-up code.
    let seen = serde_json::to_string(&store.shop_order(&town.shopkeeper, id).await.expect("seen")).expect("JSON");
    let secret = code_of(store, &town.family, id).await;
    assert!(!seen.contains("王") && !seen.contains("幸福里") && !seen.contains(&format!("\"{secret}\"")), "{seen}");
});

on_both!(check_finds_orders_without_their_goods, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    open_shop(stage, &town, price(20), 5, 100).await;
    let id = store.run(&by(&town.family), order(store, &town, 2)).await.expect("ordered");
    stage.plant(&format!("update shop_order set state = 'collected' where id = {id}")).await;
    let lines = store.check().await.expect("a check");
    assert!(lines.iter().any(|line| line.contains(&format!("order {id}: 2 units"))), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("says that 0 were handed over")), "{lines:?}");
    stage.plant(&format!("update shop_order set state = 'held', points = 7 where id = {id}")).await;
    stage.plant(&format!("update shop_order_line set quantity = 3 where shop_order = {id}")).await;
    let lines = store.check().await.expect("a check");
    assert!(lines.iter().any(|line| line.contains("wants 3 units") && line.contains("but 2")), "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("costs 7 points")), "{lines:?}");
});
