//! Orders of the free shop: what a household takes from the shelf for points, and when it comes for it.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp,
    catalogue::{
        Category,
        items::{Item, ItemId},
    },
    households::Alias,
    ledger,
};

/// An order's number.
pub type OrderId = i64;

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// Goods and points are set aside; the family is expected.
    Held,
    /// The family has the goods, the shop the points.
    Collected,
    /// Given back by the family or the shop.
    Cancelled,
    /// Nobody came in time; given back.
    Expired,
}

crate::text_enum!(OrderState { Held = "held", Collected = "collected", Cancelled = "cancelled", Expired = "expired" });

/// What can happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderEvent {
    /// Handed over against its code.
    Collect,
    /// Given up by the family, or by the shop with a reason.
    Cancel,
    /// The time was over.
    Expire,
}

impl OrderState {
    /// The state after this event. An order ends once.
    ///
    /// # Errors
    /// [`Code::WrongState`] when it has ended.
    pub fn after(self, event: OrderEvent) -> Result<OrderState> {
        match (self, event) {
            (OrderState::Held, OrderEvent::Collect) => Ok(OrderState::Collected),
            (OrderState::Held, OrderEvent::Cancel) => Ok(OrderState::Cancelled),
            (OrderState::Held, OrderEvent::Expire) => Ok(OrderState::Expired),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }
}

/// Units of one thing that somebody wants. What one costs is never among it: prices are the shop's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Wanted {
    /// The item's number.
    pub item: ItemId,
    /// Its size, or empty.
    #[serde(default)]
    pub size: String,
    /// How many.
    pub quantity: i64,
}

/// More lines than this no basket has.
pub const MOST_LINES: usize = 50;
/// More units of one thing than this nobody orders.
pub const MOST_UNITS: i64 = 99;

/// The same thing named twice is one line; the lines stand in a fixed order.
///
/// # Errors
/// [`Error::Invalid`] when there is nothing, too much, or fewer than one of something.
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

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrderLine {
    /// The item's number.
    pub item: ItemId,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its shelf.
    pub category: Category,
    /// Its own photo, or 0.
    pub photo: i64,
    /// Its size, or empty.
    pub size: String,
    /// How many.
    pub quantity: i64,
    /// What one cost when it was ordered, in points.
    pub points: i64,
}

/// An order, for its family and for the people of its shop. Nothing in it names the family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Order {
    /// Its number.
    pub id: OrderId,
    /// Where it stands.
    pub state: OrderState,
    /// The shop.
    pub location: ledger::LocationId,
    /// That shop's name.
    pub location_name: String,
    /// Who it is for, as far as a shop may know.
    #[serde(rename = "for")]
    pub alias: Alias,
    /// When the family wants to come; 0 for a walk-in.
    pub pickup: Timestamp,
    /// Until when goods and points are held.
    pub until: Timestamp,
    /// What it costs in all.
    pub points: i64,
    /// Whether it was made at the counter.
    pub walk_in: bool,
    /// Why it was cancelled, or empty.
    pub reason: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it last changed.
    pub changed: Timestamp,
    /// What was ordered.
    pub lines: Vec<OrderLine>,
}

impl Order {
    /// Units of everything together.
    #[must_use]
    pub fn units(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }
}

/// Half a day in which a family can come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Slot {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
}

/// China has had one time since 1991, eight hours east.
const EAST: Timestamp = 8 * 3600;
const HOUR: Timestamp = 3600;
/// Morning and afternoon, in hours of the day.
const HALVES: [(Timestamp, Timestamp); 2] = [(9, 12), (13, 17)];
/// Days on which a family can choose to come.
const DAYS: usize = 3;
/// Days that goods wait after the day on which the family wanted to come.
const PATIENCE: Timestamp = 2;
/// The shop needs this long to put an order together.
const NOTICE: Timestamp = HOUR;

fn day_of(at: Timestamp) -> i64 {
    (at + EAST).div_euclid(DAY)
}

/// The half days that can be chosen now: on the next three working days, none of them sooner than in an hour.
#[must_use]
pub fn slots(now: Timestamp) -> Vec<Slot> {
    let today = day_of(now);
    // 1 January 1970 was a Thursday.
    let working = (today..today + 10).filter(|day| (day + 3).rem_euclid(7) < 5);
    let halves = |day: i64| {
        let at = move |hour: Timestamp| day * DAY - EAST + hour * HOUR;
        let all = HALVES.iter().map(move |(from, until)| Slot { from: at(*from), until: at(*until) });
        all.filter(|slot| slot.from >= now + NOTICE).collect::<Vec<_>>()
    };
    working.map(halves).filter(|slots| !slots.is_empty()).take(DAYS).flatten().collect()
}

