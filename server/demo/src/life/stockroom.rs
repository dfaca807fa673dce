//! Simulates shopkeepers: receipts, transfers, counts and write-offs of goods without a claim.

use domain::{
    Timestamp,
    accounts::Actor,
    catalogue::{self, Item},
    claims::ApplianceCheck,
    ledger::{Condition, JournalKind, Origin, Place},
};
use store::{
    Command, Result, Tx,
    stock::{
        self,
        movements::{CountStock, InspectStock, ReceiveStock, Removal, ReverseStock, TransferStock},
    },
};

use crate::{
    city::places::PLACES,
    dice::Dice,
    life::goods::{GoodsEvent, Pile},
    life::{Event, Life},
    texts::replies,
};

/// Items that are donated, common ones repeated.
const GIFTS: &[&str] = &[
    "sweater",
    "sweater",
    "sweater",
    "trousers",
    "trousers",
    "shoes",
    "shoes",
    "baby_clothes",
    "baby_clothes",
    "thermal_underwear",
    "raincoat",
    "hat_scarf",
    "socks",
];
/// Items that unions and companies grant, with the range of units.
const GRANTS: &[(&str, i64, i64)] =
    &[("school_bag", 8, 20), ("winter_coat", 8, 20), ("raincoat", 20, 50), ("thermal_underwear", 10, 24)];

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
    pub async fn handle_goods(&mut self, tx: &mut Tx<'_>, event: GoodsEvent) -> Result<()> {
        match event {
            GoodsEvent::Opening(root, shop) => {
                for number in 0..4 + 4 * usize::from(shop == 0) {
                    let mut dice = Dice::of(63 + root as u64, shop * 100 + number);
                    let delivery = self.gift(&mut dice, 5);
                    let delivery =
                        Delivery { used: false, origin: Origin::Opening, reason: replies::OPENING, ..delivery };
                    self.receive(tx, root, shop, delivery).await?;
                }
            }
            GoodsEvent::Gift(root, shop, number) => {
                let mut dice = Dice::of(65 + root as u64, shop * 1000 + number);
                for _ in 0..dice.between(1, 2) {
                    let delivery = self.gift(&mut dice, 2);
                    self.receive(tx, root, shop, delivery).await?;
                }
            }
            GoodsEvent::Grant(root, number) => self.grant(tx, root, number).await?,
            GoodsEvent::For(wish) => {
                let plans = self.plans.clone();
                let plan = &plans[wish];
                let mut dice = Dice::of(67, wish);
                let shop = dice.below(PLACES[plan.root].shops.len());
                let (item, size, quantity) = (plan.need.item, plan.need.size, self.wanted(wish));
                // Just enough for this wish, so that few other wishes are filled from the shelf.
                let used = !item.perishable && !item.electrical && dice.chance(50);
                let expires = self.best_before(&mut dice, item);
                let (origin, reason) = (Origin::Donation, dice.pick(replies::GIVEN));
                self.receive(tx, plan.root, shop, Delivery { item, size, quantity, used, expires, origin, reason })
                    .await?;
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
                // The scheduled job takes the goods off the shelf; the shopkeeper writes them off.
                let (root, shop) = (self.goods.piles[pile].root, self.goods.piles[pile].shop);
                self.goods.piles[pile].quantity = 0;
                self.expire_wares(tx, root, shop).await?;
            }
            GoodsEvent::Reverse { journal, pile, other, quantity } => {
                if self.market.counts(self.goods.piles[pile].root) {
                    return Ok(());
                }
                // Only while the goods are still where the mistake had put them.
                if other != pile && self.goods.piles[other].quantity < quantity {
                    return Ok(());
                }
                self.keeps(tx, pile, "stock_reverse");
                let reason = replies::REVERSED[usize::from(other == pile)].to_owned();
                ReverseStock { journal, reason }.run(tx).await?;
                self.goods.piles[pile].quantity += quantity;
                if other != pile {
                    self.goods.piles[other].quantity -= quantity;
                }
            }
        }
        Ok(())
    }

    /// Acts as the keeper of the shop that a pile is in.
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
        let size = if item.sizes.is_empty() { "" } else { dice.pick(item.sizes) };
        let (quantity, expires) = (dice.between(from, to), self.best_before(&mut dice, item));
        let delivery = Delivery { item, size, quantity, used: false, expires, origin: Origin::Grant, reason };
        self.receive(tx, root, 0, delivery).await
    }

    async fn receive(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize, new: Delivery) -> Result<()> {
        let Delivery { item, size, quantity, used, expires, origin, reason } = new;
        let location = self.world.roots[root].shops[shop].id;
        self.acts(tx, &self.keeper(root, shop), "stock_receive");
        let condition = if used { Condition::Used } else { Condition::New };
        let receipt = ReceiveStock {
            location,
            item: item.id,
            size: size.to_owned(),
            quantity,
            condition,
            expires,
            origin,
            reason: reason.to_owned(),
        };
        let lot = receipt.run(tx).await?;
        let shelved = !(used && item.electrical);
        let pile = self.goods.piles.len();
        self.goods.piles.push(Pile { root, shop, lot, item: item.id, size, quantity, expires, shelved });
        if !shelved {
            let after = Dice::of(74, pile).days(0.5, 5.0);
            self.after(after, Event::Goods(GoodsEvent::Check(pile)));
        }
        if expires != 0 {
            self.exactly(expires + 1, Event::Goods(GoodsEvent::PastDate(pile)));
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
        InspectStock { lot, location: self.location(pile), quantity, check }.run(tx).await?;
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
        let journal = TransferStock { lot, from: self.location(from), to, quantity }.run(tx).await?;
        self.goods.piles[from].quantity -= quantity;
        let other = self.goods.piles.len();
        let moved = Pile { shop, quantity, ..self.goods.piles[from].clone() };
        if moved.expires != 0 {
            self.exactly(moved.expires + 1, Event::Goods(GoodsEvent::PastDate(other)));
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
        let journal = stock::movements::remove(tx, &removal, JournalKind::WriteOff).await?;
        self.goods.piles[pile].quantity -= quantity;
        Ok(journal)
    }

    /// Counts a shelf, monthly; now and then the ledger was wrong by one.
    async fn count_shelf(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(78 + root as u64, shop * 1000 + number);
        let Some(pile) = self.goods.any(&mut dice, root, shop, 2, self.at) else { return Ok(()) };
        if self.market.counts(root) {
            return Ok(());
        }
        let lot = self.goods.piles[pile].lot;
        // Several piles of one lot may be on one shelf.
        let here = self.goods.piles.iter().filter(|p| (p.root, p.shop, p.lot) == (root, shop, lot));
        let book: i64 = here.map(|p| p.quantity).sum();
        let (difference, reason) = dice.pick(&[(0, 0), (-1, 2), (1, 1), (-1, 0)]);
        self.keeps(tx, pile, "stock_count");
        let counted = CountStock {
            location: self.location(pile),
            lot,
            counted: book + difference,
            reason: replies::COUNTED[reason].to_owned(),
        };
        stock::movements::count(tx, &counted).await?;
        self.goods.piles[pile].quantity += difference;
        Ok(())
    }
}
