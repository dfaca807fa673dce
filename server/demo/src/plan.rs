//! Plans of the wishes: what, by which family, when, and with which outcome.
//! Each is rolled with its own dice before the first row is written.

use std::collections::HashMap;

use crate::{
    city::families::Family,
    city::places::PLACES,
    dice::Dice,
    life::shown,
    needs::{self, Need},
    texts::words,
};

/// Offset beyond the end of the demo: an event that does not happen.
pub const NEVER: i64 = i64::MAX / 4;
const DAY: i64 = domain::DAY;

/// A wish and its outcome. Times are in seconds; `at` counts from now, so it is negative.
#[derive(Clone, Debug)]
pub struct WishPlan {
    pub at: i64,
    pub root: usize,
    pub family: usize,
    pub need: Need,
    pub own_words: String,
    pub words: String,
    /// Whether the family posts it itself.
    pub itself: bool,
    /// Time it stays a draft; `None` when it is submitted at once.
    pub draft: Option<i64>,
    pub review: Review,
    /// Time from publication to withdrawal.
    pub withdrawn: i64,
    /// Attempts at a claim, one after the other.
    pub tries: Vec<Try>,
    pub pace: Pace,
    /// Whether the donor of the printed sign-in claims it.
    pub shown: bool,
}

/// Outcome of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Review {
    Published,
    Rejected,
    /// Withdrawn before the review.
    Withdrawn,
}

/// Outcome of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Fulfilled,
    /// Filled from the shelf, when suitable goods are on it.
    Shelf,
    Lapsed,
    Cancelled,
    Refused,
    FailsCheck,
    Revoked,
    /// Revoked when the goods were in the shop.
    RevokedLate,
}

/// An attempt at a claim.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    pub way: Way,
    pub units: i64,
    /// Whether the claimer extends the deadline.
    pub extended: bool,
    /// Whether the goods are used.
    pub used: bool,
}

/// Duration of each step in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub review: i64,
    pub wait: i64,
    /// Time until the claimer reports "on the way" or, with `silent`, brings the goods without doing so.
    pub send: i64,
    pub silent: bool,
    pub arrive: i64,
    pub check: i64,
    pub hand_over: i64,
    /// Time until the family confirms; at [`NEVER`] the scheduled job does.
    pub confirm: i64,
    pub thank: i64,
    pub read: i64,
    /// Whether staff withhold the thanks.
    pub withheld: bool,
}

impl Pace {
    /// Rolls the durations; a family without an account neither confirms nor thanks.
    fn roll(dice: &mut Dice, account: bool) -> Pace {
        let maybe = |does: bool, after: i64| if does { after } else { NEVER };
        Pace {
            review: dice.days(0.1, 2.4),
            wait: dice.days(0.2, 7.0),
            send: dice.days(0.6, 5.4),
            silent: dice.chance(22),
            arrive: dice.days(0.3, 3.2),
            check: dice.days(0.4, 3.5),
            hand_over: dice.days(0.4, 7.5),
            confirm: maybe(account && dice.chance(66), dice.days(0.1, 3.8)),
            thank: maybe(account && dice.chance(52), dice.days(0.1, 4.0)),
            read: dice.days(0.3, 5.0),
            withheld: dice.chance(9),
        }
    }
}

/// Plans `count` wishes, in the order in which they are posted.
pub fn all(families: &[Vec<Family>; 2], count: usize) -> Vec<WishPlan> {
    let mut plans = shown::plans(families);
    plans.truncate(count);
    let mut asked: HashMap<(usize, usize), Vec<i64>> = HashMap::new();
    for plan in &plans {
        asked.entry((plan.root, plan.family)).or_default().push(plan.need.item.id);
    }
    for number in plans.len()..count {
        let mut dice = Dice::of(30, number);
        let root = usize::from(dice.below(1000) >= PLACES[0].share);
        let accounts = PLACES[root].accounts;
        plans.extend((0..40).find_map(|_| {
            let family = if dice.chance(64) {
                1 + dice.below(accounts - 1)
            } else {
                accounts + dice.below(PLACES[root].households - accounts)
            };
            let before = asked.entry((root, family)).or_default();
            if before.len() >= 6 {
                return None;
            }
            let need = needs::need(&mut dice, &families[root][family], &[], before)?;
            before.push(need.item.id);
            Some(plan(&mut dice, root, family, &families[root][family], need))
        }));
    }
    plans.sort_by_key(|plan| plan.at);
    plans
}

fn plan(dice: &mut Dice, root: usize, number: usize, family: &Family, need: Need) -> WishPlan {
    let days = match dice.below(100) {
        0..47 => dice.days(0.02, 30.0),
        47..63 => dice.days(30.0, 92.0),
        _ => dice.days(92.0, 362.0),
    };
    let (own_words, words) = words::write(dice, family, &need);
    // Some families write nothing, and some texts are published without words.
    let own_words = if dice.chance(24) { String::new() } else { own_words };
    let words = if own_words.is_empty() || dice.chance(6) { String::new() } else { words };
    let itself = family.account && dice.chance(90);
    let draft = match dice.below(100) {
        0..7 if itself && days < 25 * DAY => Some(NEVER),
        7..12 if itself => Some(dice.days(0.2, 3.0)),
        _ => None,
    };
    let review = match dice.below(100) {
        0..6 => Review::Rejected,
        6..8 => Review::Withdrawn,
        _ => Review::Published,
    };
    let untouched = match days / DAY {
        ..30 => 50,
        30..92 => 24,
        _ => 15,
    };
    let tries = if dice.chance(untouched) { Vec::new() } else { tries(dice, &need, days < 14 * DAY) };
    let withdrawn = if tries.is_empty() && dice.chance(9) { dice.days(0.5, 16.0) } else { NEVER };
    let pace = Pace::roll(dice, family.account);
    WishPlan {
        at: -days,
        root,
        family: number,
        need,
        own_words,
        words,
        itself,
        draft,
        review,
        withdrawn,
        tries,
        pace,
        shown: false,
    }
}

/// Plans the attempts: most succeed at once, some need two or three, some are fulfilled in part so far.
fn tries(dice: &mut Dice, need: &Need, fresh: bool) -> Vec<Try> {
    let one = |dice: &mut Dice, way: Way, units: i64| Try {
        way,
        units,
        extended: dice.chance(12),
        used: way == Way::FailsCheck || dice.chance(if need.item.perishable { 0 } else { 34 }),
    };
    let mut tries = Vec::new();
    for _ in 0..2 {
        let way = match dice.below(100) {
            0..9 => Way::Lapsed,
            9..14 => Way::Cancelled,
            14..17 => Way::Refused,
            17..25 if need.item.electrical => Way::FailsCheck,
            25..27 => Way::Revoked,
            27..29 => Way::RevokedLate,
            _ => break,
        };
        tries.push(one(dice, way, need.quantity));
    }
    let all = need.quantity;
    let part = if all > 1 { dice.between(1, all - 1) } else { 1 };
    let way = if dice.chance(20) { Way::Shelf } else { Way::Fulfilled };
    if tries.len() == 1 && dice.chance(30) {
        return tries;
    }
    if all > 1 && dice.chance(55) {
        tries.push(one(dice, way, part));
        if !(fresh && dice.chance(60)) {
            tries.push(one(dice, Way::Fulfilled, all - part));
        }
    } else {
        tries.push(one(dice, way, all));
    }
    tries
}
