//! The store's time. It follows a source (the database's clock on PostgreSQL, else this machine's) as long as the source
//! keeps step with the seconds that this machine has been running; a source that jumps is refused and time goes on.

use std::{
    fs,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, AtomicI64, Ordering::Relaxed},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use domain::{DAY, Timestamp};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    db::{
        command::stored_as_tuple,
        connection::Reader,
        sql::{row, run, value},
    },
};

/// Seconds by which a source of time may differ from the expected time.
const JUMP: Timestamp = 3_600;
/// Seconds after a machine's start in which its clock may go forward: many get their time from the network then.
const STARTING: Timestamp = 30 * 60;
/// Start of a clock that has not been compared with its source yet.
const UNKNOWN: i64 = i64::MIN;

/// Time of the store; clones share it.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Seconds that tests let pass.
    passed: AtomicI64,
    /// Seconds by which tests make this machine's clock wrong.
    wrong: AtomicI64,
    /// Time when the machine started, in milliseconds.
    start: AtomicI64,
    /// Whether the database's clock is the source.
    remote: AtomicBool,
    /// Seconds by which the source differed from the expected time when it was refused, else 0.
    refused: AtomicI64,
}

impl Default for Clock {
    fn default() -> Self {
        Clock(Arc::new(Inner {
            passed: AtomicI64::new(0),
            wrong: AtomicI64::new(0),
            start: AtomicI64::new(UNKNOWN),
            remote: AtomicBool::new(false),
            refused: AtomicI64::new(0),
        }))
    }
}

impl Clock {
    /// Returns the current time in Unix seconds.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let (own, start) = (self.own(), self.0.start.load(Relaxed));
        if start == UNKNOWN {
            return seconds(own);
        }
        let steady = start.saturating_add(self.uptime());
        let follows_own = !self.0.remote.load(Relaxed) && own.abs_diff(steady) <= JUMP.unsigned_abs() * 1000;
        seconds(if follows_own { own } else { steady })
    }

    /// Lets seconds pass, for tests, on this clock and every clone of it.
    pub fn advance(&self, seconds: Timestamp) {
        self.0.passed.fetch_add(seconds, Relaxed);
    }

    /// Makes this machine's clock wrong by so many seconds, for tests; 0 puts it right.
    pub fn set_wrong(&self, seconds: Timestamp) {
        self.0.wrong.store(seconds, Relaxed);
    }

    /// Seconds by which this machine's clock or the source of time differs from the time kept, if that is too much.
    #[must_use]
    pub fn difference(&self) -> Option<Timestamp> {
        let own = seconds(self.own()) - self.now();
        [self.0.refused.load(Relaxed), own].into_iter().find(|difference| difference.abs() > JUMP)
    }

    /// This machine's clock, in milliseconds.
    fn own(&self) -> i64 {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        milliseconds(real) + (self.0.passed.load(Relaxed) + self.0.wrong.load(Relaxed)) * 1000
    }

    /// How long this machine has been running, in milliseconds; setting its clock does not change it.
    fn uptime(&self) -> i64 {
        milliseconds(running()) + self.0.passed.load(Relaxed) * 1000
    }

    /// Follows the source, which says this time in milliseconds, unless it jumped; returns whether it follows.
    fn observe(&self, said: i64, remote: bool, known: &SeenTimes) -> bool {
        let uptime = self.uptime();
        let expected = known.expected(seconds(said), seconds(uptime));
        match expected {
            None => self.0.start.store(said - uptime, Relaxed),
            Some(expected) if self.0.start.load(Relaxed) == UNKNOWN => {
                self.0.start.store(expected * 1000 - uptime, Relaxed);
            }
            Some(_) => {}
        }
        self.0.remote.store(remote, Relaxed);
        let difference = expected.map_or(0, |expected| seconds(said) - expected);
        match (self.0.refused.swap(difference, Relaxed), difference) {
            (0, 0) => {}
            (_, 0) => tracing::warn!("the clock is followed again"),
            (0, _) => tracing::error!(
                difference,
                remote,
                "the clock jumped by so many seconds and is not followed; if it is right, run `wishbridge accept-clock`"
            ),
            _ => {}
        }
        expected.is_none()
    }
}

/// What is known of earlier times.
#[derive(Debug, Default)]
struct SeenTimes {
    /// Time and uptime, in seconds, when this start of the machine was last seen.
    here: Option<(Timestamp, Timestamp)>,
    /// The latest time that any machine has seen, or 0.
    newest: Timestamp,
}

