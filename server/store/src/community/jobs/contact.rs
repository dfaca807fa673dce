//! Shows a person's name and phone to its employer, once the person agreed: each time a reveal in the family's log.

use domain::{
    Code,
    accounts::{Actor, Role},
    community::jobs::proposals::{ProposalId, ProposalState, SeekerContact},
    households::reveals::{OPEN_FOR, RevealReason},
};
use serde::{Deserialize, Serialize};

use super::{JobSide, LockedProposal, load, lock_proposal};
use crate::{
    Command, Refusal, Result, Store, Tx,
    community::organisations::acts_for,
    crypto::secret::Secret,
    db::{
        pagination::signed_in,
        sql::{row, value},
    },
    households::reveal::{NewReveal, note},
};

/// Checks that the employer may know who the person is.
///
/// # Errors
/// [`Code::WrongState`] unless the proposal is under way or led to work; [`Code::PersonNotAsked`].
fn must_be_shared(proposal: &LockedProposal) -> Result<()> {
    let state = proposal.state()?;
    if !state.is_with_employer() && state != ProposalState::Hired {
        return Err(Code::WrongState.into());
    }
    proposal.must_be_agreed()
}

/// Reveals name and phone of a person to its employer for half an hour.
///
/// # Errors
/// Not found for all but the employer; [`Code::WrongState`]; [`Code::PersonNotAsked`] before the person agreed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RevealSeeker {
    /// The proposal.
    pub proposal: ProposalId,
}

impl Command for RevealSeeker {
    const NAME: &'static str = "job_reveal";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (proposal, side) = lock_proposal(tx, self.proposal).await?;
        if side != JobSide::Employer {
            return Err(Refusal::NotFound.into());
        }
        must_be_shared(&proposal)?;
        let reveal = NewReveal {
            household: proposal.household,
            role: Role::Donor,
            reason: RevealReason::Job,
            words: "",
            lasts: OPEN_FOR,
        };
        note(tx, &reveal).await?;
        tx.audit("job_proposal", proposal.id).await
    }
}

impl Store {
    /// Loads name and phone of a person for its employer, while a reveal lasts.
    ///
    /// # Errors
    /// Not found for all but the employer; as [`RevealSeeker`]; [`Code::FileNotOpened`] without a reveal for this
    /// proposal.
    pub async fn seeker_contact(&self, actor: &Actor, id: ProposalId) -> Result<SeekerContact> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let proposal = load(&mut db.arm(), id).await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        if proposal.side(actor, acts_for)? != JobSide::Employer {
            return Err(Refusal::NotFound.into());
        }
        must_be_shared(&proposal)?;
        // A reveal names the household only; its audit line tells which person's it is.
        let open = value!(
            db,
            i64,
            "select count(*) from reveal r
             where r.account = $1 and r.household = $2 and r.reason = 'job' and r.until > $3
                 and exists (select 1 from audit u where u.subject = 'job_proposal' and u.subject_id = $4
                     and u.at = r.at and u.account = r.account and u.action = 'job_reveal')",
            actor.account,
            proposal.household,
            self.now(),
            proposal.id,
        )?;
        if open == 0 {
            return Err(Refusal::NotAllowed(Code::FileNotOpened).into());
        }
        let (name, phone) = row!(
            db,
            (String, String),
            "select coalesce(m.name, ''), h.phone from household h left join person m on m.id = $2 and m.household = h.id
             where h.id = $1",
            proposal.household,
            proposal.member,
        )?
        .ok_or(Refusal::NotFound)?;
        let name = if name.is_empty() { name } else { self.vault.open(Secret::PersonName, &name)? };
        Ok(SeekerContact { name, phone: self.vault.open(Secret::HouseholdPhone, &phone)? })
    }
}
