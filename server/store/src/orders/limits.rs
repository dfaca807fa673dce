//! How many of a thing one household may have within some days. Orders count, those made at the counter
//! too; what came as a wish does not.

use domain::{
    DAY, Timestamp,
    catalogue::items::{Item, ItemId},
    households::HouseholdId,
    orders::Allowance,
};

use crate::{Conn, Result, db::sql::rows};

/// An item that was ordered: which, when, and how many units.
pub(crate) type Taken = (ItemId, Timestamp, i64);

/// What a household has ordered of the items that have a limit in its root area, oldest first; only as far
/// back as their limits reach.
pub(crate) async fn taken(db: &mut Conn<'_>, household: HouseholdId, now: Timestamp) -> Result<Vec<Taken>> {
    Ok(rows!(
        db,
        Taken,
        "select l.item, o.created, cast(sum(l.quantity) as bigint)
         from shop_order o join shop_order_line l on l.shop_order = o.id
             join item_terms t on t.item = l.item and t.root = o.root
         where o.household = $1 and o.state in ('held', 'collected') and t.limit_units > 0
             and o.created > $2 - t.limit_days * 86400
         group by l.item, o.id, o.created order by o.created, o.id",
        household,
        now,
    )?)
}

/// What a household has had of an item against what it may have; `None` without a limit.
pub(crate) fn allowance(item: &Item, taken: &[Taken], now: Timestamp) -> Option<Allowance> {
    let (units, days) = (item.terms.limit_units, item.terms.limit_days);
    if units == 0 || days == 0 {
        return None;
    }
    let of_this = taken.iter().filter(|(id, at, _)| *id == item.id && *at > now - days * DAY);
    let orders: Vec<_> = of_this.map(|(_, at, quantity)| (*at, *quantity)).collect();
    Some(Allowance::of(units, days, &orders))
}
