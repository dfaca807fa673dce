//! What an administrator and a balancer are told when something is not well.

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
}
