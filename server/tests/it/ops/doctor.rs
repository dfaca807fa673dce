//! `wishbridge doctor` on installations that are broken in one thing each.

use std::{
    collections::BTreeMap,
    net::TcpListener,
    path::{Path, PathBuf},
};

use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use tempfile::TempDir;

use crate::ops::cli::{found, run, said};

/// An installation with its first administrator, in a folder of its own.
fn installed() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path(), &[]);
    folder
}

/// Runs the doctor; returns whether it is content, and its lines.
fn asked(folder: &Path, flags: &[&str]) -> (bool, String) {
    let output = run(folder, &[&["doctor"][..], flags].concat());
    (output.status.success(), said(&output))
}

/// Asserts that the doctor finds one thing wrong, says so in these words, and fails.
fn assert_wrong(folder: &Path, flags: &[&str], about: &str, words: &str) {
    let (content, lines) = asked(folder, flags);
    assert!(!content, "{lines}");
    let line = lines.lines().find(|line| line.starts_with(&format!("wrong {about}")));
    assert!(line.is_some_and(|line| line.contains(words)), "{about}, {words}: {lines}");
    assert_eq!(lines.lines().filter(|line| line.starts_with("wrong")).count(), 1, "{lines}");
}

async fn plant(folder: &Path, sql: &str) {
    let url = format!("sqlite://{}/data/wishbridge.db", folder.display());
    let mut db = SqliteConnection::connect(&url).await.expect("a connection");
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut db).await.expect("planted");
    db.close().await.expect("closed");
}

/// Every file below a folder with its content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            all.insert(path.clone(), std::fs::read(&path).expect("a file"));
        }
    }
    all
}

/// A port of this machine on which nothing listens.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port()
}

#[test]
fn a_whole_installation_passes_and_is_left_as_it_is() {
    let folder = installed();
    let before = contents(folder.path());
    let (content, lines) = asked(folder.path(), &[]);
    assert!(content, "{lines}");
    assert!(lines.contains("look  settings  PUBLIC_URL is not set"), "{lines}");
    for about in ["database", "keys", "clock", "disk", "mail", "gateway"] {
        assert!(lines.lines().any(|line| line.starts_with(&format!("ok    {about}"))), "{about}: {lines}");
    }
    assert!(before == contents(folder.path()), "the doctor changed something");
}

#[test]
fn a_missing_database_is_wrong_and_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_wrong(folder.path(), &[], "database", "there is no database of Wishbridge");
    assert!(contents(folder.path()).is_empty());
}

#[test]
fn settings_that_cannot_be_used_are_wrong() {
    let folder = installed();
    assert_wrong(folder.path(), &["--public-url", "wishes.example"], "settings", "PUBLIC_URL");
    assert_wrong(folder.path(), &["--listen", "nowhere.invalid"], "settings", "LISTEN");
    std::fs::write(folder.path().join("wishbridge.toml"), "listne = '127.0.0.1:1'").expect("a file");
    assert_wrong(folder.path(), &[], "settings", "listne");
}

#[cfg(unix)]
#[test]
fn keys_that_are_gone_foreign_or_open_to_others_are_wrong() {
    use std::os::unix::fs::PermissionsExt;
    let folder = installed();
    let file = folder.path().join("data/wishbridge.keys");
    let own = std::fs::read(&file).expect("the keys");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("opened");
    assert_wrong(folder.path(), &[], "keys", "chmod 600");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("closed");
    std::fs::write(&file, testkit::KEYS).expect("other keys");
    assert_wrong(folder.path(), &[], "keys", "does not open");
    std::fs::remove_file(&file).expect("removed");
    assert_wrong(folder.path(), &[], "keys", "there is no");
    assert!(!file.exists(), "no new keys are made");
    std::fs::write(&file, own).expect("put back");
}

#[tokio::test]
async fn another_schema_a_clock_that_jumped_and_events_that_are_stuck_are_found() {
    let folder = installed();
    plant(folder.path(), "insert into clock_seen (boot, at, uptime) values ('another', 9999999999, 5)").await;
    assert_wrong(folder.path(), &[], "clock", "accept-clock");
    plant(folder.path(), "delete from clock_seen where boot = 'another'").await;
    let stuck = "insert into outbox (at, reader, account, side, event, record, record_id, body, tries, next_try)
        values (1, 'notices', 1, 'staff', 'x', 'wish', 1, 'x', 9, 0)";
    plant(folder.path(), stuck).await;
    assert_wrong(folder.path(), &[], "events", "1 events cannot be handled");
    plant(folder.path(), "update outbox set tries = 0").await;
    let (content, lines) = asked(folder.path(), &[]);
    assert!(content && lines.contains("look  events    wait for"), "{lines}");
    plant(folder.path(), "delete from outbox; update _sqlx_migrations set version = 99999 where version = 1").await;
    assert_wrong(folder.path(), &[], "database", "newer release");
    plant(folder.path(), "delete from _sqlx_migrations where version > 60").await;
    let (content, lines) = asked(folder.path(), &[]);
    assert!(content && lines.contains("make a backup before"), "{lines}");
}

#[test]
fn a_mail_server_and_a_gateway_that_do_not_answer_are_wrong() {
    let (folder, port) = (installed(), closed_port());
    let (server, gateway) = (format!("smtp://127.0.0.1:{port}"), format!("http://127.0.0.1:{port}/send"));
    let from = ["--mail-from", "Wishbridge <wishes@example.org>", "--public-url", "http://127.0.0.1:3000"];
    assert_wrong(folder.path(), &[&["--smtp-url", server.as_str()][..], &from].concat(), "mail", "SMTP_URL");
    assert_wrong(folder.path(), &["--sms-url", &gateway], "gateway", "cannot be reached");
}

#[tokio::test]
async fn backups_that_failed_or_are_too_old_are_wrong_and_none_at_all_is_said() {
    let (folder, flags) = (installed(), ["--backup-dir", "copies"]);
    let (content, lines) = asked(folder.path(), &flags);
    assert!(content && lines.contains("look  backups   none has been made yet"), "{lines}");
    let ended = |kind: &str, state: &str, fault: &str, at: i64| {
        format!(
            "insert into backup_run (kind, state, fault, file, bytes, begun, beat, ended, detail)
             values ('{kind}', '{state}', '{fault}', 'x', 0, {at}, {at}, {at}, '')"
        )
    };
    plant(folder.path(), &ended("copy", "failed", "write", 1000)).await;
    assert_wrong(folder.path(), &flags, "backups", "the last one failed");
    plant(folder.path(), &ended("copy", "done", "", 2000)).await;
    assert_wrong(folder.path(), &flags, "backups", "h old");
    plant(folder.path(), &ended("trial", "failed", "check", 2000)).await;
    assert_wrong(folder.path(), &flags, "backups", "cannot be relied on");
    let (content, lines) = asked(folder.path(), &[]);
    assert!(content && lines.contains("look  backups   BACKUP_DIR is not set"), "{lines}");
    assert!(!folder.path().join("copies").exists(), "the doctor makes no folder");
}
