//! Backup and restore: all rows come back, and no existing file or table is overwritten.

use std::path::{Path, PathBuf};

use crate::support::{self, PASSWORD, Stage, by, on_both};
use domain::accounts::Actor;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use store::{
    Error, Store,
    areas::organisations::AddOrganisation,
    db::{
        backup::{heads_file, restore},
        chain::parse_heads,
    },
};

/// A folder that is removed on drop.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let folder = std::env::temp_dir().join(format!("wishbridge-backup-{:032x}", rand::random::<u128>()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Folder(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// Returns the sentence that the command prints on failure.
fn sentence<T: std::fmt::Debug>(result: store::Result<T>) -> String {
    match result {
        Err(Error::Broken(sentence)) => sentence,
        other => panic!("no sentence: {other:?}"),
    }
}

/// Returns where to restore to: a missing file, or a new empty database.
async fn elsewhere(stage: &Stage, folder: &Folder) -> String {
    if !stage.is_postgres() {
        return format!("sqlite://{}", folder.file("new/restored.db").display());
    }
    let name = format!("wishbridge_{:032x}", rand::random::<u128>());
    let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
    sqlx::query(AssertSqlSafe(format!("create database {name}"))).execute(&mut db).await.expect("a database");
    let last = stage.url.rfind("/wishbridge_").expect("the test's own database");
    let end = stage.url[last + 1..].find('?').map_or("", |at| &stage.url[last + 1 + at..]);
    format!("{}/{name}{end}", &stage.url[..last])
}

async fn clear(stage: &Stage, url: &str) {
    if stage.is_postgres() {
        let name = url.rsplit('/').next().and_then(|rest| rest.split('?').next()).expect("a name");
        let mut db = PgConnection::connect(&stage.url).await.expect("a connection");
        let drop = AssertSqlSafe(format!("drop database {name} with (force)"));
        sqlx::query(drop).execute(&mut db).await.expect("the database is dropped");
    }
}

on_both!(a_backup_restores_all_rows_and_sequences, |stage| {
    let folder = Folder::new();
    let town = stage.town("甲").await;
    let wish = stage.wish(&town, 2).await;
    stage.claim(&town, wish, 1).await;
    let phone = stage.store.profile(&town.family).await.expect("a profile").phone;
    let file = folder.file("backup.wishbridge");
    stage.store.backup(&file).await.expect("backed up");
    let later = stage.wish(&town, 1).await;

    let url = elsewhere(stage, &folder).await;
    restore(&url, &file).await.expect("restored");
    let restored = Store::open_with(&url, stage.clock.clone(), support::keys()).await.expect("it opens");
    let (kept, _) = restored.wish(&Actor::visitor(), wish).await.expect("the wish");
    assert_eq!(kept, stage.store.wish(&Actor::visitor(), wish).await.expect("the wish").0);
    assert!(restored.wish(&Actor::visitor(), later).await.is_err(), "made after the backup");
    restored.sign_in(&phone, PASSWORD, "").await.expect("the family signs in there");
    assert_eq!(restored.check().await.expect("checked"), Vec::<String>::new());
    // Sequences continue where they were.
    let next = restored
        .run(&by(&town.admin), AddOrganisation { area: town.root, name: "新会".into() })
        .await
        .expect("it can be written");
    assert!(next > town.union);
    restored.close().await;

    assert!(sentence(stage.store.backup(&file).await).contains("exists already"));
    let again = sentence(restore(&url, &file).await);
    assert!(again.contains("exists already") || again.contains("tables already"), "{again}");
    assert!(!Path::new(&format!("{}.part", file.display())).exists());
    clear(stage, &url).await;
});

