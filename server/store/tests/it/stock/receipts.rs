//! Receipts: consecutive numbers per root area, and goods in quarantine.

use crate::support::{Stage, Town, by, code, fields, on_both, unique};
use domain::{
    DAY,
    claims::{ApplianceCheck, Arrival},
    ledger::{Condition, Origin, Place},
    notifications::NoticeKind,
    stock::receipts::{Line, NewReceipt, OPEN_FOR, Receipt, ReceiptQuery},
};
use store::{
    By, Store,
    claims::fulfilment::AcceptGoods,
    stock::{
        movements::{InspectStock, Removal, ReverseStock, WriteOffStock},
        receiving::{
            offers::AcceptOffer,
            receipts::{AddReceipt, AddReceiptLines, BeginReceipt, CloseReceipt},
        },
    },
};

fn item(key: &str) -> i64 {
    domain::catalogue::by_key(key).expect("in the catalogue").id
}

fn line(key: &str, quantity: i64) -> Line {
    let size = domain::catalogue::by_key(key).and_then(|item| item.sizes.first()).copied().unwrap_or_default();
    Line {
        item: item(key),
        size: size.to_owned(),
        quantity,
        condition: Condition::New,
        expires: 0,
        cost: 0,
        code: String::new(),
    }
}

fn receipt(town: &Town, lines: Vec<Line>) -> NewReceipt {
    NewReceipt {
        location: town.shop,
        origin: Origin::Donation,
        organisation: 0,
        giver: "陈女士".into(),
        named: true,
        note: String::new(),
        offer: 0,
        lines,
    }
}

async fn read(store: &Store, town: &Town, id: i64) -> Receipt {
    store.receipt(&town.shopkeeper, id).await.expect("the shop's own receipt")
}

on_both!(a_receipt_has_one_number_and_a_journal_per_line, |stage| {
    let (town, other) = (stage.town("江城").await, stage.town("海城").await);
    let mut used = line("rice_cooker", 2);
    used.condition = Condition::Used;
    let mut bought = line("wok", 3);
    bought.cost = 12_050;
    let new = receipt(&town, vec![line("school_bag", 5), used, bought]);
    let id = stage.store.run(&by(&town.shopkeeper), AddReceipt(new.clone())).await.expect("received");

    let seen = read(&stage.store, &town, id).await;
    assert!(seen.number.ends_with("-000001"), "{}", seen.number);
    assert_eq!(
        (seen.giver.as_str(), seen.named, seen.units, seen.cost, seen.open),
        ("陈女士", true, 10, 12_050, false)
    );
    assert_eq!(seen.lines.iter().map(|l| l.quantity).collect::<Vec<_>>(), [5, 2, 3]);
    for (line, place) in seen.lines.iter().zip(["shelf", "quarantine", "shelf"]) {
        let journal = stage.store.journal(&town.shopkeeper, line.journal).await.expect("a journal of the line");
        assert_eq!(journal.entries.iter().map(|e| e.quantity).sum::<i64>(), 0);
        let lies = format!(
            "select b.quantity from balance b join ledger_account a on a.id = b.account
             where b.lot = {} and a.place = '{place}'",
            line.lot
        );
        assert_eq!(stage.number(&lies).await, line.quantity);
    }
    assert_eq!(
        stage.number(&format!("select count(*) from lot where receipt = {id} and origin = 'donation'")).await,
        3
    );

    // Each root area has numbers of its own and does not find the other's receipts.
    let there = stage.store.run(&by(&other.shopkeeper), AddReceipt(receipt(&other, vec![line("wok", 1)]))).await;
    let there = read(&stage.store, &other, there.expect("received")).await;
    assert_eq!(there.number, seen.number);
    assert_eq!(code(stage.store.receipt(&other.shopkeeper, id).await), "not_found");
    assert_eq!(code(stage.store.receipt(&town.donor, id).await), "not_allowed");
    assert_eq!(code(stage.store.my_receipt(&town.donor, id).await), "not_found");
    assert_eq!(code(stage.store.run(&by(&other.shopkeeper), AddReceipt(new.clone())).await), "not_found");
    assert_eq!(code(stage.store.run(&by(&town.coordinator), AddReceipt(new)).await), "not_allowed");
    let listed = stage.store.receipts(&town.auditor, ReceiptQuery::default()).await.expect("the auditor reads");
    assert_eq!(listed.items.iter().map(|r| r.id).collect::<Vec<_>>(), [id]);
    assert_eq!(stage.store.check().await.expect("a check"), Vec::<String>::new());
});

