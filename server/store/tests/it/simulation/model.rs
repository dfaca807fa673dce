//! The model: plain records, and what each step does to them. It knows no SQL and reads nothing from the store.
//! The rules of lines behind wishes are in `line.rs`, those of time in `clock.rs`.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    casework::visits::Window,
    claims::{ClaimState, LAPSES_TO_LIMIT, standby::StandbyState},
    community::shifts::{ShiftPlaceState, ShiftState},
    ledger::Place,
    orders::OrderState,
    services::referrals::ReferralState,
    wishes::WishState,
};

use crate::ledger::model::{Model as Goods, Moves};

/// Promises that an account may have at once in the simulated town.
pub const OPEN_CLAIMS: usize = 4;

pub struct Wish {
    pub family: usize,
    pub quantity: i64,
    /// Units that claims and asked places hold.
    pub claimed: i64,
    pub state: WishState,
}

pub struct Claim {
    pub wish: i64,
    pub account: i64,
    /// Whether a donor made it; a shop fills wishes, too.
    pub by_donor: bool,
    pub quantity: i64,
    pub state: ClaimState,
    pub due: Timestamp,
    pub changed: Timestamp,
    pub location: i64,
    pub lot: i64,
}

/// A place in the line behind a wish. Places are in the order of their making; donor 0 is the turn of the shops.
pub struct Standby {
    /// Number of the place; 0 for the shops, who answer by filling the wish.
    pub id: i64,
    pub wish: i64,
    pub donor: i64,
    pub quantity: i64,
    pub held: i64,
    pub state: StandbyState,
    pub answer_by: Timestamp,
}

pub struct Order {
    pub family: usize,
    pub location: i64,
    pub until: Timestamp,
    pub goods: Vec<(i64, i64)>,
    pub points: i64,
    pub state: OrderState,
}

pub struct Transfer {
    pub lot: i64,
    pub from: i64,
    pub to: i64,
    /// Units neither arrived nor settled.
    pub open: i64,
    /// Whether the other shop has looked what arrived.
    pub looked: bool,
}

/// An open stock-take with the lots that differ.
pub struct Count {
    pub id: i64,
    pub location: i64,
    pub differences: Vec<(i64, i64)>,
}

pub struct Shift {
    pub starts: Timestamp,
    pub closes: Timestamp,
    pub leave_by: Timestamp,
    pub follow: Timestamp,
    pub places: i64,
    pub state: ShiftState,
    /// Accounts that signed up, in that order.
    pub seats: Vec<(i64, ShiftPlaceState)>,
    /// Whether the first day is for those who served least recently, which the model does not follow.
    pub popular: bool,
}

impl Shift {
    /// Places that are taken; a cancelled shift counts none.
    pub fn taken(&self) -> i64 {
        let on = self.seats.iter().filter(|(_, state)| *state == ShiftPlaceState::On).count();
        i64::try_from(on).unwrap_or(i64::MAX)
    }

    /// The state of an account's live place.
    pub fn live(&mut self, account: i64) -> Option<&mut ShiftPlaceState> {
        let live = |state: &ShiftPlaceState| matches!(state, ShiftPlaceState::On | ShiftPlaceState::Standby);
        self.seats.iter_mut().find(|(who, state)| *who == account && live(state)).map(|(_, state)| state)
    }

    /// Lets the first in the line take the places that are free, until the shift begins.
    pub fn move_up(&mut self, now: Timestamp) {
        while now < self.starts && self.taken() < self.places {
            let next = self.seats.iter_mut().find(|(_, state)| *state == ShiftPlaceState::Standby);
            let Some((_, state)) = next else { return };
            *state = ShiftPlaceState::On;
        }
    }
}

pub struct Visit {
    pub household: i64,
    pub window: Window,
    pub made: bool,
    pub judged: bool,
}

#[derive(Default)]
pub struct Model {
    pub now: Timestamp,
    pub shops: [i64; 2],
    pub households: [i64; 2],
    pub wishes: BTreeMap<i64, Wish>,
    pub claims: BTreeMap<i64, Claim>,
    pub standbys: Vec<Standby>,
    /// When promises of a donor lapsed, and when goods of it last reached a shop.
    pub lapsed: BTreeMap<i64, Vec<Timestamp>>,
    pub received: BTreeMap<i64, Timestamp>,
    /// Balances by lot; those of points as one sum under lot 0.
    pub goods: Goods,
    pub orders: BTreeMap<i64, Order>,
    pub transfers: BTreeMap<i64, Transfer>,
    pub counts: Vec<Count>,
    pub shifts: BTreeMap<i64, Shift>,
    /// Window of the one rule of visits.
    pub rule: Option<Window>,
    pub visits: Vec<Visit>,
    pub referrals: BTreeMap<i64, ReferralState>,
    /// How often the office put a referral on hold.
    pub holds: BTreeMap<i64, i64>,
}

impl Model {
    pub fn apply(&mut self, moves: &Moves) {
        self.goods.apply(moves);
    }

    /// Units of a published wish that nothing holds.
    pub fn free(&self, wish: i64) -> i64 {
        match self.wishes.get(&wish) {
            Some(known) if known.state == WishState::Published => known.quantity - known.claimed,
            _ => 0,
        }
    }

