//! Proposals of partnerships, and their answers.

use domain::{
    Code, DAY,
    community::partnerships::{
        ANSWER_DAYS, NewPartnership, Partner, PartnershipAnswer, PartnershipId, PartnershipStep,
    },
    events::Event,
    permission::Action,
};
use serde::{Deserialize, Serialize};

use super::{load, lock_partnership, reminder_of, tell};
use crate::{
    Command, Error, Refusal, Result, Tx,
    areas::tree::{must_in, path_of},
    community::organisations::{LockedOrganisation, acts_for, contacts_of, lock_organisation},
    db::{
        pagination::signed_in,
        sql::{run, value},
    },
};

/// Proposes a partnership, for the organisation that the actor acts for, or for an area that it keeps.
///
/// # Errors
/// Not allowed for accounts that may do neither; not found outside the actor's areas; fields of [`NewPartnership`],
/// `organisation` (unknown, closed or of another root area) and `area`; [`Code::OwnMembership`] for staff that
/// belongs to the organisation; [`Code::NoContact`] when no account may answer for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProposePartnership(pub NewPartnership);

impl Command for ProposePartnership {
    const NAME: &'static str = "partnership_propose";
    type Output = PartnershipId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<PartnershipId> {
        signed_in(&tx.actor)?;
        let (partner, held) = proposer(tx, &self.0).await?;
        let new = self.0.clone().checked(tx.now)?;
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into partnership (organisation, area, what, words, state, partner, starts, until, proposed,
                 proposed_by, answered, answered_by, renewal, renewal_partner, renewals, reminder, next_step, ended,
                 ended_by, reason, version)
             values ($1, $2, $3, $4, 'proposed', $5, $6, $7, $8, $9, 0, 0, 0, '', 0, 0, $10, 0, 0, '', 0)
             returning id",
            held.id,
            new.area,
            new.what.as_str(),
            &new.words,
            partner.as_str(),
            new.starts,
            new.until,
            now,
            account,
            now + ANSWER_DAYS * DAY,
        )?;
        let made = load(&mut tx.arm(), id).await?;
        tell(tx, &made, Event::PartnershipProposed).await?;
        tx.audit("partnership", id).await?;
        Ok(id)
    }
}

/// Finds out for which partner the actor proposes, and locks the organisation.
async fn proposer(tx: &mut Tx<'_>, new: &NewPartnership) -> Result<(Partner, LockedOrganisation)> {
    let actor = tx.actor.clone();
    let own = acts_for(&mut tx.arm(), &actor).await?;
    if own != 0 && (new.organisation == 0 || new.organisation == own) {
        let held = lock_organisation(tx, own).await?;
        let known =
            path_of(&mut tx.arm(), new.area).await?.filter(|path| path.0.starts_with(&format!("/{}/", held.root)));
        known.filter(|_| new.area != 0).ok_or_else(|| Refusal::field("area", Code::Unknown))?;
        return Ok((Partner::Organisation, held));
    }
    let path = must_in(tx, Action::KeepOrganisations, new.area).await?;
    let unknown = || Refusal::field("organisation", Code::Unknown);
    if new.organisation == 0 {
        return Err(Refusal::field("organisation", Code::Required).into());
    }
    if actor.organisation == new.organisation {
        return Err(Code::OwnMembership.into());
    }
    let held = match lock_organisation(tx, new.organisation).await {
        Err(Error::Refused(Refusal::NotFound)) => return Err(unknown().into()),
        other => other?,
    };
    if new.area == 0 || !held.open || !path.0.starts_with(&format!("/{}/", held.root)) {
        return Err(unknown().into());
    }
    if contacts_of(&mut tx.arm(), held.id).await?.is_empty() {
        return Err(Code::NoContact.into());
    }
    Ok((Partner::Area, held))
}

/// Answers a proposal, for the other partner.
///
/// # Errors
/// Not found for all who act for neither; [`Code::NotAllowed`] for the partner that proposed it; [`Code::WrongState`]
/// once it is answered, taken back or over.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AnswerPartnership {
    /// The partnership.
    pub partnership: PartnershipId,
    /// The answer.
    pub answer: PartnershipAnswer,
}

impl Command for AnswerPartnership {
    const NAME: &'static str = "partnership_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (held, mine) = lock_partnership(tx, self.partnership).await?;
        if mine == held.partner()? {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let (now, account, state) = (tx.now, tx.actor.account, held.state()?);
        if self.answer == PartnershipAnswer::Decline {
            let state = state.after(PartnershipStep::Decline)?;
            run!(
                tx,
                "update partnership set state = $2, answered = $3, answered_by = $4, ended = $3, ended_by = $4,
                     next_step = 0 where id = $1",
                held.id,
                state.as_str(),
                now,
                account,
            )?;
            tell(tx, &held, Event::PartnershipOver).await?;
            return tx.audit("partnership", held.id).await;
        }
        let mut state = state.after(PartnershipStep::Accept)?;
        if held.until <= now {
            return Err(Code::WrongState.into());
        }
        let mut next = held.starts;
        let reminder = reminder_of(held.until, now);
        if held.starts <= now {
            state = state.after(PartnershipStep::Start)?;
            next = if reminder > 0 { reminder } else { held.until };
        }
        run!(
            tx,
            "update partnership set state = $2, answered = $3, answered_by = $4, reminder = $5, next_step = $6
             where id = $1",
            held.id,
            state.as_str(),
            now,
            account,
            reminder,
            next,
        )?;
        tell(tx, &held, Event::PartnershipAgreed).await?;
        tx.audit("partnership", held.id).await
    }
}
