//! Details of the counter's pages: fields by item, origin of goods, sheets of labels, notices.

use crate::support::on_both;

on_both! {
    async fn a_scanned_row_shows_the_fields_that_its_item_needs(app) {
        let keeper = app.shopkeeper();
        let id = |key: &str| domain::catalogue::by_key(key).expect("in the catalogue").id;
        let row = async |target: &str, code: String| {
            let reply = keeper.post_form("/fn/stock/scan-row", &[("target", target), ("code", &code)]).await.expect(200);
            let row = reply.as_str().expect("HTML").to_owned();
            assert!(row.starts_with("<li") && !row.contains("<html"), "a row and nothing else: {row}");
            row
        };
        let rice = row("receipt", id("rice").to_string()).await;
        assert!(rice.contains("type=\"date\" name=\"row_expires\"") && !rice.contains("<select"), "{rice}");
        let bag = row("receipt", id("school_bag").to_string()).await;
        assert!(bag.contains("<select name=\"row_size\"") && !bag.contains("type=\"date\""), "{bag}");
        let lamp = row("receipt", id("desk_lamp").to_string()).await;
        assert!(lamp.contains("<select name=\"row_state\"") && lamp.contains("data-known"), "{lamp}");
        let bought = row("purchase", id("desk_lamp").to_string()).await;
        assert!(bought.contains("type=\"text\" name=\"row_cost\"") && !lamp.contains("type=\"text\""), "{bought}");
        let unknown = row("receipt", "unknown-code".into()).await;
        assert!(unknown.contains("unknown") && !unknown.contains("data-known"), "{unknown}");

        let wok = id("wok");
        keeper.post_form(&format!("/shop/items/{wok}/terms"), &[("points", "30")]).await;
        let priced = row("walk-in", wok.to_string()).await;
        assert!(priced.contains("data-points=\"30\"") && !priced.contains("row_expires"), "{priced}");
        let counted = row("stock-take", wok.to_string()).await;
        assert!(!counted.contains("data-points") && !counted.contains("row_size"), "{counted}");
    }

    async fn the_origin_is_asked_first_and_purchases_need_a_price(app) {
        let keeper = app.shopkeeper();
        let shop = app.world.id("shop").to_string();
        let page = keeper.get("/shop/receive").await.text;
        for origin in ["donation", "grant", "purchase"] {
            assert!(page.contains(&format!("origin={origin}")), "{origin} is a tap away: {page}");
        }
        assert!(!page.contains("data-cost-sum"), "donations have no price");
        let purchase = keeper.get("/shop/receive?origin=purchase").await.text;
        assert!(purchase.contains("data-cost-sum") && purchase.contains("name=\"origin\" value=\"purchase\""), "{purchase}");
        let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id.to_string();
        let rice = domain::catalogue::by_key("rice").expect("in the catalogue").id.to_string();
        let form = [
            ("location", shop.as_str()), ("origin", "purchase"), ("condition", "new"),
            ("code", &wok), ("count", "3"), ("row_size", ""), ("row_expires", ""), ("row_state", ""), ("row_cost", "120.50"),
            ("code", &rice), ("count", "2"), ("row_size", ""), ("row_expires", "2099-01-01"), ("row_state", ""), ("row_cost", "60"),
        ];
        let scanning = keeper.post_form("/shop/receive", &[&form[..], &[("add", "1")]].concat()).await.text;
        assert!(scanning.contains("180.50"), "the list shows its cost so far: {scanning}");
        let done = keeper.post_form("/shop/receive", &form).await;
        assert_eq!(done.status, 303, "{}", done.text);
        let next = keeper.get(done.header("location")).await.text;
        assert!(next.contains("180.50") && next.contains("data-cost-sum"), "the open receipt shows its total: {next}");
        assert!(keeper.get("/shop/receipts/1").await.text.contains("180.50"));
    }

    async fn labels_of_several_items_are_on_one_sheet(app) {
        let keeper = app.shopkeeper();
        let shop = app.world.id("shop");
        keeper.receive(shop, "wok", "", 2).await;
        keeper.receive(shop, "school_bag", "学前", 2).await;
        let stock = keeper.get("/shop/stock").await.text;
        let chosen: Vec<_> = stock
            .split("name=\"of\" value=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(|of| format!("of={}", of.replace('|', "%7C")))
            .collect();
        assert_eq!(chosen.len(), 2, "{stock}");
        assert!(stock.contains("id=\"labels\" action=\"/shop/labels\""), "{stock}");
        let sheet = keeper.get(&format!("/shop/labels?{}&n=3", chosen.join("&"))).await;
        assert_eq!(sheet.text.matches("class=\"label-code\"").count(), 6, "three of each: {}", sheet.text);
        assert!(sheet.text.contains("炒锅") && sheet.text.contains("书包"), "{}", sheet.text);
        assert_eq!(keeper.get("/shop/labels?of=999999%7C").await.status, 404);
    }

    async fn the_shop_states_that_wishes_do_not_count_against_limits(app) {
        let keeper = app.shopkeeper();
        let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
        keeper.receive(app.world.id("shop"), "wok", "", 2).await;
        keeper.post_form(&format!("/shop/items/{wok}/terms"), &[("points", "30")]).await;
        let words = "心愿收到的不算";
        assert!(!app.family().get("/home/shop").await.text.contains(words), "nothing is limited");
        let limited = [("points", "30"), ("limit_units", "1"), ("limit_days", "365")];
        keeper.post_form(&format!("/shop/items/{wok}/terms"), &limited).await;
        assert!(app.family().get("/home/shop").await.text.contains(words));
    }

    async fn opening_a_notice_marks_it_as_read_for_its_recipient_only(app) {
        let (_, claim) = app.claimed_wish().await;
        app.shopkeeper().act(claim, "arrive", serde_json::json!({})).await.expect(200);
        let (donor, other) = (app.donor(), app.person("donor2"));
        let page = donor.get("/notices").await.text;
        let to = page.split("action=\"/notices/").nth(2).or(page.split("action=\"/notices/").nth(1));
        let id = to.and_then(|rest| rest.split('/').next()).and_then(|id| id.parse::<i64>().ok());
        let id = id.unwrap_or_else(|| panic!("a notice to open: {page}"));
        let unread = async || app.database.count("notice where read_at = 0").await;
        let before = unread().await;
        assert_eq!(other.post_form(&format!("/notices/{id}/open"), &[]).await.status, 404);
        assert_eq!(donor.get("/notices").await.status, 200);
        assert_eq!(unread().await, before, "showing the list marks none as read");
        let opened = donor.post_form(&format!("/notices/{id}/open"), &[]).await;
        assert_eq!((opened.status.as_u16(), opened.header("location")), (303, format!("/claims/{claim}").as_str()));
        assert_eq!(unread().await, before - 1, "only this one is read");
    }

    async fn renewing_an_invitation_code_needs_confirmation(app) {
        let page = app.person("area_admin").get("/admin/organisations").await.text;
        let asked = page.split("<details").skip(1).any(|fold| {
            let fold = fold.split("</details>").next().unwrap_or_default();
            fold.contains("/renew\"") && fold.contains("旧邀请码马上失效")
        });
        assert!(asked, "{page}");
    }
}

on_both! {
    async fn one_field_finds_families_and_their_page_hands_over_several_lines(app) {
        let (wish, claim) = app.arrived_claim().await;
        let (keeper, household) = (app.shopkeeper(), app.world.id("family"));
        let page = keeper.get(&format!("/shop?find=household:{household}")).await.text;
        let form = format!("action=\"/shop/families/{household}/hand-over\"");
        assert!(page.contains(&form) && page.contains(&format!("value=\"claim:{claim}\"")), "{page}");
        let code = app.code(wish).await;
        assert!(!page.contains(&code), "staff never see pick-up codes");
        let nothing = keeper.get("/shop?find=household:999999").await.text;
        assert!(!nothing.contains("hand-over"), "{nothing}");
        let other = app.person("shopkeeper_west").get(&format!("/shop?find=household:{household}")).await.text;
        assert!(!other.contains(&form), "another district's family is unknown: {other}");

        let to = format!("/shop/families/{household}/hand-over");
        let line = format!("claim:{claim}");
        let empty = keeper.post_form(&to, &[("pick", line.as_str()), ("line", line.as_str()), ("code", "")]).await;
        assert_eq!(empty.status, 422, "{}", empty.text);
        let both = [
            ("pick", line.as_str()), ("line", line.as_str()), ("code", "000000"),
            ("pick", "order:999999"), ("line", "order:999999"), ("code", "1234"),
        ];
        let wrong = keeper.post_form(&to, &both).await;
        assert_eq!(wrong.status, 200);
        assert!(wrong.text.contains("class=\"error\"") && wrong.text.contains("value=\"000000\""), "{}", wrong.text);
        let right = [("pick", line.as_str()), ("line", line.as_str()), ("code", code.as_str())];
        let done = keeper.post_form(&to, &right).await;
        assert!(done.text.contains("发好了 1 样"), "{}", done.text);
        assert!(!done.text.contains(&format!("value=\"{line}\"")), "{}", done.text);
        app.assert_consistent().await;
    }

    async fn a_notice_of_many_things_is_printed_by_category(app) {
        let (keeper, shop) = (app.shopkeeper(), app.world.id("shop"));
        let plain = domain::catalogue::ITEMS.iter().filter(|item| item.sizes.is_empty() && !item.perishable);
        let keys: Vec<&str> = plain.map(|item| item.key).take(13).collect();
        let month = domain::time::Month::of(app.store.now());
        let to = format!("/shop/notice?location={shop}&month={month}");
        for key in &keys[..12] {
            keeper.receive(shop, key, "", 1).await;
        }
        assert!(!keeper.get(&to).await.text.contains("only-print"), "twelve things fit");
        keeper.receive(shop, keys[12], "", 1).await;
        let page = keeper.get(&to).await.text;
        assert!(page.contains("class=\"only-print\"") && page.contains("table-wrap no-print"), "{page}");
    }

    async fn a_label_of_a_lot_tells_its_price_and_its_day(app) {
        let keeper = app.shopkeeper();
        let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
        let lot = keeper.receive(app.world.id("shop"), "wok", "", 2).await;
        keeper.post_form(&format!("/shop/items/{wok}/terms"), &[("points", "30")]).await;
        let sheet = keeper.get(&format!("/shop/labels?lot={lot}&n=1")).await.text;
        assert!(sheet.contains("30 分") && sheet.contains(" 收</small>"), "{sheet}");
    }
}
