//! Whether the store can serve: what is wrong with its database, its writer, its file and its clock.

use std::time::Duration;

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio::time::timeout;

use crate::{Error, Result, Store, db::connection::Database};

/// Time in which a database that lives answers.
const PATIENCE: Duration = Duration::from_secs(2);
/// Pause between two questions. Together with [`PATIENCE`] below the 3 s in which callers hear that it is away.
const EVERY: Duration = Duration::from_millis(500);

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

    /// Asks a PostgreSQL database for a sign of life, again and again, on a connection of its own; never returns.
    /// While it runs, reads and writes fail at once as long as the database is away.
    pub async fn watch_database(&self) {
        let Database::Postgres(pool) = &self.database else { return std::future::pending().await };
        let options = PgConnectOptions::clone(&pool.connect_options());
        let mut link = None;
        loop {
            let answers = timeout(PATIENCE, answers(&mut link, &options)).await.unwrap_or(false);
            if !answers {
                link = None;
            }
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

/// Whether the database answers on the link, which is opened again when it is broken.
async fn answers(link: &mut Option<PgConnection>, options: &PgConnectOptions) -> bool {
    if let Some(db) = link
        && db.ping().await.is_ok()
    {
        return true;
    }
    *link = None;
    match PgConnection::connect_with(options).await {
        Ok(db) => {
            *link = Some(db);
            true
        }
        // All its connections are taken, perhaps by this server: it lives.
        Err(cause) => cause.as_database_error().and_then(|error| error.code()).is_some_and(|code| code == "53300"),
    }
}
