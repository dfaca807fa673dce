//! What happens next, drawn from a seed: the action, its details, and the fault that it meets.

use std::ops::RangeInclusive;

use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

/// Random numbers of one step of one life.
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// Dice of a step: a step that draws once more or less does not change the steps after it.
    pub fn of(seed: u64, step: usize) -> Dice {
        let step = u64::try_from(step).unwrap_or_default();
        Dice(Xoshiro256PlusPlus::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(step)))
    }

    /// Draws a number below `many`, which is not 0.
    pub fn below(&mut self, many: usize) -> usize {
        self.0.random_range(0..many)
    }

    pub fn between(&mut self, range: RangeInclusive<i64>) -> i64 {
        self.0.random_range(range)
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    /// Draws one of these; `None` of nothing.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        if of.is_empty() { None } else { Some(of[self.below(of.len())]) }
    }

    /// Draws one of those that fit. One in ten is any at all, so that refusals are met as well.
    pub fn fitting<T: Copy>(&mut self, fit: &[T], all: &[T]) -> Option<T> {
        if fit.is_empty() || self.one_in(10) { self.one(all) } else { self.one(fit) }
    }
}

/// What happens to a request on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// The database refuses the commit; the client repeats the request.
    FailedCommit,
    /// It is done, but the client never hears of it, and repeats the request at the other server.
    LostAnswer,
    /// The connection breaks at some moment; the client repeats the request at the other server.
    CutOff,
    /// The server dies at some moment; the client repeats the request at the one that follows it.
    Killed,
}

impl Fault {
    pub fn draw(dice: &mut Dice) -> Fault {
        match dice.below(200) {
            0..=9 => Fault::FailedCommit,
            10..=21 => Fault::LostAnswer,
            22..=31 => Fault::CutOff,
            32 => Fault::Killed,
            _ => Fault::None,
        }
    }
}

/// A step of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    PostWish,
    PublishWish,
    WithdrawWish,
    TakeClaim,
    RaceForUnits,
    SendGoods,
    CancelClaim,
    BringGoods,
    RefuseGoods,
    RevokeClaim,
    HandOver,
    Confirm,
    JoinLine,
    AnswerAsk,
    FillWish,
    Receive,
    WriteOff,
    SendTransfer,
    ReceiveTransfer,
    SettleTransfer,
    CallBack,
    CountShelf,
    ApproveCount,
    GivePoints,
    PlaceOrder,
    CollectOrder,
    CancelOrder,
    OpenShift,
    SignUp,
    LeaveShift,
    ChangePlaces,
    CancelShift,
    RecordVisit,
    Refer,
    AnswerReferral,
    StepReferral,
    PassTime,
    JumpClock,
}

impl Action {
    /// Draws one by weight.
    pub fn draw(dice: &mut Dice, weighed: &[(usize, Action)]) -> Action {
        let mut at = dice.below(weighed.iter().map(|(weight, _)| weight).sum::<usize>().max(1));
        for (weight, action) in weighed {
            if at < *weight {
                return *action;
            }
            at -= weight;
        }
        Action::PassTime
    }
}
