//! Sign-in with a phone and a one-time code of six digits, where a message gateway is configured.
//! Only for families and donors: with a code, taking over a phone number would be enough to read files as staff.

use std::fmt;

use domain::{
    Code, DAY, Timestamp,
    accounts::{
        self, AccountId,
        security::SecurityKind,
        sessions::{Credential, SignInWay},
    },
    areas::AreaId,
    text,
};
use serde::Serialize;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::{
        phones,
        profile::account_of,
        session_lifecycle::{NewSession, insert},
        sessions,
        sign_in::{
            card_sign_in::Welcome,
            phone_codes::{self, NewPhoneCode, six_digits, unsent_key},
            throttle::{self, home},
        },
    },
    crypto::{random, vault::Find},
    db::{
        rate_limit,
        sql::{row, run, value},
    },
};

/// Lifetime of a code, in seconds.
pub const VALID: Timestamp = 5 * 60;
/// Wrong attempts after which a code stops working.
pub(super) const TRIES: i64 = 5;
/// Wait before the next code for the same phone, in seconds.
pub const AGAIN: Timestamp = 60;
/// Codes per phone and hour.
const PER_PHONE: i64 = 5;
/// Codes requested per address and hour.
const PER_ADDRESS: i64 = 20;

/// Message to be sent.
#[derive(Clone)]
pub struct Message {
    /// Phone of the recipient.
    pub phone: String,
    /// One-time code.
    pub code: String,
}

/// Leaves phone and code out of logs.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Message")
    }
}

/// Stores a code in place of the previous one; returns false within [`AGAIN`] seconds of that, and without an account.
#[derive(Serialize)]
struct KeepCode {
    /// Account that it signs in; 0 for a phone that gets none.
    account: AccountId,
    /// Keyed hash of the code.
    #[serde(skip)]
    digest: String,
    /// What is stored for a phone that gets none, so that both take as long.
    #[serde(skip)]
    unsent: NewPhoneCode,
}

impl Command for KeepCode {
    const NAME: &'static str = "code_ask";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let now = tx.now;
        if self.account == 0 {
            phone_codes::keep(tx, &self.unsent).await?;
            return Ok(false);
        }
        let kept = run!(
            tx,
            "insert into one_time_code (account, code, made, expires, tries) values ($1, $2, $3, $4, 0)
             on conflict (account) do update set code = excluded.code, made = excluded.made, expires = excluded.expires,
                 tries = 0
             where one_time_code.made <= $5",
            self.account,
            &self.digest,
            now,
            now + VALID,
            now - AGAIN,
        )?;
        Ok(kept > 0)
    }
}

/// Code that was typed in for a phone.
#[derive(Serialize)]
pub(super) struct TypedCode {
    /// Account of the phone; 0 for a phone that got no code.
    pub account: AccountId,
    /// Keyed hash of that phone.
    #[serde(skip)]
    unsent: String,
    /// Keyed hashes of the typed code, one per key.
    #[serde(skip)]
    digests: Vec<String>,
}

/// Counts the attempt, compares the code and opens the session, in one transaction.
/// So a code opens one session only. Returns false for a wrong code; its attempt stays counted.
#[derive(Serialize)]
struct OpenSession {
    /// Code that is to sign its account in.
    #[serde(flatten)]
    typed: TypedCode,
    /// Hash of the session's token.
    #[serde(skip)]
    token: String,
    /// Subject under which the address's try was counted; empty without an address.
    #[serde(skip)]
    address: String,
}

/// Counts the attempt and compares the code; returns the stored hash of a right one, which is not used up by this.
pub(super) async fn judge(tx: &mut Tx<'_>, typed: &TypedCode) -> Result<Option<String>> {
    let (now, account) = (tx.now, typed.account);
    if account == 0 {
        phone_codes::count(tx, &typed.unsent).await?;
        return Ok(None);
    }
    let counted = run!(
        tx,
        "update one_time_code set tries = tries + 1 where account = $1 and tries < $2 and expires > $3",
        account,
        TRIES,
        now,
    )?;
    if counted == 0 {
        return Ok(None);
    }
    let code = value!(tx, String, "select code from one_time_code where account = $1", account)?;
    Ok(typed.digests.contains(&code).then_some(code))
}

impl Command for OpenSession {
    const NAME: &'static str = "code_sign_in";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (now, account) = (tx.now, self.typed.account);
        if judge(tx, &self.typed).await?.is_none() {
            return Ok(false);
        }
        run!(tx, "delete from one_time_code where account = $1", account)?;
        phones::prove(tx, account).await?;
        let marked_until = value!(tx, i64, "select marked_until from account where id = $1", account)?;
        let new = NewSession {
            digest: &self.token,
            account,
            household: 0,
            way: SignInWay::Code,
            credential: Credential::marked(marked_until, now),
            card: 0,
            most: sessions::DAYS * DAY,
            proved: 0,
        };
        if !insert(tx, &new).await? {
            return Ok(false);
        }
        if !self.address.is_empty() {
            rate_limit::forgive_last(tx, &self.address).await?;
        }
        tx.audit("account", account).await?;
        Ok(true)
    }
}

