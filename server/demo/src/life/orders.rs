//! Simulates orders of the free shop: collected, cancelled or expired, and walk-ins.

use domain::{
    accounts::Actor,
    orders::{Wanted, held_until, reminder, slots},
};
use store::{
    Command, Result, Tx,
    ops::bulk::looks,
    orders::{
        lifecycle::{CancelOrder, CancelOwnOrder, ExpireOrder, HandOverOrder, RemindOrder},
        place::PlaceOrder,
        walk_in::IssueWalkIn,
    },
    points::adjustments::{self, ByHand, GivePoints},
};

use crate::{
    dice::Dice,
    life::market::{LiveOrder, MarketEvent},
    life::{Event, Life},
    texts::replies,
};

impl Life {
    /// Picks a household of the first district that has points; with an account when it orders itself.
    fn household(&self, dice: &mut Dice, root: usize, account: bool) -> Option<usize> {
        let homes = &self.world.roots[root].homes;
        let fits = |n: &usize| homes[*n].district == 0 && (!account || homes[*n].actor.is_signed_in());
        let homes: Vec<usize> = (0..homes.len()).filter(fits).collect();
        (!homes.is_empty()).then(|| dice.pick(&homes))
    }

    /// Chooses up to three wares that are in stock and that the family can pay.
    async fn chosen(
        &mut self,
        tx: &mut Tx<'_>,
        dice: &mut Dice,
        root: usize,
        shop: usize,
        home: usize,
    ) -> Result<Vec<Wanted>> {
        let (location, household) = (self.shop_id(root, shop), self.world.roots[root].homes[home].household);
        let mut left = looks::spendable(tx, household).await?;
        let mut lines: Vec<Wanted> = Vec::new();
        for _ in 0..dice.between(1, 3) {
            let (ware, price) = self.ware(dice, root, home);
            let (item, quantity) = (self.market.wares[root][ware], if price > 9 { 1 } else { dice.between(1, 2) });
            let known = lines.iter().any(|line| line.item == item);
            if known || left < price * quantity || looks::free(tx, location, item).await? < quantity {
                continue;
            }
            left -= price * quantity;
            self.has_had(root, home, ware);
            lines.push(Wanted { item, size: String::new(), quantity });
        }
        Ok(lines)
    }

    pub(crate) async fn order(&mut self, tx: &mut Tx<'_>, root: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(88 + root as u64, number);
        // The family of the printed sign-in orders now and then, and has a pending order.
        let shown = number % 23 == 5 || number == 9_001;
        let home = if shown { Some(0) } else { self.household(&mut dice, root, true) };
        let Some(home) = home else { return Ok(()) };
        let shop = if root == 0 { dice.below(2) } else { 0 };
        let family = self.world.roots[root].homes[home].actor.clone();
        self.acts(tx, &family, "order_place");
        let lines = self.chosen(tx, &mut dice, root, shop, home).await?;
        let Some(slot) = slots(self.at).into_iter().nth(dice.below(3)) else { return Ok(()) };
        if lines.is_empty() {
            return Ok(());
        }
        let location = self.shop_id(root, shop);
        let id = PlaceOrder { location, pickup: slot.from, lines, basket: false }.run(tx).await?;
        let order = self.market.orders.len();
        self.market.orders.push(LiveOrder { id, root, shop, home, open: true });
        let remind = reminder(slot.from, self.at);
        if remind != 0 {
            self.exactly(remind, Event::Market(MarketEvent::Remind(order)));
        }
        match dice.below(100) {
            0..76 => self.exactly(slot.from + dice.between(600, 9_000), Event::Market(MarketEvent::Collect(order))),
            76..88 => self.after(dice.days(0.05, 0.6), Event::Market(MarketEvent::Cancel(order))),
            _ => {}
        }
        self.exactly(held_until(slot.from) + 1, Event::Market(MarketEvent::OrderOver(order)));
        Ok(())
    }

    fn open_order(&self, order: usize) -> Option<LiveOrder> {
        Some(self.market.orders[order]).filter(|order| order.open)
    }

