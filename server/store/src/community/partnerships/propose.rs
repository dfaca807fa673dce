//! Proposals of partnerships, and their answers.

use domain::{
    Code, DAY,
    community::partnerships::{ANSWER_DAYS, NewPartnership, PartnershipAnswer, PartnershipId, PartnershipStep},
    events::Event,
};
use serde::{Deserialize, Serialize};

use super::{load, lock_partnership, reminder_of, tell};
use crate::{
    Command, Refusal, Result, Tx,
    community::organisations::proposer,
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
        let (partner, held) = proposer(tx, self.0.organisation, self.0.area).await?;
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
