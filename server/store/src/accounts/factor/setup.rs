//! Turning the second factor on and off, and removing that of a lost phone.

use domain::{
    Code,
    accounts::{
        AccountId, Actor,
        factors::{FactorState, RECOVERY_CODES, RecoveryCodes, WAITS},
        security::SecurityKind,
        sessions::Credential,
    },
    events::{Event, OfAccount},
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::{
        factor::{self, TypedFactor, recovery, recovery::DrawnCodes, required, totp},
        session_lifecycle::end_others,
        sessions,
        sign_in::throttle::Tries,
        staff::must_administer,
    },
    crypto::secret::Secret,
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{row, run, value},
    },
};

/// Whether the actor may set a second factor up: staff, also while nothing else is open to them.
fn may_set_up(actor: &Actor) -> bool {
    actor.is_staff() || actor.credential == Credential::FactorDue
}

/// Checks that the actor may set a second factor up.
///
/// # Errors
/// Not signed in; not allowed for families and donors.
fn must_set_up(actor: &Actor) -> Result<()> {
    signed_in(actor)?;
    if may_set_up(actor) { Ok(()) } else { Err(Refusal::NotAllowed(Code::NotAllowed).into()) }
}

fn wrong() -> crate::Error {
    Refusal::field("code", Code::WrongFactor).into()
}

/// Draws the secret of the actor's app, which waits for its first code. One that waits already is replaced.
///
/// # Errors
/// Not signed in; not allowed for families and donors; [`Code::ProofNeeded`]; [`Code::WrongState`] while the second
/// factor is on.
#[derive(Clone, Serialize)]
pub struct BeginFactor {
    /// Secret in base 32.
    #[serde(skip)]
    secret: String,
}

impl BeginFactor {
    /// Draws the secret.
    #[must_use]
    pub fn new() -> Self {
        BeginFactor { secret: totp::draw() }
    }
}

impl Default for BeginFactor {
    fn default() -> Self {
        BeginFactor::new()
    }
}

impl Command for BeginFactor {
    const NAME: &'static str = "factor_begin";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_set_up(&tx.actor)?;
        let (account, now) = (tx.actor.account, tx.now);
        lock_own_account(tx).await?;
        // After the lock: a new password, for which this step waited, has ended the session.
        tx.must_be_proved().await?;
        let secret = tx.vault.seal(Secret::FactorSecret, &self.secret)?;
        let put = run!(
            tx,
            "insert into second_factor (account, secret, made, since, last_step) values ($1, $2, $3, 0, 0)
             on conflict (account) do update set secret = excluded.secret, made = excluded.made
             where second_factor.since = 0",
            account,
            &secret,
            now,
        )?;
        if put == 0 {
            return Err(Code::WrongState.into());
        }
        tx.audit("account", account).await
    }
}

/// Turns the actor's second factor on with the first code of its app, and ends its other sessions, which were opened
/// without it.
///
/// # Errors
/// Not signed in; not allowed for families and donors; [`Code::ProofNeeded`]; [`Code::WrongState`] when no secret
/// waits, or it waited too long; field `code` for a wrong one.
#[derive(Clone, Serialize)]
pub struct ConfirmFactor {
    /// Six digits, or empty for what is no code.
    #[serde(skip)]
    code: String,
    /// Argon2id hashes of the recovery codes.
    #[serde(skip)]
    hashes: Vec<String>,
    /// Counted tries, to be forgiven.
    #[serde(skip)]
    tries: Tries,
}

