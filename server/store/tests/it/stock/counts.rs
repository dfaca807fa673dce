//! Stock-takes while the shop is open: differences are fixed when counted, a second person approves them, and lines
//! that cannot be booked are counted again.

use crate::support::{Stage, Town, by, code, fields, on_both, phone};
use domain::{
    accounts::{Actor, NewAccount, Role},
    catalogue::Category,
    ledger::{Condition, JournalKind, LotId, Origin},
    stock::counts::{StockTake, StockTakeId, TakeLine, TakeState},
};
use store::{
    claims::fill::{Fill, FillWish},
    ledger::journals::JournalQuery,
    stock::{
        counts::{
            approval::{ApproveStockTake, CancelStockTake, RejectStockTake},
            lifecycle::{CountStockTake, FinishStockTake, LineCount, LineReason, OpenBlindTake, OpenStockTake},
            views::{HIDDEN, LineQuery, Show},
        },
        movements::{CountStock, ReceiveStock, Removal, ReverseStock, WriteOffStock},
    },
};

async fn receive(stage: &Stage, town: &Town, key: &str, quantity: i64) -> LotId {
    let receipt = ReceiveStock {
        location: town.shop,
        item: domain::catalogue::by_key(key).expect("in the catalogue").id,
        size: String::new(),
        quantity,
        condition: Condition::New,
        expires: 0,
        origin: Origin::Donation,
        reason: String::new(),
    };
    stage.store.run(&by(&town.shopkeeper), receipt).await.expect("received")
}

async fn open(stage: &Stage, town: &Town, category: Option<Category>) -> StockTakeId {
    let new = OpenStockTake { location: town.shop, category };
    stage.store.run(&by(&town.shopkeeper), new).await.expect("a sheet")
}

async fn count(stage: &Stage, who: &Actor, take: StockTakeId, lines: &[(LotId, i64)]) {
    let lines = lines.iter().map(|(lot, n)| LineCount { lot: *lot, counted: Some(*n), seen: None }).collect();
    stage.store.run(&by(who), CountStockTake { take, lines }).await.expect("counted");
}

fn finished(take: StockTakeId, reasons: &[(LotId, &str)]) -> FinishStockTake {
    let reasons = reasons.iter().map(|(lot, reason)| LineReason { lot: *lot, reason: (*reason).into() }).collect();
    FinishStockTake { take, reasons }
}

async fn issue(stage: &Stage, town: &Town, lot: LotId, quantity: i64) {
    // Filling a wish takes its units off the shelf at once.
    let wish = stage.wish(town, quantity).await;
    let fill = Fill { lot, item: 0, location: town.shop, quantity };
    stage.store.run(&by(&town.shopkeeper), FillWish { wish, fill }).await.expect("filled");
}

async fn take(stage: &Stage, who: &Actor, id: StockTakeId) -> StockTake {
    stage.store.stock_take(who, id).await.expect("a sheet")
}

async fn lines(stage: &Stage, town: &Town, id: StockTakeId, show: Show) -> Vec<TakeLine> {
    let query = LineQuery { show, ..LineQuery::default() };
    stage.store.stock_take_lines(&town.auditor, id, &query).await.expect("lines").lines
}

async fn on_shelf(stage: &Stage, lot: LotId) -> i64 {
    stage
        .number(&format!(
            "select cast(coalesce(sum(b.quantity), 0) as bigint) from balance b join ledger_account a on a.id = b.account
             where a.place = 'shelf' and b.lot = {lot}"
        ))
        .await
}

async fn clean(stage: &Stage) {
    assert_eq!(stage.store.check().await.expect("checked"), Vec::<String>::new());
}

