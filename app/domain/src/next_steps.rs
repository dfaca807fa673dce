//! Who has the next step in each state, until when, and what follows if nothing happens.
//!
//! Every match is exhaustive, so a new state does not compile without an owner; a test of the store walks all states
//! with the clock and holds them against this table.

use crate::{
    areas::Policy,
    casework::{
        findings::{CLIMB_DAYS, FindingState},
        visits::Timing,
    },
    claims::{ClaimState, sending, standby::StandbyState},
    disputes::{DUE_DAYS, DisputeState, reversals::ReversalState},
    orders::OrderState,
    stock::{counts::TakeState, offers::OfferState, transfers::TransferState},
    wishes::{self, WishState},
};

/// Days of the longest wait for an answer to an offer.
pub const OFFER_DAYS: i64 = 60;
/// Days after the day of an accepted offer until it ends.
pub const OFFER_GRACE_DAYS: i64 = 14;
/// Days after which a count sheet that saw no count has ended.
pub const TAKE_DAYS: i64 = 30;
/// Days between reminders of shops and donors.
pub const REMINDER_DAYS: i64 = 7;
/// Latest day that a shop may choose for an accepted offer, from the day of the answer.
const OFFER_LATEST_DAYS: i64 = 92;
/// Longest time from placing an order to the end of its pick-up.
const ORDER_DAYS: i64 = 14;

/// Role whose move it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The family of the wish or order.
    Family,
    /// The claimer, or the donor of an offer.
    Donor,
    /// The shopkeepers of the location.
    Shop,
    /// The caseworkers of the family's area.
    Caseworker,
    /// The coordinators of the family's area, but not those who are concerned.
    Coordinator,
}

/// What the clock does while the owner is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Ends the state after at most so many days; the exit is stored as this text.
    Ends {
        /// Most days in the state.
        within: i64,
        /// State that follows.
        exit: &'static str,
    },
    /// Reminds the owner at least once in so many days, for as long as it takes: only people know where goods are.
    Reminds {
        /// Days between two reminders.
        every: i64,
    },
    /// Lists it for the owner on its Today page until it is done.
    Listed,
}

/// Next step of a record that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextStep {
    /// Whose move it is.
    pub owner: Owner,
    /// What happens without it.
    pub clock: Clock,
}

fn ends(owner: Owner, within: i64, exit: &'static str) -> Option<NextStep> {
    Some(NextStep { owner, clock: Clock::Ends { within, exit } })
}

fn reminds(owner: Owner) -> Option<NextStep> {
    Some(NextStep { owner, clock: Clock::Reminds { every: REMINDER_DAYS } })
}

/// Returns the next step of a wish; `None` when it has ended. A published wish with claims waits for them first.
#[must_use]
pub fn of_wish(state: WishState, policy: &Policy) -> Option<NextStep> {
    match state {
        WishState::Draft => {
            ends(Owner::Family, wishes::DRAFT_REMINDER_DAYS + wishes::DRAFT_GRACE_DAYS, WishState::Withdrawn.as_str())
        }
        WishState::Submitted => Some(NextStep { owner: Owner::Caseworker, clock: Clock::Listed }),
        WishState::Published => ends(Owner::Donor, policy.wish_days, WishState::Expired.as_str()),
        WishState::Fulfilled | WishState::Rejected | WishState::Withdrawn | WishState::Expired => None,
    }
}

/// What a claim waits for beyond its state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// A used appliance waits for its check.
    pub check: bool,
    /// Goods were not collected, and the caseworker has not decided about the units.
    pub decision: bool,
}

/// Returns the next step of a claim; `None` when it has ended. A claim whose hand-over is disputed waits for its dispute
/// first.
#[must_use]
pub fn of_claim(state: ClaimState, waiting: Waiting, policy: &Policy) -> Option<NextStep> {
    let waits = policy.waits;
    match state {
        // One extension doubles the days.
        ClaimState::Pledged => ends(Owner::Donor, 2 * policy.claim_days, ClaimState::Lapsed.as_str()),
        ClaimState::OnTheWay => {
            let asked = sending::ASK_SHOP_DAYS + waits.grace_days;
            ends(Owner::Donor, (1 + sending::SHIFTS) * waits.arrive_days + asked, ClaimState::Lapsed.as_str())
        }
        ClaimState::Arrived if waiting.check => ends(Owner::Shop, waits.collect_days, ClaimState::Revoked.as_str()),
        ClaimState::Arrived => ends(Owner::Family, waits.collect_days, ClaimState::Revoked.as_str()),
        ClaimState::HandedOver => ends(Owner::Family, policy.confirm_days, ClaimState::Confirmed.as_str()),
        ClaimState::Revoked if waiting.decision => {
            ends(Owner::Caseworker, sending::DECIDE_DAYS, ClaimState::Revoked.as_str())
        }
        ClaimState::Confirmed
        | ClaimState::Cancelled
        | ClaimState::Lapsed
        | ClaimState::Revoked
        | ClaimState::Refused => None,
    }
}

