//! Steps that stay open for a while: transfers, stock-takes, points and orders.

use domain::{
    ledger::Place,
    orders::{OrderState, Wanted, held_until, slots},
    stock::transfers::{ArrivedLine, NewTransfer, Outcome, SendLine, Settlement},
};
use store::{
    orders::{
        lifecycle::{CancelOwnOrder, HandOverOrder},
        place::PlaceOrder,
    },
    points::adjustments::{ByHand, GivePoints},
    stock::{
        counts::{
            approval::{ApproveStockTake, CancelStockTake},
            lifecycle::{CountStockTake, FinishStockTake, LineCount, LineReason, OpenStockTake},
        },
        transfers::lifecycle::{CancelTransfer, ReceiveTransfer, SendTransfer, SettleTransfer},
    },
};

use super::{
    counter::turned,
    life::{Life, PRICE},
    model::{Count, Order, Transfer, points_moved, spread, taken},
};
use crate::ledger::model::moved;

impl Life<'_> {
    pub(super) async fn send_transfer(&mut self) -> Result<(), String> {
        let Some((from, lot, there)) = self.pick_lot() else { return Ok(()) };
        let to = self.model.shops[usize::from(from == self.model.shops[0])];
        let quantity = self.dice.between(1..=there + 1);
        let new = || {
            let lines = vec![SendLine { lot, quantity, ..SendLine::default() }];
            SendTransfer(NewTransfer { from, to, lines, note: String::new() })
        };
        let who = self.town.shopkeeper.clone();
        if let Some(id) = self.agree(quantity <= there, &who, new).await? {
            self.model.apply(&moved(lot, quantity, (Place::Shelf, from), (Place::Transit, id)));
            self.model.transfers.insert(id, Transfer { lot, from, to, open: quantity, looked: false });
        }
        Ok(())
    }

    /// Draws a transfer with units on their way, which the other shop has looked at or not.
    fn pick_transfer(&mut self, looked: bool) -> Option<i64> {
        let fits = |one: &Transfer| one.open > 0 && one.looked == looked;
        let fit: Vec<i64> = self.model.transfers.iter().filter(|(_, one)| fits(one)).map(|(id, _)| *id).collect();
        self.dice.one(&fit)
    }

    fn transfer(&mut self, id: i64) -> &mut Transfer {
        self.model.transfers.get_mut(&id).expect("a transfer of this life")
    }

    pub(super) async fn receive_transfer(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_transfer(false) else { return Ok(()) };
        let &mut Transfer { lot, to, open, .. } = self.transfer(id);
        let quantity = (open - self.dice.between(0..=1)).max(0);
        let receive = || ReceiveTransfer { transfer: id, lines: vec![ArrivedLine { lot, quantity }] };
        let who = self.town.shopkeeper.clone();
        self.agree(true, &who, receive).await?;
        if quantity > 0 {
            self.model.apply(&moved(lot, quantity, (Place::Transit, id), (Place::Shelf, to)));
        }
        let transfer = self.transfer(id);
        (transfer.open, transfer.looked) = (open - quantity, true);
        Ok(())
    }

    pub(super) async fn settle_transfer(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_transfer(true) else { return Ok(()) };
        let &mut Transfer { lot, from, to, open, .. } = self.transfer(id);
        let quantity = self.dice.between(1..=open + 1);
        let outcome = Outcome::ALL[self.dice.below(Outcome::ALL.len())];
        let there = match outcome {
            Outcome::Found => (Place::Shelf, to),
            Outcome::Returned => (Place::Shelf, from),
            Outcome::Lost => (Place::Loss, from),
        };
        let settle =
            || SettleTransfer { transfer: id, of: Settlement { lot, quantity, outcome, reason: "找过了".into() } };
        let who = self.town.shopkeeper.clone();
        if self.agree(quantity <= open, &who, settle).await?.is_some() {
            self.model.apply(&moved(lot, quantity, (Place::Transit, id), there));
            self.transfer(id).open -= quantity;
        }
        Ok(())
    }

    pub(super) async fn call_back(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_transfer(false) else { return Ok(()) };
        let &mut Transfer { lot, from, open, .. } = self.transfer(id);
        let cancel = || CancelTransfer { transfer: id, reason: "不送了".into() };
        let who = self.town.shopkeeper.clone();
        self.agree(true, &who, cancel).await?;
        self.model.apply(&moved(lot, open, (Place::Transit, id), (Place::Shelf, from)));
        self.transfer(id).open = 0;
        Ok(())
    }

    /// Opens a stock-take of a shop and counts the whole shelf, one lot of it wrongly.
    pub(super) async fn count_shelf(&mut self) -> Result<(), String> {
        let location = self.model.shops[self.dice.below(2)];
        let shelf = self.model.shelf(location);
        if shelf.is_empty() || self.model.counts.iter().any(|count| count.location == location) {
            return Ok(());
        }
        let (wrong, off) = (shelf[self.dice.below(shelf.len())].0, self.dice.between(-2..=2));
        let counted = |lot: i64, n: i64| if lot == wrong { (n + off).max(0) } else { n };
        let who = self.town.shopkeeper.clone();
        let open = || OpenStockTake { location, category: None };
        let Some(id) = self.agree(true, &who, open).await? else { return Ok(()) };
        let line = |(lot, n): &(i64, i64)| LineCount { lot: *lot, counted: Some(counted(*lot, *n)), seen: Some(*n) };
        let count = || CountStockTake { take: id, lines: shelf.iter().map(line).collect() };
        self.agree(true, &who, count).await?;
        let differences = shelf.iter().map(|(lot, n)| (*lot, counted(*lot, *n) - n)).filter(|(_, d)| *d != 0).collect();
        self.model.counts.push(Count { id, location, differences });
        Ok(())
    }

    /// Finishes a stock-take and approves it as a second person: what differed is booked, whatever moved meanwhile.
    pub(super) async fn approve_count(&mut self) -> Result<(), String> {
        if self.model.counts.is_empty() {
            return Ok(());
        }
        let chosen = self.dice.below(self.model.counts.len());
        let Count { id, location, differences } = self.model.counts.remove(chosen);
        let (keeper, second) = (self.town.shopkeeper.clone(), self.town.coordinator.clone());
        let reason = |(lot, _): &(i64, i64)| LineReason { lot: *lot, reason: "数错了".into() };
        let finish = || FinishStockTake { take: id, reasons: differences.iter().map(reason).collect() };
        self.agree(true, &keeper, finish).await?;
        let shelf = (Place::Shelf, location);
        let gone = differences.iter().any(|(lot, d)| self.model.goods.at((shelf.0, shelf.1, *lot)) + d < 0);
        let Some(settled) = self.agree(true, &second, || ApproveStockTake(id)).await? else { return Ok(()) };
        if !differences.is_empty() && gone != settled.journals.is_empty() {
            return Err(format!("the model says {gone}, the store {settled:?}"));
        }
        if gone {
            // The store asks for a recount; this life gives up.
            self.agree(true, &keeper, || CancelStockTake { id, reason: "重新数".into() }).await?;
            return Ok(());
        }
        for (lot, difference) in differences {
            let moves = if difference < 0 {
                moved(lot, -difference, shelf, (Place::Loss, location))
            } else {
                moved(lot, difference, (Place::Outside, 0), shelf)
            };
            self.model.apply(&moves);
        }
        Ok(())
    }

    pub(super) async fn give_points(&mut self) -> Result<(), String> {
        let household = self.model.households[self.dice.below(2)];
        let points = self.dice.between(3..=12);
        let give = || GivePoints(ByHand { household, points, reason: "帮忙整理".into() });
        let who = self.town.caseworker.clone();
        if self.agree(true, &who, give).await?.is_some() {
            let (programme, purse) = ((Place::Programme, self.town.root), (Place::Household, household));
            self.model.apply(&points_moved(points, programme, purse));
        }
        Ok(())
    }

    pub(super) async fn place_order(&mut self) -> Result<(), String> {
        let (family, location) = (self.dice.below(2), self.model.shops[self.dice.below(2)]);
        let (quantity, item) = (self.dice.between(1..=3), self.item);
        let held = |order: &&Order| order.state == OrderState::Held;
        // The second time that is offered: the first may pass while this is asked.
        let Some(pickup) = slots(self.model.now).get(1).map(|slot| slot.from) else { return Ok(()) };
        if self.model.orders.values().filter(held).count() >= 6 {
            return Ok(());
        }
        let points = quantity * PRICE;
        let goods = taken(&self.model.shelf(location), quantity).filter(|_| self.model.points(family) >= points);
        let place = || PlaceOrder {
            location,
            pickup,
            lines: vec![Wanted { item, size: String::new(), quantity }],
            basket: false,
        };
        let who = self.families[family].clone();
        let placed = self.agree(goods.is_some(), &who, place).await?;
        if let (Some(id), Some(goods)) = (placed, goods) {
            let household = self.model.households[family];
            self.model.apply(&spread(&goods, (Place::Shelf, location), (Place::Ordered, id)));
            self.model.apply(&points_moved(points, (Place::Household, household), (Place::Held, id)));
            let (until, state) = (held_until(pickup), OrderState::Held);
            self.model.orders.insert(id, Order { family, location, until, goods, points, state });
        }
        Ok(())
    }

    fn pick_order(&mut self) -> Option<i64> {
        let all: Vec<i64> = self.model.orders.keys().copied().collect();
        let held = |order: &Order| order.state == OrderState::Held;
        let fit: Vec<i64> = self.model.orders.iter().filter(|(_, one)| held(one)).map(|(id, _)| *id).collect();
        self.dice.fitting(&fit, &all)
    }

    /// Issues an order against its code, or against a wrong one.
    pub(super) async fn collect_order(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_order() else { return Ok(()) };
        let sql = format!("select code, id, id, id from shop_order where id = {id}");
        let right = self.servers.eye.lines(sql).await.swap_remove(0).0;
        let is_right = !self.dice.one_in(8);
        let code = if is_right { right } else { turned(&right) };
        let may = is_right && self.model.orders[&id].state == OrderState::Held;
        let who = self.town.shopkeeper.clone();
        if self.agree(may, &who, || HandOverOrder { id, code: code.clone() }).await?.is_none() {
            return Ok(());
        }
        let order = self.model.orders.get_mut(&id).expect("an order of this life");
        order.state = OrderState::Collected;
        let (goods, points) = (order.goods.clone(), order.points);
        let (household, location) = (self.model.households[order.family], order.location);
        self.model.apply(&spread(&goods, (Place::Ordered, id), (Place::Issued, household)));
        self.model.apply(&points_moved(points, (Place::Held, id), (Place::Spent, location)));
        Ok(())
    }

    pub(super) async fn cancel_order(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_order() else { return Ok(()) };
        let order = &self.model.orders[&id];
        let (may, family) = (order.state == OrderState::Held, order.family);
        let who = self.families[family].clone();
        let cancel = || CancelOwnOrder { id, reason: "不用了".into() };
        if self.agree(may, &who, cancel).await?.is_some() {
            self.model.undo_order(id, OrderState::Cancelled);
        }
        Ok(())
    }
}
