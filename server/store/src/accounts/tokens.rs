//! Personal access tokens: made by their owner for a program, shown once, stored as a hash, ended by the owner or by
//! time.
//! A token has no session, so no step that asks for a fresh proof takes one.

use std::{mem, time::Duration};

use domain::{
    Code, Timestamp,
    accounts::{
        Actor,
        security::SecurityKind,
        sessions::{Credential, SessionId},
        tokens::{MOST, NewToken, PREFIX, TokenId, TokenLine, TokenScope},
    },
    events::{Event, OfAccount},
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::{
        factor::required,
        session_lifecycle::Session,
        sessions::{Person, with_grants},
    },
    crypto::random,
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{parse, row, rows, run, value},
    },
};

/// How old the stored time of the last request may become before it is written again, in seconds.
const GRANULARITY: Timestamp = 3600;
/// Longest wait for writing when a token was used.
const USE_WAIT: Duration = Duration::from_secs(2);

/// A token just made; its text is shown once.
#[derive(Clone)]
pub struct FreshToken {
    /// Row id.
    pub id: TokenId,
    /// Text for `Authorization: Bearer …`.
    pub token: String,
}

/// Session of a request that brought a token, and what the token may do.
#[derive(Clone, Debug)]
pub struct TokenSession {
    /// Account of the token. The id is below zero, which is that of no session.
    pub session: Session,
    /// What it may do.
    pub scope: TokenScope,
}

#[derive(sqlx::FromRow)]
struct TokenRow {
    token: i64,
    scope: String,
    used: Timestamp,
    #[sqlx(flatten)]
    person: Person,
    /// Second factors that are on: 1 or 0.
    factors: i64,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: i64,
    name: String,
    scope: String,
    created: Timestamp,
    expires: Timestamp,
    used: Timestamp,
}

/// Checks that an account may have tokens: a family's is often shared, and staff may know a credential they made.
fn must_be_sole_owner(actor: &Actor) -> Result<()> {
    signed_in(actor)?;
    let is_own = actor.household == 0 && actor.credential == Credential::Own;
    if is_own { Ok(()) } else { Err(Refusal::NotAllowed(Code::NotAllowed).into()) }
}

/// Inserts a token of the actor's own account, and tells its owner.
///
/// # Errors
/// Not allowed for a family and in a session of a credential from staff; [`Code::ProofNeeded`]; invalid fields;
/// [`Code::FileFull`] with 20 tokens.
#[derive(Clone, Serialize)]
pub struct MakeToken {
    /// Name, scope and days.
    pub new: NewToken,
    /// Hash of the token's text.
    #[serde(skip)]
    pub(crate) digest: String,
}

impl Command for MakeToken {
    const NAME: &'static str = "token_make";
    type Output = TokenId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<TokenId> {
        must_be_sole_owner(&tx.actor)?;
        // Before the proof: a new password ends sessions and tokens under this lock, so its session is gone by then.
        lock_own_account(tx).await?;
        tx.must_be_proved().await?;
        let new = self.new.clone().checked()?;
        let (account, now) = (tx.actor.account, tx.now);
        let live =
            value!(tx, i64, "select count(*) from access_token where account = $1 and expires > $2", account, now)?;
        if live >= MOST {
            return Err(Code::FileFull.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into access_token (token, account, name, scope, created, expires, used)
             values ($1, $2, $3, $4, $5, $6, 0) returning id",
            &self.digest,
            account,
            &new.name,
            new.scope.as_str(),
            now,
            new.expires(now),
        )?;
        // No account is told of what it did itself; here another person may have sat at its computer.
        let owner = mem::take(&mut tx.actor);
        let told = tx.emit(Event::TokenMade(OfAccount { account })).await;
        tx.actor = owner;
        told?;
        tx.audit("account", account).await?;
        Ok(TokenId(id))
    }
}

/// Ends a token of the actor's own account.
///
/// # Errors
/// Not signed in; not found for another account's token.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndToken {
    /// The token.
    pub token: TokenId,
}

impl Command for EndToken {
    const NAME: &'static str = "token_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let (TokenId(id), account) = (self.token, tx.actor.account);
        if run!(tx, "delete from access_token where id = $1 and account = $2", id, account)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("account", account).await
    }
}

