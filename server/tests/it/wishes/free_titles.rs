//! Wishes for what is in no list, by API and on pages: from the family's words to a public wish with an item.

use serde_json::json;

use crate::support::on_both;

const TITLE: &str = "爷爷的助行器";

on_both! {
    async fn a_free_title_gets_an_item_and_is_published_by_api(app) {
        let body = json!({"title": TITLE, "symbol": "aid", "words": "上个月摔了"});
        let posted = app.family().post("/api/v1/wishes", body).await.expect(201);
        assert_eq!((&posted["own_title"], &posted["item"]), (&json!(TITLE), &json!(0)));
        assert_eq!(posted["key"], "free-aid");
        let wish = posted["id"].as_i64().expect("a number");
        app.family().post("/api/v1/wishes", json!({})).await.refused(422, "invalid_fields");
        let publish = format!("/api/v1/wishes/{wish}/publish");
        app.caseworker().post(&publish, json!({"words": ""})).await.refused(409, "item_needed");
        let item = format!("/api/v1/wishes/{wish}/item");
        app.caseworker().post(&item, json!({"name": "助行器"})).await.refused(422, "invalid_fields");
        let given = json!({"name": "助行器", "category": "mobility", "cost": 120});
        let named = app.caseworker().post(&item, given).await.expect(200);
        assert_eq!((&named["title"], &named["cost"]), (&json!("助行器"), &json!(120)));
        app.caseworker().post(&publish, json!({"words": ""})).await.expect(200);
        app.caseworker().post(&item, json!({"name": "别的", "cost": 1})).await.refused(409, "wrong_state");

        let public = app.visitor().get(&format!("/api/v1/wishes/{wish}")).await;
        assert!(public.text.contains("助行器") && !public.text.contains("爷爷"), "{}", public.text);
        assert_eq!(app.visitor().get(&format!("/wishes/{wish}/picture")).await.status, 200);
        app.donor().claim(wish, 1).await;

        // From now on it is on the list of the root area.
        let own = app.family().get("/api/v1/wishable-items").await.expect(200);
        assert_eq!(own[0]["name"], "助行器");
        let household = app.world.id("family");
        let same = app.caseworker().get(&format!("/api/v1/wishable-items?household={household}")).await.expect(200);
        assert_eq!(same, own);
        assert_eq!(app.person("family_there").get("/api/v1/wishable-items").await.expect(200), json!([]));
        app.assert_consistent().await;
    }

    async fn a_family_writes_what_it_needs_and_the_review_names_it_on_pages(app) {
        let grid = app.family().get("/home/wishes/new").await.text;
        assert!(grid.contains("href=\"/home/wishes/new/other\""), "{grid}");
        let form = app.family().get("/home/wishes/new/other").await.text;
        assert!(form.contains("name=\"title\"") && form.contains("#free-seed"), "{form}");
        let empty = app.family().post_form("/home/wishes/new/other", &[("title", ""), ("quantity", "1")]).await;
        assert!(empty.status == 422 && empty.text.contains("title-error"), "{}", empty.text);
        let fields = [("title", TITLE), ("symbol", "aid"), ("quantity", "1")];
        let sent = app.family().post_form("/home/wishes/new/other", &fields).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let own = sent.header("location").trim_end_matches("/sent").to_owned();
        assert!(app.family().get(&own).await.text.contains(TITLE));
        let wish = own.rsplit('/').next().expect("a number").to_owned();

        let review = format!("/desk/review/{wish}");
        let shown = app.caseworker().get(&review).await.text;
        assert!(shown.contains(TITLE) && shown.contains(&format!("action=\"{review}/item\"")), "{shown}");
        assert!(!shown.contains(&format!("value=\"{TITLE}\"")), "the family's words are no default of a public name");
        assert!(!shown.contains(&format!("action=\"{review}/publish\"")), "there is nothing to publish yet");
        let refused = app.caseworker().post_form(&format!("{review}/publish"), &[("words", "")]).await;
        assert_eq!(refused.status, 409);
        let item = [("name", "助行器"), ("category", "mobility"), ("cost", "120")];
        let given = app.caseworker().post_form(&format!("{review}/item"), &item).await;
        assert_eq!((given.status.as_u16(), given.header("location")), (303, review.as_str()));
        let published = app.caseworker().post_form(&format!("{review}/publish"), &[("words", "")]).await;
        assert_eq!(published.status, 303, "{}", published.text);
        for page in [format!("/wishes/{wish}"), "/".into()] {
            let public = app.visitor().get(&page).await.text;
            assert!(public.contains("助行器") && !public.contains("爷爷"), "{page}: {public}");
        }

        // The next family finds it among the pictures.
        let grid = app.person("family2").get("/home/wishes/new").await.text;
        let (_, rest) = grid.split_once("助行器").expect("listed");
        assert!(rest.contains("/home/wishes/new/other"));
        let number = app.database.rows("select id, name from item where name = '助行器'").await[0].0;
        let form = format!("/home/wishes/new/{number}");
        assert!(app.person("family2").get(&form).await.text.contains("助行器"));
        let sent = app.person("family2").post_form(&form, &[("quantity", "2")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        assert_eq!(app.person("family_there").get(&form).await.status, 404);
        app.assert_consistent().await;
    }
}
