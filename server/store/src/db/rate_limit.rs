//! Rate limits for attempts (passwords, pick-up codes), counted in the database for all servers.

use domain::{Code, Error as Refusal, Timestamp};

use crate::{
    By, Result, Store, Tx,
    db::sql::{run, value},
};

impl Store {
    /// Records an attempt and refuses it when there were more than `limit` within `window` seconds.
    /// The attempt is committed before counting, so concurrent attempts cannot all see a low count.
    ///
    /// # Errors
    /// [`Code::TooManyTries`].
    pub async fn attempt(&self, subject: &str, limit: i64, window: Timestamp) -> Result<()> {
        self.write(&By::system(), "attempt", subject.to_owned(), |tx, subject| {
            Box::pin(async move {
                let now = tx.now;
                run!(tx, "insert into attempt (subject, at) values ($1, $2)", subject, now)?;
                Ok(())
            })
        })
        .await?;
        let mut db = self.reader().await?;
        let since = self.now() - window;
        let tries = value!(db, i64, "select count(*) from attempt where subject = $1 and at > $2", subject, since)?;
        if tries > limit { Err(Refusal::NotAllowed(Code::TooManyTries).into()) } else { Ok(()) }
    }

    /// Deletes the attempts of a subject after one of them succeeded.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn forgive(&self, subject: &str) -> Result<()> {
        self.write(&By::system(), "forgive", subject.to_owned(), |tx, subject| {
            Box::pin(async move {
                run!(tx, "delete from attempt where subject = $1", subject)?;
                Ok(())
            })
        })
        .await
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
