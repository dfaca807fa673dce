//! Seals databases of older releases, reseals with a new key, and checks what is sealed.

use std::fs::File;

use domain::progress::{Progress, Unit};
use serde::Serialize;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::Place;
use crate::{
    By, Command, Error, Result, Store, Tx,
    crypto::{
        secret::Secret,
        vault::{UNDER_WAY, Vault},
    },
    db::{
        connection::Database,
        sql::{row, rows, run, value},
    },
};

/// Rows per transaction.
const BATCH: i64 = 1000;

/// Returns the newly sealed value, or `None` when the value needs no change.
type Change = fn(&Vault, Secret, &str) -> Result<Option<String>>;

fn seal(vault: &Vault, secret: Secret, clear: &str) -> Result<Option<String>> {
    vault.seal(secret, clear).map(Some)
}

fn seal_anew(vault: &Vault, secret: Secret, sealed: &str) -> Result<Option<String>> {
    let new = format!("{}.", vault.current());
    if sealed.is_empty() || sealed.starts_with(&new) {
        return Ok(None);
    }
    vault.seal(secret, &vault.open(secret, sealed)?).map(Some)
}

/// Seals or reseals up to [`BATCH`] rows after `after`; returns last id and number of rows changed.
/// Each update names the value that was read: on PostgreSQL a row may change meanwhile, and is then read again, so that
/// no old value is written over a new one.
async fn change(tx: &mut Tx<'_>, secret: Secret, after: i64, how: Change) -> Result<Option<(i64, u64)>> {
    let Place { table, column, bytes, key, .. } = secret.at();
    if bytes {
        return change_bytes(tx, secret, after).await;
    }
    let read = format!("select id, {column} from {table} where id > $1 order by id limit {BATCH}");
    let found = rows!(tx, (i64, String), AssertSqlSafe(read.as_str()), after)?;
    let Some(last) = found.last().map(|(id, _)| *id) else { return Ok(None) };
    let write = match key {
        Some((key, _)) => format!("update {table} set {column} = $2, {key} = $3 where id = $1 and {column} = $4"),
        None => format!("update {table} set {column} = $2 where id = $1 and $3 = '' and {column} = $4"),
    };
    let again = format!("select {column} from {table} where id = $1");
    let (mut changed, vault) = (0, tx.vault.clone());
    for (id, mut value) in found {
        while let Some(sealed) = how(&vault, secret, &value)? {
            let digest = match key {
                Some((_, find)) => vault.digest(find, &vault.open(secret, &sealed)?),
                None => String::new(),
            };
            let written = run!(tx, AssertSqlSafe(write.as_str()), id, &sealed, &digest, &value)?;
            changed += written;
            if written > 0 {
                break;
            }
            match row!(tx, (String,), AssertSqlSafe(again.as_str()), id)? {
                Some((now,)) => value = now,
                None => break,
            }
        }
    }
    Ok(Some((last, changed)))
}

/// Reseals bytes as [`change`] does text. But for pictures of wishes ([`SealPhotos`]) bytes were never stored unsealed.
async fn change_bytes(tx: &mut Tx<'_>, secret: Secret, after: i64) -> Result<Option<(i64, u64)>> {
    let Place { table, column, only, .. } = secret.at();
    // Pictures and recordings are large, so batches are small.
    let read = format!("select id, {column} from {table} where id > $1 and {only} order by id limit 20");
    let found = rows!(tx, (i64, Vec<u8>), AssertSqlSafe(read.as_str()), after)?;
    let Some(last) = found.last().map(|(id, _)| *id) else { return Ok(None) };
    let write = format!("update {table} set {column} = $2 where id = $1 and {column} = $3");
    let again = format!("select {column} from {table} where id = $1");
    let (mut changed, vault) = (0, tx.vault.clone());
    for (id, mut value) in found {
        while !value.is_empty() && !value.starts_with(&vault.current().to_be_bytes()) {
            let sealed = vault.seal_bytes(secret, &vault.open_bytes(secret, &value)?)?;
            let written = run!(tx, AssertSqlSafe(write.as_str()), id, &sealed, &value)?;
            changed += written;
            if written > 0 {
                break;
            }
            match row!(tx, (Vec<u8>,), AssertSqlSafe(again.as_str()), id)? {
                Some((now,)) => value = now,
                None => break,
            }
        }
    }
    Ok(Some((last, changed)))
}

/// Seals the plaintext of an older release and inserts the check row.
/// Returns `None` when another server inserted it first.
#[derive(Serialize)]
struct SealAll;

impl Command for SealAll {
    const NAME: &'static str = "seal_all";
    type Output = Option<u64>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<u64>> {
        let check = tx.vault.seal(Secret::Check, CHECK)?;
        if run!(tx, "insert into vault (id, sealed) values (1, $1) on conflict (id) do nothing", &check)? == 0 {
            return Ok(None);
        }
        let mut changed = 0;
        for secret in Secret::ALL.iter().filter(|secret| **secret != Secret::Check && !secret.at().bytes) {
            let mut after = 0;
            while let Some((last, batch)) = change(tx, *secret, after, seal).await? {
                (after, changed) = (last, changed + batch);
            }
        }
        Ok(Some(changed))
    }
}

