//! The monthly notice: every number is the sum of its journals, donors are named only if they agreed and households
//! never, and it is public only once published.

use crate::support::{Stage, Town, by, code, on_both};
use domain::{
    ledger::{Condition, JournalKind, LotId, Origin, Place},
    reports::monthly::{MonthLine, MonthNotice},
    stock::receipts::{Line, NewReceipt},
    time::Month,
};
use store::{
    areas::locations::{AddLocation, NewLocation},
    claims::fill::{Fill, FillWish},
    ledger::{entries::EntryQuery, journals::JournalQuery},
    reports::monthly::PublishMonthNotice,
    stock::{
        movements::{CountStock, Removal, ReverseStock, TransferStock, WriteOffStock},
        receiving::receipts::AddReceipt,
    },
};

fn item(key: &str) -> i64 {
    domain::catalogue::by_key(key).expect("in the catalogue").id
}

async fn receive(stage: &Stage, town: &Town, key: &str, quantity: i64, giver: &str, named: bool) -> LotId {
    let receipt = NewReceipt {
        location: town.shop,
        origin: Origin::Donation,
        organisation: 0,
        giver: giver.into(),
        named,
        note: String::new(),
        offer: 0,
        lines: vec![Line {
            item: item(key),
            size: String::new(),
            quantity,
            condition: Condition::New,
            expires: 0,
            cost: 0,
            code: String::new(),
        }],
    };
    stage.store.run(&by(&town.shopkeeper), AddReceipt(receipt)).await.expect("received");
    stage.number("select max(id) from lot").await
}

async fn hand_over(stage: &Stage, town: &Town, lot: LotId, quantity: i64) {
    let wish = stage.wish(town, quantity).await;
    let fill = Fill { lot, item: 0, location: town.shop, quantity };
    let claim = stage.store.run(&by(&town.shopkeeper), FillWish { wish, fill }).await.expect("filled");
    let code = stage.pick_up_code(town, wish).await;
    stage.store.claim_hand_over(&by(&town.shopkeeper), claim.id, code).await.expect("handed over");
}

async fn write_off(stage: &Stage, town: &Town, lot: LotId, quantity: i64, reason: &str) -> i64 {
    let removal = Removal { lot, location: town.shop, place: Place::Shelf, quantity, reason: reason.into() };
    stage.store.run(&by(&town.shopkeeper), WriteOffStock(removal)).await.expect("written off")
}

async fn notice(stage: &Stage, town: &Town, month: Month) -> MonthNotice {
    let notice = stage.store.month_notice(&town.auditor, town.shop, &month.to_string()).await.expect("a notice");
    let (mut opening, mut closing) = (0, 0);
    for line in &notice.lines {
        // Not only against each other: the store computes the opening from the closing and the movements.
        let first = before(stage, town, &line.key, month.start()).await;
        let last = before(stage, town, &line.key, month.end()).await;
        assert_eq!((line.opening, line.closing, line.other), (first, last, 0), "{line:?}");
        (opening, closing) = (opening + first, closing + last);
    }
    assert_eq!((notice.total.opening, notice.total.closing, notice.total.other), (opening, closing, 0));
    notice
}

fn line<'a>(notice: &'a MonthNotice, key: &str) -> &'a MonthLine {
    notice.lines.iter().find(|line| line.key == key).unwrap_or_else(|| panic!("no line of {key}: {notice:#?}"))
}

/// Sums the entries of an item in the shop before `at`.
async fn before(stage: &Stage, town: &Town, key: &str, at: i64) -> i64 {
    stage
        .number(&format!(
            "select cast(coalesce(sum(e.quantity), 0) as bigint) from entry e join journal j on j.id = e.journal
                 join ledger_account a on a.id = e.account join lot l on l.id = e.lot
             where a.location = {} and a.place in ('quarantine', 'shelf', 'reserved', 'ordered') and l.item = {}
                 and j.at < {at}",
            town.shop,
            item(key),
        ))
        .await
}

