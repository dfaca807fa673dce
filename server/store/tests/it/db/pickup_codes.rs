//! Pick-up codes of claims and orders: which tries count, who searches by code, and how long a code is.

use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
};

use crate::support::{Stage, Town, by, code, on_both};
use domain::{
    accounts::Actor,
    catalogue::items::Terms,
    claims::Arrival,
    ledger::{Condition, Origin},
    orders::{Wanted, slots},
    pickup::MOST_OF_FOUR,
};
use store::{
    By, Tx,
    catalogue::items::WriteItem,
    claims::fulfilment::AcceptGoods,
    db::pickup_codes::{CodeSearch, CountedCode, PER_PERSON},
    orders::place::PlaceOrder,
    points::{self, ledger::NewGrant},
    stock::movements::ReceiveStock,
};
use tracing::{field, span};

const RIGHT: &str = "7391";
const WRONG: &str = "1937";

/// Goods that wait for their family with the code [`RIGHT`].
#[derive(Clone, Copy, Debug)]
enum Goods {
    Claim(i64),
    Order(i64),
}

impl Goods {
    fn subject(self) -> String {
        match self {
            Goods::Claim(id) => format!("claim:{id}"),
            Goods::Order(id) => format!("order:{id}"),
        }
    }
}

/// Makes an arrived claim and a held order; the claim's goods are received with `request`.
async fn goods(stage: &Stage, town: &Town, request: &By) -> [Goods; 2] {
    let store = &stage.store;
    let wish = stage.wish(town, 1).await;
    let claim = stage.claim(town, wish, 1).await.id;
    let found = Arrival { condition: Condition::New, expires: 0 };
    store.run(request, AcceptGoods { claim, found }).await.expect("arrived");
    open_shop(stage, town).await;
    let order = order(stage, town).await;
    stage.plant(&format!("update wish set code = '{RIGHT}' where id = {wish}")).await;
    stage.plant(&format!("update shop_order set code = '{RIGHT}' where id = {order}")).await;
    [Goods::Claim(claim), Goods::Order(order)]
}

fn wok() -> i64 {
    domain::catalogue::by_key("wok").expect("in the catalogue").id
}

/// Shelves five woks for one point each, and gives the family five points.
async fn open_shop(stage: &Stage, town: &Town) {
    let terms = Terms { points: 1, ..Terms::default() };
    stage.store.run(&by(&town.shopkeeper), WriteItem::terms(wok(), terms)).await.expect("terms");
    let receipt = ReceiveStock {
        location: town.shop,
        item: wok(),
        size: String::new(),
        quantity: 5,
        condition: Condition::New,
        expires: 0,
        origin: Origin::Donation,
        reason: String::new(),
    };
    stage.store.run(&by(&town.shopkeeper), receipt).await.expect("received");
    let (root, household) = (town.root, town.household);
    let granted = stage.store.script(move |tx: &mut Tx<'_>, ()| {
        Box::pin(async move {
            let new = NewGrant { household, root, points: 5, expires: 0, reason: "测试" };
            points::ledger::grant(tx, &new).await.map(drop)
        })
    });
    granted.await.expect("points");
}

async fn order(stage: &Stage, town: &Town) -> i64 {
    let lines = vec![Wanted { item: wok(), size: String::new(), quantity: 1 }];
    let pickup = slots(stage.store.now())[0].from;
    let new = PlaceOrder { location: town.shop, pickup, lines, basket: false };
    stage.store.run(&by(&town.family), new).await.expect("ordered")
}

async fn hand_over(stage: &Stage, request: &By, goods: Goods, code: &str) -> store::Result<()> {
    match goods {
        Goods::Claim(id) => stage.store.claim_hand_over(request, id, code.into()).await,
        Goods::Order(id) => stage.store.order_hand_over(request, id, code.into()).await,
    }
}

/// Counts the tries that are kept for a subject, whatever their age.
async fn tries(stage: &Stage, subject: &str) -> i64 {
    stage.number(&format!("select count(*) from attempt where subject = '{subject}'")).await
}

fn person(actor: &Actor) -> String {
    format!("pick-up:{}", actor.account)
}

async fn counted(stage: &Stage, actor: &Actor, text: &str) -> CountedCode {
    match stage.store.code_search(actor, text).await.expect("an answer") {
        CodeSearch::Counted(counted) => counted,
        other => panic!("not counted: {other:?}"),
    }
}

