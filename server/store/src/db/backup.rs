//! Backup and restore of the whole database as one file.
//! SQLite copies itself while in use (`vacuum into`); PostgreSQL needs its programs `pg_dump` and `pg_restore`.
//! Beside each backup lies a small file with the heads of the chains. Kept apart from the backup, it tells whether a
//! restored database, or the one that is still running, has the same past.

mod labels;
mod programs;

use std::{
    fs, io,
    path::{Path, PathBuf},
    str::FromStr,
};

use domain::progress::{Progress, Unit};
use sqlx::{
    Connection, PgConnection, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};

pub use self::labels::{described, label_of};
pub(crate) use self::labels::{must_bear_name, parsed_label};
use self::{
    labels::{must_be_as_named, must_hold_its_run},
    programs::{decrypt_input, encrypt_output, finished, program},
};
use crate::{
    Error, Result, Store,
    crypto::{
        backup_keys::BackupKeys,
        envelope,
        private_files::{create_private_file, create_private_folder, publish, write_new},
    },
    db::{
        chain::{Head, digest_of, heads, joined, parse_heads},
        connection::{
            Database,
            servers::{hosts, writable},
        },
        sql::{Conn, Statements},
    },
};

pub(crate) fn broken<T>(sentence: String) -> Result<T> {
    Err(Error::Broken(sentence))
}

