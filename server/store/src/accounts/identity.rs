//! Name and phone of an account, changed by its owner or by an administrator.
//! A family's name and phone are those of its file, and staff sign records with theirs, so neither changes its own.

use domain::{
    Code,
    accounts::{self, AccountId, Actor, proof::PhoneProof, security::SecurityKind},
    areas::AreaId,
    error::Checks,
    events::{Event, OfAccount},
    permission::Action,
    text,
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::{
        phones,
        profile::account_of,
        session_lifecycle::end_others,
        sign_in::{
            codes::Message,
            phone_codes::{self, ProvedPhone, Purpose},
        },
        staff::must_administer,
    },
    crypto::{passwords, secret::Secret, vault::Find},
    db::{
        locks::lock_own_account,
        pagination::signed_in,
        sql::{is_unique, run},
    },
};

/// Checks that name and phone are the actor's own to change.
///
/// # Errors
/// Not signed in; not allowed for families and staff.
pub fn must_own_identity(actor: &Actor) -> Result<()> {
    signed_in(actor)?;
    if actor.household == 0 && !actor.is_staff() { Ok(()) } else { Err(Refusal::NotAllowed(Code::NotAllowed).into()) }
}

/// Phone that an account is to get.
struct NewPhone<'a> {
    account: AccountId,
    /// Root area of the account.
    root: AreaId,
    phone: &'a str,
    proof: PhoneProof,
}

/// Gives an account a phone; a code that was sent to the old one no longer signs in. The caller has locked the account.
///
/// # Errors
/// When another account has it: [`Code::PhoneTaken`] for who proved to own it, and for staff of the same root area;
/// [`Code::PhoneRefused`] otherwise.
async fn put_phone(tx: &mut Tx<'_>, new: &NewPhone<'_>) -> Result<()> {
    let vault = tx.vault.clone();
    let other = account_of(&mut tx.arm(), &vault, new.phone).await?;
    if other == new.account {
        return Ok(());
    }
    if other != 0 {
        let refused = match new.proof {
            PhoneProof::Code => phones::yield_to_owner(tx, other, new.root).await?.map(|_| Code::PhoneTaken),
            PhoneProof::Staff => Some(phones::taken(&mut tx.arm(), other, new.root).await?),
            PhoneProof::Unproved => Some(Code::PhoneRefused),
        };
        if let Some(code) = refused {
            return Err(code.into());
        }
    }
    let put = run!(
        tx,
        "update account set phone = $2, phone_key = $3, proof = $4, version = version + 1 where id = $1",
        new.account,
        vault.seal(Secret::AccountPhone, new.phone)?,
        vault.digest(Find::Phone, new.phone),
        new.proof.as_str(),
    );
    match put {
        // An account that got it meanwhile; which one is not known.
        Err(error) if is_unique(&error) => return Err(Code::PhoneRefused.into()),
        other => other?,
    };
    run!(tx, "delete from one_time_code where account = $1", new.account)?;
    Ok(())
}

/// Changes the actor's own name.
///
/// # Errors
/// Not signed in; not allowed for families and staff; field `name`.
#[derive(Clone, Debug, Serialize)]
pub struct SetName {
    /// Name by which the shop calls the donor.
    pub name: String,
}

impl Command for SetName {
    const NAME: &'static str = "name_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_own_identity(&tx.actor)?;
        let name = text::line(&self.name, 1, 30).map_err(|code| Refusal::field("name", code))?;
        let account = tx.actor.account;
        lock_own_account(tx).await?;
        run!(tx, "update account set name = $2 where id = $1", account, &name)?;
        tx.audit("account", account).await
    }
}

/// What proves that the actor may have a phone.
#[derive(Clone)]
pub(crate) enum Proof {
    /// The code that was sent to it.
    Code(ProvedPhone),
    /// The hash of the account's password, which was verified; nothing is known of the phone.
    Password(String),
}

/// Changes the actor's own phone, and ends its other sessions.
#[derive(Clone, Serialize)]
pub struct SetPhone {
    /// New phone.
    pub phone: String,
    /// Proof, compared before the command is built; `None` before that.
    #[serde(skip)]
    pub(crate) proof: Option<Proof>,
}

impl Command for SetPhone {
    const NAME: &'static str = "phone_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_own_identity(&tx.actor)?;
        let (account, vault) = (tx.actor.account, tx.vault.clone());
        let other = account_of(&mut tx.arm(), &vault, &self.phone).await?;
        if other != 0 && other < account {
            // Accounts are locked in ascending order, so that two that exchange phones cannot deadlock.
            run!(tx, "update account set version = version + 1 where id = $1", other)?;
        }
        let own = lock_own_account(tx).await?;
        let proof = match &self.proof {
            Some(Proof::Code(proved)) => {
                phone_codes::spend(tx, proved).await?;
                PhoneProof::Code
            }
            Some(Proof::Password(hash)) if *hash == own.password => PhoneProof::Unproved,
            _ => return Err(Refusal::field("old", Code::WrongSignIn).into()),
        };
        put_phone(tx, &NewPhone { account, root: own.root, phone: &self.phone, proof }).await?;
        end_others(tx, account).await?;
        tx.audit("account", account).await
    }
}

