//! Searches through the router: what they find for which role, and how much of a query a page repeats.

use crate::support::on_both;

on_both! {
    async fn a_phone_finds_a_family_for_its_caseworker_and_not_for_an_auditor(app) {
        let (path, page) = ("/api/v1/households?q=13900004711", "/desk/households?q=13900004711");
        let found = app.caseworker().get(path).await.expect(200);
        assert_eq!(found["items"][0]["id"], app.world.id("family"));
        assert_eq!(found["items"][0]["phone"], "139****4711", "finding it shows no more of it");
        assert_eq!(app.database.count("reveal where reason = 'phone'").await, 1);
        let auditor = app.person("auditor");
        assert_eq!(auditor.get(path).await.expect(200)["items"], serde_json::json!([]));
        assert!(!auditor.get(page).await.text.contains("139****4711"));
        assert!(auditor.get("/desk/households").await.text.contains("139****4711"), "it is in the list, masked");
        assert_eq!(app.database.count("attempt where subject like 'phones:%'").await, 1);

        // The family reads of it, also on its page.
        let own = app.family().get("/home/household/openings").await;
        assert!(own.text.contains("按手机号查找") && own.text.contains("电话和地址还是遮着的"), "{}", own.text);
    }

    async fn one_search_leads_to_records_pages_and_help(app) {
        let (wish, claim) = app.arrived_claim().await;
        let code = app.database.rows(&format!("select id, code from claim where id = {claim}")).await.remove(0).1;
        let keeper = app.shopkeeper();
        let opened = keeper.get(&format!("/search?q={code}")).await;
        assert_eq!((opened.status.as_u16(), opened.header("location")), (303, format!("/shop/claims/{claim}").as_str()));
        // What the family says at the counter is searched there only.
        let planted = format!("update wish set code = '7391' where id = {wish}");
        app.database.raw(&planted).await.expect("a code that is no number of a record");
        let page = keeper.get("/search?q=7391").await;
        assert!(page.text.contains("/shop?find=7391"), "{}", page.text);
        assert!(!page.text.contains(&format!("/shop/claims/{claim}\"")), "{}", page.text);

        let page = app.caseworker().get("/search?q=sb").await;
        assert!(page.text.contains(&format!("/desk/wishes/{wish}\"")), "{}", page.text);
        let found = app.caseworker().get("/api/v1/search?q=sb").await.expect(200);
        let groups = found["groups"].as_array().expect("groups");
        let wishes = groups.iter().find(|group| group["kind"] == "wish").expect("wishes");
        assert_eq!(wishes["hits"][0]["id"], wish);

        // A page is found by initials and in English, beside its link in the navigation.
        let links = async |q: &str| {
            keeper.get(&format!("/search?q={q}")).await.text.matches("href=\"/shop/stock\"").count()
        };
        let (none, initials, english) = (links("zzzz").await, links("kc").await, links("stock").await);
        assert_eq!((initials, english), (none + 1, none + 1));
        for who in [app.family(), app.donor()] {
            assert_eq!(who.get("/search?q=sb").await.status, 403);
            assert!(!who.get("/").await.text.contains("data-find"), "their pages have no such field");
        }
        assert!(keeper.get("/shop").await.text.contains("data-find"));
    }

    async fn lists_begin_with_the_own_area_and_show_all_on_request(app) {
        let wish = app.published_wish(1).await;
        let others = format!(
            "select d.id, d.name from area d join wish w on w.root = d.root
             where w.id = {wish} and d.kind = 'district' and d.id <> w.district order by d.id"
        );
        let (area, name) = app.database.rows(&others).await.remove(0);
        let coordinator = app.person("coordinator");
        let listed = format!("/desk/wishes/{wish}\"");
        assert!(coordinator.get("/desk/wishes").await.text.contains(&listed));
        let chosen = area.to_string();
        assert_eq!(coordinator.post_form("/me/place", &[("area", chosen.as_str())]).await.status, 303);
        let page = coordinator.get("/desk/wishes").await;
        assert!(!page.text.contains(&listed) && page.text.contains(&name), "{}", page.text);
        let page = coordinator.get("/desk/wishes?within=all").await;
        assert!(page.text.contains(&format!("/desk/wishes/{wish}?within=all")), "{}", page.text);
        // A link to a record opens it wherever it is.
        assert_eq!(coordinator.get(&format!("/desk/wishes/{wish}")).await.status, 200);
        assert_eq!(coordinator.get("/api/v1/me/place").await.expect(200)["area"], area);
        // So do the other lists; the figures begin with the area itself.
        for list in ["/desk/rounds", "/desk/groups", "/desk/groups/roster", "/desk/consents", "/desk/thanks"] {
            let page = coordinator.get(list).await;
            if page.status == 403 {
                continue;
            }
            assert!(page.text.contains(&format!("href=\"{list}?within=all\"")), "{list}: {}", page.text);
            let all = coordinator.get(&format!("{list}?within=all")).await;
            assert!(all.status == 200 && all.text.contains(&format!("href=\"{list}\"")), "{list}: {}", all.text);
        }
        let figures = coordinator.get("/reports").await.text;
        assert!(figures.contains(&format!("<option value=\"{area}\" selected")), "{figures}");
    }

    async fn journals_begin_with_the_own_shop_and_numbers_open_all_that_they_count(app) {
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop"));
        keeper.receive(shop, "wok", "", 3).await;
        let mine = "select id, '' from location order by id";
        let elsewhere = app.database.rows(mine).await.into_iter().map(|(id, _)| id).find(|id| *id != shop);
        let coordinator = app.person("coordinator");
        let other = elsewhere.expect("another shop").to_string();
        assert!(coordinator.get("/shop/journals").await.text.contains("炒锅"));
        assert_eq!(coordinator.post_form("/me/place", &[("location", other.as_str())]).await.status, 303);
        assert!(!coordinator.get("/shop/journals").await.text.contains("炒锅"), "of another shop");
        for all in ["/shop/journals?location=0", "/shop/journals?kind=receive"] {
            assert!(coordinator.get(all).await.text.contains("炒锅"), "{all}");
        }
    }

    async fn a_long_query_is_not_repeated_in_every_link(app) {
        let long = "%E4%B9%A6".repeat(5000);
        for name in ["q", "size", "other"] {
            let page = app.visitor().get(&format!("/?{name}={long}")).await;
            assert_eq!(page.status, 200);
            assert!(page.text.len() < 300_000, "{name}: {} bytes", page.text.len());
        }
        let many: String = (0..500).map(|n| format!("&x{n}=%E4%B9%A6%E5%8C%85")).collect();
        let page = app.visitor().get(&format!("/?q=%E4%B9%A6{many}")).await;
        assert!(page.status == 200 && page.text.len() < 300_000, "{} bytes", page.text.len());
        // What a list is narrowed by stays in its links.
        let page = app.visitor().get("/?q=%E4%B9%A6&category=study").await;
        assert!(page.text.contains("category=study&amp;q=") || page.text.contains("q=%E4%B9%A6&amp;category="), "{}", page.text);
    }

    async fn the_api_cuts_a_search_at_a_hundred_characters(app) {
        let wish = app.published_wish(1).await;
        let blanks = "+".repeat(98);
        let found = app.visitor().get(&format!("/api/v1/wishes?q=%E4%B9%A6%E5%8C%85{blanks}%E8%BD%AE%E6%A4%85")).await;
        assert_eq!(found.expect(200)["items"][0]["id"], wish);
        let none = app.visitor().get("/api/v1/wishes?q=%E4%B9%A6%E5%8C%85+%E8%BD%AE%E6%A4%85").await.expect(200);
        assert_eq!(none["items"], serde_json::json!([]), "within the limit each word counts");
    }

    async fn a_search_among_long_waiting_wishes_stays_among_them(app) {
        let old = app.published_wish(1).await;
        let waited = format!("update wish set submitted = submitted - {} where id = {old}", 15 * domain::DAY);
        app.database.raw(&waited).await.expect("it has waited long");
        let new = app.published_wish(1).await;
        let caseworker = app.caseworker();
        let page = caseworker.get("/desk/wishes?waiting=long").await;
        assert!(page.text.contains(r#"name="waiting" value="long""#), "the search keeps the filter: {}", page.text);
        let list = |id: i64, q: &str| format!("/desk/wishes/{id}?q={q}&amp;waiting=long");
        let page = caseworker.get("/desk/wishes?q=%E4%B9%A6%E5%8C%85&waiting=long").await;
        assert!(page.text.contains(&list(old, "%E4%B9%A6%E5%8C%85")), "{}", page.text);
        assert!(!page.text.contains(&format!("/desk/wishes/{new}?")));
        let page = caseworker.get("/desk/wishes?q=%E8%BD%AE%E6%A4%85&waiting=long").await;
        assert!(!page.text.contains(&format!("/desk/wishes/{old}?")), "{}", page.text);
    }
}
