//! Simulates the past year through the store's own functions.
//! Events run from a queue in the order of time; each may queue others.

pub mod applications;
pub mod claiming;
pub mod counter;
pub mod goods;
pub mod market;
pub mod messages;
pub mod moves;
pub mod orders;
pub mod recalls;
pub mod shown;
pub mod standby;
pub mod stockroom;
pub mod taking_part;
pub mod wares;
pub mod wishing;

use std::{cmp::Reverse, collections::BinaryHeap, sync::Arc};

use domain::{Timestamp, accounts::Actor, claims::ClaimState};
use store::{Command, Result, Tx, notifications::notices::ReadNotices, ops::delivery::deliver_here};

use crate::{
    calendar::Calendar,
    city::families::Family,
    city::settle::World,
    dice::Dice,
    life::claiming::Promises,
    life::goods::{Goods, GoodsEvent},
    life::market::{Market, MarketEvent},
    plan::{NEVER, Way, WishPlan},
};

/// A scheduled event. Numbers are indices into the lists of [`Life`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    Post(usize),
    Submit(usize),
    Review(usize),
    Withdraw(usize),
    Expire(usize),
    /// A donor claims, or the shop fills.
    Try(usize),
    Extend(usize),
    Send(usize),
    Cancel(usize),
    Revoke(usize),
    Remind(usize),
    Lapse(usize),
    Arrive(usize),
    Check(usize),
    HandOver(usize),
    Confirm(usize),
    ConfirmByTime(usize),
    Thank(usize),
    ReadThanks(usize),
    Goods(GoodsEvent),
    Market(MarketEvent),
    /// Some accounts choose how to be told.
    ChooseMessages,
    /// A family (root area, number) or a donor reads its notices.
    FamilyReads(usize, usize),
    DonorReads(usize, usize),
}

/// Current state of a wish.
#[derive(Clone, Debug, Default)]
pub struct LiveWish {
    pub id: i64,
    /// Submitted, and not ended yet.
    pub open: bool,
    pub published: bool,
    pub expires: Timestamp,
    pub left: i64,
    pub confirmed: i64,
    /// Number of attempts made.
    pub tried: usize,
    pub claims: Vec<usize>,
}

/// Current state of a claim.
#[derive(Clone, Debug)]
pub struct LiveClaim {
    pub id: i64,
    pub wish: usize,
    /// Index of the donor; `None` when it is filled from the shelf.
    pub donor: Option<usize>,
    pub way: Way,
    pub used: bool,
    pub units: i64,
    pub state: ClaimState,
    pub due: Timestamp,
    pub reminder: Timestamp,
    pub location: i64,
    /// Lot that arrived, and its best-before date.
    pub lot: i64,
    pub expires: Timestamp,
    pub thanks: i64,
}

/// State of the simulation.
pub struct Life {
    pub world: Arc<World>,
    pub families: Arc<[Vec<Family>; 2]>,
    pub plans: Arc<Vec<WishPlan>>,
    pub calendar: Calendar,
    pub wishes: Vec<LiveWish>,
    pub claims: Vec<LiveClaim>,
    /// What the promises of each root area's donors have come to.
    pub promises: [Vec<Promises>; 2],
    pub goods: Goods,
    pub market: Market,
    /// Time of the current event, and its offset before now in seconds.
    pub at: Timestamp,
    pub before_now: i64,
    queue: BinaryHeap<Reverse<(Timestamp, usize, i64, Event)>>,
    queued: usize,
}

impl Life {
    /// Creates the simulation and queues all events that do not follow from others.
    pub fn new(
        world: Arc<World>,
        families: Arc<[Vec<Family>; 2]>,
        plans: Arc<Vec<WishPlan>>,
        calendar: Calendar,
    ) -> Life {
        let promises =
            [0, 1].map(|root| vec![Promises::default(); world.roots.get(root).map_or(0, |r| r.donors.len())]);
        let mut life = Life {
            wishes: vec![LiveWish::default(); plans.len()],
            claims: Vec::new(),
            promises,
            goods: Goods::default(),
            market: Market::default(),
            at: 0,
            before_now: i64::MIN / 2,
            queue: BinaryHeap::new(),
            queued: 0,
            world,
            families,
            plans,
            calendar,
        };
        for (number, plan) in life.plans.clone().iter().enumerate() {
            life.queue(plan.at, Event::Post(number));
        }
        life.expect_goods();
        life.expect_market();
        life.expect_readers();
        life.expect_choices();
        life
    }

