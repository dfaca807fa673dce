//! Sessions from opening to end: insert, load with each request, end when unused, expired or replaced.
//! How long they last is in [`SessionLimits`].

use std::{mem, time::Duration};

use domain::{
    Timestamp,
    accounts::{
        AccountId, Actor, Role,
        cards::CardId,
        sessions::{Credential, SessionId, SessionLimits, SignInWay},
    },
    households::HouseholdId,
};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    accounts::{
        factor::{pending, required::factor_is_required},
        sessions::{Person, actor_with},
        tokens,
    },
    crypto::random,
    db::sql::{parse, rows, run, values},
};

/// Longest wait for writing when a session was used.
const USE_WAIT: Duration = Duration::from_secs(2);

/// A session with one role of its account, or without any.
#[derive(sqlx::FromRow)]
struct SessionRow {
    session: i64,
    used: Timestamp,
    idle: Timestamp,
    credential: String,
    #[sqlx(flatten)]
    person: Person,
    /// Whether the account has no second factor and must have one.
    lacks_factor: bool,
    /// Empty for an account without a role.
    role: String,
    area: i64,
    path: String,
}

/// Valid session of a request.
#[derive(Clone, Debug)]
pub struct Session {
    /// Row id.
    pub id: SessionId,
    /// Account of the session.
    pub actor: Actor,
}

/// Session to be inserted; the caller has checked its credential.
pub(crate) struct NewSession<'a> {
    /// Hash of the token.
    pub digest: &'a str,
    pub account: AccountId,
    /// Household that the account must have; 0 for any.
    pub household: HouseholdId,
    pub way: SignInWay,
    pub credential: Credential,
    /// Card it was opened with, or 0.
    pub card: CardId,
    /// Longest lifetime in seconds; the account's roles may shorten it.
    pub most: Timestamp,
    /// When its owner proved to sit there; 0 for a card or a code of a text message, which prove nothing of staff.
    pub proved: Timestamp,
}

/// Inserts a session with the limits of the account's roles; returns false when the account was closed.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &NewSession<'_>) -> Result<bool> {
    let held = values!(tx, String, "select role from role_grant where account = $1", new.account)?;
    let roles = held.iter().map(|role| parse(role)).collect::<Result<Vec<Role>>>()?;
    let limits = match new.credential {
        Credential::SetupCode => SessionLimits::SETUP,
        Credential::Own | Credential::StaffIssued | Credential::FactorDue => SessionLimits::of(roles),
    };
    let now = tx.now;
    let inserted = run!(
        tx,
        "insert into session (token, account, created, expires, card, way, credential, used, idle, proved)
         select cast($1 as text), id, cast($3 as bigint), cast($4 as bigint), cast($5 as bigint), cast($6 as text),
             cast($7 as text), cast($3 as bigint), cast($8 as bigint), cast($10 as bigint)
         from account where id = $2 and open = true and (household = $9 or $9 = 0)",
        new.digest,
        new.account,
        now,
        now + limits.most.min(new.most),
        new.card,
        new.way.as_str(),
        new.credential.as_str(),
        limits.idle,
        new.household,
        new.proved,
    )?;
    Ok(inserted > 0)
}

/// Deletes every session of an account but that of this request, its tokens, and its sign-ins that wait for a code.
pub(crate) async fn end_others(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let SessionId(own) = tx.session;
    run!(tx, "delete from session where account = $1 and id <> $2", account, own)?;
    run!(tx, "delete from push_subscription where account = $1 and session <> $2", account, own)?;
    tokens::end_all(tx, account).await?;
    pending::end_all(tx, account).await
}

/// Stores that the session with this hash of its token is used now.
#[derive(Serialize)]
struct UseSession(String);

impl Command for UseSession {
    const NAME: &'static str = "session_use";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (Self(digest), now) = (self, tx.now);
        run!(tx, "update session set used = $2 where token = $1 and used < $2", digest, now)?;
        Ok(())
    }
}

