//! Lending through the router: at the counter, by the family, and over the API.

use domain::DAY;
use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn a_wheelchair_is_lent_and_comes_back_on_the_pages(app) {
        let (shop, family) = (app.world.id("shop"), app.world.id("family"));
        app.shopkeeper().receive(shop, "wheelchair", "", 1).await;
        let page = app.shopkeeper().get(&format!("/shop/loans/new?household={family}&location={shop}")).await;
        assert!(page.text.contains("轮椅"), "{}", page.text);
        let lots = app.shopkeeper().get(&format!("/api/v1/lendable?location={shop}")).await.expect(200);
        let lot = lots[0]["lot"].to_string();
        let day = |days: i64| app::i18n::day_value(app.store.now() + days * DAY);
        let (household, location, late, due) = (family.to_string(), shop.to_string(), day(400), day(20));
        // A day that is too far is refused beside its field, and what was typed stays.
        let mut typed =
            vec![("household", household.as_str()), ("location", &location), ("lot", &lot), ("due", late.as_str())];
        let refused = app.shopkeeper().post_form("/shop/loans/new", &typed).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(&late) && refused.text.contains("due-error"), "{}", refused.text);
        typed[3].1 = due.as_str();
        let lent = app.shopkeeper().post_form("/shop/loans/new", &typed).await;
        assert_eq!(lent.status, 303);
        let path = lent.header("location").split('?').next().expect("a path").to_owned();
        assert!(app.shopkeeper().get("/shop/loans").await.text.contains("轮椅"));
        assert!(app.family().get("/home/loans").await.text.contains("轮椅"));
        let own = path.replace("/shop/", "/home/");
        assert_eq!(app.family().post_form(&format!("{own}/say"), &[("word", "received")]).await.status, 303);
        let back = app.shopkeeper().post_form(&format!("{path}/return"), &[("condition", "good")]).await;
        assert_eq!(back.status, 303);
        assert_eq!(app.database.count("loan where state = 'returned' and received > 0").await, 1);
        app.assert_consistent().await;
    }

    async fn a_loan_is_extended_and_given_by_the_api(app) {
        let shop = app.world.id("shop");
        app.shopkeeper().receive(shop, "wheelchair", "", 1).await;
        let lots = app.shopkeeper().get(&format!("/api/v1/lendable?location={shop}")).await.expect(200);
        let now = app.store.now();
        let new = json!({
            "household": app.world.id("family"), "location": shop, "lot": lots[0]["lot"], "due": now + 10 * DAY,
        });
        let made = app.shopkeeper().post_as("once", "/api/v1/loans", new.clone()).await.expect(201);
        let again = app.shopkeeper().post_as("once", "/api/v1/loans", new).await.expect(201);
        assert_eq!(made["loan"], again["loan"], "a repeated request lends once");
        let path = format!("/api/v1/loans/{}", made["loan"]);
        let later = json!({"until": now + 30 * DAY});
        app.family().post(&format!("{path}/extension"), later.clone()).await.expect(200);
        let loan = app.shopkeeper().post(&format!("{path}/extend"), later).await.expect(200);
        assert!(loan["due"].as_i64() > Some(now + 29 * DAY) && loan["wished"].is_null(), "{loan}");
        app.shopkeeper().post(&format!("{path}/end"), json!({"ending": "given"})).await.expect(200);
        app.shopkeeper().post(&format!("{path}/answer"), json!({"answer": "agree"})).await.refused(409, "second_person");
        let given = app.person("coordinator").post(&format!("{path}/answer"), json!({"answer": "agree"})).await;
        assert_eq!(given.expect(200)["state"], "given");
        app.assert_consistent().await;
    }
}
