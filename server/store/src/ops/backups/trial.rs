//! A trial: a copy is restored into an empty place, opened with the keys in use, and checked by `wishbridge check`'s
//! statements. What lies in the store elsewhere under its name is fetched and compared with it.

use std::{fs, path::Path};

use domain::backups::{BackupFault, CopyName};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::runtime::Handle;

use super::{
    Plan,
    runs::{ForgetTrial, NoteTrial},
};
use crate::{
    By, Error, Result, Store, Vault,
    db::{
        backup::{BackupOptions, is_encrypted, must_bear_name, restore_as},
        connection::{Database, opening::Opening},
    },
    ops::health::disk::{Room, room},
};

/// Beginning of the name of a folder in which a trial restores.
pub(super) const PLACE: &str = ".wishbridge-trial-";
/// What databases of trials of older releases say of themselves. Newer ones are noted before they are made, and no
/// other database is ever dropped.
const MARK: &str = "made by a trial of a Wishbridge backup";
/// End of the name of a trial's database; a random number follows.
const END: &str = "_trial";
/// Longest name of a database that PostgreSQL takes, in bytes, less the end of a trial's.
const NAME: usize = 63 - END.len() - 17;

/// Why a trial failed, and what the machine said.
type Failure = (BackupFault, String);

fn failed(cause: &Error) -> Failure {
    (BackupFault::Restore, cause.to_string())
}

/// Tries a copy here, and then compares it with what lies elsewhere: a service that is away must not hinder the trial.
pub(super) async fn try_copy(store: &Store, plan: &Plan, file: &Path) -> Result<(), Failure> {
    restore_and_check(store, plan, file).await?;
    must_be_same_elsewhere(plan, file).await
}

/// Restores a copy, checks it and removes what it restored.
async fn restore_and_check(store: &Store, plan: &Plan, file: &Path) -> Result<(), Failure> {
    let options = plan.options().map_err(|cause| failed(&cause))?;
    let trial = Trial { store, file, options: &options };
    match &store.database {
        Database::Sqlite { .. } => {
            let is_encrypted = is_encrypted(file).map_err(|cause| failed(&cause))?;
            // What was encrypted is clear in the trial, and stays beside the database, which is as clear.
            let folder = store.database_folder().filter(|_| is_encrypted).unwrap_or_else(|| plan.folder.clone());
            must_have_room(&folder, file)?;
            let place = folder.join(format!("{PLACE}{:016x}", rand::random::<u64>()));
            let path = place.display().to_string().replace('%', "%25").replace('?', "%3F");
            let tried = trial.restored_is_right(&format!("sqlite://{path}/wishbridge.db")).await;
            fs::remove_dir_all(&place).ok();
            tried
        }
        Database::Postgres(servers) => {
            let options = servers.direct().await.map_err(|cause| failed(&cause))?;
            let own = cut(options.get_database().unwrap_or("wishbridge"), NAME);
            clear_up(store, &options, &format!("{own}{END}")).await.map_err(|cause| failed(&cause))?;
            let name = format!("{own}{END}_{:016x}", rand::random::<u64>());
            made(store, &options, &name).await.map_err(|cause| failed(&cause))?;
            let url = options.clone().database(&name).to_url_lossy();
            let tried = trial.restored_is_right(url.as_str()).await;
            if let Err(cause) = dropped(store, &options, &name).await {
                tracing::warn!(%cause, name, "the database of a trial could not be dropped; the next trial does it");
            }
            tried
        }
    }
}

/// Compares a copy with what the store elsewhere has of it, once it was brought there, and the names of all copies of
/// this installation there with what they were sealed as.
async fn must_be_same_elsewhere(plan: &Plan, file: &Path) -> Result<(), Failure> {
    let Some(bucket) = &plan.bucket else { return Ok(()) };
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let failed = |cause: Error| (BackupFault::Store, cause.to_string());
    let there = bucket.copies().await.map_err(failed)?;
    let installation = name.parse::<CopyName>().map(|copy| copy.installation).unwrap_or_default();
    for copy in there.iter().filter(|copy| !installation.is_empty() && copy.installation == installation) {
        let named = copy.to_string();
        if let Some(label) = bucket.label(&named).await.map_err(failed)? {
            must_bear_name(&label, &named).map_err(failed)?;
        }
    }
    // An upload that failed is a failure of its own.
    if !there.iter().any(|copy| copy.to_string() == name) {
        return Ok(());
    }
    if bucket.has(file, &name).await.map_err(failed)? {
        return Ok(());
    }
    Err((BackupFault::Store, format!("{name} in {bucket} is not the copy that was brought there")))
}

/// Cuts a name to so many bytes at most.
fn cut(name: &str, most: usize) -> &str {
    let end = (0..=most.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    &name[..end]
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

/// What is tried.
struct Trial<'a> {
    store: &'a Store,
    file: &'a Path,
    options: &'a BackupOptions,
}

impl Trial<'_> {
    /// Restores and checks on a thread of its own, beside the requests.
    async fn restored_is_right(&self, url: &str) -> Result<(), Failure> {
        let (vault, url, file) = (self.store.vault.clone(), url.to_owned(), self.file.to_owned());
        let (options, here) = (self.options.clone(), Handle::current());
        let tried =
            tokio::task::spawn_blocking(move || here.block_on(restored_and_checked(&url, &file, &options, vault)));
        tried.await.unwrap_or_else(|_| Err((BackupFault::Restore, "the trial panicked".into())))
    }
}

async fn restored_and_checked(url: &str, file: &Path, options: &BackupOptions, vault: Vault) -> Result<(), Failure> {
    restore_as(url, file, options).await.map_err(|cause| failed(&cause))?;
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
async fn made(store: &Store, options: &PgConnectOptions, name: &str) -> Result<()> {
    store.run(&By::system(), NoteTrial { name: name.to_owned() }).await?;
    let mut db = PgConnection::connect_with(options).await?;
    let sql = format!("create database {} template template0", quoted(name));
    sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await.map_err(|cause| {
        Error::Broken(format!("a trial needs a database of its own; may the role create databases? {cause}"))
    })?;
    Ok(db.close().await?)
}

/// Drops the databases that interrupted trials left behind.
async fn clear_up(store: &Store, options: &PgConnectOptions, of_older_releases: &str) -> Result<()> {
    for name in store.noted_trials().await? {
        dropped(store, options, &name).await?;
    }
    let mut db = PgConnection::connect_with(options).await?;
    let sql = "select coalesce(shobj_description(oid, 'pg_database'), '') from pg_database where datname = $1";
    let mark: Option<String> = sqlx::query_scalar(sql).bind(of_older_releases).fetch_optional(&mut db).await?;
    if mark.as_deref() == Some(MARK) {
        let sql = format!("drop database {} with (force)", quoted(of_older_releases));
        sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await?;
    }
    Ok(db.close().await?)
}

/// Drops the database of a trial, which was noted, and forgets it.
async fn dropped(store: &Store, options: &PgConnectOptions, name: &str) -> Result<()> {
    let mut db = PgConnection::connect_with(options).await?;
    let sql = format!("drop database if exists {} with (force)", quoted(name));
    sqlx::query(AssertSqlSafe(sql)).execute(&mut db).await?;
    db.close().await?;
    store.run(&By::system(), ForgetTrial { name: name.to_owned() }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_between_its_characters() {
        assert_eq!((cut("abc", 2), cut("abc", 5), cut("心愿", 4), cut("", 3)), ("ab", "abc", "心", ""));
    }
}
