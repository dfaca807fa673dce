//! `check` finds nothing after ordinary operations, and names rows that were changed past the store.

use crate::support::{Stage, Town, by, on_both};
use domain::{
    claims::{ApplianceCheck, Arrival},
    ledger::{Condition, Origin},
};
use store::{
    areas::locations::{AddLocation, NewLocation},
    claims::{
        fulfilment::{AcceptGoods, SignApplianceCheck},
        lifecycle::{CancelClaim, ConfirmClaim, RevokeClaim},
    },
    stock::movements::{ReceiveStock, TransferStock},
};

/// Returns the lines of `check`.
async fn said(stage: &Stage) -> Vec<String> {
    stage.store.check().await.expect("checked")
}

#[track_caller]
fn assert_one(lines: &[String], words: &str) {
    assert!(lines.len() == 1 && lines[0].contains(words), "expected {words:?}, but: {lines:#?}");
}

/// A shop with goods received and transferred, and claims in every state that holds goods.
struct Shop {
    town: Town,
    lot: i64,
    /// Claim whose goods are reserved.
    arrived: i64,
    /// Claim whose used lamp waits in quarantine.
    unchecked: i64,
    /// Claim whose goods were handed over.
    handed: i64,
    /// Claim without goods, on a wish of its own.
    pledged: i64,
    wish: i64,
}

async fn shop(stage: &Stage) -> Shop {
    let (town, store) = (stage.town("甲").await, &stage.store);
    let keeper = &town.shopkeeper;
    let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
    let receipt = ReceiveStock {
        location: town.shop,
        item,
        size: String::new(),
        quantity: 9,
        condition: Condition::New,
        expires: 0,
        origin: Origin::Donation,
        reason: String::new(),
    };
    let lot = store.run(&by(keeper), receipt).await.expect("received");
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
    let transfer = TransferStock { lot, from: town.shop, to: branch.expect("a shop"), quantity: 4 };
    store.run(&by(keeper), transfer).await.expect("moved");
    let mut claims = Vec::new();
    for condition in [Some(Condition::New), Some(Condition::Used), Some(Condition::New), None] {
        let wish = stage.wish(&town, 2).await;
        let claim = stage.claim(&town, wish, 2).await.id;
        if let Some(condition) = condition {
            store
                .run(&by(keeper), AcceptGoods { claim, found: Arrival { condition, expires: 0 } })
                .await
                .expect("arrived");
        }
        claims.push((claim, wish));
    }
    let [(arrived, _), (unchecked, _), (handed, delivered), (pledged, wish)] = claims[..] else { panic!("four") };
    let code = stage.pick_up_code(&town, delivered).await;
    store.claim_hand_over(&by(keeper), handed, code).await.expect("handed over");
    Shop { town, lot, arrived, unchecked, handed, pledged, wish }
}

on_both!(ordinary_operations_leave_check_clean, |stage| {
    assert_eq!(said(stage).await, Vec::<String>::new());
    let shop = shop(stage).await;
    assert_eq!(said(stage).await, Vec::<String>::new());
    let (town, store) = (&shop.town, &stage.store);
    let signed = ApplianceCheck { checker: "钱师傅".into(), passed: true, note: String::new() };
    store
        .run(&by(&town.shopkeeper), SignApplianceCheck { claim: shop.unchecked, check: signed })
        .await
        .expect("signed");
    store.run(&by(&town.caseworker), RevokeClaim { id: shop.arrived, reason: "弄错了".into() }).await.expect("revoked");
    store.run(&by(&town.family), ConfirmClaim(shop.handed)).await.expect("confirmed");
    store.run(&by(&town.donor), CancelClaim { id: shop.pledged, reason: "出差".into() }).await.expect("cancelled");
    assert_eq!(said(stage).await, Vec::<String>::new());
});

on_both!(check_names_wrong_missing_and_extra_balances, |stage| {
    let shop = shop(stage).await;
    let (lot, location) = (shop.lot, shop.town.shop);
    let here = format!(
        "lot = {lot} and account = (select id from ledger_account where place = 'shelf' and owner = {location})"
    );
    stage.plant(&format!("update balance set quantity = quantity + 1 where {here}")).await;
    let lines = said(stage).await;
    assert!(
        lines[0].contains(&format!("shelf of location {location}, lot {lot}: 6 kept, but the entries say 5")),
        "{lines:#?}"
    );
    assert!(lines.len() == 2 && lines[1].contains("5 kept, but the balances say 6"), "the feed's sum, too: {lines:#?}");

    stage.plant(&format!("delete from balance where {here}")).await;
    assert!(said(stage).await[0].contains("0 kept, but the entries say 5"));
    stage.plant(&format!("insert into balance select id, {lot}, 5, true from ledger_account where place = 'shelf' and owner = {location}")).await;
    assert_eq!(said(stage).await, Vec::<String>::new());
    stage
        .plant(&format!("insert into balance select id, {lot}, 3, true from ledger_account where place = 'issued'"))
        .await;
    assert_one(
        &said(stage).await,
        &format!("issued to household {}, lot {lot}: 3 kept, but the entries say 0", shop.town.household),
    );
    stage.plant("update balance set bounded = false where quantity = 3").await;
    assert_eq!(said(stage).await.len(), 2);
});