on_both!(concurrent_receipts_are_numbered_without_gap_or_duplicate, |stage| {
    let town = stage.town("江城").await;
    let servers = [stage.another().await, stage.another().await];
    let mut running = Vec::new();
    for n in 0..60 {
        let (store, by) = (servers[n % 2].clone(), by(&town.shopkeeper));
        // Every third receipt is refused and must not use up a number.
        let mut new = receipt(&town, vec![line("wok", 1), line("school_bag", 2)]);
        if n % 3 == 0 {
            new.lines[1].size = "没有这个尺码".into();
        }
        running.push(tokio::spawn(async move { store.run(&by, AddReceipt(new)).await.is_ok() }));
    }
    let mut done = 0;
    for one in running {
        done += i64::from(one.await.expect("a task"));
    }
    assert_eq!(done, 40);
    let of = |what: &str| format!("select cast({what} as bigint) from receipt where root = {}", town.root);
    assert_eq!(stage.number(&of("count(*)")).await, 40);
    assert_eq!(stage.number(&of("count(distinct number)")).await, 40);
    assert_eq!((stage.number(&of("min(number)")).await, stage.number(&of("max(number)")).await), (1, 40));
    assert_eq!(stage.store.check().await.expect("a check"), Vec::<String>::new());

    // `check` reports a gap.
    stage.plant(&format!("update receipt set number = 77 where root = {} and number = 5", town.root)).await;
    assert_eq!(stage.store.check().await.expect("a check").len(), 1);
    for server in servers {
        server.close().await;
    }
});

on_both!(the_same_request_twice_is_one_receipt, |stage| {
    let town = stage.town("江城").await;
    let request = By::new(town.shopkeeper.clone(), format!("scan-{}", unique()));
    let new = receipt(&town, vec![line("wok", 4)]);
    let first = stage.store.run(&request, AddReceipt(new.clone())).await.expect("received");
    assert_eq!(stage.store.run(&request, AddReceipt(new.clone())).await.expect("the first answer"), first);
    let more = NewReceipt { lines: vec![line("wok", 5)], ..new };
    assert_eq!(code(stage.store.run(&request, AddReceipt(more)).await), "request_reused");
    assert_eq!(stage.number("select count(*) from receipt").await, 1);
    assert_eq!(stage.number("select cast(sum(quantity) as bigint) from shelf").await, 4);
});

on_both!(a_receipt_grows_until_it_is_closed, |stage| {
    let town = stage.town("江城").await;
    let store = &stage.store;
    let id = store.run(&by(&town.shopkeeper), BeginReceipt(receipt(&town, vec![line("wok", 1)]))).await.expect("begun");
    let lots = store
        .run(&by(&town.shopkeeper), AddReceiptLines { receipt: id, lines: vec![line("wok", 2), line("school_bag", 3)] })
        .await;
    assert_eq!(lots.expect("added").len(), 2);
    let seen = read(store, &town, id).await;
    assert_eq!((seen.units, seen.lines.len(), seen.open), (6, 3, true));
    assert!(!store.receipt(&town.auditor, id).await.expect("read").open, "only its maker adds to it");
    assert_eq!(
        fields(store.run(&by(&town.shopkeeper), AddReceiptLines { receipt: id, lines: Vec::new() }).await),
        [("lines", "out_of_range")]
    );
    store.run(&by(&town.shopkeeper), CloseReceipt(id)).await.expect("closed");
    let late = store.run(&by(&town.shopkeeper), AddReceiptLines { receipt: id, lines: vec![line("wok", 1)] }).await;
    assert_eq!(code(late), "receipt_closed");
    assert_eq!(code(store.run(&by(&town.shopkeeper), CloseReceipt(id)).await), "receipt_closed");

    let forgotten = store.run(&by(&town.shopkeeper), BeginReceipt(receipt(&town, vec![line("wok", 1)]))).await;
    stage.clock.advance(OPEN_FOR);
    let late = store
        .run(&by(&town.shopkeeper), AddReceiptLines { receipt: forgotten.expect("begun"), lines: vec![line("wok", 1)] })
        .await;
    assert_eq!(code(late), "receipt_closed");
});

