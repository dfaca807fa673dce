//! Random steps of a case.

use proptest::prelude::*;

/// One operation.
///
/// Numbers choose among what exists at that moment, so every case runs, also after proptest has removed steps.
#[derive(Clone, Debug)]
pub enum Step {
    /// Receives goods.
    Receive { shop: usize, thing: usize, quantity: i64, used: bool, days: i64 },
    /// Inspects quarantined goods; `signed` is the result of an appliance check, if any.
    Inspect { pick: usize, quantity: i64, signed: Option<bool> },
    /// Returns quarantined goods to their giver.
    Return { pick: usize, quantity: i64 },
    /// Writes off goods on the shelf or in quarantine.
    WriteOff { pick: usize, quantity: i64, quarantine: bool },
    /// Transfers goods between the shelves at once.
    Carry { pick: usize, quantity: i64, back: bool },
    /// Counts one lot on a shelf and corrects its balance.
    Count { pick: usize, counted: i64 },
    /// Fills a wish from the shelf.
    Fill { shop: usize, thing: usize, quantity: i64 },
    /// Takes a claim and records its arrival.
    Bring { thing: usize, quantity: i64, used: bool, days: i64 },
    /// Checks an appliance that arrived for a claim.
    Check { pick: usize, passed: bool },
    /// Revokes a claim before hand-over.
    Release { pick: usize },
    /// Hands over the goods of a claim.
    HandOver { pick: usize },
    /// Sends goods to the other shop.
    Send { pick: usize, quantity: i64 },
    /// Receives all but `less` units of a transfer.
    Arrive { pick: usize, less: i64 },
    /// Settles missing units of a transfer as found, returned or lost.
    Settle { pick: usize, quantity: i64, outcome: usize },
    /// Cancels a transfer that was not received.
    CallBack { pick: usize },
    /// Grants points.
    Grant { points: i64 },
    /// Takes points back.
    TakeBack { points: i64 },
    /// Places an order for points.
    Order { shop: usize, thing: usize, quantity: i64 },
    /// Hands over an order: goods are issued, points spent.
    Collect { pick: usize },
    /// Cancels an order.
    Cancel { pick: usize },
    /// Issues goods at the counter for points, without an order.
    WalkIn { shop: usize, thing: usize, quantity: i64 },
    /// Assembles kits from a shelf.
    Assemble { shop: usize, kits: i64 },
    /// Takes kits apart, on the shelf or in quarantine.
    TakeApart { shop: usize, kits: i64, quarantine: bool },
    /// Opens a stock-take and counts the whole shelf, one lot of it wrongly.
    Take { shop: usize, pick: usize, off: i64 },
    /// Finishes the shop's stock-take and approves it as a second person.
    Approve { shop: usize },
    /// Reverses a journal.
    Reverse { pick: usize },
    /// Advances the clock by days and runs the jobs.
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

/// Generates a case of `most / 2` to `most` steps.
pub fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(step(), most / 2..=most)
}