/// Returns the temporary name for writing; a partial file never has the final name.
pub(crate) fn unfinished(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// End of the name of the file with the heads of a backup's chains.
pub(crate) const HEADS: &str = ".heads";

/// Returns the name of the file with the heads of a backup's chains.
#[must_use]
pub fn heads_file(backup: &Path) -> PathBuf {
    let mut name = backup.as_os_str().to_owned();
    name.push(HEADS);
    name.into()
}

/// Gives a finished file its final name.
pub(crate) fn finish(part: &Path, file: &Path) -> Result<()> {
    publish(part, file).or_else(|cause| broken(format!("cannot write {}: {cause}", file.display())))
}

pub(crate) fn must_be_free(file: &Path) -> Result<()> {
    if file.exists() {
        return broken(format!("{} exists already; nothing was written", file.display()));
    }
    fs::remove_file(unfinished(file)).ok();
    Ok(())
}

/// How a backup is written or read.
#[derive(Clone, Debug, Default)]
pub struct BackupOptions {
    /// Keys that encrypt it, or open one that is encrypted; `None` writes it in clear.
    pub keys: Option<BackupKeys>,
    /// Hears how far it is.
    pub progress: Progress,
}

/// A copy in clear that lies beside the database for the time of its encryption, and is removed on drop.
struct ClearCopy(PathBuf);

/// Beginning of the name of a [`ClearCopy`].
pub(crate) const CLEAR_COPY: &str = ".wishbridge-clear-";

impl ClearCopy {
    /// Makes an empty file. Not in the folder of backups, which may be that of another machine.
    fn beside(database: &Path) -> io::Result<ClearCopy> {
        let copy = database.with_file_name(format!("{CLEAR_COPY}{:016x}", rand::random::<u64>()));
        create_private_file(&copy)?;
        Ok(ClearCopy(copy))
    }
}

impl Drop for ClearCopy {
    fn drop(&mut self) {
        fs::remove_file(&self.0).ok();
    }
}

/// Returns whether a file is an encrypted backup.
///
/// # Errors
/// `Broken` when it cannot be read.
pub fn is_encrypted(file: &Path) -> Result<bool> {
    let mut start = [0_u8; 16];
    let read = fs::File::open(file).and_then(|mut file| io::Read::read(&mut file, &mut start));
    match read {
        Ok(length) => Ok(envelope::is_sealed(&start[..length])),
        Err(cause) => broken(format!("cannot read {}: {cause}", file.display())),
    }
}

impl Store {
    /// Writes a consistent snapshot of the whole database to a new file, in clear; see [`Store::backup_as`].
    ///
    /// # Errors
    /// As [`Store::backup_as`].
    pub async fn backup(&self, file: &Path) -> Result<()> {
        self.backup_as(file, &BackupOptions::default()).await
    }

    /// Writes a consistent snapshot of the whole database to a new file, and the heads of its chains to another.
    ///
    /// # Errors
    /// `Broken` when the file exists or cannot be written, or `pg_dump` fails; `Sql` when SQLite cannot copy itself.
    pub async fn backup_as(&self, file: &Path, options: &BackupOptions) -> Result<()> {
        must_be_free(file)?;
        // Before the snapshot, which therefore has these links.
        let heads = self.heads_of_any_release().await?;
        let label = self.label_for(file).await?.to_string();
        let part = unfinished(file);
        // Both databases write into an empty file and leave its mode as it is.
        create_private_file(&part).or_else(|cause| broken(format!("cannot write {}: {cause}", part.display())))?;
        let written = match (&self.database, &options.keys) {
            (Database::Sqlite { readers, .. }, keys) => {
                let database = readers.connect_options().get_filename().to_owned();
                write_sqlite(&database, &part, keys.as_ref().map(|keys| (keys, label.as_str())), &options.progress)
                    .await
            }
            (Database::Postgres(servers), None) => {
                options.progress.begin("dumping the database", Unit::Bytes, 0);
                let mut dump = program("pg_dump", &servers.direct().await?);
                dump.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(&part);
                finished(dump, "pg_dump").await
            }
            (Database::Postgres(servers), Some(keys)) => {
                options.progress.begin("dumping and encrypting the database", Unit::Bytes, 0);
                let mut dump = program("pg_dump", &servers.direct().await?);
                dump.args(["--format=custom", "--no-owner", "--no-privileges"]);
                encrypt_output(dump, "pg_dump", &part, (keys, label.as_str()), &options.progress).await
            }
        };
        if written.is_err() {
            fs::remove_file(&part).ok();
        }
        written?;
        finish(&part, file)?;
        let (beside, text) = (heads_file(file), format!("# {}\n{heads}\n", file.display()));
        fs::remove_file(&beside).ok();
        write_new(&beside, text.as_bytes())
            .or_else(|cause| broken(format!("cannot write {}: {cause}", beside.display())))
    }

    /// Returns the heads of the chains; empty for a database that an older release left.
    async fn heads_of_any_release(&self) -> Result<String> {
        let mut db = self.reader().await?;
        let known = match db.arm() {
            Conn::Sqlite(db) => has_table_sqlite(db, "chain_link").await?,
            Conn::Postgres(db, _) => has_table_postgres(db, "chain_link").await?,
        };
        Ok(if known { joined(&heads(&mut db.arm()).await?) } else { String::new() })
    }
}

async fn has_table_sqlite(db: &mut SqliteConnection, table: &str) -> Result<bool> {
    let sql = "select count(*) from sqlite_master where type = 'table' and name = $1";
    Ok(sqlx::query_scalar::<_, i64>(sql).bind(table).fetch_one(db).await? > 0)
}

async fn has_table_postgres(db: &mut PgConnection, table: &str) -> Result<bool> {
    let known = sqlx::query_scalar::<_, bool>("select to_regclass($1::text) is not null").bind(table);
    Ok(known.persistent(false).fetch_one(db).await?)
}

/// Compares a restored database with the name of its backup and the heads beside it.
async fn must_be_the_copy(db: &mut Conn<'_>, backup: &Path) -> Result<()> {
    must_have_heads(db, backup).await?;
    must_hold_its_run(db, backup).await
}

/// Compares a restored database with the heads beside its backup, if they are there.
async fn must_have_heads(db: &mut Conn<'_>, backup: &Path) -> Result<()> {
    let beside = heads_file(backup);
    let Ok(text) = fs::read_to_string(&beside) else { return Ok(()) };
    let expected = parse_heads(&text).or_else(|wrong| broken(format!("{}: {wrong}", beside.display())))?;
    for head in expected {
        let known = digest_of(db, head.chain, head.number).await?;
        if known.is_none_or(|digest| Head::new(head.chain, head.number, &digest) != head) {
            return broken(format!(
                "{} is not the backup that {} was written with: it has no {head}",
                backup.display(),
                beside.display()
            ));
        }
    }
    Ok(())
}

/// Copies an embedded database, and encrypts the copy under its label if there are keys.
async fn write_sqlite(
    database: &Path,
    part: &Path,
    keys: Option<(&BackupKeys, &str)>,
    progress: &Progress,
) -> Result<()> {
    let from = SqliteConnectOptions::new().filename(database);
    progress.begin("copying the database", Unit::Bytes, 0);
    let Some((keys, label)) = keys else { return copy_sqlite(&from, part).await };
    let clear = ClearCopy::beside(database)
        .or_else(|cause| broken(format!("cannot write beside {}: {cause}", database.display())))?;
    copy_sqlite(&from, &clear.0).await?;
    let size = fs::metadata(&clear.0).map(|file| file.len()).unwrap_or_default();
    progress.begin("encrypting the copy", Unit::Bytes, size);
    let sealed = async {
        let mut from = tokio::fs::File::open(&clear.0).await?;
        let mut to = tokio::fs::OpenOptions::new().write(true).open(part).await?;
        envelope::seal(keys, label, &mut from, &mut to, progress).await
    };
    sealed.await.map(drop).or_else(|cause| broken(format!("cannot write {}: {cause}", part.display())))
}

async fn copy_sqlite(from: &SqliteConnectOptions, to: &Path) -> Result<()> {
    let Some(to) = to.to_str() else { return broken(format!("{} is no file name for SQLite", to.display())) };
    let mut db = SqliteConnection::connect_with(from).await?;
    sqlx::query("vacuum into $1").bind(to).execute(&mut db).await?;
    Ok(db.close().await?)
}

/// Restores a backup to a SQLite file that does not exist yet or an empty PostgreSQL database.
///
/// # Errors
/// `Broken` when the target is not empty, the backup is damaged, or `pg_restore` fails.
pub async fn restore(url: &str, file: &Path) -> Result<()> {
    restore_as(url, file, &BackupOptions::default()).await
}

/// Restores as [`restore`], also an encrypted backup, whose keys are among the options.
///
/// # Errors
/// As [`restore`], and when the keys are missing or do not open it, or it is another copy than its name says.
pub async fn restore_as(url: &str, file: &Path, options: &BackupOptions) -> Result<()> {
    if !file.is_file() {
        return broken(format!("there is no file {}", file.display()));
    }
    let keys = match (is_encrypted(file)?, &options.keys) {
        (false, _) => None,
        (true, Some(keys)) => Some(keys),
        (true, None) => {
            return broken(format!("{} is encrypted: put its key file back (BACKUP_KEY_FILE)", file.display()));
        }
    };
    must_be_as_named(file).await?;
    let progress = &options.progress;
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return restore_postgres(&writable(&hosts(url)?).await?, file, keys, progress).await;
    }
    if !url.starts_with("sqlite:") {
        return broken("DATABASE_URL must begin with sqlite:// or postgres://".into());
    }
    let target = SqliteConnectOptions::from_str(url)?.get_filename().to_owned();
    if target.exists() {
        return broken(format!("{} exists already; move it away to restore in its place", target.display()));
    }
    if let Some(folder) = target.parent().filter(|p| *p != Path::new("")) {
        create_private_folder(folder).or_else(|e| broken(format!("cannot make {}: {e}", folder.display())))?;
    }
    must_be_free(&target)?;
    // A log left by a crashed server would be applied to the restored database.
    for rest in ["-wal", "-shm"] {
        let mut name = target.as_os_str().to_owned();
        name.push(rest);
        if Path::new(&name).exists() {
            return broken(format!("{} is left from another database; move it away", Path::new(&name).display()));
        }
    }
    let part = unfinished(&target);
    progress.begin("restoring", Unit::Bytes, fs::metadata(file).map(|file| file.len()).unwrap_or_default());
    let copied = match keys {
        Some(keys) => decrypt_into_private(file, &part, keys, progress).await,
        None => copy_into_private(file, &part),
    };
    let sound = match copied {
        Ok(_) => must_be_sound(&part, file).await,
        Err(cause) => broken(format!("cannot copy {} to {}: {cause}", file.display(), part.display())),
    };
    if sound.is_err() {
        fs::remove_file(&part).ok();
    }
    sound?;
    finish(&part, &target)
}