on_both!(movements_before_and_after_counting_do_not_change_the_difference, |stage| {
    let town = stage.town("甲").await;
    let keeper = &town.shopkeeper;
    // Each of three lots lacks one unit; lamps are issued before counting, after it, or both.
    let mut lots = Vec::new();
    for _ in 0..3 {
        lots.push(receive(stage, &town, "desk_lamp", 10).await);
    }
    let [before, after, both] = lots[..] else { panic!("three") };
    let id = open(stage, &town, None).await;
    assert_eq!(lines(stage, &town, id, Show::Left).await.iter().map(|l| l.booked).collect::<Vec<_>>(), [10, 10, 10]);
    issue(stage, &town, before, 4).await;
    issue(stage, &town, both, 2).await;
    count(stage, keeper, id, &[(before, 5), (after, 9), (both, 7)]).await;
    issue(stage, &town, after, 4).await;
    issue(stage, &town, both, 3).await;
    // A lot received during the stock-take joins it when counted.
    let late = receive(stage, &town, "desk_lamp", 6).await;
    let missing = stage.store.stock_take_missing(keeper, id, "台灯").await.expect("what is missing");
    assert_eq!(missing.iter().map(|m| (m.lot, m.shelf)).collect::<Vec<_>>(), [(late, 6)]);
    count(stage, keeper, id, &[(late, 7)]).await;
    let found = lines(stage, &town, id, Show::Different).await;
    assert_eq!(
        found.iter().map(|line| (line.lot, line.difference())).collect::<Vec<_>>(),
        [(before, -1), (after, -1), (both, -1), (late, 1)]
    );

    let reasons = [(before, "少了一盏"), (after, "少了一盏"), (both, "少了一盏"), (late, "上次少记一盏")];
    stage.store.run(&by(keeper), finished(id, &reasons)).await.expect("finished");
    let settled = stage.store.run(&by(&town.coordinator), ApproveStockTake(id)).await.expect("approved");
    assert_eq!((settled.journals.len(), settled.recount), (4, vec![]));
    for (lot, left) in [(before, 5), (after, 5), (both, 4), (late, 7)] {
        assert_eq!(on_shelf(stage, lot).await, left, "lot {lot}");
    }
    let query = JournalQuery { stock_take: id, ..JournalQuery::default() };
    let journals = stage.store.journals(&town.auditor, &query).await.expect("journals").items;
    assert!(journals.iter().all(|j| j.kind == JournalKind::Count && j.stock_take == id && !j.reason.is_empty()));
    assert_eq!(journals.iter().map(|j| j.id).rev().collect::<Vec<_>>(), settled.journals);
    let sum =
        stage.store.journals_sum(&town.auditor, &JournalQuery { location: town.shop, ..query }).await.expect("a sum");
    assert_eq!((sum.journals, sum.units, sum.change), (4, 4, -2));
    let done = take(stage, &town.auditor, id).await;
    assert_eq!((done.state, done.differences, done.surplus, done.missing), (TakeState::Approved, 4, 1, 3));
    assert_eq!(done.closed_by, "甲 coordinator");
    clean(stage).await;
});

on_both!(counters_cannot_approve_and_each_line_needs_a_count_and_a_reason, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let keeper = &town.shopkeeper;
    let (lamp, wok) = (receive(stage, &town, "desk_lamp", 3).await, receive(stage, &town, "wok", 5).await);
    let id = open(stage, &town, None).await;
    let again = OpenStockTake { location: town.shop, category: Some(Category::Kitchen) };
    assert_eq!(code(store.run(&by(keeper), again.clone()).await), "take_open");

    count(stage, keeper, id, &[(lamp, 3)]).await;
    assert_eq!(code(store.run(&by(keeper), finished(id, &[])).await), "not_all_counted");
    // A line left out on purpose books nothing.
    let skip = LineCount { lot: lamp, counted: None, seen: None };
    store.run(&by(keeper), CountStockTake { take: id, lines: vec![skip] }).await.expect("left out");
    count(stage, keeper, id, &[(wok, 4)]).await;
    assert_eq!(fields(store.run(&by(keeper), finished(id, &[])).await), [("reason", "required")]);
    assert_eq!(code(store.run(&by(&town.coordinator), ApproveStockTake(id)).await), "wrong_state");
    store.run(&by(keeper), finished(id, &[(wok, "碰坏一口")])).await.expect("finished");

    assert!(!take(stage, keeper, id).await.may_approve && take(stage, &town.coordinator, id).await.may_approve);
    for (who, waits) in [(keeper, 0), (&town.coordinator, 1)] {
        assert_eq!(store.today(who).await.expect("today").n(domain::today::Work::StockTakes), waits);
    }
    assert_eq!(code(store.run(&by(keeper), ApproveStockTake(id)).await), "second_person");
    for other in [&town.caseworker, &town.auditor, &town.donor, &town.family, &town.admin] {
        assert_eq!(code(store.run(&by(other), ApproveStockTake(id)).await), "not_allowed");
    }
    assert_eq!(code(store.run(&by(keeper), CountStockTake { take: id, lines: vec![skip] }).await), "wrong_state");
    store.run(&by(&town.coordinator), RejectStockTake { id, reason: "请再数一遍锅".into() }).await.expect("sent back");
    assert_eq!(take(stage, keeper, id).await.note, "请再数一遍锅");
    let told = store.notices(keeper, 0).await.expect("notices").items;
    let said = (told[0].kind.as_str(), told[0].subject, told[0].text.as_str());
    assert_eq!(said, ("take_sent_back", id, "请再数一遍锅"), "the counter is notified");
    let others = [&town.coordinator, &town.auditor];
    for other in others {
        let others = store.notices(other, 0).await.expect("notices").items;
        assert!(others.iter().all(|notice| notice.kind.as_str() != "take_sent_back"), "no other account is");
    }

    // A colleague finishes, but both shopkeepers counted a line, so neither may approve.
    let second = colleague(stage, &town).await;
    count(stage, &second, id, &[(wok, 4)]).await;
    count(stage, keeper, id, &[(lamp, 3)]).await;
    store.run(&by(&second), finished(id, &[])).await.expect("the reason is still there");
    assert_eq!(store.today(keeper).await.expect("today").n(domain::today::Work::StockTakes), 0, "it counted, too");
    for counter in [keeper, &second] {
        assert_eq!(code(store.run(&by(counter), ApproveStockTake(id)).await), "second_person");
    }
    store.run(&by(&town.coordinator), ApproveStockTake(id)).await.expect("approved");
    assert_eq!((on_shelf(stage, lamp).await, on_shelf(stage, wok).await), (3, 4));
    assert_eq!(code(store.run(&by(&town.coordinator), ApproveStockTake(id)).await), "wrong_state");
    clean(stage).await;
});

