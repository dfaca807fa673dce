//! What a database says about itself to `wishbridge doctor`: reads only, also of a database that no server has opened.

use domain::Timestamp;

use crate::{
    Result, Store,
    db::{
        connection::{
            Reader,
            opening::{MARK, moves_away},
        },
        sql::value,
    },
};

/// Numbers of migrations: the newest of a database, and the newest of this release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schema {
    /// That the database has.
    pub found: i64,
    /// That this release has.
    pub known: i64,
}

/// What an operator should know of a database that is as new as this release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// Whether the key file opens what is sealed.
    pub keys_fit: bool,
    /// Seconds by which the clock differs from the time that is kept, if that is too much.
    pub clock_off: Option<Timestamp>,
    /// Events that their reader cannot handle.
    pub events_stuck: i64,
    /// Seconds for which the oldest event waits; 0 when none waits.
    pub oldest_event: Timestamp,
    /// Seconds since the scheduled jobs were due; `None` when they have never run.
    pub jobs_late: Option<Timestamp>,
    /// Whether there is an administrator.
    pub has_admin: bool,
}

impl Store {
    /// Says that the database moves to another one, has moved there, or is one into which a move has not ended.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn moving(&self) -> Result<Option<String>> {
        match &mut self.reader().await? {
            Reader::Sqlite(db) => moves_away(db).await,
            Reader::Postgres(db) => {
                let sql = "select to_regclass($1) is not null";
                let is_half: bool = sqlx::query_scalar(sql).bind(MARK).fetch_one(&mut **db).await?;
                Ok(is_half.then(|| "a move into it has not ended: go on with `wishbridge move`".to_owned()))
            }
        }
    }

    /// Compares the migrations of the database with those of this release.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn schema(&self) -> Result<Schema> {
        let mut db = self.reader().await?;
        let found = value!(db, i64, "select cast(coalesce(max(version), 0) as bigint) from _sqlx_migrations")?;
        Ok(Schema { found, known: self.database.newest_migration() })
    }

    /// Looks at a database whose schema is that of this release.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn diagnose(&self) -> Result<Diagnosis> {
        self.observe_time().await?;
        let now = self.now();
        let oldest = self.oldest_event().await?;
        let due = value!(self.reader().await?, i64, "select coalesce(max(next), 0) from job where name = 'clocks'")?;
        Ok(Diagnosis {
            keys_fit: self.keys_fit().await?,
            clock_off: self.clock.difference(),
            events_stuck: self.events_stuck().await?,
            oldest_event: if oldest == 0 { 0 } else { (now - oldest).max(0) },
            jobs_late: (due > 0).then_some((now - due).max(0)),
            has_admin: self.has_admin().await?,
        })
    }

    /// Returns when the oldest event was emitted that still waits for its reader; 0 when none waits.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn oldest_event(&self) -> Result<Timestamp> {
        Ok(value!(self.reader().await?, i64, "select coalesce(min(at), 0) from outbox")?)
    }
}
