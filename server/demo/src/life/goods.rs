//! The shops' own goods: where they are, and when they move.

use domain::Timestamp;

use crate::{
    city::places::PLACES,
    dice::Dice,
    life::{Event, Life},
    needs::Need,
};

/// A goods event. Numbers are root area, shop, and a running number for the dice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GoodsEvent {
    /// Books opening stock.
    Opening(usize, usize),
    /// Receives donations.
    Gift(usize, usize, usize),
    /// Receives a grant by lorry.
    Grant(usize, usize),
    /// Receives goods to fill a wish with.
    For(usize),
    /// Checks a used appliance that was received earlier.
    Check(usize),
    /// Transfers goods from the first shop to another.
    Transfer(usize, usize),
    WriteOff(usize, usize, usize),
    Count(usize, usize, usize),
    /// Writes off the rest of an expired pile.
    PastDate(usize),
    /// Reverses a wrong journal of a pile's units; `other` is the pile that received them, if any.
    Reverse {
        journal: i64,
        pile: usize,
        other: usize,
        quantity: i64,
    },
}

/// Units of one lot on one shelf or, until they are checked, in quarantine.
#[derive(Clone, Debug)]
pub struct Pile {
    pub root: usize,
    pub shop: usize,
    pub lot: i64,
    pub item: i64,
    pub size: &'static str,
    pub quantity: i64,
    pub expires: Timestamp,
    pub shelved: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Goods {
    pub piles: Vec<Pile>,
}

impl Goods {
    /// Adds units of a needed item to a shelf.
    pub fn put(&mut self, root: usize, shop: usize, lot: i64, need: &Need, quantity: i64, expires: Timestamp) {
        let (item, size) = (need.item.id, need.size);
        self.piles.push(Pile { root, shop, lot, item, size, quantity, expires, shelved: true });
    }

    /// Finds a pile with enough units on a shelf; the newest comes first.
    pub fn fitting(&self, root: usize, item: i64, size: &str, quantity: i64, now: Timestamp) -> Option<usize> {
        self.piles.iter().rposition(|p| {
            (p.root, p.item, p.size) == (root, item, size)
                && p.shelved
                && p.quantity >= quantity
                && (p.expires == 0 || p.expires > now)
        })
    }

    /// Picks any pile of a shop with at least so many units.
    pub fn any(&self, dice: &mut Dice, root: usize, shop: usize, least: i64, now: Timestamp) -> Option<usize> {
        let able = |n: &usize| {
            let p = &self.piles[*n];
            (p.root, p.shop) == (root, shop) && p.shelved && p.quantity >= least && (p.expires == 0 || p.expires > now)
        };
        let able: Vec<usize> = (0..self.piles.len()).filter(able).collect();
        (!able.is_empty()).then(|| dice.pick(&able))
    }
}

impl Life {
    /// Queues opening stock, donations, grants and stock-keeping for the whole period.
    pub fn expect_goods(&mut self) {
        for (root, place) in PLACES.iter().enumerate() {
            for shop in 0..place.shops.len() {
                let mut dice = Dice::of(60 + root as u64, shop);
                self.queue(dice.days(-368.0, -366.0), Event::Goods(GoodsEvent::Opening(root, shop)));
                let every =
                    |life: &mut Life, dice: &mut Dice, from: f64, to: f64, event: &dyn Fn(usize) -> GoodsEvent| {
                        let (mut day, mut number) = (dice.days(-360.0, -350.0), 0);
                        while day < 0 {
                            life.queue(day, Event::Goods(event(number)));
                            (day, number) = (day + dice.days(from, to), number + 1);
                        }
                    };
                let (less, more) = if shop == 0 { (7.0, 15.0) } else { (14.0, 27.0) };
                every(self, &mut dice, less, more, &|n| GoodsEvent::Gift(root, shop, n));
                every(self, &mut dice, 18.0, 34.0, &|n| GoodsEvent::WriteOff(root, shop, n));
                every(self, &mut dice, 28.0, 32.0, &|n| GoodsEvent::Count(root, shop, n));
                if shop == 0 {
                    every(self, &mut dice, 8.0, 13.0, &|n| GoodsEvent::Transfer(root, n));
                    every(self, &mut dice, 55.0, 80.0, &|n| GoodsEvent::Grant(root, n));
                }
            }
        }
    }
}
