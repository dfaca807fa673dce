//! Registration of donors: by themselves in a root area, or with the invitation of an organisation.

use domain::{
    Code, Error as Refusal,
    accounts::{AccountId, Actor, Registration, Role},
};
use serde::Serialize;

use crate::{
    By, Error, Result, Store, Tx,
    accounts::{
        profile::{NewPerson, grant, insert},
        sessions,
    },
    areas::organisations::invited_by,
    crypto::passwords,
    db::sql::{row, run, value},
};

/// Donor to be registered. Hash and address are not part of the request's content.
/// The hash is salted, so it would differ in each repeat of a request.
#[derive(Clone, Debug, Serialize)]
pub struct NewDonor {
    /// Fields as typed.
    pub registration: Registration,
    /// Argon2id hash of the password.
    #[serde(skip)]
    pub hash: String,
    /// Network address for the rate limit; empty in the demo, which is not limited.
    #[serde(skip)]
    pub address: String,
}

/// Registrations per address and hour.
const REGISTRATIONS: i64 = 10;

/// Inserts a donor's account, with its role in the inviting organisation's area or a root area.
///
/// # Errors
/// Invalid fields, an unknown invitation, [`Code::PhoneTaken`], [`Code::TooManyTries`].
pub async fn register(tx: &mut Tx<'_>, new: &NewDonor) -> Result<AccountId> {
    let registration = new.registration.clone().checked()?;
    let now = tx.now;
    if !new.address.is_empty() {
        let subject = format!("register:{}", new.address);
        let made =
            value!(tx, i64, "select count(*) from attempt where subject = $1 and at > $2", &subject, now - 3600)?;
        if made >= REGISTRATIONS {
            return Err(Refusal::NotAllowed(Code::TooManyTries).into());
        }
        run!(tx, "insert into attempt (subject, at) values ($1, $2)", &subject, now)?;
    }
    let (root, area, organisation) = if registration.invitation.is_empty() {
        let root = row!(tx, (i64,), "select id from area where id = $1 and parent = 0", registration.area)?;
        let (root,) = root.ok_or(Refusal::field("area", Code::Unknown))?;
        (root, root, 0)
    } else {
        let invited = invited_by(&mut tx.arm(), &registration.invitation).await?;
        let (organisation, root) = invited.ok_or(Refusal::field("invitation", Code::InvitationUnknown))?;
        (root, organisation.area, organisation.id)
    };
    let (phone, name) = (registration.phone.as_str(), registration.name.as_str());
    let id = insert(tx, &NewPerson { phone, name, hash: &new.hash, root, organisation, household: 0 }).await?;
    grant(tx, id, Role::Donor, area).await?;
    // The audit entry names the new account; the request id stays with the anonymous visitor.
    let visitor = std::mem::replace(&mut tx.actor, Actor { account: id, root, ..Actor::default() });
    tx.audit("account", id).await?;
    tx.actor = visitor;
    Ok(id)
}

impl Store {
    /// Registers a donor and signs it in; a repeat with the same password gets a new token.
    ///
    /// # Errors
    /// Invalid fields, an unknown invitation, [`Code::PhoneTaken`]; [`Code::RequestReused`] for a repeat with another
    /// password; [`Code::TooManyTries`] after 10 registrations, or 20 refused ones, from one address within an hour.
    pub async fn register(&self, by: &By, new: Registration, address: &str) -> Result<(String, AccountId)> {
        let registration = new.checked()?;
        let password = registration.password.clone();
        let hash = passwords::hash(&password).await?;
        let input = NewDonor { registration, hash: hash.clone(), address: address.to_owned() };
        let id = match self.write(by, "register", input, |tx, new| Box::pin(register(tx, new))).await {
            // A refusal tells which phones and invitations exist, so it counts as an attempt.
            Err(Error::Refused(refused @ (Refusal::Conflict(Code::PhoneTaken) | Refusal::Invalid(_)))) => {
                if !address.is_empty() {
                    self.attempt(&format!("register-refused:{address}"), 20, 3600).await?;
                }
                return Err(refused.into());
            }
            other => other?,
        };
        let known = self.credentials(id).await?;
        if known.password != hash && !passwords::verify(&password, Some(&known.password)).await? {
            return Err(Code::RequestReused.into());
        }
        let (token, actor) = self.open_session(known, sessions::Tries::default()).await?;
        Ok((token, actor.account))
    }
}
