//! The free shop: items, points, orders, transfers, kits, stock-takes, offers; and when they happen.
//! Stock is read from the ledger itself: [`store::ops::bulk::looks`].

use std::collections::HashMap;

use domain::{
    DAY, Timestamp,
    time::{Day, Month},
};
use store::{Result, Tx};

use crate::{
    city::places::PLACES,
    dice::Dice,
    life::{Event, Life},
};

/// First day of the simulated year, relative to now.
pub const FIRST: f64 = -366.0;

/// A shop event.
/// Numbers are root area, shop and a running number for the dice, or an index into a list of [`Market`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarketEvent {
    /// Inserts items, terms and the points policy.
    Begin(usize),
    /// Receives a delivery.
    Restock(usize, usize, usize),
    /// Runs the monthly grant of points.
    Month,
    Order(usize, usize),
    Remind(usize),
    Collect(usize),
    Cancel(usize),
    OrderOver(usize),
    WalkIn(usize, usize, usize),
    ByHand(usize, usize),
    Send(usize, usize),
    Arrive(usize),
    Settle(usize),
    Assemble(usize, usize),
    TakeApart(usize),
    Count(usize, usize, usize),
    Approve(usize),
    Offer(usize, usize),
    Answer(usize),
    Bring(usize),
    /// Runs the job that takes expired goods off a shelf.
    Expire(usize, usize),
    /// Writes expired goods off.
    Clear(usize, usize),
}

/// An order that waits for pick-up.
#[derive(Clone, Copy, Debug)]
pub struct LiveOrder {
    pub id: i64,
    pub root: usize,
    pub shop: usize,
    pub home: usize,
    pub open: bool,
}

/// A transfer in transit.
#[derive(Clone, Copy, Debug)]
pub struct LiveTransfer {
    pub id: i64,
    pub root: usize,
    pub to: usize,
    pub number: usize,
}

/// A stock-take that waits for approval by a second person.
#[derive(Clone, Copy, Debug)]
pub struct LiveTake {
    pub id: i64,
    pub root: usize,
    pub shop: usize,
    pub open: bool,
}

/// An offer that waits for its next step.
#[derive(Clone, Copy, Debug)]
pub struct LiveOffer {
    pub id: i64,
    pub root: usize,
    pub number: usize,
    pub item: i64,
    pub size: &'static str,
    pub quantity: i64,
    pub used: bool,
}

/// State of the shops.
#[derive(Clone, Debug, Default)]
pub struct Market {
    /// Item ids of each root area's own wares, in the order of the list.
    pub wares: [Vec<i64>; 2],
    pub kits: [i64; 2],
    pub orders: Vec<LiveOrder>,
    pub transfers: Vec<LiveTransfer>,
    pub takes: Vec<LiveTake>,
    pub offers: Vec<LiveOffer>,
    /// Families that have received the item limited to one a year, by root area and index, with the time.
    pub had: HashMap<(usize, usize), Timestamp>,
}

impl Market {
    /// Tells whether a stock-take is open; no other correction is booked meanwhile.
    pub fn counts(&self, root: usize) -> bool {
        self.takes.iter().any(|take| take.open && take.root == root)
    }
}

