//! The shops' own goods: what is given to them, what they do with it, and what of it is where.

use domain::{
    Timestamp,
    catalogue::{self, Item},
    claims::ApplianceCheck,
    ledger::{Condition, Origin, Place},
    people::Actor,
};
use store::{
    Result, Tx,
    stock::{self, Count, Inspection, Receipt, Removal, Reversal, Transfer},
};

use super::{
    dice::Dice,
    life::{Event, Life},
    needs::Need,
    places::PLACES,
    plan::Way,
    replies,
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
    /// Something that a wish will be filled with.
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
    Reverse { journal: i64, pile: usize, other: usize, quantity: i64 },
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

    /// A pile from which so many may be taken.
    pub fn fitting(&self, root: usize, item: i64, size: &str, quantity: i64, now: Timestamp) -> Option<usize> {
        self.piles.iter().position(|p| {
            (p.root, p.item, p.size) == (root, item, size)
                && p.shelved
                && p.quantity >= quantity
                && (p.expires == 0 || p.expires > now)
        })
    }

    /// Any pile of a shop with at least so many.
    fn any(&self, dice: &mut Dice, root: usize, shop: usize, least: i64, now: Timestamp) -> Option<usize> {
        let able = |n: &usize| {
            let p = &self.piles[*n];
            (p.root, p.shop) == (root, shop) && p.shelved && p.quantity >= least && (p.expires == 0 || p.expires > now)
        };
        let able: Vec<usize> = (0..self.piles.len()).filter(able).collect();
        (!able.is_empty()).then(|| dice.pick(&able))
    }
}

/// What people give away: what they have grown out of, and too much of some things.
const GIFTS: &[&str] = &[
    "sweater", "trousers", "winter_coat", "shoes", "story_books", "story_books", "baby_clothes", "baby_clothes", "bowls",
    "school_bag", "raincoat", "socks", "hat_scarf", "sheets", "art_set", "ball", "stroller", "bicycle", "fan",
    "desk_lamp", "kettle", "rice_cooker", "blanket",
];
/// What unions and companies give.
const GRANTS: &[(&str, i64, i64)] =
    &[("quilt", 20, 60), ("school_bag", 20, 50), ("winter_coat", 15, 40), ("rice", 40, 80), ("thermal_underwear", 20, 40)];

struct Delivery {
    item: &'static Item,
    size: &'static str,
    quantity: i64,
    used: bool,
    expires: Timestamp,
    origin: Origin,
    reason: &'static str,
}

impl Life {
    /// Openings, gifts, grants and housekeeping, from the first day to the last.
    pub fn expect_goods(&mut self) {
        for (root, place) in PLACES.iter().enumerate() {
            for shop in 0..place.shops.len() {
                let mut dice = Dice::of(60 + root as u64, shop);
                self.queue(dice.days(-204.0, -200.0), Event::Goods(GoodsEvent::Opening(root, shop)));
                let every = |life: &mut Life, dice: &mut Dice, from: f64, to: f64, event: &dyn Fn(usize) -> GoodsEvent| {
                    let (mut day, mut number) = (dice.days(-197.0, -185.0), 0);
                    while day < 0 {
                        life.queue(day, Event::Goods(event(number)));
                        (day, number) = (day + dice.days(from, to), number + 1);
                    }
                };
                let (less, more) = if shop == 0 { (3.0, 7.0) } else { (6.0, 13.0) };
                every(self, &mut dice, less, more, &|n| GoodsEvent::Gift(root, shop, n));
                every(self, &mut dice, 18.0, 34.0, &|n| GoodsEvent::WriteOff(root, shop, n));
                every(self, &mut dice, 28.0, 32.0, &|n| GoodsEvent::Count(root, shop, n));
                if shop == 0 {
                    every(self, &mut dice, 8.0, 13.0, &|n| GoodsEvent::Transfer(root, n));
                    every(self, &mut dice, 30.0, 50.0, &|n| GoodsEvent::Grant(root, n));
                }
            }
        }
        let plans = self.plans.clone();
        for (number, plan) in plans.iter().enumerate() {
            if plan.tries.iter().any(|t| t.way == Way::Shelf) {
                let before = Dice::of(62, number).days(0.5, 9.0);
                self.queue(plan.at - before, Event::Goods(GoodsEvent::For(number)));
            }
        }
    }

