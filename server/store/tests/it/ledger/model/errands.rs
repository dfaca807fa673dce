//! Model steps that stay open for a while: transfers, points, orders, stock-takes, and their expiry.

use domain::{
    ledger::Place,
    orders::{Wanted, slots},
    stock::transfers::{ArrivedLine, NewTransfer, Outcome, SendLine, Settlement},
};
use store::{
    orders::{lifecycle::CancelOwnOrder, place::PlaceOrder},
    points::adjustments::{ByHand, GivePoints, TakePointsBack},
    stock::{
        counts::{
            approval::{ApproveStockTake, CancelStockTake},
            lifecycle::{CountStockTake, FinishStockTake, LineCount, LineReason, OpenStockTake},
        },
        transfers::lifecycle::{CancelTransfer, ReceiveTransfer, SendTransfer, SettleTransfer},
    },
};

use super::{
    Moves, Verdict, World, moved,
    world::{THINGS, item},
};
use crate::support::by;

/// Price of one unit of any item, in points.
pub const PRICE: i64 = 3;

/// Goods in transit.
struct Transfer {
    id: i64,
    lot: i64,
    from: i64,
    to: i64,
    /// Units neither arrived nor settled; `looked` is set once the other shop has received.
    open: i64,
    looked: bool,
}

/// An open order with the lots of its goods and points.
struct Order {
    id: i64,
    location: i64,
    until: i64,
    goods: Vec<(i64, i64)>,
    points: Vec<(i64, i64)>,
}

/// An open stock-take with the lots that differ.
struct Take {
    id: i64,
    location: i64,
    differences: Vec<(i64, i64)>,
}

/// Everything that is still open, and the points lots.
#[derive(Default)]
pub struct Errands {
    transfers: Vec<Transfer>,
    orders: Vec<Order>,
    takes: Vec<Take>,
    /// Lots of points and when they lapse; 0 means never.
    purses: Vec<(i64, i64)>,
}