/// Until when goods and points are held for a family that wants to come then.
#[must_use]
pub fn held_until(pickup: Timestamp) -> Timestamp {
    (day_of(pickup) + PATIENCE + 1) * DAY - EAST - 1
}

/// When to remind of it: at eight in the morning of that day; 0 when that is past.
#[must_use]
pub fn reminder(pickup: Timestamp, now: Timestamp) -> Timestamp {
    let eight = day_of(pickup) * DAY - EAST + 8 * HOUR;
    if eight > now { eight } else { 0 }
}

/// What a household has had of something, against what it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Allowance {
    /// So many units…
    pub units: i64,
    /// …within so many days.
    pub days: i64,
    /// Taken within them, ordered ones included.
    pub taken: i64,
    /// When the next unit may be taken; 0 when it may be now.
    pub free: Timestamp,
}

impl Allowance {
    /// From the rule and the orders within its days: when, and how many units, oldest first.
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

    /// How many more may be taken now.
    #[must_use]
    pub fn left(&self) -> i64 {
        (self.units - self.taken).max(0)
    }
}

/// Units of one thing that can be taken for points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ShelfLine {
    /// What it is, and what one costs.
    pub item: Item,
    /// Its size, or empty.
    pub size: String,
    /// How many are free and not past their date.
    pub left: i64,
    /// What the household may have of it; `null` without a limit.
    pub allowance: Option<Allowance>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_ends_once() {
        use OrderEvent as E;
        use OrderState as S;
        for event in [E::Collect, E::Cancel, E::Expire] {
            assert!(S::Held.after(event).is_ok());
            for ended in [S::Collected, S::Cancelled, S::Expired] {
                assert_eq!(ended.after(event), Err(Error::Conflict(Code::WrongState)));
            }
        }
    }

    /// Friday, 21 November 2025, 11:00 in Beijing.
    const FRIDAY: Timestamp = 1_763_694_000;

    #[test]
    fn half_days_are_on_working_days_and_not_at_once() {
        let hours = |now| slots(now).into_iter().map(|s| (s.from - FRIDAY) / HOUR).collect::<Vec<_>>();
        // This afternoon, then Monday and Tuesday, mornings and afternoons.
        assert_eq!(hours(FRIDAY), [2, 70, 74, 94, 98]);
        // Half past twelve is too late for one o'clock.
        assert_eq!(hours(FRIDAY + 90 * 60), [70, 74, 94, 98, 118, 122]);
        assert_eq!(hours(FRIDAY + DAY), [70, 74, 94, 98, 118, 122]);
    }

    #[test]
    fn goods_wait_two_days_longer_and_one_reminder_comes_in_the_morning() {
        let monday = FRIDAY + 70 * HOUR;
        assert_eq!(held_until(monday) - monday, 15 * HOUR - 1 + 2 * DAY);
        assert_eq!(reminder(monday, FRIDAY), monday - HOUR);
        assert_eq!(reminder(FRIDAY + 2 * HOUR, FRIDAY), 0, "the order itself reminds enough");
    }

    #[test]
    fn an_allowance_says_when_the_next_one_may_be_taken() {
        let of = |orders: &[(Timestamp, i64)]| Allowance::of(2, 10, orders);
        assert_eq!((of(&[]).left(), of(&[]).free), (2, 0));
        assert_eq!((of(&[(100, 1)]).left(), of(&[(100, 1)]).free), (1, 0));
        assert_eq!((of(&[(100, 1), (200, 1)]).left(), of(&[(100, 1), (200, 1)]).free), (0, 100 + 10 * DAY));
        // The rule became stricter meanwhile.
        let three = of(&[(100, 1), (200, 1), (300, 1)]);
        assert_eq!((three.left(), three.free), (0, 200 + 10 * DAY));
    }

    #[test]
    fn the_same_thing_twice_is_one_line() {
        let want = |item, quantity| Wanted { item, size: String::new(), quantity };
        assert_eq!(lines(&[want(7, 1), want(3, 2), want(7, 2)]), Ok(vec![want(3, 2), want(7, 3)]));
        assert_eq!(lines(&[]), Err(Error::field("lines", Code::Required)));
        assert_eq!(lines(&[want(7, 0)]), Err(Error::field("quantity", Code::OutOfRange)));
        assert_eq!(lines(&[want(7, 99), want(7, 1)]), Err(Error::field("quantity", Code::OutOfRange)));
        let many: Vec<_> = (1..60).map(|item| want(item, 1)).collect();
        assert_eq!(lines(&many), Err(Error::field("lines", Code::OutOfRange)));
    }
}
