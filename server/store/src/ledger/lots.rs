//! Which goods are given: from the shelf, before their date, what expires first.

use domain::{
    Code,
    accounts::AccountId,
    catalogue::items::ItemId,
    ledger::{LocationId, LotId},
};

use crate::{
    Result, Tx,
    db::sql::{rows, run, values},
    orders::place::CAPACITY,
};

/// Stands in line at the counter of a location: whoever takes goods from its shelf, or brings an order's back,
/// holds this lock until its transaction ends. So nobody else takes from a lot between the moment it is chosen
/// and the moment it is booked, and two orders with the same things in another order do not wait for each other.
pub(crate) async fn queue(tx: &mut Tx<'_>, location: LocationId) -> Result<()> {
    if run!(tx, "update order_desk set version = version + 1 where location = $1", location)? == 0 {
        run!(
            tx,
            "insert into order_desk (location, capacity, version) values ($1, $2, 0)
             on conflict (location) do update set version = order_desk.version + 1",
            location,
            CAPACITY,
        )?;
    }
    Ok(())
}

/// Chooses units of an item from a shelf: free, not past their date, what expires first comes first, from
/// several lots when one has too few. Until the transaction ends nobody else takes from this shelf.
///
/// # Errors
/// [`Code::NotEnoughStock`] when all fitting lots together have fewer.
pub async fn pick(
    tx: &mut Tx<'_>,
    root: i64,
    location: LocationId,
    item: ItemId,
    size: &str,
    quantity: i64,
) -> Result<Vec<(LotId, i64)>> {
    queue(tx, location).await?;
    let now = tx.now;
    // Each lot gives one unit at least, so there is no need for more lots than units.
    let found = rows!(
        tx,
        (i64, i64),
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'shelf' and a.owner = $1 and l.root = $2 and l.item = $3 and l.size = $4 and b.quantity > 0
           and (l.expires = 0 or l.expires > $5)
         order by l.expires = 0, l.expires, b.lot limit $6",
        location,
        root,
        item,
        size,
        now,
        quantity,
    )?;
    let mut wanted = quantity;
    let mut picked = Vec::new();
    for (lot, there) in found {
        let taken = there.min(wanted);
        picked.push((lot, taken));
        wanted -= taken;
        if wanted == 0 {
            return Ok(picked);
        }
    }
    Err(Code::NotEnoughStock.into())
}

/// The shopkeepers of a location, for what they have to be told.
pub(crate) async fn keepers(tx: &mut Tx<'_>, location: LocationId) -> Result<Vec<AccountId>> {
    Ok(values!(
        tx,
        i64,
        "select distinct g.account from location l join area r on r.id = l.area
             join role_grant g on r.path like g.path || '%' join account a on a.id = g.account
         where l.id = $1 and g.role = 'shopkeeper' and a.open = true order by g.account",
        location,
    )?)
}