    /// Queues times at which most users read their notices.
    fn expect_readers(&mut self) {
        let world = self.world.clone();
        for (root, there) in world.roots.iter().enumerate() {
            let families = (0..there.homes.len()).filter(|n| there.homes[*n].actor.is_signed_in());
            let families = families.map(|n| Event::FamilyReads(root, n));
            for (number, event) in
                families.chain((0..there.donors.len()).map(|n| Event::DonorReads(root, n))).enumerate()
            {
                let mut dice = Dice::of(50 + root as u64, number);
                if dice.chance(85) {
                    self.queue(-dice.days(0.1, 6.0), event);
                }
            }
        }
    }

    /// Queues an event at an offset; drops it when that lies in the future.
    pub fn queue(&mut self, before_now: i64, event: Event) {
        if before_now <= 0 {
            let at = self.calendar.at(before_now).max(self.at);
            self.push(at, before_now, event);
        }
    }

    /// Queues an event so many seconds after the current one; drops it at [`NEVER`].
    pub fn after(&mut self, seconds: i64, event: Event) {
        if seconds < NEVER {
            self.queue(self.before_now + seconds, event);
        }
    }

    /// Queues an event of a scheduled job at an exact time; drops it when that lies in the future.
    pub fn exactly(&mut self, at: Timestamp, event: Event) {
        if at <= self.calendar.now {
            self.push(at.max(self.at), at - self.calendar.now, event);
        }
    }

    fn push(&mut self, at: Timestamp, before_now: i64, event: Event) {
        self.queued += 1;
        self.queue.push(Reverse((at, self.queued, before_now, event)));
    }

    /// Sets actor, time and operation of the transaction for the current event.
    pub fn acts(&self, tx: &mut Tx<'_>, actor: &Actor, operation: &'static str) {
        tx.play(actor, self.at, operation);
    }

    /// Runs all events up to now.
    pub async fn live(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        while let Some(Reverse((at, _, before_now, event))) = self.queue.pop() {
            (self.at, self.before_now) = (at, before_now);
            match event {
                Event::Post(wish) => self.post(tx, wish).await?,
                Event::Submit(wish) => self.submit(tx, wish).await?,
                Event::Review(wish) => self.review(tx, wish).await?,
                Event::Withdraw(wish) => self.withdraw(tx, wish).await?,
                Event::Expire(wish) => self.expire(tx, wish).await?,
                Event::Try(wish) => self.attempt(tx, wish).await?,
                Event::Extend(claim) => self.extend(tx, claim).await?,
                Event::Send(claim) => self.send(tx, claim).await?,
                Event::Cancel(claim) => self.cancel(tx, claim).await?,
                Event::Revoke(claim) => self.revoke(tx, claim).await?,
                Event::Remind(claim) => self.remind(tx, claim).await?,
                Event::Lapse(claim) => self.lapse(tx, claim).await?,
                Event::Arrive(claim) => self.arrive(tx, claim).await?,
                Event::Check(claim) => self.check(tx, claim).await?,
                Event::HandOver(claim) => self.hand_over(tx, claim).await?,
                Event::Confirm(claim) => self.confirm(tx, claim).await?,
                Event::ConfirmByTime(claim) => self.confirm_by_time(tx, claim).await?,
                Event::Thank(claim) => self.thank(tx, claim).await?,
                Event::ReadThanks(claim) => self.read_thanks(tx, claim).await?,
                Event::Goods(event) => self.handle_goods(tx, event).await?,
                Event::Market(event) => self.handle_market(tx, event).await?,
                Event::ChooseMessages => self.choose_messages(tx).await?,
                Event::FamilyReads(root, n) => {
                    self.acts(tx, &self.world.roots[root].homes[n].actor, "notices_read");
                    deliver_here(tx).await?;
                    ReadNotices.run(tx).await?;
                }
                Event::DonorReads(root, n) => {
                    self.acts(tx, &self.world.roots[root].donors[n], "notices_read");
                    deliver_here(tx).await?;
                    ReadNotices.run(tx).await?;
                }
            }
        }
        self.stand_by(tx).await?;
        self.send_texts(tx).await?;
        self.apply(tx).await
    }
}
