//! The PostgreSQL servers of an installation: which of them takes writes, and the connections to it. Behind a pooler
//! that gives a connection to each transaction, statements have no names and reads are transactions too.

use std::{
    mem,
    ops::{Deref, DerefMut},
    str::FromStr,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, Ordering::Relaxed},
    },
    time::Duration,
};

use futures::future::join_all;
use sqlx::{
    Connection, PgConnection, PgPool, Postgres, Row, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::time::{sleep, timeout};

use super::replica::{self, Replica};
use crate::{Error, Result, db::sql::Statements};

/// Time in which one of several servers says whether it takes writes.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time for which a start waits for a server that takes writes.
const START: Duration = Duration::from_secs(10);
/// Number of the timeline that a server writes, which each promotion raises; 0 on one that takes no writes.
const TIMELINE: &str = "select case when pg_is_in_recovery() then 0 else
    cast(cast('x' || substr(pg_walfile_name(pg_current_wal_flush_lsn()), 1, 8) as bit(32)) as bigint) end";

/// Where a database is.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    /// `sqlite://path`, or `postgres://…`, in which several hosts stand between commas.
    pub url: &'a str,
    /// PostgreSQL's own address, if `url` leads to a pooler in transaction mode.
    pub direct: Option<&'a str>,
    /// A replica from which visitors may read.
    pub replica: Option<&'a str>,
}

impl<'a> From<&'a str> for Addresses<'a> {
    fn from(url: &'a str) -> Self {
        Addresses { url, direct: None, replica: None }
    }
}

/// The servers; clones share them.
#[derive(Clone)]
pub(crate) struct Servers(Arc<Inner>);

struct Inner {
    hosts: Vec<PgConnectOptions>,
    /// The same, or PostgreSQL's own addresses if `hosts` are poolers.
    direct: Vec<PgConnectOptions>,
    statements: Statements,
    current: RwLock<Current>,
    /// The newest timeline on which this server wrote; a server of an older one has missed a promotion.
    timeline: AtomicI64,
    replica: Option<Replica>,
}

/// The server that takes writes.
struct Current {
    host: PgConnectOptions,
    pool: PgPool,
}

/// A connection for reads. Behind a pooler it is held by a transaction, which ends with it.
pub(crate) enum PgReader {
    Own(PoolConnection<Postgres>),
    Held(Transaction<'static, Postgres>),
}

impl PgReader {
    pub(super) async fn of(pool: &PgPool, statements: Statements) -> sqlx::Result<PgReader> {
        Ok(match statements {
            Statements::Named => PgReader::Own(pool.acquire().await?),
            Statements::Unnamed => PgReader::Held(pool.begin().await?),
        })
    }

    pub(crate) fn statements(&self) -> Statements {
        match self {
            PgReader::Own(_) => Statements::Named,
            PgReader::Held(_) => Statements::Unnamed,
        }
    }
}

impl Deref for PgReader {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        match self {
            PgReader::Own(db) => db,
            PgReader::Held(db) => db,
        }
    }
}

impl DerefMut for PgReader {
    fn deref_mut(&mut self) -> &mut PgConnection {
        match self {
            PgReader::Own(db) => db,
            PgReader::Held(db) => db,
        }
    }
}

impl Servers {
    /// Connects to the server that takes writes.
    ///
    /// # Errors
    /// `Broken` when none does, or the address leads to a pooler and no direct one is given; `Sql` when it cannot be
    /// reached.
    pub(super) async fn open(at: &Addresses<'_>) -> Result<Servers> {
        let statements = if at.direct.is_some() { Statements::Unnamed } else { Statements::Named };
        let through = |url: &str| -> Result<Vec<PgConnectOptions>> {
            let hosts = hosts(url)?;
            Ok(match statements {
                Statements::Named => hosts,
                // Poolers refuse what they do not know of a session.
                Statements::Unnamed => hosts.into_iter().map(|host| host.extra_float_digits(None::<i8>)).collect(),
            })
        };
        let hosts = through(at.url)?;
        let direct = at.direct.map_or_else(|| Ok(hosts.clone()), self::hosts)?;
        let (host, timeline) = waited_for(&hosts).await?;
        let pool = pool().connect_with(host.clone()).await.map_err(understood)?;
        if statements == Statements::Named && is_shared(&pool).await? {
            return Err(pooler());
        }
        let replica = at.replica.map(through).transpose()?.and_then(|hosts| hosts.into_iter().next());
        Ok(Servers(Arc::new(Inner {
            hosts,
            direct,
            statements,
            current: RwLock::new(Current { host, pool }),
            timeline: AtomicI64::new(timeline),
            replica: replica.map(Replica::new),
        })))
    }

