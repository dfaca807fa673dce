//! Opens a drive, ends it, calls it off, and publishes its result.

use domain::{
    Code,
    community::drives::{DriveCancel, DriveId, DriveState, NewDrive, result_due},
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use super::lock_drive;
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::must_in,
    catalogue::items,
    db::sql::{run, value, values},
    stock::receiving::offers,
};

/// Opens a drive.
///
/// # Errors
/// Not allowed without a role that opens drives; not found outside the actor's areas; invalid fields; `items` and
/// `places` that are unknown or closed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenDrive(pub NewDrive);

impl Command for OpenDrive {
    const NAME: &'static str = "drive_open";
    type Output = DriveId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<DriveId> {
        must_in(tx, Action::OpenDrives, self.0.area).await?;
        let new = self.0.clone().checked(tx.now)?;
        let root = value!(tx, i64, "select coalesce(max(root), 0) from area where id = $1", new.area)?;
        for one in &new.items {
            let item = items::item(&mut tx.arm(), root, one.item).await.ok();
            if !item.is_some_and(|item| item.open) {
                return Err(Refusal::field("items", Code::Unknown).into());
            }
        }
        for place in &new.places {
            let known = value!(
                tx,
                i64,
                "select count(*) from location where id = $1 and root = $2 and open = true",
                *place,
                root
            )?;
            if known == 0 {
                return Err(Refusal::field("places", Code::Unknown).into());
            }
        }
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into drive (area, root, title, words, state, until, opened, opened_by, ended, ended_by, reason, result,
                 published, version)
             values ($1, $2, $3, $4, 'open', $5, $6, $7, 0, 0, '', '', 0, 0) returning id",
            new.area,
            root,
            &new.title,
            &new.words,
            new.until,
            now,
            account,
        )?;
        for one in &new.items {
            run!(
                tx,
                "insert into drive_item (drive, item, wanted, version) values ($1, $2, $3, 0)",
                id,
                one.item,
                one.wanted,
            )?;
        }
        for place in &new.places {
            run!(tx, "insert into drive_place (drive, location) values ($1, $2)", id, *place)?;
        }
        tx.audit("drive", id).await?;
        Ok(id)
    }
}

/// Ends a drive before its last day. What was announced is still taken.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas; [`Code::WrongState`] unless it is open.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct EndDrive {
    /// The drive.
    pub drive: DriveId,
}

impl Command for EndDrive {
    const NAME: &'static str = "drive_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let drive = lock_drive(tx, self.drive).await?;
        drive.state()?.must_be(DriveState::Open)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update drive set state = 'ended', ended = $2, ended_by = $3, result_due = $4 where id = $1",
            drive.id,
            now,
            account,
            result_due(now, now),
        )?;
        tx.audit("drive", drive.id).await
    }
}

/// Calls a drive off. What was announced is declined, so that its donors are told and bring nothing.
///
/// # Errors
/// As [`EndDrive`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct CancelDrive {
    /// The drive.
    pub drive: DriveId,
    /// Why.
    pub reason: DriveCancel,
}

impl Command for CancelDrive {
    const NAME: &'static str = "drive_cancel";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let drive = lock_drive(tx, self.drive).await?;
        drive.state()?.must_be(DriveState::Open)?;
        // Waits for offers under way, so that none of them is announced for a drive that is called off.
        run!(tx, "update drive_item set version = version + 1 where drive = $1", drive.id)?;
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update drive set state = 'cancelled', ended = $2, ended_by = $3, reason = $4 where id = $1",
            drive.id,
            now,
            account,
            self.reason.as_str(),
        )?;
        let announced = values!(
            tx,
            i64,
            "select o.id from drive_offer f join drive_item i on i.id = f.drive_item join offer o on o.id = f.offer
             where i.drive = $1 and o.state in ('offered', 'accepted') order by o.id",
            drive.id,
        )?;
        for offer in announced {
            offers::decline_with_drive(tx, offer).await?;
        }
        tx.audit("drive", drive.id).await
    }
}

/// Publishes what was done with the goods of a drive that has ended; again to correct it.
///
/// # Errors
/// As [`EndDrive`], but [`Code::WrongState`] unless it has ended; field `words`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PublishDrive {
    /// The drive.
    pub drive: DriveId,
    /// What was done, 2 to 1,000 characters. It is public.
    pub words: String,
}

impl Command for PublishDrive {
    const NAME: &'static str = "drive_publish";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let drive = lock_drive(tx, self.drive).await?;
        let words = text::words(&self.words, 2, 1000).map_err(|code| Refusal::field("words", code))?;
        drive.state()?.must_be(DriveState::Ended)?;
        let now = tx.now;
        run!(tx, "update drive set result = $2, published = $3, result_due = 0 where id = $1", drive.id, &words, now)?;
        tx.audit("drive", drive.id).await
    }
}
