//! Registration of donors: by themselves in a root area, or with the invitation of an organisation.
//! With a code that was sent to the phone, or without one where no message gateway is configured.

use domain::{
    Code, DAY, Timestamp,
    accounts::{AccountId, Actor, Registration, Role, proof::PhoneProof, security::SecurityKind},
    areas::AreaId,
};
use serde::Serialize;

use crate::{
    By, Command, Error, Refusal, Result, Store, Tx,
    accounts::{
        phones,
        profile::{NewPerson, account_of, grant, insert},
        sessions::Second,
        sign_in::{
            phone_codes::{self, ProvedPhone, Purpose},
            throttle::{Tries, home},
        },
    },
    areas::organisations::invited_by,
    crypto::passwords,
    db::sql::{row, run},
    site::agreements,
};

/// Donor to be registered. Hash and proof are not part of the request's content.
/// The hash is salted, so it would differ in each repeat of a request.
#[derive(Clone, Debug, Serialize)]
pub struct NewDonor {
    /// Fields as typed.
    pub registration: Registration,
    /// Argon2id hash of the password.
    #[serde(skip)]
    pub hash: String,
    /// What is known of the phone.
    #[serde(skip)]
    pub proof: PhoneProof,
}

/// Registrations with a proof or an invitation per address and hour: an office that registers together.
const REGISTRATIONS: i64 = 10;
/// Registrations without either per address and day: a household, or newcomers whom a shop helps. With one claim each they
/// hold few wishes.
const ALONE: i64 = 5;
/// Registrations refused for their phone per address and day; each tells that the phone has an account.
const PHONES: i64 = 5;
/// Registrations refused for other reasons, such as an unknown invitation, per address and hour; also repeats.
const REFUSED: i64 = 20;
const HOUR: Timestamp = 3600;

/// Where a registration leads: root area, area of the role, organisation or 0.
async fn place(tx: &mut Tx<'_>, registration: &Registration) -> Result<(AreaId, AreaId, i64)> {
    if registration.invitation.is_empty() {
        let root = row!(tx, (i64,), "select id from area where id = $1 and parent = 0", registration.area)?;
        let (root,) = root.ok_or(Refusal::field("area", Code::Unknown))?;
        return Ok((root, root, 0));
    }
    let invited = invited_by(&mut tx.arm(), &registration.invitation).await?;
    let (organisation, root) = invited.ok_or(Refusal::field("invitation", Code::InvitationUnknown))?;
    Ok((root, organisation.area, organisation.id))
}

/// Inserts a donor's account, with its role in the inviting organisation's area or a root area.
/// With a proof, the phone's owner takes over an account that holds the phone without one.
///
/// # Errors
/// Invalid fields, among them an agreement to texts that have changed; an unknown invitation; when the phone has an
/// account, [`Code::PhoneTaken`] for its owner and [`Code::PhoneRefused`] without a proof.
pub async fn register(tx: &mut Tx<'_>, new: &NewDonor) -> Result<AccountId> {
    let registration = new.registration.clone().checked()?;
    let agreed = agreements::must_be_in_force(tx, registration.agreed.as_ref()).await?;
    let (root, area, organisation) = place(tx, &registration).await?;
    let (phone, name) = (registration.phone.as_str(), registration.name.as_str());
    let vault = tx.vault.clone();
    let held = match account_of(&mut tx.arm(), &vault, phone).await? {
        0 => None,
        held if new.proof == PhoneProof::Code => phones::yield_to_owner(tx, held, root).await?,
        _ => return Err(Code::PhoneRefused.into()),
    };
    let id = match held {
        Some(held) => {
            run!(tx, "update account set name = $2, password = $3 where id = $1", held, name, &new.hash)?;
            if organisation != 0 {
                run!(tx, "update account set organisation = $2, contact = false where id = $1", held, organisation)?;
                grant(tx, held, Role::Donor, area).await?;
            }
            held
        }
        None => {
            let (hash, proof) = (new.hash.as_str(), new.proof);
            let person = NewPerson { phone, name, hash, root, organisation, household: 0, proof };
            let id = insert(tx, &person).await?;
            grant(tx, id, Role::Donor, area).await?;
            id
        }
    };
    agreements::record(tx, id, &agreed).await?;
    // The audit entry names the new account; the request id stays with the anonymous visitor.
    let visitor = std::mem::replace(&mut tx.actor, Actor { account: id, root, ..Actor::default() });
    tx.audit("account", id).await?;
    tx.actor = visitor;
    Ok(id)
}

/// Registers a donor whose password was hashed and whose phone was proved, where a gateway is set.
///
/// # Errors
/// As [`Store::register`].
#[derive(Clone, Serialize)]
pub struct RegisterDonor {
    /// What the donor typed.
    #[serde(flatten)]
    pub donor: NewDonor,
    /// Proof of the phone, where a gateway is set.
    #[serde(skip)]
    pub(crate) proved: Option<ProvedPhone>,
}

impl Command for RegisterDonor {
    const NAME: &'static str = "register";
    type Output = AccountId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<AccountId> {
        if let Some(proved) = &self.proved {
            phone_codes::spend(tx, proved).await?;
        }
        register(tx, &self.donor).await
    }
}

