//! Steps of families and donors: wishes, promises, and places in the line behind a wish.

use domain::{
    claims::{
        ClaimEvent, ClaimState, NewClaim,
        standby::{NewStandby, PLACES, StandbyState},
    },
    wishes::{NewWish, WishEvent, WishState},
};
use store::{
    claims::{
        confirmation::ConfirmClaim,
        lifecycle::{CancelClaim, SendClaim, TakeClaim},
        standby::places::{AcceptStandby, JoinStandby, LeaveStandby},
    },
    wishes::{
        endings::WithdrawWish,
        lifecycle::{PostWish, PublishWish},
    },
};

use super::{
    life::Life,
    model::{Claim, Standby, Wish},
};
use crate::support::by;

impl Life<'_> {
    /// Draws a wish, mostly one that fits.
    pub(super) fn pick_wish(&mut self, fits: impl Fn(&Wish) -> bool) -> Option<i64> {
        let all: Vec<i64> = self.model.wishes.keys().copied().collect();
        let fit: Vec<i64> = self.model.wishes.iter().filter(|(_, wish)| fits(wish)).map(|(id, _)| *id).collect();
        self.dice.fitting(&fit, &all)
    }

    /// Draws a claim, mostly one that fits.
    pub(super) fn pick_claim(&mut self, fits: impl Fn(&Claim) -> bool) -> Option<i64> {
        let all: Vec<i64> = self.model.claims.keys().copied().collect();
        let fit: Vec<i64> = self.model.claims.iter().filter(|(_, claim)| fits(claim)).map(|(id, _)| *id).collect();
        self.dice.fitting(&fit, &all)
    }

    pub(super) async fn post_wish(&mut self) -> Result<(), String> {
        let (family, quantity, item) = (self.dice.below(2), self.dice.between(1..=3), self.item);
        let who = self.families[family].clone();
        // `again`: wishes for the same item repeat on purpose.
        let new = move || NewWish { item, quantity, again: true, ..NewWish::default() };
        if let Some(id) = self.agree(true, &who, || PostWish(new())).await? {
            self.model.wishes.insert(id, Wish { family, quantity, claimed: 0, state: WishState::Submitted });
        }
        Ok(())
    }

    pub(super) async fn publish_wish(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_wish(|wish| wish.state == WishState::Submitted) else { return Ok(()) };
        let may = self.model.wish(id).state.after(WishEvent::Publish).is_ok();
        let who = self.town.caseworker.clone();
        if self.agree(may, &who, || PublishWish { id, words: String::new() }).await?.is_some() {
            self.model.wish(id).state = WishState::Published;
        }
        Ok(())
    }

    pub(super) async fn withdraw_wish(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_wish(|wish| wish.state == WishState::Published) else { return Ok(()) };
        let wish = self.model.wish(id);
        let (may, family) = (wish.state.after(WishEvent::Withdraw).is_ok(), wish.family);
        let of_wish = |state: &[ClaimState]| -> Vec<i64> {
            let fits = |claim: &Claim| claim.wish == id && state.contains(&claim.state);
            self.model.claims.iter().filter(|(_, claim)| fits(claim)).map(|(id, _)| *id).collect()
        };
        let busy = of_wish(&[ClaimState::OnTheWay, ClaimState::Arrived, ClaimState::HandedOver]);
        let promised = of_wish(&[ClaimState::Pledged]);
        let who = self.families[family].clone();
        let withdraw = || WithdrawWish { id, reason: "不用了".into() };
        if self.agree(may && busy.is_empty(), &who, withdraw).await?.is_some() {
            self.model.end_wish(id, WishState::Withdrawn);
            for claim in promised {
                self.model.change_claim(claim, ClaimState::Revoked);
            }
        }
        Ok(())
    }

    /// Writes down a claim that the store made.
    fn promised(&self, claim: &domain::claims::Claim, account: i64) -> Claim {
        Claim {
            wish: claim.wish,
            account,
            by_donor: true,
            quantity: claim.quantity,
            state: ClaimState::Pledged,
            due: claim.due,
            changed: self.model.now,
            location: claim.location,
            lot: 0,
        }
    }

    pub(super) async fn take_claim(&mut self) -> Result<(), String> {
        let open = |wish: &Wish| wish.state == WishState::Published && wish.claimed < wish.quantity;
        let Some(wish) = self.pick_wish(open) else { return Ok(()) };
        let (donor, quantity) = (self.any_donor(), self.dice.between(1..=2));
        let may = quantity <= self.model.free(wish) && self.model.has_room(donor.account);
        let take = || TakeClaim { wish, new: NewClaim { quantity, due: 0 } };
        if let Some(claim) = self.agree(may, &donor, take).await? {
            let known = self.promised(&claim, donor.account);
            self.model.take(claim.id, known);
        }
        Ok(())
    }

    /// Two requests on two servers, each for all units that are free: one of them gets all.
    pub(super) async fn race_for_units(&mut self) -> Result<(), String> {
        let open = |wish: &Wish| wish.state == WishState::Published && wish.claimed < wish.quantity;
        let (Some(wish), donor) = (self.pick_wish(open), self.any_donor()) else { return Ok(()) };
        let quantity = self.model.free(wish);
        if quantity == 0 || !self.model.has_room(donor.account) {
            return Ok(());
        }
        let take = || TakeClaim { wish, new: NewClaim { quantity, due: 0 } };
        let (first, second) = (by(&donor), by(&donor));
        let (one, two) =
            tokio::join!(self.servers.store(0).run(&first, take()), self.servers.store(1).run(&second, take()));
        let claim = match (one, two) {
            (Ok(claim), Err(store::Error::Refused(_))) | (Err(store::Error::Refused(_)), Ok(claim)) => claim,
            (one, two) => return Err(format!("of two that take all units, one gets them, not {one:?} and {two:?}")),
        };
        let known = self.promised(&claim, donor.account);
        self.model.take(claim.id, known);
        Ok(())
    }

    pub(super) async fn send_goods(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_claim(|claim| claim.state == ClaimState::Pledged) else { return Ok(()) };
        let claim = self.model.claim(id);
        let (may, account) = (claim.by_donor && claim.state.after(ClaimEvent::Send).is_ok(), claim.account);
        let who = self.donor(account);
        if self.agree(may, &who, || SendClaim(id)).await?.is_some() {
            self.model.change_claim(id, ClaimState::OnTheWay);
        }
        Ok(())
    }

    pub(super) async fn cancel_claim(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_claim(|claim| claim.by_donor && claim.state.is_owed()) else { return Ok(()) };
        let claim = self.model.claim(id);
        let (may, account) = (claim.by_donor && claim.state.after(ClaimEvent::Cancel).is_ok(), claim.account);
        let who = self.donor(account);
        let cancel = || CancelClaim { id, reason: "买不到".into() };
        if self.agree(may, &who, cancel).await?.is_some() {
            self.model.change_claim(id, ClaimState::Cancelled);
        }
        Ok(())
    }

    pub(super) async fn confirm(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_claim(|claim| claim.state == ClaimState::HandedOver) else { return Ok(()) };
        let (wish, state) = (self.model.claim(id).wish, self.model.claim(id).state);
        // Sometimes the other family, which must not learn that there is such a claim.
        let other = usize::from(self.dice.one_in(10));
        let family = self.model.wish(wish).family;
        let who = self.families[(family + other) % 2].clone();
        let may = other == 0 && state.after(ClaimEvent::Confirm).is_ok();
        if self.agree(may, &who, || ConfirmClaim(id)).await?.is_some() {
            self.model.confirm(id);
        }
        Ok(())
    }

    pub(super) async fn join_line(&mut self) -> Result<(), String> {
        let taken = |wish: &Wish| wish.state == WishState::Published && wish.claimed == wish.quantity;
        let Some(wish) = self.pick_wish(taken) else { return Ok(()) };
        let (donor, asked) = (self.any_donor(), self.dice.between(1..=3));
        let quantity = asked.min(self.model.wish(wish).quantity);
        let account = donor.account;
        let own = self.model.own_place(wish, account).filter(|_| self.model.is_published(wish));
        let most = usize::try_from(PLACES).unwrap_or_default();
        let may = own.is_some() || self.model.may_join(wish, account, most);
        let join = || JoinStandby { wish, new: NewStandby { quantity: asked } };
        let Some(id) = self.agree(may, &donor, join).await? else { return Ok(()) };
        match own {
            None => {
                let state = StandbyState::Waiting;
                let place = Standby { id, wish, donor: account, quantity, held: 0, state, answer_by: 0 };
                self.model.standbys.push(place);
            }
            Some(at) if self.model.standbys[at].id != id => return Err(format!("a second place, {id}")),
            Some(at) if self.model.standbys[at].state == StandbyState::Waiting => {
                self.model.standbys[at].quantity = quantity;
            }
            Some(_) => {}
        }
        Ok(())
    }

    /// Says yes or no to an ask, or leaves the line.
    pub(super) async fn answer_ask(&mut self) -> Result<(), String> {
        let all: Vec<usize> = (0..self.model.standbys.len()).filter(|at| self.model.standbys[*at].id != 0).collect();
        let is_asked = |at: &usize| self.model.standbys[*at].state == StandbyState::Asked;
        let fit: Vec<usize> = all.iter().copied().filter(is_asked).collect();
        let Some(at) = self.dice.fitting(&fit, &all) else { return Ok(()) };
        let Standby { id: standby, donor, held, state, .. } = self.model.standbys[at];
        let who = self.donor(donor);
        if self.dice.one_in(3) {
            if self.agree(state.is_live(), &who, || LeaveStandby(standby)).await?.is_some() {
                self.model.leave(at, StandbyState::Left);
            }
            return Ok(());
        }
        let may = state == StandbyState::Asked && self.model.has_room(donor);
        if let Some(claim) = self.agree(may, &who, || AcceptStandby { standby, due: 0 }).await? {
            if claim.quantity != held {
                return Err(format!("a claim of {} units of {held}", claim.quantity));
            }
            let place = &mut self.model.standbys[at];
            (place.state, place.held) = (StandbyState::Taken, 0);
            let known = self.promised(&claim, donor);
            self.model.claims.insert(claim.id, known);
        }
        Ok(())
    }
}
