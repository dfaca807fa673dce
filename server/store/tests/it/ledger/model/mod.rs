//! Model of the ledger: how many units of which lot are in which place. Each step predicts what moves; the store must
//! do the same, or refuse where the model does.

mod claims;
mod counter;
mod errands;
mod eye;
mod shelves;
mod steps;
mod world;

use std::collections::BTreeMap;

use domain::ledger::Place;

pub use eye::Eye;
pub use steps::{Step, steps};
pub use world::World;

/// Key of a balance: place, owner, lot.
pub type Spot = (Place, i64, i64);
/// Changes of balances that a step makes.
pub type Moves = Vec<(Spot, i64)>;

/// The model's prediction of a step, made before the store runs it.
#[derive(Debug)]
pub enum Verdict {
    /// The step succeeds with these changes.
    Moves(Moves),
    /// The step is refused and changes nothing.
    Refused,
    /// The step may be refused, as with expired goods; when it succeeds, it makes these changes.
    Either(Moves),
}

/// Units of each non-empty spot; `Outside`, `Assembly` and `Programme` may be negative.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model(pub BTreeMap<(String, i64, i64), i64>);

impl Model {
    pub fn at(&self, (place, owner, lot): Spot) -> i64 {
        self.0.get(&(place.as_str().to_owned(), owner, lot)).copied().unwrap_or(0)
    }

    /// Returns the lots at a place with their units.
    pub fn lots(&self, place: Place, owner: i64) -> Vec<(i64, i64)> {
        let here = |(p, o, _): &(String, i64, i64)| p == place.as_str() && *o == owner;
        self.0.iter().filter(|(spot, n)| here(spot) && **n > 0).map(|((_, _, lot), n)| (*lot, *n)).collect()
    }

    pub fn apply(&mut self, moves: &Moves) {
        for ((place, owner, lot), units) in moves {
            let spot = (place.as_str().to_owned(), *owner, *lot);
            let sum = self.0.entry(spot.clone()).or_default();
            *sum += units;
            if *sum == 0 {
                self.0.remove(&spot);
            }
        }
    }

    /// Predicts these changes, or a refusal when a balance would go below zero.
    pub fn may(&self, moves: Moves) -> Verdict {
        let mut after = self.clone();
        after.apply(&moves);
        if after.is_sound() { Verdict::Moves(moves) } else { Verdict::Refused }
    }

    fn is_sound(&self) -> bool {
        let free = [Place::Outside, Place::Assembly, Place::Programme].map(Place::as_str);
        self.0.iter().all(|((place, ..), n)| *n >= 0 || free.contains(&place.as_str()))
    }
}

/// Returns the changes that move units of a lot between two places.
pub fn moved(lot: i64, units: i64, from: (Place, i64), to: (Place, i64)) -> Moves {
    vec![((from.0, from.1, lot), -units), ((to.0, to.1, lot), units)]
}