/// Deletes expired codes.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from one_time_code where expires <= $1", now)? + phone_codes::forget(tx).await?)
}

/// Loads the open account and its root area, if all its roles may sign in by code and it has no second factor, which a
/// code would go around.
async fn receiver(db: &mut Conn<'_>, account: AccountId) -> Result<Option<(AccountId, i64)>> {
    Ok(row!(
        db,
        (i64, i64),
        "select a.id, a.root from account a where a.id = $1 and a.open = true and not exists
             (select 1 from role_grant g where g.account = a.id and g.role not in ('family', 'donor'))
             and not exists (select 1 from second_factor f where f.account = a.id and f.since > 0)",
        account,
    )?)
}

impl Store {
    /// Counts a request for a code to be sent to a phone, whatever it is for.
    ///
    /// # Errors
    /// [`Code::TooSoon`] within a minute of the last; [`Code::TooManyTries`] after five for one phone, or twenty from one
    /// address, within an hour.
    pub(super) async fn may_ask(&self, phone: &str, address: &str) -> Result<()> {
        let from = home(address);
        if !from.is_empty() {
            self.attempt(&format!("codes:{from}"), PER_ADDRESS, 3600).await?;
        }
        let subject = format!("code:{}", self.vault.digest(Find::Attempt, phone));
        if self.attempts(&subject, AGAIN).await? > 0 {
            return Err(Refusal::NotAllowed(Code::TooSoon).into());
        }
        self.attempt(&subject, PER_PHONE, 3600).await
    }

    /// Creates a code for the account with this phone; `None` when there is none or it is staff's.
    /// The caller must answer both alike, so that the answer does not tell which phones have accounts.
    ///
    /// # Errors
    /// Field `phone` when it is no phone; [`Code::TooSoon`] within a minute of the last; [`Code::TooManyTries`] after
    /// five for one phone, or twenty from one address, within an hour.
    pub async fn code_ask(&self, phone: &str, address: &str) -> Result<Option<Message>> {
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        self.may_ask(&phone, address).await?;
        let mut db = self.reader().await?;
        let account = account_of(&mut db.arm(), &self.vault, &phone).await?;
        let account = receiver(&mut db.arm(), account).await?.map_or(0, |(account, _)| account);
        drop(db);
        let code = six_digits();
        let digest = self.vault.digest(Find::OneTimeCode, &format!("{account}:{code}"));
        let new = KeepCode { account, digest, unsent: NewPhoneCode::unsent(&self.vault, &phone) };
        let kept = self.run(&By::system(), new).await?;
        Ok(kept.then_some(Message { phone, code }))
    }

    /// Reads a code that was typed in for a phone, and the root area of the phone's account.
    pub(super) async fn typed_code(&self, phone: &str, code: &str) -> Result<(TypedCode, AreaId)> {
        let code: String = text::half_width(code).chars().filter(|c| !c.is_whitespace()).collect();
        let mut db = self.reader().await?;
        let account = account_of(&mut db.arm(), &self.vault, phone).await?;
        let receiver = receiver(&mut db.arm(), account).await?;
        drop(db);
        let (account, root) = receiver.unwrap_or_default();
        let digests = self.vault.digests(Find::OneTimeCode, &format!("{account}:{code}"));
        Ok((TypedCode { account, unsent: unsent_key(&self.vault, phone), digests }, root))
    }

    /// Signs in with a phone and its one-time code. A code works once. The first one ends the password of a donor's account
    /// and its other sessions: until now the phone could have been typed in by another person.
    ///
    /// # Errors
    /// Field `phone` when it is no phone; [`Code::WrongOneTimeCode`] for a wrong or expired code, and after five wrong
    /// ones; [`Code::TooManyTries`] after thirty wrong ones from one address within 15 minutes.
    pub async fn code_sign_in(&self, phone: &str, code: &str, address: &str) -> Result<Welcome> {
        let wrong = Refusal::NotAllowed(Code::WrongOneTimeCode);
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        let from = home(address);
        let subject = if from.is_empty() { String::new() } else { format!("address:{from}") };
        if !subject.is_empty() {
            // Together with wrong passwords.
            self.attempt(&subject, throttle::PER_ADDRESS, 900).await?;
        }
        let (typed, root) = self.typed_code(&phone, code).await?;
        let (account, token) = (typed.account, random::token());
        let opening = OpenSession { typed, token: random::digest(&token), address: subject };
        let by = By::new(accounts::Actor { account, root, ..Default::default() }, "");
        if !self.run(&by, opening).await? {
            let subject = format!("phone:{}", self.vault.digest(Find::Attempt, &phone));
            self.note_security_of(SecurityKind::WrongOneTimeCode, &subject, account);
            return Err(wrong.into());
        }
        let actor = self.actor(&token).await?.ok_or(wrong)?;
        Ok(Welcome { token, actor, seconds: sessions::DAYS * DAY })
    }
}
