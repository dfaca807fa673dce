//! Look-ups inside a script's transaction, without permission checks; for scripts only.

use domain::{
    DAY, Timestamp,
    lending::{LoanId, first_step, next_step},
};

use crate::{
    Command, Result, Tx,
    db::sql::{rows, run, value},
    points,
    stock::expiry,
};

/// Lists up to 40 claims of a root area that were handed over before a time and not confirmed: claim and household,
/// newest first.
///
/// # Errors
/// When the database fails.
pub async fn handed_over(tx: &mut Tx<'_>, root: i64, before: Timestamp) -> Result<Vec<(i64, i64)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select c.id, w.household from claim c join wish w on w.id = c.wish
         where w.root = $1 and c.state = 'handed_over' and c.changed < $2 order by c.changed desc, c.id limit 40",
        root,
        before,
    )?)
}

/// Lists up to 20 published wishes of a root area of which no unit is taken, newest first: wish and household.
///
/// # Errors
/// When the database fails.
pub async fn open_wishes(tx: &mut Tx<'_>, root: i64) -> Result<Vec<(i64, i64)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select id, household from wish where root = $1 and state = 'published' and claimed = 0
         order by id desc limit 20",
        root,
    )?)
}

/// Returns a service that is offered in a root area.
///
/// # Errors
/// When the database fails.
pub async fn a_service(tx: &mut Tx<'_>, root: i64) -> Result<Option<i64>> {
    let found = rows!(
        tx,
        (i64,),
        "select s.id from service s join organisation o on o.id = s.organisation join area a on a.id = o.area
         where a.root = $1 and s.open = true order by s.id limit 1",
        root,
    )?;
    Ok(found.first().map(|(id,)| *id))
}

/// Moves a loan some days into the past, with its day of return; the next run of the clocks tells what is due by then.
///
/// # Errors
/// When the database fails, or the loan does not exist.
pub async fn age_loan(tx: &mut Tx<'_>, loan: LoanId, days: i64) -> Result<()> {
    let lent = value!(tx, i64, "select lent from loan where id = $1", loan)? - days * DAY;
    let due = value!(tx, i64, "select due from loan where id = $1", loan)? - days * DAY;
    let step = first_step(due, lent);
    run!(
        tx,
        "update loan set lent = $2, due = $3, step = $4, next_step = $5 where id = $1",
        loan,
        lent,
        due,
        step,
        next_step(due, step, lent),
    )?;
    Ok(())
}

/// Returns the code that the family shows to collect its order.
///
/// # Errors
/// When the database fails, or the order does not exist.
pub async fn order_code(tx: &mut Tx<'_>, order: i64) -> Result<String> {
    Ok(value!(tx, String, "select code from shop_order where id = $1", order)?)
}

/// Returns whether an order holds goods past their date.
///
/// # Errors
/// Only when the database fails.
pub async fn order_is_past(tx: &mut Tx<'_>, order: i64) -> Result<bool> {
    let now = tx.now;
    let past = value!(
        tx,
        i64,
        "select count(*) from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'ordered' and a.owner = $1 and b.quantity > 0 and l.expires <> 0 and l.expires <= $2",
        order,
        now,
    )?;
    Ok(past > 0)
}

/// Lists the lots of a receipt in quarantine: lot, units.
///
/// # Errors
/// Only when the database fails.
pub async fn received(tx: &mut Tx<'_>, receipt: i64) -> Result<Vec<(i64, i64)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select b.lot, b.quantity from lot l join balance b on b.lot = l.id join ledger_account a on a.id = b.account
         where l.receipt = $1 and a.place = 'quarantine' and b.quantity > 0 order by b.lot",
        receipt,
    )?)
}

/// Counts the units of an item on a shelf that are not past their date.
///
/// # Errors
/// Only when the database fails.
pub async fn free(tx: &mut Tx<'_>, location: i64, item: i64) -> Result<i64> {
    let now = tx.now;
    Ok(value!(
        tx,
        i64,
        "select cast(coalesce(sum(b.quantity), 0) as bigint)
         from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'shelf' and a.owner = $1 and l.item = $2 and (l.expires = 0 or l.expires > $3)",
        location,
        item,
        now,
    )?)
}

/// Returns the points a household can spend.
///
/// # Errors
/// Only when the database fails.
pub async fn spendable(tx: &mut Tx<'_>, household: i64) -> Result<i64> {
    let now = tx.now;
    points::ledger::spendable(&mut tx.arm(), household, now).await
}

/// Lists the lines of a stock-take: lot, item, units booked when it was opened.
///
/// # Errors
/// Only when the database fails.
pub async fn sheet(tx: &mut Tx<'_>, take: i64) -> Result<Vec<(i64, i64, i64)>> {
    Ok(rows!(
        tx,
        (i64, i64, i64),
        "select s.lot, l.item, s.booked from stock_take_line s join lot l on l.id = s.lot
         where s.stock_take = $1 order by s.lot",
        take,
    )?)
}

/// Lists the lots of a transfer: lot, units sent, best-before date.
///
/// # Errors
/// Only when the database fails.
pub async fn sent(tx: &mut Tx<'_>, transfer: i64) -> Result<Vec<(i64, i64, i64)>> {
    Ok(rows!(
        tx,
        (i64, i64, i64),
        "select t.lot, t.sent, l.expires from transfer_line t join lot l on l.id = t.lot
         where t.transfer = $1 order by t.lot",
        transfer,
    )?)
}

/// Lists goods past their date in quarantine that belong to no claim: lot, units.
///
/// # Errors
/// Only when the database fails.
pub async fn past(tx: &mut Tx<'_>, location: i64) -> Result<Vec<(i64, i64)>> {
    let now = tx.now;
    Ok(rows!(
        tx,
        (i64, i64),
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'quarantine' and a.owner = $1 and b.quantity > 0 and l.expires <> 0 and l.expires <= $2
             and l.claim = 0 order by b.lot",
        location,
        now,
    )?)
}

/// Runs the expiry job of one location; false when nothing was past its date.
///
/// # Errors
/// Only when the database fails.
pub async fn expire(tx: &mut Tx<'_>, location: i64) -> Result<bool> {
    expiry::ExpireGoods(location).run(tx).await
}
