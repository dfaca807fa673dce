//! The shop over the API: filling from the shelf, appliance checks, stock corrections.

use serde_json::{Value, json};

use crate::support::{TestApp, on_both};

const BAG: &str = "1–3 年级";

/// Returns a location's units on hand, reserved and in quarantine.
async fn numbers(app: &TestApp, location: &str) -> (i64, i64, i64) {
    let path = format!("/api/v1/stock?location={}", app.world.id(location));
    let stock = app.person("coordinator").get(&path).await.expect(200);
    let sum =
        |field: &str| stock["items"].as_array().expect("a list").iter().filter_map(|line| line[field].as_i64()).sum();
    (sum("on_hand"), sum("reserved"), sum("quarantine"))
}

/// Creates a wish for a rice cooker and a claim with a used one that has arrived.
async fn used_cooker(app: &TestApp) -> (i64, i64) {
    let wish = app.family().post_wish(json!({"item": "rice_cooker"})).await;
    app.caseworker().publish(wish).await;
    let claim = app.donor().claim(wish, 1).await;
    let arrived = app.shopkeeper().act(claim, "arrive", json!({"condition": "used"})).await.expect(200);
    assert_eq!((&arrived["state"], &arrived["awaiting_check"]), (&json!("arrived"), &json!(true)));
    (wish, claim)
}