on_both!(an_invalid_line_refuses_the_whole_receipt, |stage| {
    let town = stage.town("江城").await;
    let add = async |change: &dyn Fn(&mut NewReceipt)| {
        let mut new = receipt(&town, vec![line("wok", 1), line("school_bag", 1)]);
        change(&mut new);
        stage.store.run(&by(&town.shopkeeper), AddReceipt(new)).await
    };
    assert_eq!(fields(add(&|new| new.lines[1].item = 999).await), [("item", "unknown")]);
    assert_eq!(fields(add(&|new| new.lines[1].size = String::new()).await), [("size", "required")]);
    assert_eq!(fields(add(&|new| new.lines[1].quantity = 0).await), [("quantity", "out_of_range")]);
    assert_eq!(fields(add(&|new| new.organisation = 4711).await), [("organisation", "unknown")]);
    assert_eq!(fields(add(&|new| new.origin = Origin::Claim).await), [("origin", "unknown")]);
    stage.plant(&format!("update location set open = false where id = {}", town.shop)).await;
    assert_eq!(fields(add(&|_| {}).await), [("location", "unknown")], "a closed shop");
    stage.plant(&format!("update location set open = true where id = {}", town.shop)).await;
    let past = stage.store.now() - DAY;
    assert_eq!(code(add(&|new| new.lines[1].expires = past).await), "expired_goods");
    let grant = add(&|new| {
        new.origin = Origin::Grant;
        new.organisation = town.union;
        new.giver = String::new();
    })
    .await;
    let granted = read(&stage.store, &town, grant.expect("granted")).await;
    assert_eq!(granted.giver, "工会");
    assert_eq!(stage.number("select count(*) from receipt").await, 1, "a refused receipt stores nothing");
});

on_both!(a_receipt_line_stores_its_barcode, |stage| {
    let town = stage.town("江城").await;
    let mut taught = line("wok", 1);
    taught.code = "6901234567892".into();
    stage.store.run(&by(&town.shopkeeper), AddReceipt(receipt(&town, vec![taught]))).await.expect("received");
    let known = stage.store.item_by_code(&town.shopkeeper, "6901234567892").await.expect("looked up");
    assert_eq!(known.map(|found| found.item.id), Some(item("wok")));
});

on_both!(goods_of_a_claim_get_a_receipt_for_their_claimer, |stage| {
    let town = stage.town("江城").await;
    let wish = stage.wish(&town, 2).await;
    let claim = stage.claim(&town, wish, 2).await;
    let arrival = Arrival { condition: Condition::New, expires: 0 };
    stage.store.run(&by(&town.shopkeeper), AcceptGoods { claim: claim.id, found: arrival }).await.expect("arrived");
    let id = stage.store.receipt_of_claim(&town.donor, claim.id).await.expect("asked");
    let seen = stage.store.my_receipt(&town.donor, id).await.expect("the donor's own");
    assert_eq!((seen.origin, seen.claim, seen.units), (Origin::Claim, claim.id, 2));
    assert_eq!(seen.giver, town.donor.name);
    let stranger = stage.donor(&town).await;
    assert_eq!(code(stage.store.my_receipt(&stranger, id).await), "not_found");
    assert_eq!(stage.store.receipt_of_claim(&stranger, claim.id).await.expect("asked"), 0);
    assert_eq!(stage.store.my_receipts(&town.donor, 0).await.expect("a list").items.len(), 1);
    let told = format!("{seen:?}");
    assert!(!told.contains("王家") && !told.contains("幸福里"), "no household on a receipt");
    assert_eq!(stage.store.check().await.expect("a check"), Vec::<String>::new());
});

