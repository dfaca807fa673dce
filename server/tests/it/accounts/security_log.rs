//! Security events through the router: the log lines, the page, and what neither tells.

use serde_json::json;

use crate::{
    privileges::canaries,
    support::{log, on_both},
};

on_both! {
    async fn attacks_and_openings_are_logged_and_listed_without_a_name(app) {
        let (family, phone) = (app.world.id("family"), "13900004711");
        let (reply, lines) = log::during("info", app.visitor().post_form("/sign-in", &[("phone", phone), ("password", "欧阳金雀")])).await;
        assert_eq!(reply.status, 401, "{}", reply.text);
        let line = lines.iter().find(|line| line.contains("security event")).expect("a line at info");
        assert!(line.contains(" INFO ") && line.contains("kind=\"wrong_password\"") && line.contains("subject="), "{line}");
        let reveal = json!({"reason": "other", "words": "替她去百灵诊所取药"});
        app.caseworker().post(&format!("/api/v1/households/{family}/openings"), reveal).await.expect(201);
        assert_eq!(app.shopkeeper().get("/shop?find=0000").await.status, 200);
        assert_eq!(app.caseworker().get(&format!("/desk/households?q={phone}")).await.status, 200);
        assert_eq!(app.shopkeeper().get("/shop/export/file?what=stock&format=csv").await.status, 200);

        for who in ["auditor", "area_admin", "admin"] {
            let page = app.person(who).get("/admin/security").await;
            assert_eq!(page.status, 200, "{who}");
            for kind in ["密码错", "打开家庭档案", "试取件码", "查找家庭", "导出表格"] {
                assert!(page.text.contains(kind), "{kind} is not listed for {who}");
            }
            let text = canaries::read(&page.text);
            let told: Vec<_> = canaries::all().filter(|canary| text.contains(canary)).collect();
            assert!(told.is_empty(), "{told:?} for {who}");
        }
        let page = app.person("auditor").get("/admin/security?kind=file_opened").await;
        assert!(page.text.contains("打开家庭档案") && !page.text.contains("<th scope=\"row\">密码错"), "{}", page.text);
        assert!(!app.person("auditor_there").get("/admin/security").await.text.contains("打开家庭档案"));
        let read = app.person("auditor").get("/api/v1/security-events?kind=file_opened").await.expect(200);
        assert_eq!(read["events"][0]["kind"], "file_opened");
        app.person("auditor").get("/api/v1/security-events?kind=nothing").await.refused(422, "invalid_fields");
        app.donor().get("/api/v1/security-events?kind=nothing").await.refused(403, "not_allowed");
        for nav in ["auditor", "coordinator"] {
            let page = app.person(nav).get("/desk").await;
            assert_eq!(page.text.contains("href=\"/admin/security\""), nav == "auditor", "{nav}");
        }
    }
}