/// Changes name and phone of an account whose roles the actor administers, and tells its owner.
///
/// # Errors
/// Not found outside the actor's areas and for families; not allowed when the account has a role where the actor is no
/// administrator; invalid fields; [`Code::PhoneTaken`] or [`Code::PhoneRefused`] when another account has the phone;
/// [`Code::WrongState`] for an account that its owner closed; [`Code::ProofNeeded`] without a fresh proof.
#[derive(Clone, Debug, Serialize)]
pub struct SetContact {
    /// Account to change.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// Its phone.
    pub phone: String,
}

impl Command for SetContact {
    const NAME: &'static str = "account_contact";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_administer(tx, self.account).await?;
        // A donor signs in by a code to its phone.
        tx.must_be_proved().await?;
        run!(tx, "update account set version = version + 1 where id = $1", self.account)?;
        let account = must_administer(tx, self.account).await?;
        if account.phone.is_empty() {
            return Err(Code::WrongState.into());
        }
        let mut checks = Checks::default();
        let name = checks.take("name", text::line(&self.name, 1, 30));
        let phone = checks.take("phone", accounts::phone(&self.phone));
        checks.done()?;
        let (name, phone) = (name.unwrap_or_default(), phone.unwrap_or_default());
        let new = NewPhone { account: account.id, root: account.root, phone: &phone, proof: PhoneProof::Staff };
        put_phone(tx, &new).await?;
        run!(tx, "update account set name = $2 where id = $1", account.id, &name)?;
        if (name.as_str(), phone.as_str()) != (account.name.as_str(), account.phone.as_str()) {
            tx.emit(Event::ContactChanged(OfAccount { account: account.id })).await?;
        }
        tx.audit("account", account.id).await
    }
}

impl Store {
    /// Sends nothing itself: creates the code that proves the actor's new phone. There is one whether or not the phone
    /// has an account, so that only its owner learns of it.
    ///
    /// # Errors
    /// Not signed in; not allowed for families and staff; as [`Store::code_ask`], with which it shares its limits.
    pub async fn phone_code(&self, actor: &Actor, phone: &str, address: &str) -> Result<Message> {
        must_own_identity(actor)?;
        self.proof_code(Purpose::Change(actor.account), phone, address).await
    }

    /// Changes the actor's phone to one that the code of [`Store::phone_code`] proves; ends its other sessions.
    ///
    /// # Errors
    /// Not signed in; not allowed for families and staff; field `phone`; [`Code::WrongOneTimeCode`];
    /// [`Code::PhoneTaken`] when the phone's owner has another account.
    pub async fn phone_set_proved(&self, by: &By, phone: &str, code: &str, address: &str) -> Result<()> {
        must_own_identity(&by.actor)?;
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        let request = SetPhone { phone, proof: None };
        // A repeat has used its code up.
        if self.answered(by, &request).await?.is_some() {
            return Ok(());
        }
        let purpose = Purpose::Change(by.actor.account);
        let proved = self.phone_proved(purpose, &request.phone, code, address).await?;
        self.run(by, SetPhone { proof: Some(Proof::Code(proved)), ..request }).await
    }

    /// Changes the actor's phone where no message gateway can prove it: with the account's password. The new phone
    /// counts as unproved.
    ///
    /// # Errors
    /// Not signed in; not allowed for families and staff; fields `phone` and `old`; [`Code::PhoneRefused`] when it
    /// cannot be used, which does not say why; [`Code::TooManyTries`] after 5 wrong passwords within 15 minutes, or 10
    /// refused phones within an hour.
    pub async fn phone_set(&self, by: &By, phone: &str, old: &str) -> Result<()> {
        must_own_identity(&by.actor)?;
        let phone = accounts::phone(phone).map_err(|code| Refusal::field("phone", code))?;
        self.may_probe(&by.actor).await?;
        let proof = Some(Proof::Password(self.own_password(&by.actor, old).await?));
        let set = self.run(by, SetPhone { phone, proof }).await;
        self.count_probe(by, set).await
    }

    /// Changes name and phone of an account, as [`SetContact`]. Phones that are refused are counted.
    ///
    /// # Errors
    /// As [`SetContact`]; [`Code::TooManyTries`] after 10 refused phones within an hour.
    pub async fn account_contact(&self, by: &By, new: SetContact) -> Result<()> {
        by.actor.must_somewhere(Action::Administer)?;
        self.may_probe(&by.actor).await?;
        let set = self.run(by, new).await;
        self.count_probe(by, set).await
    }

    /// Verifies the password of the actor's account; returns its hash, to be compared again under the account's lock.
    ///
    /// # Errors
    /// Field `old` for a wrong one, and without one; [`Code::TooManyTries`] after 5 within 15 minutes.
    pub(crate) async fn own_password(&self, actor: &Actor, typed: &str) -> Result<String> {
        let subject = format!("password:{}", actor.account);
        self.attempt(&subject, 5, 900).await?;
        let known = self.credentials(actor.account).await?;
        // A set-up code, which staff know, proves nothing.
        if known.setup_until != 0 || !passwords::verify(typed, Some(&known.password)).await? {
            let account = format!("account:{}", actor.account);
            self.note_security_of(SecurityKind::WrongPassword, &account, actor.account);
            return Err(Refusal::field("old", Code::WrongSignIn).into());
        }
        self.forgive(&subject).await?;
        Ok(known.password)
    }
}
