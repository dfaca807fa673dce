//! Whether the store can serve: what is wrong with its database, its writer, its file and its clock.

use std::time::Duration;

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio::time::timeout;

use super::commits::EVERY;
use crate::{Error, Result, Store, db::connection::Database};

/// Time in which a database that lives answers.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a database said when it was asked. Silence is found within [`PATIENCE`] and [`EVERY`], below the 3 s in which
/// callers hear that it is away.
#[derive(Debug, PartialEq, Eq)]
enum Sign {
    Silent,
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
        if let Some(seconds) = self.clock.difference() {
            troubles.push(format!("the clock is {seconds} s from the time that is kept"));
        }
        troubles
    }

    /// Watches the database, again and again, on a connection of its own; never returns. While it runs, [`Store::commits`]
    /// follows other servers, and reads and writes fail at once as long as a PostgreSQL database is away.
    pub async fn watch_database(&self) {
        let pool = match &self.database {
            Database::Sqlite { readers, .. } => {
                self.watch_file(readers).await;
                return std::future::pending().await;
            }
            Database::Postgres(pool) => pool,
        };
        let options = PgConnectOptions::clone(&pool.connect_options());
        let (mut link, mut seen) = (None, Sign::Silent);
        loop {
            let sign = timeout(PATIENCE, sign(&mut link, &options)).await.unwrap_or(Sign::Silent);
            let answers = sign != Sign::Silent;
            if !answers {
                link = None;
            }
            if !matches!(sign, Sign::Snapshot(_)) || sign != seen {
                self.commits.moved();
            }
            seen = sign;
            match (self.away.send_replace(!answers), answers) {
                (false, false) => tracing::error!("the database does not answer"),
                (true, true) => tracing::warn!("the database answers again"),
                _ => {}
            }
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
    let sql = "select cast(pg_current_snapshot() as text)";
    if let Some(db) = link
        && let Ok(snapshot) = sqlx::query_scalar::<_, String>(sql).fetch_one(&mut *db).await
    {
        return Sign::Snapshot(snapshot);
    }
    *link = None;
    match PgConnection::connect_with(options).await {
        Ok(db) => {
            *link = Some(db);
            Sign::Alive
        }
        // All its connections are taken, perhaps by this server: it lives.
        Err(cause) if cause.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "53300") => {
            Sign::Alive
        }
        Err(_) => Sign::Silent,
    }
}
