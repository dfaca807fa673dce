//! The model of lines behind wishes: who holds units, who is asked next, and how units come back.

use domain::{
    Timestamp,
    claims::{
        ClaimState,
        standby::{StandbyState, answer_by},
    },
    wishes::WishState,
};

use super::model::{Claim, Model, Standby};

/// Account of the shops' turn.
const SHOPS: i64 = 0;

impl Model {
    /// Index of a donor's live place behind a wish.
    pub fn own_place(&self, wish: i64, donor: i64) -> Option<usize> {
        self.standbys.iter().position(|one| one.wish == wish && one.donor == donor && one.state.is_live())
    }

    /// Index of the shops' turn of a wish.
    pub fn shops_turn(&self, wish: i64) -> Option<usize> {
        self.own_place(wish, SHOPS)
    }

    /// Whether a donor may join the line behind a wish in which it has no place yet.
    pub fn may_join(&self, wish: i64, donor: i64, most: usize) -> bool {
        let under_way = |claim: &&Claim| {
            let state = claim.state;
            let live = state.is_owed() || matches!(state, ClaimState::Arrived | ClaimState::HandedOver);
            claim.wish == wish && claim.by_donor && claim.account == donor && live
        };
        let claims = self.claims.values().filter(under_way).count();
        let places = self.standbys.iter().filter(|one| one.donor == donor && one.state.is_live()).count();
        self.is_published(wish) && claims == 0 && self.free(wish) == 0 && places < most
    }

    /// Takes a claim: its donor leaves the line behind the wish, and what its place held goes on.
    pub fn take(&mut self, id: i64, claim: Claim) {
        let (wish, donor) = (claim.wish, claim.account);
        self.wish(wish).claimed += claim.quantity;
        self.claims.insert(id, claim);
        if let Some(at) = self.own_place(wish, donor) {
            self.leave(at, StandbyState::Left);
        }
    }

    /// Ends a claim. Units that it no longer holds return to the wish.
    pub fn change_claim(&mut self, id: i64, state: ClaimState) {
        let now = self.now;
        let claim = self.claim(id);
        (claim.state, claim.changed) = (state, now);
        let (wish, quantity) = (claim.wish, claim.quantity);
        if !state.holds_units() {
            self.return_units(wish, quantity);
        }
    }

    /// Confirms a claim; a wish whose units are all confirmed is fulfilled.
    pub fn confirm(&mut self, id: i64) {
        self.change_claim(id, ClaimState::Confirmed);
        let wish = self.claim(id).wish;
        let is_confirmed = |claim: &&Claim| claim.wish == wish && claim.state == ClaimState::Confirmed;
        let confirmed: i64 = self.claims.values().filter(is_confirmed).map(|claim| claim.quantity).sum();
        if self.is_published(wish) && confirmed >= self.wish(wish).quantity {
            self.end_wish(wish, WishState::Fulfilled);
        }
    }

    /// Ends a wish with its line.
    pub fn end_wish(&mut self, wish: i64, state: WishState) {
        self.wish(wish).state = state;
        let mut held = 0;
        for one in self.standbys.iter_mut().filter(|one| one.wish == wish && one.state.is_live()) {
            held += one.held;
            (one.state, one.held) = (StandbyState::Ended, 0);
        }
        self.wish(wish).claimed -= held;
    }

    pub fn return_units(&mut self, wish: i64, units: i64) {
        self.wish(wish).claimed -= units;
        self.ask_next(wish);
    }

    /// Asks the line while units are free: the first donor that may claim now, else the first.
    pub fn ask_next(&mut self, wish: i64) {
        loop {
            let free = self.free(wish);
            let of_wish = |one: &Standby| one.wish == wish && one.state == StandbyState::Waiting;
            let waiting: Vec<usize> = (0..self.standbys.len()).filter(|at| of_wish(&self.standbys[*at])).collect();
            let ready = waiting.iter().find(|at| self.has_room(self.standbys[**at].donor));
            let Some(next) = ready.or(waiting.first()).copied().filter(|_| free > 0) else { return };
            let until = answer_by(self.now);
            let place = &mut self.standbys[next];
            let held = free.min(place.quantity);
            (place.state, place.held, place.answer_by) = (StandbyState::Asked, held, until);
            self.wish(wish).claimed += held;
        }
    }

    /// Ends a place. What it held goes to the next in the line, and then to the shops.
    pub fn leave(&mut self, at: usize, state: StandbyState) {
        let place = &mut self.standbys[at];
        let (wish, held, donor) = (place.wish, place.held, place.donor);
        (place.state, place.held) = (state, 0);
        if held == 0 {
            return;
        }
        self.return_units(wish, held);
        if donor != SHOPS {
            self.ask_shops(wish, held);
        }
    }

    fn ask_shops(&mut self, wish: i64, units: i64) {
        let held = self.free(wish).min(units).min(self.stock());
        if held <= 0 || self.shops_turn(wish).is_some() {
            return;
        }
        let answer_by: Timestamp = answer_by(self.now);
        self.wish(wish).claimed += held;
        let state = StandbyState::Asked;
        self.standbys.push(Standby { id: 0, wish, donor: SHOPS, quantity: held, held, state, answer_by });
    }
}