/// Stores that a token is used now.
#[derive(Serialize)]
struct UseToken(i64);

impl Command for UseToken {
    const NAME: &'static str = "token_use";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (Self(id), now) = (self, tx.now);
        run!(tx, "update access_token set used = $2 where id = $1 and used < $2", id, now)?;
        Ok(())
    }
}

/// Deletes every token of an account, with its sessions, and the secret address of its calendar: who knew the password
/// may have noted both.
pub(crate) async fn end_all(tx: &mut Tx<'_>, account: i64) -> Result<()> {
    run!(tx, "delete from access_token where account = $1", account)?;
    run!(tx, "delete from shift_feed where account = $1", account)?;
    Ok(())
}

/// Deletes tokens that have ended.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from access_token where expires <= $1", now)?)
}

impl Store {
    /// Makes a token of the actor's own account; its text is in this answer only.
    ///
    /// # Errors
    /// As [`MakeToken`]; [`Code::TokenShown`] for a repeated request.
    pub async fn token_make(&self, by: &By, new: NewToken) -> Result<FreshToken> {
        must_be_sole_owner(&by.actor)?;
        let token = format!("{PREFIX}{}", random::token());
        let digest = random::digest(&token);
        let id = self.run(by, MakeToken { new, digest: digest.clone() }).await?;
        let mut db = self.reader().await?;
        let stored = row!(db, (String,), "select token from access_token where id = $1", id.0)?;
        match stored {
            Some((hash,)) if hash == digest => Ok(FreshToken { id, token }),
            _ => Err(Code::TokenShown.into()),
        }
    }

    /// Lists the tokens of the actor's account that have not ended, newest first.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_tokens(&self, actor: &Actor) -> Result<Vec<TokenLine>> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            LineRow,
            "select id, name, scope, created, expires, used from access_token
             where account = $1 and expires > $2 order by id desc limit 100",
            actor.account,
            now,
        )?;
        let line = |row: LineRow| {
            let LineRow { id, name, scope, created, expires, used } = row;
            Ok(TokenLine { id: TokenId(id), name, scope: parse(&scope)?, created, expires, used })
        };
        found.into_iter().map(line).collect()
    }

    /// Loads the account of a token, as [`Store::session`] does that of a session, and stores that it is used.
    /// `None` when the token is unknown or has ended, or the account is closed.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn token_session(&self, token: &str) -> Result<Option<TokenSession>> {
        let mut db = self.reader().await?;
        let (digest, now) = (random::digest(token), self.now());
        let found = row!(
            db,
            TokenRow,
            "select t.id as token, t.scope, t.used, a.id, a.root, a.name, a.organisation, a.household,
                 coalesce(h.name, '') as family, a.view, a.place_area, a.place_location,
                 (select count(*) from second_factor f where f.account = a.id and f.since > 0) as factors
             from access_token t join account a on a.id = t.account left join household h on h.id = a.household
             where t.token = $1 and t.expires > $2 and a.open = true",
            &digest,
            now,
        )?;
        let Some(row) = found else {
            drop(db);
            self.note_security(SecurityKind::WrongToken, "token");
            return Ok(None);
        };
        let TokenRow { token, scope, used, person, factors } = row;
        let (id, scope) = (person.id, parse(&scope)?);
        let Some(actor) = with_grants(&mut db.arm(), &self.vault, Some(person)).await? else { return Ok(None) };
        let lacks_factor = factors == 0 && actor.is_staff() && required::is_required(&mut db.arm(), id).await?;
        drop(db);
        if now - used >= GRANULARITY {
            self.token_used(token).await;
        }
        let actor = if lacks_factor {
            let Actor { account, root, name, elder, .. } = actor;
            Actor { account, root, name, elder, credential: Credential::FactorDue, ..Actor::default() }
        } else {
            actor
        };
        let session = Session { id: SessionId(-token), actor };
        Ok(Some(TokenSession { session, scope }))
    }

    /// Stores that a token is used now. A failure loses the time only, so the request goes on.
    async fn token_used(&self, token: i64) {
        let by = By::system();
        match tokio::time::timeout(USE_WAIT, self.run(&by, UseToken(token))).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, operation = "token_use", "the use of a token is not stored"),
            Err(_) => tracing::warn!(operation = "token_use", "the use of a token is not stored in time"),
        }
    }
}
