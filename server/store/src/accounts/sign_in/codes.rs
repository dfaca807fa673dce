//! Sign-in with a phone and a one-time code of six digits, where a message gateway is configured.
//! Only for families and donors: with a code, taking over a phone number would be enough to read files as staff.

use std::fmt;

use domain::{
    Code, DAY, Error as Refusal, Timestamp,
    accounts::{self, AccountId},
    text,
};
use rand::RngExt;
use serde::Serialize;

use crate::{
    By, Conn, Result, Store, Tx,
    accounts::{profile::account_of, sessions, sign_in::card_sign_in::Welcome},
    crypto::{random, vault::Find},
    db::{
        rate_limit,
        sql::{row, run, value},
    },
};

/// Lifetime of a code, in seconds.
pub const VALID: Timestamp = 5 * 60;
/// Wrong attempts after which a code stops working.
const TRIES: i64 = 5;
/// Wait before the next code for the same phone, in seconds.
pub const AGAIN: Timestamp = 60;
/// Codes per phone and hour.
const PER_PHONE: i64 = 5;
/// Codes requested per address and hour.
const PER_ADDRESS: i64 = 20;
/// Wrong codes per address within 15 minutes; counted together with wrong passwords.
const WRONG_PER_ADDRESS: i64 = 30;

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

/// Keyed hash of a code, to be stored for an account.
#[derive(Clone, Serialize)]
struct NewCode {
    account: AccountId,
    #[serde(skip)]
    digest: String,
}

/// Stores a code in place of the previous one; returns false within [`AGAIN`] seconds of that.
async fn keep(tx: &mut Tx<'_>, new: &NewCode) -> Result<bool> {
    let now = tx.now;
    let kept = run!(
        tx,
        "insert into one_time_code (account, code, made, expires, tries) values ($1, $2, $3, $4, 0)
         on conflict (account) do update set code = excluded.code, made = excluded.made, expires = excluded.expires,
             tries = 0
         where one_time_code.made <= $5",
        new.account,
        &new.digest,
        now,
        now + VALID,
        now - AGAIN,
    )?;
    Ok(kept > 0)
}

/// Session to be opened with a code.
#[derive(Clone, Serialize)]
struct Opening {
    account: AccountId,
    #[serde(skip)]
    token: String,
    /// Keyed hashes of the typed code, one per key.
    #[serde(skip)]
    digests: Vec<String>,
    #[serde(skip)]
    address: String,
}

/// Counts the attempt, compares the code and opens the session, in one transaction.
/// So a code opens one session only. Returns false for a wrong code; its attempt stays counted.
async fn open(tx: &mut Tx<'_>, opening: &Opening) -> Result<bool> {
    let (now, account) = (tx.now, opening.account);
    let counted = run!(
        tx,
        "update one_time_code set tries = tries + 1 where account = $1 and tries < $2 and expires > $3",
        account,
        TRIES,
        now,
    )?;
    if counted == 0 {
        return Ok(false);
    }
    let code = value!(tx, String, "select code from one_time_code where account = $1", account)?;
    if !opening.digests.contains(&code) {
        return Ok(false);
    }
    run!(tx, "delete from one_time_code where account = $1", account)?;
    let opened = run!(
        tx,
        "insert into session (token, account, created, expires, card)
         select cast($1 as text), id, cast($3 as bigint), cast($4 as bigint), 0 from account
         where id = $2 and open = true",
        &opening.token,
        account,
        now,
        now + sessions::DAYS * DAY,
    )?;
    if opened == 0 {
        return Ok(false);
    }
    if !opening.address.is_empty() {
        rate_limit::forgive_last(tx, &opening.address).await?;
    }
    tx.audit("account", account).await?;
    Ok(true)
}

/// Deletes expired codes.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let now = tx.now;
    Ok(run!(tx, "delete from one_time_code where expires <= $1", now)?)
}

/// Loads the open account and its root area, if all its roles may sign in by code.
async fn receiver(db: &mut Conn<'_>, account: AccountId) -> Result<Option<(AccountId, i64)>> {
    Ok(row!(
        db,
        (i64, i64),
        "select a.id, a.root from account a where a.id = $1 and a.open = true and not exists
             (select 1 from role_grant g where g.account = a.id and g.role not in ('family', 'donor'))",
        account,
    )?)
}

impl Store {
    /// Creates a code for the account with this phone; `None` when there is none or it is staff's.
    /// The caller must answer both alike, so that the answer does not tell which phones have accounts.
    ///
    /// # Errors
    /// Field `phone` when it is no phone; [`Code::TooSoon`] within a minute of the last; [`Code::TooManyTries`] after
    /// five for one phone, or twenty from one address, within an hour.
    pub async fn code_ask(&self, phone: &str, address: &str) -> Result<Option<Message>> {
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        if !address.is_empty() {
            self.attempt(&format!("codes:{address}"), PER_ADDRESS, 3600).await?;
        }
        let subject = format!("code:{}", self.vault.digest(Find::Attempt, &phone));
        let mut db = self.reader().await?;
        let since = self.now() - AGAIN;
        let fresh = value!(db, i64, "select count(*) from attempt where subject = $1 and at > $2", &subject, since)?;
        if fresh > 0 {
            return Err(Refusal::NotAllowed(Code::TooSoon).into());
        }
        let account = account_of(&mut db.arm(), &self.vault, &phone).await?;
        let receiver = receiver(&mut db.arm(), account).await?;
        drop(db);
        self.attempt(&subject, PER_PHONE, 3600).await?;
        let Some((account, _)) = receiver else { return Ok(None) };
        let code = format!("{:06}", rand::rng().random_range(0..1_000_000));
        let digest = self.vault.digest(Find::OneTimeCode, &format!("{account}:{code}"));
        let new = NewCode { account, digest };
        let kept = self.write(&By::system(), "code_ask", new, |tx, new| Box::pin(keep(tx, new))).await?;
        Ok(kept.then_some(Message { phone, code }))
    }

    /// Signs in with a phone and its one-time code. A code works once.
    ///
    /// # Errors
    /// Field `phone` when it is no phone; [`Code::WrongOneTimeCode`] for a wrong or expired code, and after five wrong
    /// ones; [`Code::TooManyTries`] after thirty wrong ones from one address within 15 minutes.
    pub async fn code_sign_in(&self, phone: &str, code: &str, address: &str) -> Result<Welcome> {
        let wrong = Refusal::NotAllowed(Code::WrongOneTimeCode);
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        let subject = if address.is_empty() { String::new() } else { format!("address:{address}") };
        if !subject.is_empty() {
            self.attempt(&subject, WRONG_PER_ADDRESS, 900).await?;
        }
        let code: String = text::half_width(code).chars().filter(|c| !c.is_whitespace()).collect();
        let mut db = self.reader().await?;
        let account = account_of(&mut db.arm(), &self.vault, &phone).await?;
        let receiver = receiver(&mut db.arm(), account).await?;
        drop(db);
        let (account, root) = receiver.ok_or_else(|| wrong.clone())?;
        let token = random::token();
        let digests = self.vault.digests(Find::OneTimeCode, &format!("{account}:{code}"));
        let opening = Opening { account, token: random::digest(&token), digests, address: subject };
        let by = By::new(domain::accounts::Actor { account, root, ..Default::default() }, "");
        let opened = self.write(&by, "code_sign_in", opening, |tx, opening| Box::pin(open(tx, opening))).await?;
        if !opened {
            return Err(wrong.into());
        }
        let actor = self.actor(&token).await?.ok_or(wrong)?;
        Ok(Welcome { token, actor, seconds: sessions::DAYS * DAY })
    }
}
