//! Opening a database, and what happens when it goes away under a running server.

use std::{path::PathBuf, time::Duration};

use crate::support::{self, Stage, by, on_both};
use domain::areas::{AreaKind, NewArea};
use futures::future::join_all;
use store::{Error, Opening, Store, Vault, areas::tree::AddArea};

/// Returns a folder that does not exist, and the address of an empty place: a database in it, or an empty schema.
async fn nowhere(stage: &Stage, name: &str) -> (PathBuf, String) {
    let folder = std::env::temp_dir().join(format!("wishbridge-{name}-{:032x}", rand::random::<u128>()));
    let url = if stage.is_postgres() {
        stage.plant(&format!("create schema {name}")).await;
        format!("{}?options[search_path]={name}", stage.url.split('?').next().expect("an address"))
    } else {
        format!("sqlite://{}", folder.join("wishbridge.db").display())
    };
    (folder, url)
}

fn district(root: i64, name: &str) -> NewArea {
    NewArea { parent: Some(root), kind: AreaKind::District, name: name.into() }
}

on_both!(a_database_that_should_exist_is_not_made, |stage| {
    let (folder, url) = nowhere(stage, "nothing").await;
    for opening in [Opening::Migrate, Opening::Unchanged] {
        let vault = Vault::at(&folder.join("wishbridge.keys")).expect("no keys yet");
        match Store::open_existing(&url, vault, opening).await {
            Err(Error::Missing(sentence)) => assert!(sentence.contains("no database"), "{sentence}"),
            Err(other) => panic!("{other:?}"),
            Ok(_) => panic!("{opening:?} opened nothing"),
        }
        assert!(!folder.exists(), "{opening:?}");
    }
    if stage.is_postgres() {
        assert_eq!(stage.number("select count(*) from pg_tables where schemaname = 'nothing'").await, 0);
        let elsewhere = stage.url.replace("/wishbridge_", "/nowhere_");
        let opened = Store::open_existing(&elsewhere, crate::support::keys(), Opening::Migrate).await;
        assert!(matches!(opened, Err(Error::Missing(_))), "a database that the server does not have");
    }
});

on_both!(four_first_starts_at_once_all_live, |stage| {
    let (folder, url) = nowhere(stage, "fresh").await;
    let starts = (0..4).map(|_| async {
        let vault = Vault::at(&folder.join("wishbridge.keys")).expect("no keys, or those of another one");
        Store::open(&url, vault).await.expect("it opens")
    });
    let servers = join_all(starts).await;
    servers[0].first_admin("13800000000", "总管", crate::support::PASSWORD).await.expect("an administrator");
    for server in &servers {
        server.sign_in("13800000000", crate::support::PASSWORD, "").await.expect("all have the same keys");
        assert_eq!(server.check().await.expect("checked"), Vec::<String>::new());
    }
    join_all(servers.iter().map(Store::close)).await;
    std::fs::remove_dir_all(&folder).expect("removed");
});

on_both!(opening_for_a_backup_migrates_nothing, |stage| {
    stage.plant("drop table clock_seen").await;
    stage.plant("delete from _sqlx_migrations where version = 29").await;
    let noted = "select count(*) from _sqlx_migrations where version = 29";
    let open = async |opening| {
        Store::open_existing(&stage.url, crate::support::keys(), opening).await.expect("it opens").close().await;
    };
    open(Opening::Unchanged).await;
    assert_eq!(stage.number(noted).await, 0);
    open(Opening::Migrate).await;
    assert_eq!(stage.number(noted).await, 1);
});

#[tokio::test]
async fn a_data_directory_that_vanishes_turns_readiness_red_and_no_write_is_acknowledged() {
    let stage = Stage::sqlite().await;
    support::play(&stage, async {
        let town = stage.town("甲").await;
        let folder = stage.folder().expect("a folder").to_owned();
        let away = folder.with_extension("away");
        std::fs::rename(&folder, &away).expect("moved");
        let gone = "the database's file is gone, or another one is in its place";
        assert_eq!(stage.store.troubles().await, [gone]);
        let refused = stage.store.run(&by(&town.admin), AddArea(district(town.root, "东区"))).await;
        assert!(matches!(refused, Err(Error::Broken(_))), "{refused:?}");
        // Another database in its place is not taken for it.
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::copy(away.join("test.db"), folder.join("test.db")).expect("a copy");
        assert_eq!(stage.store.troubles().await, [gone]);
        std::fs::remove_dir_all(&folder).expect("removed");

        std::fs::rename(&away, &folder).expect("moved back");
        assert_eq!(stage.store.troubles().await, Vec::<String>::new());
        stage.store.run(&by(&town.admin), AddArea(district(town.root, "西区"))).await.expect("added");
        assert_eq!(stage.number("select count(*) from area where name in ('东区', '西区')").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_writer_that_panics_is_replaced_and_readiness_is_red_meanwhile() {
    let stage = Stage::sqlite().await;
    support::play(&stage, async {
        let town = stage.town("甲").await;
        let (folder, request) = (stage.folder().expect("a folder").to_owned(), by(&town.admin));
        let away = folder.with_extension("away");
        // Without its file the new writer cannot start.
        std::fs::rename(&folder, &away).expect("moved");
        stage.store.crash_writer();
        stage.store.run(&request, AddArea(district(town.root, "东区"))).await.expect_err("the writer panicked");
        let is_down = async || stage.store.troubles().await.contains(&"the writer is down".to_owned());
        until(&is_down, true).await;
        std::fs::rename(&away, &folder).expect("moved back");
        until(&is_down, false).await;
        assert_eq!(stage.store.troubles().await, Vec::<String>::new());
        stage.store.run(&request, AddArea(district(town.root, "东区"))).await.expect("the same request again");
        assert_eq!(stage.number("select count(*) from area where name = '东区'").await, 1);
    })
    .await;
}

/// Waits until a condition is so, for 20 s at most.
async fn until(condition: impl AsyncFn() -> bool, is: bool) {
    let waiting = async {
        while condition().await != is {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.expect("the condition");
}

#[tokio::test]
async fn a_long_log_is_cut_once_it_is_written_back() {
    let stage = Stage::sqlite().await;
    support::play(&stage, async {
        let log = stage.folder().expect("a folder").join("test.db-wal");
        let size = || std::fs::metadata(&log).expect("a log").len();
        stage.store.attempt(&"x".repeat(20 << 20), 1, 60).await.expect("counted");
        assert!(size() > 20 << 20, "{}", size());
        for n in 0..2 {
            stage.store.attempt(&n.to_string(), 1, 60).await.expect("counted");
        }
        assert!(size() <= 16 << 20, "{}", size());
    })
    .await;
}
