//! A trial: a copy is restored into an empty place, opened with the keys in use, and checked by `wishbridge check`'s
//! statements.

use std::{fs, path::Path};

use domain::backups::BackupFault;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::runtime::Handle;

use crate::{
    Error, Result, Store, Vault,
    db::{
        backup::restore,
        connection::{Database, opening::Opening},
    },
    ops::health::disk::{Room, room},
};

/// Beginning of the name of a folder in which a trial restores.
pub(super) const PLACE: &str = ".wishbridge-trial-";
/// What a database that a trial made says of itself: no other one is ever dropped.
const MARK: &str = "made by a trial of a Wishbridge backup";
/// Longest name of a database that PostgreSQL takes, less the end of a trial's.
const NAME: usize = 63 - END.len();
/// End of the name of a trial's database.
const END: &str = "_trial";

/// Why a trial failed, and what the machine said.
type Failure = (BackupFault, String);

fn failed(cause: &Error) -> Failure {
    (BackupFault::Restore, cause.to_string())
}

/// Restores a copy, checks it and removes what it restored.
pub(super) async fn try_copy(store: &Store, folder: &Path, file: &Path) -> Result<(), Failure> {
    match &store.database {
        Database::Sqlite { .. } => {
            must_have_room(folder, file)?;
            let place = folder.join(format!("{PLACE}{:016x}", rand::random::<u64>()));
            let path = place.display().to_string().replace('%', "%25").replace('?', "%3F");
            let tried = restored_is_right(store, &format!("sqlite://{path}/wishbridge.db"), file).await;
            fs::remove_dir_all(&place).ok();
            tried
        }
        Database::Postgres(pool) => {
            let options = PgConnectOptions::clone(&pool.connect_options());
            let name: String = options.get_database().unwrap_or("wishbridge").chars().take(NAME).collect();
            let name = format!("{name}{END}");
            made(&options, &name).await.map_err(|cause| failed(&cause))?;
            let url = options.clone().database(&name).to_url_lossy();
            let tried = restored_is_right(store, url.as_str(), file).await;
            if let Err(cause) = dropped(&options, &name).await {
                tracing::warn!(%cause, name, "the database of a trial could not be dropped; the next trial does it");
            }
            tried
        }
    }
}

/// Refuses a trial that would fill the disk, which is often that of the database in use.
fn must_have_room(folder: &Path, file: &Path) -> Result<(), Failure> {
    let size = fs::metadata(file).map(|file| file.len()).unwrap_or_default();
    // Half as much again for what migrations and their log take.
    let needed = size.saturating_add(size / 2);
    match room(folder) {
        Some(Room { free, .. }) if free < needed => {
            let (free, needed) = (free / 1_000_000, needed / 1_000_000);
            Err((BackupFault::Restore, format!("a trial needs {needed} MB on the disk of the copies, {free} are free")))
        }
        _ => Ok(()),
    }
}

/// Restores and checks on a thread of its own, beside the requests.
async fn restored_is_right(store: &Store, url: &str, file: &Path) -> Result<(), Failure> {
    let (vault, url, file, here) = (store.vault.clone(), url.to_owned(), file.to_owned(), Handle::current());
    let tried = tokio::task::spawn_blocking(move || here.block_on(restored_and_checked(&url, &file, vault)));
    tried.await.unwrap_or_else(|_| Err((BackupFault::Restore, "the trial panicked".into())))
}

async fn restored_and_checked(url: &str, file: &Path, vault: Vault) -> Result<(), Failure> {
    restore(url, file).await.map_err(|cause| failed(&cause))?;
    let opened = Store::open_existing(url, vault, Opening::Migrate).await;
    let copy = opened.map_err(|cause| failed(&cause))?;
    let checked = copy.check().await;
    copy.close().await;
    match checked.map_err(|cause| failed(&cause))?.as_slice() {
        [] => Ok(()),
        [first, rest @ ..] => Err((BackupFault::Check, format!("{first} (and {} more)", rest.len()))),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Makes an empty database beside the one in use.
async fn made(options: &PgConnectOptions, name: &str) -> Result<()> {
    dropped(options, name).await?;
    let mut db = PgConnection::connect_with(options).await?;
    for sql in [
        format!("create database {} template template0", quoted(name)),
        format!("comment on database {} is '{MARK}'", quoted(name)),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await.map_err(|cause| {
            Error::Broken(format!("a trial needs a database of its own; may the role create databases? {cause}"))
        })?;
    }
    Ok(db.close().await?)
}

/// Drops the database of a trial if there is one.
///
/// # Errors
/// When a database of this name is not a trial's; it is left alone.
async fn dropped(options: &PgConnectOptions, name: &str) -> Result<()> {
    let mut db = PgConnection::connect_with(options).await?;
    let sql = "select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database where datname = $1";
    let mark: Option<String> = sqlx::query_scalar(sql).bind(name).fetch_optional(&mut db).await?;
    match mark.as_deref() {
        None => {}
        Some(MARK) => {
            let sql = AssertSqlSafe(format!("drop database {} with (force)", quoted(name)));
            sqlx::query(sql).execute(&mut db).await?;
        }
        Some(_) => return Err(Error::Broken(format!("there is a database {name} that no trial has made"))),
    }
    Ok(db.close().await?)
}
