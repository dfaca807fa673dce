//! Tables through the router: steps for several rows, files and printouts of lists.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::support::{Client, Reply, TestApp, on_both};

/// Posts a form with a request id of the test, so that it can be sent twice.
async fn sent(who: &Client, path: &str, request: &str, fields: &[(&str, String)]) -> Reply {
    let mut form = format!("_request={request}");
    for (name, value) in fields {
        form.push_str(&format!("&{name}={value}"));
    }
    let to = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    who.send(to.body(Body::from(form)).expect("a request")).await
}

async fn state(app: &TestApp, wish: i64) -> String {
    app.database.rows(&format!("select id, state from wish where id = {wish}")).await.remove(0).1
}

/// Returns 1 if `account` is the caseworker of the household.
async fn kept_by(app: &TestApp, account: i64, household: i64) -> i64 {
    app.database.count(&format!("household where id = {household} and caseworker = {account}")).await
}

on_both! {
    async fn each_selected_wish_gets_its_own_verdict_and_a_second_click_the_same(app) {
        let caseworker = app.caseworker();
        let plain = app.family().post_wish(json!({"item": "wok"})).await;
        let worded = app.family().post_wish(json!({"item": "wok", "words": "家里的锅漏了"})).await;
        let foreign = app.person("family_there").post_wish(json!({"item": "wok"})).await;
        let title = app.family().post_wish(json!({"title": "玉米种子", "symbol": "seed"})).await;
        let picks: Vec<_> = [plain, worded, foreign, title].map(|id| ("pick", id.to_string())).to_vec();

        let none = caseworker.post_form("/desk/wishes/table/publish", &[]).await;
        assert_eq!(none.status, 422, "{}", none.text);
        for _ in 0..2 {
            let page = sent(&caseworker, "/desk/wishes/table/publish?state=submitted", "aaaa-1", &picks).await;
            assert_eq!(page.status, 200, "{}", page.text);
            assert!(page.text.contains("办好了 1 行") && page.text.contains("3 行没办成"), "{}", page.text);
            assert!(page.text.contains("家人写了或说了话"), "{}", page.text);
            assert!(page.text.contains("/desk/wishes/table?state=submitted"), "links lead to the table: {}", page.text);
            for (wish, expected) in
                [(plain, "published"), (worded, "submitted"), (foreign, "submitted"), (title, "submitted")]
            {
                assert_eq!(state(&app, wish).await, expected, "{wish}");
            }
        }
        // Each publication is audited once.
        let lines = format!("audit where action = 'wish_publish' and subject = 'wish' and subject_id = {plain}");
        assert_eq!(app.database.count(&lines).await, 1);
        assert_eq!(app.person("auditor").post_form("/desk/wishes/table/publish", &[]).await.status, 403);
    }

    async fn selected_files_get_a_caseworker_and_those_of_other_areas_are_refused(app) {
        let (caseworker, account) = (app.caseworker(), app.caseworker().actor.account);
        let (family, foreign) = (app.world.id("family"), app.world.id("family_there"));
        let version = app.database.rows(&format!("select version, '' from household where id = {family}")).await[0].0;
        let fields = [
            ("pick", format!("{family}:{version}")),
            ("pick", format!("{foreign}:1")),
            ("caseworker", account.to_string()),
        ];
        for _ in 0..2 {
            let page = sent(&caseworker, "/desk/households/picked?sort=-people", "bbbb-1", &fields).await;
            assert!(page.status == 200 && page.text.contains("办好了 1 行"), "{}", page.text);
            assert!(page.text.contains("1 行没办成") && page.text.contains(&format!("#{foreign}")), "{}", page.text);
        }
        assert_eq!((kept_by(&app, account, family).await, kept_by(&app, account, foreign).await), (1, 0));
        // What another account changed since the list was shown is not overwritten.
        let old = sent(&caseworker, "/desk/households/picked", "bbbb-2", &fields).await;
        assert!(old.text.contains("2 行没办成"), "{}", old.text);
    }

    async fn selected_families_get_one_message_and_are_moved_each_with_its_own_verdict(app) {
        let (caseworker, path) = (app.caseworker(), "/desk/households/picked");
        let (family, foreign) = (app.world.id("family"), app.world.id("family_there"));
        let version = app.database.rows(&format!("select version, '' from household where id = {family}")).await[0].0;
        let step = |step: &str, more: (&'static str, String)| {
            let picked = format!("{family}:{version}");
            vec![("pick", picked), ("pick", format!("{foreign}:1")), ("do", step.to_owned()), more]
        };
        // What is missing for all of them is said once, and the boxes stay ticked.
        let none = sent(&caseworker, path, "eeee-0", &step("message", ("words", String::new()))).await;
        assert_eq!(none.status, 422, "{}", none.text);
        let kept = none.text.split(&format!("value=\"{family}:{version}\"")).nth(1).unwrap_or_default();
        assert!(kept.split('>').next().unwrap_or_default().contains("checked"), "{}", none.text);
        for _ in 0..2 {
            let page = sent(&caseworker, path, "eeee-1", &step("message", ("words", "周六可以领米".into()))).await;
            assert!(page.status == 200 && page.text.contains("办好了 1 行"), "{}", page.text);
            assert!(page.text.contains("1 行没办成") && page.text.contains(&format!("#{foreign}")), "{}", page.text);
        }
        assert_eq!(app.family().get("/notices").await.text.matches("周六可以领米").count(), 1);
        assert_eq!(app.person("family_there").get("/notices").await.text.matches("周六可以领米").count(), 0);
        let noted = format!("audit where action = 'family_message_send' and subject = 'household' and subject_id = {family}");
        assert_eq!(app.database.count(&noted).await, 1);
        let one = caseworker.post_form(&format!("/desk/households/{family}/message"), &[("message", "周六改到周日")]).await;
        assert_eq!(one.status, 303, "{}", one.text);
        assert!(app.family().get("/notices").await.text.contains("周六改到周日"));
        // Without an account there is no reader.
        app.database.raw(&format!("update account set open = false where household = {family}")).await.expect("closed");
        let unread = sent(&caseworker, path, "eeee-2", &step("message", ("words", "周六可以领米".into()))).await;
        assert!(unread.text.contains("2 行没办成") && unread.text.contains("还没有账号"), "{}", unread.text);
        app.database.raw(&format!("update account set open = true where household = {family}")).await.expect("open");

        let west = || ("area", app.world.id("west").to_string());
        let asked = sent(&caseworker, path, "eeee-3", &step("move", west())).await;
        assert!(asked.text.contains("办好了 1 行") && asked.text.contains("1 行没办成"), "{}", asked.text);
        let again = sent(&caseworker, path, "eeee-4", &step("move", west())).await;
        assert!(again.text.contains("2 行没办成"), "a relocation waits already: {}", again.text);
        let waiting = format!("household_move where household = {family} and state = 'asked'");
        assert_eq!(app.database.count(&waiting).await, 1);
        assert_eq!(sent(&app.person("auditor"), path, "eeee-5", &step("move", west())).await.status, 403);
    }

    async fn goods_are_set_aside_for_selected_wishes_as_far_as_they_go(app) {
        let keeper = app.shopkeeper();
        keeper.receive(app.world.id("shop"), "wok", "", 1).await;
        let mut wishes = Vec::new();
        for _ in 0..2 {
            let wish = app.family().post_wish(json!({"item": "wok"})).await;
            app.caseworker().publish(wish).await;
            wishes.push(wish);
        }
        assert!(keeper.get("/shop/fill").await.text.contains(&format!("value=\"{}:1\"", wishes[0])));
        let picks: Vec<_> = wishes.iter().map(|id| ("pick", format!("{id}:1"))).collect();
        for _ in 0..2 {
            let page = sent(&keeper, "/shop/fill/picked", "cccc-1", &picks).await;
            assert!(page.status == 200 && page.text.contains("办好了 1 行"), "{}", page.text);
            assert!(page.text.contains("1 行没办成"), "{}", page.text);
        }
        assert_eq!(app.database.count("claim where source = 'shelf'").await, 1);
        app.assert_consistent().await;
    }

    async fn selected_cases_are_handed_over_one_by_one(app) {
        let owner = app.caseworker().actor.account.to_string();
        let new = json!({"kind": "work", "fields": {"seeks": "保洁"}});
        let path = format!("/api/v1/households/{}/cases", app.world.id("family"));
        let case = app.caseworker().post(&path, new).await.expect(201)["case"].as_i64().expect("a number").to_string();
        let table = app.caseworker().get("/desk/cases/table?sort=-due").await;
        assert!(table.status == 200 && table.text.contains(&format!("value=\"{case}\"")), "{}", table.text);
        let fields = [("pick", case.clone()), ("pick", "4711".to_owned()), ("caseworker", owner)];
        let page = sent(&app.person("coordinator"), "/desk/cases/table/assign", "dddd-1", &fields).await;
        assert!(page.status == 200 && page.text.contains("办好了 1 行") && page.text.contains("#4711"), "{}", page.text);
        let west = sent(&app.person("caseworker_west"), "/desk/cases/table/assign", "dddd-2", &fields).await;
        assert!(west.text.contains("2 行没办成"), "{}", west.text);
    }

    async fn files_and_printouts_have_the_rows_of_their_list(app) {
        let caseworker = app.caseworker();
        let family = app.world.id("family").to_string();
        let wish = app.published_wish(2).await;
        for (list, file, row) in [
            ("/desk/households?sort=-number", "/desk/households/file", &family),
            ("/desk/wishes/table?state=published&sort=-expires", "/desk/wishes/table/file", &wish.to_string()),
            ("/desk/claims/table", "/desk/claims/table/file", &String::new()),
        ] {
            let query = list.split_once('?').map_or("", |(_, query)| query);
            let page = caseworker.get(list).await;
            assert_eq!(page.status, 200, "{list}");
            let join = if list.contains('?') { '&' } else { '?' };
            let printed = caseworker.get(&format!("{list}{join}print=all")).await.text;
            let csv = caseworker.get(&format!("{file}?{query}&format=csv")).await;
            assert_eq!(csv.status, 200, "{file}");
            let rows = csv.text.lines().count() - 1;
            assert_eq!(printed.matches("id=\"row-").count(), rows, "{list}: {printed}");
            assert_eq!(page.text.matches("id=\"row-").count(), rows, "{list}");
            assert!(printed.contains("<thead>") || rows == 0);
            assert!(!printed.contains("name=\"pick\"") && !printed.contains("class=\"pager\""), "{printed}");
            assert!(csv.text.contains(row.as_str()) && !csv.text.contains("139"), "{}", csv.text);
        }
        // Those of a shop, too: one receipt is two journals.
        let keeper = app.shopkeeper();
        keeper.receive(app.world.id("shop"), "wok", "", 1).await;
        for (list, rows) in [("receipts", 1), ("journals", 2), ("orders", 0), ("transfers", 0)] {
            let page = keeper.get(&format!("/shop/{list}?sort=-number")).await;
            let csv = keeper.get(&format!("/shop/{list}/file?sort=-number&format=csv")).await;
            assert_eq!((page.status.as_u16(), csv.status.as_u16()), (200, 200), "{list}");
            assert_eq!(page.text.matches("id=\"row-").count(), rows, "{list}: {}", page.text);
            assert_eq!(csv.text.lines().count() - 1, rows, "{list}: {}", csv.text);
        }
        let staff = app.person("coordinator").get("/admin/accounts/file?format=csv").await;
        assert!(staff.status == 200 && staff.text.contains(&app.caseworker().actor.name), "{}", staff.text);
        // A saved filter is a chip on its list, for its account alone.
        let query = "state=published&sort=expires";
        let filter = [("list", "wishes"), ("filter_name", "快到期的"), ("query", query)];
        let saved = caseworker.post_form("/me/filters", &filter).await;
        assert_eq!(saved.header("location"), "/desk/wishes/table?state=published&sort=expires");
        assert!(caseworker.get("/desk/wishes/table").await.text.contains("快到期的"));
        assert!(!app.person("coordinator").get("/desk/wishes/table").await.text.contains("快到期的"));
        let choice = [("list", "wishes"), ("offered", "area"), ("rows", "tight")];
        let chosen = caseworker.post_form("/me/lists", &choice).await;
        let mut cookies = chosen.headers.get_all("set-cookie").iter().filter_map(|one| one.to_str().ok());
        assert!(cookies.any(|one| one.starts_with("lists=tight.wishes-area;")), "{:?}", chosen.headers);
    }
}
