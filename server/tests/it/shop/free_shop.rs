//! The free shop through the router: orders on the pages and over the API, and under concurrency.

use std::{collections::BTreeMap, time::Duration};

use domain::{catalogue::items::Terms, orders::slots};
use serde_json::{Value, json};
use store::{
    By, Command, Tx,
    catalogue::items::WriteItem,
    orders::{
        lifecycle::ExpireOrder,
        place::{PlaceOrder, SetOrderCapacity},
    },
    points::{self, ledger::NewGrant},
};

use crate::support::{Client, Reply, TestApp, on_both};

const BAG: &str = "1–3 年级";

fn item(key: &str) -> i64 {
    domain::catalogue::by_key(key).expect("in the catalogue").id
}

fn by(who: &Client) -> By {
    By::new(who.actor.clone(), server::http::random_id())
}

/// Sets an item's price in the first root area.
async fn price(app: &TestApp, key: &str, points: i64) {
    let terms = Terms { points, ..Terms::default() };
    app.store.run(&by(&app.shopkeeper()), WriteItem::terms(item(key), terms)).await.expect("terms");
}

/// Grants points to a household of the first root area.
async fn give(app: &TestApp, household: &'static str, points: i64) {
    let (household, root) = (app.world.id(household), app.world.id("city"));
    let granted = app.store.script(move |tx: &mut Tx<'_>, ()| {
        Box::pin(async move {
            let new = NewGrant { household, root, points, expires: 0, reason: "测试" };
            points::ledger::grant(tx, &new).await.map(drop)
        })
    });
    granted.await.expect("points");
}

async fn room_for(app: &TestApp, orders: i64) {
    let capacity = SetOrderCapacity { location: app.world.id("shop"), orders };
    app.store.run(&by(&app.shopkeeper()), capacity).await.expect("room");
}

fn order(app: &TestApp, key: &str, size: &str, quantity: i64) -> Value {
    json!({
        "location": app.world.id("shop"),
        "pickup": slots(app.store.now())[0].from,
        "lines": [{"item": item(key), "size": size, "quantity": quantity}],
    })
}

/// Counts replies by status and code.
fn tally(replies: &[Reply]) -> BTreeMap<String, usize> {
    let mut tally = BTreeMap::new();
    for reply in replies {
        let refusal = if reply.status.is_success() { String::new() } else { format!(" {}", reply.code()) };
        *tally.entry(format!("{}{refusal}", reply.status.as_u16())).or_default() += 1;
    }
    tally
}

/// Sends all requests concurrently.
async fn rush(calls: Vec<(Client, String, Value)>) -> Vec<Reply> {
    let all = calls.into_iter().map(|(who, path, body)| tokio::spawn(async move { who.post(&path, body).await }));
    let mut replies = Vec::new();
    for reply in all.collect::<Vec<_>>() {
        replies.push(reply.await.expect("an answer"));
    }
    replies
}

/// Sums the units in all ledger accounts of a place.
async fn units(app: &TestApp, place: &str) -> i64 {
    let sum = "cast(coalesce(sum(b.quantity), 0) as bigint)";
    let of = format!("from balance b join ledger_account a on a.id = b.account where a.place = '{place}'");
    app.database.rows(&format!("select {sum}, '' {of}")).await[0].0
}

