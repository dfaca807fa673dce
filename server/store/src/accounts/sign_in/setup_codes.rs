//! One-time set-up codes: what staff hand over in place of a password.
//! A code signs in once, with the account's phone, to a session that may only set a password. Its hash stands in place
//! of the password's, so sign-in counts, compares and times both alike.

use std::{borrow::Cow, fmt};

use domain::{
    Code, Timestamp,
    accounts::{
        self, AccountId, Actor,
        sessions::{Credential, MARKED_FOR, SETUP_VALID},
    },
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::{
        sessions::{self, Credentials, Second},
        sign_in::throttle::Tries,
    },
    crypto::{passwords, random},
    db::{
        pagination::signed_in,
        sql::{row, run},
    },
};

/// Characters of a code: 40 bits, of which a phone may try five in a quarter of an hour.
const LENGTH: usize = 8;

/// Stored in `setup_until` of an account whose code has signed in.
const SPENT: Timestamp = -1;

/// Code just made; shown once.
#[derive(Clone)]
pub struct FreshCode {
    /// Characters to type in place of the password.
    pub code: String,
    /// Until when it can be used.
    pub until: Timestamp,
}

/// Leaves the code out of logs.
impl fmt::Debug for FreshCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FreshCode({})", self.until)
    }
}

/// Code and its hash, drawn before the transaction that stores the hash.
pub(crate) struct CodeWithHash {
    code: String,
    pub hash: String,
}

impl CodeWithHash {
    pub(crate) async fn new() -> Result<CodeWithHash> {
        let code = random::code(LENGTH);
        let hash = passwords::hash(&code).await?;
        Ok(CodeWithHash { code, hash })
    }
}

/// Returns what to compare with the hash: a typed code without blanks and in capitals, a password unchanged.
pub(crate) fn typed<'p>(password: &'p str, known: Option<&Credentials>) -> Cow<'p, str> {
    match known {
        Some(known) if known.setup_until != 0 => Cow::Owned(random::typed_code(password)),
        _ => Cow::Borrowed(password),
    }
}

/// Replaces the password of an account by a code, and ends its sessions.
pub(crate) async fn put(tx: &mut Tx<'_>, account: AccountId, hash: &str) -> Result<()> {
    let until = tx.now + SETUP_VALID;
    run!(
        tx,
        "update account set password = $2, setup_until = $3, version = version + 1 where id = $1",
        account,
        hash,
        until,
    )?;
    sessions::end_all(tx, account).await
}

/// Marks the sessions by password or one-time code that this account opens within a week.
/// For changes by staff after which they could sign in as the family.
pub(crate) async fn mark(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let until = tx.now + MARKED_FOR;
    run!(tx, "update account set marked_until = $2 where id = $1", account, until)?;
    Ok(())
}

/// Locks the account, and returns who knows the credential behind a hash that was just verified.
/// A code is used up, so that of two sign-ins with it one is refused.
///
/// # Errors
/// [`Code::WrongSignIn`] when the account was closed or its password changed since, or the code is used up or too old.
pub(crate) async fn spend(tx: &mut Tx<'_>, account: AccountId, hash: &str) -> Result<Credential> {
    let now = tx.now;
    let wrong = || Refusal::NotAllowed(Code::WrongSignIn);
    let held = run!(
        tx,
        "update account set version = version + 1 where id = $1 and open = true and password = $2",
        account,
        hash,
    )?;
    if held == 0 {
        return Err(wrong().into());
    }
    let (setup_until, marked_until) =
        row!(tx, (i64, i64), "select setup_until, marked_until from account where id = $1", account)?
            .ok_or_else(wrong)?;
    match setup_until {
        0 => Ok(Credential::marked(marked_until, now)),
        until if until > now => {
            run!(tx, "update account set setup_until = $2 where id = $1", account, SPENT)?;
            Ok(Credential::SetupCode)
        }
        _ => Err(wrong().into()),
    }
}

/// Stores the password that takes the place of a used code.
#[derive(Serialize)]
struct SetFirstPassword {
    /// Argon2id hash.
    #[serde(skip)]
    hash: String,
}

impl Command for SetFirstPassword {
    const NAME: &'static str = "setup_finish";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_set_up(&tx.actor)?;
        let (account, until) = (tx.actor.account, tx.now + MARKED_FOR);
        let set = run!(
            tx,
            "update account set password = $2, setup_until = 0, marked_until = $3, version = version + 1
             where id = $1 and open = true and setup_until = $4",
            account,
            &self.hash,
            until,
            SPENT,
        )?;
        if set == 0 {
            return Err(Code::WrongState.into());
        }
        sessions::end_all(tx, account).await?;
        tx.audit("account", account).await
    }
}

/// Checks that the actor's session was opened with a set-up code.
fn must_set_up(actor: &Actor) -> Result<()> {
    signed_in(actor)?;
    if actor.credential == Credential::SetupCode { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

impl Store {
    /// Sets the password in a session of a set-up code; ends that session and returns the token of an ordinary one.
    ///
    /// # Errors
    /// Not signed in; not found in any other session; field `new` when the password is too weak, or is the code itself,
    /// which staff know; [`Code::WrongState`] when a new code was made meanwhile.
    pub async fn setup_finish(&self, by: &By, new: &str) -> Result<(String, Actor)> {
        must_set_up(&by.actor)?;
        let phone = self.profile(&by.actor).await?.phone;
        let new = accounts::password(new, &phone).map_err(|code| Refusal::field("new", code))?;
        let known = self.credentials(by.actor.account).await?;
        if passwords::verify(&typed(&new, Some(&known)), Some(&known.password)).await? {
            return Err(Refusal::field("new", Code::WeakPassword).into());
        }
        let hash = passwords::hash(&new).await?;
        self.run(by, SetFirstPassword { hash }).await?;
        let known = self.credentials(by.actor.account).await?;
        self.open_session(known, Tries::default(), Second::Passed).await
    }

    /// Returns a code that was just stored for an account.
    /// A repeated request drew another one, which is not stored, and the first is lost.
    ///
    /// # Errors
    /// [`Code::SetupShown`] for a repeated request.
    pub(crate) async fn shown_once(&self, account: AccountId, drawn: CodeWithHash) -> Result<FreshCode> {
        let mut db = self.reader().await?;
        let stored = row!(
            db,
            (String, i64),
            "select password, setup_until from account where id = $1 and setup_until > 0",
            account,
        )?;
        match stored {
            Some((hash, until)) if hash == drawn.hash => Ok(FreshCode { code: drawn.code, until }),
            _ => Err(Code::SetupShown.into()),
        }
    }
}
