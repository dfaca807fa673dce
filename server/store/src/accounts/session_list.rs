//! The sessions of one's own account: list, end one, end all others.

use domain::{
    Timestamp,
    accounts::{
        Actor,
        sessions::{Credential, SessionId, SessionLine},
    },
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    accounts::session_lifecycle::end_others,
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{parse, rows, run},
    },
};

#[derive(sqlx::FromRow)]
struct LineRow {
    id: i64,
    created: Timestamp,
    used: Timestamp,
    way: String,
    credential: String,
}

/// Ends one session of the actor's own account.
///
/// # Errors
/// Not signed in; not found for another account's session.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndSession(pub SessionId);

impl Command for EndSession {
    const NAME: &'static str = "session_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let (Self(id), account) = (self, tx.actor.account);
        if run!(tx, "delete from session where id = $1 and account = $2", id.0, account)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        run!(tx, "delete from push_subscription where session = $1 and account = $2", id.0, account)?;
        tx.audit("account", account).await
    }
}

/// Ends every session of the actor's own account but that of the request.
///
/// # Errors
/// Not signed in.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndOtherSessions;

impl Command for EndOtherSessions {
    const NAME: &'static str = "sessions_end_others";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let account = tx.actor.account;
        // Sign-ins open sessions, and sessions make tokens, under this lock: none of them stays behind.
        lock_own_account(tx).await?;
        end_others(tx, account).await?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Lists the sessions of the actor's account, that of the request first, then the last used; at most 100.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_sessions(&self, actor: &Actor, current: SessionId) -> Result<Vec<SessionLine>> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            LineRow,
            "select id, created, used, way, credential from session
             where account = $1 and expires > $2 and used + idle > $2
             order by case when id = $3 then 0 else 1 end, used desc, id desc limit 100",
            actor.account,
            now,
            current.0,
        )?;
        let line = |row: LineRow| {
            let LineRow { id, created, used, way, credential } = row;
            let id = SessionId(id);
            let staff_issued = parse::<Credential>(&credential)? != Credential::Own;
            // That of this request is in use now; its row is written less often.
            let used = if id == current { now } else { used };
            Ok(SessionLine { id, created, used, way: parse(&way)?, staff_issued, current: id == current })
        };
        found.into_iter().map(line).collect()
    }
}
