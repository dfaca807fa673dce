//! Sign-in in two steps: a right password leaves a token of five minutes that opens nothing, and only together with a
//! code of the second factor becomes a session.

use domain::{
    Code, DAY,
    accounts::{
        AccountId, Actor,
        factors::{MOST_PENDING, PENDING},
        sessions::SignInWay,
    },
    areas::AreaId,
};

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::{
        factor::{self, TypedFactor},
        session_lifecycle::{NewSession, insert},
        sessions::{Credentials, DAYS},
        sign_in::{
            setup_codes,
            throttle::{Browser, Tries},
        },
    },
    crypto::random,
    db::{
        command::stored_as_tuple,
        sql::{row, run},
    },
};

/// Result of a right password.
#[derive(Clone, Debug)]
pub enum FirstStep {
    /// The account has no second factor: token and actor of its session.
    Signed(String, Actor),
    /// The account has one: token for [`Store::sign_in_second`].
    Factor(String),
}

/// Stores that the password of an account with a second factor was right.
/// Its fields are secrets, so none is stored with the request.
struct BeginSignIn {
    /// Hash of the token.
    digest: String,
    /// Hash of the password that was verified.
    password: String,
    /// Counted tries, to be forgiven.
    tries: Tries,
}

stored_as_tuple!(BeginSignIn);

impl Command for BeginSignIn {
    const NAME: &'static str = "sign_in_begin";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (account, until) = (tx.actor.account, tx.now + PENDING);
        // Under the account's lock: whatever changes the password or ends its sessions deletes this, too. A set-up code
        // that is used up or too old gets the answer of a wrong password, as without a second factor.
        let now = tx.now;
        let held = run!(
            tx,
            "update account set version = version + 1
             where id = $1 and open = true and password = $2 and (setup_until = 0 or setup_until > $3)",
            account,
            &self.password,
            now,
        )?;
        if held == 0 {
            return Err(Refusal::NotAllowed(Code::WrongSignIn).into());
        }
        // A right password forgives its try, so only this bounds how many wait.
        run!(
            tx,
            "delete from sign_in_pending where account = $1 and token not in
                 (select token from sign_in_pending where account = $1 order by expires desc, token limit $2)",
            account,
            MOST_PENDING - 1,
        )?;
        run!(
            tx,
            "insert into sign_in_pending (token, account, expires) values ($1, $2, $3)",
            &self.digest,
            account,
            until,
        )?;
        self.tries.forgive(tx).await?;
        tx.audit("account", account).await
    }
}

/// Opens the session of a sign-in whose password was right, unless its code is wrong or was used.
struct FinishSignIn {
    /// Hash of the token of the first step.
    pending: String,
    /// Hash of the session's token.
    digest: String,
    typed: TypedFactor,
    /// Counted tries, to be forgiven.
    tries: Tries,
}

stored_as_tuple!(FinishSignIn);

impl Command for FinishSignIn {
    const NAME: &'static str = "factor_sign_in";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (account, now) = (tx.actor.account, tx.now);
        let over = || Refusal::NotAllowed(Code::SignInExpired);
        let held = row!(tx, (String,), "select password from account where id = $1 and open = true", account)?;
        let (password,) = held.ok_or_else(over)?;
        let credential = setup_codes::spend(tx, account, &password).await.map_err(|error| match error {
            crate::Error::Refused(_) => over().into(),
            failed => failed,
        })?;
        // After the lock of the account, under which a changed password has deleted it.
        let spent = run!(
            tx,
            "delete from sign_in_pending where token = $1 and account = $2 and expires > $3",
            &self.pending,
            account,
            now,
        )?;
        if spent == 0 {
            return Err(over().into());
        }
        if !factor::spend(tx, account, &self.typed).await? {
            return Err(Refusal::NotAllowed(Code::WrongFactor).into());
        }
        let new = NewSession {
            digest: &self.digest,
            account,
            household: 0,
            way: SignInWay::Password,
            credential,
            card: 0,
            most: DAYS * DAY,
            proved: now,
        };
        if !insert(tx, &new).await? {
            return Err(over().into());
        }
        self.tries.forgive(tx).await?;
        tx.audit("account", account).await
    }
}

/// Deletes the sign-ins of an account that wait for a code; its sessions end as well, or its password changed.
pub(crate) async fn end_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    run!(tx, "delete from sign_in_pending where account = $1", account)?;
    Ok(())
}

/// Deletes those that waited too long.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from sign_in_pending where expires <= $1", now)?)
}

impl Store {
    /// Stores that a password was right; returns the token for the second step.
    pub(crate) async fn begin_sign_in(&self, known: Credentials, root: AreaId, tries: Tries) -> Result<String> {
        let token = random::token();
        let by = By::new(Actor { account: known.id, root, ..Actor::default() }, "");
        self.run(&by, BeginSignIn { digest: random::digest(&token), password: known.password, tries }).await?;
        Ok(token)
    }

    /// Whether a token of the first step still waits for a code.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn sign_in_waits(&self, pending: &str) -> Result<bool> {
        Ok(self.pending_account(pending).await?.is_some())
    }

    /// Loads account and root area of a sign-in that waits for a code.
    async fn pending_account(&self, pending: &str) -> Result<Option<(AccountId, AreaId)>> {
        let now = self.now();
        let mut db = self.reader().await?;
        Ok(row!(
            db,
            (i64, i64),
            "select a.id, a.root from sign_in_pending p join account a on a.id = p.account
             where p.token = $1 and p.expires > $2 and a.open = true",
            random::digest(pending),
            now,
        )?)
    }

    /// Opens the session of a sign-in whose password was right: with a code of the app, or a recovery code. Wrong
    /// codes, used ones and those of another time get one answer, and the sign-in goes on waiting.
    ///
    /// # Errors
    /// [`Code::SignInExpired`] after five minutes, and after the password changed; [`Code::WrongFactor`];
    /// [`Code::TooManyTries`] after 5 wrong codes of the account from this address in a quarter of an hour, 30 from the
    /// address, or 20 from all in an hour. A browser that signed this account in before has 5 of its own.
    pub async fn sign_in_second<'b>(
        &self,
        pending: &str,
        typed: &str,
        browser: impl Into<Browser<'b>>,
    ) -> Result<(String, Actor)> {
        let browser = browser.into();
        let over = || Refusal::NotAllowed(Code::SignInExpired);
        let (account, root) = self.pending_account(pending).await?.ok_or_else(over)?;
        let tries = self.try_factor_code(account, browser).await?;
        let typed = self.read_factor(account, typed).await?;
        let token = random::token();
        let by = By::new(Actor { account, root, ..Actor::default() }, "");
        let finish = FinishSignIn { pending: random::digest(pending), digest: random::digest(&token), typed, tries };
        let opened = self.run(&by, finish).await;
        opened.inspect_err(|error| self.note_wrong_factor(account, error))?;
        let actor = self.actor(&token).await?.ok_or_else(over)?;
        Ok((token, actor))
    }
}
