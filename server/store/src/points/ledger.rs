//! Ledger postings of points: grant, hold for an order, return, spend, take back, lapse.
//! Points of one root area with the same lapse time are one lot; those that lapse first are used first.

use domain::{
    Code, Timestamp,
    households::HouseholdId,
    ledger::{Entry, JournalId, JournalKind, LedgerAccount, LocationId, LotId, Place, moved},
};

use crate::{
    Conn, Error, Result, Tx,
    db::sql::{rows, run, value},
    ledger::{self, post::NewJournal},
};

/// Loads what a household can spend at this time, without lapsed points.
///
/// # Errors
/// Only when the database fails.
pub async fn spendable(db: &mut Conn<'_>, household: HouseholdId, now: Timestamp) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select cast(coalesce(sum(b.quantity), 0) as bigint)
         from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'household' and a.owner = $1 and (l.expires = 0 or l.expires > $2)",
        household,
        now,
    )?)
}

/// Loads the points held for a household's orders, found by the journals that moved them.
pub(crate) async fn held(db: &mut Conn<'_>, household: HouseholdId) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select cast(coalesce(sum(b.quantity), 0) as bigint)
         from ledger_account a join balance b on b.account = a.id
         where a.place = 'held' and b.quantity > 0 and a.owner in
             (select j.shop_order from ledger_account h join entry e on e.account = h.id join journal j on j.id = e.journal
              where h.place = 'household' and h.owner = $1 and j.shop_order <> 0)",
        household,
    )?)
}

/// Locks the household's point balances until commit.
pub(crate) async fn lock(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(
        tx,
        "update balance set quantity = quantity
         where account in (select id from ledger_account where place = 'household' and owner = $1)",
        household,
    )?;
    Ok(())
}

/// Quantity of points of one lot.
type Part = (LotId, i64);

/// Takes up to `amount` points from the front of the list.
fn take(parts: Vec<Part>, amount: i64) -> Vec<Part> {
    let mut left = amount;
    let mut taken = Vec::new();
    for (lot, quantity) in parts {
        let part = quantity.min(left);
        if part > 0 {
            taken.push((lot, part));
        }
        left -= part;
    }
    taken
}

/// Locks the household's balances and picks `amount` spendable points, first-lapsing first.
async fn pick(tx: &mut Tx<'_>, household: HouseholdId, root: i64, amount: i64) -> Result<Vec<Part>> {
    if amount < 0 {
        return Err(Error::Broken(format!("{amount} points asked of household {household}")));
    }
    lock(tx, household).await?;
    let now = tx.now;
    let there = rows!(
        tx,
        Part,
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'household' and a.owner = $1 and l.root = $2 and b.quantity > 0
             and (l.expires = 0 or l.expires > $3)
         order by case when l.expires = 0 then 1 else 0 end, l.expires, l.id",
        household,
        root,
        now,
    )?;
    let taken = take(there, amount);
    if taken.iter().map(|(_, quantity)| quantity).sum::<i64>() < amount {
        return Err(Code::NotEnoughPoints.into());
    }
    Ok(taken)
}

fn entries(parts: Vec<Part>, from: LedgerAccount, to: LedgerAccount) -> Vec<Entry> {
    parts.into_iter().flat_map(|(lot, quantity)| moved(lot, quantity, from, to)).collect()
}

/// Loads everything held for an order.
async fn held_for(tx: &mut Tx<'_>, order: i64) -> Result<Vec<Part>> {
    Ok(rows!(
        tx,
        Part,
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id
         where a.place = 'held' and a.owner = $1 and b.quantity > 0 order by b.lot",
        order,
    )?)
}

/// Builds the entries that hold `amount` points of a household for an order; the caller posts them.
/// Locks the household's point balances until commit.
///
/// # Errors
/// [`Code::NotEnoughPoints`]; `Broken` for a negative amount.
pub async fn hold(tx: &mut Tx<'_>, household: HouseholdId, root: i64, order: i64, amount: i64) -> Result<Vec<Entry>> {
    let parts = pick(tx, household, root, amount).await?;
    Ok(entries(parts, LedgerAccount::of(Place::Household, household), LedgerAccount::of(Place::Held, order)))
}

