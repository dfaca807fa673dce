//! The clock of drives: they end after their last day, the coordinator is told to publish the result and reminded of it
//! each week, and after a month a drive is done without words.

use domain::{
    DAY,
    accounts::AccountId,
    community::drives::{DriveId, DriveState, REMIND_DAYS, RESULT_DAYS, result_due},
    events::{Event, OfDrive},
};
use serde::Serialize;

use super::{KnownDrive, lock_and_read};
use crate::{
    Command, Result, Store, Tx,
    areas::staff::coordinators,
    db::{job_sweep::sweep, sql::run},
};

/// Lists who publishes the result: the account that opened the drive, or, once it left, the area's coordinators.
async fn owners(tx: &mut Tx<'_>, drive: &KnownDrive) -> Result<Vec<AccountId>> {
    Ok(match coordinators(&mut tx.arm(), &drive.path()).await? {
        there if there.contains(&drive.opened_by) => vec![drive.opened_by],
        there => there,
    })
}

/// Ends a drive whose last day has passed; reminds of the result of one that has ended, or is done with it.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowDrive {
    drive: DriveId,
}

impl Command for FollowDrive {
    const NAME: &'static str = "drive_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (drive, now) = (lock_and_read(tx, self.drive).await?, tx.now);
        match drive.state()? {
            DriveState::Open if drive.until < now => {
                run!(
                    tx,
                    "update drive set state = 'ended', ended = $2, ended_by = 0, result_due = $3 where id = $1",
                    drive.id,
                    now,
                    result_due(now, now),
                )?;
                let staff = owners(tx, &drive).await?;
                tx.emit(Event::DriveEnded(OfDrive { drive: drive.id, staff, title: drive.title })).await?;
            }
            DriveState::Ended if drive.result_due > 0 && drive.result_due <= now => follow_result(tx, drive).await?,
            _ => return Ok(false),
        }
        tx.audit("drive", self.drive).await?;
        Ok(true)
    }
}

/// Reminds of a result that is still missing; from the second week on all coordinators of the area hear of it. A month
/// after the end the drive is done: its page shows what came, and words can still be published.
async fn follow_result(tx: &mut Tx<'_>, drive: KnownDrive) -> Result<()> {
    let now = tx.now;
    if drive.ended + RESULT_DAYS * DAY <= now {
        run!(tx, "update drive set published = $2, result_due = 0 where id = $1", drive.id, now)?;
        return Ok(());
    }
    let next = result_due(drive.ended, now);
    run!(tx, "update drive set result_due = $2 where id = $1", drive.id, next)?;
    let is_first = next < drive.ended + 3 * REMIND_DAYS * DAY;
    let staff = if is_first { owners(tx, &drive).await? } else { coordinators(&mut tx.arm(), &drive.path()).await? };
    tx.emit(Event::DriveUnpublished(OfDrive { drive: drive.id, staff, title: drive.title })).await
}

impl Store {
    /// Ends drives whose last day has passed, and follows those without a result; returns how many.
    pub(crate) async fn drives_follow(&self) -> Result<i64> {
        let now = self.now();
        let ended: Result<i64> = sweep!(
            self,
            |drive| FollowDrive { drive },
            "select until, id from drive where state = 'open' and until < $1 and (until, id) > ($2, $3)
             order by until, id limit 200",
            now,
        );
        let reminded: Result<i64> = sweep!(
            self,
            |drive| FollowDrive { drive },
            "select result_due, id from drive where result_due > 0 and result_due <= $1 and (result_due, id) > ($2, $3)
             order by result_due, id limit 200",
            now,
        );
        Ok(ended? + reminded?)
    }
}