/// Seals the next pictures of wishes that an older release stored in clear; returns how many.
#[derive(Serialize)]
struct SealPhotos;

impl Command for SealPhotos {
    const NAME: &'static str = "seal_photos";
    type Output = usize;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        let found = rows!(tx, (i64, Vec<u8>), "select id, bytes from photo where not sealed order by id limit 20")?;
        for (id, clear) in &found {
            let sealed = tx.vault.seal_bytes(Secret::WishPhoto, clear)?;
            run!(tx, "update photo set bytes = $2, sealed = true where id = $1 and not sealed", *id, &sealed)?;
        }
        Ok(found.len())
    }
}

/// Reseals the next batch of a secret's values after a row with the current key.
/// Returns the last row of the batch and the number of values resealed; `None` after the last row.
#[derive(Serialize)]
struct RotateKeys(
    /// Place of the secret in [`Secret::ALL`].
    usize,
    /// Row after which the batch begins; 0 for the first.
    i64,
);

impl Command for RotateKeys {
    const NAME: &'static str = "rotate_keys";
    type Output = Option<(i64, u64)>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<(i64, u64)>> {
        let &Self(secret, after) = self;
        change(tx, Secret::ALL[secret], after, seal_anew).await
    }
}

/// Number of the lock that a rotation holds on a PostgreSQL database.
const TURN: i64 = 7_463_212_581;

/// Held by the one rotation that is under way: two of them would make two keys of one number, and what one has sealed
/// the other could not open. Released with its process.
struct Turn {
    file: Option<File>,
    session: Option<PgConnection>,
}

impl Turn {
    async fn end(self) {
        if let Some(mut session) = self.session {
            // Closing it would release the lock some moments later.
            sqlx::query("select pg_advisory_unlock($1)").bind(TURN).execute(&mut session).await.ok();
            session.close().await.ok();
        }
        drop(self.file);
    }
}

/// Plaintext of the check row in `vault`.
const CHECK: &str = "wishbridge";

impl Store {
    /// Verifies that the keys belong to the database; new databases get a key, unsealed ones are sealed.
    pub(crate) async fn adopt(&self) -> Result<()> {
        let mut fresh = false;
        if self.sealed_check().await?.is_none() {
            fresh = self.vault.is_empty();
            if fresh {
                self.vault.add_key()?;
            }
            let sealed = self.run(&By::system(), SealAll).await?;
            if sealed.is_some_and(|rows| rows > 0) {
                self.compact().await?;
            }
        }
        let check = self.sealed_check().await?.unwrap_or_default();
        match self.vault.open(Secret::Check, &check) {
            Ok(word) if word == CHECK => self.seal_photos().await,
            _ => {
                if fresh {
                    self.vault.discard();
                }
                Err(self.foreign_keys())
            }
        }
    }

    /// Seals pictures of wishes from before they were sealed; a start that is cut off goes on at the next one.
    async fn seal_photos(&self) -> Result<()> {
        let mut sealed = 0;
        loop {
            let clear = value!(
                self.reader().await?,
                i64,
                "select count(*) from (select id from photo where not sealed limit 1) p",
            )?;
            if clear == 0 {
                break;
            }
            sealed += self.run(&By::system(), SealPhotos).await?;
        }
        if sealed > 0 {
            tracing::info!(sealed, "pictures of wishes from before are sealed");
            self.empty_log().await?;
            // PostgreSQL keeps what was replaced until its place is used again.
            if let Database::Postgres(servers) = &self.database {
                let mut db = servers.session().await?;
                sqlx::raw_sql("vacuum full photo").execute(&mut db).await?;
            }
        }
        Ok(())
    }

    fn foreign_keys(&self) -> Error {
        Error::Broken(format!("the keys are missing or do not belong to this database: {:?}", self.vault))
    }

    /// Waits for nothing: a second rotation is refused, on this machine by the file, on others by the database.
    async fn rotation_turn(&self) -> Result<Turn> {
        let file = self.vault.lock()?;
        let Database::Postgres(servers) = &self.database else { return Ok(Turn { file, session: None }) };
        let mut session = servers.session().await?;
        let is_free = sqlx::query_scalar::<_, bool>("select pg_try_advisory_lock($1)").bind(TURN);
        if !is_free.fetch_one(&mut session).await? {
            return Err(Error::Broken(UNDER_WAY.to_owned()));
        }
        Ok(Turn { file, session: Some(session) })
    }

    /// Whether the keys open what this database has sealed; true for one that has sealed nothing yet.
    pub(crate) async fn keys_fit(&self) -> Result<bool> {
        let Some(sealed) = self.sealed_check().await? else { return Ok(true) };
        Ok(self.vault.open(Secret::Check, &sealed).is_ok_and(|word| word == CHECK))
    }