impl SeenTimes {
    /// Returns the expected time if the said one is not believed.
    /// Since the last start of this machine its uptime tells what must have passed. Before that, servers may have stood
    /// still for any time, but time did not run backwards.
    fn expected(&self, said: Timestamp, uptime: Timestamp) -> Option<Timestamp> {
        match self.here {
            Some((at, then)) if then <= uptime => {
                let expected = at + (uptime - then);
                let is_starting = said > expected && uptime < STARTING;
                (said.abs_diff(expected) > JUMP.unsigned_abs() && !is_starting).then_some(expected)
            }
            _ => (said < self.newest - JUMP).then_some(self.newest),
        }
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn seconds(milliseconds: i64) -> Timestamp {
    milliseconds.div_euclid(1000)
}

/// Time since the machine started, with the time it slept.
#[cfg(target_os = "linux")]
fn running() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or_default(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Time since this process first asked.
#[cfg(not(target_os = "linux"))]
fn running() -> Duration {
    static BEGUN: LazyLock<std::time::Instant> = LazyLock::new(std::time::Instant::now);
    BEGUN.elapsed()
}

/// Names this start of the machine; where the system has no such name, this process.
static BOOT: LazyLock<String> = LazyLock::new(|| {
    let name =
        if cfg!(target_os = "linux") { fs::read_to_string("/proc/sys/kernel/random/boot_id").ok() } else { None };
    name.map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| format!("{:032x}", rand::random::<u128>()))
});

/// Records the time and the machine's uptime, in seconds, under the name of this start of the machine.
struct RecordTime {
    boot: String,
    at: Timestamp,
    uptime: i64,
}

stored_as_tuple!(RecordTime, boot, at, uptime);

impl Command for RecordTime {
    const NAME: &'static str = "clock_seen";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        run!(
            tx,
            "insert into clock_seen (boot, at, uptime) values ($1, $2, $3)
             on conflict (boot) do update set at = excluded.at, uptime = excluded.uptime",
            &self.boot,
            self.at,
            self.uptime,
        )?;
        run!(tx, "delete from clock_seen where boot <> $1 and at < $2", &self.boot, self.at - 30 * DAY)?;
        Ok(())
    }
}

/// Forgets every recorded time.
#[derive(Serialize)]
struct AcceptTime;

impl Command for AcceptTime {
    const NAME: &'static str = "clock_accept";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        run!(tx, "delete from clock_seen")?;
        tx.audit("clock", 0).await
    }
}

impl Store {
    /// Compares the source of time with what was seen before; returns whether the store's clock follows it.
    pub(crate) async fn observe_time(&self) -> Result<bool> {
        let mut db = self.reader().await?;
        let here = row!(db, (i64, i64), "select at, uptime from clock_seen where boot = $1", BOOT.as_str())?;
        let newest = value!(db, i64, "select coalesce(max(at), 0) from clock_seen")?;
        let (said, remote) = match &mut db {
            Reader::Sqlite(_) => (self.clock.own(), false),
            Reader::Postgres(db) => {
                let sql = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
                let said: i64 = sqlx::query_scalar(sql).persistent(false).fetch_one(&mut **db).await?;
                (said + self.clock.0.passed.load(Relaxed) * 1000, true)
            }
        };
        Ok(self.clock.observe(said, remote, &SeenTimes { here, newest }))
    }

    /// Compares the source of time with what was seen before, and records it if the store's clock follows it.
    /// Servers call this regularly; between two calls the source may drift by an hour at most.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn watch_clock(&self) -> Result<bool> {
        let follows = self.observe_time().await?;
        if follows {
            let (boot, at, uptime) = (BOOT.clone(), self.now(), seconds(self.clock.uptime()));
            self.run(&By::system(), RecordTime { boot, at, uptime }).await?;
        }
        Ok(follows)
    }

    /// Forgets what was seen of the time, so that servers follow their source of time again however far it jumped.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn accept_clock(&self) -> Result<()> {
        self.run(&By::system(), AcceptTime).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A time long after the start of Unix time.
    const NOON: Timestamp = 1_700_000_000;

    #[test]
    fn a_clock_that_leaves_the_machines_uptime_by_more_than_an_hour_is_refused() {
        let known = SeenTimes { here: Some((NOON, 100_000)), newest: NOON };
        assert_eq!(known.expected(NOON + 60, 100_060), None);
        assert_eq!(known.expected(NOON + 60 + JUMP, 100_060), None);
        assert_eq!(known.expected(NOON + 61 + JUMP, 100_060), Some(NOON + 60));
        assert_eq!(known.expected(NOON - DAY, 100_060), Some(NOON + 60));
        assert_eq!(known.expected(NOON + 40 * DAY, 100_000 + 40 * DAY), None, "the machine ran for 40 days");
    }

    #[test]
    fn after_a_start_of_the_machine_only_a_time_before_the_last_one_is_refused() {
        let known = SeenTimes { here: None, newest: NOON };
        assert_eq!(known.expected(NOON + 40 * DAY, 10), None, "it was switched off");
        assert_eq!(known.expected(NOON - DAY, 10), Some(NOON));
        assert_eq!(SeenTimes::default().expected(5, 10), None, "a new database");
        let restarted = SeenTimes { here: Some((NOON, 500)), newest: NOON };
        assert_eq!(restarted.expected(NOON + DAY, 10), None, "an uptime that began anew");
    }

    #[test]
    fn a_machine_that_just_started_may_set_its_clock_forward() {
        let known = SeenTimes { here: Some((NOON, 20)), newest: NOON };
        assert_eq!(known.expected(NOON + DAY, STARTING - 1), None);
        assert_eq!(known.expected(NOON + DAY, STARTING), Some(NOON + STARTING - 20));
        assert_eq!(known.expected(NOON - DAY, 60), Some(NOON + 40));
    }
}