/// Builds the entries that return an order's held points to the household, each in its own lot.
/// Points that lapsed meanwhile are then taken by the lapse job. Empty when nothing is held.
///
/// # Errors
/// Only when the database fails.
pub async fn give_back(tx: &mut Tx<'_>, household: HouseholdId, order: i64) -> Result<Vec<Entry>> {
    lock(tx, household).await?;
    let parts = held_for(tx, order).await?;
    Ok(entries(parts, LedgerAccount::of(Place::Held, order), LedgerAccount::of(Place::Household, household)))
}

/// Builds the entries that spend an order's held points at a location; empty when nothing is held.
///
/// # Errors
/// Only when the database fails.
pub async fn spend(tx: &mut Tx<'_>, order: i64, location: LocationId) -> Result<Vec<Entry>> {
    let parts = held_for(tx, order).await?;
    Ok(entries(parts, LedgerAccount::of(Place::Held, order), LedgerAccount::of(Place::Spent, location)))
}

/// Grant of points from a root area's programme to a household.
#[derive(Clone, Copy, Debug)]
pub struct NewGrant<'a> {
    /// Household that gets the points.
    pub household: HouseholdId,
    /// Root area of that household.
    pub root: i64,
    /// Amount, at least 1.
    pub points: i64,
    /// Time when they lapse, or 0.
    pub expires: Timestamp,
    /// Reason; empty for the monthly grant.
    pub reason: &'a str,
}

/// Posts a grant of points. The caller checks permission.
///
/// # Errors
/// Only when the database fails.
pub async fn grant(tx: &mut Tx<'_>, new: &NewGrant<'_>) -> Result<JournalId> {
    let lot = lot(tx, new.root, new.expires).await?;
    let programme = LedgerAccount::of(Place::Programme, new.root);
    let household = LedgerAccount::of(Place::Household, new.household);
    let journal = NewJournal { reason: new.reason, ..NewJournal::of_points(JournalKind::Grant, new.root) };
    ledger::post::post(tx, &journal, &moved(lot, new.points, programme, household)).await
}

/// Takes points back into the programme, first-lapsing first. The caller checks permission.
///
/// # Errors
/// [`Code::NotEnoughPoints`]; `Broken` for a negative amount.
pub async fn take_back(
    tx: &mut Tx<'_>,
    household: HouseholdId,
    root: i64,
    points: i64,
    reason: &str,
) -> Result<JournalId> {
    let parts = pick(tx, household, root, points).await?;
    let (from, to) = (LedgerAccount::of(Place::Household, household), LedgerAccount::of(Place::Programme, root));
    let journal = NewJournal { reason, ..NewJournal::of_points(JournalKind::TakeBack, root) };
    ledger::post::post(tx, &journal, &entries(parts, from, to)).await
}

/// Returns all points of a household whose file is erased to the programme, lapsed ones too.
/// Its orders have ended before, so nothing is held.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn call_in(tx: &mut Tx<'_>, household: HouseholdId, root: i64, reason: &str) -> Result<()> {
    lock(tx, household).await?;
    let there = all_of(tx, household).await?;
    if there.is_empty() {
        return Ok(());
    }
    let (from, to) = (LedgerAccount::of(Place::Household, household), LedgerAccount::of(Place::Programme, root));
    let journal = NewJournal { reason, ..NewJournal::of_points(JournalKind::TakeBack, root) };
    ledger::post::post(tx, &journal, &entries(there, from, to)).await.map(drop)
}