on_both!(opening_plus_movements_equals_closing, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let keeper = &town.shopkeeper;
    let first = Month::of(store.now());
    let lamp = receive(stage, &town, "desk_lamp", 20, "张老板", true).await;
    let wok = receive(stage, &town, "wok", 8, "李大姐", false).await;
    hand_over(stage, &town, lamp, 3).await;
    let mistake = write_off(stage, &town, wok, 5, "看错了").await;
    store.run(&by(keeper), ReverseStock { journal: mistake, reason: "没有坏".into() }).await.expect("reversed");
    write_off(stage, &town, wok, 1, "锅柄断了").await;
    let branch = store
        .run(
            &by(&town.admin),
            AddLocation(NewLocation {
                id: 0,
                area: town.home,
                name: "分店".into(),
                address: "二".into(),
                hours: String::new(),
                open: true,
            }),
        )
        .await;
    let transfer = TransferStock { lot: lamp, from: town.shop, to: branch.expect("a shop"), quantity: 4 };
    let to = transfer.to;
    store.run(&by(keeper), transfer).await.expect("moved");
    let back = TransferStock { lot: lamp, from: to, to: town.shop, quantity: 1 };
    // The branch belongs to the community, which is in the keeper's district.
    store.run(&by(keeper), back).await.expect("moved back");
    let counted = CountStock { location: town.shop, lot: wok, counted: 9, reason: "多了两口".into() };
    store.run(&by(keeper), counted).await.expect("counted");

    let found = notice(stage, &town, first).await;
    assert!(!found.complete && found.published == 0);
    let lamps = line(&found, "desk_lamp");
    assert_eq!((lamps.opening, lamps.received, lamps.moved_in, lamps.moved_out), (0, 20, 1, 4));
    assert_eq!((lamps.issued, lamps.lost, lamps.closing), (3, 0, 14));
    let woks = line(&found, "wok");
    assert_eq!((woks.received, woks.lost, woks.counted, woks.closing), (8, 1, 2, 9));
    assert_eq!(found.households, 1);
    let givers: Vec<_> = found.givers.iter().map(|g| (g.name.as_str(), g.receipts, g.units)).collect();
    assert_eq!(givers, [("张老板", 1, 20), ("", 1, 8)]);
    let losses: Vec<_> = found.losses.iter().map(|l| (l.reason.as_str(), l.units)).collect();
    assert_eq!(losses, [("锅柄断了", 1)]);
    let counts: Vec<_> = found.counts.iter().map(|l| (l.reason.as_str(), l.units)).collect();
    assert_eq!(counts, [("多了两口", 2)]);

    // A loss of the second month is reversed in the third, which also has a hand-over.
    stage.clock.advance(first.end() - store.now() + 86_400);
    let second = first.after();
    let loss = write_off(stage, &town, lamp, 2, "灯罩裂了").await;
    stage.clock.advance(second.end() - store.now() + 86_400);
    store.run(&by(keeper), ReverseStock { journal: loss, reason: "修好了".into() }).await.expect("reversed");
    hand_over(stage, &town, lamp, 1).await;
    let (second, third) = (notice(stage, &town, second).await, notice(stage, &town, second.after()).await);
    assert_eq!(line(&second, "desk_lamp").lost, 2);
    assert_eq!(line(&third, "desk_lamp").lost, -2);
    assert_eq!(line(&third, "desk_lamp").issued, 1);
    let first = notice(stage, &town, first).await;
    for key in ["desk_lamp", "wok"] {
        let month: Month = second.month.parse().expect("a month");
        assert_eq!(line(&first, key).closing, before(stage, &town, key, month.start()).await, "{key}");
        assert_eq!(line(&second, key).opening, line(&first, key).closing, "{key}");
        assert_eq!(line(&third, key).opening, line(&second, key).closing, "{key}");
        assert_eq!(line(&third, key).closing, before(stage, &town, key, i64::from(u32::MAX)).await, "{key}");
    }

    // Every number is the sum of its journals.
    let month: Month = first.month.parse().expect("a month");
    for (kinds, expected) in [
        (vec![JournalKind::Receive], 20),
        (vec![JournalKind::Issue], -3),
        (vec![JournalKind::Transfer], -3),
        (vec![JournalKind::WriteOff], 0),
        (vec![], 14),
    ] {
        let query = JournalQuery {
            location: town.shop,
            item: item("desk_lamp"),
            kinds: kinds.clone(),
            from: month.start(),
            to: month.end(),
            ..JournalQuery::default()
        };
        let sum = store.journals_sum(&town.auditor, &query).await.expect("a sum");
        assert_eq!(sum.change, expected, "{kinds:?}");
        let page = store.journals(&town.auditor, &query).await.expect("journals");
        assert_eq!(i64::try_from(page.items.len()).expect("few"), sum.journals);
    }
});