async fn colleague(stage: &Stage, town: &Town) -> Actor {
    let new = NewAccount { phone: phone(), name: "同事".into(), area: town.district, role: Role::Shopkeeper };
    let (id, _) = stage.store.account_add(&by(&town.admin), new).await.expect("a colleague");
    stage.actor(id).await
}

on_both!(a_loss_larger_than_the_shelf_is_recounted, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let (keeper, boss) = (&town.shopkeeper, &town.coordinator);
    let (lamp, wok) = (receive(stage, &town, "desk_lamp", 10).await, receive(stage, &town, "wok", 5).await);
    let id = open(stage, &town, None).await;
    // Two are counted and then five issued, so the count must be wrong.
    count(stage, keeper, id, &[(lamp, 2), (wok, 6)]).await;
    issue(stage, &town, lamp, 5).await;
    store.run(&by(keeper), finished(id, &[(lamp, "不见了"), (wok, "多一口")])).await.expect("finished");
    let settled = store.run(&by(boss), ApproveStockTake(id)).await.expect("looked at");
    assert_eq!((settled.journals, settled.recount), (vec![], vec![lamp]));
    let open = take(stage, boss, id).await;
    assert_eq!((open.state, open.left, open.differences), (TakeState::Counting, 1, 1));
    let left = lines(stage, &town, id, Show::Left).await;
    assert!(left[0].lot == lamp && left[0].again && left[0].counted == -1);
    assert_eq!((on_shelf(stage, lamp).await, on_shelf(stage, wok).await), (5, 5), "a recount books nothing");

    count(stage, keeper, id, &[(lamp, 5)]).await;
    store.run(&by(keeper), finished(id, &[])).await.expect("finished");
    let settled = store.run(&by(boss), ApproveStockTake(id)).await.expect("approved");
    assert_eq!((settled.journals.len(), settled.recount), (1, vec![]));
    assert_eq!((on_shelf(stage, lamp).await, on_shelf(stage, wok).await), (5, 6));
    clean(stage).await;
});

on_both!(shelves_being_counted_refuse_other_corrections, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let keeper = &town.shopkeeper;
    let wok = receive(stage, &town, "wok", 5).await;
    let double = store
        .run(
            &by(keeper),
            WriteOffStock(Removal {
                lot: wok,
                location: town.shop,
                place: domain::ledger::Place::Shelf,
                quantity: 1,
                reason: "记错了".into(),
            }),
        )
        .await
        .expect("written off");
    let id = open(stage, &town, Some(Category::Kitchen)).await;
    let single = CountStock { location: town.shop, lot: wok, counted: 5, reason: "一起数".into() };
    count(stage, keeper, id, &[(wok, 5)]).await;
    // Both would book the unit that the stock-take books too.
    assert_eq!(code(store.run(&by(keeper), single.clone()).await), "being_counted");
    assert_eq!(
        code(store.run(&by(keeper), ReverseStock { journal: double, reason: "没有坏".into() }).await),
        "being_counted"
    );
    store.run(&by(keeper), CancelStockTake { id, reason: "明天再数".into() }).await.expect("given up");
    assert_eq!(take(stage, keeper, id).await.state, TakeState::Cancelled);
    let journal = store.run(&by(keeper), single).await.expect("counted");
    assert_eq!(store.journal(keeper, journal).await.expect("a journal").kind, JournalKind::Count);
    assert_eq!(on_shelf(stage, wok).await, 5);
    // A new stock-take can be opened.
    open(stage, &town, None).await;
    clean(stage).await;
});