    pub async fn handle_goods(&mut self, tx: &mut Tx<'_>, event: GoodsEvent) -> Result<()> {
        match event {
            GoodsEvent::Opening(root, shop) => {
                for number in 0..6 + 4 * usize::from(shop == 0) {
                    let mut dice = Dice::of(63 + root as u64, shop * 100 + number);
                    let delivery = self.gift(&mut dice, 12);
                    let delivery = Delivery { used: false, origin: Origin::Opening, reason: replies::OPENING, ..delivery };
                    self.receive(tx, root, shop, delivery).await?;
                }
            }
            GoodsEvent::Gift(root, shop, number) => {
                let mut dice = Dice::of(65 + root as u64, shop * 1000 + number);
                for _ in 0..dice.between(1, 3) {
                    let delivery = self.gift(&mut dice, 4);
                    self.receive(tx, root, shop, delivery).await?;
                }
            }
            GoodsEvent::Grant(root, number) => self.grant(tx, root, number).await?,
            GoodsEvent::For(wish) => {
                let plans = self.plans.clone();
                let plan = &plans[wish];
                let mut dice = Dice::of(67, wish);
                let shop = dice.below(PLACES[plan.root].shops.len());
                let (item, size, quantity) = (plan.need.item, plan.need.size, plan.need.quantity);
                let used = !item.perishable && !item.electrical && dice.chance(50);
                let expires = self.best_before(&mut dice, item);
                let (origin, reason) = (Origin::Donation, dice.pick(replies::GIVEN));
                self.receive(tx, plan.root, shop, Delivery { item, size, quantity, used, expires, origin, reason }).await?;
            }
            GoodsEvent::Check(pile) => self.check_goods(tx, pile).await?,
            GoodsEvent::Transfer(root, number) => self.transfer(tx, root, number).await?,
            GoodsEvent::WriteOff(root, shop, number) => {
                let mut dice = Dice::of(71 + root as u64, shop * 1000 + number);
                let Some(pile) = self.goods.any(&mut dice, root, shop, 1, self.at) else { return Ok(()) };
                let reason = dice.pick(replies::WRITTEN_OFF);
                let journal = self.write_off(tx, pile, 1, reason).await?;
                if dice.chance(20) {
                    let wrong = GoodsEvent::Reverse { journal, pile, other: pile, quantity: 1 };
                    self.after(dice.days(0.1, 2.0), Event::Goods(wrong));
                }
            }
            GoodsEvent::Count(root, shop, number) => self.count_shelf(tx, root, shop, number).await?,
            GoodsEvent::PastDate(pile) => {
                let left = self.goods.piles[pile].quantity;
                if left > 0 {
                    self.write_off(tx, pile, left, replies::PAST_DATE).await?;
                }
            }
            GoodsEvent::Reverse { journal, pile, other, quantity } => {
                // Only while the goods are still where the mistake had put them.
                if other != pile && self.goods.piles[other].quantity < quantity {
                    return Ok(());
                }
                self.keeps(tx, pile, "stock_reverse");
                let reason = replies::REVERSED[usize::from(other == pile)].to_owned();
                stock::reverse(tx, &Reversal { journal, reason }).await?;
                self.goods.piles[pile].quantity += quantity;
                if other != pile {
                    self.goods.piles[other].quantity -= quantity;
                }
            }
        }
        Ok(())
    }

    /// The keeper of the shop that a pile is in does something with it.
    fn keeps(&self, tx: &mut Tx<'_>, pile: usize, operation: &'static str) {
        let pile = &self.goods.piles[pile];
        self.acts(tx, &self.keeper(pile.root, pile.shop), operation);
    }

    fn keeper(&self, root: usize, shop: usize) -> Actor {
        self.world.roots[root].shops[shop].keeper.clone()
    }

    fn location(&self, pile: usize) -> i64 {
        let pile = &self.goods.piles[pile];
        self.world.roots[pile.root].shops[pile.shop].id
    }

    fn best_before(&self, dice: &mut Dice, item: &Item) -> Timestamp {
        if item.perishable { self.at + dice.days(60.0, 300.0) } else { 0 }
    }

    fn gift(&self, dice: &mut Dice, most: i64) -> Delivery {
        let item = catalogue::by_key(dice.pick(GIFTS)).unwrap_or(&catalogue::ITEMS[0]);
        let size = if item.sizes.is_empty() { "" } else { dice.pick(item.sizes) };
        Delivery {
            item,
            size,
            quantity: if item.electrical { 1 } else { dice.between(1, most) },
            used: dice.chance(60),
            expires: self.best_before(dice, item),
            origin: if dice.chance(85) { Origin::Donation } else { Origin::Purchase },
            reason: dice.pick(replies::GIVEN),
        }
    }

    async fn grant(&mut self, tx: &mut Tx<'_>, root: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(69 + root as u64, number);
        let (key, from, to) = GRANTS[(number + root) % GRANTS.len()];
        let Some(item) = catalogue::by_key(key) else { return Ok(()) };
        let reason = dice.pick(replies::GRANTED);
        for _ in 0..if item.sizes.is_empty() { 1 } else { 2 } {
            let size = if item.sizes.is_empty() { "" } else { dice.pick(item.sizes) };
            let (quantity, expires) = (dice.between(from, to), self.best_before(&mut dice, item));
            let delivery = Delivery { item, size, quantity, used: false, expires, origin: Origin::Grant, reason };
            self.receive(tx, root, 0, delivery).await?;
        }
        Ok(())
    }