    /// Connections to the server that takes writes.
    pub(crate) fn pool(&self) -> PgPool {
        self.0.current.read().unwrap_or_else(PoisonError::into_inner).pool.clone()
    }

    /// Address of the server that takes writes, or of its pooler.
    pub(crate) fn host(&self) -> PgConnectOptions {
        self.0.current.read().unwrap_or_else(PoisonError::into_inner).host.clone()
    }

    pub(crate) fn statements(&self) -> Statements {
        self.0.statements
    }

    /// PostgreSQL's own address, for what a pooler breaks: locks of a session, LISTEN, and PostgreSQL's programs.
    ///
    /// # Errors
    /// `Broken` when none of several servers takes writes.
    pub(crate) async fn direct(&self) -> Result<PgConnectOptions> {
        match self.0.statements {
            Statements::Named => Ok(self.host()),
            Statements::Unnamed => writable(&self.0.direct).await,
        }
    }

    /// Opens a connection to PostgreSQL itself, with a session of its own.
    pub(crate) async fn session(&self) -> Result<PgConnection> {
        // Waits for a server that just starts, as a pool does.
        let options = PgPoolOptions::new().max_connections(1).acquire_timeout(START);
        let pool = options.connect_with(self.direct().await?).await.map_err(understood)?;
        let db = pool.acquire().await?.detach();
        pool.close().await;
        Ok(db)
    }

    /// Opens a connection for reads; for a visitor, on the replica while that is new enough.
    pub(crate) async fn reader(&self) -> Result<PgReader> {
        if replica::is_visiting()
            && let Some(replica) = &self.0.replica
            && let Some(reader) = replica.reader(self.0.statements).await
        {
            return Ok(reader);
        }
        Ok(PgReader::of(&self.pool(), self.0.statements).await?)
    }

    /// Addresses of all servers of `DATABASE_URL`.
    pub(crate) fn hosts(&self) -> &[PgConnectOptions] {
        &self.0.hosts
    }

    pub(crate) fn replica(&self) -> Option<&Replica> {
        self.0.replica.as_ref()
    }

    /// Looks for the server that takes writes among several, and turns to it; returns whether there is one.
    pub(super) async fn find_primary(&self) -> bool {
        if self.0.hosts.len() < 2 {
            return false;
        }
        let Some((host, timeline)) = primary(&self.0.hosts, self.0.timeline.load(Relaxed)).await else { return false };
        self.0.timeline.store(timeline, Relaxed);
        let place = |host: &PgConnectOptions| (host.get_host().to_owned(), host.get_port());
        // It was only slow: those who wait for a connection go on waiting.
        if place(&host) == place(&self.host()) {
            return true;
        }
        tracing::warn!(host = host.get_host(), port = host.get_port(), timeline, "this server of the database is used");
        // All connections anew: some of the old ones may hang for minutes on a machine that is gone.
        let new = Current { pool: pool().connect_lazy_with(host.clone()), host };
        let old = mem::replace(&mut *self.0.current.write().unwrap_or_else(PoisonError::into_inner), new);
        tokio::spawn(async move { old.pool.close().await });
        true
    }

    pub(super) async fn close(&self) {
        self.pool().close().await;
        if let Some(replica) = &self.0.replica {
            replica.close().await;
        }
    }
}

fn pool() -> PgPoolOptions {
    PgPoolOptions::new().max_connections(24).acquire_timeout(START)
}

/// Reads an address in which several hosts stand between commas, as `postgres://user@one,two:5433/name`.
///
/// # Errors
/// `Sql` when it is none.
pub(crate) fn hosts(url: &str) -> Result<Vec<PgConnectOptions>> {
    let begin = url.find("://").map_or(0, |at| at + 3);
    let end = url[begin..].find(['/', '?']).map_or(url.len(), |at| begin + at);
    let list = url[begin..end].rfind('@').map_or(begin, |at| begin + at + 1);
    let (head, tail) = (&url[..list], &url[end..]);
    url[list..end].split(',').map(|host| Ok(PgConnectOptions::from_str(&format!("{head}{host}{tail}"))?)).collect()
}

/// Returns the only server, or the one of several that takes writes.
///
/// # Errors
/// `Broken` when none does.
pub(crate) async fn writable(hosts: &[PgConnectOptions]) -> Result<PgConnectOptions> {
    if let [host] = hosts {
        return Ok(host.clone());
    }
    primary(hosts, 0).await.map(|(host, _)| host).ok_or_else(none_writes)
}

