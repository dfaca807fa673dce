//! Stock-takes and the monthly notice over HTTP.
//! Only typed lines are saved, and numbers on pages link to their journals.

use serde_json::json;
use store::stock::counts::views::LineQuery;

use crate::support::{TestApp, on_both};

async fn sheet(app: &TestApp) -> i64 {
    let new = json!({"location": app.world.id("shop")});
    app.shopkeeper().post("/api/v1/stock-takes", new).await.expect(201)["id"].as_i64().expect("a number")
}

on_both! {
    async fn a_stock_take_is_counted_on_a_page_and_approved_by_a_second_person(app) {
        let (keeper, boss) = (app.shopkeeper(), app.person("coordinator"));
        let shop = app.world.id("shop");
        let (wok, rice) = (keeper.receive(shop, "wok", "", 5).await, keeper.receive(shop, "desk_lamp", "", 3).await);
        let id = sheet(&app).await;
        let page = format!("/shop/stock-takes/{id}");
        let shown = keeper.get(&page).await;
        assert!(shown.text.contains(&format!("name=\"counted_{wok}\"")), "{}", shown.text);
        // The sheet shows no stock, neither on screen nor on paper.
        let paper = keeper.get(&format!("{page}/paper")).await;
        assert!(paper.text.contains("paper-box") && !paper.text.contains(">5<"));

        let fields = [(format!("counted_{wok}"), "４"), (format!("seen_{wok}"), "5"), (format!("counted_{rice}"), "")];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(keeper.post_form(&format!("{page}/count"), &fields).await.header("location"), page);
        let scan = [("code", format!("lot:{rice}")), ("count", "3".to_owned())];
        let scan: Vec<_> = scan.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(keeper.post_form(&format!("{page}/scan"), &scan).await.header("location"), page);

        // Without a reason it is refused, and the typed numbers stay.
        let refused = keeper.post_form(&format!("{page}/finish"), &[]).await;
        assert_eq!(refused.status.as_u16(), 422);
        let why = format!("reason_{wok}");
        assert_eq!(keeper.post_form(&format!("{page}/finish"), &[(&why, "锅柄断了")]).await.status.as_u16(), 303);
        assert_eq!(keeper.post_form(&format!("{page}/approve"), &[]).await.status.as_u16(), 409);
        assert!(boss.get(&page).await.text.contains("锅柄断了"));
        assert_eq!(boss.post_form(&format!("{page}/approve"), &[]).await.header("location"), page);

        let done = boss.get(&page).await.text;
        assert!(done.contains(&format!("/shop/journals?stock_take={id}")), "{done}");
        let journals = boss.get(&format!("/api/v1/journals?stock_take={id}")).await.expect(200);
        assert_eq!((journals["items"][0]["kind"].as_str(), journals["items"].as_array().map(Vec::len)), (Some("count"), Some(1)));
        let journal = journals["items"][0]["id"].as_i64().expect("a number");
        let entries = boss.get(&format!("/api/v1/journals/{journal}")).await.expect(200)["entries"].clone();
        assert_eq!((entries[0]["quantity"].as_i64(), entries[1]["quantity"].as_i64()), (Some(-1), Some(1)));
        app.assert_consistent().await;
    }

    async fn a_repeated_count_is_saved_once(app) {
        let keeper = app.shopkeeper();
        let wok = keeper.receive(app.world.id("shop"), "wok", "", 5).await;
        let id = sheet(&app).await;
        let fields = [("_request".to_owned(), "abc-1".to_owned()), (format!("counted_{wok}"), "5".to_owned())];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        for _ in 0..2 {
            assert_eq!(keeper.post_form(&format!("/shop/stock-takes/{id}/count"), &fields).await.status.as_u16(), 303);
        }
        let lines = app.store.stock_take_lines(&keeper.actor, id, &LineQuery::default()).await.expect("lines");
        assert_eq!((lines.total, lines.lines[0].counted), (1, 5));
    }

    async fn a_reversed_journal_and_its_reversal_link_to_each_other(app) {
        let keeper = app.shopkeeper();
        let shop = app.world.id("shop");
        let wok = keeper.receive(shop, "wok", "", 5).await;
        let count = json!({"location": shop, "lot": wok, "counted": 3, "reason": "盘点"});
        let journal = keeper.post("/api/v1/stock/counts", count).await.expect(201)["journal"].as_i64().expect("a number");
        let page = format!("/shop/journals/{journal}");
        assert!(keeper.get(&page).await.text.contains("name=\"usual\""));
        let done = keeper.post_form(&format!("{page}/reverse"), &[("usual", "数量记错了"), ("reason", "")]).await;
        let mirror = done.header("location").to_owned();
        assert!(mirror.starts_with("/shop/journals/") && mirror != page);
        for (one, other) in [(&page, &mirror), (&mirror, &page)] {
            let shown = keeper.get(one).await.text;
            assert!(shown.contains(&format!("href=\"{other}\"")) && !shown.contains("name=\"usual\""), "{shown}");
        }
        app.assert_consistent().await;
    }

    async fn a_published_monthly_notice_is_public(app) {
        let keeper = app.shopkeeper();
        let shop = app.world.id("shop");
        keeper.receive(shop, "wok", "", 5).await;
        let (wish, claim) = app.arrived_claim().await;
        let code = app.code(wish).await;
        keeper.act(claim, "hand-over", json!({"code": code})).await.expect(200);
        let month = domain::time::Month::of(app.store.now());
        app.store.clock.advance(month.end() - app.store.now() + 60);
        let public = format!("/notice/{shop}/{month}");
        assert_eq!(app.visitor().get(&public).await.status.as_u16(), 404);
        let shown = keeper.get(&format!("/shop/notice?location={shop}&month={month}")).await.text;
        assert!(shown.contains("/shop/journals?location=") && shown.contains("kind=receive"), "{shown}");
        let form = [("location", shop.to_string()), ("month", month.to_string()), ("open", "yes".to_owned())];
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(keeper.post_form("/shop/notice/publish", &form).await.status.as_u16(), 303);

        let shown = app.visitor().get(&public).await;
        assert_eq!(shown.status.as_u16(), 200);
        assert!(!shown.text.contains("/shop/journals"), "visitors get no links to journals");
        for canary in crate::support::world::CANARIES {
            assert!(!shown.text.contains(canary), "{canary}");
        }
        assert!(app.visitor().get("/notice").await.text.contains(&public));
        let json = app.visitor().get(&format!("/api/v1/notice-months/{shop}/{month}")).await.expect(200);
        // The public reads families in steps of five.
        assert_eq!((json["households"].as_i64(), json["total"]["issued"].as_i64()), (Some(0), Some(1)));
    }
}
