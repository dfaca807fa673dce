//! Counting tries (of a password, of a pick-up code), on all servers together.

use domain::{Code, Error as Refusal, Timestamp};

use crate::{
    By, Result, Store, Tx,
    db::sql::{run, value},
};

impl Store {
    /// Records a try and refuses it when there were more than `limit` within `window` seconds. The try is
    /// committed before it is counted, so that a hundred at once cannot all find the count low.
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

    /// Forgets the tries of a subject, once one of them was right.
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

/// Forgets tries that are older than every window.
pub(crate) async fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64> {
    Ok(run!(tx, "delete from attempt where at < $1", before)?)
}

/// Forgets the last try of a subject, which was right; others from the same place may still have been wrong.
pub(crate) async fn forgive_last(tx: &mut Tx<'_>, subject: &str) -> Result<()> {
    run!(tx, "delete from attempt where id = (select max(id) from attempt where subject = $1)", subject)?;
    Ok(())
}
