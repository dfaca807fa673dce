//! A forgotten password: replaced with a one-time code that was sent to the account's phone.
//! For families and donors only, as signing in by code; staff get a set-up code from an administrator.

use domain::{
    Code,
    accounts::{self, Actor, security::SecurityKind},
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::{
        phones,
        sessions::{self, Second},
        sign_in::{
            codes::{TypedCode, judge},
            throttle::{self, Tries, home},
        },
    },
    crypto::{passwords, vault::Find},
    db::sql::run,
};

/// Counts a try of the code with which a password is to be replaced; returns the stored hash of a right one.
#[derive(Serialize)]
struct TryForgotten(TypedCode);

impl Command for TryForgotten {
    const NAME: &'static str = "password_forgotten_try";
    type Output = Option<String>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Option<String>> {
        judge(tx, &self.0).await
    }
}

/// Replaces the password of an account whose phone was proved, and ends its sessions.
///
/// # Errors
/// [`Code::WrongOneTimeCode`] when the code was used, replaced or has expired since it was compared.
#[derive(Clone, Serialize)]
pub struct ReplacePassword {
    /// Stored hash of the code that was compared.
    #[serde(skip)]
    pub(crate) code: String,
    /// Hash of the new password.
    #[serde(skip)]
    pub(crate) hash: String,
}

impl Command for ReplacePassword {
    const NAME: &'static str = "password_forgotten";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (now, account) = (tx.now, tx.actor.account);
        let wrong = || Refusal::NotAllowed(Code::WrongOneTimeCode);
        let spent = run!(
            tx,
            "delete from one_time_code where account = $1 and code = $2 and expires > $3",
            account,
            &self.code,
            now,
        )?;
        if spent == 0 {
            return Err(wrong().into());
        }
        phones::prove(tx, account).await?;
        // A role that was granted meanwhile makes it an account of staff.
        let set = run!(
            tx,
            "update account set password = $2, setup_until = 0, version = version + 1
             where id = $1 and open = true and not exists
                 (select 1 from role_grant g where g.account = account.id and g.role not in ('family', 'donor'))
                 and not exists (select 1 from second_factor f where f.account = account.id and f.since > 0)",
            account,
            &self.hash,
        )?;
        if set == 0 {
            return Err(wrong().into());
        }
        sessions::end_all(tx, account).await?;
        tx.audit("account", account).await
    }
}

impl Store {
    /// Sets a new password with the code that [`Store::code_ask`] sent to the phone, ends every session of its account,
    /// and signs it in. An unknown phone gets the same answer as a wrong code, after the same work; only a right code
    /// leads to a hash.
    ///
    /// # Errors
    /// Field `phone` when it is no phone; field `new` for a weak password; [`Code::WrongOneTimeCode`] for a wrong or
    /// expired code, and after five wrong ones; [`Code::TooManyTries`] after thirty wrong ones from one address within
    /// 15 minutes, together with wrong passwords.
    pub async fn password_forgotten(
        &self,
        phone: &str,
        code: &str,
        new: &str,
        address: &str,
    ) -> Result<(String, Actor)> {
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        let new = accounts::password(new, &phone).map_err(|code| Refusal::field("new", code))?;
        let from = home(address);
        let tries = if from.is_empty() {
            Tries::default()
        } else {
            let subject = format!("address:{from}");
            self.attempt(&subject, throttle::PER_ADDRESS, 900).await?;
            Tries::one(subject)
        };
        let (typed, root) = self.typed_code(&phone, code).await?;
        let account = typed.account;
        let Some(code) = self.run(&By::system(), TryForgotten(typed)).await? else {
            let subject = format!("phone:{}", self.vault.digest(Find::Attempt, &phone));
            self.note_security_of(SecurityKind::WrongOneTimeCode, &subject, account);
            return Err(Refusal::NotAllowed(Code::WrongOneTimeCode).into());
        };
        let hash = passwords::hash(&new).await?;
        let by = By::new(Actor { account, root, ..Actor::default() }, "");
        self.run(&by, ReplacePassword { code, hash }).await?;
        let known = self.credentials(account).await?;
        self.open_session(known, tries, Second::Unasked).await
    }
}
