//! The single writer of an embedded database: queued operations share one commit, and so one fsync.
//! Each operation after the first kept one has its own savepoint, so a failure rolls back only itself.

use std::panic::AssertUnwindSafe;

use futures::{FutureExt, future::BoxFuture};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{mpsc, oneshot};

use crate::{Error, Result};

/// Most operations per commit; more would delay the first one's answer too long.
const GROUP: usize = 128;

/// Result of an operation: whether to keep its changes, and a callback told whether they are committed.
pub(crate) struct Outcome {
    pub keep: bool,
    pub answer: Box<dyn FnOnce(bool) + Send>,
}

pub(crate) type Operation = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Outcome> + Send>;

enum Message {
    Run(Operation),
    Close(oneshot::Sender<()>),
}

/// Handle to the writer task; cheap to clone.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<Message>);

impl Writer {
    /// Opens the write connection, migrates, and starts the task.
    pub(crate) async fn open(options: &SqliteConnectOptions) -> Result<Writer> {
        let mut db = SqliteConnection::connect_with(options).await?;
        sqlx::migrate!("migrations/sqlite").run(&mut db).await.map_err(sqlx::Error::from)?;
        let (sender, receiver) = mpsc::channel(1024);
        tokio::spawn(work(db, receiver));
        Ok(Writer(sender))
    }

    /// Queues an operation; its result comes through its own callback.
    pub(crate) async fn queue(&self, operation: Operation) -> Result<()> {
        self.0.send(Message::Run(operation)).await.map_err(|_| Error::Broken("the writer has stopped".into()))
    }

    /// Waits until every queued operation is committed, then stops the task.
    pub(crate) async fn close(&self) {
        let (done, wait) = oneshot::channel();
        if self.0.send(Message::Close(done)).await.is_ok() {
            wait.await.ok();
        }
    }
}

async fn work(mut db: SqliteConnection, mut queue: mpsc::Receiver<Message>) {
    while let Some(message) = queue.recv().await {
        let closing = match message {
            Message::Run(first) => group(&mut db, first, &mut queue).await,
            Message::Close(done) => Some(done),
        };
        if let Some(done) = closing {
            db.close().await.ok();
            done.send(()).ok();
            return;
        }
    }
}

/// Runs the first operation and those queued behind it (up to [`GROUP`]), and commits once.
async fn group(
    db: &mut SqliteConnection,
    first: Operation,
    queue: &mut mpsc::Receiver<Message>,
) -> Option<oneshot::Sender<()>> {
    let mut answers = Vec::new();
    let mut kept = 0_usize;
    let mut next = Some(first);
    let mut closing = None;
    let mut begun = statement(db, "begin immediate").await;
    while let Some(operation) = next.take() {
        // The first needs no savepoint: when it fails, the whole transaction can be rolled back.
        let saved = kept > 0;
        if saved && begun {
            begun = statement(db, "savepoint one").await;
        }
        let outcome = if begun { attempt(operation, db).await } else { None };
        match outcome {
            Some(Outcome { keep: true, answer }) => {
                kept += 1;
                answers.push(answer);
            }
            failed => {
                begun = begun
                    && if saved {
                        statement(db, "rollback to one").await
                    } else {
                        statement(db, "rollback").await && statement(db, "begin immediate").await
                    };
                // A failed operation was rolled back, so it need not wait for the commit.
                if let Some(Outcome { answer, .. }) = failed {
                    answer(true);
                }
            }
        }
        if answers.len() < GROUP {
            match queue.try_recv() {
                Ok(Message::Run(operation)) => next = Some(operation),
                Ok(Message::Close(done)) => closing = Some(done),
                Err(_) => {}
            }
        }
    }
    let committed = begun && statement(db, "commit").await;
    if !committed {
        statement(db, "rollback").await;
    }
    for answer in answers {
        answer(committed);
    }
    closing
}

/// Catches a panic, so that the other operations of the group still commit.
async fn attempt(operation: Operation, db: &mut SqliteConnection) -> Option<Outcome> {
    let run = AssertUnwindSafe(async move { operation(db).await });
    run.catch_unwind().await.inspect_err(|_| tracing::error!("an operation panicked")).ok()
}

async fn statement(db: &mut SqliteConnection, sql: &'static str) -> bool {
    match sqlx::query(sql).execute(db).await {
        Ok(_) => true,
        Err(cause) => {
            tracing::error!(%cause, sql, "the writer failed");
            false
        }
    }
}
