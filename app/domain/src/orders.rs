//! Orders of the free shop: goods that a household takes for points, with pick-up slots and limits.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    catalogue::{
        Category,
        items::{Item, ItemId},
    },
    households::Alias,
    ledger,
    time::Day,
};

/// Row id of an order.
pub type OrderId = i64;

/// State of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Goods and points are set aside until pick-up.
    Held,
    /// The goods were handed over and the points spent.
    Collected,
    /// Cancelled by the family or the shop; goods and points were given back.
    Cancelled,
    /// Not collected in time; goods and points were given back.
    Expired,
}

crate::text_enum!(OrderState { Held = "held", Collected = "collected", Cancelled = "cancelled", Expired = "expired" });

/// An event that changes the state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    /// Handed over against its code.
    Collect,
    /// Cancelled by the family, or by the shop with a reason.
    Cancel,
    /// The holding period ended.
    Expire,
}

impl OrderState {
    /// The state after `event`. Only `Held` has successors.
    ///
    /// # Errors
    /// [`Code::WrongState`] if the order has ended.
    pub fn after(self, event: OrderEvent) -> Result<OrderState> {
        match (self, event) {
            (OrderState::Held, OrderEvent::Collect) => Ok(OrderState::Collected),
            (OrderState::Held, OrderEvent::Cancel) => Ok(OrderState::Cancelled),
            (OrderState::Held, OrderEvent::Expire) => Ok(OrderState::Expired),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// The state after the hand-over was reversed: goods and points were given back.
    ///
    /// # Errors
    /// [`Code::WrongState`] unless it was collected.
    pub fn reversed(self) -> Result<OrderState> {
        if self == OrderState::Collected { Ok(OrderState::Cancelled) } else { Err(Error::Conflict(Code::WrongState)) }
    }
}

/// Requested units of an item. It carries no price: prices are read from the shop's terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Wanted {
    /// Item id.
    pub item: ItemId,
    /// Size, or empty.
    #[serde(default)]
    pub size: String,
    /// Units, 1 to [`MOST_UNITS`].
    pub quantity: i64,
}

/// Lines that an order may have.
pub const MOST_LINES: usize = 50;
/// Units of one item and size that an order may have.
pub const MOST_UNITS: i64 = 99;

/// Merges lines of the same item and size and sorts them by item and size.
///
/// # Errors
/// [`Error::Invalid`] for no or too many lines, or a quantity that is not 1 to [`MOST_UNITS`], merged ones included.
pub fn lines(wanted: &[Wanted]) -> Result<Vec<Wanted>> {
    let mut lines: Vec<Wanted> = Vec::with_capacity(wanted.len().min(MOST_LINES));
    for want in wanted {
        if !(1..=MOST_UNITS).contains(&want.quantity) {
            return Err(Error::field("quantity", Code::OutOfRange));
        }
        match lines.iter().position(|line| line.item == want.item && line.size == want.size) {
            Some(at) => lines[at].quantity += want.quantity,
            None if lines.len() == MOST_LINES => return Err(Error::field("lines", Code::OutOfRange)),
            None => lines.push(want.clone()),
        }
    }
    if lines.is_empty() {
        return Err(Error::field("lines", Code::Required));
    }
    if lines.iter().any(|line| line.quantity > MOST_UNITS) {
        return Err(Error::field("quantity", Code::OutOfRange));
    }
    lines.sort_by(|a, b| (a.item, &a.size).cmp(&(b.item, &b.size)));
    Ok(lines)
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrderLine {
    /// Item id.
    pub item: ItemId,
    /// Key of its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its category.
    pub category: Category,
    /// Photo id of its own picture, or 0.
    pub photo: i64,
    /// Size, or empty.
    pub size: String,
    /// Units.
    pub quantity: i64,
    /// Price of one unit when it was ordered, in points.
    pub points: i64,
}

/// An order as its family and the staff of its shop see it; it does not identify the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Order {
    /// Row id.
    pub id: OrderId,
    /// Its state.
    pub state: OrderState,
    /// The shop.
    pub location: ledger::LocationId,
    /// Name of the shop.
    pub location_name: String,
    /// Public description of the household, all that a shop may know.
    #[serde(rename = "for")]
    pub alias: Alias,
    /// Start of the chosen pick-up slot; 0 for a walk-in.
    pub pickup: Timestamp,
    /// Goods and points are held until then.
    pub until: Timestamp,
    /// Total price, in points.
    pub points: i64,
    /// Whether it was placed at the counter.
    pub walk_in: bool,
    /// Why it was cancelled, or empty; `file_closed` when the household file was closed.
    pub reason: String,
    /// When it was placed.
    pub created: Timestamp,
    /// When its state last changed.
    pub changed: Timestamp,
    /// Its lines.
    pub lines: Vec<OrderLine>,
}

impl Order {
    /// Units of all lines together.
    #[must_use]
    pub fn units(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}

/// A half day in which an order can be collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Slot {
    /// Start.
    pub from: Timestamp,
    /// End.
    pub until: Timestamp,
}

const HOUR: Timestamp = 3600;
/// Morning and afternoon, in hours of the day.
const HALVES: [(Timestamp, Timestamp); 2] = [(9, 12), (13, 17)];
/// Working days that are offered for pick-up.
const DAYS: usize = 3;
/// Days that goods are held after the pick-up day.
const PATIENCE: Timestamp = 2;
/// Minimum time from order to pick-up, to pack the goods.
const NOTICE: Timestamp = HOUR;

/// The pick-up slots on offer now: on the next three working days, at least one hour ahead.
#[must_use]
pub fn slots(now: Timestamp) -> Vec<Slot> {
    let today = Day::of(now);
    let working = (0..10).map(|days| today.plus(days)).filter(|day| day.weekday() < 5);
    let halves = |day: Day| {
        let at = move |hour: Timestamp| day.start() + hour * HOUR;
        let all = HALVES.iter().map(move |(from, until)| Slot { from: at(*from), until: at(*until) });
        all.filter(|slot| slot.from >= now + NOTICE).collect::<Vec<_>>()
    };
    working.map(halves).filter(|slots| !slots.is_empty()).take(DAYS).flatten().collect()
}

/// When the holding period for this pick-up time ends.
#[must_use]
pub fn held_until(pickup: Timestamp) -> Timestamp {
    Day::of(pickup).plus(PATIENCE).end() - 1
}

/// When to remind of a pick-up: at 08:00 of its day; 0 if that is past.
#[must_use]
pub fn reminder(pickup: Timestamp, now: Timestamp) -> Timestamp {
    let eight = Day::of(pickup).start() + 8 * HOUR;
    if eight > now { eight } else { 0 }
}

/// A household's use of an item's limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Allowance {
    /// Units allowed within `days`.
    pub units: i64,
    /// Length of the period, in days.
    pub days: i64,
    /// Units taken within the period, including ordered ones.
    pub taken: i64,
    /// When the next unit may be taken; 0 for now.
    pub free: Timestamp,
}

