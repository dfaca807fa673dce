//! Opens a database: makes or migrates it as far as the command may, one process at a time.

use std::{
    fs::{File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
    time::Duration,
};

use sqlx::{
    Connection, PgConnection, SqliteConnection,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    Error, Result, Store,
    crypto::{
        private_files::{close_to_others, create_private_file, create_private_folder},
        vault::Vault,
    },
    db::{
        clock::Clock,
        connection::{
            Database,
            migrations::note_committed,
            servers::{Addresses, Servers},
        },
        sqlite_writer::Writer,
    },
};

/// Number of the lock that a server holds on a PostgreSQL database while it opens it.
pub(crate) const LOCK: i64 = 7_463_212_580;
/// Size in bytes to which SQLite cuts its write-ahead log once a large one was written back.
const LOG: &str = "16777216";

/// What makes an embedded database.
static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
/// What makes one on a PostgreSQL server.
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Table that stands in both databases while an installation moves from one to the other; see `ops/database_move`.
pub(crate) const MARK: &str = "database_move";

/// What opening may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Make the database if there is none, and migrate it.
    Create,
    /// Migrate a database that exists.
    Migrate,
    /// Nothing, as for a copy of a database that a newer release is to migrate afterwards.
    Unchanged,
}

/// Held while a database is opened: two first starts would otherwise both make tables and keys.
enum Lock {
    Folder(Option<File>),
    Session(PgConnection),
}

impl Store {
    /// Opens `sqlite://path` (created when missing) or `postgres://…`, migrates it and verifies the keys.
    ///
    /// # Errors
    /// `Broken` when the URL is neither or the keys do not match; `Sql` when opening or migrating fails.
    pub async fn open(url: &str, vault: Vault) -> Result<Store> {
        Store::open_with(url, Clock::default(), vault).await
    }

    /// Opens the database as [`Store::open`], with a clock that the caller can move.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_with(url: &str, clock: Clock, vault: Vault) -> Result<Store> {
        Store::open_as(&url.into(), clock, vault, Opening::Create).await
    }

    /// Opens a database that exists already.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none, and nothing was made; else as [`Store::open`].
    pub async fn open_existing(url: &str, vault: Vault, opening: Opening) -> Result<Store> {
        Store::open_as(&url.into(), Clock::default(), vault, opening).await
    }

    /// Opens a database that may be behind a pooler, have several servers, and a replica.
    ///
    /// # Errors
    /// As [`Store::open`]; with [`Opening::Migrate`] and [`Opening::Unchanged`] as [`Store::open_existing`].
    pub async fn open_at(addresses: &Addresses<'_>, vault: Vault, opening: Opening) -> Result<Store> {
        Store::open_as(addresses, Clock::default(), vault, opening).await
    }

    async fn open_as(addresses: &Addresses<'_>, clock: Clock, vault: Vault, opening: Opening) -> Result<Store> {
        let url = addresses.url;
        let (database, lock, in_use) = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let (database, lock) = open_postgres(addresses, opening).await?;
            (database, lock, None)
        } else if url.starts_with("sqlite:") {
            open_sqlite(url, opening).await?
        } else {
            return Err(Error::Broken("DATABASE_URL must begin with sqlite:// or postgres://".into()));
        };
        let (commits, disk_full) = match &database {
            Database::Sqlite { writer, .. } => (writer.commits(), writer.disk_full()),
            Database::Postgres(_) => Default::default(),
        };
        let store = Store {
            database,
            clock,
            vault,
            shares: Default::default(),
            away: Default::default(),
            security: Default::default(),
            scans: Default::default(),
            emitted: Default::default(),
            _in_use: in_use.map(Arc::new),
            live: Default::default(),
            commits,
            disk_full,
        };
        if opening != Opening::Unchanged {
            store.observe_time().await?;
            store.adopt().await?;
            store.write_catalogue().await?;
        }
        match lock {
            Lock::Folder(folder) => drop(folder),
            Lock::Session(db) => db.close().await?,
        }
        Ok(store)
    }
}

