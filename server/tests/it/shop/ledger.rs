//! The database itself refuses changes to written journals and entries.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn journals_and_entries_cannot_be_changed_or_deleted(app) {
        app.shopkeeper().receive(app.world.id("shop"), "wok", "", 10).await;
        let (journals, entries) = (app.database.count("journal").await, app.database.count("entry").await);
        assert!(journals >= 2 && entries >= 4);
        for attempt in [
            "update journal set reason = 'x'", "delete from journal", "update entry set quantity = quantity + 1",
            "update entry set quantity = quantity", "delete from entry", "delete from entry where quantity > 0",
        ] {
            let refused = app.database.raw(attempt).await.expect_err(attempt).to_string();
            assert!(refused.contains("append-only"), "{attempt}: {refused}");
        }
        assert_eq!((app.database.count("journal").await, app.database.count("entry").await), (journals, entries));
        app.assert_consistent().await;
    }

    async fn internal_accounts_cannot_go_below_zero(app) {
        app.shopkeeper().receive(app.world.id("shop"), "wok", "", 10).await;
        let below = "update balance set quantity = -1 where quantity > 0";
        app.database.raw(below).await.expect_err("a balance below zero");
    }

    async fn check_finds_balances_that_do_not_add_up(app) {
        app.shopkeeper().receive(app.world.id("shop"), "wok", "", 10).await;
        let (wish, _) = app.claimed_wish().await;
        app.assert_consistent().await;
        app.database.raw("update balance set quantity = quantity + 1 where quantity > 0").await.expect("a forgery");
        app.database.raw(&format!("update wish set claimed = 0 where id = {wish}")).await.expect("a forgery");
        let found = app.store.check().await.expect("a check");
        assert!(found.len() >= 2, "{found:?}");
        assert!(found.iter().any(|line| line.contains(&format!("wish {wish}"))), "{found:?}");
    }

    async fn check_finds_a_reservation_without_an_active_claim(app) {
        let (_, claim) = app.arrived_claim().await;
        app.assert_consistent().await;
        app.database.raw(&format!("update claim set state = 'cancelled' where id = {claim}")).await.expect("a forgery");
        assert!(!app.store.check().await.expect("a check").is_empty());
    }

    async fn the_entries_of_a_number_add_up_to_it(app) {
        let (shop, keeper) = (app.world.id("shop"), app.shopkeeper());
        let lot = keeper.receive(shop, "wok", "", 10).await;
        let count = json!({"location": shop, "lot": lot, "counted": 7, "reason": "盘点"});
        keeper.post("/api/v1/stock/counts", count).await.expect(201);
        let shelf = Some(domain::ledger::Place::Shelf);
        let entries = app.store.entries(&keeper.actor, 13, "", shop, shelf).await.expect("entries");
        assert_eq!(entries.iter().map(|entry| entry.quantity).sum::<i64>(), 7);
    }
}
