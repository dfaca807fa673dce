//! What an administrator and a balancer are told when something is not well.

use domain::{
    Code,
    areas::{AreaKind, NewArea},
};
use serde_json::json;
use store::{By, areas::tree::AddArea};

use crate::support::{App, database::Kind, on_both};

/// Takes the database all room, or gives it back. PostgreSQL is made to say what it says on a full disk.
async fn fill(app: &App, is_full: bool) {
    match app.database.kind {
        Kind::Sqlite => {
            app.store.fill_disk(is_full);
            // What is free within the file is used up first.
            let mut number = 0;
            while is_full && app.store.attempt(&format!("{number} {}", "x".repeat(3000)), 1, 60).await.is_ok() {
                number += 1;
                assert!(number < 5000, "there is no end of the room");
            }
        }
        Kind::Postgres if is_full => {
            let says = "raise exception 'could not extend file: No space left on device' using errcode = '53100';";
            let function = format!("create function fill() returns trigger language plpgsql as $$ begin {says} end $$");
            app.database.raw(&function).await.expect("a function");
            let trigger = "create trigger fill before insert on area for each row execute function fill()";
            app.database.raw(trigger).await.expect("a trigger");
        }
        Kind::Postgres => {
            app.database.raw("drop trigger fill on area").await.expect("gone");
        }
    }
}

/// Returns the request that adds a grid, the same for the same number.
fn grid(app: &App, number: usize) -> (By, AddArea) {
    let by = By::new(app.world.people["admin"].actor.clone(), format!("grid {number}"));
    let name = format!("网格 {number}");
    (by, AddArea(NewArea { parent: Some(app.world.id("community")), kind: AreaKind::Grid, name }))
}

/// Adds grids from this number on until one is refused: pages that are not full yet take some rows more. Returns how
/// many were added, and why the next one was not.
async fn add_until_refused(app: &App, first: usize) -> (usize, Code) {
    for added in 0..2000 {
        let (by, new) = grid(app, first + added);
        if let Err(error) = app.store.run(&by, new).await {
            return (added, domain::Error::from(error).code());
        }
    }
    panic!("there is no end of the room");
}

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

    async fn a_full_disk_refuses_writes_loses_none_that_was_answered_and_is_over_by_itself(app) {
        let before = app.database.count("area").await;
        fill(&app, true).await;
        let (mut kept, code) = add_until_refused(&app, 0).await;
        assert_eq!(code, Code::DiskFull);
        let first = kept;
        let together = (10_000..10_040).map(|number| {
            let ((by, new), store) = (grid(&app, number), &app.store);
            async move { store.run(&by, new).await.map_err(|error| domain::Error::from(error).code()) }
        });
        for done in futures::future::join_all(together).await {
            assert!(done.is_ok() || done == Err(Code::DiskFull), "{done:?}");
            kept += usize::from(done.is_ok());
        }

        let admin = app.person("admin");
        let refused = loop {
            let body = json!({"parent": app.world.id("community"), "kind": "grid", "name": format!("新格 {kept}")});
            let reply = admin.post("/api/v1/areas", body).await;
            if reply.status != 201 {
                break reply;
            }
            kept += 1;
        };
        assert_eq!(refused.header("retry-after"), "60");
        let said = refused.refused(503, "disk_full");
        assert!(said["detail"].as_str().is_some_and(|words| words.contains("磁盘满了")), "{said}");
        kept += add_until_refused(&app, 20_000).await.0;
        let ready = app.visitor().get("/readyz").await;
        assert!(ready.status == 503 && ready.text.contains("the disk of the database is full"), "{}", ready.text);
        assert_eq!(app.visitor().get("/").await.status, 200, "what is there is still shown");

        fill(&app, false).await;
        // The first refused request itself, sent again, and once.
        for _ in 0..2 {
            let (by, new) = grid(&app, first);
            app.store.run(&by, new).await.expect("there is room");
        }
        assert_eq!(app.database.count("area").await, before + i64::try_from(kept).expect("a number") + 1);
        let ready = app.visitor().get("/readyz").await;
        assert!(ready.status == 200 && ready.text.starts_with("ready"), "{}", ready.text);
        app.assert_consistent().await;
    }
}