/// Copies a file without its mode: a backup may lie where others can read it, the database may not.
fn copy_into_private(from: &Path, to: &Path) -> std::io::Result<u64> {
    std::io::copy(&mut fs::File::open(from)?, &mut create_private_file(to)?)
}

/// Decrypts a backup into a new private file.
async fn decrypt_into_private(from: &Path, to: &Path, keys: &BackupKeys, progress: &Progress) -> io::Result<u64> {
    let mut to = tokio::fs::File::from_std(create_private_file(to)?);
    envelope::open(keys, &mut tokio::fs::File::open(from).await?, &mut to, progress).await
}

/// Checks that a copy is an intact SQLite database with Wishbridge's tables.
async fn must_be_sound(copy: &Path, backup: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(copy).journal_mode(SqliteJournalMode::Delete);
    let examined = async {
        let mut db = SqliteConnection::connect_with(&options).await?;
        let verdict: String = sqlx::query_scalar("pragma integrity_check").fetch_one(&mut db).await?;
        let tables = "select count(*) from sqlite_master where type = 'table' and name in ('_sqlx_migrations', 'wish')";
        let ours: i64 = sqlx::query_scalar(tables).fetch_one(&mut db).await?;
        Ok::<_, sqlx::Error>((verdict, ours, db))
    };
    match examined.await {
        Ok((verdict, 2, mut db)) if verdict == "ok" => {
            let same = must_be_the_copy(&mut Conn::Sqlite(&mut db), backup).await;
            db.close().await?;
            same
        }
        Ok((verdict, ..)) if verdict != "ok" => broken(format!("{} is damaged: {verdict}", backup.display())),
        Ok(_) => broken(format!("{} is a database, but not one of Wishbridge", backup.display())),
        Err(cause) => broken(format!("{} is no database: {cause}", backup.display())),
    }
}

