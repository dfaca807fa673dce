//! Codes that prove a phone before it has an account, so that registering a stranger's phone is impossible where a
//! message gateway is configured. Also keeps as much for phones that get no code as for those that do.

use domain::{
    Code,
    accounts::{self, AccountId, security::SecurityKind},
    text,
};
use rand::RngExt;
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::sign_in::{
        codes::{Message, TRIES, VALID},
        throttle::{PER_ADDRESS, home},
    },
    crypto::vault::{Find, Vault},
    db::sql::{row, run},
};

/// Code for a phone, to be stored. After a rotation of keys within its five minutes it is not found any more, and another
/// one is asked for.
#[derive(Serialize)]
pub(super) struct NewPhoneCode {
    /// Keyed hash of the phone.
    #[serde(skip)]
    pub phone: String,
    /// Keyed hash of the code.
    #[serde(skip)]
    pub code: String,
}

impl NewPhoneCode {
    /// A code that is never sent, for a phone that has no account to sign in to.
    pub fn unsent(vault: &Vault, phone: &str) -> NewPhoneCode {
        NewPhoneCode { phone: unsent_key(vault, phone), code: vault.digest(Find::OneTimeCode, &six_digits()) }
    }
}

/// Returns the keyed hash of a phone that is to get no code.
pub(super) fn unsent_key(vault: &Vault, phone: &str) -> String {
    vault.digest(Find::OneTimeCode, &format!("unsent:{phone}"))
}

/// Draws a code.
pub(super) fn six_digits() -> String {
    format!("{:06}", rand::rng().random_range(0..1_000_000))
}

/// Stores a code in place of the phone's previous one.
pub(super) async fn keep(tx: &mut Tx<'_>, new: &NewPhoneCode) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "insert into phone_code (phone_key, code, made, expires, tries) values ($1, $2, $3, $4, 0)
         on conflict (phone_key) do update set code = excluded.code, made = excluded.made, expires = excluded.expires,
             tries = 0",
        &new.phone,
        &new.code,
        now,
        now + VALID,
    )?;
    Ok(())
}

/// Counts a try of a phone's code; returns the stored code's hash while it can be tried.
pub(super) async fn count(tx: &mut Tx<'_>, phone: &str) -> Result<Option<String>> {
    let now = tx.now;
    let counted = run!(
        tx,
        "update phone_code set tries = tries + 1 where phone_key = $1 and tries < $2 and expires > $3",
        phone,
        TRIES,
        now,
    )?;
    if counted == 0 {
        return Ok(None);
    }
    Ok(row!(tx, (String,), "select code from phone_code where phone_key = $1", phone)?.map(|(code,)| code))
}

/// Stores a code with which a phone is to be registered.
#[derive(Serialize)]
struct KeepPhoneCode(NewPhoneCode);

impl Command for KeepPhoneCode {
    const NAME: &'static str = "register_code";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        keep(tx, &self.0).await
    }
}

/// Counts a try of the code with which a phone is to be registered; returns the stored hash while it can be tried.
#[derive(Serialize)]
struct TryPhoneCode {
    /// Keyed hash of the phone.
    #[serde(skip)]
    phone: String,
}

impl Command for TryPhoneCode {
    const NAME: &'static str = "register_code_try";
    type Output = Option<String>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        count(tx, &self.phone).await
    }
}

/// Stores a code that proves the new phone of an account.
#[derive(Serialize)]
struct KeepChangeCode(NewPhoneCode);

impl Command for KeepChangeCode {
    const NAME: &'static str = "phone_code";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        keep(tx, &self.0).await
    }
}

/// Counts a try of the code that proves the new phone of an account; returns the stored hash while it can be tried.
#[derive(Serialize)]
struct TryChangeCode {
    /// Keyed hash of purpose and phone.
    #[serde(skip)]
    phone: String,
}

impl Command for TryChangeCode {
    const NAME: &'static str = "phone_code_try";
    type Output = Option<String>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        count(tx, &self.phone).await
    }
}

/// Deletes expired codes.
pub(super) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from phone_code where expires <= $1", now)?)
}