on_both!(a_notice_is_public_only_after_its_month_ended_and_it_was_published, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let month = Month::of(store.now());
    receive(stage, &town, "wok", 8, "欧阳", true).await;
    let open = PublishMonthNotice { location: town.shop, month: month.to_string(), open: true };
    assert_eq!(code(store.run(&by(&town.shopkeeper), open.clone()).await), "wrong_state");
    stage.clock.advance(month.end() - store.now());
    for other in [&town.caseworker, &town.coordinator, &town.auditor, &town.donor, &town.family] {
        assert_eq!(code(store.run(&by(other), open.clone()).await), "not_allowed");
    }
    for other in [&there.shopkeeper, &there.admin] {
        assert_eq!(code(store.run(&by(other), open.clone()).await), "not_found");
        assert_eq!(code(store.month_notice(other, town.shop, &open.month).await), "not_found");
    }
    assert_eq!(code(store.public_notice(town.shop, &open.month).await), "not_found");
    store.run(&by(&town.shopkeeper), open.clone()).await.expect("published");
    let public = store.public_notice(town.shop, &open.month).await.expect("it is public");
    assert_eq!((public.givers[0].name.as_str(), public.total.received), ("欧阳", 8));
    assert_eq!(store.public_notices(town.root, 0).await.expect("a list").items.len(), 1);
    assert!(store.public_notices(there.root, 0).await.expect("a list").items.is_empty());
    assert_eq!(code(store.public_notice(town.shop, &month.after().to_string()).await), "not_found");
    assert_eq!(code(store.public_notice(town.shop, "2026-13").await), "not_found");

    let closed = PublishMonthNotice { open: false, ..open };
    store.run(&by(&town.admin), closed).await.expect("taken in again");
    assert_eq!(code(store.public_notice(town.shop, &month.to_string()).await), "not_found");
});

on_both!(journals_are_filtered_by_what_a_number_consists_of, |stage| {
    let (town, there, store) = (stage.town("甲").await, stage.town("乙").await, &stage.store);
    let wok = receive(stage, &town, "wok", 8, "", false).await;
    let lamp = receive(stage, &town, "desk_lamp", 5, "", false).await;
    let receipt = stage.number("select max(id) from receipt").await;
    let loss = write_off(stage, &town, wok, 3, "碰坏了").await;
    store.run(&by(&town.shopkeeper), ReverseStock { journal: loss, reason: "记错了".into() }).await.expect("reversed");
    receive(stage, &there, "wok", 1, "", false).await;
    let auditor = &town.auditor;
    let ask = async |query: JournalQuery| {
        let items = store.journals(auditor, &query).await.expect("journals").items;
        (
            items.into_iter().map(|j| j.kind.as_str()).collect::<Vec<_>>(),
            store.journals_sum(auditor, &query).await.expect("a sum"),
        )
    };
    let all = JournalQuery { location: town.shop, ..JournalQuery::default() };
    let (kinds, sum) = ask(JournalQuery { item: item("wok"), ..all.clone() }).await;
    assert_eq!(kinds, ["reverse", "write_off", "inspect", "receive"]);
    assert_eq!(sum.change, 8);
    // The loss and its reversal sum to zero.
    let (kinds, sum) = ask(JournalQuery { kinds: vec![JournalKind::WriteOff], ..all.clone() }).await;
    assert_eq!((kinds, sum.journals, sum.units, sum.change), (vec!["reverse", "write_off"], 2, 0, 0));
    let (kinds, sum) = ask(JournalQuery { receipt, kinds: vec![JournalKind::Receive], ..all.clone() }).await;
    assert_eq!((kinds, sum.units), (vec!["receive"], 5));
    assert_eq!(ask(JournalQuery { item: item("wok"), size: "大".into(), ..all.clone() }).await.0, Vec::<&str>::new());
    assert_eq!(ask(JournalQuery { from: store.now() + 9, ..all.clone() }).await.0, Vec::<&str>::new());
    // Without a location the query is still limited to the reader's shops.
    assert_eq!(ask(JournalQuery { item: item("wok"), ..JournalQuery::default() }).await.0.len(), 4);
    let shelf = EntryQuery { location: town.shop, ..EntryQuery::of(Place::Shelf) };
    let lamps = EntryQuery { item: item("desk_lamp"), ..shelf.clone() };
    let page = store.entry_page(auditor, &lamps).await.expect("entries");
    let key = page.item.expect("one thing").key;
    assert_eq!((page.total, key.as_str(), page.entries[0].entry.lot), (5, "desk_lamp", lamp));
});

