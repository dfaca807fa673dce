//! The needs board: shortage and surplus from open wishes, shelves and minimums, without household data.

use crate::support::{Stage, Town, by, code, on_both, plan_of};
use domain::{
    accounts::Actor,
    areas::{AreaKind, NewArea},
    ledger::{Condition, Origin},
    wishes::{Filter, NewWish, Publication},
};
use store::{
    areas::tree::AddArea,
    claims::fill::{Fill, FillWish},
    reports::board::Board,
    stock::movements::ReceiveStock,
    wishes::lifecycle::{PostWish, PublishWish},
};

fn item(key: &str) -> i64 {
    domain::catalogue::by_key(key).expect("in the catalogue").id
}

async fn receive(stage: &Stage, town: &Town, key: &str, size: &str, quantity: i64) {
    let receipt = ReceiveStock {
        location: town.shop,
        item: item(key),
        size: size.into(),
        quantity,
        condition: Condition::New,
        expires: 0,
        origin: Origin::Donation,
        reason: String::new(),
    };
    stage.store.run(&by(&town.shopkeeper), receipt).await.expect("received");
}

async fn wish(stage: &Stage, town: &Town, key: &str, size: &str, quantity: i64) -> i64 {
    let new = NewWish { item: item(key), size: size.into(), quantity, again: true, ..NewWish::default() };
    let wish = stage.store.run(&by(&town.family), PostWish(new)).await.expect("posted");
    stage
        .store
        .run(&by(&town.caseworker), PublishWish { id: wish, words: Publication::default().words })
        .await
        .expect("published");
    wish
}

/// Returns the board's lines as item key and units short (or in surplus).
fn lines(board: &Board) -> Vec<(&str, i64)> {
    board.lines.items.iter().map(|line| (line.item.key.as_str(), line.need.short.max(line.need.on_shelf))).collect()
}

on_both!(the_board_compares_wishes_and_minimums_with_the_shelves, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let keeper = &town.shopkeeper;
    wish(stage, &town, "school_bag", "学前", 3).await;
    let lamps = wish(stage, &town, "desk_lamp", "", 5).await;
    receive(stage, &town, "school_bag", "初中以上", 2).await;
    receive(stage, &town, "desk_lamp", "", 1).await;
    receive(stage, &town, "wok", "", 12).await;
    let terms = "insert into item_terms (root, item, points, minimum, limit_units, limit_days) values";
    let (rice, wok) = (item("rice"), item("wok"));
    stage.plant(&format!("{terms} ({}, {rice}, 0, 6, 0, 0)", town.root)).await;

    let board = store.board(keeper, 0, false, 0).await.expect("the board");
    assert_eq!(lines(&board), [("rice", 6), ("desk_lamp", 4), ("school_bag", 3)]);
    assert_eq!((board.short, board.plenty), (3, 1));
    let bags = &board.lines.items[2].need;
    assert_eq!((bags.wanted, bags.on_shelf, bags.sizes[0].size.as_str()), (3, 2, "学前"));
    assert_eq!(bags.districts, [(town.district, 3)]);
    let plenty = store.board(keeper, 0, true, 0).await.expect("the other side");
    assert_eq!(lines(&plenty), [("wok", 12)]);

    // Claims and fills reduce the need; a minimum of four ends the surplus of twelve woks.
    stage.claim(&town, lamps, 2).await;
    store
        .run(&by(keeper), FillWish { wish: lamps, fill: Fill { quantity: 1, ..Fill::default() } })
        .await
        .expect("filled");
    stage.plant(&format!("{terms} ({}, {wok}, 0, 4, 0, 0)", town.root)).await;
    let board = store.board(keeper, 0, false, 0).await.expect("the board");
    assert_eq!(lines(&board), [("rice", 6), ("school_bag", 3), ("desk_lamp", 2)]);
    assert_eq!(board.plenty, 0);

    // Each number equals the list that it links to.
    let filter = Filter { item: item("desk_lamp"), limit: 50, ..Filter::default() };
    let open = store.feed(keeper, &filter).await.expect("the feed");
    assert_eq!(open.items.iter().map(|wish| wish.remaining).sum::<i64>(), 2);
    let filter = Filter { item: item("school_bag"), size: "学前".into(), ..Filter::default() };
    assert_eq!(store.feed(keeper, &filter).await.expect("the feed").items.len(), 1);
    let filter = Filter { size: "初中以上".into(), ..filter };
    assert_eq!(store.feed(keeper, &filter).await.expect("the feed").items.len(), 0);
});