/// Proof of a phone by the code that was sent to it; used up by [`spend`].
#[derive(Clone)]
pub(crate) struct ProvedPhone {
    phone: String,
    code: String,
}

/// Uses a proof up, so that a code registers one account, or moves one to its phone.
///
/// # Errors
/// [`Code::WrongOneTimeCode`] when it was used, replaced or has expired meanwhile.
pub(crate) async fn spend(tx: &mut Tx<'_>, proved: &ProvedPhone) -> Result<()> {
    let now = tx.now;
    let spent = run!(
        tx,
        "delete from phone_code where phone_key = $1 and code = $2 and expires > $3",
        &proved.phone,
        &proved.code,
        now,
    )?;
    if spent == 1 { Ok(()) } else { Err(Refusal::NotAllowed(Code::WrongOneTimeCode).into()) }
}

/// What a phone is proved for. A code for one purpose serves no other.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// Registering with it.
    Register,
    /// Making it the phone of this account.
    Change(AccountId),
}

impl Purpose {
    fn of(self, phone: &str) -> String {
        match self {
            Purpose::Register => format!("register:{phone}"),
            Purpose::Change(account) => format!("change:{account}:{phone}"),
        }
    }
}

impl Store {
    /// Creates a code for a phone that is to be registered. It is sent whether or not the phone has an account, so that
    /// only its owner learns of one.
    ///
    /// # Errors
    /// As [`Store::code_ask`], with which it shares its limits.
    pub async fn register_code(&self, phone: &str, address: &str) -> Result<Message> {
        self.proof_code(Purpose::Register, phone, address).await
    }

    /// Creates a code that proves a phone for a purpose.
    pub(crate) async fn proof_code(&self, purpose: Purpose, phone: &str, address: &str) -> Result<Message> {
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        self.may_ask(&phone, address).await?;
        let (code, subject) = (six_digits(), purpose.of(&phone));
        let digest = self.vault.digest(Find::OneTimeCode, &format!("{subject}:{code}"));
        let new = NewPhoneCode { phone: self.vault.digest(Find::OneTimeCode, &subject), code: digest };
        match purpose {
            Purpose::Register => self.run(&By::system(), KeepPhoneCode(new)).await?,
            Purpose::Change(_) => self.run(&By::system(), KeepChangeCode(new)).await?,
        }
        Ok(Message { phone, code })
    }

    /// Compares a typed code with the one that was sent to the phone.
    ///
    /// # Errors
    /// [`Code::WrongOneTimeCode`] for a wrong or expired one, and after five wrong ones; [`Code::TooManyTries`] after
    /// thirty wrong ones from one address within 15 minutes.
    pub(crate) async fn phone_proved(
        &self,
        purpose: Purpose,
        phone: &str,
        code: &str,
        address: &str,
    ) -> Result<ProvedPhone> {
        let from = home(address);
        let subject = if from.is_empty() { String::new() } else { format!("address:{from}") };
        if !subject.is_empty() {
            self.attempt(&subject, PER_ADDRESS, 900).await?;
        }
        let typed: String = text::half_width(code).chars().filter(|c| !c.is_whitespace()).collect();
        let subject_of_code = purpose.of(phone);
        let digests = self.vault.digests(Find::OneTimeCode, &format!("{subject_of_code}:{typed}"));
        let key = self.vault.digest(Find::OneTimeCode, &subject_of_code);
        let kept = match purpose {
            Purpose::Register => self.run(&By::system(), TryPhoneCode { phone: key.clone() }).await?,
            Purpose::Change(_) => self.run(&By::system(), TryChangeCode { phone: key.clone() }).await?,
        };
        let Some(code) = kept.filter(|kept| digests.contains(kept)) else {
            self.note_security(
                SecurityKind::WrongOneTimeCode,
                &format!("phone:{}", self.vault.digest(Find::Attempt, phone)),
            );
            return Err(Refusal::NotAllowed(Code::WrongOneTimeCode).into());
        };
        if !subject.is_empty() {
            self.take_back_attempt(&subject).await?;
        }
        Ok(ProvedPhone { phone: key, code })
    }
}