on_both!(check_names_unbalanced_journals, |stage| {
    let shop = shop(stage).await;
    let last = stage.number("select max(id) from journal").await;
    stage.plant(&format!("insert into entry (journal, account, lot, quantity) select {last}, id, {}, 2 from ledger_account where place = 'outside'", shop.lot)).await;
    let lines = said(stage).await;
    assert!(
        lines.iter().any(|line| line == &format!("journal {last}: lot {} sums to 2, not to zero", shop.lot)),
        "{lines:#?}"
    );
    assert!(lines.len() == 2 && lines[0].contains("outside"), "{lines:#?}");
});

on_both!(check_names_empty_journals, |stage| {
    shop(stage).await;
    stage.plant("insert into journal (kind, at, account, root, location, claim, receipt, transfer, stock_take, shop_order, reason, request, reverses) values ('transfer', 1, 0, 1, 1, 0, 0, 0, 0, 0, '', '', 0)").await;
    let last = stage.number("select max(id) from journal").await;
    assert_one(&said(stage).await, &format!("journal {last} (transfer) has no entries"));
});

on_both!(ledger_rows_cannot_be_updated_or_deleted, |stage| {
    shop(stage).await;
    for sql in [
        "update entry set quantity = quantity + 1",
        "delete from entry",
        "update journal set reason = 'x'",
        "delete from journal",
    ] {
        assert!(stage.try_plant(sql).await.is_err_and(|cause| cause.to_string().contains("append-only")), "{sql}");
    }
    assert_eq!(said(stage).await, Vec::<String>::new());
});

on_both!(check_names_wishes_whose_units_do_not_add_up, |stage| {
    let shop = shop(stage).await;
    let wish = shop.wish;
    stage.plant(&format!("update wish set claimed = 1 where id = {wish}")).await;
    assert_one(&said(stage).await, &format!("wish {wish}: 1 units claimed, but its claims hold 2"));
    stage.plant(&format!("update wish set claimed = 2, state = 'fulfilled' where id = {wish}")).await;
    assert_one(&said(stage).await, &format!("wish {wish} is fulfilled, but 0 of its 2 units are confirmed"));
    stage.plant(&format!("update wish set state = 'published' where id = {wish}")).await;
    stage.plant(&format!("update claim set state = 'confirmed' where id = {}", shop.handed)).await;
    assert_one(&said(stage).await, "is published, but 2 of its 2 units are confirmed");
});

on_both!(check_names_goods_without_claims_and_claims_without_goods, |stage| {
    let shop = shop(stage).await;
    let change = async |id: i64, what: &str| stage.plant(&format!("update claim set {what} where id = {id}")).await;
    let Shop { arrived, unchecked, handed, pledged, .. } = shop;

    change(arrived, "state = 'handed_over'").await;
    let lines = said(stage).await;
    assert!(lines.len() == 3, "{lines:#?}");
    assert!(lines[2].ends_with("was helped 1 times as kept, but claims and orders say 2"), "{lines:#?}");
    assert!(lines[0].contains(&format!("set aside for claim {arrived}, which is handed_over")), "{lines:#?}");
    assert!(lines[1].contains("were handed over, the ledger 0"), "{lines:#?}");
    change(arrived, "state = 'arrived'").await;

    change(pledged, "state = 'arrived'").await;
    assert_one(&said(stage).await, &format!("claim {pledged} arrived with 2 units, but 0 are set aside"));
    change(pledged, "state = 'pledged'").await;

    change(unchecked, "lot = lot + 1000").await;
    assert_one(&said(stage).await, &format!("claim {unchecked} waits for the check of 2 units"));
    change(unchecked, "lot = lot - 1000, awaiting_check = false").await;
    assert_one(&said(stage).await, &format!("claim {unchecked} arrived with 2 units, but 0 are set aside"));
    change(unchecked, "awaiting_check = true").await;

    change(handed, "lot = lot + 1000").await;
    assert_one(&said(stage).await, &format!("household {}: claims say 2 units", shop.town.household));
    change(handed, "lot = lot - 1000").await;
    assert_eq!(said(stage).await, Vec::<String>::new());
});

on_both!(check_compares_the_shelf_table_with_the_balances, |stage| {
    let shop = shop(stage).await;
    stage.plant(&format!("update shelf set quantity = 7 where location = {}", shop.town.shop)).await;
    assert_one(&said(stage).await, &format!("at location {}: 7 kept, but the balances say 5", shop.town.shop));
});
