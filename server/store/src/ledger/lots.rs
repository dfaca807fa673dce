//! Picks the lots from which goods are taken: on the shelf, not expired, first-expiring first.

use domain::{
    Code,
    accounts::AccountId,
    catalogue::items::ItemId,
    ledger::{LocationId, LotId},
};

use crate::{
    Result, Tx,
    db::sql::{rows, run, values},
};

/// Default orders per location and half day.
pub const CAPACITY: i64 = 20;

/// Locks the location's order_desk row until commit.
/// Taken before anything leaves its shelf or an order is returned: no other transaction can take from a lot between
/// choosing and posting, and two orders of the same items in different sequence cannot deadlock.
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

/// Picks units of an item from a shelf, first-expiring first, from several lots if necessary.
/// Locks the location's order_desk row, so the picked units stay available until commit.
///
/// # Errors
/// [`Code::NotEnoughStock`] when all lots that are not expired have too few units together.
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
    // Each lot gives at least one unit, so `quantity` lots are enough.
    let found = rows!(
        tx,
        (i64, i64),
        "select b.lot, b.quantity from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
         where a.place = 'shelf' and a.owner = $1 and l.root = $2 and l.item = $3 and l.size = $4 and b.quantity > 0
           and (l.expires = 0 or l.expires > $5) and l.recall = 0
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

/// Loads the shopkeepers of a location, as recipients of notices.
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
