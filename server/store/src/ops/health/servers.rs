//! What `wishbridge doctor` says of several PostgreSQL servers and of a replica.

use std::time::Duration;

use sqlx::{Row, postgres::PgConnectOptions};
use tokio::time::timeout;

use crate::{
    Result, Store,
    db::connection::{Database, servers::timeline},
};

/// Time in which a server answers.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a server is at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerRole {
    /// It takes writes.
    Primary,
    /// It follows another one.
    Standby,
    /// It does not answer.
    Away,
}

/// A server, as `HOST:PORT`, and what it is.
pub type SeenServer = (String, ServerRole);

/// Several servers of one database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenServers {
    /// Those of `DATABASE_URL`.
    pub hosts: Vec<SeenServer>,
    /// That of `DATABASE_READ_URL`.
    pub replica: Option<SeenServer>,
    /// Whether the primary waits for a standby before it acknowledges a write.
    pub is_synchronous: bool,
}

async fn seen(host: &PgConnectOptions) -> SeenServer {
    let role = match timeout(PATIENCE, timeline(host)).await {
        Ok(Ok(0)) => ServerRole::Standby,
        Ok(Ok(_)) => ServerRole::Primary,
        Ok(Err(_)) | Err(_) => ServerRole::Away,
    };
    (format!("{}:{}", host.get_host(), host.get_port()), role)
}

impl Store {
    /// Asks each server of the database what it is; `None` if there is only one.
    ///
    /// # Errors
    /// Only when the primary fails.
    pub async fn seen_servers(&self) -> Result<Option<SeenServers>> {
        let Database::Postgres(servers) = &self.database else { return Ok(None) };
        if servers.hosts().len() < 2 && servers.replica().is_none() {
            return Ok(None);
        }
        let mut hosts = Vec::new();
        for host in servers.hosts() {
            hosts.push(seen(host).await);
        }
        let replica = match servers.replica() {
            Some(replica) => Some(seen(replica.host()).await),
            None => None,
        };
        let mut db = servers.session().await?;
        let names: String = sqlx::raw_sql("show synchronous_standby_names").fetch_one(&mut db).await?.try_get(0)?;
        Ok(Some(SeenServers { hosts, replica, is_synchronous: !names.is_empty() }))
    }
}
