//! The command line, run through the real binary.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use serde_json::json;
use store::{Store, Vault};

use crate::support::{Client, router};

/// Returns a command with its own installation in this folder.
pub(crate) fn wishbridge(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wishbridge"));
    for name in [
        "DATABASE_URL",
        "KEY_FILE",
        "PUBLIC_URL",
        "TRUSTED_PROXY",
        "INSECURE_COOKIES",
        "ADMIN_PASSWORD",
        "BACKUP_DIR",
        "BACKUP_KEY_FILE",
        "BACKUP_S3_ENDPOINT",
        "BACKUP_S3_BUCKET",
        "BACKUP_S3_REGION",
        "BACKUP_S3_KEY_ID",
        "BACKUP_S3_SECRET",
        "MOVE_TO",
        "METRICS_LISTEN",
    ] {
        command.env_remove(name);
    }
    command
        .current_dir(folder)
        .env("LOG", "error")
        .env("DATA_DIR", "data")
        .env("LISTEN", "127.0.0.1:0")
        .env("LANG", "C");
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    wishbridge(folder).args(arguments).output().expect("it runs")
}

pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Makes a database with its first administrator.
pub(crate) fn found(folder: &Path, flags: &[&str]) {
    let made = run(folder, &[&["admin", "--phone", "13800138000", "--name", "叶青"][..], flags].concat());
    assert!(made.status.success(), "{}", said(&made));
}

async fn store(folder: &Path) -> Store {
    let vault = Vault::at(&folder.join("data/wishbridge.keys")).expect("keys");
    Store::open(&format!("sqlite://{}/data/wishbridge.db", folder.display()), vault).await.expect("a database")
}

#[tokio::test]
async fn the_first_administrator_gets_a_working_password_and_a_second_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = run(folder.path(), &["admin", "--phone", "13800138000", "--name", "叶青"]);
    assert!(first.status.success(), "{}", said(&first));
    let told = said(&first);
    let password = told.lines().find_map(|line| line.strip_prefix("Password: ")).expect("a password");

    let store = store(folder.path()).await;
    let visitor = Client::visitor(router(&store));
    let session =
        visitor.post("/api/v1/session", json!({"phone": "13800138000", "password": password})).await.expect(200);
    assert_eq!(session["account"]["roles"][0]["role"], "admin");
    store.close().await;

    let second = run(folder.path(), &["admin", "--phone", "13800138001", "--name", "叶青"]);
    assert!(!second.status.success());
    assert!(!said(&second).contains("Password"), "{}", said(&second));
}

#[tokio::test]
async fn an_administrator_who_lost_phone_and_recovery_codes_gets_back_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = run(folder.path(), &["admin", "--phone", "13800138000", "--name", "叶青"]);
    let password = said(&first).lines().find_map(|line| line.strip_prefix("Password: ").map(str::to_owned));
    let remove = ["remove-factor", "--phone", "13800138000"];
    assert!(!run(folder.path(), &remove).status.success(), "it has none");
    let url = format!("sqlite://{}/data/wishbridge.db", folder.path().display());
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await.expect("a connection");
    let on = "insert into second_factor (account, secret, made, since, last_step) select id, '', 0, 1, 0 from account";
    sqlx::query(on).execute(&mut db).await.expect("a second factor");
    sqlx::Connection::close(db).await.expect("closed");

    assert!(!run(folder.path(), &["remove-factor", "--phone", "13800138001"]).status.success(), "of no account");
    let removed = run(folder.path(), &remove);
    assert!(removed.status.success(), "{}", said(&removed));
    let store = store(folder.path()).await;
    let typed = json!({"phone": "13800138000", "password": password.expect("a password")});
    Client::visitor(router(&store)).post("/api/v1/session", typed).await.expect(200);
    store.close().await;
}

#[tokio::test]
async fn check_fails_when_balances_do_not_add_up() {
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path(), &[]);
    let clean = run(folder.path(), &["check"]);
    assert!(clean.status.success(), "{}", said(&clean));
    let url = format!("sqlite://{}/data/wishbridge.db", folder.path().display());
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await.expect("a connection");
    for forged in [
        "insert into ledger_account (place, owner, root, location) values ('shelf', 1, 1, 1)",
        "insert into lot (root, item, size, condition, expires, origin, claim, receipt, cost, checked, created)
         values (1, 1, '', 'new', 0, 'donation', 0, 0, 0, true, 0)",
        "insert into balance (account, lot, bounded, quantity) values (1, 1, true, 5)",
    ] {
        sqlx::query(forged).execute(&mut db).await.expect("a forgery");
    }
    sqlx::Connection::close(db).await.expect("closed");
    let dirty = run(folder.path(), &["check"]);
    assert_eq!(dirty.status.code(), Some(1), "{}", said(&dirty));
    assert!(!dirty.stdout.is_empty());
}