impl Store {
    /// Registers a donor whose phone is not proved, and signs it in; a repeat with the same password gets a new token.
    /// For installations without a message gateway. Limits come before the password is hashed.
    ///
    /// # Errors
    /// Invalid fields, an unknown invitation; [`Code::PhoneRefused`] when the phone cannot be used, which does not say
    /// why; [`Code::RequestReused`] for a repeat with another password; [`Code::AddressFull`] after 5 registrations
    /// without an invitation from one address within a day; [`Code::TooManyTries`] after 10 with one, or 20 refused ones,
    /// within an hour, or 5 refused phones within a day.
    pub async fn register(&self, by: &By, new: Registration, address: &str) -> Result<(String, AccountId)> {
        let registration = new.checked()?;
        let donor = NewDonor { registration, hash: String::new(), proof: PhoneProof::Unproved };
        self.registered(by, RegisterDonor { donor, proved: None }, &home(address)).await
    }

    /// Registers a donor with the code that [`Store::register_code`] sent to its phone, and signs it in.
    /// An account that held the phone without a proof loses it: see [`register`].
    ///
    /// # Errors
    /// As [`Store::register`], without a daily limit; [`Code::WrongOneTimeCode`]; [`Code::PhoneTaken`] when the phone's
    /// owner has an account: it can sign in by code.
    pub async fn register_proved(
        &self,
        by: &By,
        new: Registration,
        code: &str,
        address: &str,
    ) -> Result<(String, AccountId)> {
        let registration = new.checked()?;
        let phone = registration.phone.clone();
        let donor = NewDonor { registration, hash: String::new(), proof: PhoneProof::Code };
        let request = RegisterDonor { donor, proved: None };
        // A repeat has used its code up.
        if let Some(id) = self.answered(by, &request).await? {
            return self.registered_before(id, &request, &home(address)).await;
        }
        let proved = Some(self.phone_proved(Purpose::Register, &phone, code, address).await?);
        self.registered(by, RegisterDonor { proved, ..request }, &home(address)).await
    }

    async fn registered(&self, by: &By, mut request: RegisterDonor, from: &str) -> Result<(String, AccountId)> {
        if let Some(id) = self.answered(by, &request).await? {
            return self.registered_before(id, &request, from).await;
        }
        let counted = self.count_registration(&request.donor, from).await?;
        let password = request.donor.registration.password.clone();
        let hash = passwords::hash(&password).await?;
        request.donor.hash.clone_from(&hash);
        let id = match self.run(by, request).await {
            Err(refused) => return Err(self.not_registered(refused, &counted, from).await?),
            Ok(id) => id,
        };
        let known = self.credentials(id).await?;
        // Another hash is that of a request with the same id that was answered meanwhile.
        if known.password != hash && !passwords::verify(&password, Some(&known.password)).await? {
            return Err(Code::RequestReused.into());
        }
        let (token, actor) = self.open_session(known, Tries::default(), Second::Unasked).await?;
        Ok((token, actor.account))
    }

    /// Signs a repeated request in, if it has the same password.
    async fn registered_before(
        &self,
        id: AccountId,
        request: &RegisterDonor,
        from: &str,
    ) -> Result<(String, AccountId)> {
        if !from.is_empty() {
            self.attempt(&format!("register-refused:{from}"), REFUSED, HOUR).await?;
        }
        let known = self.credentials(id).await?;
        if !passwords::verify(&request.donor.registration.password, Some(&known.password)).await? {
            return Err(Code::RequestReused.into());
        }
        let (token, actor) = self.open_session(known, Tries::default(), Second::Unasked).await?;
        Ok((token, actor.account))
    }

    /// Counts a registration before its password is hashed; returns the subject that it is counted under, or "".
    async fn count_registration(&self, new: &NewDonor, from: &str) -> Result<String> {
        if from.is_empty() {
            return Ok(String::new());
        }
        let full = self.attempts(&format!("register-phone:{from}"), DAY).await? >= PHONES
            || self.attempts(&format!("register-refused:{from}"), HOUR).await? >= REFUSED;
        if full {
            self.note_security(SecurityKind::RegistrationLimit, &format!("register:{from}"));
            return Err(Refusal::NotAllowed(Code::TooManyTries).into());
        }
        let invitation = &new.registration.invitation;
        if !invitation.is_empty() {
            let mut db = self.reader().await?;
            let known = invited_by(&mut db.arm(), invitation).await?.is_some();
            drop(db);
            if !known {
                let unknown = Refusal::field("invitation", Code::InvitationUnknown);
                return Err(self.not_registered(unknown.into(), "", from).await?);
            }
        }
        let alone = invitation.is_empty() && new.proof == PhoneProof::Unproved;
        let (subject, most, within, code) = if alone {
            (format!("register-alone:{from}"), ALONE, DAY, Code::AddressFull)
        } else {
            (format!("register:{from}"), REGISTRATIONS, HOUR, Code::TooManyTries)
        };
        match self.attempt(&subject, most, within).await {
            Err(Error::Refused(Refusal::NotAllowed(Code::TooManyTries))) => Err(Refusal::NotAllowed(code).into()),
            other => other.map(|()| subject),
        }
    }

    /// Takes back what was counted for a registration that was refused, and counts the refusal, because it tells which
    /// phones and invitations exist. Returns the error to answer with.
    async fn not_registered(&self, error: Error, counted: &str, from: &str) -> Result<Error> {
        if !counted.is_empty() {
            self.take_back_attempt(counted).await?;
        }
        if !from.is_empty() {
            match &error {
                Error::Refused(Refusal::Conflict(Code::PhoneRefused)) => {
                    self.attempt(&format!("register-phone:{from}"), PHONES, DAY).await?;
                }
                Error::Refused(Refusal::Invalid(_)) => {
                    self.attempt(&format!("register-refused:{from}"), REFUSED, HOUR).await?;
                }
                _ => {}
            }
        }
        Ok(error)
    }
}