impl Allowance {
    /// Computes the use from the orders of the period, given as (time, units), oldest first.
    #[must_use]
    pub fn of(units: i64, days: i64, orders: &[(Timestamp, i64)]) -> Self {
        let taken: i64 = orders.iter().map(|(_, quantity)| quantity).sum();
        let mut over = taken + 1 - units;
        let mut free = 0;
        for (at, quantity) in orders {
            if over <= 0 {
                break;
            }
            over -= quantity;
            free = at + days * DAY;
        }
        Allowance { units, days, taken, free }
    }

    /// Units that may be taken now.
    #[must_use]
    pub fn left(&self) -> i64 {
        (self.units - self.taken).max(0)
    }
}

/// An item in a size that can be ordered for points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShelfLine {
    /// The item, with its price.
    pub item: Item,
    /// Size, or empty.
    pub size: String,
    /// Units available and not expired.
    pub left: i64,
    /// The household's use of the limit; `null` without a limit.
    pub allowance: Option<Allowance>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ended_order_accepts_no_event() {
        for event in [OrderEvent::Collect, OrderEvent::Cancel, OrderEvent::Expire] {
            assert!(OrderState::Held.after(event).is_ok());
            for ended in [OrderState::Collected, OrderState::Cancelled, OrderState::Expired] {
                assert_eq!(ended.after(event), Err(Error::Conflict(Code::WrongState)));
            }
        }
    }

    /// Friday 2025-11-21, 11:00 in China.
    const FRIDAY: Timestamp = 1_763_694_000;

    #[test]
    fn slots_are_on_working_days_and_at_least_an_hour_ahead() {
        let hours = |now| slots(now).into_iter().map(|s| (s.from - FRIDAY) / HOUR).collect::<Vec<_>>();
        // This afternoon, then mornings and afternoons of Monday and Tuesday.
        assert_eq!(hours(FRIDAY), [2, 70, 74, 94, 98]);
        // At 12:30 the 13:00 slot is less than an hour ahead.
        assert_eq!(hours(FRIDAY + 90 * 60), [70, 74, 94, 98, 118, 122]);
        assert_eq!(hours(FRIDAY + DAY), [70, 74, 94, 98, 118, 122]);
    }

    #[test]
    fn goods_are_held_two_more_days_and_the_reminder_is_at_eight() {
        let monday = FRIDAY + 70 * HOUR;
        assert_eq!(held_until(monday) - monday, 15 * HOUR - 1 + 2 * DAY);
        assert_eq!(reminder(monday, FRIDAY), monday - HOUR);
        assert_eq!(reminder(FRIDAY + 2 * HOUR, FRIDAY), 0, "no reminder for an order of the same day");
    }

    #[test]
    fn an_exhausted_limit_reports_when_the_next_unit_is_free() {
        let of = |orders: &[(Timestamp, i64)]| Allowance::of(2, 10, orders);
        assert_eq!((of(&[]).left(), of(&[]).free), (2, 0));
        assert_eq!((of(&[(100, 1)]).left(), of(&[(100, 1)]).free), (1, 0));
        assert_eq!((of(&[(100, 1), (200, 1)]).left(), of(&[(100, 1), (200, 1)]).free), (0, 100 + 10 * DAY));
        // The limit was lowered after these orders.
        let three = of(&[(100, 1), (200, 1), (300, 1)]);
        assert_eq!((three.left(), three.free), (0, 200 + 10 * DAY));
    }

    #[test]
    fn lines_of_the_same_item_are_merged_and_bounded() {
        let want = |item, quantity| Wanted { item, size: String::new(), quantity };
        assert_eq!(lines(&[want(7, 1), want(3, 2), want(7, 2)]), Ok(vec![want(3, 2), want(7, 3)]));
        assert_eq!(lines(&[]), Err(Error::field("lines", Code::Required)));
        assert_eq!(lines(&[want(7, 0)]), Err(Error::field("quantity", Code::OutOfRange)));
        assert_eq!(lines(&[want(7, 99), want(7, 1)]), Err(Error::field("quantity", Code::OutOfRange)));
        let many: Vec<_> = (1..60).map(|item| want(item, 1)).collect();
        assert_eq!(lines(&many), Err(Error::field("lines", Code::OutOfRange)));
    }
}
