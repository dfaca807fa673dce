//! The audit trail through the router: who reads it, its filters, its export, and what each record shows of it.

use std::collections::BTreeSet;

use axum::{body::Body, http::Request};
use serde_json::{Value, json};

use crate::{
    privileges::canaries,
    support::{TestApp, on_both},
};

/// Callers of the first root area who read the trail; the administrator of the installation reads it, too.
const READERS: [&str; 3] = ["coordinator", "auditor", "area_admin"];

async fn items(app: &TestApp, who: &str, query: &str) -> Vec<Value> {
    let page = app.person(who).get(&format!("/api/v1/audit{query}")).await.expect(200);
    page["items"].as_array().expect("items").clone()
}

/// Returns the operations of a page, newest first.
async fn operations(app: &TestApp, who: &str, query: &str) -> Vec<String> {
    let texts = items(app, who, query).await;
    texts.iter().map(|line| line["action"].as_str().expect("a text").to_owned()).collect()
}

async fn grant(app: &TestApp) -> i64 {
    let (spare, area) = (app.world.id("spare"), app.world.id("community").to_string());
    let path = format!("/admin/accounts/{spare}/grant");
    let reply = app.person("coordinator").post_form(&path, &[("role", "auditor"), ("area", &area)]).await;
    assert_eq!(reply.status, 303, "{}", reply.text);
    spare
}

