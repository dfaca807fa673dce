//! What the clock does about places: an ask that is not answered goes on, and a place whose donor left the site ends.

use domain::{
    Timestamp,
    claims::standby::{SHELVES, StandbyEvent, StandbyId, StandbyState},
    events::Event,
};
use serde::Serialize;

use super::{LockedPlace, change_state, line, lock_place, of_place};
use crate::{
    Command, Result, Store, Tx,
    db::{job_sweep::sweep, sql::value},
};

/// Seconds until places that were passed over are looked at again while units are free.
const LOOK_AGAIN: Timestamp = 3600;

/// Ends a place that is due or whose donor cannot be asked any more, and asks the next; for the scheduler.
/// False when there was nothing to do.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowStandby(StandbyId);

impl Command for FollowStandby {
    const NAME: &'static str = "standby_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(id) = self;
        let place = lock_place(tx, id).await?;
        if !place.state.is_live() {
            return Ok(false);
        }
        if is_unreachable(tx, &place).await? {
            line::drop_place(tx, &place.wish, id).await?;
        } else if place.state == StandbyState::Asked && place.answer_by <= tx.now {
            change_state(tx, &place, StandbyEvent::Miss).await?;
            tx.emit(Event::StandbyMissed(of_place(&place.wish, id, place.account))).await?;
        } else if place.state == StandbyState::Waiting {
            return line::ask_again(tx, &place).await;
        } else {
            return Ok(false);
        }
        line::release(tx, &place).await?;
        Ok(true)
    }
}

/// Tells whether the donor's account is closed, or belongs to another root area than the wish.
async fn is_unreachable(tx: &mut Tx<'_>, place: &LockedPlace) -> Result<bool> {
    if place.account == SHELVES {
        return Ok(false);
    }
    let reachable = value!(
        tx,
        i64,
        "select count(*) from account where id = $1 and open = true and root = $2",
        place.account,
        place.wish.root,
    )?;
    Ok(reachable == 0)
}

impl Store {
    /// Passes on asks that were not answered, ends places of accounts that closed or moved, and looks again at those
    /// that the rules of an area kept from being asked; returns how many.
    /// Closing an account knows nothing of claims, which are above it in the order of the store's folders.
    pub(crate) async fn standbys_follow(&self) -> Result<i64> {
        let gone: Result<i64> = sweep!(
            self,
            FollowStandby,
            "select s.created, s.id from standby s join account a on a.id = s.account join wish w on w.id = s.wish
             where s.state in ('waiting', 'asked') and (a.open = false or a.root <> w.root)
               and (s.created, s.id) > ($1, $2) order by s.created, s.id limit 200",
        );
        let missed: Result<i64> = sweep!(
            self,
            FollowStandby,
            "select answer_by, id from standby
             where state = 'asked' and answer_by <= $1 and (answer_by, id) > ($2, $3)
             order by answer_by, id limit 200",
            self.now(),
        );
        let passed: Result<i64> = sweep!(
            self,
            FollowStandby,
            "select s.asked, s.id from standby s join wish w on w.id = s.wish
             where s.state = 'waiting' and s.state in ('waiting', 'asked') and s.asked > 0 and s.asked <= $1
               and w.state = 'published' and w.claimed < w.quantity and (s.asked, s.id) > ($2, $3)
             order by s.asked, s.id limit 200",
            self.now() - LOOK_AGAIN,
        );
        Ok(gone? + missed? + passed?)
    }
}
