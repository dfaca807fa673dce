//! Simulates claimers, and the scheduled jobs on claims.

use domain::{
    DAY, Timestamp,
    accounts::Actor,
    claims::{Claim, ClaimState, LAPSES_COUNT_DAYS, LAPSES_TO_LIMIT, NewClaim},
};
use store::{
    Command, Result, Tx,
    claims::{
        clocks::{LapseClaim, RemindClaim},
        fill::{Fill, FillWish},
        lifecycle::{CancelClaim, ExtendClaim, RevokeClaim, SendClaim, TakeClaim},
    },
};

use crate::{
    dice::Dice,
    life::goods::GoodsEvent,
    life::{Event, Life, LiveClaim},
    plan::{Try, Way},
    texts::replies,
};

/// What the promises of one donor have come to.
#[derive(Clone, Debug, Default)]
pub struct Promises {
    /// Number of open claims.
    pub open: i64,
    /// When claims lapsed.
    pub lapsed: Vec<Timestamp>,
    /// When a shop last received goods that it keeps.
    pub kept: Timestamp,
}

impl Promises {
    /// Returns how many claims the donor may have open, of `most` in its area.
    fn most(&self, most: i64, now: Timestamp) -> i64 {
        let counted = self.lapsed.iter().filter(|at| **at > now - LAPSES_COUNT_DAYS * DAY);
        let (lapses, last) = counted.fold((0, 0), |(lapses, last), at| (lapses + 1, last.max(*at)));
        if lapses >= LAPSES_TO_LIMIT && self.kept < last { most.min(1) } else { most }
    }
}

impl Life {
    /// Runs the wish's next attempt at a claim.
    pub async fn attempt(&mut self, tx: &mut Tx<'_>, wish: usize) -> Result<()> {
        let plans = self.plans.clone();
        let live = &self.wishes[wish];
        let Some(mut next) = plans[wish].tries.get(live.tried).copied().filter(|_| live.open && live.left > 0) else {
            return Ok(());
        };
        next.units = next.units.min(live.left);
        if next.way == Way::Shelf {
            return self.fill(tx, wish, next).await;
        }
        let Some(donor) = self.free_donor(wish) else {
            self.after(DAY, Event::Try(wish));
            return Ok(());
        };
        let root = plans[wish].root;
        let world = self.world.clone();
        self.acts(tx, &world.roots[root].donors[donor], "claim_take");
        let new = NewClaim { quantity: next.units, due: 0 };
        let made = TakeClaim { wish: self.wishes[wish].id, new }.run(tx).await?;
        self.promises[root][donor].open += 1;
        let claim = self.claimed(wish, made, Some(donor), next);
        self.promise(claim, next);
        Ok(())
    }

    /// Returns the units of the wish's next attempt.
    pub fn wanted(&self, wish: usize) -> i64 {
        let live = &self.wishes[wish];
        self.plans[wish].tries.get(live.tried).map_or(1, |next| next.units.min(live.left)).max(1)
    }

    /// Picks a donor of the root area below the claim limit; the demo donor only where planned.
    fn free_donor(&self, wish: usize) -> Option<usize> {
        let plan = &self.plans[wish];
        let promises = &self.promises[plan.root];
        let most = self.world.roots[plan.root].policy.open_claims;
        let is_free = |donor: usize| promises[donor].open < promises[donor].most(most, self.at);
        if plan.shown && is_free(0) {
            return Some(0);
        }
        let others = promises.len() - 1;
        let first = Dice::of(43, wish * 8 + self.wishes[wish].tried).below(others);
        (0..others).map(|n| 1 + (first + n) % others).find(|donor| is_free(*donor))
    }

    /// Lists the donors of a root area who may promise one more claim.
    pub fn free_donors(&self, root: usize) -> Vec<usize> {
        let most = self.world.roots[root].policy.open_claims;
        let promises = self.promises[root].iter().enumerate();
        promises.filter(|(_, promise)| promise.open < promise.most(most, self.at)).map(|(donor, _)| donor).collect()
    }

    fn claimed(&mut self, wish: usize, made: Claim, donor: Option<usize>, how: Try) -> usize {
        let number = self.claims.len();
        let policy = &self.world.roots[self.plans[wish].root].policy;
        self.claims.push(LiveClaim {
            id: made.id,
            wish,
            donor,
            way: if donor.is_none() { Way::Shelf } else { how.way },
            used: how.used,
            units: how.units,
            state: made.state,
            due: made.due,
            reminder: made.due - policy.reminder_days * DAY,
            location: made.location,
            lot: made.lot,
            expires: 0,
            thanks: 0,
        });
        let live = &mut self.wishes[wish];
        (live.left, live.tried) = (live.left - how.units, live.tried + 1);
        live.claims.push(number);
        // The remaining units are for the next attempt.
        if live.left > 0 && live.tried < self.plans[wish].tries.len() {
            self.after(self.plans[wish].pace.wait, Event::Try(wish));
        }
        number
    }

    /// Queues what follows from a new claim.
    fn promise(&mut self, claim: usize, how: Try) {
        let (wish, due, reminder) = (self.claims[claim].wish, self.claims[claim].due, self.claims[claim].reminder);
        self.exactly(reminder, Event::Remind(claim));
        self.exactly(due + 1, Event::Lapse(claim));
        let mut dice = Dice::of(44, claim);
        let pace = self.plans[wish].pace;
        let mut send = pace.send;
        if how.extended {
            let before = self.world.roots[self.plans[wish].root].policy.claim_days as f64;
            self.after(dice.days(before - 3.5, before - 1.6), Event::Extend(claim));
            if !self.plans[wish].shown {
                send = dice.days(before + 0.4, before + 4.5);
            }
        }
        match how.way {
            Way::Lapsed => {}
            Way::Cancelled => self.after(dice.days(0.4, 5.0), Event::Cancel(claim)),
            Way::Revoked => self.after(dice.days(1.0, 5.5), Event::Revoke(claim)),
            _ if pace.silent => self.after(send, Event::Arrive(claim)),
            _ => self.after(send, Event::Send(claim)),
        }
    }

