//! Drives: calls for goods. What came is computed from receipts that name the drive, what is announced from offers.
//! Lock order: account, drive, item of a drive; a drive's own row is locked by its keepers and its clock only.

pub(crate) mod clocks;
pub mod facts;
pub mod goods;
pub mod lifecycle;
pub mod views;

use domain::{
    accounts::AccountId,
    areas::{AreaId, AreaPath},
    community::drives::{DriveId, DriveState},
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::sql::{parse, row, run},
};

/// A drive as it was read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct KnownDrive {
    pub id: DriveId,
    pub root: AreaId,
    pub title: String,
    pub until: i64,
    pub opened_by: AccountId,
    /// 0 while it runs.
    pub ended: i64,
    /// When the clock looks at its missing result; 0 for never.
    pub result_due: i64,
    state: String,
    path: String,
}

impl KnownDrive {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<DriveState> {
        parse(&self.state)
    }
}

/// Loads a drive without a lock.
///
/// # Errors
/// Not found for an unknown drive.
pub(crate) async fn load_drive(db: &mut Conn<'_>, id: DriveId) -> Result<KnownDrive> {
    row!(
        db,
        KnownDrive,
        "select d.id, d.root, d.title, d.until, d.opened_by, d.ended, d.result_due, d.state, a.path
         from drive d join area a on a.id = d.area where d.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a drive's row and reads it. For the clock, and after the permission.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: DriveId) -> Result<KnownDrive> {
    run!(tx, "update drive set version = version + 1 where id = $1", id)?;
    load_drive(&mut tx.arm(), id).await
}

/// Checks that the actor opens drives in the drive's area, then locks and reads it.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas.
pub(crate) async fn lock_drive(tx: &mut Tx<'_>, id: DriveId) -> Result<KnownDrive> {
    tx.actor.must_somewhere(Action::OpenDrives)?;
    let seen = load_drive(&mut tx.arm(), id).await?;
    tx.actor.must(Action::OpenDrives, &seen.path())?;
    lock_and_read(tx, id).await
}