/// Loads all points in a household's account.
async fn all_of(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Vec<Part>> {
    Ok(rows!(
        tx,
        Part,
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id
         where a.place = 'household' and a.owner = $1 and b.quantity > 0 order by b.lot",
        household,
    )?)
}

/// Transfers all points of a household to the one it is merged into, held points included.
/// The caller has already moved the orders to the other household.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn hand_on(tx: &mut Tx<'_>, from: HouseholdId, to: HouseholdId, root: i64) -> Result<()> {
    for household in [from.min(to), from.max(to)] {
        lock(tx, household).await?;
    }
    let reason = format!("#{from} → #{to}");
    let (theirs, ours) = (LedgerAccount::of(Place::Household, from), LedgerAccount::of(Place::Household, to));
    let there = all_of(tx, from).await?;
    if !there.is_empty() {
        let journal = NewJournal { reason: &reason, ..NewJournal::of_points(JournalKind::Transfer, root) };
        ledger::post::post(tx, &journal, &entries(there, theirs, ours)).await?;
    }
    let orders = rows!(
        tx,
        (i64,),
        "select distinct a.owner from ledger_account a join balance b on b.account = a.id
             join shop_order o on o.id = a.owner
         where a.place = 'held' and b.quantity > 0 and o.household = $1
             and not exists (select 1 from ledger_account h join entry e on e.account = h.id join journal j on j.id = e.journal
                             where h.place = 'household' and h.owner = $1 and j.shop_order = o.id)
         order by a.owner",
        to,
    )?;
    for (order,) in orders {
        // [`held`] finds held points by their journals, so they go back, across, and are held again.
        let parts = held_for(tx, order).await?;
        let held = LedgerAccount::of(Place::Held, order);
        let mut all = entries(parts.clone(), held, theirs);
        all.extend(entries(parts.clone(), theirs, ours));
        all.extend(entries(parts, ours, held));
        let journal =
            NewJournal { reason: &reason, shop_order: order, ..NewJournal::of_points(JournalKind::Transfer, root) };
        ledger::post::post(tx, &journal, &all).await?;
    }
    Ok(())
}

/// Returns lapsed points to the programme; returns false when there are none.
pub(crate) async fn lapse(tx: &mut Tx<'_>, household: HouseholdId) -> Result<bool> {
    lock(tx, household).await?;
    let now = tx.now;
    let gone = rows!(
        tx,
        (LotId, i64, i64),
        "select b.lot, b.quantity, l.root
         from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'household' and a.owner = $1 and b.quantity > 0 and l.expires <> 0 and l.expires <= $2
         order by b.lot",
        household,
        now,
    )?;
    let Some(root) = gone.first().map(|(_, _, root)| *root) else { return Ok(false) };
    let (from, to) = (LedgerAccount::of(Place::Household, household), LedgerAccount::of(Place::Programme, root));
    let parts = gone.into_iter().map(|(lot, quantity, _)| (lot, quantity)).collect();
    ledger::post::post(tx, &NewJournal::of_points(JournalKind::Expire, root), &entries(parts, from, to)).await?;
    Ok(true)
}

/// Returns the lot of a root area's points with this lapse time, inserting it on first use.
async fn lot(tx: &mut Tx<'_>, root: i64, expires: Timestamp) -> Result<LotId> {
    let now = tx.now;
    run!(
        tx,
        "insert into lot (root, item, size, condition, expires, origin, claim, receipt, cost, checked, created)
         values ($1, 0, '', 'new', $2, 'points', 0, 0, 0, true, $3)
         on conflict (root, expires) where origin = 'points' do nothing",
        root,
        expires,
        now,
    )?;
    Ok(value!(tx, i64, "select id from lot where root = $1 and expires = $2 and origin = 'points'", root, expires)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_taken_from_the_front_up_to_the_amount() {
        assert_eq!(take(vec![(1, 30), (2, 30), (3, 30)], 40), [(1, 30), (2, 10)]);
        assert_eq!(take(vec![(1, 30)], 40), [(1, 30)]);
        assert_eq!(take(vec![(1, 30)], 0), []);
    }
}