on_both!(only_a_hand_over_that_succeeds_forgives_tries, |stage| {
    let town = stage.town("甲").await;
    let used = by(&town.shopkeeper);
    for goods in goods(stage, &town, &used).await {
        let keeper = || by(&town.shopkeeper);
        for _ in 0..3 {
            assert_eq!(code(hand_over(stage, &keeper(), goods, WRONG).await), "wrong_code", "{goods:?}");
        }
        assert_eq!(code(hand_over(stage, &used, goods, RIGHT).await), "request_reused", "{goods:?}");
        assert_eq!(code(hand_over(stage, &keeper(), goods, WRONG).await), "wrong_code", "{goods:?}");
        assert_eq!(code(hand_over(stage, &keeper(), goods, RIGHT).await), "too_many_tries", "{goods:?}");
        stage.clock.advance(901);
        hand_over(stage, &keeper(), goods, RIGHT).await.expect("handed over");
        assert_eq!(tries(stage, &goods.subject()).await, 0, "{goods:?}");
    }
    // Of each seven tries the person keeps all but the one that succeeded.
    assert_eq!(tries(stage, &person(&town.shopkeeper)).await, 12);
});

on_both!(a_shopkeeper_of_another_area_neither_clears_nor_uses_up_tries, |stage| {
    let (town, there) = (stage.town("甲").await, stage.town("乙").await);
    for goods in goods(stage, &town, &by(&town.shopkeeper)).await {
        let keeper = || by(&town.shopkeeper);
        for _ in 0..4 {
            assert_eq!(code(hand_over(stage, &keeper(), goods, WRONG).await), "wrong_code", "{goods:?}");
        }
        for _ in 0..6 {
            let foreign = hand_over(stage, &by(&there.shopkeeper), goods, RIGHT).await;
            assert_eq!(code(foreign), "not_found", "{goods:?}");
        }
        assert_eq!(code(hand_over(stage, &keeper(), goods, WRONG).await), "wrong_code", "used up: {goods:?}");
        assert_eq!(code(hand_over(stage, &keeper(), goods, RIGHT).await), "too_many_tries", "cleared: {goods:?}");
    }
});

on_both!(searches_and_hand_overs_of_a_person_share_one_limit, |stage| {
    let town = stage.town("甲").await;
    let [claim, order] = goods(stage, &town, &by(&town.shopkeeper)).await;
    hand_over(stage, &by(&town.shopkeeper), order, RIGHT).await.expect("a success is not counted");
    for _ in 1..PER_PERSON {
        counted(stage, &town.shopkeeper, WRONG).await;
    }
    assert_eq!(code(hand_over(stage, &by(&town.shopkeeper), claim, WRONG).await), "wrong_code");
    assert_eq!(code(hand_over(stage, &by(&town.shopkeeper), claim, RIGHT).await), "too_many_tries");
    let searched = stage.store.code_search(&town.shopkeeper, RIGHT).await.expect("an answer");
    let CodeSearch::Paused(until) = searched else { panic!("not paused: {searched:?}") };
    assert!((600..=900).contains(&(until - stage.store.now())), "{until}");
    assert_eq!(tries(stage, &person(&town.shopkeeper)).await, PER_PERSON, "a refused try is not kept");

    // Another person of the same area goes on, and so does the first when the time has come.
    assert_eq!(code(hand_over(stage, &by(&town.caseworker), claim, WRONG).await), "wrong_code");
    stage.clock.advance(until - stage.store.now());
    counted(stage, &town.shopkeeper, RIGHT).await;
    stage.clock.advance(900);
    hand_over(stage, &by(&town.shopkeeper), claim, RIGHT).await.expect("handed over");
});