on_both! {
    async fn a_wish_is_filled_from_the_shelf(app) {
        let (shop, keeper) = (app.world.id("shop"), app.shopkeeper());
        let wish = app.published_wish(1).await;
        let detail = async || app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200);
        assert_eq!(detail().await["in_stock"], false);
        keeper.post(&format!("/api/v1/wishes/{wish}/fill"), json!({"item": "school_bag"})).await.refused(409, "not_enough_stock");
        assert_eq!(detail().await["remaining"], 1, "a refused fill takes nothing");

        let other = keeper.receive(shop, "school_bag", "初中以上", 5).await;
        keeper.post(&format!("/api/v1/wishes/{wish}/fill"), json!({"lot": other, "location": shop})).await.refused(409, "does_not_fit");
        keeper.receive(shop, "school_bag", BAG, 3).await;
        assert_eq!(detail().await["in_stock"], true);
        let found = app.visitor().get("/api/v1/wishes?in_stock=true").await.expect(200);
        assert_eq!(found["items"].as_array().map(Vec::len), Some(1));

        let fill = json!({"item": "school_bag", "location": shop});
        let claim = keeper.post(&format!("/api/v1/wishes/{wish}/fill"), fill.clone()).await.expect(201);
        assert_eq!((&claim["state"], &claim["source"]), (&json!("arrived"), &json!("shelf")));
        assert_eq!(numbers(&app, "shop").await, (7, 1, 0));
        keeper.post(&format!("/api/v1/wishes/{wish}/fill"), fill).await.refused(409, "already_taken");

        let claim = claim["id"].as_i64().expect("a number");
        keeper.act(claim, "hand-over", json!({"code": app.code(wish).await})).await.expect(200);
        app.family().act(claim, "confirm", json!({})).await.expect(200);
        assert_eq!(detail().await["state"], "fulfilled");
        assert_eq!(numbers(&app, "shop").await, (7, 0, 0));
        app.assert_consistent().await;
    }

    async fn several_claims_of_one_wish_are_handed_over_one_after_the_other(app) {
        let keeper = app.shopkeeper();
        let wish = app.published_wish(2).await;
        let claims = [app.donor().claim(wish, 1).await, app.person("donor2").claim(wish, 1).await];
        for claim in claims {
            keeper.act(claim, "arrive", json!({})).await.expect(200);
        }
        let code = app.code(wish).await;
        let path = |claim: i64| format!("/shop/claims/{claim}/hand-over");
        let first = keeper.post_form(&path(claims[0]), &[("code", &code)]).await;
        let next = format!("/shop/claims/{}?", claims[1]);
        assert!(first.header("location").starts_with(&next), "{} {}", first.status, first.header("location"));
        let last = keeper.post_form(&path(claims[1]), &[("code", &code)]).await;
        assert_eq!((last.status.as_u16(), last.header("location").split('?').next()), (303, Some("/shop")));
        assert_eq!(app.family().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["progress"]["handed_over"], 2);
        app.assert_consistent().await;
    }

    async fn a_used_appliance_waits_for_its_signed_check(app) {
        let keeper = app.shopkeeper();
        let (wish, claim) = used_cooker(&app).await;
        assert_eq!(numbers(&app, "shop").await, (0, 0, 1));
        let code = app.code(wish).await;
        keeper.act(claim, "hand-over", json!({"code": code})).await.refused(409, "check_needed");
        let unsigned = keeper.act(claim, "check", json!({"checker": "", "passed": true})).await.refused(422, "invalid_fields");
        assert_eq!((&unsigned["fields"][0]["name"], &unsigned["fields"][0]["code"]), (&json!("checker"), &json!("required")));
        app.donor().act(claim, "check", json!({"checker": "王师傅", "passed": true})).await.refused(403, "not_allowed");

        let checked = keeper.act(claim, "check", json!({"checker": "王师傅", "passed": true})).await.expect(200);
        assert_eq!(checked["awaiting_check"], false);
        assert_eq!(numbers(&app, "shop").await, (0, 1, 0));
        keeper.act(claim, "hand-over", json!({"code": code})).await.expect(200);
        app.assert_consistent().await;
    }

    async fn a_claim_with_a_failed_appliance_check_is_refused(app) {
        let keeper = app.shopkeeper();
        let (wish, claim) = used_cooker(&app).await;
        keeper.act(claim, "check", json!({"checker": "王师傅", "passed": false})).await.refused(422, "invalid_fields");
        let failed = json!({"checker": "王师傅", "passed": false, "note": "电线破损"});
        assert_eq!(keeper.act(claim, "check", failed).await.expect(200)["state"], "refused");
        assert_eq!(numbers(&app, "shop").await, (0, 0, 0));
        assert_eq!(app.visitor().get(&format!("/api/v1/wishes/{wish}")).await.expect(200)["remaining"], 1);
        app.assert_consistent().await;
    }

    async fn goods_are_counted_moved_and_reversed(app) {
        let (shop, west, keeper) = (app.world.id("shop"), app.world.id("shop_west"), app.shopkeeper());
        let lot = keeper.receive(shop, "wok", "", 10).await;
        let book = async |path: &str, body: Value| keeper.post(&format!("/api/v1/stock/{path}"), body).await;

        book("transfers", json!({"lot": lot, "from": shop, "to": west, "quantity": 4})).await.expect(201);
        assert_eq!((numbers(&app, "shop").await, numbers(&app, "shop_west").await), ((6, 0, 0), (4, 0, 0)));
        book("transfers", json!({"lot": lot, "from": shop, "to": west, "quantity": 7})).await.refused(409, "not_enough_stock");
        let there = app.world.id("shop_there");
        book("transfers", json!({"lot": lot, "from": shop, "to": there})).await.refused(404, "not_found");

        let count = |counted: i64| json!({"location": shop, "lot": lot, "counted": counted, "reason": "盘点"});
        let fewer = book("counts", count(5)).await.expect(201)["journal"].as_i64().expect("a number");
        assert_eq!(numbers(&app, "shop").await, (5, 0, 0));
        assert_eq!(book("counts", count(5)).await.expect(201)["journal"], 0);
        book("counts", count(8)).await.expect(201);
        assert_eq!(numbers(&app, "shop").await, (8, 0, 0));

        let reversal = json!({"journal": fewer, "reason": "数错了"});
        let mirror = book("reversals", reversal.clone()).await.expect(201)["journal"].as_i64().expect("a number");
        assert_eq!(numbers(&app, "shop").await, (9, 0, 0));
        book("reversals", reversal).await.refused(409, "not_reversible");
        book("reversals", json!({"journal": mirror, "reason": "再来"})).await.refused(409, "not_reversible");
        app.assert_consistent().await;
    }

    async fn a_code_typed_at_the_counter_opens_goods_for_shopkeepers_within_the_limit(app) {
        let (wish, claim) = app.arrived_claim().await;
        app.database.raw(&format!("update wish set code = '7391' where id = {wish}")).await.expect("a code");
        let (keeper, form) = (app.shopkeeper(), format!("/shop/claims/{claim}/hand-over"));
        let opened = keeper.get("/shop?find=7391").await.text;
        assert!(opened.contains(&form) && opened.contains("value=\"7391\""), "one scan, one button: {opened}");
        let unsearched = keeper.get(&format!("/shop/claims/{claim}")).await.text;
        assert!(unsearched.contains(&form) && !unsearched.contains("value=\"7391\""), "{unsearched}");
        for who in ["coordinator", "auditor", "caseworker"] {
            let page = app.person(who).get("/shop?find=7391").await.text;
            assert!(page.contains("取件码只有店员能查"), "{who}: {page}");
            assert!(!page.contains(&format!("/shop/claims/{claim}")), "{who}: {page}");
        }
        for _ in 1..30 {
            keeper.get("/shop?find=0000").await;
        }
        let paused = keeper.get("/shop?find=7391").await.text;
        assert!(paused.contains("取件码已经试了 30 次") && !paused.contains(&form), "{paused}");
        assert!(keeper.get(&format!("/shop?find=%23{claim}")).await.text.contains(&form), "numbers are still found");
        app.store.clock.advance(901);
        assert!(keeper.get("/shop?find=7391").await.text.contains(&form));
    }
}
