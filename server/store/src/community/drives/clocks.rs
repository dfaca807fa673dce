//! The clock of drives: they end after their last day, and the coordinator is told to publish the result.

use domain::{
    community::drives::{DriveId, DriveState},
    events::{Event, OfDrive},
};
use serde::Serialize;

use super::lock_and_read;
use crate::{
    Command, Result, Store, Tx,
    areas::staff::coordinators,
    db::{job_sweep::sweep, sql::run},
};

/// Ends a drive whose last day has passed.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowDrive {
    drive: DriveId,
}

impl Command for FollowDrive {
    const NAME: &'static str = "drive_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (drive, now) = (lock_and_read(tx, self.drive).await?, tx.now);
        if drive.state()? != DriveState::Open || drive.until >= now {
            return Ok(false);
        }
        run!(tx, "update drive set state = 'ended', ended = $2, ended_by = 0 where id = $1", drive.id, now)?;
        // The account that opened it may have left.
        let staff = match coordinators(&mut tx.arm(), &drive.path()).await? {
            there if there.contains(&drive.opened_by) => vec![drive.opened_by],
            there => there,
        };
        let of = OfDrive { drive: drive.id, staff, title: drive.title };
        tx.emit(Event::DriveEnded(of)).await?;
        tx.audit("drive", drive.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Ends drives whose last day has passed; returns how many.
    pub(crate) async fn drives_follow(&self) -> Result<i64> {
        let now = self.now();
        sweep!(
            self,
            |drive| FollowDrive { drive },
            "select until, id from drive where state = 'open' and until < $1 and (until, id) > ($2, $3)
             order by until, id limit 200",
            now,
        )
    }
}
