//! How the installation is doing: what waits in the database, and the load of this server's connections.
//! Each statement reads an index of what is not done yet, or of the last hour.

pub mod disk;
pub mod doctor;
pub mod servers;

use domain::{
    Timestamp,
    accounts::Actor,
    events::STUCK,
    health::{ChannelPulse, Health, Pulse},
    messages::{Channel, MessageState},
};

use crate::{
    Result, Store,
    accounts::languages::must_administer_everywhere,
    db::{
        connection::{Database, Reader},
        sql::{parse, row, rows},
        sqlite_writer::WriterLoad,
    },
};

/// An hour in seconds.
const HOUR: Timestamp = 3600;

/// Load of this server's connections to the database.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// The one writer of an embedded database.
    pub writer: Option<WriterLoad>,
    /// Open connections that requests share.
    pub open: u32,
    /// Those of them that are idle.
    pub idle: u32,
}

impl Store {
    /// Returns the load of this server's connections.
    #[must_use]
    pub fn load(&self) -> Load {
        let idle = |idle: usize| u32::try_from(idle).unwrap_or(u32::MAX);
        match &self.database {
            Database::Sqlite { readers, writer } => {
                Load { writer: Some(writer.load()), open: readers.size(), idle: idle(readers.num_idle()) }
            }
            Database::Postgres(servers) => {
                let pool = servers.pool();
                Load { writer: None, open: pool.size(), idle: idle(pool.num_idle()) }
            }
        }
    }

    /// Returns what waits and what failed, for the server's own metrics.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn pulse(&self) -> Result<Pulse> {
        let now = self.now();
        let mut db = self.reader().await?;
        let events = row!(
            db,
            (i64, i64, i64, i64),
            "select count(*), coalesce(min(at), 0), count(case when tries >= $1 then 1 end),
                 (select coalesce(max(j.next), 0) from job j where j.name = 'clocks') from outbox",
            STUCK,
        )?;
        let (events, oldest, events_stuck, jobs) = events.unwrap_or_default();
        let waiting = rows!(
            db,
            (String, i64, i64),
            "select channel, count(*), min(due) from message where state in ('waiting', 'sending') group by channel",
        )?;
        let ended = rows!(
            db,
            (String, String, i64),
            "select channel, state, count(*) from message where ended > $1 and ended <> 0 group by channel, state",
            now - HOUR,
        )?;
        drop(db);
        let since = |then: Timestamp| if then == 0 { 0 } else { (now - then).max(0) };
        let mut channels = Vec::new();
        for channel in Channel::ALL {
            let count = |wanted: MessageState| {
                let of = |(name, state, _): &&(String, String, i64)| {
                    name == channel.as_str() && parse::<MessageState>(state).is_ok_and(|state| state == wanted)
                };
                ended.iter().filter(of).map(|(_, _, count)| count).sum::<i64>()
            };
            let first = waiting.iter().find(|(name, ..)| name == channel.as_str());
            channels.push(ChannelPulse {
                channel: *channel,
                waiting: first.map_or(0, |(_, count, _)| *count),
                late: first.map_or(0, |(_, _, due)| since(*due)),
                sent: count(MessageState::Sent),
                skipped: count(MessageState::Skipped),
                failed: count(MessageState::Failed),
            });
        }
        Ok(Pulse {
            at: now,
            events,
            events_age: since(oldest),
            events_stuck,
            jobs_late: (jobs > 0).then(|| since(jobs)),
            clock_off: self.clock.difference(),
            channels,
            backups: self.backup_summary().await?,
        })
    }

    /// Returns what an administrator of the installation or of a root area sees of it.
    ///
    /// # Errors
    /// When the actor administers neither.
    pub async fn health(&self, actor: &Actor) -> Result<Health> {
        must_administer_everywhere(actor)?;
        let mut db = self.reader().await?;
        let database = match &mut db {
            Reader::Sqlite(db) => {
                let version: String = sqlx::query_scalar("select sqlite_version()").fetch_one(&mut **db).await?;
                format!("SQLite {version}")
            }
            Reader::Postgres(db) => {
                let sql = "select split_part(current_setting('server_version'), ' ', 1)";
                let version: String = sqlx::query_scalar(sql).persistent(false).fetch_one(&mut **db).await?;
                format!("PostgreSQL {version}")
            }
        };
        drop(db);
        Ok(Health {
            release: env!("CARGO_PKG_VERSION").to_owned(),
            database,
            schema_version: self.schema().await?.found,
            pulse: self.pulse().await?,
            backups: self.backup_runs().await?,
        })
    }
}