    /// Fills the wish from the shelf as soon as suitable goods are on one.
    async fn fill(&mut self, tx: &mut Tx<'_>, wish: usize, how: Try) -> Result<()> {
        let plans = self.plans.clone();
        let plan = &plans[wish];
        let Some(pile) = self.goods.fitting(plan.root, plan.need.item.id, plan.need.size, how.units, self.at) else {
            self.after(0, Event::Goods(GoodsEvent::For(wish)));
            self.after(DAY / 3, Event::Try(wish));
            return Ok(());
        };
        let (lot, shop) = (self.goods.piles[pile].lot, self.goods.piles[pile].shop);
        let shop = self.world.roots[plan.root].shops[shop].clone();
        self.acts(tx, &shop.keeper, "wish_fill");
        let fill = Fill { lot, item: plan.need.item.id, location: shop.id, quantity: how.units };
        let made = FillWish { wish: self.wishes[wish].id, fill }.run(tx).await?;
        self.goods.piles[pile].quantity -= how.units;
        let claim = self.claimed(wish, made, None, how);
        self.after(plan.pace.hand_over, Event::HandOver(claim));
        Ok(())
    }

    /// Returns the claimer of a claim.
    pub fn donor(&self, claim: usize) -> Actor {
        let claim = &self.claims[claim];
        let donors = &self.world.roots[self.plans[claim.wish].root].donors;
        claim.donor.map_or_else(Actor::visitor, |n| donors[n].clone())
    }

    fn is_pledged(&self, claim: usize) -> bool {
        self.claims[claim].state == ClaimState::Pledged
    }

    pub async fn extend(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        if self.is_pledged(claim) {
            self.acts(tx, &self.donor(claim), "claim_extend");
            let due = ExtendClaim(self.claims[claim].id).run(tx).await?;
            let moved = due - self.claims[claim].due;
            self.claims[claim].due = due;
            self.claims[claim].reminder += moved;
            self.exactly(self.claims[claim].reminder, Event::Remind(claim));
            self.exactly(due + 1, Event::Lapse(claim));
        }
        Ok(())
    }

    pub async fn send(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        if self.is_pledged(claim) {
            self.acts(tx, &self.donor(claim), "claim_send");
            SendClaim(self.claims[claim].id).run(tx).await?;
            self.claims[claim].state = ClaimState::OnTheWay;
            self.after(self.plans[self.claims[claim].wish].pace.arrive, Event::Arrive(claim));
        }
        Ok(())
    }

    pub async fn cancel(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        if self.is_pledged(claim) {
            let text = Dice::of(45, claim).pick(replies::CANCELLED).to_owned();
            self.acts(tx, &self.donor(claim), "claim_cancel");
            CancelClaim { id: self.claims[claim].id, reason: text }.run(tx).await?;
            self.ended(claim, ClaimState::Cancelled);
        }
        Ok(())
    }

    /// Revokes a claim; goods that are in the shop go on its shelf.
    pub async fn revoke(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        let live = self.claims[claim].clone();
        if matches!(live.state, ClaimState::Pledged | ClaimState::Arrived) {
            let text = Dice::of(46, claim).pick(replies::REVOKED).to_owned();
            self.acts(tx, &self.caseworker(live.wish), "claim_revoke");
            RevokeClaim { id: live.id, reason: text }.run(tx).await?;
            if live.state == ClaimState::Arrived {
                self.shelved(claim);
            }
            self.ended(claim, ClaimState::Revoked);
        }
        Ok(())
    }

    /// Runs the reminder job for a claim near its deadline.
    pub async fn remind(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        if self.is_pledged(claim) && self.claims[claim].reminder <= self.at {
            self.acts(tx, &Actor::system(), "claim_remind");
            RemindClaim(self.claims[claim].id).run(tx).await?;
        }
        Ok(())
    }

    /// Runs the lapse job for a claim past its deadline.
    pub async fn lapse(&mut self, tx: &mut Tx<'_>, claim: usize) -> Result<()> {
        if self.is_pledged(claim) && self.claims[claim].due < self.at {
            self.acts(tx, &Actor::system(), "claim_lapse");
            if LapseClaim(self.claims[claim].id).run(tx).await? {
                if let Some(donor) = self.claims[claim].donor {
                    let root = self.plans[self.claims[claim].wish].root;
                    self.promises[root][donor].lapsed.push(self.at);
                }
                self.ended(claim, ClaimState::Lapsed);
            }
        }
        Ok(())
    }

    /// Records that a claim failed: its units and the claimer are free again.
    pub fn ended(&mut self, claim: usize, state: ClaimState) {
        let live = &mut self.claims[claim];
        let was_owed = std::mem::replace(&mut live.state, state).is_owed();
        let (wish, donor, units) = (live.wish, live.donor, live.units);
        self.wishes[wish].left += units;
        self.no_longer_owed(wish, donor.filter(|_| was_owed));
        self.after(self.plans[wish].pace.wait, Event::Try(wish));
    }

    pub fn no_longer_owed(&mut self, wish: usize, donor: Option<usize>) {
        if let Some(donor) = donor {
            self.promises[self.plans[wish].root][donor].open -= 1;
        }
    }
}