async fn restore_postgres(
    options: &PgConnectOptions,
    file: &Path,
    keys: Option<&BackupKeys>,
    progress: &Progress,
) -> Result<()> {
    let size = fs::metadata(file).map(|file| file.len()).unwrap_or_default();
    if let Some(keys) = keys {
        // All of it before anything is written: a program that restores half of a damaged backup does no good.
        progress.begin("reading the backup", Unit::Bytes, size);
        let read = async {
            envelope::open(keys, &mut tokio::fs::File::open(file).await?, &mut tokio::io::sink(), progress).await
        };
        read.await.or_else(|cause| broken(format!("cannot read {}: {cause}", file.display())))?;
    }
    let mut db = PgConnection::connect_with(options).await?;
    let tables: i64 = sqlx::query_scalar(
        "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p', 'v') and n.nspname not in ('information_schema', 'pg_catalog', 'pg_toast')",
    )
    .fetch_one(&mut db)
    .await?;
    db.close().await?;
    if tables > 0 {
        return broken(format!("the database has {tables} tables already; restore into an empty one"));
    }
    let mut restore = program("pg_restore", options);
    if let Some(name) = options.get_database() {
        restore.arg("--dbname").arg(name);
    }
    restore.args(["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]);
    progress.begin("restoring", Unit::Bytes, if keys.is_some() { size } else { 0 });
    match keys {
        Some(keys) => decrypt_input(restore, "pg_restore", file, keys, progress).await?,
        None => {
            restore.arg(file);
            finished(restore, "pg_restore").await?;
        }
    }
    let mut db = PgConnection::connect_with(options).await?;
    let same = must_be_the_copy(&mut Conn::Postgres(&mut db, Statements::Named), file).await;
    db.close().await?;
    same
}