on_both!(a_line_that_moved_while_counted_is_not_saved, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let keeper = &town.shopkeeper;
    let (lamp, wok) = (receive(stage, &town, "desk_lamp", 10).await, receive(stage, &town, "wok", 5).await);
    let id = open(stage, &town, None).await;
    issue(stage, &town, lamp, 1).await;
    let seen = |lot, counted, seen| LineCount { lot, counted: Some(counted), seen: Some(seen) };
    let counts = CountStockTake { take: id, lines: vec![seen(lamp, 10, 10), seen(wok, 5, 5)] };
    let written = store.run(&by(keeper), counts).await.expect("counted");
    assert_eq!((written.saved, written.moved), (1, vec![lamp]));
    assert_eq!(lines(stage, &town, id, Show::Left).await[0].lot, lamp);
});

on_both!(a_sheet_of_another_area_is_not_found, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let wok = receive(stage, &town, "wok", 5).await;
    let foreign = receive(stage, &there, "wok", 5).await;
    let id = open(stage, &town, None).await;
    assert_eq!(code(store.stock_take(&there.auditor, id).await), "not_found");
    assert_eq!(code(store.stock_take_missing(&there.shopkeeper, id, "").await), "not_found");
    assert_eq!(
        code(store.run(&by(&there.shopkeeper), CancelStockTake { id, reason: "不要了".into() }).await),
        "not_found"
    );
    assert_eq!(code(store.run(&by(&there.coordinator), ApproveStockTake(id)).await), "not_found");
    assert!(store.stock_takes(&there.auditor, 0, 0).await.expect("a list").items.is_empty());
    assert_eq!(store.stock_takes(&town.auditor, town.shop, 0).await.expect("a list").items[0].id, id);
    let line = LineCount { lot: foreign, counted: Some(1), seen: None };
    let counts = CountStockTake { take: id, lines: vec![line] };
    assert_eq!(code(store.run(&by(&town.shopkeeper), counts).await), "not_found");
    let line = LineCount { lot: wok, counted: Some(-1), seen: None };
    let counts = CountStockTake { take: id, lines: vec![line] };
    assert_eq!(fields(store.run(&by(&town.shopkeeper), counts).await), [("counted", "out_of_range")]);
});

on_both!(check_finds_a_difference_that_is_not_booked, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let wok = receive(stage, &town, "wok", 5).await;
    let id = open(stage, &town, None).await;
    count(stage, &town.shopkeeper, id, &[(wok, 4)]).await;
    store.run(&by(&town.shopkeeper), finished(id, &[(wok, "碰坏了")])).await.expect("finished");
    store.run(&by(&town.coordinator), ApproveStockTake(id)).await.expect("approved");
    clean(stage).await;
    stage.plant("update stock_take_line set counted = 3").await;
    let said = store.check().await.expect("checked");
    assert!(said.len() == 1 && said[0].contains("differs by -2, but -1 are booked"), "{said:?}");
});

on_both!(a_blind_sheet_shows_nothing_of_the_book_until_all_is_counted, |stage| {
    let (store, town) = (&stage.store, stage.town("甲").await);
    let (wok, blanket) = (stage.shelved(&town, "wok", 9, 0).await, stage.shelved(&town, "blanket", 4, 0).await);
    let new = OpenBlindTake(OpenStockTake { location: town.shop, category: None });
    let id = store.run(&by(&town.shopkeeper), new).await.expect("a sheet");
    count(stage, &town.shopkeeper, id, &[(wok, 7)]).await;
    let query = LineQuery::default();
    let lines = async || store.stock_take_lines(&town.shopkeeper, id, &query).await.expect("lines").lines;
    let seen = take(stage, &town.shopkeeper, id).await;
    assert_eq!((seen.blind, seen.left, seen.differences, seen.missing), (true, 1, 0, 0));
    assert!(lines().await.iter().all(|line| line.shelf == HIDDEN && line.booked == HIDDEN && line.difference() <= 0));
    let different = LineQuery { show: Show::Different, ..LineQuery::default() };
    assert_eq!(store.stock_take_lines(&town.shopkeeper, id, &different).await.expect("lines").total, 0);
    count(stage, &town.shopkeeper, id, &[(blanket, 4)]).await;
    let seen = take(stage, &town.shopkeeper, id).await;
    assert_eq!((seen.left, seen.differences, seen.missing), (0, 1, 2));
    assert_eq!(store.stock_take_lines(&town.shopkeeper, id, &different).await.expect("lines").total, 1);
    stage.is_clean().await;
});