/// Receives used rice cookers of an offer into quarantine; returns receipt and lot.
async fn cookers(stage: &Stage, town: &Town, quantity: i64) -> (i64, i64) {
    let offer = domain::stock::offers::NewOffer {
        item: item("rice_cooker"),
        size: String::new(),
        thing: String::new(),
        quantity,
        condition: Condition::Used,
        words: String::new(),
        named: false,
    };
    let offer = stage.store.offer_post(&by(&town.donor), offer, Vec::new()).await.expect("offered");
    let when =
        domain::stock::offers::Acceptance { location: town.shop, day: stage.store.now() + DAY, words: String::new() };
    stage.store.run(&by(&town.shopkeeper), AcceptOffer { offer, when }).await.expect("accepted");
    let mut used = line("rice_cooker", quantity);
    used.condition = Condition::Used;
    let new = NewReceipt { offer, giver: String::new(), ..receipt(town, vec![used]) };
    let id = stage.store.run(&by(&town.shopkeeper), AddReceipt(new)).await.expect("received");
    (id, read(&stage.store, town, id).await.lines[0].lot)
}

on_both!(quarantined_goods_leave_by_return_write_off_or_inspection, |stage| {
    let town = stage.town("江城").await;
    let (store, location) = (&stage.store, town.shop);
    let (id, lot) = cookers(stage, &town, 4).await;
    let waiting = async || store.waiting(&town.shopkeeper, 0, 0).await.expect("the list").items;
    let first = waiting().await;
    assert_eq!((first.len(), first[0].lot, first[0].quantity), (1, lot, 4));
    assert!(first[0].needs_check && first[0].told && first[0].receipt == id);
    assert_eq!(code(store.waiting(&town.donor, 0, 0).await), "not_allowed");

    let bare = InspectStock { lot, location, quantity: 1, check: None };
    assert_eq!(code(store.run(&by(&town.shopkeeper), bare).await), "check_needed");
    let signed = |passed| ApplianceCheck { checker: "王师傅".into(), passed, note: "电线破损".into() };
    let failed = InspectStock { lot, location, quantity: 1, check: Some(signed(false)) };
    store.run(&by(&town.shopkeeper), failed).await.expect("returned");
    let broken = Removal { lot, location, place: Place::Quarantine, quantity: 1, reason: "摔坏了".into() };
    store.run(&by(&town.shopkeeper), WriteOffStock(broken)).await.expect("written off");
    let passed = InspectStock { lot, location, quantity: 2, check: Some(signed(true)) };
    store.run(&by(&town.shopkeeper), passed).await.expect("on the shelf");
    assert_eq!(waiting().await, []);

    // The donor is notified of each unfit part with its reason, and of nothing else.
    let told = store.notices(&town.donor, 0).await.expect("notices").items;
    let unfit: Vec<_> = told.iter().filter(|n| n.kind == NoticeKind::GoodsUnfit).collect();
    assert_eq!(unfit.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(), ["摔坏了", "电线破损"]);
    assert!(unfit.iter().all(|n| n.subject == id && n.title == "电饭煲"));
    let quiet = Removal { lot, location, place: Place::Shelf, quantity: 1, reason: "后来坏了".into() };
    store.run(&by(&town.shopkeeper), WriteOffStock(quiet)).await.expect("written off");
    assert_eq!(store.notices(&town.donor, 0).await.expect("notices").items.len(), told.len());
    assert_eq!(store.check().await.expect("a check"), Vec::<String>::new());
});

on_both!(a_reversed_line_no_longer_counts, |stage| {
    let town = stage.town("江城").await;
    let (id, lot) = cookers(stage, &town, 3).await;
    let journal = read(&stage.store, &town, id).await.lines[0].journal;
    let mirror = stage
        .store
        .run(&by(&town.shopkeeper), ReverseStock { journal, reason: "数错了".into() })
        .await
        .expect("put right");
    let seen = read(&stage.store, &town, id).await;
    assert_eq!((seen.units, seen.lines[0].lot, seen.lines[0].reversed_by), (0, lot, mirror));
});