on_both!(every_number_of_the_notice_is_the_sum_of_its_journals, |stage| {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let month = Month::of(store.now());
    let wok = receive(stage, &town, "wok", 8, "欧阳", true).await;
    let again = receive(stage, &town, "rice", 4, "欧阳", true).await;
    receive(stage, &town, "wok", 2, "", false).await;
    let undone = receive(stage, &town, "wok", 5, "欧阳", true).await;
    let journal = stage.number(&format!("select journal from entry where lot = {undone} order by id limit 1")).await;
    let receipt = stage.number(&format!("select receipt from lot where id = {undone}")).await;
    let reverse =
        async |journal| store.run(&by(&town.shopkeeper), ReverseStock { journal, reason: "重复了".into() }).await;
    // Receiving and shelving are two journals; the later one is reversed first.
    assert_eq!(code(reverse(journal).await), "not_enough_stock");
    let last = stage.number(&format!("select max(journal) from entry where lot = {undone}")).await;
    reverse(last).await.expect("reversed");
    reverse(journal).await.expect("reversed");
    write_off(stage, &town, wok, 1, "碰坏了").await;
    write_off(stage, &town, wok, 2, "碰坏了").await;
    write_off(stage, &town, wok, 1, "受潮了").await;
    let seen = notice(stage, &town, month).await;
    let asked = async |query: JournalQuery| {
        let query = JournalQuery { location: town.shop, ..query };
        store.journals_sum(&town.auditor, &query).await.expect("a sum")
    };
    let (from, to) = (month.start(), month.end());
    assert_eq!(asked(JournalQuery { to, ..JournalQuery::default() }).await.change, seen.total.closing);
    assert_eq!(asked(JournalQuery { to: from, ..JournalQuery::default() }).await.change, seen.total.opening);
    for giver in &seen.givers {
        let kinds = vec![JournalKind::Receive];
        let sum = asked(JournalQuery { giver: giver.receipt, kinds, from, to, ..JournalQuery::default() }).await;
        assert_eq!(sum.units, giver.units, "{giver:?}");
    }
    assert_eq!(seen.givers.iter().map(|g| (g.name.as_str(), g.units)).collect::<Vec<_>>(), [("欧阳", 12), ("", 2)]);
    for loss in &seen.losses {
        let (item, reason_of) = (loss.item, loss.journal);
        let kinds = vec![JournalKind::WriteOff];
        let sum = asked(JournalQuery { item, reason_of, kinds, from, to, ..JournalQuery::default() }).await;
        assert_eq!(sum.units, loss.units, "{loss:?}");
    }
    let mut losses: Vec<_> = seen.losses.iter().map(|loss| (loss.units, loss.reason.as_str())).collect();
    losses.sort_unstable();
    assert_eq!(losses, [(1, "受潮了"), (3, "碰坏了")]);
    // Reversed lines of a receipt are not in its sum.
    let kinds = vec![JournalKind::Receive];
    assert_eq!(asked(JournalQuery { receipt, kinds, ..JournalQuery::default() }).await.units, 0);

    // Sums of the stock page equal those of the entries that they link to, with the same filter.
    let stock = store.stock_page(&town.auditor, &Default::default()).await.expect("the stock");
    let shelf = EntryQuery::of(Place::Shelf);
    let all = store.entry_page(&town.auditor, &shelf).await.expect("entries");
    assert_eq!((all.total, all.until, all.item.is_none()), (stock.on_hand, stock.on_hand, true));
    let woks =
        store.entry_page(&town.auditor, &EntryQuery { q: "炒锅".into(), ..shelf.clone() }).await.expect("entries");
    assert!(woks.entries.iter().all(|line| line.key == "wok"), "{woks:?}");
    assert_eq!(woks.total, stock.on_hand - 4);
    let lot = EntryQuery { item: item("rice"), lot: again, location: town.shop, ..shelf };
    assert_eq!(store.entry_page(&town.auditor, &lot).await.expect("entries").total, 4);
    let there = stage.town("乙").await;
    assert_eq!(store.entry_page(&there.auditor, &EntryQuery::of(Place::Shelf)).await.expect("entries").total, 0);
    assert_eq!(code(store.entry_page(&there.auditor, &lot).await), "not_found");
});

on_both!(journals_are_paged, |stage| {
    let town = stage.town("甲").await;
    let wok = receive(stage, &town, "wok", 100, "", false).await;
    for n in 0..60 {
        write_off(stage, &town, wok, 1, &format!("第 {n} 口")).await;
    }
    let mut query = JournalQuery { location: town.shop, kinds: vec![JournalKind::WriteOff], ..JournalQuery::default() };
    let first = stage.store.journals(&town.auditor, &query).await.expect("journals");
    query.cursor = first.next.expect("more");
    let second = stage.store.journals(&town.auditor, &query).await.expect("journals");
    assert_eq!((first.items.len(), second.items.len(), second.next), (50, 10, None));
    assert!(first.items.last().expect("some").id > second.items[0].id);
    assert_eq!(stage.store.journals_sum(&town.auditor, &query).await.expect("a sum").units, 60);
});
