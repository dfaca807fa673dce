//! Steps outside of the shop: shifts of helpers, visits at home, and referrals to another office.

use domain::{
    casework::{
        cases::AskedHow,
        visits::{MetPerson, Mood, NewReport, Way},
    },
    community::shifts::{FILLS, FULL_FILLS, NewShift, PLACES_MOST, ShiftKind, ShiftPlaceState, ShiftState, closed_at},
    services::{
        office::{OfficeAnswer, Shared, Sharing},
        referrals::{MOST_HOLDS, NewReferral, Party, ReferralState, ReferralStep, StepTaken},
    },
};
use store::{
    casework::visits::records::RecordVisit,
    community::shifts::{
        lifecycle::{CancelShift, ChangePlaces, OpenShift},
        sign_up::{LeaveShift, SignUp},
    },
    services::referrals::{drafts::DraftReferral, office::AnswerReferral, steps::StepReferral},
};

use super::{
    life::Life,
    model::{Model, Shift},
};

const HOUR: i64 = 3600;

impl Model {
    fn shift(&mut self, id: i64) -> &mut Shift {
        self.shifts.get_mut(&id).expect("a shift of this life")
    }

    /// Whether most of the last shifts were full, so that the next is for those who served least recently at first.
    fn is_popular(&self) -> bool {
        let mut over: Vec<&Shift> = self.shifts.values().filter(|shift| shift.state == ShiftState::Over).collect();
        over.sort_unstable_by_key(|shift| -shift.starts);
        let last = over.into_iter().take(usize::try_from(FILLS).unwrap_or_default());
        let full = last.filter(|shift| shift.taken() >= shift.places).count();
        full >= usize::try_from(FULL_FILLS).unwrap_or_default()
    }
}

