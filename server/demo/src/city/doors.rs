//! When shops are open, as data beside the text at their door, and the notices of their last months.

use domain::{
    DAY,
    opening::{Hours, Opening},
    time::Month,
};
use store::{Result, Tx, areas::opening::SetOpening, reports::monthly::PublishMonthNotice};

use crate::{
    calendar::Calendar,
    city::settle::{Shop, World},
};

/// Days on which a shop is open, by the beginning of the text at its door; 0 for Monday.
const DAYS: [(&str, &[usize]); 6] = [
    ("周一至周六", &[0, 1, 2, 3, 4, 5]),
    ("周二至周日", &[1, 2, 3, 4, 5, 6]),
    ("周二至周六", &[1, 2, 3, 4, 5]),
    ("周一、三、五", &[0, 2, 4]),
    ("周二、四、六", &[1, 3, 5]),
    ("每天", &[0, 1, 2, 3, 4, 5, 6]),
];

/// Reads the text at a shop's door: `周二至周日 9:00–17:00`. The phone is one that nothing answers.
pub fn opening(text: &str, number: i64) -> Opening {
    let (days, times) = text.split_once(' ').unwrap_or((text, ""));
    let range = times.split(['，', '、']).next().unwrap_or_default();
    let hours = range.split_once('–').and_then(|(opens, closes)| Hours::parse(opens, closes).ok().flatten());
    let mut week = vec![None; 7];
    for (_, open) in DAYS.iter().filter(|(name, _)| *name == days) {
        for day in *open {
            week[*day] = hours;
        }
    }
    Opening { phone: format!("000-1234 {number:04}"), recipient: String::new(), week, closed: Vec::new() }
}

/// Publishes the notices of the last two months of every shop.
pub async fn months(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    let last = Month::of(calendar.now).before();
    for month in [last.before(), last] {
        let at = (month.end() + 2 * DAY).min(calendar.now);
        for Shop { id, keeper } in world.roots.iter().flat_map(|root| &root.shops) {
            let notice = PublishMonthNotice { location: *id, month: month.to_string(), open: true };
            tx.run_as(keeper, at, &notice).await?;
        }
    }
    Ok(())
}

/// Sets when a shop is open.
pub async fn open(tx: &mut Tx<'_>, admin: &domain::accounts::Actor, at: i64, shop: i64, text: &str) -> Result<()> {
    let set = SetOpening { location: shop, opening: opening(text, shop) };
    tx.run_as(admin, at, &set).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::city::places::PLACES;

    #[test]
    fn every_shop_is_open_on_some_days_of_the_week() {
        for (_, name, _, hours) in PLACES.iter().flat_map(|place| place.shops) {
            let opening = opening(hours, 1).checked().expect(name);
            assert!(opening.is_known() && opening.week.iter().any(Option::is_some), "{name}: {hours}");
        }
    }
}
