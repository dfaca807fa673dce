//! Expiry dates, transfers and kits on the pages and over the API.

use serde_json::json;
use store::catalogue::items::WriteItem;

use crate::support::{TestApp, on_both};

const DAY: i64 = 86_400;

/// Puts rice on the shelf that expires in so many days; returns the lot.
async fn rice(app: &TestApp, quantity: i64, days: i64) -> i64 {
    let expires = app.store.now() + days * DAY;
    let receipt = json!({"location": app.world.id("shop"), "item": "rice", "quantity": quantity, "expires": expires});
    app.shopkeeper().post("/api/v1/stock/receipts", receipt).await.expect(201)["lot"].as_i64().expect("a number")
}

on_both! {
    async fn goods_are_unloaded_inspected_returned_and_written_off_by_api(app) {
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop"));
        let cooker = json!({"item": "rice_cooker", "quantity": 3, "condition": "used"});
        let receipt = json!({"location": shop, "unloading": true, "lines": [cooker]});
        let receipt = keeper.post("/api/v1/receipts", receipt).await.expect(201);
        let path = format!("/api/v1/receipts/{}", receipt["id"].as_i64().expect("a number"));
        let more = json!({"lines": [{"item": "wok", "quantity": 4}]});
        let grown = keeper.post(&format!("{path}/lines"), more.clone()).await.expect(200);
        assert_eq!(grown["lines"].as_array().map(Vec::len), Some(2));
        keeper.post(&format!("{path}/close"), json!({})).await.expect(200);
        keeper.post(&format!("{path}/lines"), more).await.refused(409, "receipt_closed");

        let lot = |n: usize| grown["lines"][n]["lot"].as_i64().expect("a lot");
        let of = |lot: i64| json!({"lot": lot, "location": shop, "quantity": 1, "reason": "摔坏了"});
        keeper.post("/api/v1/stock/inspections", json!({"lot": lot(0), "location": shop})).await.refused(409, "check_needed");
        let check = json!({"checker": "王师傅", "passed": true});
        keeper.post("/api/v1/stock/inspections", json!({"lot": lot(0), "location": shop, "check": check})).await.expect(201);
        keeper.post("/api/v1/stock/returns", of(lot(0))).await.expect(201);
        keeper.post("/api/v1/stock/write-offs", of(lot(1))).await.expect(201);
        let mut waiting = of(lot(0));
        waiting["place"] = "quarantine".into();
        keeper.post("/api/v1/stock/write-offs", waiting.clone()).await.expect(201);
        keeper.post("/api/v1/stock/write-offs", waiting).await.refused(409, "not_enough_stock");
        app.assert_consistent().await;
    }

    async fn a_transfer_sent_by_form_is_received_short_and_settled(app) {
        let (keeper, west) = (app.shopkeeper(), app.person("shopkeeper_west"));
        let (shop, there) = (app.world.id("shop").to_string(), app.world.id("shop_west").to_string());
        let wok = keeper.receive(app.world.id("shop"), "wok", "", 9).await;
        let blanket = keeper.receive(app.world.id("shop"), "blanket", "", 4).await;
        let (n_wok, n_blanket) = (format!("n_{wok}"), format!("n_{blanket}"));
        // Searching for an item keeps the quantities typed for others, and writes nothing.
        let find = [("from", shop.as_str()), ("to", &there), (&n_wok, "6"), ("q", "毯"), ("do", "find")];
        let found = keeper.post_form("/shop/transfers/new", &find).await;
        assert_eq!(found.status, 200, "{}", found.text);
        assert!(found.text.contains(&format!("name=\"{n_wok}\"")) && found.text.contains("value=\"6\""), "kept");
        assert!(found.text.contains(&format!("name=\"{n_blanket}\"")), "found");
        let nothing = keeper.post_form("/shop/transfers/new", &[("from", &shop), ("to", &there), ("do", "send")]).await;
        assert_eq!(nothing.status, 422);
        let too_many = [("from", shop.as_str()), ("to", &there), (&n_wok, "10"), ("do", "send")];
        let refused = keeper.post_form("/shop/transfers/new", &too_many).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text.contains("value=\"10\""), "the input is kept");

        let send = [("from", shop.as_str()), ("to", &there), (&n_wok, "6"), (&n_blanket, "4"), ("do", "send")];
        let sent = keeper.post_form("/shop/transfers/new", &send).await;
        let page = sent.header("location").split('?').next().expect("a path").to_owned();
        assert!(page.starts_with("/shop/transfers/"), "{} {page}", sent.status);
        let id: i64 = page.rsplit('/').next().expect("a number").parse().expect("a number");
        assert!(west.get(&page).await.text.contains(&format!("name=\"a_{wok}\"")), "the receiver can enter what arrived");
        assert!(!keeper.get(&page).await.text.contains(&format!("name=\"a_{wok}\"")), "the sender may not");

        let (a_wok, a_blanket) = (format!("a_{wok}"), format!("a_{blanket}"));
        let typo = west.post_form(&format!("{page}/receive"), &[(&a_wok, "七"), (&a_blanket, "4")]).await;
        assert_eq!(typo.status, 422, "an invalid number counts as not arrived");
        let short = west.post_form(&format!("{page}/receive"), &[(&a_wok, "５"), (&a_blanket, "4")]).await;
        assert_eq!(short.status, 303, "{}", short.text);
        for who in [&keeper, &west] {
            assert!(who.get("/shop/transfers").await.text.contains(&page), "open for both");
            let seen = who.get(&format!("/api/v1/transfers/{id}")).await.expect(200);
            assert_eq!((&seen["state"], &seen["open"]), (&json!("short"), &json!(1)));
        }
        assert!(keeper.told().await.contains(&page), "the sender gets a notice");
        let lost = [("lot", wok.to_string()), ("quantity", "1".into()), ("outcome", "lost".into()), ("reason", "摔坏了".into())];
        let lost: Vec<_> = lost.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(west.post_form(&format!("{page}/settle"), &lost).await.status, 403, "the sender books the loss");
        assert_eq!(keeper.post_form(&format!("{page}/settle"), &lost).await.status, 303);
        assert_eq!(keeper.get(&format!("/api/v1/transfers/{id}")).await.expect(200)["state"], "settled");
        assert!(!west.get("/shop/transfers").await.text.contains(&page), "nothing is open any more");
        app.assert_consistent().await;
    }

    async fn a_transfer_is_scanned_at_both_ends_and_compared_before_it_is_received(app) {
        let (keeper, west) = (app.shopkeeper(), app.person("shopkeeper_west"));
        let (shop, there) = (app.world.id("shop").to_string(), app.world.id("shop_west").to_string());
        let wok = keeper.receive(app.world.id("shop"), "wok", "", 9).await;
        let label = format!("lot:{wok}");
        let send = [("list", "0123456789abcdef1"), ("list_version", "0"), ("from", &shop), ("to", &there), ("code", &label), ("count", "5"), ("row_size", "")];
        let searched = keeper.post_form("/shop/transfers/new", &[&send[..], &[("q", "毯"), ("do", "find")]].concat()).await.text;
        assert!(searched.contains(&format!("data-code=\"{label}\"")), "{searched}");
        let destination = searched.split(&format!("value=\"{there}\"")).nth(1).unwrap_or_default();
        assert!(destination.split('>').next().unwrap_or_default().contains("checked"), "the destination stays: {searched}");
        let again = keeper.get(&format!("/shop/transfers/new?from={shop}")).await.text;
        assert!(again.contains(&format!("data-code=\"{label}\"")), "another device goes on: {again}");
        let sent = keeper.post_form("/shop/transfers/new", &[&send[..], &[("do", "send")]].concat()).await;
        let page = sent.header("location").to_owned();
        assert!(page.starts_with("/shop/transfers/"), "{} {}", sent.status, sent.text);
        assert!(!keeper.get(&format!("/shop/transfers/new?from={shop}")).await.text.contains(&label), "the list has ended");
        let paper = west.get(&format!("{page}/paper")).await.text;
        assert!(paper.contains("炒锅") && paper.contains(&format!("#{wok}")), "{paper}");

        let receive = format!("{page}/receive");
        let scan = |count: &'static str| vec![("list", "0123456789abcdef2"), ("list_version", "0"), ("code", "13"), ("count", count), ("row_size", ""), ("do", "compare")];
        let more = west.post_form(&receive, &scan("6")).await;
        assert_eq!(more.status, 422, "more than was sent: {}", more.text);
        let mut fewer = scan("3");
        fewer[1].1 = "1";
        let compared = west.post_form(&receive, &fewer).await;
        assert_eq!(compared.status, 200, "{}", compared.text);
        let field = compared.text.split(&format!("id=\"a_{wok}\"")).nth(1).unwrap_or_default();
        assert!(field.split('>').next().unwrap_or_default().contains("value=\"3\""), "{}", compared.text);
        assert_eq!(app.database.count("transfer where state = 'sent'").await, 1, "nothing is booked yet");
        let arrived = format!("a_{wok}");
        let received = west.post_form(&receive, &[("list", "0123456789abcdef2"), ("list_version", "2"), (&arrived, "3")]).await;
        assert_eq!(received.status, 303, "{}", received.text);
        assert_eq!(app.database.count("transfer where state = 'short'").await, 1);
        app.assert_consistent().await;
    }

    async fn transfers_are_sent_received_and_cancelled_over_the_api(app) {
        let (keeper, west) = (app.shopkeeper(), app.person("shopkeeper_west"));
        let (shop, there) = (app.world.id("shop"), app.world.id("shop_west"));
        keeper.receive(shop, "wok", "", 9).await;
        let new = json!({"from": shop, "to": there, "lines": [{"item": 13, "quantity": 2}], "note": "两箱"});
        let first = keeper.post_as("one", "/api/v1/transfers", new.clone()).await.expect(201);
        let again = keeper.post_as("one", "/api/v1/transfers", new.clone()).await.expect(201);
        assert_eq!(first, again);
        let path = format!("/api/v1/transfers/{}", first["id"]);
        keeper.post(&format!("{path}/receive"), json!({})).await.refused(403, "not_allowed");
        app.person("shopkeeper_there").post(&format!("{path}/receive"), json!({})).await.refused(404, "not_found");
        assert_eq!(west.post(&format!("{path}/receive"), json!({})).await.expect(200)["state"], "received");
        keeper.post(&format!("{path}/cancel"), json!({"reason": "晚了"})).await.refused(409, "wrong_state");
        let second = keeper.post("/api/v1/transfers", new).await.expect(201);
        let back = format!("/api/v1/transfers/{}/cancel", second["id"]);
        assert_eq!(keeper.post(&back, json!({"reason": "开错了"})).await.expect(200)["state"], "cancelled");
        let live = west.get("/api/v1/transfers?live=true").await.expect(200);
        assert_eq!(live["items"].as_array().map(Vec::len), Some(0));
        assert_eq!(west.get("/api/v1/transfers").await.expect(200)["items"].as_array().map(Vec::len), Some(2));
        app.assert_consistent().await;
    }

    async fn a_kit_is_defined_assembled_and_taken_apart_by_form(app) {
        let keeper = app.shopkeeper();
        let shop = app.world.id("shop").to_string();
        keeper.receive(app.world.id("shop"), "wok", "", 9).await;
        let new = domain::catalogue::items::NewItem { name: "新家礼包".into(), open: true, ..Default::default() };
        let item = app.store.run(&store::By::new(keeper.actor.clone(), "kit"), WriteItem::add(new)).await.expect("an item");
        let page = format!("/shop/kits/{item}");
        let found = keeper.get(&format!("{page}?location={shop}&q=%E7%82%92")).await;
        assert!(found.text.contains("part=13"), "the search leads to the part: {}", found.text);
        let part = [("location", shop.as_str()), ("part", "13"), ("quantity", "2")];
        assert_eq!(keeper.post_form(&format!("{page}/parts"), &part).await.status, 303);
        let too_many = [("location", shop.as_str()), ("kits", "5")];
        assert_eq!(keeper.post_form(&format!("{page}/assemble"), &too_many).await.status, 409);
        let made = keeper.post_form(&format!("{page}/assemble"), &[("location", &shop), ("kits", "4")]).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let kit = keeper.get(&format!("/api/v1/kits/{item}?location={shop}")).await.expect(200);
        assert_eq!((&kit["ready"], &kit["possible"]), (&json!(4), &json!(0)));
        let stock = keeper.get(&format!("/shop/lots?item={item}&location={shop}")).await;
        assert_eq!(stock.status, 200);
        let lot = app.store.kit_lots(&keeper.actor, item, app.world.id("shop")).await.expect("lots")[0].lot;
        let lot = format!("{lot}-shelf");
        let apart = [("location", shop.as_str()), ("lot", &lot), ("kits", "3")];
        assert_eq!(keeper.post_form(&format!("{page}/take-apart"), &apart).await.status, 303);
        let kit = keeper.get(&format!("/api/v1/kits/{item}?location={shop}")).await.expect(200);
        assert_eq!((&kit["ready"], &kit["possible"]), (&json!(1), &json!(3)));
        assert!(keeper.get("/shop/kits").await.text.contains("新家礼包"));
        app.assert_consistent().await;
    }

    async fn expiring_goods_are_listed_used_first_and_not_handed_over_once_expired(app) {
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop"));
        let lot = rice(&app, 3, 6).await;
        let far = rice(&app, 3, 200).await;
        let wish = app.family().post_wish(json!({"item": "rice"})).await;
        app.caseworker().publish(wish).await;
        let listed = keeper.get("/shop/expiry?within=7").await.text;
        let forward = format!("/shop/lots/{lot}/forward?location={shop}");
        assert!(listed.contains(&forward), "{listed}");
        assert!(!listed.contains(&format!("/shop/lots/{far}/")), "the other lot is not expiring");
        let page = keeper.get(&forward).await.text;
        assert!(page.contains(&format!("/shop/fill/{wish}")), "the open wish is listed");
        let claim = keeper.post(&format!("/api/v1/wishes/{wish}/fill"), json!({"lot": lot})).await.expect(201)["id"].as_i64();
        let claim = claim.expect("a number");
        app.pass(7 * DAY).await;
        let given = keeper.act(claim, "hand-over", json!({"code": app.code(wish).await})).await;
        given.refused(409, "expired_goods");
        let told = keeper.get(&format!("/shop/claims/{claim}")).await.text;
        assert!(told.contains(&format!("/desk/claims/{claim}")) && !told.contains("/hand-over\""), "a link to the claim instead of the hand-over");
        let past = keeper.get("/shop/expiry?within=expired").await.text;
        assert!(past.contains(&format!("/shop/claims/{claim}")), "{past}");
        let told = keeper.told().await;
        assert!(told.iter().any(|to| to.starts_with("/shop/expiry?within=expired")), "a notice about expired goods");
        assert!(!keeper.get("/notices").await.text.contains("data-unread"), "opened notices are read");
        app.assert_consistent().await;
    }
}
