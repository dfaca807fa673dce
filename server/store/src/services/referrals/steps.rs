//! Steps of the sender and the family, and what ends with a household's file.

use domain::{
    accounts::AccountId,
    events::Event,
    households::HouseholdId,
    permission::Action,
    services::{
        Capacity,
        referrals::{Party, ReferralId, ReferralState, ReferralStep, StepTaken},
    },
};
use serde::{Deserialize, Serialize};

use super::{
    LockedReferral, Locking, NewLine, TellFamily, add_line, drafts, links, lock_for_sender, lock_referral,
    office::is_of_office, office_accounts, put_state, sender_of,
};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        area_filter::{is_own, must_be_of_others},
        locks::Writers,
        pagination::signed_in,
        sql::{run, values},
    },
    services::catalogue,
};

/// Takes a step of the sender: send, redirect, cancel, or confirm and dispute after asking the family.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family and for a step of another party; fields
/// `words`, `whom` and `service`; [`domain::Code::WrongState`]; [`domain::Code::OwnOrganisation`] and
/// [`domain::Code::ServiceFull`] as for a new one; [`domain::Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StepReferral {
    /// The referral.
    pub referral: ReferralId,
    /// The step.
    pub taken: StepTaken,
}

impl Command for StepReferral {
    const NAME: &'static str = "referral_step";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepCases)?;
        let referral = lock_for_sender(tx, self.referral).await?;
        referral.file.must_be_open()?;
        must_be_of_others(&tx.actor, referral.file.id)?;
        let taken = self.taken.clone().checked(Party::Sender)?;
        let state = referral.state.after(taken.step, Party::Sender)?;
        if matches!(taken.step, ReferralStep::Send | ReferralStep::Redirect) {
            return send(tx, referral, &taken).await;
        }
        // The sender names whom it asked, in front of what that person said.
        let words = match taken.whom.as_str() {
            "" => taken.words.clone(),
            whom => format!("{whom}\n{}", taken.words),
        };
        change(tx, &referral, &Change { state, party: Party::Sender, office_name: "", words: &words }).await
    }
}

/// Sends a draft, or what one office did not take, to a service.
async fn send(tx: &mut Tx<'_>, referral: LockedReferral, taken: &StepTaken) -> Result<()> {
    let service = match taken.step {
        ReferralStep::Redirect => taken.service.unwrap_or(referral.service),
        _ => referral.service,
    };
    let service = drafts::may_ask(tx, &referral.file, service).await?;
    links::end_all(tx, referral.id).await?;
    drafts::note_sent(tx, referral.id, &service).await?;
    let now = tx.now;
    let referral = LockedReferral {
        service: service.id,
        class: service.class,
        service_name: service.name,
        organisation: service.organisation,
        sent: now,
        answered: 0,
        done: 0,
        ..referral
    };
    let state = ReferralState::Sent;
    change(tx, &referral, &Change { state, party: Party::Sender, office_name: "", words: &taken.words }).await
}

/// Change of a locked referral's state.
pub(super) struct Change<'a> {
    pub state: ReferralState,
    pub party: Party,
    pub office_name: &'a str,
    pub words: &'a str,
}

/// Writes a step that the state machine allowed, and tells those who did not take it.
pub(super) async fn change(tx: &mut Tx<'_>, referral: &LockedReferral, change: &Change<'_>) -> Result<()> {
    let state = change.state;
    put_state(tx, referral, state, referral.sent).await?;
    let now = tx.now;
    if state.is_answered() && referral.answered == 0 && referral.sent > 0 && change.party == Party::Office {
        run!(tx, "update referral set answered = $2 where id = $1", referral.id, now)?;
    }
    if state == ReferralState::Done && referral.done == 0 {
        run!(tx, "update referral set done = $2 where id = $1", referral.id, now)?;
    }
    if state == ReferralState::Full {
        catalogue::set_capacity(tx, referral.service, Capacity::Full).await?;
    }
    if !state.is_open_to_office() {
        links::end_all(tx, referral.id).await?;
    }
    let (party, words, office_name) = (Some(change.party), change.words, change.office_name);
    add_line(tx, &NewLine { referral: referral.id, state, party, about: 0, office_name, words }).await?;
    let staff = to_tell(tx, referral, change).await?;
    let family = match state {
        // That it was opened, waits or was sent elsewhere is no news for the family.
        ReferralState::Seen | ReferralState::Draft => TellFamily::No,
        _ if change.party == Party::Family => TellFamily::No,
        _ => TellFamily::Yes,
    };
    tx.emit(Event::ReferralChanged(referral.event(staff, Some(state), family))).await?;
    tx.audit("referral", referral.id).await
}

