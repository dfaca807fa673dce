//! Figures of a month through the router: each number opens its rows, and the public reads nothing below five.

use domain::DAY;

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
        assert!(sheet.text.contains("发布的心愿"), "{}", sheet.text);
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
}
