//! The writer on a database with two tables of its own.

use std::sync::{Mutex, atomic::AtomicUsize};

use tokio::sync::oneshot;

use super::*;

/// A writer, its database, and what its callers were told in order: a number and whether it is committed.
struct Desk {
    writer: Writer,
    folder: PathBuf,
    options: SqliteConnectOptions,
    told: Arc<Mutex<Vec<(i64, bool)>>>,
    /// Operations that ran.
    ran: Arc<AtomicUsize>,
}

/// How an operation ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Refused,
    /// Refused after it has used up the time of its group.
    Slow,
    Panics,
    /// Kept, but its row has no parent, so that the commit fails.
    Orphaned,
}

impl Desk {
    /// A writer whose groups end by their count only.
    async fn new() -> Desk {
        Desk::with(Duration::from_secs(3600)).await
    }

    async fn with(longest: Duration) -> Desk {
        let folder = std::env::temp_dir().join(format!("wishbridge-writer-{:032x}", rand::random::<u128>()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let options = SqliteConnectOptions::new().filename(folder.join("db")).foreign_keys(true);
        let mut db = SqliteConnection::connect_with(&options.clone().create_if_missing(true)).await.expect("it opens");
        let tables = "pragma journal_mode = wal; create table parent (id integer primary key);
                      create table row (id integer primary key,
                          parent integer references parent (id) deferrable initially deferred)";
        sqlx::raw_sql(tables).execute(&mut db).await.expect("tables");
        let writer = Writer::start_with(db, options.clone(), longest);
        Desk { writer, folder, options, told: Arc::default(), ran: Arc::default() }
    }

    /// Queues an operation that inserts the row `id` once `gate` opens.
    fn queue(&self, id: i64, fate: Fate, gate: Option<oneshot::Receiver<()>>) {
        let (told, ran) = (self.told.clone(), self.ran.clone());
        let operation: Operation = Box::new(move |db| {
            Box::pin(async move {
                if let Some(gate) = gate {
                    gate.await.ok();
                }
                ran.fetch_add(1, Ordering::Relaxed);
                let parent = (fate == Fate::Orphaned).then_some(9);
                let insert = sqlx::query("insert into row (id, parent) values ($1, $2)").bind(id).bind(parent);
                insert.execute(db).await.expect("a row");
                match fate {
                    Fate::Panics => panic!("on purpose"),
                    Fate::Slow => std::thread::sleep(LONGEST),
                    _ => {}
                }
                let answer = move |committed| told.lock().expect("told").push((id, committed));
                Outcome { keep: matches!(fate, Fate::Kept | Fate::Orphaned), answer: Box::new(answer) }
            })
        });
        self.writer.queue(Origin::Account(1), operation).expect("queued");
    }

    fn ran(&self) -> usize {
        self.ran.load(Ordering::Relaxed)
    }

    /// Waits until the writer has answered all, and returns what it told.
    async fn all_told(&self) -> Vec<(i64, bool)> {
        self.writer.close().await;
        self.told.lock().expect("told").clone()
    }

    async fn rows(&self) -> Vec<i64> {
        let mut db = SqliteConnection::connect_with(&self.options).await.expect("it opens");
        sqlx::query_scalar("select id from row order by id").fetch_all(&mut db).await.expect("rows")
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

#[tokio::test]
async fn refused_operations_leave_nothing_and_the_others_of_the_group_are_kept() {
    let desk = Desk::new().await;
    let (open, gate) = oneshot::channel();
    desk.queue(1, Fate::Refused, Some(gate));
    for (id, fate) in [(2, Fate::Kept), (3, Fate::Refused), (4, Fate::Panics), (5, Fate::Kept), (6, Fate::Refused)] {
        desk.queue(id, fate, None);
    }
    open.send(()).expect("a writer");
    assert_eq!(desk.all_told().await, [(1, true), (2, true), (3, true), (5, true), (6, true)]);
    assert_eq!(desk.rows().await, [2, 5]);
}

#[tokio::test]
async fn a_refusal_that_saw_uncommitted_changes_is_told_after_their_commit() {
    let desk = Desk::new().await;
    let (open, gate) = oneshot::channel();
    desk.queue(1, Fate::Refused, Some(gate));
    desk.queue(2, Fate::Orphaned, None);
    desk.queue(3, Fate::Refused, None);
    open.send(()).expect("a writer");
    // The first saw only what is committed; the third's reason is gone with the second's row.
    assert_eq!(desk.all_told().await, [(1, true), (2, false), (3, false)]);
    assert_eq!(desk.rows().await, Vec::<i64>::new());
}

#[tokio::test]
async fn a_group_counts_refused_operations_and_then_commits() {
    let desk = Desk::new().await;
    let (open, gate) = oneshot::channel();
    desk.queue(0, Fate::Kept, Some(gate));
    for id in 1..250 {
        desk.queue(id, Fate::Refused, None);
    }
    // Queued behind 249 refusals, which all came within one group when only kept operations counted.
    let (ran, seen) = (desk.ran.clone(), Arc::new(AtomicUsize::new(0)));
    let first = seen.clone();
    let watch: Operation = Box::new(move |_| {
        Box::pin(async move {
            let answer = move |_| first.store(ran.load(Ordering::Relaxed), Ordering::Relaxed);
            Outcome { keep: false, answer: Box::new(answer) }
        })
    });
    desk.writer.queue(Origin::Account(2), watch).expect("queued");
    open.send(()).expect("a writer");
    assert_eq!(desk.all_told().await.len(), 250);
    // The other account's turn came second, and its refusal with the commit of the first group.
    let seen = seen.load(Ordering::Relaxed);
    assert!((1..=GROUP).contains(&seen), "{seen}");
}

#[tokio::test]
async fn a_group_ends_when_its_time_is_over() {
    let desk = Desk::with(LONGEST).await;
    let (open, gate) = oneshot::channel();
    desk.queue(0, Fate::Kept, Some(gate));
    desk.queue(1, Fate::Slow, None);
    desk.queue(2, Fate::Orphaned, None);
    open.send(()).expect("a writer");
    // In one group with the orphan the first would have been lost too.
    assert_eq!(desk.all_told().await, [(0, true), (1, true), (2, false)]);
    assert_eq!(desk.rows().await, [0]);
}

/// Waits until the writer is replaced. On a busy machine it may be so before anyone looks, and only the last state is seen.
async fn runs_again(state: &mut watch::Receiver<State>) {
    let down = state.wait_for(|state| *state == State::Down);
    if let Ok(seen) = tokio::time::timeout(Duration::from_secs(5), down).await {
        seen.expect("down");
    }
    state.wait_for(|state| *state == State::Running).await.expect("running again");
}

#[tokio::test]
async fn a_writer_that_panics_is_replaced_and_later_writes_are_kept() {
    let desk = Desk::new().await;
    desk.writer.crash();
    desk.queue(1, Fate::Kept, None);
    let mut state = desk.writer.0.0.state.subscribe();
    runs_again(&mut state).await;
    desk.queue(2, Fate::Kept, None);
    assert_eq!(
        desk.all_told().await,
        [(2, true)],
        "the first was not committed, and its caller was not told that it was"
    );
    assert_eq!((desk.rows().await, desk.ran()), (vec![2], 2));
}

#[tokio::test]
async fn a_writer_whose_connection_is_lost_in_a_group_is_replaced() {
    let desk = Desk::new().await;
    // Ends the transaction behind the writer's back, as SQLite does by itself when the disk is full.
    let told = desk.told.clone();
    let traitor: Operation = Box::new(move |db| {
        Box::pin(async move {
            sqlx::query("rollback").execute(db).await.expect("rolled back");
            let answer = move |committed| told.lock().expect("told").push((1, committed));
            Outcome { keep: true, answer: Box::new(answer) }
        })
    });
    desk.writer.queue(Origin::Server, traitor).expect("queued");
    let mut state = desk.writer.0.0.state.subscribe();
    runs_again(&mut state).await;
    desk.queue(2, Fate::Kept, None);
    assert_eq!(desk.all_told().await, [(1, false), (2, true)]);
    assert_eq!(desk.rows().await, [2]);
}

#[tokio::test]
async fn nothing_is_acknowledged_when_the_file_is_gone_or_replaced() {
    let desk = Desk::new().await;
    assert!(desk.writer.has_its_file());
    let (file, away) = (desk.folder.join("db"), desk.folder.join("away"));
    std::fs::rename(&file, &away).expect("moved");
    std::fs::write(&file, b"").expect("another file");
    assert!(!desk.writer.has_its_file());
    desk.queue(1, Fate::Kept, None);
    assert_eq!(desk.all_told().await, [(1, false)]);
    std::fs::rename(&away, &file).expect("moved back");
    assert!(desk.writer.has_its_file());
    assert_eq!(desk.rows().await, Vec::<i64>::new());
}
