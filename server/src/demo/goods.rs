//! The shops' own goods: what of them is where, and when something happens to them.

use domain::Timestamp;

use super::{
    dice::Dice,
    life::{Event, Life},
    needs::Need,
    places::PLACES,
};

/// Something that happens to goods. Numbers are root, shop and a running one for the dice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GoodsEvent {
    /// The books are opened.
    Opening(usize, usize),
    /// People bring things.
    Gift(usize, usize, usize),
    /// A lorry comes.
    Grant(usize, usize),
    /// Something comes that a wish is filled with.
    For(usize),
    /// A used appliance, received earlier, is checked.
    Check(usize),
    /// From the first shop to another.
    Transfer(usize, usize),
    WriteOff(usize, usize, usize),
    Count(usize, usize, usize),
    /// What is left of a pile is past its date.
    PastDate(usize),
    /// A journal that moved so many of a pile was wrong; another pile may have got them.
    Reverse {
        journal: i64,
        pile: usize,
        other: usize,
        quantity: i64,
    },
}

/// Units of one lot on one shelf (or, until they are checked, in quarantine).
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

/// All piles.
#[derive(Clone, Debug, Default)]
pub struct Goods {
    pub piles: Vec<Pile>,
}

impl Goods {
    /// Units of a need on a shelf.
    pub fn put(&mut self, root: usize, shop: usize, lot: i64, need: &Need, quantity: i64, expires: Timestamp) {
        let (item, size) = (need.item.id, need.size);
        self.piles.push(Pile { root, shop, lot, item, size, quantity, expires, shelved: true });
    }

    /// A pile from which so many may be taken: what came last is taken first.
    pub fn fitting(&self, root: usize, item: i64, size: &str, quantity: i64, now: Timestamp) -> Option<usize> {
        self.piles.iter().rposition(|p| {
            (p.root, p.item, p.size) == (root, item, size)
                && p.shelved
                && p.quantity >= quantity
                && (p.expires == 0 || p.expires > now)
        })
    }

    /// Any pile of a shop with at least so many.
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
    /// Openings, gifts, grants and housekeeping, from the first day to the last.
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