impl Database {
    /// The number of the newest migration that this release has for such a database.
    pub(crate) fn newest_migration(&self) -> i64 {
        let known = match self {
            Database::Sqlite { .. } => &SQLITE,
            Database::Postgres(_) => &POSTGRES,
        };
        known.iter().map(|migration| migration.version).max().unwrap_or_default()
    }
}

fn missing(url: &str) -> Error {
    // A password is never part of a SQLite address; of others only the name after the last slash is said.
    let name = url.split('?').next().unwrap_or_default();
    let name = if name.starts_with("sqlite:") { name } else { name.rsplit('/').next().unwrap_or_default() };
    Error::Missing(format!("there is no database of Wishbridge in {name}"))
}

async fn open_sqlite(url: &str, opening: Opening) -> Result<(Database, Lock, Option<File>)> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(opening == Opening::Create)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(512)
        .pragma("journal_size_limit", LOG)
        .pragma("cache_size", "-32000")
        .pragma("mmap_size", "268435456")
        .pragma("temp_store", "memory")
        // Overwrites deleted content with zeros, so that no plaintext stays in unused pages.
        .pragma("secure_delete", "on");
    // Written into the file: what leaves a database unchanged takes it in the mode that it has.
    let options = if opening == Opening::Unchanged { options } else { options.journal_mode(SqliteJournalMode::Wal) };
    let file = options.get_filename();
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new(".")).to_owned();
    if opening == Opening::Create {
        create_private_folder(&folder).map_err(|e| Error::Broken(format!("cannot make {}: {e}", folder.display())))?;
    } else if !file.metadata().is_ok_and(|file| file.is_file() && file.len() > 0) {
        return Err(missing(url));
    }
    let lock = tokio::task::spawn_blocking(move || locked(&folder)).await.unwrap_or_default();
    if opening != Opening::Unchanged {
        must_be_private(file, opening).map_err(|e| Error::Broken(format!("cannot make {}: {e}", file.display())))?;
    }
    let mut db = SqliteConnection::connect_with(&options).await?;
    if opening != Opening::Create {
        let sql = "select count(*) from sqlite_master where name = '_sqlx_migrations'";
        if sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut db).await? == 0 {
            return Err(missing(url));
        }
    }
    let in_use = if opening == Opening::Unchanged { None } else { shared(file)? };
    if opening != Opening::Unchanged {
        must_stay(&mut db).await?;
        note_committed(&mut db, &SQLITE).await?;
        SQLITE.run(&mut db).await.map_err(sqlx::Error::from)?;
    }
    // From here on a missing file is a fault, and an empty one in its place would hide it.
    let options = options.create_if_missing(false);
    let writer = Writer::start(db, options.clone());
    // Eight for requests, one that looks for commits of others.
    let readers = SqlitePoolOptions::new().max_connections(9).connect_with(options.pragma("query_only", "on")).await?;
    Ok((Database::Sqlite { readers, writer }, Lock::Folder(lock), in_use))
}

/// Refuses an embedded database that moves to another one, or has moved: what is written here would be lost.
async fn must_stay(db: &mut SqliteConnection) -> Result<()> {
    match moves_away(db).await? {
        Some(sentence) => Err(Error::Broken(sentence)),
        None => Ok(()),
    }
}

/// Says where an embedded database moves, or has moved; `None` when it stays.
pub(crate) async fn moves_away(db: &mut SqliteConnection) -> Result<Option<String>> {
    let known = "select count(*) from sqlite_master where type = 'table' and name = $1";
    if sqlx::query_scalar::<_, i64>(known).bind(MARK).fetch_one(&mut *db).await? == 0 {
        return Ok(None);
    }
    let mark: Option<(String, String)> =
        sqlx::query_as("select target, state from database_move").fetch_optional(db).await?;
    let (target, state) = mark.unwrap_or_default();
    Ok(Some(if state == "moved" {
        format!("this database was moved to {target}: set DATABASE_URL to that, or `wishbridge move --cancel`")
    } else {
        format!("this database is being moved to {target}: go on with `wishbridge move`, or `wishbridge move --cancel`")
    }))
}

/// Name of the file that is locked by those who may write to an embedded database. Not the database itself: closing it
/// would end SQLite's own locks.
fn use_file(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push("-use");
    name.into()
}

