//! The clock of partnerships: proposals lapse, first days come, both are reminded of the end, last days pass, and those
//! of a closed organisation end.

use domain::{
    community::partnerships::{PartnershipEnd, PartnershipId, PartnershipState, PartnershipStep},
    events::Event,
};
use serde::Serialize;

use super::{lifecycle::end, lock_and_read, tell};
use crate::{
    Command, Result, Store, Tx,
    db::{job_sweep::sweep, sql::run},
};

/// Does the next step of a partnership whose time has come, or whose organisation was closed.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowPartnership {
    partnership: PartnershipId,
}

impl Command for FollowPartnership {
    const NAME: &'static str = "partnership_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (held, now) = (lock_and_read(tx, self.partnership).await?, tx.now);
        let state = held.state()?;
        if state.is_live() && !held.open {
            let step =
                if state == PartnershipState::Proposed { PartnershipStep::Withdraw } else { PartnershipStep::End };
            end(tx, &held, step, Some(PartnershipEnd::OrganisationClosed)).await?;
            return Ok(true);
        }
        if held.next_step == 0 || held.next_step > now {
            return Ok(false);
        }
        match state {
            PartnershipState::Proposed => end(tx, &held, PartnershipStep::Lapse, None).await?,
            _ if held.until <= now => {
                end(tx, &held, PartnershipStep::End, Some(PartnershipEnd::Over)).await?;
            }
            PartnershipState::Agreed => {
                let next = if held.reminder > now { held.reminder } else { held.until };
                run!(
                    tx,
                    "update partnership set state = $2, next_step = $3 where id = $1",
                    held.id,
                    state.after(PartnershipStep::Start)?.as_str(),
                    next,
                )?;
                tx.audit("partnership", held.id).await?;
            }
            PartnershipState::Running => {
                run!(tx, "update partnership set reminder = 0, next_step = until where id = $1", held.id)?;
                tell(tx, &held, Event::PartnershipDue).await?;
                tx.audit("partnership", held.id).await?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

impl Store {
    /// Does the next step of partnerships whose time has come; returns how many.
    pub(crate) async fn partnerships_follow(&self) -> Result<i64> {
        let due: Result<i64> = sweep!(
            self,
            |partnership| FollowPartnership { partnership },
            "select next_step, id from partnership
             where next_step > 0 and next_step <= $1 and (next_step, id) > ($2, $3)
             order by next_step, id limit 200",
            self.now(),
        );
        let closed: Result<i64> = sweep!(
            self,
            |partnership| FollowPartnership { partnership },
            "select p.proposed, p.id from organisation o join partnership p on p.organisation = o.id
             where o.open = false and p.state in ('proposed', 'agreed', 'running') and (p.proposed, p.id) > ($1, $2)
             order by p.proposed, p.id limit 200",
        );
        Ok(due? + closed?)
    }
}
