//! Goods of a drive: announced as offers while something is left, and received on receipts that name it.

use domain::{
    Code, DAY,
    community::drives::{DriveId, DriveOffer, DriveState, LATE_DAYS, left},
    permission::Action,
    stock::{
        offers::{NewOffer, OfferId},
        receipts::{NewReceipt, ReceiptId},
    },
};
use serde::{Deserialize, Serialize};

use super::load_drive;
use crate::{
    Command, Refusal, Result, Tx,
    db::sql::{row, run, value},
    stock::receiving::{
        offers::PostOffer,
        receipts::{AddReceipt, BeginReceipt},
    },
};

/// Units on receipts that name the drive `$1`, of the item `$2`; reversed lines do not count.
macro_rules! received_units {
    () => {
        "select cast(coalesce(sum(e.quantity), 0) as bigint)
         from drive_receipt r join journal j on j.receipt = r.receipt and j.receipt <> 0 and j.kind = 'receive'
             join entry e on e.journal = j.id and e.quantity > 0 join lot l on l.id = e.lot
         where r.drive = $1 and l.item = $2
             and not exists (select 1 from journal x where x.reverses = j.id and x.reverses <> 0)"
    };
}

/// Announces goods for a drive, as an offer that a shop accepts with a place and a day.
///
/// # Errors
/// Not allowed without a donor's role; not found for a drive of another root area; [`Code::WrongState`] unless it is
/// open; field `item` for one that is not of the drive; [`Code::DriveFull`] once enough was received or announced;
/// [`Code::FewerLeft`] for more than is left; further as [`PostOffer`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OfferForDrive {
    /// The drive.
    pub drive: DriveId,
    /// The goods.
    pub offer: DriveOffer,
}

impl Command for OfferForDrive {
    const NAME: &'static str = "drive_offer";
    type Output = OfferId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<OfferId> {
        tx.actor.must_somewhere(Action::OfferGoods)?;
        let drive = load_drive(&mut tx.arm(), self.drive).await?;
        if drive.root != tx.actor.root {
            return Err(Refusal::NotFound.into());
        }
        let DriveOffer { item: row, quantity, condition, ref words, named } = self.offer;
        let known = row!(tx, (i64,), "select item from drive_item where id = $1 and drive = $2", row, drive.id)?;
        let (item,) = known.ok_or_else(|| Refusal::field("item", Code::Unknown))?;
        let offer = NewOffer {
            item,
            size: String::new(),
            thing: String::new(),
            quantity,
            condition,
            words: words.clone(),
            named,
        };
        let id = PostOffer { offer, photos: Vec::new() }.run(tx).await?;
        // Locks the item, so that offers at the same time count each other; what it depends on is read after it.
        run!(tx, "update drive_item set version = version + 1 where id = $1", row)?;
        load_drive(&mut tx.arm(), drive.id).await?.state()?.must_be(DriveState::Open)?;
        let wanted = value!(tx, i64, "select wanted from drive_item where id = $1", row)?;
        let received = value!(tx, i64, received_units!(), drive.id, item)?;
        let offered = value!(
            tx,
            i64,
            "select cast(coalesce(sum(o.quantity), 0) as bigint) from drive_offer f join offer o on o.id = f.offer
             where f.drive_item = $1 and o.state in ('offered', 'accepted')",
            row,
        )?;
        match left(wanted, received, offered) {
            0 => return Err(Code::DriveFull.into()),
            n if n < quantity => return Err(Code::FewerLeft.into()),
            _ => {}
        }
        run!(tx, "insert into drive_offer (offer, drive_item) values ($1, $2)", id, row)?;
        tx.audit("drive", drive.id).await?;
        Ok(id)
    }
}

/// Whether lines can be added to a receipt afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unloading {
    /// Its account may add lines, as with [`BeginReceipt`].
    GoesOn,
    /// It is closed, as with [`AddReceipt`].
    Done,
}

/// Receives goods on a receipt that names a drive.
///
/// # Errors
/// As [`AddReceipt`]; field `drive` for one of another root area, that was called off or ended more than 14 days ago,
/// or that names another place.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiveForDrive {
    /// The drive.
    pub drive: DriveId,
    /// The receipt.
    pub new: NewReceipt,
    /// Whether lines can be added.
    pub unloading: Unloading,
}

impl Command for ReceiveForDrive {
    const NAME: &'static str = "drive_receive";
    type Output = ReceiptId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReceiptId> {
        // Checks the permission at the location first.
        let receipt = match self.unloading {
            Unloading::GoesOn => BeginReceipt(self.new.clone()).run(tx).await?,
            Unloading::Done => AddReceipt(self.new.clone()).run(tx).await?,
        };
        let since = tx.now - LATE_DAYS * DAY;
        let fits = value!(
            tx,
            i64,
            "select count(*) from drive d join drive_place p on p.drive = d.id
             where d.id = $1 and p.location = $2 and (d.state = 'open' or (d.state = 'ended' and d.ended > $3))",
            self.drive,
            self.new.location,
            since,
        )?;
        if fits == 0 {
            return Err(Refusal::field("drive", Code::Unknown).into());
        }
        run!(tx, "insert into drive_receipt (receipt, drive) values ($1, $2)", receipt, self.drive)?;
        tx.audit("drive", self.drive).await?;
        Ok(receipt)
    }
}
