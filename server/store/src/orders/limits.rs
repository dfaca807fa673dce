//! Limits of units per item that a household may order within some days.
//! Walk-ins count as orders; goods received for a wish do not count.

use domain::{
    DAY, Timestamp,
    catalogue::items::{Item, ItemId},
    households::HouseholdId,
    orders::Allowance,
};

use crate::{Conn, Result, db::sql::rows};

/// Ordered item: id, time of the order and units.
pub(crate) type LimitedOrder = (ItemId, Timestamp, i64);

/// Lists what a household ordered of limited items, oldest first, as far back as the limits reach.
pub(crate) async fn taken(db: &mut Conn<'_>, household: HouseholdId, now: Timestamp) -> Result<Vec<LimitedOrder>> {
    Ok(rows!(
        db,
        LimitedOrder,
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

/// Returns what the household took of an item and may still take; `None` without a limit.
pub(crate) fn allowance(item: &Item, taken: &[LimitedOrder], now: Timestamp) -> Option<Allowance> {
    let (units, days) = (item.terms.limit_units, item.terms.limit_days);
    if units == 0 || days == 0 {
        return None;
    }
    let of_this = taken.iter().filter(|(id, at, _)| *id == item.id && *at > now - days * DAY);
    let orders: Vec<_> = of_this.map(|(_, at, quantity)| (*at, *quantity)).collect();
    Some(Allowance::of(units, days, &orders))
}