/// Deletes sessions that have expired or were not used for too long.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from session where expires <= $1 or used + idle <= $1", now)?)
}

/// Whether loading a session counts as using it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// Its owner asked for something.
    Counts,
    /// A page asked by itself, so the session grows old as if it had not.
    Nothing,
}

impl Store {
    /// Loads the session of a token as [`Store::session`], and does not store that it is used: for what an open page
    /// asks by itself, which must not keep a session alive that its owner left.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn session_unused(&self, token: &str) -> Result<Option<Session>> {
        self.load_session(token, Use::Nothing).await
    }

    /// Loads the session of a token, and stores that it is used.
    /// `None` when the token is unknown, has expired or was not used for too long, or the account is closed.
    /// The actor of a set-up code has neither roles nor household, so that it may do nothing but set a password. Nor
    /// has one of staff who lack the second factor that their area requires: it may do nothing but set one up.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn session(&self, token: &str) -> Result<Option<Session>> {
        self.load_session(token, Use::Counts).await
    }

    async fn load_session(&self, token: &str, by_owner: Use) -> Result<Option<Session>> {
        let mut db = self.reader().await?;
        let (digest, now) = (random::digest(token), self.now());
        let mut found = rows!(
            db,
            SessionRow,
            concat!(
                "select s.id as session, s.used, s.idle, s.credential, a.id, a.root, a.name, a.organisation, a.household,
                     coalesce(h.name, '') as family, a.view, a.place_area, a.place_location,
                     (not exists (select 1 from second_factor f where f.account = a.id and f.since > 0) and ",
                factor_is_required!(),
                ") as lacks_factor,
                     coalesce(g.role, '') as role, coalesce(g.area, 0) as area, coalesce(g.path, '') as path
                 from session s join account a on a.id = s.account left join household h on h.id = a.household
                     left join role_grant g on g.account = a.id
                 where s.token = $1 and s.expires > $2 and s.used + s.idle > $2 and a.open = true
                 order by g.area, g.role"
            ),
            &digest,
            now,
        )?;
        let roles = found.iter_mut().filter(|row| !row.role.is_empty());
        let held = roles.map(|row| (mem::take(&mut row.role), row.area, mem::take(&mut row.path))).collect();
        let Some(found) = found.pop() else { return Ok(None) };
        let SessionRow { session, used, idle, credential, person, lacks_factor, .. } = found;
        let credential = parse::<Credential>(&credential)?;
        let actor = actor_with(&mut db.arm(), &self.vault, person, held).await?;
        drop(db);
        // A role that was granted after sign-in may allow less idle time than the session was opened with.
        let roles = SessionLimits::of(actor.grants.iter().map(|grant| grant.role));
        let limits = SessionLimits { idle: idle.min(roles.idle), ..roles };
        if used + limits.idle <= now {
            return Ok(None);
        }
        if by_owner == Use::Counts && now - used >= limits.granularity() {
            self.session_used(digest).await;
        }
        let credential = match credential {
            Credential::Own | Credential::StaffIssued if lacks_factor => Credential::FactorDue,
            other => other,
        };
        let actor = match credential {
            Credential::SetupCode | Credential::FactorDue => {
                let Actor { account, root, name, elder, .. } = actor;
                Actor { account, root, name, elder, credential, ..Actor::default() }
            }
            Credential::Own | Credential::StaffIssued => Actor { credential, ..actor },
        };
        Ok(Some(Session { id: SessionId(session), actor }))
    }

    /// Stores that a session is used now. A failure ends the session early at worst, so the request goes on.
    async fn session_used(&self, digest: String) {
        let by = By::system();
        let write = self.run(&by, UseSession(digest));
        match tokio::time::timeout(USE_WAIT, write).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, operation = "session_use", "the use of a session is not stored"),
            Err(_) => tracing::warn!(operation = "session_use", "the use of a session is not stored in time"),
        }
    }
}
