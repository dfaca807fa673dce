//! Time passes: what the jobs do, in their order, and a clock that jumps.

use domain::{
    DAY, Timestamp,
    casework::visits::Rhythm,
    claims::{ClaimState, standby::StandbyState},
    community::shifts::{ShiftPlaceState, ShiftState},
    orders::OrderState,
};

use super::{
    life::Life,
    model::{Model, Visit},
};

/// Days after which the jobs confirm a hand-over.
const CONFIRM_DAYS: i64 = 7;
/// Days of the window of the rule of visits.
pub const VISIT_DAYS: i64 = 7;
/// Longest simulated life: later, what is on the way and what waits in the shop would end, too.
const LONGEST: Timestamp = 45 * DAY;
/// Seconds in which the steps before the next jump of time happen.
const STEPS_TAKE: Timestamp = 900;

impl Model {
    /// Times at which something may or may not be done any more.
    fn deadlines(&self) -> Vec<Timestamp> {
        let mut all = Vec::new();
        for claim in self.claims.values() {
            match claim.state {
                ClaimState::Pledged => all.push(claim.due),
                ClaimState::HandedOver => all.push(claim.changed + CONFIRM_DAYS * DAY),
                _ => {}
            }
        }
        let asked = self.standbys.iter().filter(|one| one.state == StandbyState::Asked);
        all.extend(asked.map(|one| one.answer_by));
        all.extend(self.orders.values().filter(|order| order.state == OrderState::Held).map(|order| order.until));
        for shift in self.shifts.values().filter(|shift| shift.state == ShiftState::Open) {
            all.extend([shift.starts, shift.closes, shift.leave_by, shift.follow]);
        }
        all.extend(self.rule.iter().flat_map(|rule| [rule.opens, rule.due, rule.ends]));
        all
    }

    /// Whether all steps of the next minutes are clearly before or after every deadline.
    fn is_clear(&self, now: Timestamp) -> bool {
        self.deadlines().into_iter().all(|at| at < now - 5 || at > now + STEPS_TAKE)
    }

    /// Does what the jobs do.
    fn time_passed(&mut self) {
        let now = self.now;
        self.lapse(now);
        self.miss_asks(now);
        let handed = |state: ClaimState| state == ClaimState::HandedOver;
        let mut silent: Vec<(Timestamp, i64)> =
            self.claims.iter().filter(|(_, c)| handed(c.state)).map(|(id, c)| (c.changed, *id)).collect();
        silent.sort_unstable();
        for (_, id) in silent.into_iter().filter(|(changed, _)| changed + CONFIRM_DAYS * DAY <= now) {
            self.confirm(id);
        }
        let is_over = |state: OrderState, until: Timestamp| state == OrderState::Held && until < now;
        let over: Vec<i64> = self.orders.iter().filter(|(_, o)| is_over(o.state, o.until)).map(|(id, _)| *id).collect();
        for id in over {
            self.undo_order(id, OrderState::Expired);
        }
        for shift in self.shifts.values_mut().filter(|one| one.state == ShiftState::Open && one.follow <= now) {
            shift.state = ShiftState::Over;
            for (_, state) in shift.seats.iter_mut().filter(|(_, state)| *state == ShiftPlaceState::Standby) {
                *state = ShiftPlaceState::Unplaced;
            }
        }
        self.visits_passed(now);
    }

    fn lapse(&mut self, now: Timestamp) {
        let is_late = |state: ClaimState, due: Timestamp| state == ClaimState::Pledged && due < now;
        let mut late: Vec<(Timestamp, i64)> =
            self.claims.iter().filter(|(_, c)| is_late(c.state, c.due)).map(|(id, c)| (c.due, *id)).collect();
        late.sort_unstable();
        for (_, id) in late {
            let donor = self.claim(id).account;
            self.lapsed.entry(donor).or_default().push(now);
            self.change_claim(id, ClaimState::Lapsed);
        }
    }

    fn miss_asks(&mut self, now: Timestamp) {
        let mut missed: Vec<(Timestamp, usize)> = self
            .standbys
            .iter()
            .enumerate()
            .filter(|(_, one)| one.state == StandbyState::Asked && one.answer_by <= now)
            .map(|(at, one)| (one.answer_by, at))
            .collect();
        missed.sort_unstable();
        for (_, at) in missed {
            self.leave(at, StandbyState::Missed);
        }
    }

    fn visits_passed(&mut self, now: Timestamp) {
        if self.rule.is_some_and(|rule| rule.ends <= now) {
            self.rule = Rhythm::Weekly.window(VISIT_DAYS, now);
        }
        for visit in self.visits.iter_mut().filter(|visit| !visit.made && visit.window.ends <= now) {
            visit.judged = true;
        }
        let Some(window) = self.rule.filter(|rule| rule.opens <= now && rule.due > now) else { return };
        for household in self.households {
            let is_planned = |visit: &Visit| visit.household == household && visit.window.opens == window.opens;
            if !self.visits.iter().any(is_planned) {
                self.visits.push(Visit { household, window, made: false, judged: false });
            }
        }
    }
}

impl Life<'_> {
    /// Lets hours or days pass; one server runs the jobs, or both at once.
    pub(super) async fn pass_time(&mut self) -> Result<(), String> {
        let lived = self.model.now - self.begun;
        let hours = if lived > LONGEST || self.dice.one_in(2) { self.dice.between(1..=4) } else { 0 };
        let hours = if hours == 0 { self.dice.between(6..=60) } else { hours };
        if lived > LONGEST + 5 * DAY {
            return Ok(());
        }
        self.stage.clock.advance(hours * 3600);
        for _ in 0..200 {
            self.model.now = self.stage.store.now();
            if self.model.is_clear(self.model.now) {
                break;
            }
            self.stage.clock.advance(STEPS_TAKE / 3);
        }
        let both = self.dice.one_in(3);
        let ran = if both {
            let (one, two) = tokio::join!(self.servers.store(0).run_clocks(), self.servers.store(1).run_clocks());
            one.and(two)
        } else {
            let which = self.dice.below(2);
            self.servers.store(which).run_clocks().await
        };
        ran.map_err(|error| format!("the jobs failed: {error}"))?;
        self.model.time_passed();
        Ok(())
    }

    /// Puts the machine's clock wrong by hours or weeks, or right again: the store's time goes on as before.
    pub(super) async fn jump_clock(&mut self) -> Result<(), String> {
        self.is_wrong = !self.is_wrong;
        let hours = self.dice.between(2..=900) * if self.dice.one_in(2) { 1 } else { -1 };
        let before = self.stage.store.now();
        self.stage.clock.set_wrong(if self.is_wrong { hours * 3600 } else { 0 });
        let which = self.dice.below(2);
        self.servers.store(which).watch_clock().await.map_err(|error| format!("the clock was not read: {error}"))?;
        let passed = self.stage.store.now() - before;
        // A second less is rounding: the two clocks differ by milliseconds.
        if (-1..=5).contains(&passed) { Ok(()) } else { Err(format!("the store followed the clock by {passed} s")) }
    }
}