#[test]
fn check_compares_heads_opens_everything_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path(), &[]);
    let deep = run(folder.path(), &["check", "--deep"]);
    assert!(deep.status.success(), "{}", said(&deep));
    // Typed from a notice of another installation.
    std::fs::write(folder.path().join("heads"), "# of 2026-10\naudit:1:9f86d081884c7d659a2feaa0c55ad015\n")
        .expect("a file");
    let differs = run(folder.path(), &["check", "--heads", "heads"]);
    assert_eq!(differs.status.code(), Some(1), "{}", said(&differs));
    assert!(said(&differs).contains("What to do:\nchain: the past was changed"), "{}", said(&differs));

    let kept = run(folder.path(), &["retention"]);
    assert!(said(&kept).contains("read are kept for 400 days, audit lines for 6 years."), "{}", said(&kept));
    let set = run(folder.path(), &["retention", "--audit-years", "0"]);
    assert!(set.status.success() && said(&set).contains("audit lines for good"), "{}", said(&set));
    assert!(!run(folder.path(), &["retention", "--notice-days", "3"]).status.success());
    let none = run(folder.path(), &["export-audit", "lines"]);
    assert!(none.status.success() && !folder.path().join("lines").exists(), "{}", said(&none));
}

#[test]
fn commands_on_nothing_make_nothing_and_exit_with_their_own_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let factor = ["remove-factor", "--phone", "13800138000"];
    let (backup, export) = (["backup", "copy"], ["export-audit", "lines"]);
    for arguments in [
        &["check"][..],
        &["check", "--deep"],
        &backup,
        &["rotate-keys"],
        &["accept-clock"],
        &["retention"],
        &export,
        &factor,
    ] {
        let refused = run(folder.path(), arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {}", said(&refused));
        assert!(said(&refused).contains("there is no database of Wishbridge in"), "{}", said(&refused));
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "{arguments:?} made something");
    }
    // Neither does the empty file that an interrupted copy leaves behind become a database.
    std::fs::create_dir(folder.path().join("data")).expect("a folder");
    std::fs::write(folder.path().join("data/wishbridge.db"), "").expect("a file");
    let refused = run(folder.path(), &["check"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    assert!(!folder.path().join("data/wishbridge.keys").exists());
    assert!(run(folder.path(), &["openapi"]).status.success());
}

#[test]
fn backups_are_encrypted_by_their_own_key_and_say_how_long_they_took() {
    let folder = tempfile::tempdir().expect("a folder");
    found(folder.path(), &[]);
    let made = run(folder.path(), &["backup-key"]);
    assert!(made.status.success() && said(&made).contains("A new key is in data/wishbridge.backup-keys"), "{made:?}");
    let keys = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("keys");
    let first = keys("data/wishbridge.backup-keys");
    assert_ne!(first.lines().last(), keys("data/wishbridge.keys").lines().last(), "not the key of families' data");
    let copied = run(folder.path(), &["backup-key", "--copy", "elsewhere"]);
    assert!(said(&copied).contains("is on the same disk") && keys("elsewhere") == first, "{}", said(&copied));
    let open = run(folder.path(), &["doctor", "--backup-dir", "copies"]);
    assert!(said(&open).contains("may be the only copy of their key"), "{}", said(&open));
    let printed = run(folder.path(), &["backup-key", "--print"]);
    assert!(String::from_utf8_lossy(&printed.stdout).contains(first.lines().last().expect("a key")));
    let calm = run(folder.path(), &["doctor", "--backup-dir", "copies"]);
    assert!(!said(&calm).contains("only copy of their key"), "{}", said(&calm));
    let beside = run(folder.path(), &["doctor", "--backup-dir", "data"]);
    assert!(said(&beside).contains("lies beside the backups that it opens"), "{}", said(&beside));

    let backup = run(folder.path(), &["backup", "copy"]);
    assert!(backup.status.success() && said(&backup).contains(" MB in "), "{}", said(&backup));
    assert!(said(&backup).contains("It is encrypted"), "{}", said(&backup));
    let there = ["--data-dir", "other", "--key-file", "data/wishbridge.keys"];
    let without = run(folder.path(), &[&["restore", "copy"][..], &there[..]].concat());
    assert!(!without.status.success() && said(&without).contains("is encrypted"), "{}", said(&without));
    let with = [&["restore", "copy", "--backup-key-file", "elsewhere"][..], &there[..]].concat();
    let restored = run(folder.path(), &with);
    assert!(restored.status.success() && said(&restored).contains(" MB in "), "{}", said(&restored));
    let checked = run(folder.path(), &[&["check"][..], &there[..]].concat());
    assert!(checked.status.success(), "{}", said(&checked));
}

#[test]
fn a_move_names_two_databases_of_their_kinds_and_a_file_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let to = "postgres://wb:very-secret@127.0.0.1:1/wishbridge";
    let nothing = run(folder.path(), &["move", "--to", to]);
    assert_eq!(nothing.status.code(), Some(2), "{}", said(&nothing));
    assert!(said(&nothing).contains("there is no database of Wishbridge in"), "{}", said(&nothing));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0);
    found(folder.path(), &[]);
    let kind = run(folder.path(), &["move", "--to", "sqlite://other.db"]);
    assert!(said(&kind).contains("--to must begin with postgres://"), "{}", said(&kind));
    let away = run(folder.path(), &["move", "--to", to]);
    assert!(!away.status.success() && !said(&away).contains("very-secret"), "{}", said(&away));
    let still = run(folder.path(), &["check"]);
    assert!(still.status.success(), "a target that is not there changes nothing: {}", said(&still));
}

