//! Market days: what a few families of each root area offer, shown, reserved, and one that waits for its review.

use domain::{DAY, accounts::Actor, community::markets::NewMarketOffer, time::Day};
use store::{
    Result, Tx,
    community::markets::{
        offers::{OfferGoods, ShowOffer},
        reservations::ReserveGoods,
    },
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
};

/// What is offered: title, unit, price in fen, units.
const GOODS: [(&str, &str, i64, i64); 6] = [
    ("土鸡蛋", "斤", 1500, 20),
    ("手工鞋垫", "双", 800, 12),
    ("青菜", "捆", 300, 30),
    ("自家红薯", "斤", 250, 60),
    ("馕", "个", 400, 40),
    ("旧书", "本", 0, 15),
];

/// Writes the offers of both root areas. The last of each waits for its review.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for root in &world.roots {
        offer(tx, calendar, root).await?;
    }
    Ok(())
}

async fn offer(tx: &mut Tx<'_>, calendar: Calendar, root: &Root) -> Result<()> {
    let (Some(shop), Some(donor)) = (root.shops.first(), root.donors.first()) else { return Ok(()) };
    let at = calendar.at(-2 * DAY);
    let homes: Vec<_> = root.homes.iter().filter(|home| home.actor.account != 0).take(GOODS.len()).collect();
    for (n, (home, (title, unit, price, quantity))) in homes.iter().zip(GOODS).enumerate() {
        let opens = Day::of(calendar.now).plus(3).start() + 8 * 3600;
        let new = NewMarketOffer {
            title: title.to_owned(),
            unit: unit.to_owned(),
            price,
            quantity,
            location: shop.id,
            opens,
            closes: opens + 4 * 3600,
        };
        let household = home.household;
        let made: &Actor = &home.actor;
        let offer = tx.run_as(made, at, &OfferGoods { household, new }).await?;
        if n + 1 == homes.len() {
            continue;
        }
        tx.run_as(&root.coordinator, at + 3600, &ShowOffer { offer }).await?;
        if n % 2 == 0 {
            tx.run_as(donor, at + 2 * 3600, &ReserveGoods { offer, quantity: 2 }).await?;
        }
    }
    Ok(())
}
