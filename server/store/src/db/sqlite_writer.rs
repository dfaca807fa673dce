//! The single writer of an embedded database: queued operations share one commit, and so one fsync.
//! Each has its own savepoint, so a failure rolls back only itself. A writer that panics or loses its connection is
//! replaced; operations that it had not committed are answered as failed.

use std::{
    panic::AssertUnwindSafe,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::{FutureExt, future::BoxFuture};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::watch;

use crate::{
    Result,
    db::{
        connection::{commits::Commits, disk_full::DiskFull},
        turns::{FairQueue, Origin},
    },
};

/// Most operations per commit, refused ones included; more would delay the first one's answer too long.
const GROUP: usize = 128;
/// Time after which a group takes no further operation.
const LONGEST: Duration = Duration::from_millis(20);
/// Shortest and longest pause before the connection is opened again.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(5)];

/// Bounds of the file's pages that tests set: none yet, what it has, and SQLite's own.
const CAPS: [&str; 3] = ["", "pragma max_page_count = 1", "pragma max_page_count = 4294967294"];

type Answer = Box<dyn FnOnce(bool) + Send>;

/// Result of an operation: whether to keep its changes, and a callback told whether what it saw is committed.
pub(crate) struct Outcome {
    pub keep: bool,
    pub answer: Answer,
}

pub(crate) type Operation = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Outcome> + Send>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Running,
    /// The task ended and has not been replaced yet.
    Down,
    Closed,
}

/// Handle to the writer task; cheap to clone. The task ends when the last handle is dropped.
#[derive(Clone)]
pub(crate) struct Writer(Arc<Handle>);

struct Handle(Arc<Shared>);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.queue.close();
    }
}

struct Shared {
    queue: FairQueue<Operation>,
    state: watch::Sender<State>,
    file: DataFile,
    /// [`LONGEST`], but for tests.
    longest: Duration,
    counts: Counts,
    commits: Commits,
    disk_full: DiskFull,
    /// Set by tests: the task panics in its next group.
    fault: AtomicBool,
    /// Set by tests: a place in [`CAPS`].
    cap: AtomicU8,
}

/// What the writer has done since the process started.
#[derive(Default)]
struct Counts {
    groups: AtomicU64,
    operations: AtomicU64,
    /// Microseconds in groups.
    micros: AtomicU64,
    restarts: AtomicU64,
}

/// Load of the writer: what waits now, and what it has done since the process started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WriterLoad {
    /// Operations that wait.
    pub waiting: usize,
    /// Groups that ended, committed or not.
    pub groups: u64,
    /// Operations in them, refused ones included.
    pub operations: u64,
    /// Seconds that they took, with their commits.
    pub seconds: f64,
    /// Times that the writer was replaced after a failure.
    pub restarts: u64,
}

/// The file that was opened, told apart from another one at the same path.
struct DataFile {
    path: PathBuf,
    id: Option<(u64, u64)>,
}

impl DataFile {
    fn at(path: &Path) -> DataFile {
        DataFile { path: path.to_owned(), id: identity(path) }
    }

    /// Whether the path still leads to this file: writes to a deleted file would be acknowledged and lost.
    fn is_in_place(&self) -> bool {
        self.id.is_some() && self.id == identity(&self.path)
    }

    fn must_be_in_place(&self) -> bool {
        let is = self.is_in_place();
        if !is {
            tracing::error!("the database's file is gone, or another one is in its place");
        }
        is
    }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<(u64, u64)> {
    path.is_file().then_some((0, 0))
}

impl Writer {
    /// Starts the task on an open, migrated connection. `options` open it again, and must not create the file.
    pub(crate) fn start(db: SqliteConnection, options: SqliteConnectOptions) -> Writer {
        Writer::start_with(db, options, LONGEST)
    }

    fn start_with(db: SqliteConnection, options: SqliteConnectOptions, longest: Duration) -> Writer {
        let shared = Arc::new(Shared {
            queue: FairQueue::new(),
            state: watch::Sender::new(State::Running),
            file: DataFile::at(options.get_filename()),
            longest,
            counts: Counts::default(),
            commits: Commits::default(),
            disk_full: DiskFull::default(),
            fault: AtomicBool::new(false),
            cap: AtomicU8::new(0),
        });
        tokio::spawn(supervise(db, options, Ended(shared.clone())));
        Writer(Arc::new(Handle(shared)))
    }