#[test]
fn a_password_in_a_database_url_is_never_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    // Not a PostgreSQL server: it closes every connection.
    let other = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = other.local_addr().expect("an address");
    std::thread::spawn(move || other.incoming().for_each(drop));
    let failed =
        run(folder.path(), &["check", "--database-url", &format!("postgres://wb:very-secret@{address}/wishbridge")]);
    assert!(!failed.status.success());
    assert!(!said(&failed).contains("very-secret"), "{}", said(&failed));
    assert!(said(&failed).contains(&format!("{address}/wishbridge")), "{}", said(&failed));
}

#[test]
fn flags_override_the_file_and_a_misspelt_setting_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("wishbridge.toml"), "database_url = 'sqlite://from-file.db'").expect("a file");
    found(folder.path(), &[]);
    assert!(folder.path().join("from-file.db").exists());
    found(folder.path(), &["--database-url", "sqlite://from-flag.db"]);
    assert!(folder.path().join("from-flag.db").exists());
    std::fs::write(folder.path().join("wishbridge.toml"), "databse_url = 'x'").expect("a file");
    let refused = run(folder.path(), &["check"]);
    assert!(!refused.status.success() && said(&refused).contains("databse_url"), "{}", said(&refused));
}

#[cfg(unix)]
#[test]
fn a_server_exits_cleanly_on_sigterm() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = wishbridge(folder.path()).arg("serve").stdout(Stdio::piped()).spawn().expect("a server");
    let mut lines = BufReader::new(server.stdout.take().expect("its output")).lines().map_while(Result::ok);
    assert!(lines.next().expect("an address").contains("http://127.0.0.1:"));
    // An installation without administrator prints how to create one.
    assert!(lines.any(|line| line.contains("wishbridge admin --phone")));
    let told = Command::new("kill").arg("-TERM").arg(server.id().to_string()).status().expect("kill");
    assert!(told.success());
    assert!(server.wait().expect("its end").success());
    assert!(run(folder.path(), &["check"]).status.success());
}

#[cfg(unix)]
#[test]
fn a_server_ends_silent_connections_and_exits_although_some_are_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = wishbridge(folder.path()).arg("serve").stdout(Stdio::piped()).spawn().expect("a server");
    let mut lines = BufReader::new(server.stdout.take().expect("its output")).lines().map_while(Result::ok);
    let said = lines.next().expect("an address");
    let address = said.rsplit_once("http://").expect("an address").1.to_owned();
    let half = || {
        let mut stream = TcpStream::connect(&address).expect("a connection");
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n").expect("sent");
        stream.set_read_timeout(Some(Duration::from_secs(25))).expect("a limit");
        stream
    };
    let mut stream = half();
    assert_eq!(stream.read(&mut [0]).expect("the server ends it within the limit of a header, 10 s"), 0);
    let _open = half();
    let told = Command::new("kill").arg("-TERM").arg(server.id().to_string()).status().expect("kill");
    assert!(told.success());
    assert!(server.wait().expect("its end").success());
}
