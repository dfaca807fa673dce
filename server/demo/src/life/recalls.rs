//! Recalls: in each root area a lot of rice that its maker calls back, on a shelf and on its way to the next shop.

use domain::{
    DAY, catalogue,
    ledger::{Condition, Origin},
    stock::{
        recalls::NewRecall,
        transfers::{NewTransfer, SendLine},
    },
};
use store::{
    Result, Tx,
    stock::{movements::ReceiveStock, recalls::opening::OpenRecall, transfers::lifecycle::SendTransfer},
};

use crate::{calendar::Calendar, city::settle::World, texts::replies};

/// Units of the lot, and those of them that are sent on.
const UNITS: (i64, i64) = (8, 3);

/// Receives the lots, sends some units on, and recalls them today.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let now = calendar.now;
    let item = catalogue::by_key("rice").map(|item| item.id).unwrap_or_default();
    for root in &world.roots {
        let Some(shop) = root.shops.first() else { continue };
        let (size, reason) = (String::new(), String::new());
        let new = ReceiveStock {
            location: shop.id,
            item,
            size,
            quantity: UNITS.0,
            condition: Condition::New,
            expires: now + 200 * DAY,
            origin: Origin::Donation,
            reason,
        };
        let lot = tx.run_as(&shop.keeper, now, &new).await?;
        if let Some(next) = root.shops.get(1) {
            let lines = vec![SendLine { lot, quantity: UNITS.1, ..SendLine::default() }];
            let sent = SendTransfer(NewTransfer { from: shop.id, to: next.id, lines, note: String::new() });
            tx.run_as(&shop.keeper, now, &sent).await?;
        }
        let recall = OpenRecall(NewRecall { lots: vec![lot], reason: replies::RECALLED.to_owned() });
        tx.run_as(&root.coordinator, now, &recall).await?;
    }
    Ok(())
}
