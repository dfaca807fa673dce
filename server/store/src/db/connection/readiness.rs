//! Whether the store can serve: what is wrong with its database, its writer, its file and its clock.

use std::time::Duration;

use sqlx::{Connection, PgConnection, Row, postgres::PgConnectOptions};
use tokio::time::timeout;

use super::commits::EVERY;
use crate::{
    Error, Result, Store,
    db::connection::{Database, servers::Servers},
};

/// Time in which a database that lives answers.
const PATIENCE: Duration = Duration::from_secs(2);

/// Which transactions have ended; empty on a standby, which takes no writes. A simple query, which a pooler passes on as it is.
const SNAPSHOT: &str = "select case when pg_is_in_recovery() then '' else cast(pg_current_snapshot() as text) end";

/// What a database said when it was asked. Silence is found within [`PATIENCE`] and [`EVERY`], below the 3 s in which
/// callers hear that it is away.
#[derive(Debug, PartialEq, Eq)]
enum Sign {
    Silent,
    /// It is a standby, as after another server was promoted.
    ReadOnly,
    Alive,
    /// Which transactions have ended, as a text that each commit changes.
    Snapshot(String),
}

impl Store {
    /// Returns what keeps the store from serving, one sentence each; empty when it is ready. Takes 2 s at most.
    pub async fn troubles(&self) -> Vec<String> {
        let mut troubles = Vec::new();
        if !matches!(timeout(PATIENCE, self.ping()).await, Ok(Ok(()))) {
            troubles.push("the database does not answer".to_owned());
        }
        if let Database::Sqlite { writer, .. } = &self.database {
            if !writer.is_running() {
                troubles.push("the writer is down".to_owned());
            }
            if !writer.has_its_file() {
                troubles.push("the database's file is gone, or another one is in its place".to_owned());
            }
        }
        if self.vault.has_foreign_file() {
            troubles.push("the key file is another one: the keys of before are in use".to_owned());
        }
        // A standby with room of its own can take the requests; here even a sign-in fails.
        if self.disk_full.is_set() {
            troubles.push("the disk of the database is full".to_owned());
        }
        if let Some(seconds) = self.clock.difference() {
            troubles.push(format!("the clock is {seconds} s from the time that is kept"));
        }
        troubles
    }

    /// Watches the database, again and again, on a connection of its own; never returns. While it runs, [`Store::commits`]
    /// follows other servers, reads and writes fail at once as long as a PostgreSQL database is away, and of several of
    /// its servers the one is used that takes writes.
    pub async fn watch_database(&self) {
        match &self.database {
            Database::Sqlite { readers, .. } => {
                self.watch_file(readers).await;
                std::future::pending().await
            }
            Database::Postgres(servers) => {
                tokio::join!(self.watch_servers(servers), servers.watch_replica());
            }
        }
    }

    async fn watch_servers(&self, servers: &Servers) {
        let (mut link, mut seen) = (None, Sign::Silent);
        loop {
            let mut sign = timeout(PATIENCE, sign(&mut link, &servers.host())).await.unwrap_or(Sign::Silent);
            if matches!(sign, Sign::Silent | Sign::ReadOnly) {
                link = None;
                if servers.find_primary().await {
                    sign = Sign::Alive;
                }
            }
            let answers = !matches!(sign, Sign::Silent | Sign::ReadOnly);
            if !matches!(sign, Sign::Snapshot(_)) || sign != seen {
                self.commits.moved();
            }
            match (self.away.send_replace(!answers), answers) {
                (false, false) if sign == Sign::ReadOnly => tracing::error!("the database takes no writes"),
                (false, false) => tracing::error!("the database does not answer"),
                (true, true) => tracing::warn!("the database answers again"),
                _ => {}
            }
            seen = sign;
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Completes when [`Store::watch_database`] finds the database away.
    pub async fn database_gone(&self) {
        if self.away.subscribe().wait_for(|away| *away).await.is_err() {
            std::future::pending().await
        }
    }

    pub(crate) fn must_answer(&self) -> Result<()> {
        if *self.away.borrow() { Err(Error::Broken("the database does not answer".into())) } else { Ok(()) }
    }

    /// Takes an embedded database all room to grow, or gives it back; for tests.
    #[doc(hidden)]
    pub fn fill_disk(&self, is_full: bool) {
        if let Database::Sqlite { writer, .. } = &self.database {
            writer.fill_disk(is_full);
        }
    }

    /// Makes the writer of an embedded database panic at its next group of writes; for tests.
    #[doc(hidden)]
    pub fn crash_writer(&self) {
        if let Database::Sqlite { writer, .. } = &self.database {
            writer.crash();
        }
    }
}

/// What the database answers on the link, which is opened again when it is broken.
async fn sign(link: &mut Option<PgConnection>, options: &PgConnectOptions) -> Sign {
    if let Some(db) = link
        && let Ok(sign) = snapshot(db).await
    {
        return sign;
    }
    *link = None;
    match PgConnection::connect_with(options).await {
        Ok(mut db) => match snapshot(&mut db).await {
            Ok(Sign::ReadOnly) => Sign::ReadOnly,
            _ => {
                *link = Some(db);
                Sign::Alive
            }
        },
        // All its connections are taken, perhaps by this server: it lives.
        Err(cause) if cause.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "53300") => {
            Sign::Alive
        }
        Err(_) => Sign::Silent,
    }
}

async fn snapshot(db: &mut PgConnection) -> sqlx::Result<Sign> {
    let snapshot: String = sqlx::raw_sql(SNAPSHOT).fetch_one(db).await?.try_get(0)?;
    Ok(if snapshot.is_empty() { Sign::ReadOnly } else { Sign::Snapshot(snapshot) })
}
