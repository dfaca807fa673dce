//! The second factor of staff: codes of an authenticator app, and recovery codes for a lost phone.
//! Families sign in by card and PIN, and donors have nothing to read, so neither is asked for one.

mod lost;
pub mod pending;
pub(crate) mod recovery;
pub(crate) mod required;
pub mod setup;
pub mod totp;

use domain::{Timestamp, accounts::AccountId};

use crate::{
    Conn, Result, Store, Tx,
    accounts::sign_in::throttle::{PER_ADDRESS, Tries, home},
    crypto::{random, secret::Secret},
    db::sql::{row, run, value},
};

/// Wrong codes of an account in a quarter of an hour, in its sessions. Sign-in counts its own
/// ([`Store::try_factor_code`]).
const TRIES: i64 = 5;
/// Window of the limits, in seconds.
const QUARTER: Timestamp = 15 * 60;

/// What was typed as a second factor, judged as far as it can be before a transaction.
#[derive(Clone)]
pub(crate) enum TypedFactor {
    /// Six digits of the app, compared in the transaction that uses them up.
    App(String),
    /// Recovery code whose hash was verified.
    Recovery {
        /// First digit of the code.
        number: i64,
        /// The hash that matched.
        hash: String,
    },
    /// Neither.
    Wrong,
}

/// Returns six digits, without blanks and in half width; `None` for anything else.
pub(crate) fn six_digits(typed: &str) -> Option<String> {
    let typed = random::typed_code(typed);
    let is_code = typed.len() == domain::accounts::factors::DIGITS && typed.bytes().all(|b| b.is_ascii_digit());
    is_code.then_some(typed)
}

/// Whether the account has a second factor.
pub(crate) async fn is_on(db: &mut Conn<'_>, account: AccountId) -> Result<bool> {
    let on = value!(db, i64, "select count(*) from second_factor where account = $1 and since > 0", account)?;
    Ok(on > 0)
}

/// Deletes the account's second factor with its recovery codes; returns whether it was on.
pub(crate) async fn delete(tx: &mut Tx<'_>, account: AccountId) -> Result<bool> {
    let on = is_on(&mut tx.arm(), account).await?;
    run!(tx, "delete from recovery_code where account = $1", account)?;
    run!(tx, "delete from second_factor where account = $1", account)?;
    Ok(on)
}

/// Uses up what was typed; false for a wrong code, and for one that was used before.
/// Each is one guarded update, so that of two uses at the same moment one is refused.
pub(crate) async fn spend(tx: &mut Tx<'_>, account: AccountId, typed: &TypedFactor) -> Result<bool> {
    let now = tx.now;
    let spent = match typed {
        TypedFactor::Wrong => 0,
        TypedFactor::App(code) => {
            let held = row!(
                tx,
                (String, i64),
                "select secret, last_step from second_factor where account = $1 and since > 0",
                account,
            )?;
            let Some((sealed, last)) = held else { return Ok(false) };
            let secret = tx.vault.open(Secret::FactorSecret, &sealed)?;
            let Some(step) = totp::step_of(&secret, code, now, last)? else { return Ok(false) };
            run!(
                tx,
                "update second_factor set last_step = $2 where account = $1 and since > 0 and last_step < $2",
                account,
                step,
            )?
        }
        TypedFactor::Recovery { number, hash } => run!(
            tx,
            "update recovery_code set used = $2 where account = $1 and number = $3 and hash = $4 and used = 0",
            account,
            now,
            *number,
            hash,
        )?,
    };
    Ok(spent == 1)
}

impl Store {
    /// Counts a code that was typed in a session as wrong before it is judged: for its account, and for its address
    /// together with wrong passwords.
    ///
    /// # Errors
    /// [`domain::Code::TooManyTries`] after 5 wrong ones of the account, or 30 from the address, in a quarter of an
    /// hour.
    pub(crate) async fn try_factor(&self, account: AccountId, address: &str) -> Result<Tries> {
        let own = format!("factor:{account}");
        self.attempt(&own, TRIES, QUARTER).await?;
        let from = home(address);
        if from.is_empty() {
            return Ok(Tries::one(own));
        }
        let subject = format!("address:{from}");
        if let Err(refused) = self.attempt(&subject, PER_ADDRESS, QUARTER).await {
            self.take_back_attempt(&own).await?;
            return Err(refused);
        }
        Ok(Tries::one(own).and(subject))
    }

    /// Reads what was typed. A recovery code costs one hash, whether or not the account has one of this number.
    pub(crate) async fn read_factor(&self, account: AccountId, typed: &str) -> Result<TypedFactor> {
        match six_digits(typed) {
            Some(code) => Ok(TypedFactor::App(code)),
            None => self.read_recovery(account, typed).await,
        }
    }
}