impl Life {
    /// Queues all shop events that do not follow from others.
    pub fn expect_market(&mut self) {
        for (root, place) in PLACES.iter().enumerate() {
            let day = |days: f64| (days * DAY as f64) as i64;
            self.market_at(day(FIRST), MarketEvent::Begin(root));
            let every = |life: &mut Life,
                         dice: &mut Dice,
                         first: f64,
                         gap: (f64, f64),
                         event: &dyn Fn(usize) -> MarketEvent| {
                let (mut at, mut number) = (dice.days(FIRST + first, FIRST + first + gap.1), 0);
                while at < 0 {
                    life.market_at(at, event(number));
                    (at, number) = (at + dice.days(gap.0, gap.1), number + 1);
                }
            };
            for shop in 0..place.shops.len() {
                let mut dice = Dice::of(80 + root as u64, shop);
                self.market_at(day(FIRST + 0.6), MarketEvent::Restock(root, shop, 0));
                every(self, &mut dice, 8.0, (16.0, 26.0), &|n| MarketEvent::Restock(root, shop, 1 + n));
                every(self, &mut dice, 27.0, (29.0, 31.5), &|n| MarketEvent::Count(root, shop, n));
                if shop < 2 {
                    every(self, &mut dice, 5.0, (1.5, 5.0), &|n| MarketEvent::WalkIn(root, shop, n));
                }
            }
            let mut dice = Dice::of(82 + root as u64, 0);
            let often = if root == 0 { (0.5, 1.9) } else { (1.2, 4.0) };
            every(self, &mut dice, 3.0, often, &|n| MarketEvent::Order(root, n));
            every(self, &mut dice, 9.0, (17.0, 29.0), &|n| MarketEvent::ByHand(root, n));
            every(self, &mut dice, 12.0, (9.0, 16.0), &|n| MarketEvent::Send(root, n));
            every(self, &mut dice, 20.0, (38.0, 60.0), &|n| MarketEvent::Assemble(root, n));
            every(self, &mut dice, 6.0, (5.0, 10.0), &|n| MarketEvent::Offer(root, n));
            // Open work for the last days: an offer, a transfer and an order that wait.
            self.market_at(-day(1.2), MarketEvent::Offer(root, 900));
            self.market_at(-day(0.8), MarketEvent::Offer(root, 901));
            self.market_at(-day(0.9), MarketEvent::Send(root, 900));
            self.market_at(-day(1.1), MarketEvent::Order(root, 9_000));
            self.market_at(-day(0.4), MarketEvent::Order(root, 9_001));
        }
        for month in months(self.calendar.now) {
            self.exactly(month, Event::Market(MarketEvent::Month));
        }
    }

    fn market_at(&mut self, before_now: i64, event: MarketEvent) {
        self.queue(before_now, Event::Market(event));
    }

    pub async fn handle_market(&mut self, tx: &mut Tx<'_>, event: MarketEvent) -> Result<()> {
        match event {
            MarketEvent::Begin(root) => self.begin_market(tx, root).await,
            MarketEvent::Restock(root, shop, number) => self.restock(tx, root, shop, number).await,
            MarketEvent::Month => self.month(tx).await,
            MarketEvent::Order(root, number) => self.order(tx, root, number).await,
            MarketEvent::Remind(order) => self.remind_order(tx, order).await,
            MarketEvent::Collect(order) => self.collect(tx, order).await,
            MarketEvent::Cancel(order) => self.cancel_order(tx, order).await,
            MarketEvent::OrderOver(order) => self.order_over(tx, order).await,
            MarketEvent::WalkIn(root, shop, number) => self.walk_in(tx, root, shop, number).await,
            MarketEvent::ByHand(root, number) => self.by_hand(tx, root, number).await,
            MarketEvent::Send(root, number) => self.send_wares(tx, root, number).await,
            MarketEvent::Arrive(transfer) => self.wares_arrive(tx, transfer).await,
            MarketEvent::Settle(transfer) => self.settle_wares(tx, transfer).await,
            MarketEvent::Assemble(root, number) => self.assemble(tx, root, number).await,
            MarketEvent::TakeApart(root) => self.take_apart(tx, root).await,
            MarketEvent::Count(root, shop, number) => self.take_stock(tx, root, shop, number).await,
            MarketEvent::Approve(take) => self.approve_take(tx, take).await,
            MarketEvent::Offer(root, number) => self.offer(tx, root, number).await,
            MarketEvent::Answer(offer) => self.answer(tx, offer).await,
            MarketEvent::Bring(offer) => self.bring_offered(tx, offer).await,
            MarketEvent::Expire(root, shop) => self.expire_wares(tx, root, shop).await,
            MarketEvent::Clear(root, shop) => self.clear_expired(tx, root, shop).await,
        }
    }
}

/// Returns 00:01 in China on the first of each month of the past year.
fn months(now: Timestamp) -> Vec<Timestamp> {
    let since = Day::of(now).plus(FIRST as i64).start();
    let months = std::iter::successors(Some(Month::of(since)), |month| Some(month.after()));
    let firsts = months.map(Month::start).skip_while(|first| *first < since).take_while(|first| *first <= now);
    firsts.map(|first| first + 60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_the_demo_has_the_first_of_each_month() {
        // Noon of 29 November 2026 in China, and of 1 March 2028, after a leap day.
        for (now, firsts) in [(1_795_924_800, 12), (1_835_496_000, 13)] {
            let months = months(now);
            assert_eq!(months.len(), firsts);
            for at in &months {
                assert_eq!(*at, Month::of(*at).start() + 60);
                assert!(*at <= now && *at > now - 367 * DAY);
            }
        }
    }
}