impl Command for ConfirmFactor {
    const NAME: &'static str = "factor_confirm";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_set_up(&tx.actor)?;
        let (account, now) = (tx.actor.account, tx.now);
        lock_own_account(tx).await?;
        // The secret may have been left on the screen of an unlocked computer. After the lock, as in `BeginFactor`.
        tx.must_be_proved().await?;
        let waiting = row!(
            tx,
            (String,),
            "select secret from second_factor where account = $1 and since = 0 and made > $2",
            account,
            now - WAITS,
        )?;
        let Some((sealed,)) = waiting else { return Err(Code::WrongState.into()) };
        let secret = tx.vault.open(Secret::FactorSecret, &sealed)?;
        let step = totp::step_of(&secret, &self.code, now, 0)?.ok_or_else(wrong)?;
        run!(
            tx,
            "update second_factor set since = $2, last_step = $3 where account = $1 and since = 0",
            account,
            now,
            step,
        )?;
        recovery::put(tx, account, &self.hashes).await?;
        end_others(tx, account).await?;
        self.tries.forgive(tx).await?;
        tx.audit("account", account).await
    }
}

/// Turns the actor's own second factor off.
///
/// # Errors
/// Not signed in; field `old` when the password changed meanwhile; [`Code::WrongState`] while it is off; field `code`
/// for a wrong one, and one that was used.
#[derive(Clone, Serialize)]
pub struct RemoveFactor {
    /// Hash of the password that was verified.
    #[serde(skip)]
    proved: String,
    #[serde(skip)]
    typed: TypedFactor,
    /// Counted tries, to be forgiven.
    #[serde(skip)]
    tries: Tries,
}

impl Command for RemoveFactor {
    const NAME: &'static str = "factor_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let account = tx.actor.account;
        let own = lock_own_account(tx).await?;
        if own.password != self.proved {
            return Err(Refusal::field("old", Code::WrongSignIn).into());
        }
        if !factor::is_on(&mut tx.arm(), account).await? {
            return Err(Code::WrongState.into());
        }
        if !factor::spend(tx, account, &self.typed).await? {
            return Err(wrong());
        }
        factor::delete(tx, account).await?;
        self.tries.forgive(tx).await?;
        tx.audit("account", account).await
    }
}

/// Removes the second factor of another account, whose owner has lost phone and recovery codes; ends its sessions, and
/// tells it.
///
/// # Errors
/// `NotFound` outside the actor's areas; `NotAllowed` when the account has a role where the actor is no administrator;
/// [`Code::OwnFactor`] for the actor's own account; [`Code::ProofNeeded`]; [`Code::WrongState`] when it has none.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ResetFactor {
    /// Account that loses it.
    pub account: AccountId,
}