    /// Queues an operation; its result comes through its own callback, which is dropped if the writer fails.
    ///
    /// # Errors
    /// As [`FairQueue::push`].
    pub(crate) fn queue(&self, origin: Origin, operation: Operation) -> Result<()> {
        self.0.0.queue.push(origin, operation)
    }

    /// The number that each commit of a group moves.
    pub(crate) fn commits(&self) -> Commits {
        self.0.0.commits.clone()
    }

    /// Whether the last group found no room.
    pub(crate) fn disk_full(&self) -> DiskFull {
        self.0.0.disk_full.clone()
    }

    /// What waits, and what was done.
    pub(crate) fn load(&self) -> WriterLoad {
        let (queue, counts) = (&self.0.0.queue, &self.0.0.counts);
        let micros = Duration::from_micros(counts.micros.load(Ordering::Relaxed));
        WriterLoad {
            waiting: queue.len(),
            groups: counts.groups.load(Ordering::Relaxed),
            operations: counts.operations.load(Ordering::Relaxed),
            seconds: micros.as_secs_f64(),
            restarts: counts.restarts.load(Ordering::Relaxed),
        }
    }

    /// Whether the task runs.
    pub(crate) fn is_running(&self) -> bool {
        *self.0.0.state.borrow() == State::Running
    }

    /// Whether the database's file is where it was opened.
    pub(crate) fn has_its_file(&self) -> bool {
        self.0.0.file.is_in_place()
    }

    /// Makes the task panic in its next group, outside of any operation; for tests.
    pub(crate) fn crash(&self) {
        self.0.0.fault.store(true, Ordering::Relaxed);
    }

    /// Takes the file all room to grow, from the next group on, or gives it back; for tests.
    pub(crate) fn fill_disk(&self, is_full: bool) {
        self.0.0.cap.store(if is_full { 1 } else { 2 }, Ordering::Relaxed);
    }

    /// Waits until every queued operation is answered, then stops the task.
    pub(crate) async fn close(&self) {
        self.0.0.queue.close();
        self.0.0.state.subscribe().wait_for(|state| *state == State::Closed).await.ok();
    }
}

/// Marks the writer as closed when the supervisor ends, also by a panic, so that no caller waits for ever.
struct Ended(Arc<Shared>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.queue.close();
        self.0.queue.clear();
        self.0.state.send_replace(State::Closed);
    }
}

/// Runs the writer in a task of its own and replaces it, until the queue is closed.
async fn supervise(mut db: SqliteConnection, options: SqliteConnectOptions, shared: Ended) {
    let shared = &shared.0;
    loop {
        match tokio::spawn(work(db, shared.clone())).await {
            Ok(End::Closed) => return,
            Ok(End::Failed) => {}
            // The runtime shuts down.
            Err(cause) if cause.is_cancelled() => return,
            Err(_) => tracing::error!("the writer panicked"),
        }
        shared.state.send_replace(State::Down);
        let Some(again) = reconnect(&options, shared).await else { return };
        db = again;
        shared.counts.restarts.fetch_add(1, Ordering::Relaxed);
        shared.state.send_replace(State::Running);
        tracing::warn!("the writer was started again");
    }
}

