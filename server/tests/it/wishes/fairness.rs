//! Fairness over HTTP: repeated wishes, limits, households left out, and pages kept offline.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::support::{Reply, TestApp, on_both};

/// Requests a page as the service worker does.
async fn asked(app: &TestApp, who: &str, path: &str, how: &str) -> Reply {
    let request = Request::get(path).header("host", "localhost").header("x-keep", how).body(Body::empty());
    app.person(who).send(request.expect("a request")).await
}

on_both! {
    async fn a_repeated_wish_needs_confirmation_on_the_page_and_in_the_api(app) {
        let family = app.family();
        let wok = json!({"item": "wok"});
        family.post("/api/v1/wishes", wok.clone()).await.expect(201);
        family.post("/api/v1/wishes", wok).await.refused(409, "already_open");
        family.post("/api/v1/wishes", json!({"item": "wok", "again": true})).await.expect(201);

        // The form warns before it is sent, and its button confirms that one more is meant.
        let form = family.get("/home/wishes/new/wok").await;
        assert!(form.text.contains("您家已经有同样的了") && form.text.contains(r#"name="again""#), "{}", form.text);
        let refused = family.post_form("/home/wishes/new/wok", &[("quantity", "1")]).await;
        assert_eq!(refused.status, 409);
        let sent = family.post_form("/home/wishes/new/wok", &[("quantity", "1"), ("again", "yes")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        assert!(!family.get("/home/wishes/new/kettle").await.text.contains(r#"name="again""#));

        // A caseworker gives a reason, and the reviewer reads it.
        let household = app.world.id("family");
        let path = format!("/desk/households/{household}/wishes/new/wok");
        assert!(app.caseworker().get(&path).await.text.contains(r#"name="beyond""#));
        let without = app.caseworker().post_form(&path, &[("quantity", "1"), ("again", "yes")]).await;
        assert_eq!(without.status, 422);
        let said = [("quantity", "1"), ("again", "yes"), ("beyond", "锅底烧穿了")];
        assert_eq!(app.caseworker().post_form(&path, &said).await.status, 303);
        let newest = app.database.rows("select max(id), 'wish' from wish").await[0].0;
        let standing = app.caseworker().get(&format!("/api/v1/wishes/{newest}")).await.expect(200)["standing"].clone();
        assert_eq!((&standing["beyond"], &standing["helped"]), (&json!("锅底烧穿了"), &json!(0)));
        assert_eq!(standing["same"].as_array().map(Vec::len), Some(3));
        let review = app.caseworker().get(&format!("/desk/review/{newest}")).await;
        assert!(review.text.contains("锅底烧穿了") && review.text.contains("从没得到过帮助"), "{}", review.text);
        assert!(family.get(&format!("/api/v1/wishes/{newest}")).await.expect(200).get("standing").is_none());
    }

    async fn a_repeated_draft_needs_confirmation_when_it_is_submitted(app) {
        let family = app.family();
        let draft = json!({"item": "wok", "draft": true});
        let kept = family.post("/api/v1/wishes", draft.clone()).await.expect(201)["id"].clone();
        let second = family.post("/api/v1/wishes", draft.clone()).await.expect(201)["id"].clone();
        let third = family.post("/api/v1/wishes", draft).await.expect(201)["id"].clone();
        let page = family.get(&format!("/home/wishes/{kept}")).await;
        assert!(page.text.contains("/submit\"") && !page.text.contains(r#"name="again""#), "{}", page.text);
        let sent = family.post(&format!("/api/v1/wishes/{kept}/submit"), json!({})).await.expect(200);
        assert_eq!(sent["state"], "submitted");

        // The same in the API and on the page.
        let path = format!("/api/v1/wishes/{second}/submit");
        family.post(&path, json!({})).await.refused(409, "already_open");
        app.person("family2").post(&path, json!({"again": true})).await.refused(404, "not_found");
        family.post(&path, json!({"again": true})).await.expect(200);
        family.post(&path, json!({"again": true})).await.refused(409, "wrong_state");
        let path = format!("/home/wishes/{third}");
        let page = family.get(&path).await;
        assert!(page.text.contains("您家已经有同样的了") && page.text.contains(r#"name="again""#), "{}", page.text);
        let refused = family.post_form(&format!("{path}/submit"), &[]).await;
        assert!(refused.status == 409 && refused.text.contains(r#"name="again""#), "{}", refused.text);
        // A caseworker must give a reason.
        let desk = format!("/desk/wishes/{third}");
        let page = app.caseworker().get(&desk).await;
        assert!(page.text.contains("这家已经有同样的了") && page.text.contains(r#"name="beyond""#), "{}", page.text);
        let without = app.caseworker().post_form(&format!("{desk}/submit"), &[("again", "yes")]).await;
        assert!(without.status == 422 && without.text.contains(r#"name="beyond""#), "{}", without.text);
        let sent = family.post_form(&format!("{path}/submit"), &[("again", "yes")]).await;
        assert_eq!((sent.status.as_u16(), sent.header("location")), (303, format!("{path}/sent").as_str()));
    }

    async fn a_reached_limit_is_shown_on_the_form(app) {
        let policy = [
            ("who_may_claim", "anyone"), ("open_claims", "5"), ("claim_days", "7"), ("reminder_days", "2"),
            ("wish_days", "90"), ("confirm_days", "7"), ("open_wishes", "1"), ("year_wishes", "0"),
        ];
        let path = format!("/admin/areas/{}/policy", app.world.id("city"));
        assert_eq!(app.person("coordinator").post_form(&path, &policy).await.status, 303);
        let family = app.family();
        family.post("/api/v1/wishes", json!({"item": "wok"})).await.expect(201);
        family.post("/api/v1/wishes", json!({"item": "kettle"})).await.refused(409, "open_limit");
        let form = family.get("/home/wishes/new/kettle").await;
        assert!(form.text.contains("最多 1 个") && !form.text.contains("<form class=\"form\""), "{}", form.text);
        let room = format!("/api/v1/households/{}/wish-room?item=1", app.world.id("family"));
        let room = family.get(&room).await.expect(200);
        assert_eq!((&room["room"]["open"], &room["room"]["open_limit"]), (&json!(1), &json!(1)));
        // An empty field does not mean "no limit".
        let mut empty = policy;
        empty[6].1 = "";
        assert_eq!(app.person("coordinator").post_form(&path, &empty).await.status, 422);
    }

    async fn numbers_link_to_the_list_behind_them(app) {
        let (city, caseworker) = (app.world.id("city"), app.caseworker());
        let shares = app.person("coordinator").get(&format!("/api/v1/fairness?area={city}")).await.expect(200);
        let east = &shares[0];
        assert_eq!((&east["households"], &east["helped"], &east["left_out"]), (&json!(2), &json!(0), &json!(2)));
        let page = app.person("coordinator").get(&format!("/desk/left-out/areas?area={city}")).await;
        let link = format!("/desk/left-out?area={}&amp;of=left_out", app.world.id("east"));
        assert!(page.text.contains(&link), "{}", page.text);
        let list = app.person("coordinator").get(&link.replace("&amp;", "&")).await;
        assert!(list.text.contains("欧**") && !list.text.contains("欧阳金雀"), "{}", list.text);
        let own = caseworker.get("/desk/left-out").await;
        assert!(own.text.contains("欧阳金雀") && own.text.contains("/wishes/new"), "{}", own.text);
        app.family().post_wish(json!({"item": "wok"})).await;
        assert!(!caseworker.get("/desk/left-out").await.text.contains("欧阳金雀"));
    }

    async fn only_masked_pages_may_be_kept_and_only_for_their_account(app) {
        let (wish, claim) = app.arrived_claim().await;
        let submitted = app.family().post_wish(json!({"item": "wok"})).await;
        let account = app.caseworker().actor.account.to_string();
        for path in ["/desk".to_owned(), "/desk/left-out".into(), format!("/desk/review/{submitted}")] {
            let page = asked(&app, "caseworker", &path, "now").await;
            assert_eq!((page.header("keep-for"), page.header("cache-control")), (&*account, "private, no-cache"), "{path}");
            assert!(page.text.contains("data-kept-at") && page.text.contains("没有网络"), "{path}");
            // An ordinary request must not be stored.
            let page = app.caseworker().get(&path).await;
            assert_eq!((page.header("keep-for"), page.header("cache-control")), ("", "private, no-store"), "{path}");
        }
        let household = app.world.id("family");
        for path in [format!("/desk/households/{household}"), "/desk/households".into(), "/me".into()] {
            let page = asked(&app, "caseworker", &path, "ahead").await;
            assert_eq!((page.header("keep-for"), page.header("cache-control")), ("", "private, no-store"), "{path}");
        }
        // No page of staff contains a family's code.
        let code = app.code(wish).await;
        let digits: String = code.chars().map(|digit| format!("<i>{digit}</i>")).collect();
        let path = format!("/desk/wishes/{wish}");
        for how in ["now", "ahead"] {
            let page = asked(&app, "caseworker", &path, how).await;
            assert!(!page.text.contains(&digits) && !page.text.contains(&code), "{how}");
        }
        assert_eq!(asked(&app, "caseworker", &path, "ahead").await.header("keep-for"), account);
        assert_eq!(asked(&app, "caseworker", &format!("/desk/claims/{claim}"), "ahead").await.header("keep-for"), account);
    }

    async fn signing_out_clears_the_browsers_storage(app) {
        let out = app.caseworker().post_form("/sign-out", &[]).await;
        assert_eq!((out.status.as_u16(), out.header("clear-site-data")), (303, r#""storage""#));
        let refused = app.visitor().post_form("/sign-in", &[("phone", "13800000000"), ("password", "wrong one")]).await;
        assert_eq!(refused.header("clear-site-data"), "");
        let offline = app.visitor().get("/offline").await;
        assert!(offline.status == 200 && offline.text.contains("没有网络"));
    }
}