on_both! {
    async fn the_trail_is_read_in_its_own_root_area_only(app) {
        canaries::plant(&app).await;
        let (spare, city) = (grant(&app).await, app.world.id("city"));
        let granted = "href=\"/audit?action=role_grant\"";
        for who in READERS.into_iter().chain(["admin"]) {
            let page = app.person(who).get("/audit").await;
            assert_eq!(page.status, 200, "{who}");
            assert!(page.text.contains(granted) && page.text.contains("给了角色"), "{who}");
            assert!(page.text.contains("href=\"/audit\""), "{who} has it in the navigation");
            let file = app.person(who).get("/audit/file?format=csv").await;
            let api = app.person(who).get("/api/v1/audit").await;
            for text in [&page.text, &file.text, &api.text] {
                let read = canaries::read(text);
                let told: Vec<_> = canaries::all().filter(|canary| read.contains(canary)).collect();
                assert!(told.is_empty(), "{told:?} for {who}");
            }
        }
        let link = format!("href=\"/admin/accounts/{spare}\"");
        assert!(app.person("coordinator").get("/audit").await.text.contains(&link));
        assert!(!app.person("auditor").get("/audit").await.text.contains(&link), "auditors open no accounts");
        for who in ["coordinator_there", "auditor_there", "admin_there"] {
            assert!(!app.person(who).get("/audit").await.text.contains(granted), "{who}");
            assert_eq!(operations(&app, who, &format!("?subject=account:{spare}")).await, Vec::<String>::new());
            app.person(who).get(&format!("/api/v1/audit?area={city}")).await.refused(404, "not_found");
            assert_eq!(app.person(who).get(&format!("/audit?area={city}")).await.status, 404);
        }
        for who in ["family", "donor", "shopkeeper", "caseworker"] {
            app.person(who).get("/api/v1/audit?cursor=nonsense").await.refused(403, "not_allowed");
            assert_eq!(app.person(who).get("/audit/file").await.status, 403, "{who}");
            assert!(!app.person(who).get("/").await.text.contains("href=\"/audit\""), "{who}");
        }
        app.visitor().get("/api/v1/audit").await.refused(401, "sign_in_needed");
    }

    async fn lines_of_the_installation_are_for_its_administrators(app) {
        let tag = app::i18n::Lang::ALL.into_iter().find(|lang| lang.is_draft()).expect("a draft").tag();
        let on = app.person("admin").post_form(&format!("/admin/languages/{tag}/on"), &[]).await;
        assert_eq!(on.status, 303, "{}", on.text);
        assert_eq!(operations(&app, "admin", "?action=language_on").await, ["language_on"]);
        for who in READERS {
            assert_eq!(operations(&app, who, "?action=language_on").await, Vec::<String>::new(), "{who}");
        }
    }

    async fn each_filter_narrows_the_list(app) {
        let (wish, claim) = app.claimed_wish().await;
        let keeper = app.caseworker().actor.account;
        app.store.clock.advance(2 * domain::DAY);
        let second = app.published_wish(1).await;
        let all = items(&app, "auditor", "").await;
        let (newest, oldest) = (&all[0], all.last().expect("a line"));
        assert!(newest["at"].as_i64() > oldest["at"].as_i64(), "newest first");

        assert_eq!(operations(&app, "auditor", &format!("?subject=wish:{wish}")).await, ["wish_publish", "wish_post"]);
        assert_eq!(operations(&app, "auditor", &format!("?subject=claim:{claim}")).await, ["claim_take"]);
        assert_eq!(operations(&app, "auditor", &format!("?account={keeper}")).await, ["wish_publish", "wish_publish"]);
        let both = format!("?account={keeper}&subject=wish:{second}&action=wish_publish");
        assert_eq!(operations(&app, "auditor", &both).await, ["wish_publish"]);
        let since = app.store.now() - domain::DAY;
        assert_eq!(operations(&app, "auditor", &format!("?from={since}")).await, ["wish_publish", "wish_post"]);
        let before = items(&app, "auditor", &format!("?to={since}&action=wish_post")).await;
        assert_eq!((before.len(), &before[0]["subject_id"]), (1, &json!(wish)));
        let community = format!("?area={}&action=wish_post", app.world.id("community"));
        assert_eq!(operations(&app, "auditor", &community).await.len(), 2);
        let west = format!("?area={}&action=wish_post", app.world.id("west"));
        assert_eq!(operations(&app, "auditor", &west).await, Vec::<String>::new());
        for wrong in ["?subject=secret:1", "?subject=wish", "?cursor=x", "?from=yesterday"] {
            app.person("auditor").get(&format!("/api/v1/audit{wrong}")).await.refused(422, "invalid_fields");
        }
        // The page takes the record in two fields, and the rest as the address of the API.
        let form = format!("/audit?kind=wish&number={wish}&action=&account=");
        let page = app.person("auditor").get(&form).await.text;
        let row = format!("href=\"/desk/wishes/{wish}\"");
        assert!(page.contains(&row) && !page.contains(&format!("href=\"/desk/wishes/{second}\"")), "{page}");
    }

    async fn the_export_is_the_list_and_its_cells_are_harmless(app) {
        let (wish, _) = app.claimed_wish().await;
        let keeper = app.caseworker().actor.account;
        app.database.raw(&format!("update account set name = '=HYPERLINK(1)' where id = {keeper}")).await.expect("named");
        let filter = format!("subject=wish:{wish}");
        let list = items(&app, "auditor", &format!("?{filter}")).await;
        let auditor = app.person("auditor");
        let csv = auditor.get(&format!("/audit/file?format=csv&{filter}")).await;
        assert!(csv.header("content-disposition").contains("attachment") && csv.text.contains("'=HYPERLINK(1)"), "{}", csv.text);
        let request = Request::get(format!("/audit/file?format=xlsx&{filter}")).body(Body::empty()).expect("a request");
        let sheets = [csv.text.into_bytes(), auditor.bytes(request).await].map(|bytes| app::sheets::read(&bytes).expect("a sheet").remove(0));
        for sheet in sheets {
            let stored: Vec<String> = sheet.iter().skip(1).map(|row| row[4].text()).collect();
            let listed: Vec<&str> = list.iter().map(|line| line["action"].as_str().expect("a text")).collect();
            assert_eq!(stored, listed);
            let numbers: Vec<String> = sheet.iter().skip(1).map(|row| row[6].text()).collect();
            assert_eq!(numbers, vec![wish.to_string(); listed.len()]);
            assert!(sheet.iter().flatten().all(|cell| !cell.text().starts_with('=')));
        }
        assert_eq!(operations(&app, "auditor", "?action=export_audit").await, ["export_audit", "export_audit"]);
    }

    async fn what_an_auditor_asks_about_is_in_the_trail(app) {
        canaries::plant(&app).await;
        let (spare, community, family) = (grant(&app).await, app.world.id("community"), app.world.id("family"));
        let coordinator = app.person("coordinator");
        let area = format!("/admin/areas/{community}");
        let points = [("base", "10"), ("each_member", "5"), ("cap_month", "0"), ("cap_balance", "0"), ("valid_months", "0")];
        assert_eq!(coordinator.post_form(&format!("{area}/points"), &points).await.status, 303);
        app.person("area_admin").post_form(&format!("{area}/rename"), &[("name", "柳林新村")]).await;
        app.person("area_admin").post_form(&format!("/admin/accounts/{spare}/password"), &[]).await;
        let item = crate::privileges::own_item(&app).await;
        app.shopkeeper().post(&format!("/api/v1/items/{item}/terms"), json!({"points": 7})).await.expect(200);
        app.caseworker().post(&format!("/api/v1/households/{family}/cards"), json!({"reason": "visit"})).await.expect(201);
        for what in ["stock", "movements", "receipts", "issues"] {
            assert_eq!(app.person("auditor").get(&format!("/api/v1/exports/{what}.csv")).await.status, 200);
        }
        let listed: BTreeSet<String> = app.database.rows("select id, action from audit where root <> 0").await.into_iter().map(|(_, action)| action).collect();
        let wanted = [
            "role_grant", "points_policy_set", "area_rename", "account_password", "item_write", "card_make",
            "household_reveal", "export_stock", "export_movements", "export_receipts", "export_issues",
        ];
        let missing: Vec<_> = wanted.iter().filter(|action| !listed.contains(**action)).collect();
        assert!(missing.is_empty(), "{missing:?} are not among {listed:?}");
        // Prices are found by their item.
        let priced = items(&app, "auditor", &format!("?subject=item:{item}")).await;
        assert!(priced.iter().any(|line| line["subject"] == "item_terms"), "{priced:?}");
    }

    async fn a_record_shows_its_last_lines_to_readers_of_the_trail(app) {
        let (wish, claim) = app.arrived_claim().await;
        let shop = app.world.id("shop");
        let goods = json!({"location": shop, "lines": [{"item": "wok"}]});
        let receipt = app.shopkeeper().post("/api/v1/receipts", goods).await.expect(201)["id"].clone();
        let take = app.shopkeeper().post("/api/v1/stock-takes", json!({"location": shop})).await.expect(201)["id"].clone();
        let lot = app.shopkeeper().receive(shop, "wok", "", 3).await;
        let sent = json!({"from": shop, "to": app.world.id("shop_west"), "lines": [{"lot": lot, "quantity": 1}]});
        let transfer = app.shopkeeper().post("/api/v1/transfers", sent).await.expect(201)["id"].clone();
        let item = crate::privileges::own_item(&app).await;
        crate::privileges::orders::prepare(&app).await;
        let order = crate::privileges::orders::place(&app).await;
        let (spare, family) = (grant(&app).await, app.world.id("family"));
        for (who, other, path, subject) in [
            ("coordinator", "caseworker", format!("/desk/wishes/{wish}"), format!("wish:{wish}")),
            ("auditor", "shopkeeper", format!("/desk/claims/{claim}"), format!("claim:{claim}")),
            ("auditor", "caseworker", format!("/desk/households/{family}"), format!("household:{family}")),
            ("auditor", "shopkeeper", format!("/shop/items/{item}"), format!("item:{item}")),
            ("auditor", "shopkeeper", format!("/shop/orders/{order}"), format!("shop_order:{order}")),
            ("auditor", "shopkeeper", format!("/shop/receipts/{receipt}"), format!("receipt:{receipt}")),
            ("auditor", "shopkeeper", format!("/shop/stock-takes/{take}"), format!("stock_take:{take}")),
            ("auditor", "shopkeeper", format!("/shop/transfers/{transfer}"), format!("transfer:{transfer}")),
        ] {
            let link = format!("href=\"/audit?subject={subject}\"");
            let page = app.person(who).get(&path).await;
            assert!(page.status == 200 && page.text.contains(&link), "{path} as {who}: {}", page.status);
            let page = app.person(other).get(&path).await;
            assert!(page.status == 200 && !page.text.contains("/audit"), "{path} as {other}: {}", page.status);
        }
        let page = app.person("coordinator").get(&format!("/admin/accounts/{spare}")).await.text;
        assert!(page.contains(&format!("href=\"/audit?subject=account:{spare}\"")) && page.contains("给了角色"), "{page}");
    }

    async fn lines_say_which_kind_of_device(app) {
        let phone = "Mozilla/5.0 (Linux; Android 12; HUAWEI-secret-model) Mobile";
        for (agent, device) in [(phone, "phone"), ("Mozilla/5.0 (Windows NT 10.0)", "desk")] {
            let request = Request::post("/view").header("user-agent", agent);
            let request = request.header("content-type", "application/x-www-form-urlencoded");
            let form = format!("_request={}&view=elder", server::http::random_id());
            let reply = app.caseworker().send(request.body(Body::from(form)).expect("a request")).await;
            assert_eq!(reply.status, 303, "{}", reply.text);
            assert_eq!(items(&app, "auditor", "?action=view_set").await[0]["device"], device);
        }
        let (_, claim) = app.claimed_wish().await;
        let lines = format!("?subject=claim:{claim}");
        assert_eq!(items(&app, "auditor", &lines).await[0]["device"], "api");
        app.pass(30 * domain::DAY).await;
        let lapsed = items(&app, "auditor", &lines).await.remove(0);
        assert_eq!((&lapsed["device"], &lapsed["author"], &lapsed["account"]), (&json!("job"), &json!("server"), &Value::Null));
        let kept = app.database.rows("select id, device from audit where device not in ('', 'phone', 'desk', 'api', 'job')").await;
        assert!(kept.is_empty(), "{kept:?}");
    }
}