/// Opens the connection again, however long that takes; `None` when the queue is closed meanwhile.
async fn reconnect(options: &SqliteConnectOptions, shared: &Shared) -> Option<SqliteConnection> {
    let [mut pause, longest] = PAUSES;
    loop {
        if shared.file.must_be_in_place() {
            // A task of its own, so that a panic counts as a failure.
            let options = options.clone();
            match tokio::spawn(async move { SqliteConnection::connect_with(&options).await }).await {
                Ok(Ok(db)) if shared.file.is_in_place() => return Some(db),
                Ok(Ok(_)) => {}
                Ok(Err(cause)) => tracing::error!(%cause, "the writer cannot open the database again"),
                Err(_) => tracing::error!("the writer panicked while it opened the database again"),
            }
        }
        // Their callers hear at once that the write failed.
        shared.queue.clear();
        if shared.queue.is_closed() {
            return None;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(longest);
    }
}

enum End {
    Closed,
    /// The connection cannot be used any more.
    Failed,
}

async fn work(mut db: SqliteConnection, shared: Arc<Shared>) -> End {
    while let Some(first) = shared.queue.next().await {
        if !group(&mut db, first, &shared).await {
            return End::Failed;
        }
    }
    db.close().await.ok();
    End::Closed
}

/// Runs the first operation and those queued behind it, up to [`GROUP`] or for `longest`, and commits once.
/// Returns whether the connection can be used further.
async fn group(db: &mut SqliteConnection, first: Operation, shared: &Shared) -> bool {
    let cap = CAPS[usize::from(shared.cap.load(Ordering::Relaxed))];
    if !cap.is_empty() {
        statement(db, cap, shared).await;
    }
    if !statement(db, "begin immediate", shared).await {
        // All that wait would wait as long for the same failure.
        shared.queue.clear();
        return false;
    }
    let begun = Instant::now();
    let was_full = if shared.disk_full.is_set() { changes(db).await } else { None };
    let (mut answers, mut kept, mut count, mut sound) = (Vec::new(), 0_usize, 0_usize, true);
    let mut next = Some(first);
    while let Some(operation) = next.take() {
        count += 1;
        sound = statement(db, "savepoint one", shared).await;
        let outcome = if sound { attempt(operation, db).await } else { None };
        match outcome {
            Some(Outcome { keep: true, answer }) => {
                sound = statement(db, "release one", shared).await;
                kept += 1;
                answers.push(answer);
            }
            refused => {
                sound = sound
                    && statement(db, "rollback to one", shared).await
                    && statement(db, "release one", shared).await;
                match refused {
                    // Judged on what is committed: it can be told now.
                    Some(Outcome { answer, .. }) if kept == 0 => tell(answer, true),
                    // Judged on changes of this group, which may yet fail to be committed.
                    Some(Outcome { answer, .. }) => answers.push(answer),
                    None => {}
                }
            }
        }
        if shared.fault.swap(false, Ordering::Relaxed) {
            panic!("a fault for tests");
        }
        if sound && count < GROUP && begun.elapsed() < shared.longest {
            next = shared.queue.pop();
        }
    }
    // Without anything kept there is nothing to write, and so no fsync.
    let committed = sound && kept > 0 && shared.file.must_be_in_place() && statement(db, "commit", shared).await;
    if committed {
        shared.commits.moved();
        // A write that changed nothing needs no room.
        if was_full.is_some() && changes(db).await > was_full {
            shared.disk_full.committed();
        }
    }
    // SQLite ends a transaction that finds no room. If that is not why, the next one cannot begin.
    let usable = committed || statement(db, "rollback", shared).await || shared.disk_full.is_set();
    shared.counts.groups.fetch_add(1, Ordering::Relaxed);
    shared.counts.operations.fetch_add(count as u64, Ordering::Relaxed);
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    shared.counts.micros.fetch_add(micros, Ordering::Relaxed);
    for answer in answers {
        tell(answer, committed);
    }
    usable
}

/// Tells one caller; a panic in its callback must not keep the others from being told.
fn tell(answer: Answer, committed: bool) {
    std::panic::catch_unwind(AssertUnwindSafe(|| answer(committed))).ok();
}

/// Catches a panic, so that the other operations of the group still commit.
async fn attempt(operation: Operation, db: &mut SqliteConnection) -> Option<Outcome> {
    let run = AssertUnwindSafe(async move { operation(db).await });
    run.catch_unwind().await.inspect_err(|_| tracing::error!("an operation panicked")).ok()
}

/// Rows that the connection has changed since it was opened.
async fn changes(db: &mut SqliteConnection) -> Option<i64> {
    sqlx::query_scalar("select total_changes()").fetch_one(db).await.ok()
}

async fn statement(db: &mut SqliteConnection, sql: &'static str, shared: &Shared) -> bool {
    match sqlx::query(sql).execute(db).await {
        Ok(_) => true,
        Err(cause) => {
            // That there is no room is said once, and then nothing is left to roll back.
            let is_known = shared.disk_full.heard(&cause) || shared.disk_full.is_set() && sql.starts_with("rollback");
            if !is_known {
                tracing::error!(%cause, sql, "the writer failed");
            }
            false
        }
    }
}

#[cfg(test)]
mod tests;
