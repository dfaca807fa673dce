//! Write transactions: each includes its idempotency row, its audit entry and the events that it emits.

mod audit;
pub(crate) mod device;
mod proof;

use std::{sync::Arc, time::Duration};

use domain::{
    Timestamp,
    accounts::{Actor, sessions::SessionId},
};
use futures::future::BoxFuture;
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::oneshot;

use crate::{
    Conn, Error, Result, Store,
    crypto::vault::{Find, Vault},
    db::{
        command::Command,
        connection::Database,
        idempotency,
        security_log::{SecurityNote, kind_of},
        sql,
        sqlite_writer::{Operation, Outcome},
        turns::Origin,
    },
};

/// Actor and request id of a write. Clocks have no request id: their statements check the state.
#[derive(Clone, Debug, Default)]
pub struct By {
    /// Account that writes; for clocks, the system actor.
    pub actor: Actor,
    /// Request id for idempotency; empty for clocks and internal writes.
    pub request: String,
    /// Session of the request; none for clocks and internal writes.
    pub session: SessionId,
}

impl By {
    /// Builds the origin of a user's request.
    #[must_use]
    pub fn new(actor: Actor, request: impl Into<String>) -> Self {
        By { actor, request: request.into(), session: SessionId::default() }
    }

    /// Names the session of the request, so that a change of its credential can end the others.
    #[must_use]
    pub fn in_session(self, session: SessionId) -> Self {
        By { session, ..self }
    }

    /// Builds the origin of the server's clocks.
    #[must_use]
    pub fn system() -> Self {
        By { actor: Actor::system(), ..By::default() }
    }
}

/// Open transaction with its actor and time.
pub struct Tx<'c> {
    conn: Conn<'c>,
    /// Account on whose behalf the transaction runs.
    pub actor: Actor,
    /// One time for the whole transaction, in Unix seconds.
    pub now: Timestamp,
    /// Request id, or empty.
    pub request: String,
    /// Session of the request, or none.
    pub(crate) session: SessionId,
    /// Keys that seal families' data.
    pub(crate) vault: Vault,
    operation: &'static str,
    /// Kind of the device that sent the request, as stored with audit entries.
    device: &'static str,
    /// What the first audit entry names, such as `household:17`; `None` until the operation runs.
    about: Option<String>,
    /// Whether events wait in the outbox for the commit.
    pub(crate) emitted: bool,
}

impl Tx<'_> {
    pub(crate) fn arm(&mut self) -> Conn<'_> {
        self.conn.arm()
    }
}

/// Attempts per transaction on PostgreSQL, for serialisation failures and deadlocks.
const TRIES: u32 = 6;