    pub fn is_published(&self, wish: i64) -> bool {
        self.wishes.get(&wish).is_some_and(|known| known.state == WishState::Published)
    }

    pub fn wish(&mut self, wish: i64) -> &mut Wish {
        self.wishes.get_mut(&wish).expect("a wish of this life")
    }

    pub fn claim(&mut self, claim: i64) -> &mut Claim {
        self.claims.get_mut(&claim).expect("a claim of this life")
    }

    /// Whether a donor may hold one more promise: two lapsed ones cost the second, until its goods reach a shop.
    pub fn has_room(&self, donor: i64) -> bool {
        let owed = |claim: &&Claim| claim.by_donor && claim.account == donor && claim.state.is_owed();
        let open = self.claims.values().filter(owed).count();
        let lapses = self.lapsed.get(&donor).map_or(&[][..], Vec::as_slice);
        let many = i64::try_from(lapses.len()).unwrap_or(i64::MAX) >= LAPSES_TO_LIMIT;
        let since = lapses.iter().max().copied().unwrap_or_default();
        let one_at_a_time = many && self.received.get(&donor).is_none_or(|at| *at < since);
        open == 0 || (open < OPEN_CLAIMS && !one_at_a_time)
    }

    /// Lots on a shelf, the one that is given first before the others.
    pub fn shelf(&self, location: i64) -> Vec<(i64, i64)> {
        let mut lots = self.goods.lots(Place::Shelf, location);
        lots.sort_unstable();
        lots
    }

    /// Units on all shelves.
    pub fn stock(&self) -> i64 {
        self.shops.iter().flat_map(|shop| self.shelf(*shop)).map(|(_, units)| units).sum()
    }

    /// Points that a family can spend.
    pub fn points(&self, family: usize) -> i64 {
        self.goods.at((Place::Household, self.households[family], 0))
    }

    /// Gives the goods and points of an order back.
    pub fn undo_order(&mut self, id: i64, state: OrderState) {
        let Some(order) = self.orders.get_mut(&id) else { return };
        order.state = state;
        let household = self.households[order.family];
        let mut moves = spread(&order.goods, (Place::Ordered, id), (Place::Shelf, order.location));
        moves.extend(points_moved(order.points, (Place::Held, id), (Place::Household, household)));
        self.goods.apply(&moves);
    }

    /// The lines that the database must have.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for (id, wish) in &self.wishes {
            lines.push(format!("wish {id} {} {} {}", wish.state.as_str(), wish.quantity, wish.claimed));
        }
        for (id, claim) in &self.claims {
            let Claim { wish, account, quantity, state, .. } = claim;
            lines.push(format!("claim {id} {wish} {account} {quantity} {}", state.as_str()));
        }
        let mut ranks: BTreeMap<i64, i64> = BTreeMap::new();
        for place in &self.standbys {
            let rank = ranks.entry(place.wish).or_default();
            *rank += 1;
            let Standby { wish, donor, quantity, held, state, .. } = place;
            lines.push(format!("standby {wish} {donor} {quantity} {held} {} {rank}", state.as_str()));
        }
        for ((place, owner, lot), units) in &self.goods.0 {
            lines.push(format!("goods {place} {owner} {lot} {units}"));
        }
        for (id, order) in &self.orders {
            let household = self.households[order.family];
            lines.push(format!("order {id} {household} {} {}", order.location, order.state.as_str()));
        }
        for (id, shift) in &self.shifts {
            lines.push(format!("shift {id} {} {} {}", shift.state.as_str(), shift.places, shift.taken()));
            for (at, (account, state)) in shift.seats.iter().enumerate() {
                lines.push(format!("seat {id} {account} {} {}", state.as_str(), at + 1));
            }
        }
        for visit in &self.visits {
            let Visit { household, window, made, judged } = visit;
            lines.push(format!("visit {household} {} {} {}", window.opens, i32::from(*made), i32::from(*judged)));
        }
        for (id, state) in &self.referrals {
            lines.push(format!("referral {id} {}", state.as_str()));
        }
        lines.sort_unstable();
        lines
    }
}

/// Takes `wanted` units from lots in their order; `None` when there are too few.
pub fn taken(from: &[(i64, i64)], mut wanted: i64) -> Option<Vec<(i64, i64)>> {
    let mut parts = Vec::new();
    for (lot, there) in from {
        let part = wanted.min(*there);
        if part > 0 {
            parts.push((*lot, part));
            wanted -= part;
        }
    }
    (wanted == 0).then_some(parts)
}

/// Moves the units of several lots between two places.
pub fn spread(parts: &[(i64, i64)], from: (Place, i64), to: (Place, i64)) -> Moves {
    let moved = |(lot, units): &(i64, i64)| crate::ledger::model::moved(*lot, *units, from, to);
    parts.iter().flat_map(moved).collect()
}

/// Moves points, which the model counts without their lots.
pub fn points_moved(points: i64, from: (Place, i64), to: (Place, i64)) -> Moves {
    crate::ledger::model::moved(0, points, from, to)
}
