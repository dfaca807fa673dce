//! The steps of a random day.

use proptest::prelude::*;

/// One thing that somebody does. Numbers choose among what there is at that moment, so every case can be
/// played, and stays playable when proptest takes steps away.
#[derive(Clone, Debug)]
pub enum Step {
    /// Goods come in.
    Receive { shop: usize, thing: usize, quantity: i64, used: bool, days: i64 },
    /// Quarantine is looked at; `signed` with the result of a check.
    Inspect { pick: usize, quantity: i64, signed: Option<bool> },
    /// Quarantine → back to who brought it.
    Return { pick: usize, quantity: i64 },
    /// Shelf or quarantine → loss.
    WriteOff { pick: usize, quantity: i64, quarantine: bool },
    /// From one shelf to another at once.
    Carry { pick: usize, quantity: i64, back: bool },
    /// A shelf is counted and the book put right.
    Count { pick: usize, counted: i64 },
    /// A wish is filled from the shelf.
    Fill { shop: usize, thing: usize, quantity: i64 },
    /// A donor brings what he promised.
    Bring { thing: usize, quantity: i64, used: bool, days: i64 },
    /// A brought appliance is checked.
    Check { pick: usize, passed: bool },
    /// A claim is taken back before hand-over.
    Release { pick: usize },
    /// A family gets its wish.
    HandOver { pick: usize },
    /// Goods are sent to the other shop.
    Send { pick: usize, quantity: i64 },
    /// The other shop receives all but `less` of them.
    Arrive { pick: usize, less: i64 },
    /// What did not arrive was found, came back, or is lost.
    Settle { pick: usize, quantity: i64, outcome: usize },
    /// Nobody has received it: taken back.
    CallBack { pick: usize },
    /// A family is given points.
    Grant { points: i64 },
    /// Points are taken back.
    TakeBack { points: i64 },
    /// A family orders from the shelf for points.
    Order { shop: usize, thing: usize, quantity: i64 },
    /// It collects what it ordered: goods are issued, points spent.
    Collect { pick: usize },
    /// It does not want it any more.
    Cancel { pick: usize },
    /// A family without an order takes goods at the counter, for points.
    WalkIn { shop: usize, thing: usize, quantity: i64 },
    /// Kits are put together from what is on a shelf.
    Assemble { shop: usize, kits: i64 },
    /// Kits are taken apart, on the shelf or where they wait past their date.
    TakeApart { shop: usize, kits: i64, quarantine: bool },
    /// Somebody counts a whole shelf, one lot of it wrongly.
    Take { shop: usize, pick: usize, off: i64 },
    /// A second person approves what was counted some steps ago.
    Approve { shop: usize },
    /// A journal is mirrored.
    Reverse { pick: usize },
    /// Days pass, and the clocks run.
    Tick { days: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    let (pick, shop, thing, quantity) = (0..64_usize, 0..2_usize, 0..3_usize, 1..6_i64);
    let days = prop_oneof![2 => Just(0_i64), 1 => 2..40_i64];
    prop_oneof![
        5 => (shop.clone(), thing.clone(), 1..9_i64, any::<bool>(), days.clone())
            .prop_map(|(shop, thing, quantity, used, days)| Step::Receive { shop, thing, quantity, used, days }),
        3 => (pick.clone(), quantity.clone(), proptest::option::of(any::<bool>()))
            .prop_map(|(pick, quantity, signed)| Step::Inspect { pick, quantity, signed }),
        1 => (pick.clone(), quantity.clone()).prop_map(|(pick, quantity)| Step::Return { pick, quantity }),
        2 => (pick.clone(), quantity.clone(), any::<bool>())
            .prop_map(|(pick, quantity, quarantine)| Step::WriteOff { pick, quantity, quarantine }),
        3 => (pick.clone(), quantity.clone(), any::<bool>())
            .prop_map(|(pick, quantity, back)| Step::Carry { pick, quantity, back }),
        2 => (pick.clone(), 0..10_i64).prop_map(|(pick, counted)| Step::Count { pick, counted }),
        4 => (shop.clone(), thing.clone(), 1..4_i64).prop_map(|(shop, thing, quantity)| Step::Fill { shop, thing, quantity }),
        3 => (thing.clone(), 1..4_i64, any::<bool>(), days)
            .prop_map(|(thing, quantity, used, days)| Step::Bring { thing, quantity, used, days }),
        2 => (pick.clone(), any::<bool>()).prop_map(|(pick, passed)| Step::Check { pick, passed }),
        2 => pick.clone().prop_map(|pick| Step::Release { pick }),
        3 => pick.clone().prop_map(|pick| Step::HandOver { pick }),
        2 => (pick.clone(), quantity.clone()).prop_map(|(pick, quantity)| Step::Send { pick, quantity }),
        2 => (pick.clone(), 0..3_i64).prop_map(|(pick, less)| Step::Arrive { pick, less }),
        1 => (pick.clone(), 1..3_i64, 0..3_usize)
            .prop_map(|(pick, quantity, outcome)| Step::Settle { pick, quantity, outcome }),
        1 => pick.clone().prop_map(|pick| Step::CallBack { pick }),
        2 => (1..30_i64).prop_map(|points| Step::Grant { points }),
        1 => (1..20_i64).prop_map(|points| Step::TakeBack { points }),
        4 => (shop.clone(), thing.clone(), 1..5_i64)
            .prop_map(|(shop, thing, quantity)| Step::Order { shop, thing, quantity }),
        3 => pick.clone().prop_map(|pick| Step::Collect { pick }),
        2 => pick.clone().prop_map(|pick| Step::Cancel { pick }),
        3 => (shop.clone(), thing.clone(), 1..4_i64)
            .prop_map(|(shop, thing, quantity)| Step::WalkIn { shop, thing, quantity }),
        3 => (shop.clone(), 1..3_i64).prop_map(|(shop, kits)| Step::Assemble { shop, kits }),
        3 => (shop.clone(), 1..4_i64, proptest::bool::weighted(0.3))
            .prop_map(|(shop, kits, quarantine)| Step::TakeApart { shop, kits, quarantine }),
        2 => (shop.clone(), pick.clone(), -4..5_i64).prop_map(|(shop, pick, off)| Step::Take { shop, pick, off }),
        2 => shop.prop_map(|shop| Step::Approve { shop }),
        4 => pick.prop_map(|pick| Step::Reverse { pick }),
        2 => (1..12_i64).prop_map(|days| Step::Tick { days }),
    ]
}

/// A case: up to so many steps.
pub fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(step(), most / 2..=most)
}
