//! Databases for tests: each is a copy of a template that is migrated once per process, because 22 migrations and
//! the catalogue cost more than most tests do.

use std::{fs::OpenOptions, io::Write, path::Path, str::FromStr, time::Instant};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use store::{Clock, Store, Vault};
use tokio::sync::OnceCell;

/// Content of the key file in tests; every template is sealed with it.
pub const KEYS: &str = "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Returns the vault of every test database.
///
/// # Panics
/// When [`KEYS`] is no key file.
#[must_use]
pub fn keys() -> Vault {
    Vault::of(KEYS).expect("keys")
}

/// Returns the test server's address from `TEST_POSTGRES_URL`; `None` when unset or empty.
///
/// `tools/with-postgres.sh` sets it.
#[must_use]
pub fn postgres_server() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

/// Opens the database, which migrates it and writes the catalogue, and closes it again.
async fn migrate(url: &str) {
    Store::open_with(url, Clock::default(), keys()).await.expect("the template opens").close().await;
}

/// Writes a migrated embedded database to `file` and returns its address.
///
/// # Panics
/// When the template cannot be made or the file cannot be written.
pub async fn sqlite(file: &Path) -> String {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(async || {
        let folder = std::env::temp_dir().join(format!("wishbridge-template-{:032x}", rand::random::<u128>()));
        let path = folder.join("template.db");
        migrate(&format!("sqlite://{}", path.display())).await;
        assert!(!folder.join("template.db-wal").exists(), "the template's WAL is merged into its file");
        let bytes = std::fs::read(&path).expect("the template is there");
        std::fs::remove_dir_all(&folder).expect("the folder is removed");
        bytes
    });
    let template = template.await;
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("the folder is made");
    std::fs::write(file, template).expect("the database is written");
    format!("sqlite://{}", file.display())
}

/// Creates a migrated database on the server of [`postgres_server`]; returns its name and address.
///
/// # Panics
/// When there is no server, or it refuses a statement.
pub async fn postgres() -> (String, String) {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(async || {
        let name = format!("wishbridge_template_{:016x}", rand::random::<u64>());
        administer(&format!("create database {name}")).await;
        migrate(&address(&name)).await;
        name
    });
    let template = template.await;
    let name = format!("wishbridge_{:032x}", rand::random::<u128>());
    // file_copy: a plain copy of files, half the time of the default where fsync is off.
    administer(&format!("create database {name} template {template} strategy file_copy")).await;
    let url = address(&name);
    (name, url)
}

/// Creates an empty database on the server of [`postgres_server`]; returns its name and address.
///
/// # Panics
/// As [`postgres`].
pub async fn empty_postgres() -> (String, String) {
    let name = format!("wishbridge_{:032x}", rand::random::<u128>());
    administer(&format!("create database {name}")).await;
    let url = address(&name);
    (name, url)
}

/// Drops a database that [`postgres`] made, with its connections.
///
/// # Panics
/// When the server refuses the statement.
pub async fn drop_postgres(name: &str) {
    administer(&format!("drop database {name} with (force)")).await;
}

fn server() -> PgConnectOptions {
    let url = postgres_server().expect(
        "TEST_POSTGRES_URL names no PostgreSQL server: `make test` starts one, and so does tools/with-postgres.sh",
    );
    PgConnectOptions::from_str(&url).expect("TEST_POSTGRES_URL is an address")
}

fn address(database: &str) -> String {
    server().database(database).to_url_lossy().to_string()
}

async fn administer(sql: &str) {
    let mut db = PgConnection::connect_with(&server()).await.expect("PostgreSQL answers");
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(&mut db).await.expect("PostgreSQL runs the statement");
}

/// Adds the duration of a test to the file that `TEST_TIMES` names, as `SECONDS NAME`; `make test` prints the slowest.
/// The name is that of the thread, which the test harness sets.
///
/// # Panics
/// When the file cannot be written.
pub fn note_time(started: Instant) {
    let Some(path) = std::env::var_os("TEST_TIMES").filter(|path| !path.is_empty()) else { return };
    let line = format!(
        "{:.1} {}\n",
        started.elapsed().as_secs_f64(),
        std::thread::current().name().unwrap_or("a test without a name")
    );
    let file = OpenOptions::new().create(true).append(true).open(path);
    file.and_then(|mut file| file.write_all(line.as_bytes())).expect("the time is noted");
}

/// Declares tests that run on each database.
///
/// The test crate's module `support` has `run(Kind, test)`, which gives each test a database of its own, and, for the
/// form with a block of functions, the type `App`.
#[macro_export]
#[allow(clippy::crate_in_macro_def, reason = "`support` is a module of the test crate")]
macro_rules! on_both {
    ($($(#[$doc:meta])* async fn $name:ident($app:ident) $body:block)+) => {
        $($crate::on_both!(@test $name, $app: crate::support::App, $body, [$(#[$doc])*]);)+
    };
    ($name:ident, |$stage:ident| $body:block) => {
        $crate::on_both!(@test $name, $stage: &crate::support::Stage, $body, []);
    };
    (@test $name:ident, $app:ident: $type:ty, $body:block, [$(#[$doc:meta])*]) => {
        mod $name {
            #[allow(unused_imports, reason = "a test of its own needs may not use the file's")]
            use super::*;

            $(#[$doc])*
            async fn test($app: $type) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                crate::support::run($crate::Kind::Sqlite, test).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                crate::support::run($crate::Kind::Postgres, test).await;
            }
        }
    };
}

/// Database engine of a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Embedded.
    Sqlite,
    /// Server of `TEST_POSTGRES_URL`.
    Postgres,
}