fn open_use_file(database: &Path) -> io::Result<File> {
    let file = use_file(database);
    match create_private_file(&file) {
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => File::options().read(true).write(true).open(file),
        made => made,
    }
}

/// Locks an embedded database together with others that write to it; `None` where the file system cannot.
fn shared(database: &Path) -> Result<Option<File>> {
    let Ok(file) = open_use_file(database) else { return Ok(None) };
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            Err(Error::Broken(format!("{} is just being moved to another database", database.display())))
        }
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Locks an embedded database against all others that write to it; `None` where the file system cannot.
///
/// # Errors
/// `Broken` when one does, or the lock's file cannot be opened; `Missing` when there is no database.
pub(crate) fn exclusive(database: &Path) -> Result<Option<File>> {
    if !database.is_file() {
        return Err(Error::Missing(format!("there is no database of Wishbridge in {}", database.display())));
    }
    let file = open_use_file(database).map_err(|cause| {
        let file = use_file(database);
        Error::Broken(format!("cannot open {}: {cause}; run this as the user of the service", file.display()))
    })?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(Error::Broken(format!(
            "{} is in use: stop `wishbridge serve` and other commands first",
            database.display()
        ))),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Brings a PostgreSQL database to this release.
pub(crate) async fn migrate_postgres(db: &mut PgConnection) -> Result<()> {
    Ok(POSTGRES.run(db).await.map_err(sqlx::Error::from)?)
}

/// Creates a missing database file for its owner only, and closes one that others could read. SQLite gives its log the
/// mode of the database.
fn must_be_private(file: &Path, opening: Opening) -> io::Result<()> {
    if opening == Opening::Create {
        match create_private_file(file) {
            Err(cause) if cause.kind() != ErrorKind::AlreadyExists => return Err(cause),
            _ => {}
        }
    }
    for rest in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(rest);
        // A file of another owner may be used, but not changed.
        if matches!(close_to_others(Path::new(&name)), Ok(true)) {
            tracing::warn!(file = ?name, "other users of this machine could read the database; that is ended");
        }
    }
    Ok(())
}

/// Locks a folder against other processes that open a database in it; `None` where the file system cannot.
fn locked(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

async fn open_postgres(addresses: &Addresses<'_>, opening: Opening) -> Result<(Database, Lock)> {
    let url = addresses.direct.unwrap_or(addresses.url);
    let named = |cause: Error| match &cause {
        // The server has no database of this name.
        Error::Sql(said)
            if said.as_database_error().and_then(|said| said.code()).is_some_and(|code| code == "3D000") =>
        {
            missing(url)
        }
        _ => cause,
    };
    let servers = Servers::open(addresses).await.map_err(named)?;
    // The lock is the session's, so a pooler would leave it behind.
    let mut session = servers.session().await.map_err(named)?;
    if opening != Opening::Unchanged {
        must_write(&mut session).await?;
    }
    sqlx::query("select pg_advisory_lock($1)").bind(LOCK).execute(&mut session).await?;
    if opening != Opening::Create {
        let sql = "select to_regclass('_sqlx_migrations') is not null";
        if !sqlx::query_scalar::<_, bool>(sql).fetch_one(&mut session).await? {
            return Err(missing(url));
        }
    }
    if opening != Opening::Unchanged {
        let sql = "select to_regclass($1) is not null";
        if sqlx::query_scalar::<_, bool>(sql).bind(MARK).fetch_one(&mut session).await? {
            let sentence = "a move into this database has not ended: go on with `wishbridge move`";
            return Err(Error::Broken(sentence.into()));
        }
        migrate_postgres(&mut session).await?;
    }
    Ok((Database::Postgres(servers), Lock::Session(session)))
}

/// Refuses a standby, which would fail at the first write only.
async fn must_write(session: &mut PgConnection) -> Result<()> {
    let sql = "select pg_is_in_recovery()";
    if sqlx::query_scalar::<_, bool>(sql).fetch_one(session).await? {
        let sentence = "this server of the database is a standby, which takes no writes: name the primary in \
                        DATABASE_URL, or both, separated by a comma";
        return Err(Error::Broken(sentence.into()));
    }
    Ok(())
}
