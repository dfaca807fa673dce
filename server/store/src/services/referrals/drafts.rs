//! A caseworker refers a family to a service of another office.

use domain::{
    Code,
    accounts::{AccountId, OrganisationId},
    events::{Event, OfReferral},
    households::HouseholdId,
    permission::Action,
    services::{
        Capacity,
        referrals::{NewReferral, OPEN_REFERRALS, Party, ReferralId, ReferralState, Told, reminder},
    },
};
use serde::{Deserialize, Serialize};

use super::{NewLine, add_line, office_accounts};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{HeldFile, Writers, lock_open_household},
        sql::{run, value},
    },
    services::catalogue::{OfferedService, offered},
};

/// Drafts a referral, or sends it at once. Says what the family agreed to pass on, and who of it agreed.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; fields `service`, `need`, `case`,
/// `whom`, `how` and `at`;
/// [`Code::OwnOrganisation`] for a service of the actor's own organisation; [`Code::ServiceFull`];
/// [`Code::FileFull`] with too many under way; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftReferral {
    /// Household that is referred.
    pub household: HouseholdId,
    /// The referral.
    pub new: NewReferral,
}

impl Command for DraftReferral {
    const NAME: &'static str = "referral_draft";
    type Output = ReferralId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReferralId> {
        let file = lock_open_household(tx, self.household, Writers::Staff(Action::KeepCases)).await?;
        must_be_of_others(&tx.actor, file.id)?;
        let new = self.new.clone().checked(tx.now)?;
        let service = may_ask(tx, &file, new.service).await?;
        if let Some(case) = new.case {
            let own = value!(
                tx,
                i64,
                "select count(*) from case_file where id = $1 and household = $2 and state = 'open'",
                case,
                file.id,
            )?;
            if own == 0 {
                return Err(Refusal::field("case", Code::Unknown).into());
            }
        }
        must_have_room(tx, file.id).await?;
        let sender = tx.actor.account;
        let id = insert(tx, &file, &new, &service, sender).await?;
        tx.audit("referral", id).await?;
        Ok(id)
    }
}

/// Opens a referral that follows goods, for a household whose row is locked; returns it and the name of its service.
/// It is sent where that was agreed and the service takes families now, else drafted: its sender finds another way.
pub(crate) async fn open_for(
    tx: &mut Tx<'_>,
    file: &HeldFile,
    new: &NewReferral,
    sender: AccountId,
) -> Result<(ReferralId, String)> {
    let service = offered(&mut tx.arm(), new.service).await?;
    let send = new.send && service.open && service.capacity != Capacity::Full;
    let id = insert(tx, file, &NewReferral { send, ..new.clone() }, &service, sender).await?;
    Ok((id, service.name))
}

/// Loads a service that the actor may ask for a family.
///
/// # Errors
/// Field `service` for one that is unknown, of another root area or not offered; [`Code::OwnOrganisation`];
/// [`Code::ServiceFull`].
pub(super) async fn may_ask(tx: &mut Tx<'_>, file: &HeldFile, service: i64) -> Result<OfferedService> {
    let service = offered(&mut tx.arm(), service).await?;
    if !service.open || service.root != file.root {
        return Err(Refusal::field("service", Code::Unknown).into());
    }
    must_be_another(tx, service.organisation)?;
    if service.capacity == Capacity::Full {
        return Err(Code::ServiceFull.into());
    }
    Ok(service)
}

/// Checks that the actor does not refer to its own organisation.
///
/// # Errors
/// [`Code::OwnOrganisation`].
pub(crate) fn must_be_another(tx: &Tx<'_>, organisation: OrganisationId) -> Result<()> {
    if tx.actor.organisation != 0 && tx.actor.organisation == organisation {
        return Err(Code::OwnOrganisation.into());
    }
    Ok(())
}

/// Checks that a household whose row is locked may have one more referral under way.
async fn must_have_room(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let live = value!(tx, i64, "select count(*) from referral where household = $1 and due > 0", household)?;
    if live >= OPEN_REFERRALS { Err(Code::FileFull.into()) } else { Ok(()) }
}

async fn insert(
    tx: &mut Tx<'_>,
    file: &HeldFile,
    new: &NewReferral,
    service: &OfferedService,
    sender: AccountId,
) -> Result<ReferralId> {
    let now = tx.now;
    let need = tx.vault.seal(Secret::ReferralNeed, &new.need)?;
    let whom = tx.vault.seal(Secret::ReferralWhom, &new.sharing.whom)?;
    let (state, sent) = if new.send { (ReferralState::Sent, now) } else { (ReferralState::Draft, 0) };
    let due = state.due(service.class, sent, now).unwrap_or_default();
    let id = value!(
        tx,
        i64,
        "insert into referral (household, case_file, service, class, need, shares, agreed_whom, agreed_how, agreed_at,
             stopped, sender, state, created, sent, answer_due, answered, done_due, done, due, told, next_step, level,
             in_charge, climbs, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, 0, 0, 0, 0, 0, $13, $14, $15, '', 0, 0, 0)
         returning id",
        file.id,
        new.case.unwrap_or_default(),
        service.id,
        service.class.as_str(),
        &need,
        new.sharing.stored(),
        &whom,
        new.sharing.how.as_str(),
        new.sharing.at,
        sender,
        state.as_str(),
        now,
        due,
        Told::Nothing.as_str(),
        reminder(now, due),
    )?;
    let line = NewLine { referral: id, state, party: Some(Party::Sender), about: 0, office_name: "", words: "" };
    add_line(tx, &line).await?;
    if new.send {
        note_sent(tx, id, service).await?;
        let staff = office_accounts(tx, service.organisation).await?;
        let (title, words) = (service.name.clone(), state.as_str().to_owned());
        let of = OfReferral { referral: id, household: file.id, to_family: true, staff, title, words };
        tx.emit(Event::ReferralChanged(of)).await?;
    }
    Ok(id)
}

/// Writes when a referral is sent, and by when its office is to answer and to be done.
pub(super) async fn note_sent(tx: &mut Tx<'_>, id: ReferralId, service: &OfferedService) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update referral set service = $2, class = $3, sent = $4, answer_due = $5, answered = 0, done_due = $6, done = 0
         where id = $1",
        id,
        service.id,
        service.class.as_str(),
        now,
        service.class.answer_by(now),
        service.class.done_by(now),
    )?;
    Ok(())
}