fn none_writes() -> Error {
    Error::Broken("none of the servers in DATABASE_URL takes writes: promote one".into())
}

/// Waits at a start for the server that takes writes, and returns it with its timeline; of a single one nothing is asked.
async fn waited_for(hosts: &[PgConnectOptions]) -> Result<(PgConnectOptions, i64)> {
    if let [host] = hosts {
        return Ok((host.clone(), 0));
    }
    let found = async {
        loop {
            if let Some(found) = primary(hosts, 0).await {
                return found;
            }
            sleep(super::commits::EVERY).await;
        }
    };
    timeout(START, found).await.map_err(|_| none_writes())
}

/// Finds the server that takes writes: of the newest timeline, because an old primary that comes back takes them as
/// well, and then the first. One of an earlier timeline than `since` is none.
async fn primary(hosts: &[PgConnectOptions], since: i64) -> Option<(PgConnectOptions, i64)> {
    let asked = hosts.iter().cloned().map(|host| async move {
        let found = timeout(PATIENCE, timeline(&host)).await.ok()?.ok()?;
        (found > 0 && found >= since).then_some((host, found))
    });
    let found = join_all(asked).await;
    found.into_iter().flatten().reduce(|best, next| if next.1 > best.1 { next } else { best })
}

/// Returns the timeline that a server writes; 0 if it takes no writes.
pub(crate) async fn timeline(host: &PgConnectOptions) -> sqlx::Result<i64> {
    let mut db = PgConnection::connect_with(host).await?;
    let timeline = sqlx::raw_sql(TIMELINE).fetch_one(&mut db).await?.try_get(0)?;
    db.close().await?;
    Ok(timeline)
}

fn pooler() -> Error {
    Error::Broken(
        "DATABASE_URL leads to a pooler such as PgBouncer, where a session is not kept: set DATABASE_DIRECT_URL to \
         PostgreSQL's own address"
            .into(),
    )
}

/// Says what it means when a pooler refuses how a session begins.
pub(super) fn understood(cause: sqlx::Error) -> Error {
    match cause.as_database_error() {
        Some(said) if said.message().starts_with("unsupported startup parameter") => pooler(),
        _ => cause.into(),
    }
}

/// Whether connections of a pool share sessions, as behind a pooler in transaction mode: what one sets, another finds.
async fn is_shared(pool: &PgPool) -> Result<bool> {
    let (mut one, mut other) = (pool.acquire().await?, pool.acquire().await?);
    let token = format!("{:032x}", rand::random::<u128>());
    sqlx::query("select set_config('wishbridge.session', $1, false)")
        .bind(&token)
        .persistent(false)
        .execute(&mut *one)
        .await
        .map_err(shared)?;
    // A pooler gives out the session that was free last, and holds it for a transaction.
    sqlx::raw_sql("begin").execute(&mut *other).await?;
    let sql = "select coalesce(current_setting('wishbridge.session', true), '')";
    let theirs: String = sqlx::raw_sql(sql).fetch_one(&mut *other).await?.try_get(0)?;
    let own: Option<String> = match theirs == token {
        true => None,
        false => Some(sqlx::raw_sql(sql).fetch_one(&mut *one).await?.try_get(0)?),
    };
    sqlx::raw_sql("rollback").execute(&mut *other).await?;
    if own.is_none_or(|own| own != token) {
        return Ok(true);
    }
    sqlx::raw_sql("reset wishbridge.session").execute(&mut *one).await?;
    Ok(false)
}

/// A statement that was prepared in another session is not there.
fn shared(cause: sqlx::Error) -> Error {
    match cause.as_database_error().and_then(|said| said.code()) {
        Some(code) if code == "26000" || code == "42P05" => pooler(),
        _ => cause.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_name_several_hosts() {
        let read = |url: &str| {
            let hosts = hosts(url).expect("an address");
            hosts.iter().map(|host| format!("{}:{}", host.get_host(), host.get_port())).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            read("postgres://u:p@one,two:5433,10.0.0.3/name?sslmode=disable"),
            "one:5432 two:5433 10.0.0.3:5432"
        );
        assert_eq!(read("postgres://one/name"), "one:5432");
        let both = hosts("postgresql://u:a%40b@one,two/name?statement-cache-capacity=7").expect("an address");
        assert!(both.iter().all(|host| host.get_database() == Some("name") && host.get_username() == "u"));
        let socket = hosts("postgres://u@localhost/name?host=/run/postgresql").expect("an address");
        assert_eq!((socket.len(), socket[0].get_socket().is_some()), (1, true));
        assert!(hosts("postgres://one:x,two/name").is_err());
    }
}
