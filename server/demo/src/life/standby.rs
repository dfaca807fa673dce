//! The last scene: the demo donor comes too late twice. It stands by for one wish, and is asked about the other.

use domain::{
    claims::{ClaimState, standby::NewStandby},
    wishes::WishId,
};
use store::{
    Command, Result, Tx,
    claims::{lifecycle::CancelClaim, standby::places::JoinStandby},
};

use crate::{dice::Dice, life::Life, texts::replies};

/// Wishes that the demo donor stands by for.
const SCENES: usize = 2;

impl Life {
    /// Plays the scene at the present, after all other events, so that none of them meets the line.
    pub async fn stand_by(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        let world = self.world.clone();
        let donors = &world.roots[0].donors;
        self.at = self.calendar.now;
        for (scene, (wish, claim, donor)) in self.claimed_by_others().into_iter().enumerate() {
            self.acts(tx, &donors[0], "standby_join");
            JoinStandby { wish, new: NewStandby::default() }.run(tx).await?;
            if scene + 1 == SCENES {
                self.acts(tx, &donors[donor], "claim_cancel");
                let reason = Dice::of(52, scene).pick(replies::CANCELLED).to_owned();
                CancelClaim { id: claim, reason }.run(tx).await?;
            }
        }
        Ok(())
    }

    /// Lists wishes whose only claim is a promise of another donor: wish, claim and donor.
    fn claimed_by_others(&self) -> Vec<(WishId, i64, usize)> {
        let promised = self.claims.iter().filter_map(|claim| {
            let (wish, donor) = (&self.wishes[claim.wish], claim.donor.filter(|donor| *donor != 0)?);
            let taken = wish.open && wish.left == 0 && wish.claims.len() == 1;
            let here = self.plans[claim.wish].root == 0 && claim.state == ClaimState::Pledged;
            (taken && here).then_some((wish.id, claim.id, donor))
        });
        promised.take(SCENES).collect()
    }
}