on_both! {
    /// Half of the thousand are families ordering, half are wishes that the shopkeeper fills.
    async fn a_thousand_requests_for_a_hundred_units_take_a_hundred(app) {
        app.shopkeeper().receive(app.world.id("shop"), "school_bag", BAG, 100).await;
        price(&app, "school_bag", 1).await;
        give(&app, "family", 400).await;
        give(&app, "family2", 400).await;
        room_for(&app, 1000).await;
        let mut calls = Vec::new();
        for _ in 0..25 {
            let wish = app.published_wish(20).await;
            for n in 0..20 {
                calls.push((app.shopkeeper(), format!("/api/v1/wishes/{wish}/fill"), json!({"item": "school_bag"})));
                let family = app.person(if n % 2 == 0 { "family" } else { "family2" });
                calls.push((family, "/api/v1/orders".into(), order(&app, "school_bag", BAG, 1)));
            }
        }
        // No account has more writes waiting than the server lets it queue.
        let mut replies = Vec::new();
        while !calls.is_empty() {
            replies.extend(rush(calls.split_off(calls.len().saturating_sub(400))).await);
        }
        let expected = [("201".to_owned(), 100), ("409 not_enough_stock".to_owned(), 900)].into();
        assert_eq!(tally(&replies), expected);
        let (ordered, reserved) = (units(&app, "ordered").await, units(&app, "reserved").await);
        assert_eq!((units(&app, "shelf").await, ordered + reserved), (0, 100));
        assert!(ordered > 0 && reserved > 0, "{ordered} ordered and {reserved} reserved for wishes: the two sides did not overlap");
        assert_eq!((units(&app, "held").await, units(&app, "household").await), (ordered, 800 - ordered));
        assert_eq!(app.database.count("balance where bounded = true and quantity < 0").await, 0);
        app.assert_consistent().await;
    }

    /// Hundreds of orders expire while they are handed over.
    async fn an_order_that_expires_during_its_hand_over_ends_once(app) {
        app.shopkeeper().receive(app.world.id("shop"), "wok", "", 300).await;
        price(&app, "wok", 1).await;
        give(&app, "family", 300).await;
        room_for(&app, 300).await;
        let (family, shop, now) = (app.family().actor, app.world.id("shop"), app.store.now());
        let placed = app.store.script(move |tx: &mut Tx<'_>, ()| {
            let family = family.clone();
            Box::pin(async move {
                tx.play(&family, now, "order_place");
                let wanted = domain::orders::Wanted { item: item("wok"), size: String::new(), quantity: 1 };
                let pickup = slots(now)[0].from;
                for _ in 0..300 {
                    let new = PlaceOrder { location: shop, pickup, lines: vec![wanted.clone()], basket: false };
                    new.run(tx).await?;
                }
                Ok(())
            })
        });
        placed.await.expect("the orders");
        let codes = app.database.rows("select id, code from shop_order order by id desc").await;
        assert_eq!(codes.len(), 300);
        let until = app.database.rows("select max(until), '' from shop_order").await[0].0;
        app.store.clock.advance(until + 1 - app.store.now());

        // Each order is handed over and expired at the same time, by two servers, 25 orders at a time.
        let second = app.second_server().await;
        let mut replies = Vec::new();
        for some in codes.chunks(25) {
            // A person has 30 tries in a quarter of an hour.
            app.database.raw("delete from attempt").await.expect("forgotten");
            let mut both = Vec::new();
            for (n, (id, code)) in some.iter().enumerate() {
                let (keeper, id, body) = (app.shopkeeper(), *id, json!({"code": code}));
                let store = if n % 2 == 0 { second.store.clone() } else { app.store.clone() };
                let collects = tokio::spawn(async move { keeper.post(&format!("/api/v1/orders/{id}/hand-over"), body).await });
                let expires = tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(u64::try_from(n * 7 % 60).unwrap_or_default())).await;
                    let ended = store.script(move |tx: &mut Tx<'_>, ()| {
                        Box::pin(async move { ExpireOrder(id).run(tx).await.map(drop) })
                    });
                    ended.await
                });
                both.push((collects, expires));
            }
            for (collects, expires) in both {
                replies.push(collects.await.expect("an answer"));
                expires.await.expect("an end").expect("the clock's step");
            }
        }
        let expired = app.database.count("shop_order where state = 'expired'").await;
        assert_eq!(app.store.run_clocks().await.expect("clocks").orders_expired, 0, "nothing is left to expire");
        second.store.close().await;

        let tally = tally(&replies);
        let collected = tally.get("200").copied().unwrap_or_default();
        let late = tally.get("409 wrong_state").copied().unwrap_or_default();
        assert_eq!(collected + late, 300, "{tally:?}");
        assert!(collected > 0 && late > 0, "the two sides did not overlap: {tally:?}");
        assert_eq!(usize::try_from(expired), Ok(late), "each order ended by job or counter");
        let twice = "(select shop_order from journal where shop_order <> 0 group by shop_order having count(*) <> 2) x";
        assert_eq!(app.database.count(twice).await, 0, "one journal reserved it, one ended it");
        let (collected, late) = (i64::try_from(collected).expect("few"), i64::try_from(late).expect("few"));
        assert_eq!(app.database.count("shop_order where state = 'collected'").await, collected);
        assert_eq!(app.database.count("shop_order where state = 'expired'").await, late);
        assert_eq!((units(&app, "shelf").await, units(&app, "issued").await, units(&app, "ordered").await), (late, collected, 0));
        assert_eq!((units(&app, "household").await, units(&app, "spent").await, units(&app, "held").await), (late, collected, 0));
        app.assert_consistent().await;
    }

    async fn an_order_is_placed_and_handed_over_by_the_api(app) {
        app.shopkeeper().receive(app.world.id("shop"), "wok", "", 3).await;
        price(&app, "wok", 30).await;
        give(&app, "family", 100).await;
        let shelf = app.family().get("/api/v1/shop/shelf").await.expect(200);
        let line = &shelf["items"][0];
        assert_eq!((&shelf["points"], &line["left"], &line["item"]["terms"]["points"]), (&json!(100), &json!(3), &json!(30)));
        let new = json!({
            "location": shelf["location"], "pickup": shelf["slots"][0]["from"],
            "lines": [{"item": line["item"]["id"], "quantity": 2}],
        });
        // Clients cannot send a price.
        let mut cheap = new.clone();
        cheap["lines"][0]["points"] = json!(1);
        assert_eq!(app.family().post("/api/v1/orders", cheap).await.status, 422);
        let first = app.family().post_as("once", "/api/v1/orders", new.clone()).await.expect(201);
        let again = app.family().post_as("once", "/api/v1/orders", new.clone()).await.expect(201);
        assert_eq!((&first["id"], &first["points"]), (&again["id"], &json!(60)));
        app.family2_has_nothing(&first["id"]).await;

        let (id, code) = (first["id"].clone(), first["code"].as_str().expect("a code").to_owned());
        let seen = app.shopkeeper().get(&format!("/api/v1/orders/{id}")).await.expect(200);
        assert_eq!((&seen["code"], &seen["for"]["family_size"]), (&json!(""), &json!(2)));
        let path = format!("/api/v1/orders/{id}/hand-over");
        let wrong = format!("{:04}", (code.parse::<i64>().expect("digits") + 1) % 10_000);
        app.shopkeeper().post(&path, json!({"code": wrong})).await.refused(409, "wrong_code");
        assert_eq!(app.shopkeeper().post(&path, json!({"code": code})).await.expect(200)["state"], "collected");
        app.family().post(&format!("/api/v1/orders/{id}/cancel"), json!({})).await.refused(409, "wrong_state");
        app.family().post("/api/v1/orders", new.clone()).await.refused(409, "not_enough_stock");

        let at_counter = json!({"location": shelf["location"], "household": app.world.id("family"), "lines": [{"item": item("wok"), "quantity": 1}]});
        let issued = app.shopkeeper().post("/api/v1/orders", at_counter.clone()).await.expect(201);
        assert_eq!((&issued["state"], &issued["walk_in"]), (&json!("collected"), &json!(true)));
        app.person("shopkeeper_west").post("/api/v1/orders", at_counter).await.refused(404, "not_found");
        assert_eq!(app.family().get("/api/v1/orders").await.expect(200)["items"].as_array().map(Vec::len), Some(2));
        app.assert_consistent().await;
    }

    async fn an_order_is_placed_and_handed_over_on_the_pages(app) {
        app.shopkeeper().receive(app.world.id("shop"), "wok", "", 2).await;
        price(&app, "wok", 30).await;
        give(&app, "family", 70).await;
        let (family, keeper, shop, wok) = (app.family(), app.shopkeeper(), app.world.id("shop").to_string(), item("wok").to_string());
        let shelf = family.get("/home/shop").await;
        assert!(shelf.text.contains("炒锅") && shelf.text.contains("只剩 2 件") && shelf.text.contains("70 分"), "{}", shelf.text);
        let thing = [("location", shop.as_str()), ("item", &wok), ("size", ""), ("back", "/home/shop?category=kitchen")];
        for _ in 0..3 {
            let added = family.post_form("/home/shop/basket/add", &thing).await;
            assert_eq!((added.status.as_u16(), added.header("location")), (303, "/home/shop?category=kitchen"));
        }
        // A card says how many of it are in the basket, and its steps lead back to it.
        let shelf = family.get("/home/shop").await.text;
        assert!(shelf.contains("<b class=\"num\">3</b>") && !shelf.contains("/home/shop/basket/add"), "{shelf}");
        for (quantity, back) in [("2", "/home/shop#ware-13-0"), ("3", "https://evil.example/home/shop")] {
            let step = [("location", shop.as_str()), ("item", &wok), ("size", ""), ("quantity", quantity), ("back", back)];
            let put = family.post_form("/home/shop/basket/put", &step).await;
            let basket = format!("/home/shop/basket?location={shop}");
            let to = if back.starts_with('/') { back } else { basket.as_str() };
            assert_eq!((put.status.as_u16(), put.header("location")), (303, to));
        }
        let basket = family.get("/home/shop/basket").await;
        assert!(basket.text.contains("货架上只剩 2 件") && basket.text.contains("积分还差 20 分"), "{}", basket.text);
        let pickup = slots(app.store.now())[0].from.to_string();
        let order = |quantity: &'static str| {
            let fields = [("location", shop.clone()), ("pickup", pickup.clone()), ("item", wok.clone()), ("size", String::new()), ("quantity", quantity.to_owned())];
            let family = family.clone();
            async move {
                let fields: Vec<_> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
                family.post_form("/home/shop/basket", &fields).await
            }
        };
        let refused = order("3").await;
        assert_eq!(refused.status, 409);
        assert!(refused.text.contains("货架上没有那么多") && refused.text.contains("货架上只剩 2 件"), "{}", refused.text);
        let placed = order("2").await;
        let path = placed.header("location").to_owned();
        assert!(path.starts_with("/home/orders/"), "{}", placed.text);
        let id: i64 = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("a number");
        let code = app.database.rows(&format!("select id, code from shop_order where id = {id}")).await[0].1.clone();
        let spoken = code.chars().map(String::from).collect::<Vec<_>>().join(" ");
        assert!(family.get(&path).await.text.contains(&format!("aria-label=\"{spoken}\"")));
        assert!(family.get("/home").await.text.contains(&format!("/home/orders/{id}")));

        // The code finds the order, and the page of the one hit fills it in.
        let found = keeper.get(&format!("/shop?find={code}")).await;
        assert!(found.text.contains(&format!("/shop/orders/{id}/hand-over")), "{}", found.text);
        assert!(!keeper.get(&format!("/shop/orders/{id}")).await.text.contains(&spoken));
        let handed = keeper.post_form(&format!("/shop/orders/{id}/hand-over"), &[("code", &code)]).await;
        assert_eq!((handed.status.as_u16(), handed.header("location")), (303, "/shop"));
        assert!(family.get(&path).await.text.contains("领走了"));
        app.assert_consistent().await;
    }

    async fn a_walk_in_family_is_served_at_the_counter(app) {
        app.shopkeeper().receive(app.world.id("shop"), "wok", "", 5).await;
        price(&app, "wok", 30).await;
        give(&app, "family", 70).await;
        let (keeper, household, shop) = (app.shopkeeper(), app.world.id("family"), app.world.id("shop").to_string());
        let wok = item("wok").to_string();
        let look = async |who: &Client, typed: &str| who.post_form("/shop/walk-in", &[("location", &shop), ("family", typed)]).await;
        let found = look(&keeper, "欧阳金雀").await;
        assert_eq!(found.header("location"), format!("/shop/walk-in/{household}?location={shop}"));
        assert!(!found.text.contains("欧阳"));
        let none = look(&app.person("shopkeeper_west"), "欧阳金雀").await;
        assert!(none.status == 200 && none.text.contains("没有找到这家人"), "{}", none.text);
        // Two look-ups write two audit lines; rendering the page again writes none.
        assert_eq!(app.database.count("audit where action = 'walk_in_find'").await, 2);

        let page = format!("/shop/walk-in/{household}");
        let seen = keeper.get(&format!("{page}?location={shop}")).await;
        assert!(seen.text.contains("欧**") && seen.text.contains("70 分") && !seen.text.contains("金雀"), "{}", seen.text);
        let scan = keeper.post_form(&page, &[("location", &shop), ("code", &wok), ("count", "1"), ("scan", &wok), ("add", "1")]).await;
        assert!(scan.status == 200 && scan.text.contains("data-points-sum class=\"num\">60<"), "{}", scan.text);
        let too_much = keeper.post_form(&page, &[("location", &shop), ("code", &wok), ("count", "3")]).await;
        assert!(too_much.status == 409 && too_much.text.contains("超过了这家的积分（70 分）"), "{}", too_much.text);
        let unknown = keeper.post_form(&page, &[("location", &shop), ("code", "unknown-code"), ("count", "1")]).await;
        assert_eq!(unknown.status, 422);
        // An item number has no size: the page asks for it.
        let bag = item("school_bag").to_string();
        let sized = keeper.post_form(&page, &[("location", &shop), ("code", &bag), ("count", "1")]).await;
        assert!(sized.status == 422 && sized.text.contains("select name=\"row_size\""), "{}", sized.text);
        let issued = keeper.post_form(&page, &[("location", &shop), ("code", &wok), ("count", "2")]).await;
        assert!(issued.header("location").starts_with("/shop/orders/"), "{}", issued.text);
        assert_eq!((units(&app, "issued").await, units(&app, "spent").await, units(&app, "household").await), (2, 60, 10));
        app.assert_consistent().await;
    }
}

impl TestApp {
    /// Checks that another family gets 404 for an order.
    async fn family2_has_nothing(&self, id: &Value) {
        let other = self.person("family2");
        other.get(&format!("/api/v1/orders/{id}")).await.refused(404, "not_found");
        other.post(&format!("/api/v1/orders/{id}/cancel"), json!({})).await.refused(404, "not_found");
        assert_eq!(other.get("/api/v1/orders").await.expect(200)["items"], json!([]));
    }
}