/// Takes `wanted` units from the lots in their order; `None` when there are too few.
pub(super) fn taken(from: &[(i64, i64)], mut wanted: i64) -> Option<Vec<(i64, i64)>> {
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

pub(super) fn all(parts: &[(i64, i64)], from: (Place, i64), to: (Place, i64)) -> Moves {
    parts.iter().flat_map(|(lot, n)| moved(*lot, *n, from, to)).collect()
}

impl World<'_> {
    /// While a shelf is being counted, the store may refuse other corrections of it.
    pub(super) fn counted_or(&self, shelves: &[i64], verdict: Verdict) -> Verdict {
        match verdict {
            Verdict::Moves(moves) if self.errands.takes.iter().any(|take| shelves.contains(&take.location)) => {
                Verdict::Either(moves)
            }
            other => other,
        }
    }

    pub(super) async fn send(&mut self, pick: usize, quantity: i64) -> Result<(), String> {
        let Some((from, lot, there)) = self.choice(Place::Shelf, pick) else { return Ok(()) };
        let to = self.shops[usize::from(from == self.shops[0])];
        let lines = vec![SendLine { lot, quantity, ..SendLine::default() }];
        let new = NewTransfer { from, to, lines, note: String::new() };
        let fits = quantity <= there && !self.is_past(lot);
        match (fits, self.stage.store.run(&by(&self.town.shopkeeper), SendTransfer(new)).await) {
            (true, Ok(id)) => {
                self.model.apply(&moved(lot, quantity, (Place::Shelf, from), (Place::Transit, id)));
                self.errands.transfers.push(Transfer { id, lot, from, to, open: quantity, looked: false });
                Ok(())
            }
            (false, Err(store::Error::Refused(_))) => Ok(()),
            (fits, said) => Err(format!("the model says {fits}, the store {said:?}")),
        }
    }

    fn transfer(&self, pick: usize, looked: bool) -> Option<usize> {
        let transfers = &self.errands.transfers;
        let open: Vec<usize> =
            (0..transfers.len()).filter(|n| transfers[*n].open > 0 && transfers[*n].looked == looked).collect();
        (!open.is_empty()).then(|| open[pick % open.len()])
    }

    pub(super) async fn arrive(&mut self, pick: usize, less: i64) -> Result<(), String> {
        let Some(chosen) = self.transfer(pick, false) else { return Ok(()) };
        let Transfer { id, lot, to, open, .. } = self.errands.transfers[chosen];
        let quantity = (open - less).max(0);
        let lines = vec![ArrivedLine { lot, quantity }];
        let moves =
            if quantity == 0 { Moves::new() } else { moved(lot, quantity, (Place::Transit, id), (Place::Shelf, to)) };
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        self.judge(Verdict::Moves(moves), store.run(&keeper, ReceiveTransfer { transfer: id, lines })).await?;
        let transfer = &mut self.errands.transfers[chosen];
        (transfer.open, transfer.looked) = (open - quantity, true);
        Ok(())
    }

    pub(super) async fn settle(&mut self, pick: usize, quantity: i64, outcome: usize) -> Result<(), String> {
        let Some(chosen) = self.transfer(pick, true) else { return Ok(()) };
        let Transfer { id, lot, from, to, .. } = self.errands.transfers[chosen];
        let outcome = Outcome::ALL[outcome % Outcome::ALL.len()];
        let there = match outcome {
            Outcome::Found => (Place::Shelf, to),
            Outcome::Returned => (Place::Shelf, from),
            Outcome::Lost => (Place::Loss, from),
        };
        let verdict = self.model.may(moved(lot, quantity, (Place::Transit, id), there));
        let settlement = Settlement { lot, quantity, outcome, reason: "找过了".into() };
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        if self.judge(verdict, store.run(&keeper, SettleTransfer { transfer: id, of: settlement })).await?.is_some() {
            self.errands.transfers[chosen].open -= quantity;
        }
        Ok(())
    }

    pub(super) async fn call_back(&mut self, pick: usize) -> Result<(), String> {
        let Some(chosen) = self.transfer(pick, false) else { return Ok(()) };
        let Transfer { id, lot, from, open, .. } = self.errands.transfers[chosen];
        let moves = moved(lot, open, (Place::Transit, id), (Place::Shelf, from));
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        self.judge(Verdict::Moves(moves), store.run(&keeper, CancelTransfer { transfer: id, reason: "不送了".into() }))
            .await?;
        self.errands.transfers[chosen].open = 0;
        Ok(())
    }

    fn by_hand(&self, points: i64) -> ByHand {
        ByHand { household: self.town.household, points, reason: "帮忙整理".into() }
    }

    pub(super) async fn grant(&mut self, points: i64) -> Result<(), String> {
        let given = self.stage.store.run(&by(&self.town.caseworker), GivePoints(self.by_hand(points))).await;
        let journal = given.map_err(|e| format!("not given: {e}"))?;
        let lots = self
            .eye
            .lines(format!(
                "select '', l.id, l.expires, e.quantity from entry e join lot l on l.id = e.lot
                 where e.journal = {journal} and e.quantity > 0"
            ))
            .await;
        let [(_, lot, expires, _)] = lots[..] else { return Err(format!("points in {lots:?}")) };
        if !self.errands.purses.iter().any(|(known, _)| *known == lot) {
            self.errands.purses.push((lot, expires));
        }
        let (root, household) = (self.town.root, self.town.household);
        self.model.apply(&moved(lot, points, (Place::Programme, root), (Place::Household, household)));
        Ok(())
    }

    /// Returns the points lots that the family can spend, earliest lapse first.
    pub(super) fn spendable(&self) -> Vec<(i64, i64)> {
        let now = self.stage.store.now();
        let household = (Place::Household, self.town.household);
        let mut purses = self.errands.purses.clone();
        purses.retain(|(_, expires)| *expires == 0 || *expires > now);
        purses.sort_by_key(|(lot, expires)| (*expires == 0, *expires, *lot));
        purses.into_iter().map(|(lot, _)| (lot, self.model.at((household.0, household.1, lot)))).collect()
    }

    pub(super) async fn take_back(&mut self, points: i64) -> Result<(), String> {
        let verdict = match taken(&self.spendable(), points) {
            Some(parts) => {
                Verdict::Moves(all(&parts, (Place::Household, self.town.household), (Place::Programme, self.town.root)))
            }
            None => Verdict::Refused,
        };
        let (store, caseworker, back) = (self.stage.store.clone(), by(&self.town.caseworker), self.by_hand(points));
        self.judge(verdict, store.run(&caseworker, TakePointsBack(back))).await.map(drop)
    }

    pub(super) async fn order(&mut self, shop: usize, thing: usize, quantity: i64) -> Result<(), String> {
        let (location, (key, size)) = (self.shops[shop], THINGS[thing]);
        let held = taken(&self.shelf_of(location, thing), quantity).zip(taken(&self.spendable(), quantity * PRICE));
        let pickup = slots(self.stage.store.now()).first().expect("a half day").from;
        let lines = vec![Wanted { item: item(key), size: size.into(), quantity }];
        let new = PlaceOrder { location, pickup, lines, basket: false };
        match (held, self.stage.store.run(&by(&self.town.family), new).await) {
            (Some((goods, points)), Ok(id)) => {
                self.model.apply(&all(&goods, (Place::Shelf, location), (Place::Ordered, id)));
                self.model.apply(&all(&points, (Place::Household, self.town.household), (Place::Held, id)));
                let until = domain::orders::held_until(pickup);
                self.errands.orders.push(Order { id, location, until, goods, points });
                Ok(())
            }
            (None, Err(store::Error::Refused(_))) => Ok(()),
            (held, said) => Err(format!("the model takes {held:?}, the store says {said:?}")),
        }
    }

    fn back(&self, order: &Order) -> Moves {
        let mut moves = all(&order.goods, (Place::Ordered, order.id), (Place::Shelf, order.location));
        moves.extend(all(&order.points, (Place::Held, order.id), (Place::Household, self.town.household)));
        moves
    }

    pub(super) async fn collect(&mut self, pick: usize) -> Result<(), String> {
        let orders = &self.errands.orders;
        let Some(chosen) = (!orders.is_empty()).then(|| pick % orders.len()) else { return Ok(()) };
        let (order, household) = (&orders[chosen], self.town.household);
        let (id, location) = (order.id, order.location);
        let verdict = if order.goods.iter().any(|(lot, _)| self.is_past(*lot)) {
            Verdict::Refused
        } else {
            let mut moves = all(&order.goods, (Place::Ordered, id), (Place::Issued, household));
            moves.extend(all(&order.points, (Place::Held, id), (Place::Spent, location)));
            Verdict::Moves(moves)
        };
        let code =
            self.eye.lines(format!("select code, id, id, id from shop_order where id = {id}")).await[0].0.clone();
        let (store, keeper) = (self.stage.store.clone(), by(&self.town.shopkeeper));
        if self.judge(verdict, store.order_hand_over(&keeper, id, code)).await?.is_some() {
            self.errands.orders.remove(chosen);
        } else {
            // The model knows no limit of tries.
            self.stage.plant("delete from attempt").await;
        }
        Ok(())
    }

    pub(super) async fn cancel(&mut self, pick: usize) -> Result<(), String> {
        let orders = &self.errands.orders;
        let Some(chosen) = (!orders.is_empty()).then(|| pick % orders.len()) else { return Ok(()) };
        let (id, moves) = (orders[chosen].id, self.back(&orders[chosen]));
        let (store, family) = (self.stage.store.clone(), by(&self.town.family));
        self.judge(Verdict::Moves(moves), store.run(&family, CancelOwnOrder { id, reason: "不用了".into() })).await?;
        self.errands.orders.remove(chosen);
        Ok(())
    }

    pub(super) async fn take(&mut self, shop: usize, pick: usize, off: i64) -> Result<(), String> {
        let location = self.shops[shop];
        let shelf = self.model.lots(Place::Shelf, location);
        if shelf.is_empty() || self.errands.takes.iter().any(|take| take.location == location) {
            return Ok(());
        }
        let (store, keeper) = (self.stage.store.clone(), &self.town.shopkeeper);
        let broken = |e: store::Error| format!("not counted: {e}");
        let id = store.run(&by(keeper), OpenStockTake { location, category: None }).await.map_err(broken)?;
        let wrong = shelf[pick % shelf.len()].0;
        let counted = |lot: i64, n: i64| if lot == wrong { (n + off).max(0) } else { n };
        let lines: Vec<LineCount> = shelf
            .iter()
            .map(|(lot, n)| LineCount { lot: *lot, counted: Some(counted(*lot, *n)), seen: Some(*n) })
            .collect();
        store.run(&by(keeper), CountStockTake { take: id, lines }).await.map_err(broken)?;
        let differences = shelf.iter().map(|(lot, n)| (*lot, counted(*lot, *n) - n)).filter(|(_, d)| *d != 0).collect();
        self.errands.takes.push(Take { id, location, differences });
        Ok(())
    }

    /// Approval books the difference, not the count, so later movements do not matter.
    pub(super) async fn approve(&mut self, shop: usize) -> Result<(), String> {
        let location = self.shops[shop];
        let Some(chosen) = self.errands.takes.iter().position(|take| take.location == location) else { return Ok(()) };
        let Take { id, differences, .. } = self.errands.takes.remove(chosen);
        let (store, keeper, second) = (self.stage.store.clone(), &self.town.shopkeeper, by(&self.town.coordinator));
        let reasons = differences.iter().map(|(lot, _)| LineReason { lot: *lot, reason: "数错了".into() }).collect();
        let broken = |e: store::Error| format!("not settled: {e}");
        store.run(&by(keeper), FinishStockTake { take: id, reasons }).await.map_err(broken)?;
        let shelf = (Place::Shelf, location);
        let gone = differences.iter().any(|(lot, d)| self.model.at((shelf.0, shelf.1, *lot)) + d < 0);
        let settled = store.run(&second, ApproveStockTake(id)).await.map_err(broken)?;
        if gone != settled.journals.is_empty() && !differences.is_empty() {
            return Err(format!("the model says {gone}, the store {settled:?}"));
        }
        if gone {
            // The store asks for a recount; this step cancels the stock-take instead.
            store.run(&by(keeper), CancelStockTake { id, reason: "重新数".into() }).await.map_err(broken)?;
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

    /// Applies what the jobs do: points lapse, expired goods leave the shelves, orders end.
    pub(super) fn time_passed(&mut self) {
        let now = self.stage.store.now();
        let household = self.town.household;
        for (lot, expires) in self.errands.purses.clone() {
            let has = self.model.at((Place::Household, household, lot));
            if expires != 0 && expires <= now && has > 0 {
                self.model.apply(&moved(lot, has, (Place::Household, household), (Place::Programme, self.town.root)));
            }
        }
        for shop in self.shops {
            for (lot, n) in self.model.lots(Place::Shelf, shop) {
                if self.is_past(lot) {
                    self.model.apply(&moved(lot, n, (Place::Shelf, shop), (Place::Quarantine, shop)));
                }
            }
        }
        let (over, waiting) = std::mem::take(&mut self.errands.orders).into_iter().partition(|o| o.until < now);
        self.errands.orders = waiting;
        let over: Vec<Order> = over;
        for order in &over {
            let moves = self.back(order);
            self.model.apply(&moves);
        }
    }
}
