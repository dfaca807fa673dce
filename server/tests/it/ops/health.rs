//! What an administrator and a balancer are told when something is not well.

use serde_json::json;

use crate::support::on_both;

on_both! {
    async fn a_failed_backup_and_a_stuck_event_are_on_the_page_in_the_api_and_in_readiness(app) {
        assert!(app.store.job_due("clocks", 15).await.expect("a run of the jobs"));
        let admin = app.person("admin");
        let page = admin.get("/admin/health").await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("一切正常") && page.text.contains("还没有自动备份"), "{}", page.text);
        let health = admin.get("/api/v1/health").await.expect(200);
        assert_eq!(health["pulse"]["backups"]["copied"], 0);
        assert_eq!(app.visitor().get("/readyz").await.text, "ready\n");

        let now = app.store.now();
        let failed = format!(
            "insert into backup_run (kind, state, fault, file, bytes, begun, beat, ended, detail)
             values ('copy', 'failed', 'write', 'x.backup', 0, {now}, {now}, {now}, 'No space left on device')"
        );
        app.database.raw(&failed).await.expect("planted");
        let page = admin.get("/admin/health").await.text;
        for words in ["有几处要看一看", "最近一次没备份成", "写不进去", "No space left on device"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let health = admin.get("/api/v1/health").await.expect(200);
        assert_eq!(health["backups"][0]["fault"], "write");
        assert_eq!(health["backups"][0]["state"], "failed");
        let ready = app.visitor().get("/readyz").await;
        assert_eq!((ready.status.as_u16(), ready.text.as_str()), (200, "ready\nthe last backup failed\n"));

        let coordinator = app.person("coordinator").get("/admin/health").await;
        assert!(coordinator.status == 403 && !coordinator.text.contains("No space left"), "{}", coordinator.text);
        let links = |text: &str| text.contains("href=\"/admin/health\"");
        assert!(links(&page) && !links(&app.person("coordinator").get("/desk").await.text));
    }

    async fn the_administrator_of_the_installation_sets_how_long_things_are_kept(app) {
        let admin = app.person("admin");
        let form = |days: &'static str| [("notice-days", days), ("audit-years", "7")];
        let wrong = admin.post_form("/admin/health", &form("12 天")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.text.contains("12 天") && wrong.text.contains("value=\"7\""), "what was typed stays");
        let set = admin.post_form("/admin/health", &form("400")).await;
        assert_eq!((set.status.as_u16(), set.header("location")), (303, "/admin/health"));
        let page = admin.get("/admin/health").await.text;
        assert!(page.contains("保留 400 天") && page.contains("保留 7 年"), "{page}");
        let kept = app.person("area_admin").get("/api/v1/retention").await.expect(200);
        assert_eq!(kept["policy"], json!({"notice_days": 400, "audit_years": 7}));
        let page = app.person("area_admin").get("/admin/health").await.text;
        assert!(page.contains("保留 400 天") && !page.contains("name=\"notice-days\""), "reads it only: {page}");
        let short = admin.post("/api/v1/retention", json!({"notice_days": 3, "audit_years": 7})).await;
        assert!(short.expect(422).to_string().contains("notice_days"));
    }
}
