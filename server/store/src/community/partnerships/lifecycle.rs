//! Renewal and end of partnerships.

use domain::{
    Code, DAY, Timestamp,
    community::partnerships::{MOST_DAYS, PartnershipEnd, PartnershipId, PartnershipState, PartnershipStep},
    events::Event,
};
use serde::Serialize;

use super::{LockedPartnership, lock_partnership, reminder_of, tell};
use crate::{Command, Refusal, Result, Tx, db::sql::run};

/// Says until when a partner wants the partnership to run. Once both said the same day, it runs until then.
///
/// # Errors
/// Not found for all who act for neither; [`Code::WrongState`] unless it runs; field `until` when it is not later than
/// the present end, or more than five years away.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RenewPartnership {
    /// The partnership.
    pub partnership: PartnershipId,
    /// Last second of its new last day.
    pub until: Timestamp,
}

impl Command for RenewPartnership {
    const NAME: &'static str = "partnership_renew";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (held, mine) = lock_partnership(tx, self.partnership).await?;
        let (now, until) = (tx.now, self.until);
        if held.state()? != PartnershipState::Running {
            return Err(Code::WrongState.into());
        }
        if until <= held.until || until > now + MOST_DAYS * DAY {
            return Err(Refusal::field("until", Code::OutOfRange).into());
        }
        if held.is_asked_by_other(mine, until) {
            let reminder = reminder_of(until, now);
            run!(
                tx,
                "update partnership set until = $2, renewal = 0, renewal_partner = '', renewals = renewals + 1,
                     reminder = $3, next_step = $4 where id = $1",
                held.id,
                until,
                reminder,
                if reminder > 0 { reminder } else { until },
            )?;
            tell(tx, &held, Event::PartnershipAgreed).await?;
        } else {
            run!(
                tx,
                "update partnership set renewal = $2, renewal_partner = $3 where id = $1",
                held.id,
                until,
                mine.as_str(),
            )?;
            tell(tx, &held, Event::PartnershipRenewal).await?;
        }
        tx.audit("partnership", held.id).await
    }
}

/// Ends a partnership, or takes a proposal back, with a reason.
///
/// # Errors
/// Not found for all who act for neither; field `reason` for a reason of the clock; [`Code::NotAllowed`] for the
/// partner that has to answer a proposal; [`Code::WrongState`] once it is over.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EndPartnership {
    /// The partnership.
    pub partnership: PartnershipId,
    /// Why.
    pub reason: PartnershipEnd,
}

impl Command for EndPartnership {
    const NAME: &'static str = "partnership_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (held, mine) = lock_partnership(tx, self.partnership).await?;
        if !PartnershipEnd::CHOICES.contains(&self.reason) {
            return Err(Refusal::field("reason", Code::Unknown).into());
        }
        let step = match held.state()? {
            PartnershipState::Proposed if mine != held.partner()? => {
                return Err(Refusal::NotAllowed(Code::NotAllowed).into());
            }
            PartnershipState::Proposed => PartnershipStep::Withdraw,
            _ => PartnershipStep::End,
        };
        end(tx, &held, step, Some(self.reason)).await
    }
}

/// Ends a locked partnership by a step and tells both partners.
pub(super) async fn end(
    tx: &mut Tx<'_>,
    held: &LockedPartnership,
    step: PartnershipStep,
    reason: Option<PartnershipEnd>,
) -> Result<()> {
    let state = held.state()?.after(step)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update partnership set state = $2, ended = $3, ended_by = $4, reason = $5, next_step = 0, renewal = 0,
             renewal_partner = '' where id = $1",
        held.id,
        state.as_str(),
        now,
        account,
        reason.map_or("", PartnershipEnd::as_str),
    )?;
    tell(tx, held, Event::PartnershipOver).await?;
    tx.audit("partnership", held.id).await
}
