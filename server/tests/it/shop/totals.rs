//! Totals on the shop's pages link to their entries, which sum up to the same number.

use crate::support::{TestApp, on_both};

/// Returns the links of `class="total"` (or a linked `stat`) in a page: target and text.
fn totals(html: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for link in html.split("<a ").skip(1) {
        let Some((tag, rest)) = link.split_once('>') else { continue };
        if !(tag.contains("class=\"total\"") || tag.contains("class=\"stat")) {
            continue;
        }
        let to = tag.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("an address");
        let inner = rest.split("</a>").next().unwrap_or_default();
        let words: String = inner.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
        found.push((to.replace("&amp;", "&"), words));
    }
    found
}

/// Returns the first number in a text.
fn number(words: &str) -> i64 {
    let digits: String =
        words.replace(',', "").chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("a number in {words:?}"))
}

fn between<'h>(html: &'h str, from: &str, to: &str) -> &'h str {
    html.split(from).nth(1).unwrap_or_else(|| panic!("no {from} in {html}")).split(to).next().unwrap_or_default()
}

async fn fill(app: &TestApp) {
    let keeper = app.shopkeeper();
    let shop = app.world.id("shop");
    for (item, quantity) in [("wok", 7), ("towel", 12), ("wok", 5)] {
        keeper.receive(shop, item, "", quantity).await;
    }
    let lots = keeper.get("/api/v1/stock").await.expect(200);
    assert_eq!(lots["items"].as_array().map(Vec::len), Some(2));
}

on_both! {
    async fn sums_of_the_stock_page_link_to_their_entries(app) {
        fill(&app).await;
        let keeper = app.shopkeeper();
        for (page, expected) in [("/shop/stock", 24), ("/shop/stock?q=%E7%82%92%E9%94%85", 12), ("/shop/stock?category=home", 12)] {
            let html = keeper.get(page).await.text;
            let foot = between(&html, "<tfoot>", "</tfoot>").to_owned();
            let sums = totals(&foot);
            assert_eq!(sums.len(), 3, "every number of the last row: {foot}");
            for (to, words) in sums {
                let opened = keeper.get(&to).await;
                assert_eq!(opened.status, 200, "{to}");
                let sum = number(between(&opened.text, "class=\"stat\"><b>", "</b>"));
                assert_eq!(sum, number(&words), "{to}");
                if to.contains("place=shelf") {
                    assert_eq!(sum, expected, "{to}");
                    assert!(opened.text.contains("炒锅") == (page != "/shop/stock?category=home"), "{to}");
                }
            }
        }
        // The keeper of another root area's shop sees none of it at the same address.
        let there = app.person("shopkeeper_there").get("/shop/entries?place=shelf").await.text;
        assert_eq!(number(between(&there, "class=\"stat\"><b>", "</b>")), 0);
    }

    async fn numbers_of_the_notice_and_of_a_receipt_link_to_their_journals(app) {
        fill(&app).await;
        let keeper = app.shopkeeper();
        let lot = app.database.count("lot").await;
        let lost = [("location", app.world.id("shop").to_string()), ("place", "shelf".into()), ("quantity", "2".into()), ("reason", "碰坏了".into())];
        let lost: Vec<_> = lost.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(keeper.post_form(&format!("/shop/lots/{lot}/write-off"), &lost).await.status, 303);
        let month = {
            let html = keeper.get("/shop/notice").await.text;
            let next = html.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("this month");
            next.replace("&amp;", "&")
        };
        let html = keeper.get(&month).await.text;
        let opens = totals(&html);
        assert!(opens.len() >= 12, "{opens:?}");
        for (to, words) in opens {
            let opened = keeper.get(&to).await;
            assert_eq!(opened.status, 200, "{to}");
            let said = between(&opened.text, "<p class=\"note\">", "</p>");
            let wanted = number(&words);
            // Households are not units; their number links to the hand-overs.
            assert!(words.contains("户") || said.replace(',', "").contains(&wanted.to_string()), "{to}: {words} is not in {said}");
        }
        let receipt = keeper.get("/shop/receipts/1").await.text;
        let (to, words) = totals(between(&receipt, "<tfoot>", "</tfoot>")).pop().expect("a sum");
        let said = keeper.get(&to).await.text;
        assert!(between(&said, "<p class=\"note\">", "</p>").contains(&number(&words).to_string()), "{said}");
    }

    async fn points_link_to_the_movements_that_they_sum_up(app) {
        let (family, caseworker, household) = (app.family(), app.caseworker(), app.world.id("family"));
        let give = [("what", "give"), ("points", "90"), ("reason", "志愿服务")];
        assert_eq!(caseworker.post_form(&format!("/desk/households/{household}/points"), &give).await.status, 303);
        app.shopkeeper().receive(app.world.id("shop"), "wok", "", 3).await;
        let wok = domain::catalogue::by_key("wok").expect("in the catalogue").id;
        app.shopkeeper().post_form(&format!("/shop/items/{wok}/terms"), &[("points", "20")]).await;
        let slot = domain::orders::slots(app.store.now())[0].from;
        let new = serde_json::json!({"location": app.world.id("shop"), "pickup": slot, "lines": [{"item": wok, "quantity": 2}]});
        family.post("/api/v1/orders", new).await.expect(201);
        for (who, page) in [(&family, "/home/points".to_owned()), (&caseworker, format!("/desk/households/{household}/points"))] {
            let html = who.get(&page).await.text;
            let stats = totals(between(&html, "class=\"stats\"", "</div>"));
            assert!(stats.len() >= 2, "{html}");
            for (to, words) in stats {
                let query = to.split('#').next().unwrap_or_default().trim_start_matches('?');
                let opened = who.get(&format!("{page}?{query}")).await.text;
                let rows = between(&opened, "id=\"statement\"", "</section>");
                let signed = rows.split("<b>").filter_map(|part| part.split("</b>").next()).filter(|text| text.starts_with(['+', '−']));
                let sum: i64 = signed.map(|text| if text.starts_with('−') { -number(text) } else { number(text) }).sum();
                assert_eq!(sum, number(&words), "{to} of {page}: {rows}");
            }
        }
    }
}