on_both!(a_restored_backup_is_compared_with_the_heads_beside_it, |stage| {
    let folder = Folder::new();
    stage.town("甲").await;
    stage.store.chains_grow().await.expect("links");
    let file = folder.file("backup.wishbridge");
    stage.store.backup(&file).await.expect("backed up");
    let beside = heads_file(&file);
    let heads = std::fs::read_to_string(&beside).expect("heads");
    assert_eq!(parse_heads(&heads).expect("heads").len(), 1, "of audit lines, as there is no journal: {heads}");

    // As if lines had been changed before the backup, and all links been made anew.
    let (name, digest) = heads.trim_end().rsplit_once(':').expect("a digest");
    let other: String = digest.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    std::fs::write(&beside, format!("{name}:{other}")).expect("written");
    let url = elsewhere(stage, &folder).await;
    let refused = sentence(restore(&url, &file).await);
    assert!(refused.contains("is not the backup that"), "{refused}");
    clear(stage, &url).await;

    std::fs::write(&beside, &heads).expect("written");
    let url = elsewhere(stage, &folder).await;
    restore(&url, &file).await.expect("restored");
    let restored = Store::open_with(&url, stage.clock.clone(), support::keys()).await.expect("it opens");
    assert_eq!(
        restored.check_heads(&parse_heads(&heads).expect("heads")).await.expect("compared"),
        Vec::<String>::new()
    );
    restored.close().await;
    clear(stage, &url).await;
});

on_both!(a_file_that_is_no_backup_is_not_restored, |stage| {
    let folder = Folder::new();
    let url = elsewhere(stage, &folder).await;
    let missing = sentence(restore(&url, &folder.file("missing")).await);
    assert!(missing.contains("there is no file"), "{missing}");
    let junk = folder.file("junk");
    std::fs::write(&junk, "this is no database, whatever its name says ".repeat(200)).expect("written");
    let refused = sentence(restore(&url, &junk).await);
    assert!(refused.contains("is no database") || refused.contains("pg_restore failed"), "{refused}");
    let nowhere = stage.store.backup(&folder.file("no/such/folder/file")).await;
    assert!(nowhere.is_err());
    if !stage.is_postgres() {
        assert!(!folder.file("new/restored.db").exists() && !folder.file("new/restored.db.part").exists());
    }
    clear(stage, &url).await;
});

#[tokio::test]
async fn a_damaged_or_foreign_sqlite_file_is_refused() {
    let (folder, stage) = (Folder::new(), Stage::sqlite().await);
    for _ in 0..20 {
        stage.town("甲").await;
        stage.plant("update area set name = name || id where parent = 0").await;
    }
    let (file, url) = (folder.file("backup.db"), format!("sqlite://{}", folder.file("new.db").display()));
    stage.store.backup(&file).await.expect("backed up");
    let mut bytes = std::fs::read(&file).expect("the backup");
    let half = bytes.len() / 2;
    bytes[half..].fill(0x5a);
    std::fs::write(folder.file("damaged.db"), &bytes).expect("written");
    let refused = sentence(restore(&url, &folder.file("damaged.db")).await);
    assert!(refused.contains("damaged") || refused.contains("is no database"), "{refused}");
    bytes.truncate(half);
    std::fs::write(folder.file("half.db"), &bytes).expect("written");
    sentence(restore(&url, &folder.file("half.db")).await);

    let foreign = format!("sqlite://{}?mode=rwc", folder.file("foreign.db").display());
    let mut db = sqlx::SqliteConnection::connect(&foreign).await.expect("a database");
    sqlx::query("create table cats (name text)").execute(&mut db).await.expect("a table");
    db.close().await.expect("closed");
    let refused = sentence(restore(&url, &folder.file("foreign.db")).await);
    assert!(refused.contains("not one of Wishbridge"), "{refused}");
    std::fs::write(folder.file("new.db-wal"), "left over").expect("written");
    assert!(sentence(restore(&url, &file).await).contains("new.db-wal"));
    std::fs::remove_file(folder.file("new.db-wal")).expect("gone");
    restore(&url, &file).await.expect("the sound one is restored");
    support::play(&stage, async {}).await;
}