on_both!(root_areas_and_districts_are_counted_separately, |stage| {
    let (town, other, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    wish(stage, &town, "desk_lamp", "", 2).await;
    wish(stage, &other, "wok", "", 9).await;
    let west = NewArea { parent: Some(town.root), kind: AreaKind::District, name: "西区".into() };
    let west = store.run(&by(&town.admin), AddArea(west)).await.expect("a district");
    let keeper = &town.shopkeeper;
    assert_eq!(lines(&store.board(keeper, 0, false, 0).await.expect("the board")), [("desk_lamp", 2)]);
    assert_eq!(lines(&store.board(keeper, town.district, false, 0).await.expect("the board")), [("desk_lamp", 2)]);
    assert!(lines(&store.board(keeper, west, false, 0).await.expect("the board")).is_empty());
    for area in [other.root, other.district, town.home, 999_999] {
        assert_eq!(code(store.board(keeper, area, false, 0).await), "not_found");
    }
    assert_eq!(code(store.board(&town.donor, 0, false, 0).await), "not_allowed");
    assert_eq!(code(store.board(&Actor::visitor(), 0, false, 0).await), "sign_in_needed");

    // A visitor may choose any root area; a signed-in actor has one.
    let seen = store.wanted(&Actor::visitor(), other.district).await.expect("public");
    assert_eq!((seen.wanted[0].item.key.as_str(), seen.wanted[0].need.short), ("wok", 9));
    assert_eq!(seen.shops.iter().map(|shop| shop.id).collect::<Vec<_>>(), [other.shop]);
    assert_eq!(store.wanted(&Actor::visitor(), 0).await.expect("public").area.id, town.root);
    assert_eq!(store.wanted(&town.donor, 0).await.expect("public").area.id, town.root);
    assert_eq!(code(store.wanted(&town.donor, other.root).await), "not_found");
    assert_eq!(code(store.wanted(&Actor::visitor(), town.home).await), "not_found");
});

on_both!(the_board_is_paged, |stage| {
    let town = stage.town("甲").await;
    let (root, store) = (town.root, &stage.store);
    let mut sql = String::new();
    for n in 0..60 {
        let id = 2000 + n;
        sql += &format!(
            "insert into item (id, root, key, name, name_en, category, unit, sizes, electrical, perishable, cost, photo, open,
                 version) {} values ({id}, {root}, 'wok', '货 {n}', '', 'home', '件', '', false, false, 1, 0, {}, 0);
             insert into item_terms (root, item, points, minimum, limit_units, limit_days) values ({root}, {id}, 0, {}, 0, 0);",
            if stage.is_postgres() { "overriding system value" } else { "" },
            n != 59,
            n + 1,
        );
    }
    stage.plant(&sql).await;
    let first = store.board(&town.auditor, 0, false, 0).await.expect("a page");
    // The minimum of a closed item does not count.
    assert_eq!((first.short, first.lines.items.len(), first.lines.items[0].need.short), (59, 50, 59));
    let next = first.lines.next.expect("a next page");
    let last = store.board(&town.auditor, 0, false, next).await.expect("a page");
    assert_eq!((last.lines.items.len(), last.lines.next), (9, None));
    assert_eq!(store.wanted(&town.donor, 0).await.expect("public").wanted.len(), 24);
});

on_both!(wishes_are_summed_from_the_covering_index, |stage| {
    stage.town("甲").await;
    let question = "select item, size, district, cast(sum(quantity - claimed) as bigint) from wish
                    where root = 1 and state = 'published' and claimed < quantity group by item, size, district";
    if stage.is_postgres() {
        // PostgreSQL scans small tables, so other scans are off: the plan shows that the index alone can answer.
        let plan =
            plan_of(stage, &format!("set enable_seqscan = off; set enable_bitmapscan = off; explain {question}")).await;
        assert!(plan.contains("Index Only Scan using wish_wanted"), "{plan}");
    } else {
        let plan = plan_of(stage, &format!("explain query plan {question}")).await;
        assert!(plan.contains("USING COVERING INDEX wish_wanted") && !plan.contains("TEMP B-TREE"), "{plan}");
    }
});
