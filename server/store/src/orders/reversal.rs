//! Reverses the hand-over of an order or a walk-in: goods go back to the shop, points to the family.

use domain::{
    Code,
    disputes::{reversals::ReversalGoal, subject::HandedOver},
    events::{Event, OfOrder},
    ledger::{JournalId, LedgerAccount, Place, moved},
    orders::OrderId,
};

use crate::{
    Refusal, Result, Tx,
    db::sql::run,
    ledger::hand_overs::{self, FamilyNotice, taken_in},
    orders::place::keep,
    points,
    stock::counts,
    wishes::priority,
};

/// Reverses the hand-over of an order. The caller has locked the household, checked that its file is open, and that the
/// actor may do this. Points that lapsed meanwhile are then taken by the lapse job. `family` says of what the
/// family is told.
///
/// # Errors
/// [`Code::WrongState`] unless it was collected; field `goal` for goods that should wait; [`Code::BeingCounted`] while
/// an open stock-take has counted one of the lots.
pub(crate) async fn reverse(
    tx: &mut Tx<'_>,
    id: OrderId,
    goal: ReversalGoal,
    family: FamilyNotice,
) -> Result<JournalId> {
    let kept = keep(tx, id).await?;
    let location = kept.location;
    let state = kept.state()?.reversed()?;
    let about = HandedOver::Order(id);
    let wrong = hand_overs::last(&mut tx.arm(), about).await?;
    let to = match goal {
        ReversalGoal::Waiting => return Err(Refusal::field("goal", Code::Unknown).into()),
        ReversalGoal::Shelf => LedgerAccount::of(Place::Shelf, location),
        ReversalGoal::Quarantine => LedgerAccount::of(Place::Quarantine, location),
        ReversalGoal::Gone => LedgerAccount::of(Place::Loss, location),
    };
    if goal == ReversalGoal::Shelf {
        for (_, lot, _) in taken_in(&mut tx.arm(), wrong.journal, Place::Issued).await? {
            counts::lifecycle::must_not_be_counted(tx, location, lot).await?;
        }
    }
    points::ledger::lock(tx, kept.household).await?;
    let purse = LedgerAccount::of(Place::Household, kept.household);
    let mut back = Vec::new();
    for (shop, lot, quantity) in taken_in(&mut tx.arm(), wrong.journal, Place::Spent).await? {
        back.extend(moved(lot, quantity, LedgerAccount::of(Place::Spent, shop), purse));
    }
    let journal = hand_overs::reverse(tx, &wrong, about, to, back).await?;
    let now = tx.now;
    run!(
        tx,
        "update shop_order set state = $2, reason = '', changed = $3, reminder = 0 where id = $1",
        id,
        state.as_str(),
        now,
    )?;
    tx.audit("shop_order", id).await?;
    priority::recount(tx, kept.household).await?;
    if family == FamilyNotice::Reversal {
        tx.emit(Event::OrderReversed(OfOrder { order: id, household: kept.household, words: String::new() })).await?;
    }
    Ok(journal)
}