    async fn sealed_check(&self) -> Result<Option<String>> {
        let mut db = self.reader().await?;
        Ok(row!(db, (String,), "select sealed from vault where id = 1")?.map(|(sealed,)| sealed))
    }

    /// Rewrites the database files, so that no plaintext is left in unused pages.
    async fn compact(&self) -> Result<()> {
        match &self.database {
            Database::Sqlite { readers, .. } => {
                let options = sqlx::sqlite::SqliteConnectOptions::clone(&readers.connect_options());
                let mut db = sqlx::ConnectOptions::connect(&options.pragma("query_only", "off")).await?;
                sqlx::raw_sql("vacuum; pragma wal_checkpoint(truncate)").execute(&mut db).await?;
                Ok(sqlx::Connection::close(db).await?)
            }
            Database::Postgres(servers) => {
                let mut db = servers.session().await?;
                for table in ["household", "person", "account", "wish"] {
                    sqlx::raw_sql(AssertSqlSafe(format!("vacuum full {table}"))).execute(&mut db).await?;
                }
                Ok(())
            }
        }
    }

    /// Adds a key and reseals every value with it, in batches, while servers keep running.
    /// Returns the number of values resealed. The previous key stays in the file, because running servers may not have
    /// reread it and existing backups need that key. Older keys are removed.
    ///
    /// # Errors
    /// `Broken` when another rotation is under way, the keys are not those of the database, the key file cannot be
    /// written, or a value cannot be decrypted.
    pub async fn rotate_keys(&self) -> Result<u64> {
        self.rotate_keys_told(&Progress::none()).await
    }

    /// As [`Store::rotate_keys`], and tells how many values are sealed.
    ///
    /// # Errors
    /// As [`Store::rotate_keys`].
    pub async fn rotate_keys_told(&self, progress: &Progress) -> Result<u64> {
        let turn = self.rotation_turn().await?;
        let rotated = self.rotated(progress).await;
        turn.end().await;
        rotated
    }

    async fn rotated(&self, progress: &Progress) -> Result<u64> {
        // Another rotation may have ended since this process read them.
        if self.vault.has_foreign_file() || !self.keys_fit().await? {
            return Err(self.foreign_keys());
        }
        let before = self.vault.current();
        self.vault.add_key()?;
        let mut changed = 0;
        progress.begin("sealing values with a new key", Unit::Count, 0);
        for secret in 0..Secret::ALL.len() {
            let mut after = 0;
            while let Some((last, batch)) = self.run(&By::system(), RotateKeys(secret, after)).await? {
                (after, changed) = (last, changed + batch);
                progress.advance(batch);
            }
        }
        self.vault.drop_before(before)?;
        Ok(changed)
    }

    /// Appends a line for each sealed text that cannot be decrypted or does not match its keyed hash.
    pub(crate) async fn check_sealed(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        for secret in Secret::ALL.iter().filter(|secret| !secret.at().bytes) {
            let Place { table, column, key, .. } = secret.at();
            let key = key.map_or("''", |(key, _)| key);
            let sql = format!("select id, {column}, {key} from {table} where id > $1 order by id limit {BATCH}");
            let mut after = 0;
            loop {
                let found = rows!(db, (i64, String, String), AssertSqlSafe(sql.as_str()), after)?;
                let Some((last, ..)) = found.last() else { break };
                after = *last;
                for (id, sealed, digest) in found {
                    match self.vault.open(*secret, &sealed) {
                        Err(_) => lines.push(format!("{table} {id}: {column} does not open")),
                        Ok(clear) if self.is_lost(*secret, &clear, &digest) => {
                            lines.push(format!("{table} {id}: {column} is not found by its key"));
                        }
                        Ok(_) => {}
                    }
                }
            }
        }
        Ok(())
    }

    /// Appends a line for each sealed picture, recording or paper that cannot be decrypted.
    pub(crate) async fn check_sealed_bytes(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        for secret in Secret::ALL.iter().filter(|secret| secret.at().bytes) {
            let Place { table, column, only, .. } = secret.at();
            // They are large, so batches are small.
            let sql = format!("select id, {column} from {table} where id > $1 and {only} order by id limit 20");
            let mut after = 0;
            loop {
                let found = rows!(db, (i64, Vec<u8>), AssertSqlSafe(sql.as_str()), after)?;
                let Some((last, _)) = found.last() else { break };
                after = *last;
                for (id, sealed) in found {
                    if self.vault.open_bytes(*secret, &sealed).is_err() {
                        lines.push(format!("{table} {id}: {column} does not open"));
                    }
                }
            }
        }
        Ok(())
    }

    fn is_lost(&self, secret: Secret, clear: &str, digest: &str) -> bool {
        let Some((_, find)) = secret.at().key else { return false };
        let digests = self.vault.digests(find, clear);
        if digests.is_empty() { !digest.is_empty() } else { !digests.iter().any(|known| known == digest) }
    }
}
