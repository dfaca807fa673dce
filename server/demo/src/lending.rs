//! Lending: wheelchairs and folding beds on loan to families of both root areas, some of them due, late or back.

use domain::{
    DAY, catalogue,
    ledger::{Condition, Origin},
    lending::{LoanEnding, ReturnCondition},
    permission::Action,
};
use store::{
    Result, Tx,
    lending::{
        answers::{AskLoanExtension, ExtendLoan},
        endings::{AskLoanEnd, ReturnLoan},
        lend::LendGoods,
    },
    ops::bulk::looks::age_loan,
    stock::movements::ReceiveStock,
};

use crate::{calendar::Calendar, city::settle::World};

/// Pictogram of the item, days for which it is lent, and days that have passed since.
const LOANS: [(&str, i64, i64); 9] = [
    ("wheelchair", 60, 0),
    ("folding_bed", 30, 5),
    ("wheelchair", 30, 28),
    ("folding_bed", 30, 30),
    ("wheelchair", 30, 32),
    ("folding_bed", 20, 29),
    ("wheelchair", 90, 0),
    ("folding_bed", 14, 13),
    ("wheelchair", 60, 20),
];

/// Lends from the first shop of each root area.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let now = calendar.now;
    for root in &world.roots {
        let Some(shop) = root.shops.first() else { continue };
        let mut lots = Vec::new();
        for key in ["wheelchair", "folding_bed"] {
            let item = catalogue::by_key(key).map(|item| item.id).unwrap_or_default();
            let (size, reason) = (String::new(), String::new());
            let (condition, origin) = (Condition::Used, Origin::Donation);
            let location = shop.id;
            let new = ReceiveStock { location, item, size, quantity: 7, condition, expires: 0, origin, reason };
            lots.push((key, tx.run_as(&shop.keeper, now, &new).await?));
        }
        let homes = root.homes.iter().filter(|home| {
            let district = root.districts.get(home.district);
            district.is_some_and(|district| shop.keeper.may(Action::KeepStock, &district.path))
        });
        for (n, ((key, days, passed), home)) in LOANS.iter().zip(homes).enumerate() {
            let Some((_, lot)) = lots.iter().find(|(known, _)| known == key) else { continue };
            let due = now + days * DAY;
            let new = LendGoods { household: home.household, location: shop.id, lot: *lot, due };
            let loan = tx.run_as(&shop.keeper, now, &new).await?;
            if *passed > 0 {
                age_loan(tx, loan, *passed).await?;
            }
            match n {
                0 if home.actor.is_signed_in() => {
                    let ask = AskLoanExtension { loan, until: now + 90 * DAY };
                    tx.run_as(&home.actor, now, &ask).await?;
                }
                6 => {
                    let back = ReturnLoan { loan, condition: ReturnCondition::Good };
                    tx.run_as(&shop.keeper, now, &back).await?;
                }
                7 => {
                    let longer = ExtendLoan { loan, until: Some(now + 40 * DAY) };
                    tx.run_as(&shop.keeper, now, &longer).await?;
                }
                8 => {
                    tx.run_as(&shop.keeper, now, &AskLoanEnd { loan, ending: LoanEnding::Given }).await?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}