    async fn receive(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize, new: Delivery) -> Result<()> {
        let Delivery { item, size, quantity, used, expires, origin, reason } = new;
        let location = self.world.roots[root].shops[shop].id;
        self.acts(tx, &self.keeper(root, shop), "stock_receive");
        let condition = if used { Condition::Used } else { Condition::New };
        let receipt = Receipt {
            location,
            item: item.id,
            size: size.to_owned(),
            quantity,
            condition,
            expires,
            origin,
            reason: reason.to_owned(),
        };
        let lot = stock::receive(tx, &receipt).await?;
        let shelved = !(used && item.electrical);
        let pile = self.goods.piles.len();
        self.goods.piles.push(Pile { root, shop, lot, item: item.id, size, quantity, expires, shelved });
        if !shelved {
            let after = Dice::of(74, pile).days(0.5, 5.0);
            self.after(after, Event::Goods(GoodsEvent::Check(pile)));
        }
        if expires != 0 {
            self.exactly(expires + 3 * 3600, Event::Goods(GoodsEvent::PastDate(pile)));
        }
        Ok(())
    }

    async fn check_goods(&mut self, tx: &mut Tx<'_>, pile: usize) -> Result<()> {
        let mut dice = Dice::of(75, pile);
        let passed = dice.chance(78);
        let note = dice.pick(if passed { replies::PASSED } else { replies::FAILED }).to_owned();
        let checker = dice.pick(replies::CHECKERS).to_owned();
        self.keeps(tx, pile, "stock_inspect");
        let Pile { lot, quantity, .. } = self.goods.piles[pile];
        let check = Some(ApplianceCheck { checker, passed, note });
        stock::inspect(tx, &Inspection { lot, location: self.location(pile), quantity, check }).await?;
        let pile = &mut self.goods.piles[pile];
        (pile.shelved, pile.quantity) = (passed, if passed { quantity } else { 0 });
        Ok(())
    }

    async fn transfer(&mut self, tx: &mut Tx<'_>, root: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(76 + root as u64, number);
        let Some(from) = self.goods.any(&mut dice, root, 0, 3, self.at) else { return Ok(()) };
        let shop = 1 + dice.below(PLACES[root].shops.len() - 1);
        let quantity = dice.between(1, (self.goods.piles[from].quantity / 2).min(12));
        let lot = self.goods.piles[from].lot;
        self.keeps(tx, from, "stock_transfer");
        let to = self.world.roots[root].shops[shop].id;
        let journal = stock::transfer(tx, &Transfer { lot, from: self.location(from), to, quantity }).await?;
        self.goods.piles[from].quantity -= quantity;
        let other = self.goods.piles.len();
        let moved = Pile { shop, quantity, ..self.goods.piles[from].clone() };
        if moved.expires != 0 {
            self.exactly(moved.expires + 3 * 3600, Event::Goods(GoodsEvent::PastDate(other)));
        }
        self.goods.piles.push(moved);
        if number % 5 == 2 {
            let wrong = GoodsEvent::Reverse { journal, pile: from, other, quantity };
            self.after(dice.days(0.05, 0.4), Event::Goods(wrong));
        }
        Ok(())
    }

    async fn write_off(&mut self, tx: &mut Tx<'_>, pile: usize, quantity: i64, reason: &str) -> Result<i64> {
        self.keeps(tx, pile, "stock_write_off");
        let (location, lot) = (self.location(pile), self.goods.piles[pile].lot);
        let removal = Removal { lot, location, place: Place::Shelf, quantity, reason: reason.to_owned() };
        let journal = stock::remove(tx, &removal, domain::ledger::JournalKind::WriteOff).await?;
        self.goods.piles[pile].quantity -= quantity;
        Ok(journal)
    }

    /// Once a month what is on the shelf is counted; now and then the book was wrong by one.
    async fn count_shelf(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(78 + root as u64, shop * 1000 + number);
        let Some(pile) = self.goods.any(&mut dice, root, shop, 2, self.at) else { return Ok(()) };
        let lot = self.goods.piles[pile].lot;
        // Several piles of one lot may lie on one shelf.
        let here = self.goods.piles.iter().filter(|p| (p.root, p.shop, p.lot) == (root, shop, lot));
        let book: i64 = here.map(|p| p.quantity).sum();
        let (difference, reason) = dice.pick(&[(0, 0), (-1, 2), (1, 1), (-1, 0)]);
        self.keeps(tx, pile, "stock_count");
        let counted = Count {
            location: self.location(pile),
            lot,
            counted: book + difference,
            reason: replies::COUNTED[reason].to_owned(),
        };
        stock::count(tx, &counted).await?;
        self.goods.piles[pile].quantity += difference;
        Ok(())
    }
}