    pub(crate) async fn remind_order(&mut self, tx: &mut Tx<'_>, order: usize) -> Result<()> {
        if let Some(live) = self.open_order(order) {
            self.acts(tx, &Actor::system(), "order_remind");
            RemindOrder(live.id).run(tx).await?;
        }
        Ok(())
    }

    pub(crate) async fn collect(&mut self, tx: &mut Tx<'_>, order: usize) -> Result<()> {
        if let Some(live) = self.open_order(order) {
            self.acts(tx, &self.shopkeeper(live.root, live.shop), "order_hand_over");
            // Goods that expired while the order waited are not handed over.
            if looks::order_is_past(tx, live.id).await? {
                return self.cancel_order(tx, order).await;
            }
            let text = looks::order_code(tx, live.id).await?;
            HandOverOrder { id: live.id, code: text }.run(tx).await?;
            self.market.orders[order].open = false;
        }
        Ok(())
    }

    /// Cancels an order, by the family or by the shop with a reason.
    pub(crate) async fn cancel_order(&mut self, tx: &mut Tx<'_>, order: usize) -> Result<()> {
        let Some(live) = self.open_order(order) else { return Ok(()) };
        self.market.orders[order].open = false;
        self.exactly(self.at + 1, Event::Market(MarketEvent::Expire(live.root, live.shop)));
        let mut dice = Dice::of(90, order);
        if dice.chance(70) {
            let family = self.world.roots[live.root].homes[live.home].actor.clone();
            self.acts(tx, &family, "order_cancel_own");
            return CancelOwnOrder { id: live.id, reason: String::new() }.run(tx).await;
        }
        let text = dice.pick(replies::ORDER_CANCELLED).to_owned();
        self.acts(tx, &self.shopkeeper(live.root, live.shop), "order_cancel");
        CancelOrder { id: live.id, reason: text }.run(tx).await
    }

    /// Runs the job that expires an order not picked up in time.
    pub(crate) async fn order_over(&mut self, tx: &mut Tx<'_>, order: usize) -> Result<()> {
        if let Some(live) = self.open_order(order) {
            self.acts(tx, &Actor::system(), "order_expire");
            ExpireOrder(live.id).run(tx).await?;
            self.market.orders[order].open = false;
            self.exactly(self.at + 1, Event::Market(MarketEvent::Expire(live.root, live.shop)));
        }
        Ok(())
    }

    pub(crate) async fn walk_in(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(91 + root as u64, shop * 10_000 + number);
        // Only the city's second shop belongs to the district itself.
        if root == 1 && shop == 1 {
            return Ok(());
        }
        let Some(home) = self.household(&mut dice, root, false) else { return Ok(()) };
        self.acts(tx, &self.shopkeeper(root, shop), "walk_in_issue");
        let lines = self.chosen(tx, &mut dice, root, shop, home).await?;
        if lines.is_empty() {
            return Ok(());
        }
        let household = self.world.roots[root].homes[home].household;
        IssueWalkIn { household, location: self.shop_id(root, shop), lines }.run(tx).await.map(drop)
    }

    /// Grants points by hand for volunteer work, and now and then takes some back.
    pub(crate) async fn by_hand(&mut self, tx: &mut Tx<'_>, root: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(93 + root as u64, number);
        let shown = number % 4 == 1;
        let Some(home) = (if shown { Some(0) } else { self.household(&mut dice, root, false) }) else { return Ok(()) };
        let household = self.world.roots[root].homes[home].household;
        let worker = self.world.roots[root].districts[0].caseworker.clone();
        self.acts(tx, &worker, "points_take_back");
        if number % 5 == 3 && looks::spendable(tx, household).await? >= 5 {
            let reason = replies::POINTS_BACK.to_owned();
            return adjustments::take_back(tx, &ByHand { household, points: 5, reason }).await.map(drop);
        }
        self.acts(tx, &worker, "points_give");
        let (points, reason) = (dice.between(2, 6) * 5, dice.pick(replies::POINTS_GIVEN).to_owned());
        GivePoints(ByHand { household, points, reason }).run(tx).await.map(drop)
    }
}
