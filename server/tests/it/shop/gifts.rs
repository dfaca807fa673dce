//! Offers and receipts over HTTP: barcodes assigned while receiving, and the API.

use domain::DAY;
use serde_json::json;

use crate::support::{TestApp, on_both};

const CODE: &str = "6901234567892";

/// Returns the fields that all forms of the receiving page share.
fn head(app: &TestApp) -> Vec<(&'static str, String)> {
    vec![
        ("location", app.world.id("shop").to_string()),
        ("origin", "donation".into()),
        ("giver", "陈女士".into()),
        ("named", "yes".into()),
        ("condition", "new".into()),
    ]
}

async fn send(app: &TestApp, more: &[(&'static str, &str)]) -> crate::support::Reply {
    let mut fields = head(app);
    fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.shopkeeper().post_form("/shop/receive", &fields).await
}

on_both! {
    async fn an_unknown_barcode_is_assigned_while_receiving(app) {
        let bag = domain::catalogue::by_key("school_bag").expect("in the catalogue");
        let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id.to_string();
        let rows = [("code", CODE), ("count", "3"), ("code", wok.as_str()), ("count", "2")];

        // Nothing is booked until the item is chosen.
        let asked = send(&app, &rows).await;
        assert_eq!(asked.status, 200);
        assert!(asked.text.contains("这是什么") && asked.text.contains("陈女士"), "it asks for the item, and keeps the input");
        assert_eq!(app.database.count("receipt").await, 0);

        // An item with sizes asks for the size; then the code is assigned, and the list is unchanged.
        let picked = format!("{CODE}|{}", bag.id);
        let sized = send(&app, &[&rows[..], &[("learn", picked.as_str())]].concat()).await;
        assert!(sized.text.contains("learn_size"));
        assert_eq!(app.database.count("barcode").await, 0);
        let size = format!("{picked}|{}", bag.sizes[1]);
        let learned = send(&app, &[&rows[..], &[("learn_size", size.as_str())]].concat()).await;
        assert!(learned.text.contains(CODE) && !learned.text.contains("这是什么"));
        assert_eq!(app.database.count("barcode").await, 1);

        let saved = send(&app, &rows).await;
        assert_eq!(saved.status, 303);
        assert_eq!((app.database.count("receipt").await, app.database.count("lot").await), (1, 2));
        let receipt = &app.shopkeeper().get("/api/v1/receipts").await.expect(200)["items"][0];
        assert_eq!((&receipt["units"], &receipt["giver"], &receipt["named"]), (&json!(5), &json!("陈女士"), &json!(true)));
        app.assert_consistent().await;
    }

    async fn a_refused_form_keeps_its_input(app) {
        let rice = domain::catalogue::ITEMS.iter().find(|item| item.perishable).expect("something that expires");
        let number = rice.id.to_string();
        let refused = send(&app, &[("code", number.as_str()), ("count", "7")]).await;
        assert_eq!(refused.status, 422);
        for kept in ["陈女士", "value=\"7\"", "row_expires"] {
            assert!(refused.text.contains(kept), "{kept}");
        }
        let (shop, keeper) = (app.world.id("shop"), app.shopkeeper());
        let alone = json!({"location": shop, "item": "rice", "quantity": 7});
        let many = json!({"location": shop, "origin": "donation", "giver": "陈女士", "lines": [{"item": "rice", "quantity": 7}]});
        for (path, body) in [("/api/v1/stock/receipts", alone), ("/api/v1/receipts", many)] {
            assert_eq!(keeper.post(path, body).await.status, 422, "food without a day: {path}");
        }
        assert_eq!(app.database.count("receipt").await, 0);
        let day = app::i18n::day_value(app.store.now() + 90 * DAY);
        let rows = [("code", number.as_str()), ("count", "7"), ("row_expires", day.as_str())];
        assert_eq!(send(&app, &rows).await.status, 303);
        app.assert_consistent().await;
    }

    async fn a_repeated_request_books_a_receipt_once(app) {
        let keeper = app.shopkeeper();
        let body = json!({
            "location": app.world.id("shop"), "origin": "purchase", "giver": "粮油店",
            "lines": [{"item": "wok", "quantity": 2, "cost": 9900}, {"item": "school_bag", "size": "学前"}],
        });
        let first = keeper.post_as("many", "/api/v1/receipts", body.clone()).await.expect(201);
        let again = keeper.post_as("many", "/api/v1/receipts", body.clone()).await.expect(201);
        assert_eq!(first["id"], again["id"]);
        assert_eq!((&first["units"], &first["cost"], first["lines"].as_array().map(Vec::len)), (&json!(3), &json!(9900), Some(2)));
        let path = format!("/api/v1/receipts/{}", first["id"]);
        keeper.get(&path).await.expect(200);
        for who in ["donor", "shopkeeper_west", "shopkeeper_there", "family", "admin"] {
            app.person(who).get(&path).await.refused(404, "not_found");
        }
        let single = json!({"location": app.world.id("shop"), "item": "wok"});
        let answer = keeper.post("/api/v1/stock/receipts", single).await.expect(201);
        assert!(answer["receipt"].as_i64() > first["id"].as_i64() && answer["lot"].as_i64() > Some(0));
        app.assert_consistent().await;
    }

    async fn offers_are_accepted_received_and_declined_over_the_api(app) {
        let (donor, keeper) = (app.donor(), app.shopkeeper());
        let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
        let offer = json!({"item": wok, "quantity": 2, "condition": "used", "named": true});
        let id = donor.post("/api/v1/offers", offer.clone()).await.expect(201)["id"].as_i64().expect("a number");
        let queue = keeper.get("/api/v1/offers?shop=true").await.expect(200);
        assert_eq!((&queue["items"][0]["id"], &queue["items"][0]["need"]["have"]), (&json!(id), &json!(0)));
        let when = json!({"location": app.world.id("shop"), "day": app.store.now() + DAY});
        keeper.post(&format!("/api/v1/offers/{id}/accept"), when).await.expect(200);
        let receipt = json!({"location": app.world.id("shop"), "offer": id, "lines": [{"item": wok, "quantity": 2, "condition": "used"}]});
        let receipt = keeper.post("/api/v1/receipts", receipt).await.expect(201);
        assert_eq!(donor.get(&format!("/api/v1/offers/{id}")).await.expect(200)["state"], "received");
        donor.get(&format!("/api/v1/receipts/{}", receipt["id"])).await.expect(200);
        app.person("donor2").get(&format!("/api/v1/receipts/{}", receipt["id"])).await.refused(404, "not_found");

        let other = donor.post("/api/v1/offers", offer).await.expect(201)["id"].as_i64().expect("a number");
        keeper.post(&format!("/api/v1/offers/{other}/decline"), json!({"reason": "plenty"})).await.expect(200);
        donor.post(&format!("/api/v1/offers/{other}/withdraw"), json!({})).await.refused(409, "wrong_state");
        // The reason is shown in the donor's language.
        let told = donor.get("/notices").await;
        assert!(told.text.contains("店里已经够多了") && !told.text.contains("plenty"));
        app.assert_consistent().await;
    }
}