on_both!(only_shopkeepers_of_the_location_find_goods_by_code, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let [Goods::Claim(claim), Goods::Order(order)] = goods(stage, &town, &by(&town.shopkeeper)).await else {
        panic!("a claim and an order")
    };
    let others = [&town.coordinator, &town.auditor, &town.caseworker];
    for who in others {
        let searched = store.code_search(who, RIGHT).await.expect("an answer");
        assert!(matches!(searched, CodeSearch::OtherRole), "{searched:?}");
        assert!(store.claim_find(who, RIGHT).await.expect("an answer").is_empty());
        assert!(store.order_find(who, RIGHT).await.expect("an answer").is_empty());
        assert_eq!(store.claim_find(who, &format!("#{claim}")).await.expect("by number").len(), 1);
        assert_eq!(store.order_find(who, &format!("#{order}")).await.expect("by number").len(), 1);
    }
    assert_eq!(code(store.code_search(&town.donor, RIGHT).await), "not_allowed");
    let number = store.code_search(&town.shopkeeper, &format!("#{RIGHT}")).await.expect("an answer");
    assert!(matches!(number, CodeSearch::NoCode), "{number:?}");
    assert_eq!(stage.number("select count(*) from attempt where subject like 'pick-up:%'").await, 0);

    for (who, hits) in [(&town.shopkeeper, 1), (&there.shopkeeper, 0)] {
        let typed = counted(stage, who, RIGHT).await;
        assert_eq!(store.claims_by_code(who, &typed).await.expect("an answer").len(), hits);
        assert_eq!(store.orders_by_code(who, &typed).await.expect("an answer").len(), hits);
        for other in others {
            assert_eq!(code(store.claims_by_code(other, &typed).await), "not_allowed");
            assert_eq!(code(store.orders_by_code(other, &typed).await), "not_allowed");
        }
        assert_eq!(tries(stage, &person(who)).await, 1);
    }
    assert!(store.claim_find(&town.shopkeeper, RIGHT).await.expect("an answer").is_empty(), "only a counted code");
    assert!(store.order_find(&town.shopkeeper, RIGHT).await.expect("an answer").is_empty(), "only a counted code");
});

on_both!(codes_have_six_digits_where_more_than_200_wait, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    open_shop(stage, &town).await;
    stage
        .plant(&format!(
            "with recursive n(i) as (select 1 union all select i + 1 from n where i < {MOST_OF_FOUR})
             insert into shop_order (root, household, location, state, code, pickup, until, reminder, points, walk_in,
                                     placed_by, reason, created, changed, version)
             select {}, {}, {}, 'held', '0000', 0, 4102444800, 0, 0, false, 0, '', 0, 0, 0 from n",
            town.root, town.household, town.shop
        ))
        .await;
    let code_of = async |order: i64| store.own_order(&town.family, order).await.expect("the family's own").code;
    let (short, long) = (order(stage, &town).await, order(stage, &town).await);
    assert_eq!((code_of(short).await.len(), code_of(long).await.len()), (4, 6));
    let wish = stage.wish(&town, 1).await;
    assert_eq!(stage.pick_up_code(&town, wish).await.len(), 6);
    let small = stage.wish(&there, 1).await;
    assert_eq!(stage.pick_up_code(&there, small).await.len(), 4, "another shop");

    let typed = counted(stage, &town.shopkeeper, &code_of(long).await).await;
    let found = store.orders_by_code(&town.shopkeeper, &typed).await.expect("found");
    assert!(found.iter().any(|order| order.id == long));
    for order in [short, long] {
        store.order_hand_over(&by(&town.shopkeeper), order, code_of(order).await).await.expect("handed over");
    }
});

/// Collects the events that the store logs on this thread.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

struct Line(String);

impl field::Visit for Line {
    fn record_debug(&mut self, field: &field::Field, value: &dyn Debug) {
        write!(self.0, "{field}={value:?};").expect("written");
    }
}

impl tracing::Subscriber for Lines {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("store::")
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line(String::new());
        event.record(&mut line);
        self.0.lock().expect("the mutex is not poisoned").push(line.0);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

on_both!(an_answered_search_is_logged_with_counts_and_without_the_code, |stage| {
    let town = stage.town("甲").await;
    goods(stage, &town, &by(&town.shopkeeper)).await;
    let lines = Lines::default();
    let guard = tracing::subscriber::set_default(lines.clone());
    for text in [WRONG, RIGHT] {
        let typed = counted(stage, &town.shopkeeper, text).await;
        stage.store.claims_by_code(&town.shopkeeper, &typed).await.expect("an answer");
        stage.store.orders_by_code(&town.shopkeeper, &typed).await.expect("an answer");
    }
    drop(guard);
    let lines = lines.0.lock().expect("the mutex is not poisoned").clone();
    let account = town.shopkeeper.account;
    let counts: Vec<bool> = ["claims=1;orders=0;tries=2;", "claims=0;orders=1;tries=2;"]
        .iter()
        .map(|counts| lines.iter().any(|line| line.contains(&format!("account={account};{counts}"))))
        .collect();
    // Beside them are the security log's lines of the two tries.
    let answered = lines.iter().filter(|line| line.contains("was answered")).count();
    assert_eq!((answered, counts), (2, vec![true, true]), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains(RIGHT) && !line.contains("王")), "{lines:?}");
});