/// Marks a referral as seen when it is opened for the first time.
pub(super) async fn see(tx: &mut Tx<'_>, referral: &LockedReferral, name: &str) -> Result<()> {
    if referral.state != ReferralState::Sent {
        return Ok(());
    }
    let state = referral.state.after(ReferralStep::See, Party::Office)?;
    change(tx, referral, &Change { state, party: Party::Office, office_name: name, words: "" }).await
}

/// Marks a referral as seen when an account of its office opens it; later ones change nothing.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct SeeReferral {
    pub referral: ReferralId,
}

impl Command for SeeReferral {
    const NAME: &'static str = "referral_see";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let actor = tx.actor.clone();
        let referral = lock_referral(tx, self.referral, Locking::Unchecked).await?;
        // The sender may have redirected it meanwhile.
        if !is_of_office(&mut tx.arm(), &actor, referral.organisation).await? {
            return Err(Refusal::NotFound.into());
        }
        see(tx, &referral, "").await
    }
}

/// Returns the accounts that hear of a change: sender and office, but not those who made it.
async fn to_tell(tx: &mut Tx<'_>, referral: &LockedReferral, change: &Change<'_>) -> Result<Vec<AccountId>> {
    let mut staff = Vec::new();
    if change.party != Party::Sender && change.state != ReferralState::Seen {
        staff.push(sender_of(tx, referral).await?);
    }
    if change.party != Party::Office && referral.sent > 0 {
        staff.extend(office_accounts(tx, referral.organisation).await?);
    }
    Ok(staff)
}

/// The family says whether what an office did is right.
///
/// # Errors
/// Not signed in; not found for another family's referral; not allowed for a step that is not the family's; field
/// `words`; [`domain::Code::WrongState`] unless the office says that it is done; [`domain::Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SayOfReferral {
    /// The referral.
    pub referral: ReferralId,
    /// `confirm` or `dispute`.
    pub step: ReferralStep,
    /// The family's words, up to 500 characters.
    pub words: String,
}

/// Checks that a referral is one of the actor's own family.
async fn must_be_own(tx: &mut Tx<'_>, id: ReferralId) -> Result<()> {
    signed_in(&tx.actor)?;
    let household = values!(tx, i64, "select household from referral where id = $1", id)?.pop();
    match household {
        Some(household) if is_own(&tx.actor, household) => Ok(()),
        _ => Err(Refusal::NotFound.into()),
    }
}

impl Command for SayOfReferral {
    const NAME: &'static str = "referral_say";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_be_own(tx, self.referral).await?;
        let referral = lock_referral(tx, self.referral, Locking::As(Writers::Family)).await?;
        referral.file.must_be_open()?;
        let taken = StepTaken { words: self.words.clone(), ..StepTaken::plain(self.step) }.checked(Party::Family)?;
        let state = referral.state.after(taken.step, Party::Family)?;
        let words = taken.words.as_str();
        change(tx, &referral, &Change { state, party: Party::Family, office_name: "", words }).await
    }
}

/// Ends what is passed on to the office; the referral itself goes on. For the family, and its caseworkers when it asks.
///
/// # Errors
/// Not signed in; not found for all others.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StopSharing {
    /// The referral.
    pub referral: ReferralId,
}

impl Command for StopSharing {
    const NAME: &'static str = "referral_stop_sharing";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        let household = values!(tx, i64, "select household from referral where id = $1", self.referral)?.pop();
        let own = household.is_some_and(|household| is_own(&tx.actor, household));
        if !own && !tx.actor.is_staff() {
            return Err(Refusal::NotFound.into());
        }
        let writers = Writers::FamilyAnd(Action::KeepCases);
        let referral = lock_referral(tx, self.referral, Locking::As(writers)).await?;
        let now = tx.now;
        run!(tx, "update referral set shares = '', stopped = $2 where id = $1 and shares <> ''", referral.id, now)?;
        tx.audit("referral", referral.id).await
    }
}

/// Ends the referrals of a household whose file is closed or erased, and their links. The caller has locked the
/// household.
pub(crate) async fn end_with_file(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let live = values!(tx, i64, "select id from referral where household = $1 and due > 0 order by id", household)?;
    for id in live {
        links::end_all(tx, id).await?;
        run!(
            tx,
            "update referral set state = 'cancelled', due = 0, next_step = 0, level = '', in_charge = 0,
                 version = version + 1
             where id = $1",
            id,
        )?;
        let state = ReferralState::Cancelled;
        add_line(tx, &NewLine { referral: id, state, party: None, about: 0, office_name: "", words: "" }).await?;
    }
    Ok(())
}