impl Life<'_> {
    pub(super) async fn open_shift(&mut self) -> Result<(), String> {
        let ahead = self.model.now + self.dice.between(10..=60) * HOUR;
        let starts = ahead.max(self.last_shift + 4 * HOUR);
        let (places, area) = (self.dice.between(1..=3), self.town.district);
        let new = || {
            OpenShift(NewShift {
                area,
                kind: ShiftKind::Deliver,
                name: "送煤".into(),
                place: "社区门口".into(),
                starts,
                ends: starts + 3 * HOUR,
                places,
                opens_before: 200,
                closes_before: 1,
                leave_before: 3,
                reveal_before: 2,
            })
        };
        let who = self.town.coordinator.clone();
        let popular = self.model.is_popular();
        if let Some(id) = self.agree(true, &who, new).await? {
            self.last_shift = starts;
            let shift = Shift {
                starts,
                closes: starts - HOUR,
                leave_by: starts - 3 * HOUR,
                follow: closed_at(starts + 3 * HOUR),
                places,
                state: ShiftState::Open,
                seats: Vec::new(),
                popular,
            };
            self.model.shifts.insert(id, shift);
        }
        Ok(())
    }

    fn pick_shift(&mut self) -> Option<i64> {
        let all: Vec<i64> = self.model.shifts.keys().copied().collect();
        let open = |shift: &Shift| shift.state == ShiftState::Open;
        let fit: Vec<i64> = self.model.shifts.iter().filter(|(_, one)| open(one)).map(|(id, _)| *id).collect();
        self.dice.fitting(&fit, &all)
    }

    pub(super) async fn sign_up(&mut self) -> Result<(), String> {
        let (Some(id), donor) = (self.pick_shift(), self.any_donor()) else { return Ok(()) };
        let (now, account) = (self.model.now, donor.account);
        let shift = self.model.shift(id);
        let own = shift.live(account).copied();
        let may = own.is_some() || (shift.state == ShiftState::Open && now < shift.closes);
        let popular = shift.popular && may && own.is_none();
        let command = || SignUp { shift: id };
        let state = if popular {
            // Both are right: the model does not know who served lately.
            match self.run(&donor, command).await? {
                Ok(state) => state,
                Err(_) => return Ok(()),
            }
        } else {
            let Some(state) = self.agree(may, &donor, command).await? else { return Ok(()) };
            state
        };
        let shift = self.model.shift(id);
        let free = shift.taken() < shift.places;
        let expected = own.unwrap_or(if free { ShiftPlaceState::On } else { ShiftPlaceState::Standby });
        if state != expected {
            return Err(format!("a place that is {}, not {}", state.as_str(), expected.as_str()));
        }
        if own.is_none() {
            shift.seats.push((account, state));
        }
        Ok(())
    }

    pub(super) async fn leave_shift(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_shift() else { return Ok(()) };
        let all: Vec<i64> = self.donors.iter().map(|donor| donor.account).collect();
        let shift = self.model.shift(id);
        let fit: Vec<i64> = all.iter().copied().filter(|account| shift.live(*account).is_some()).collect();
        let Some(account) = self.dice.fitting(&fit, &all) else { return Ok(()) };
        let who = self.donor(account);
        let now = self.model.now;
        let shift = self.model.shift(id);
        let own = shift.live(account).copied();
        let limit = if own == Some(ShiftPlaceState::Standby) { shift.starts } else { shift.leave_by };
        let may = own.is_some() && shift.state == ShiftState::Open && now < limit;
        if self.agree(may, &who, || LeaveShift { shift: id }).await?.is_some() {
            let shift = self.model.shift(id);
            if let Some(state) = shift.live(account) {
                *state = ShiftPlaceState::Left;
            }
            if own == Some(ShiftPlaceState::On) {
                shift.move_up(now);
            }
        }
        Ok(())
    }

    pub(super) async fn change_places(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_shift() else { return Ok(()) };
        let now = self.model.now;
        let taken = self.model.shift(id).taken();
        let places = self.dice.between((taken - 1).max(0)..=taken + 2);
        let shift = self.model.shift(id);
        let fits = (taken.max(1)..=PLACES_MOST).contains(&places);
        let may = shift.state == ShiftState::Open && now < shift.starts && fits;
        let who = self.town.coordinator.clone();
        if self.agree(may, &who, || ChangePlaces { shift: id, places }).await?.is_some() {
            let shift = self.model.shift(id);
            shift.places = places;
            shift.move_up(now);
        }
        Ok(())
    }

    pub(super) async fn cancel_shift(&mut self) -> Result<(), String> {
        let Some(id) = self.pick_shift() else { return Ok(()) };
        let may = self.model.shift(id).state == ShiftState::Open;
        let who = self.town.coordinator.clone();
        let cancel = || CancelShift { shift: id, reason: "下雪了".into() };
        if self.agree(may, &who, cancel).await?.is_some() {
            let shift = self.model.shift(id);
            shift.state = ShiftState::Cancelled;
            for (_, state) in &mut shift.seats {
                if matches!(state, ShiftPlaceState::On | ShiftPlaceState::Standby) {
                    *state = ShiftPlaceState::Cancelled;
                }
            }
        }
        Ok(())
    }

    /// Visits a family, which is there or not: only the first makes the visits that are open.
    pub(super) async fn record_visit(&mut self) -> Result<(), String> {
        let household = self.model.households[self.dice.below(2)];
        let met = if self.dice.one_in(3) { MetPerson::NotThere } else { MetPerson::Contact };
        let report = || {
            RecordVisit(NewReport {
                household,
                way: Way::Home,
                met,
                mood: Mood::Same,
                needs: Vec::new(),
                words: "门口的灯坏了".into(),
                at: None,
            })
        };
        let who = self.town.caseworker.clone();
        if self.agree(true, &who, report).await?.is_some() && met == MetPerson::Contact {
            let now = self.model.now;
            let is_open = |window: &domain::casework::visits::Window| window.opens <= now && now < window.ends;
            let own = self.model.visits.iter_mut().filter(|visit| visit.household == household);
            own.filter(|visit| is_open(&visit.window)).for_each(|visit| visit.made = true);
        }
        Ok(())
    }

    pub(super) async fn refer(&mut self) -> Result<(), String> {
        let (household, service) = (self.model.households[self.dice.below(2)], self.service);
        let at = self.model.now;
        let sharing = || Sharing { what: vec![Shared::Need], whom: "妈妈".into(), how: AskedHow::Visit, at };
        let new = || NewReferral { service, case: None, need: "灯要修".into(), sharing: sharing(), send: true };
        let who = self.town.caseworker.clone();
        if let Some(id) = self.agree(true, &who, || DraftReferral { household, new: new() }).await? {
            self.model.referrals.insert(id, ReferralState::Sent);
        }
        Ok(())
    }

    fn pick_referral(&mut self) -> Option<(i64, ReferralState)> {
        let all: Vec<(i64, ReferralState)> = self.model.referrals.iter().map(|(id, state)| (*id, *state)).collect();
        self.dice.one(&all)
    }

    pub(super) async fn answer_referral(&mut self) -> Result<(), String> {
        use ReferralStep::{Accept, Finish, Hold, Refuse, Start};
        let Some((referral, state)) = self.pick_referral() else { return Ok(()) };
        let steps = [Accept, Refuse, Start, Hold, Finish];
        let fit: Vec<ReferralStep> = steps.iter().copied().filter(|s| state.after(*s, Party::Office).is_ok()).collect();
        let Some(step) = self.dice.fitting(&fit, &steps) else { return Ok(()) };
        let held = self.model.holds.get(&referral).copied().unwrap_or_default();
        let may = state.is_open_to_office() && (step != Hold || held < MOST_HOLDS);
        let after = state.after(step, Party::Office).ok().filter(|_| may);
        let answer = || OfficeAnswer { step, words: "有个说明".into(), by: "小王".into() };
        let who = self.office.clone();
        let command = || AnswerReferral { referral, answer: answer() };
        if let (Some(_), Some(after)) = (self.agree(after.is_some(), &who, command).await?, after) {
            self.model.referrals.insert(referral, after);
            self.model.holds.insert(referral, held + i64::from(step == Hold));
        }
        Ok(())
    }

    pub(super) async fn step_referral(&mut self) -> Result<(), String> {
        use ReferralStep::{Cancel, Confirm, Dispute};
        let Some((referral, state)) = self.pick_referral() else { return Ok(()) };
        let steps = [Confirm, Dispute, Cancel];
        let Some(step) = self.dice.one(&steps) else { return Ok(()) };
        let after = state.after(step, Party::Sender).ok();
        let taken = || StepTaken { step, words: "问过了".into(), whom: "妈妈".into(), service: None };
        let who = self.town.caseworker.clone();
        let command = || StepReferral { referral, taken: taken() };
        if let (Some(()), Some(after)) = (self.agree(after.is_some(), &who, command).await?, after) {
            self.model.referrals.insert(referral, after);
        }
        Ok(())
    }
}
