//! Points in the ledger: given, held for an order, given back, spent, taken away. Points of one root area
//! that lapse together are one lot; whatever lapses first is used first.

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

/// What a household can spend at this time: what it has, without what has lapsed.
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

/// The points of a household that are held for its orders. The books alone say so.
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

/// Waits for whoever else moves the household's points at the moment, and keeps others waiting.
pub(crate) async fn lock(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    run!(
        tx,
        "update balance set quantity = quantity
         where account in (select id from ledger_account where place = 'household' and owner = $1)",
        household,
    )?;
    Ok(())
}

/// Points of one lot that lie somewhere.
type Part = (LotId, i64);

/// Takes `amount` from the front of what there is; less when there is less.
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

/// `amount` of what the household can spend, what lapses first at the front.
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

/// Everything that is held for an order.
async fn held_for(tx: &mut Tx<'_>, order: i64) -> Result<Vec<Part>> {
    Ok(rows!(
        tx,
        Part,
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id
         where a.place = 'held' and a.owner = $1 and b.quantity > 0 order by b.lot",
        order,
    )?)
}

/// The entries that set `amount` points of a household aside for an order, for the caller's own journal. From
/// here to the end of the transaction nobody else moves the household's points.
///
/// # Errors
/// [`Code::NotEnoughPoints`]
pub async fn hold(tx: &mut Tx<'_>, household: HouseholdId, root: i64, order: i64, amount: i64) -> Result<Vec<Entry>> {
    let parts = pick(tx, household, root, amount).await?;
    Ok(entries(parts, LedgerAccount::of(Place::Household, household), LedgerAccount::of(Place::Held, order)))
}

/// The entries that give an order's held points back to the household, each in the lot it came from: what
/// lapsed meanwhile is taken by the clock. None when nothing is held.
///
/// # Errors
/// Only when the database fails.
pub async fn give_back(tx: &mut Tx<'_>, household: HouseholdId, order: i64) -> Result<Vec<Entry>> {
    lock(tx, household).await?;
    let parts = held_for(tx, order).await?;
    Ok(entries(parts, LedgerAccount::of(Place::Held, order), LedgerAccount::of(Place::Household, household)))
}

/// The entries that spend an order's held points at a location. None when nothing is held.
///
/// # Errors
/// Only when the database fails.
pub async fn spend(tx: &mut Tx<'_>, order: i64, location: LocationId) -> Result<Vec<Entry>> {
    let parts = held_for(tx, order).await?;
    Ok(entries(parts, LedgerAccount::of(Place::Held, order), LedgerAccount::of(Place::Spent, location)))
}

/// Points for a household, out of its root area's programme.
#[derive(Clone, Copy, Debug)]
pub struct NewGrant<'a> {
    /// To whom.
    pub household: HouseholdId,
    /// The root area of that household.
    pub root: i64,
    /// How many, at least 1.
    pub points: i64,
    /// When they lapse, or 0.
    pub expires: Timestamp,
    /// Why, or empty for the monthly grant.
    pub reason: &'a str,
}

/// Gives points. Who may is the caller's business.
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

/// Takes points back into the programme, what lapses first at the front. Who may is the caller's business.
///
/// # Errors
/// [`Code::NotEnoughPoints`]
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

/// Gives all points of one household to another, which it becomes part of; what is held for its orders is held for the
/// other's from then on. The caller has made the orders the other household's.
///
/// # Errors
/// Only when the database fails.
pub(crate) async fn hand_on(tx: &mut Tx<'_>, from: HouseholdId, to: HouseholdId, root: i64) -> Result<()> {
    for household in [from.min(to), from.max(to)] {
        lock(tx, household).await?;
    }
    let reason = format!("#{from} → #{to}");
    let (theirs, ours) = (LedgerAccount::of(Place::Household, from), LedgerAccount::of(Place::Household, to));
    let there = rows!(
        tx,
        Part,
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id
         where a.place = 'household' and a.owner = $1 and b.quantity > 0 order by b.lot",
        from,
    )?;
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
        // Back to whom they were held for, on to the other, and held again: the books say whose they are.
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

/// Takes what has lapsed back into the programme; nothing when there is nothing any more.
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

/// The lot of a root area's points that lapse at this time; made on first use.
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
    fn the_front_is_taken_first_and_only_what_is_needed() {
        assert_eq!(take(vec![(1, 30), (2, 30), (3, 30)], 40), [(1, 30), (2, 10)]);
        assert_eq!(take(vec![(1, 30)], 40), [(1, 30)]);
        assert_eq!(take(vec![(1, 30)], 0), []);
    }
}
