//! Figures of a month through the router: each number opens its rows, and the public reads nothing below five.

use domain::{DAY, time::Month};

use crate::support::on_both;

on_both! {
    async fn a_number_of_the_figures_opens_its_rows(app) {
        let (wish, _) = app.claimed_wish().await;
        let page = app.person("coordinator").get("/reports").await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        assert!(page.text.contains("<svg class=\"plot\""), "{}", page.text);
        let rest = page.text.split("href=\"").find(|part| part.contains("figure=wishes_published")).expect("a link");
        let (to, _) = rest.split_once('"').expect("an address");
        let rows = app.person("coordinator").get(&to.replace("&amp;", "&")).await;
        assert!(rows.text.contains(&format!("href=\"/desk/wishes/{wish}\"")), "{to}: {}", rows.text);
        for path in ["/reports", "/reports/rows", "/reports/month", "/reports/file", "/api/v1/reports/figures"] {
            assert_eq!(app.caseworker().get(path).await.status.as_u16(), 403, "{path}");
        }
        let report = app.person("auditor").get("/reports/month").await;
        assert_eq!(report.status.as_u16(), 200, "{}", report.text);
        let sheet = app.person("auditor").get("/reports/file?format=csv").await;
        assert_eq!(sheet.status.as_u16(), 200, "{}", sheet.text);
        let month = Month::of(app.store.now());
        assert!(sheet.text.contains("地区,指标,其中,单位,月份,当月,去年同月"), "{}", sheet.text);
        for row in [
            format!("发布的心愿,,条,{month},1"),
            format!("从发布到认领,件数,条,{month},1,"),
            format!("从发布到认领,一半在…以内,小时,{month},0,"),
            format!("从认领到交到手里,四分之三在…以内,小时,{month},,"),
            format!("十二个月实现的心愿,发布的心愿,条,{month},1"),
            format!("十二个月实现的心愿,已实现,条,{},0,0", month.before()),
        ] {
            assert!(sheet.text.contains(&row), "{row}: {}", sheet.text);
        }
    }

    async fn the_public_reads_of_closed_months_only_and_nothing_below_five(app) {
        let wish = app.published_wish(1).await;
        let sql = format!("update wish set state = 'fulfilled', ended = published where id = {wish}");
        app.database.raw(&sql).await.expect("fulfilled");
        app.pass(35 * DAY).await;
        let page = app.visitor().get("/impact").await;
        assert_eq!(page.status.as_u16(), 200, "{}", page.text);
        let told = app.visitor().get("/api/v1/impact").await.expect(200);
        for line in told["lines"].as_array().expect("lines") {
            assert!(line["sum"].is_null(), "{told}");
        }
        for month in ["2000-01", "2999-01", "never"] {
            assert_eq!(app.visitor().get(&format!("/impact?month={month}")).await.status.as_u16(), 404, "{month}");
        }
    }

    async fn seven_families_are_five_or_more_on_the_page_and_in_json(app) {
        let wish = app.published_wish(1).await;
        app.pass(35 * DAY).await;
        let ended = Month::of(app.store.now()).before().start() + 60;
        let seven = (1..7).fold("select 1 as n".to_owned(), |sql, n| format!("{sql} union all select {}", n + 1));
        let families = format!(
            "insert into household (area, root, name, phone, address, hardship, size, created)
             select h.area, h.root, '', '', '', false, 1, h.created from wish w join household h on h.id = w.household,
                 ({seven}) k
             where w.id = {wish}"
        );
        app.database.raw(&families).await.expect("families");
        let columns = "root, district, item, size, category, cost, quantity, claimed, member, family_size, age, sex,
            own_words, words, code, photo, posted_by, reason, version, submitted, published, expires";
        let like: Vec<String> = columns.split(',').map(|name| format!("w.{}", name.trim())).collect();
        let wishes = format!(
            "insert into wish (household, home, state, created, ended, {columns})
             select h.id, w.home, 'fulfilled', w.created, {ended}, {} from wish w, household h
             where w.id = {wish} and h.address = ''",
            like.join(", ")
        );
        app.database.raw(&wishes).await.expect("wishes");
        let city = app.world.id("city");
        let told = app.visitor().get(&format!("/api/v1/impact?area={city}")).await.expect(200);
        for line in &told["lines"].as_array().expect("lines")[..2] {
            assert_eq!(line["sum"], 5, "{told}");
            assert!(line.get("exact").is_none(), "{told}");
        }
        let page = app.visitor().get(&format!("/impact?area={city}")).await.text;
        assert!(page.contains("5 以上") && !page.contains(">7<") && !page.contains("7 以上"), "{page}");
    }
}