impl Store {
    /// Runs `operation` as one transaction, idempotent per request id.
    /// `input` is the content of the request: the same id with another input is refused, with the same input it returns
    /// the stored answer. PostgreSQL may ask for retries, so `run` must have no effects outside the transaction.
    pub(super) async fn write<I, O, F>(&self, by: &By, operation: &'static str, input: I, run: F) -> Result<O>
    where
        I: Serialize + Send + Sync + 'static,
        O: Serialize + DeserializeOwned + Send + 'static,
        F: for<'t, 'c> Fn(&'t mut Tx<'c>, &'t I) -> BoxFuture<'t, Result<O>> + Send + Sync + 'static,
    {
        let (now, origin) = (self.now(), Origin::of(by.actor.account));
        // Here, because SQLite's writer is a task of its own.
        let device = device::of(&by.actor);
        match &self.database {
            Database::Sqlite { writer, .. } => {
                let (sender, receiver) = oneshot::channel();
                let (by, vault, log, from) = (by.clone(), self.vault.clone(), self.security.clone(), origin.clone());
                let (wake, live, disk_full) = (self.emitted.clone(), self.live.clone(), self.disk_full.clone());
                let job: Operation = Box::new(move |db| {
                    Box::pin(async move {
                        // The caller has given up, and was perhaps told that the write failed.
                        if sender.is_closed() {
                            return Outcome { keep: false, answer: Box::new(|_| {}) };
                        }
                        let mut tx = Tx::begin(Conn::Sqlite(db), &by, now, vault.clone(), (operation, device));
                        let result = tx.perform(&input, &run).await.map_err(|error| disk_full.judged(error));
                        let keep = result.is_ok();
                        let (about, emitted) = (tx.about.take().filter(|_| keep), tx.emitted);
                        let answer = move |committed: bool| {
                            if committed && keep && emitted {
                                wake.notify_one();
                            }
                            if committed && keep {
                                live.written.notify_one();
                            }
                            if committed && let (Some(about), Some(kind)) = (about, kind_of(operation)) {
                                log.note(&vault, now, &from, &SecurityNote { kind, subject: &about, account: 0 });
                            }
                            let lost = || Err(disk_full.lost("the commit failed"));
                            sender.send(if committed { result } else { lost() }).ok();
                        };
                        Outcome { keep, answer: Box::new(answer) }
                    })
                });
                writer.queue(origin, job)?;
                receiver.await.map_err(|_| self.disk_full.lost("the writer task dropped an operation"))?
            }
            Database::Postgres(servers) => {
                let statements = servers.statements();
                let _turn = self.shares.take(origin.clone()).await?;
                for attempt in 1.. {
                    self.must_answer()?;
                    let mut db = servers.pool().begin().await?;
                    let conn = Conn::Postgres(&mut db, statements);
                    let mut tx = Tx::begin(conn, by, now, self.vault.clone(), (operation, device));
                    let result = tx.perform(&input, &run).await;
                    let (about, emitted) = (tx.about.take(), tx.emitted);
                    let result = match result {
                        Ok(value) => {
                            let done = db.commit().await;
                            // Also when it failed: the answer to a commit can be lost after it was made.
                            self.commits.moved();
                            done.map(|()| value).map_err(Error::from)
                        }
                        Err(error) => db.rollback().await.map_err(Error::from).and(Err(error)),
                    };
                    match result {
                        Err(Error::Sql(cause)) if attempt < TRIES && sql::is_retryable(&cause) => {
                            tokio::time::sleep(Duration::from_millis(u64::from(4_u32.pow(attempt)))).await;
                        }
                        other => {
                            if other.is_ok() && emitted {
                                self.emitted.notify_one();
                            }
                            if other.is_ok() {
                                self.live.written.notify_one();
                                self.disk_full.committed();
                            }
                            if other.is_ok()
                                && let (Some(about), Some(kind)) = (about, kind_of(operation))
                            {
                                let event = SecurityNote { kind, subject: &about, account: 0 };
                                self.security.note(&self.vault, now, &origin, &event);
                            }
                            return other.map_err(|error| self.disk_full.judged(error));
                        }
                    }
                }
                unreachable!("the loop above returns")
            }
        }
    }

    /// Loads the stored answer of this request, for callers that need several writes per request.
    ///
    /// # Errors
    /// [`domain::Code::RequestReused`] when the id was used for another operation or other content.
    pub(crate) async fn answered<C: Command>(&self, by: &By, command: &C) -> Result<Option<C::Output>> {
        if by.request.is_empty() {
            return Ok(None);
        }
        let fingerprints = self.vault.digests(Find::Request, &sql::json_text(&(C::NAME, command))?);
        let mut db = self.reader().await?;
        let known = idempotency::earlier(&mut db.arm(), by.actor.account, &by.request, C::NAME, &fingerprints).await?;
        known.map(|answer| sql::read_json(&answer)).transpose()
    }

    /// Runs operations of many actors and times as one transaction; the demo builds its year with it.
    /// What their events lead to is the script's own to do, with `ops::delivery::deliver_here`.
    ///
    /// # Errors
    /// Any error of `script`; then the whole transaction is rolled back.
    pub async fn script<F>(&self, script: F) -> Result<()>
    where
        F: for<'t, 'c> Fn(&'t mut Tx<'c>, &'t ()) -> BoxFuture<'t, Result<()>> + Send + Sync + 'static,
    {
        let script = Arc::new(script);
        self.write(&By::system(), "script", (), move |tx, unit| script(tx, unit)).await
    }
}

impl<'c> Tx<'c> {
    fn begin(
        conn: Conn<'c>,
        by: &By,
        now: Timestamp,
        vault: Vault,
        (operation, device): (&'static str, &'static str),
    ) -> Self {
        let By { actor, request, session } = by.clone();
        Tx { conn, actor, now, request, session, vault, operation, device, about: None, emitted: false }
    }

    /// Sets actor, time and audit name for the operations that follow; for [`Store::script`].
    pub fn play(&mut self, actor: &Actor, now: Timestamp, operation: &'static str) {
        self.actor.clone_from(actor);
        self.now = now;
        self.operation = operation;
        self.device = device::of(actor);
    }

    async fn perform<I, O, F>(&mut self, input: &I, run: &F) -> Result<O>
    where
        I: Serialize + Sync,
        O: Serialize + DeserializeOwned,
        F: for<'t, 'd> Fn(&'t mut Tx<'d>, &'t I) -> BoxFuture<'t, Result<O>>,
    {
        if self.request.is_empty() {
            self.about = Some(String::new());
            return run(self, input).await;
        }
        let key = self.request.clone();
        // Keyed, because short content such as a phone number could be guessed from a plain hash.
        let fingerprints = self.vault.digests(Find::Request, &sql::json_text(&(self.operation, input))?);
        let operation = self.operation;
        if let Some(answer) = idempotency::begin(self, &key, operation, &fingerprints).await? {
            return sql::read_json(&answer);
        }
        self.about = Some(String::new());
        let output = run(self, input).await?;
        idempotency::finish(self, &key, &sql::json_text(&output)?).await?;
        Ok(output)
    }
}
