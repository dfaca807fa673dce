//! Receipts that name a drive, for the demo data.
//! Nothing here checks permissions: call it only from a script on a new database.

use domain::{
    Timestamp,
    community::drives::{DriveId, DriveItemId},
};

use crate::{
    Result, Tx,
    db::sql::{run, values},
};

/// Lets the donations that the places of a drive received between two times name it.
///
/// # Errors
/// Only when the database fails.
pub async fn name_drive(tx: &mut Tx<'_>, drive: DriveId, from: Timestamp, to: Timestamp) -> Result<()> {
    run!(
        tx,
        "insert into drive_receipt (receipt, drive)
         select r.id, p.drive from receipt r join drive_place p on p.location = r.location
         where p.drive = $1 and r.origin = 'donation' and r.created between $2 and $3
             and not exists (select 1 from drive_receipt x where x.receipt = r.id)",
        drive,
        from,
        to,
    )?;
    Ok(())
}

/// Lists the items of a drive.
///
/// # Errors
/// Only when the database fails.
pub async fn drive_items(tx: &mut Tx<'_>, drive: DriveId) -> Result<Vec<DriveItemId>> {
    Ok(values!(tx, i64, "select id from drive_item where drive = $1 order by id", drive)?)
}