impl Command for ResetFactor {
    const NAME: &'static str = "factor_reset";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self { account } = self;
        must_administer(tx, account).await?;
        if account == tx.actor.account {
            return Err(Refusal::NotAllowed(Code::OwnFactor).into());
        }
        tx.must_be_proved().await?;
        run!(tx, "update account set version = version + 1 where id = $1", account)?;
        if !factor::delete(tx, account).await? {
            return Err(Code::WrongState.into());
        }
        sessions::end_all(tx, account).await?;
        tx.emit(Event::FactorRemoved(OfAccount { account })).await?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Loads the actor's second factor.
    ///
    /// # Errors
    /// Not signed in; not allowed for families and donors, unless theirs is on from a role that they had.
    pub async fn factor(&self, actor: &Actor) -> Result<FactorState> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let held = row!(
            db,
            (i64, i64, String),
            "select since, made, secret from second_factor where account = $1",
            actor.account,
        )?;
        let (since, made, sealed) = held.unwrap_or_default();
        if since == 0 {
            must_set_up(actor)?;
        }
        let left =
            value!(db, i64, "select count(*) from recovery_code where account = $1 and used = 0", actor.account)?;
        let required = required::is_required(&mut db.arm(), actor.account).await?;
        drop(db);
        let waits = since == 0 && made > now - WAITS;
        let waiting = if waits { Some(self.vault.open(Secret::FactorSecret, &sealed)?) } else { None };
        Ok(FactorState { since: (since > 0).then_some(since), waiting, codes_left: left.min(RECOVERY_CODES), required })
    }

    /// Whether the actor has a second factor, so that its code is a proof.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn proves_by_code(&self, actor: &Actor) -> Result<bool> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        factor::is_on(&mut db.arm(), actor.account).await
    }

    /// Whether an account has a second factor, for those who administer accounts somewhere.
    ///
    /// # Errors
    /// Not allowed without a role that assigns roles.
    pub async fn has_factor(&self, actor: &Actor, account: AccountId) -> Result<bool> {
        actor.must_somewhere(domain::permission::Action::AssignRoles)?;
        let mut db = self.reader().await?;
        factor::is_on(&mut db.arm(), account).await
    }

    /// Turns the actor's second factor on; returns the recovery codes, which cannot be shown again.
    ///
    /// # Errors
    /// As [`ConfirmFactor`]; [`Code::TooManyTries`] after 5 wrong codes in a quarter of an hour;
    /// [`Code::RecoveryShown`] for a repeated request.
    pub async fn factor_confirm(&self, by: &By, code: &str, address: &str) -> Result<RecoveryCodes> {
        let account = by.actor.account;
        let Some(secret) = self.factor(&by.actor).await?.waiting else { return Err(self.not_waiting(by).await?) };
        self.must_be_proved(by).await?;
        // The form that asks for a proof does not keep the code.
        if code.trim().is_empty() {
            return Err(Refusal::field("code", Code::Required).into());
        }
        let tries = self.try_factor(account, address).await?;
        let code = factor::six_digits(code).unwrap_or_default();
        // Before the ten hashes; the command compares it once more.
        if totp::step_of(&secret, &code, self.now(), 0)?.is_none() {
            let refused = wrong();
            self.note_wrong_factor(account, &refused);
            return Err(refused);
        }
        let drawn = DrawnCodes::new().await?;
        self.run(by, ConfirmFactor { code, hashes: drawn.hashes.clone(), tries }).await?;
        match self.are_stored(account, &drawn.hashes).await? {
            true => Ok(drawn.codes),
            false => Err(Code::RecoveryShown.into()),
        }
    }

    /// Returns why nothing can be confirmed: the same request did it before, or no secret waits.
    async fn not_waiting(&self, by: &By) -> Result<crate::Error> {
        let repeated = ConfirmFactor { code: String::new(), hashes: Vec::new(), tries: Tries::default() };
        let code = match self.answered(by, &repeated).await? {
            Some(()) => Code::RecoveryShown,
            None => Code::WrongState,
        };
        Ok(code.into())
    }

    /// Turns the actor's second factor off, with the password and a code.
    ///
    /// # Errors
    /// As [`RemoveFactor`]; not allowed for families and donors without one; [`Code::TooManyTries`] after 5 wrong
    /// passwords, or 5 wrong codes, in a quarter of an hour.
    pub async fn factor_remove(&self, by: &By, old: &str, code: &str, address: &str) -> Result<()> {
        if self.factor(&by.actor).await?.since.is_none() {
            let repeated = RemoveFactor { proved: String::new(), typed: TypedFactor::Wrong, tries: Tries::default() };
            return self.answered(by, &repeated).await?.ok_or_else(|| Code::WrongState.into());
        }
        let account = by.actor.account;
        let proved = self.own_password(&by.actor, old).await?;
        let tries = self.try_factor(account, address).await?;
        let typed = self.read_factor(account, code).await?;
        let removed = self.run(by, RemoveFactor { proved, typed, tries }).await;
        removed.inspect_err(|error| self.note_wrong_factor(account, error))
    }

    /// Notes a security event when a code was wrong.
    pub(crate) fn note_wrong_factor(&self, account: AccountId, error: &crate::Error) {
        let crate::Error::Refused(refused) = error else { return };
        let is_wrong = match refused {
            Refusal::NotAllowed(code) => *code == Code::WrongFactor,
            Refusal::Invalid(fields) => fields.iter().any(|field| field.code == Code::WrongFactor),
            _ => false,
        };
        if is_wrong {
            self.note_security_of(SecurityKind::WrongFactor, &format!("account:{account}"), account);
        }
    }
}
