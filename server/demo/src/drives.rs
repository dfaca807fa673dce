//! Drives: one of this autumn with its result, and one that runs.

use domain::{
    DAY,
    community::{
        drives::{DriveOffer, NewDrive, WantedItem},
        posters::{NewPoster, PosterSubject},
    },
    ledger::Condition,
};
use store::{
    Result, Tx,
    community::{
        drives::{
            goods::OfferForDrive,
            lifecycle::{EndDrive, OpenDrive, PublishDrive},
        },
        posters::lifecycle::{HangPoster, TakeDownPoster},
    },
    ops::bulk_drives::{drive_items, name_drive},
};

use crate::{
    calendar::Calendar,
    city::settle::{Root, World},
};

/// Days before now: the first drive begins and ends, the second one begins.
const AUTUMN: (i64, i64) = (-70, -40);
const WINTER: i64 = -10;

/// Writes the drives of both root areas.
pub async fn live(tx: &mut Tx<'_>, calendar: Calendar, world: &World) -> Result<()> {
    for root in &world.roots {
        let [begins, ends] = [AUTUMN.0, AUTUMN.1].map(|day| calendar.at(day * DAY));
        // What shops of the demo do receive in these weeks.
        let items = [("sweater", 6), ("hat_scarf", 4), ("shoes", 4), ("trousers", 4), ("thermal_underwear", 4)];
        let new = new_drive(root, "秋季衣物征集", "天凉了，给老人和孩子添几件。", ends + DAY, &items);
        let drive = tx.run_as(&root.coordinator, begins, &OpenDrive(new)).await?;
        name_drive(tx, drive, begins, ends).await?;
        tx.run_as(&root.coordinator, ends, &EndDrive { drive }).await?;
        let words = "收到的都放在各站点的爱心超市，家里缺的可以来领。".to_owned();
        tx.run_as(&root.coordinator, ends + 5 * DAY, &PublishDrive { drive, words }).await?;

        let begins = calendar.at(WINTER * DAY);
        let items = [("quilt", 50), ("winter_coat", 20)];
        let new = new_drive(root, "冬被征集", "天冷了，给独居老人和新来的家庭。", calendar.now + 20 * DAY, &items);
        let drive = tx.run_as(&root.coordinator, begins, &OpenDrive(new)).await?;
        name_drive(tx, drive, begins, calendar.now).await?;
        hang(tx, root, drive, calendar).await?;
        if let (Some(donor), Some(item)) = (root.donors.get(1), drive_items(tx, drive).await?.first()) {
            let offer = DriveOffer {
                item: *item,
                quantity: 2,
                condition: Condition::New,
                words: "周末可以送。".into(),
                named: false,
            };
            tx.run_as(donor, calendar.now, &OfferForDrive { drive, offer }).await?;
        }
    }
    Ok(())
}

/// Hangs posters of the drive and of a shop; one was taken down again.
async fn hang(tx: &mut Tx<'_>, root: &Root, drive: i64, calendar: Calendar) -> Result<()> {
    let (begins, until) = (calendar.at(WINTER * DAY), calendar.now + 18 * DAY);
    let of_drive =
        |place: &str| NewPoster { subject: PosterSubject::Drive, record: drive, place: place.to_owned(), until };
    tx.run_as(&root.coordinator, begins, &HangPoster(of_drive("街道办事大厅"))).await?;
    let gone = tx.run_as(&root.coordinator, begins, &HangPoster(of_drive("公交站牌旁"))).await?;
    tx.run_as(&root.coordinator, begins + 5 * DAY, &TakeDownPoster { poster: gone }).await?;
    if let Some(shop) = root.shops.first() {
        let new = NewPoster {
            subject: PosterSubject::Shop,
            record: shop.id,
            place: "菜市场入口".to_owned(),
            until: calendar.now + 60 * DAY,
        };
        tx.run_as(&root.coordinator, begins, &HangPoster(new)).await?;
    }
    Ok(())
}

fn new_drive(root: &Root, title: &str, words: &str, until: i64, items: &[(&str, i64)]) -> NewDrive {
    let item = |(key, wanted): &(&str, i64)| {
        domain::catalogue::by_key(key).map(|item| WantedItem { item: item.id, wanted: *wanted })
    };
    NewDrive {
        area: root.id,
        title: title.to_owned(),
        words: words.to_owned(),
        until,
        items: items.iter().filter_map(item).collect(),
        places: root.shops.iter().map(|shop| shop.id).collect(),
    }
}