/// Returns the next step of a visit; `None` when it was made or is not needed. One that is missed twice climbs the
/// chain.
#[must_use]
pub fn of_visit(timing: Timing) -> Option<NextStep> {
    match timing {
        Timing::Later | Timing::Due | Timing::Overdue => {
            Some(NextStep { owner: Owner::Caseworker, clock: Clock::Listed })
        }
        Timing::Missed => Some(NextStep { owner: Owner::Coordinator, clock: Clock::Listed }),
        Timing::InTime | Timing::Late | Timing::Cancelled => None,
    }
}

/// Returns the next step of a finding; `None` when it has ended. Each climb tells the next of the chain.
#[must_use]
pub fn of_finding(state: FindingState) -> Option<NextStep> {
    match state {
        FindingState::Open => Some(NextStep { owner: Owner::Caseworker, clock: Clock::Reminds { every: CLIMB_DAYS } }),
        FindingState::Closed | FindingState::Ended => None,
    }
}

/// Days that an asked standby has at most: twelve hours of daytime pass within any day.
const ASK_DAYS: i64 = 1;

/// Returns the next step of a place in the line behind a wish; `None` when it has ended. A waiting place waits for the
/// claims ahead first. After the last donor the shops of the shelves are the owner.
#[must_use]
pub fn of_standby(state: StandbyState, policy: &Policy) -> Option<NextStep> {
    match state {
        StandbyState::Waiting => ends(Owner::Donor, policy.wish_days, StandbyState::Asked.as_str()),
        StandbyState::Asked => ends(Owner::Donor, ASK_DAYS, StandbyState::Missed.as_str()),
        StandbyState::Taken | StandbyState::Left | StandbyState::Missed | StandbyState::Ended => None,
    }
}

/// Returns the next step of an order; `None` when it has ended.
#[must_use]
pub fn of_order(state: OrderState) -> Option<NextStep> {
    match state {
        OrderState::Held => ends(Owner::Family, ORDER_DAYS, OrderState::Expired.as_str()),
        OrderState::Collected | OrderState::Cancelled | OrderState::Expired => None,
    }
}

/// Returns the next step of a dispute; `None` when it has ended.
/// The clock answers no family: what is late goes up, and at the top its owner and the auditors are told again.
#[must_use]
pub fn of_dispute(state: DisputeState) -> Option<NextStep> {
    match state {
        DisputeState::Open => Some(NextStep { owner: Owner::Coordinator, clock: Clock::Reminds { every: DUE_DAYS } }),
        DisputeState::Settled | DisputeState::Withdrawn => None,
    }
}

/// Returns the next step of a reversal; `None` when it has ended. The clock moves no goods without a second person.
#[must_use]
pub fn of_reversal(state: ReversalState) -> Option<NextStep> {
    match state {
        ReversalState::Asked => Some(NextStep { owner: Owner::Coordinator, clock: Clock::Listed }),
        ReversalState::Approved | ReversalState::Refused => None,
    }
}

/// Returns the next step of a transfer; `None` when it has ended.
/// The clock moves no goods of it: only the two shops know where they are.
#[must_use]
pub fn of_transfer(state: TransferState) -> Option<NextStep> {
    match state {
        TransferState::Sent | TransferState::Short => reminds(Owner::Shop),
        TransferState::Received | TransferState::Settled | TransferState::Cancelled => None,
    }
}

/// Returns the next step of an offer; `None` when it has ended.
#[must_use]
pub fn of_offer(state: OfferState) -> Option<NextStep> {
    let exit = OfferState::Withdrawn.as_str();
    match state {
        OfferState::Offered => ends(Owner::Shop, OFFER_DAYS + REMINDER_DAYS, exit),
        OfferState::Accepted => ends(Owner::Donor, OFFER_LATEST_DAYS + 1 + OFFER_GRACE_DAYS, exit),
        OfferState::Declined | OfferState::Received | OfferState::Withdrawn => None,
    }
}

/// Returns the next step of a stock-take; `None` when it has ended.
#[must_use]
pub fn of_take(state: TakeState) -> Option<NextStep> {
    match state {
        TakeState::Counting | TakeState::Counted => {
            ends(Owner::Shop, TAKE_DAYS + REMINDER_DAYS, TakeState::Cancelled.as_str())
        }
        TakeState::Approved | TakeState::Cancelled => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_that_was_not_collected_waits_for_its_caseworker_and_not_for_ever() {
        let policy = Policy::default();
        let step = of_claim(ClaimState::Revoked, Waiting { decision: true, check: false }, &policy).expect("a step");
        assert_eq!((step.owner, step.clock), (Owner::Caseworker, Clock::Ends { within: 14, exit: "revoked" }));
        assert_eq!(of_claim(ClaimState::Revoked, Waiting::default(), &policy), None);
    }

    #[test]
    fn a_live_place_in_a_line_has_a_next_step() {
        for state in StandbyState::ALL {
            assert_eq!(of_standby(*state, &Policy::default()).is_some(), state.is_live(), "{state:?}");
        }
    }

    #[test]
    fn states_that_hold_units_of_a_wish_have_a_next_step_until_confirmed() {
        for state in ClaimState::ALL.iter().filter(|state| state.holds_units()) {
            let step = of_claim(*state, Waiting::default(), &Policy::default());
            assert_eq!(step.is_none(), *state == ClaimState::Confirmed, "{state:?}");
        }
    }
}
