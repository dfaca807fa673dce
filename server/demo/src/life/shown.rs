//! Wishes of the printed sign-ins, in nearly every state, with a claim of the donor in each.
//! They do not depend on the dice of other wishes.

use crate::{
    city::families::Family,
    dice::Dice,
    needs,
    plan::{NEVER, Pace, Review, Try, Way, WishPlan},
    texts::words,
};

/// State that a wish has reached by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Until {
    Draft,
    Waiting,
    Rejected,
    Withdrawn,
    Open,
    Pledged,
    OnTheWay,
    Arrived,
    HandedOver,
    Confirmed,
    Thanked,
}

/// Days ago, item, whether the demo family posts it, outcome of the donor's claim, state.
const SHOWN: &[(f64, &str, bool, Way, Until)] = &[
    (150.0, "folding_bed", true, Way::Fulfilled, Until::Open),
    (52.0, "kettle", true, Way::Fulfilled, Until::Withdrawn),
    (44.0, "school_bag", true, Way::Fulfilled, Until::Thanked),
    (36.0, "washing_machine", true, Way::Fulfilled, Until::Rejected),
    (30.5, "bicycle", false, Way::Lapsed, Until::Pledged),
    (26.0, "dictionary", false, Way::Cancelled, Until::Pledged),
    (24.0, "study_desk", false, Way::Refused, Until::Arrived),
    (23.0, "desk_lamp", true, Way::Fulfilled, Until::Confirmed),
    (21.0, "heater", false, Way::FailsCheck, Until::Arrived),
    (19.0, "wheelchair", false, Way::Revoked, Until::Pledged),
    (9.0, "story_books", true, Way::Fulfilled, Until::Pledged),
    (7.5, "rice_cooker", false, Way::Fulfilled, Until::Arrived),
    (6.3, "blanket", true, Way::Fulfilled, Until::Pledged),
    (6.0, "winter_coat", true, Way::Fulfilled, Until::Arrived),
    (5.0, "shoes", true, Way::Fulfilled, Until::HandedOver),
    (4.0, "stationery_set", true, Way::Fulfilled, Until::OnTheWay),
    (2.2, "ball", true, Way::Fulfilled, Until::Open),
    (0.5, "reading_glasses", true, Way::Fulfilled, Until::Waiting),
    (0.2, "sweater", true, Way::Fulfilled, Until::Draft),
    // Released thanks of an adult, beside those about a child, which are not released yet.
    (12.0, "thermos", true, Way::Fulfilled, Until::Confirmed),
];

/// Returns short durations up to `until`, and [`NEVER`] after it.
fn pace(until: Until, electrical: bool) -> Pace {
    let days = |days: f64| (days * 86_400.0) as i64;
    let reached = |step: Until, after: f64| if until >= step { days(after) } else { NEVER };
    Pace {
        review: if until == Until::Waiting { NEVER } else { days(0.4) },
        wait: reached(Until::Pledged, 0.5),
        send: reached(Until::OnTheWay, 0.7),
        silent: false,
        arrive: reached(Until::Arrived, 0.6),
        // A used appliance that has arrived waits for its check.
        check: if electrical { reached(Until::HandedOver, 0.5) } else { days(0.5) },
        hand_over: reached(Until::HandedOver, 0.8),
        confirm: reached(Until::Confirmed, 0.9),
        thank: reached(Until::Confirmed, 1.2),
        read: reached(Until::Thanked, 0.9),
        withheld: false,
    }
}

/// Returns the demo wishes of both root areas.
pub fn plans(families: &[Vec<Family>; 2]) -> Vec<WishPlan> {
    let mut plans = Vec::new();
    for (root, families) in families.iter().enumerate() {
        for (number, (days, key, own, way, until)) in SHOWN.iter().enumerate() {
            let mut dice = Dice::of(31 + root as u64, number);
            // Another family that has an account and a member whom the item fits.
            let others = (1..200).map(|n| 5 + (n * 17 + number) % 80);
            let found = if *own { 0..1 } else { 0..0 }.chain(others).find_map(|n| {
                let need = needs::need(&mut dice, &families[n], &[key], &[])?;
                Some((n, need))
            });
            let Some((family, need)) = found else { continue };
            let (own_words, words) = words::write(&mut dice, &families[family], &need);
            let pledges = *until >= Until::Pledged;
            let quantity = need.quantity;
            let mut pace = pace(*until, need.item.electrical);
            if *way == Way::FailsCheck {
                pace.check = pace.arrive;
            }
            plans.push(WishPlan {
                at: -((days * 86_400.0) as i64),
                root,
                family,
                own_words,
                words,
                itself: true,
                draft: (*until == Until::Draft).then_some(NEVER),
                review: if *until == Until::Rejected { Review::Rejected } else { Review::Published },
                withdrawn: if *until == Until::Withdrawn { 3 * domain::DAY } else { NEVER },
                tries: if pledges {
                    vec![Try {
                        way: *way,
                        units: quantity,
                        extended: *key == "story_books",
                        used: need.item.electrical,
                    }]
                } else {
                    Vec::new()
                },
                pace,
                shown: true,
                need,
            });
        }
    }
    plans
}
