//! Guard of the steps that take a fresh proof: granting roles, exports, erasing, other accounts' passwords, rules.
//! An unlocked computer at a desk is in a session of its owner; these steps ask again who sits there.

use domain::{
    Code, Timestamp,
    accounts::{AccountId, factors::FRESH, sessions::SessionId},
};

use crate::{By, Conn, Refusal, Result, Store, Tx, db::sql::row};

/// Whether an account's session was proved in the last ten minutes. Clocks, the command line and the demo act without a
/// session, and pass.
async fn is_fresh(db: &mut Conn<'_>, session: SessionId, account: AccountId, now: Timestamp) -> Result<bool> {
    let SessionId(session) = session;
    if session == 0 {
        return Ok(true);
    }
    let proved = row!(db, (i64,), "select proved from session where id = $1 and account = $2", session, account)?;
    Ok(proved.is_some_and(|(proved,)| proved + FRESH > now))
}

async fn check(db: &mut Conn<'_>, session: SessionId, account: AccountId, now: Timestamp) -> Result<()> {
    if is_fresh(db, session, account, now).await? {
        return Ok(());
    }
    Err(Refusal::NotAllowed(Code::ProofNeeded).into())
}

impl Tx<'_> {
    /// Refuses unless the session of the request was proved in the last ten minutes. Called after the permission, so
    /// that only accounts which may do the step are asked.
    ///
    /// # Errors
    /// [`Code::ProofNeeded`].
    pub(crate) async fn must_be_proved(&mut self) -> Result<()> {
        let (session, account, now) = (self.session, self.actor.account, self.now);
        check(&mut self.arm(), session, account, now).await
    }
}

impl Store {
    /// As [`Tx::must_be_proved`], before a transaction for which a hash must be computed or rows are read.
    pub(crate) async fn must_be_proved(&self, by: &By) -> Result<()> {
        let now = self.now();
        let mut db = self.reader().await?;
        check(&mut db.arm(), by.session, by.actor.account, now).await
    }

    /// Whether the session of the request was proved in the last ten minutes.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn is_proved(&self, by: &By) -> Result<bool> {
        let now = self.now();
        let mut db = self.reader().await?;
        is_fresh(&mut db.arm(), by.session, by.actor.account, now).await
    }
}
