//! Rate limits for attempts (passwords, pick-up codes), counted in the database for all servers.

use domain::{Code, Timestamp};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    db::{
        security_log::limit_kind,
        sql::{run, value, values},
    },
};

/// Answer of [`Store::count_attempt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    /// Counted; so many lie within the window, this one included.
    Counted(i64),
    /// Refused, and not kept; the next one is taken from this time on.
    Paused(Timestamp),
}

/// Records an attempt of a subject.
#[derive(Serialize)]
struct AddAttempt(String);

impl Command for AddAttempt {
    const NAME: &'static str = "attempt";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (Self(subject), now) = (self, tx.now);
        run!(tx, "insert into attempt (subject, at) values ($1, $2)", subject, now)?;
        Ok(())
    }
}

/// Deletes the latest attempt of a subject that was refused or proved right.
#[derive(Serialize)]
struct TakeBackAttempt(String);

impl Command for TakeBackAttempt {
    const NAME: &'static str = "attempt_take_back";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        forgive_last(tx, &self.0).await
    }
}

/// Deletes all attempts of a subject.
#[derive(Serialize)]
struct ForgiveAll(String);

impl Command for ForgiveAll {
    const NAME: &'static str = "forgive";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(subject) = self;
        run!(tx, "delete from attempt where subject = $1", subject)?;
        Ok(())
    }
}

/// Deletes the latest attempt of each of these subjects.
#[derive(Serialize)]
pub(crate) struct ForgiveLast(pub Vec<String>);

impl Command for ForgiveLast {
    const NAME: &'static str = "forgive";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        for subject in &self.0 {
            forgive_last(tx, subject).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Records an attempt and refuses it when there were more than `limit` within `window` seconds.
    /// The attempt is committed before counting, so concurrent attempts cannot all see a low count.
    ///
    /// # Errors
    /// [`Code::TooManyTries`].
    pub async fn attempt(&self, subject: &str, limit: i64, window: Timestamp) -> Result<()> {
        let refused = || Err(Refusal::NotAllowed(Code::TooManyTries).into());
        // A flood is refused without a write, and does not prolong the pause.
        if self.attempts(subject, window).await? >= limit {
            self.note_security(limit_kind(subject), subject);
            return refused();
        }
        match self.count_attempt(subject, limit, window).await? {
            Attempt::Counted(_) => Ok(()),
            Attempt::Paused(_) => refused(),
        }
    }

    /// Loads how many attempts of a subject lie within `window` seconds.
    pub(crate) async fn attempts(&self, subject: &str, window: Timestamp) -> Result<i64> {
        let mut db = self.reader().await?;
        let since = self.now() - window;
        Ok(value!(db, i64, "select count(*) from attempt where subject = $1 and at > $2", subject, since)?)
    }

    /// Records an attempt unless `limit` of them lie within `window` seconds already.
    /// A refused one is deleted again, so that further attempts do not prolong the pause. As in [`Store::attempt`], it
    /// is committed before counting, so concurrent attempts cannot all see a low count.
    ///
    /// # Errors
    /// Only when the database fails.
    pub(crate) async fn count_attempt(&self, subject: &str, limit: i64, window: Timestamp) -> Result<Attempt> {
        self.run(&By::system(), AddAttempt(subject.to_owned())).await?;
        let mut db = self.reader().await?;
        let since = self.now() - window;
        let times = values!(
            db,
            i64,
            "select at from attempt where subject = $1 and at > $2 order by at desc, id desc limit $3",
            subject,
            since,
            limit + 1,
        )?;
        drop(db);
        let tries = i64::try_from(times.len()).unwrap_or(i64::MAX);
        match times.last() {
            // The newest is this one; without it, `last` is the oldest of `limit` attempts and must leave the window.
            Some(oldest) if tries > limit => {
                self.take_back_attempt(subject).await?;
                self.note_security(limit_kind(subject), subject);
                Ok(Attempt::Paused(oldest + window))
            }
            _ => Ok(Attempt::Counted(tries)),
        }
    }

    /// Deletes the latest attempt of a subject; all others stay counted.
    ///
    /// # Errors
    /// Only when the database fails.
    pub(crate) async fn take_back_attempt(&self, subject: &str) -> Result<()> {
        self.run(&By::system(), TakeBackAttempt(subject.to_owned())).await
    }

    /// Deletes the attempts of a subject after one of them succeeded.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn forgive(&self, subject: &str) -> Result<()> {
        self.run(&By::system(), ForgiveAll(subject.to_owned())).await
    }
}

/// Deletes attempts made before `before`, which must be older than every window.
pub(crate) async fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    Ok(run!(tx, "delete from attempt where at < $1", before)?)
}

/// Deletes the latest attempt of a subject, which succeeded; earlier ones may have been wrong.
pub(crate) async fn forgive_last(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    run!(tx, "delete from attempt where id = (select max(id) from attempt where subject = $1)", subject)?;
    Ok(())
}
