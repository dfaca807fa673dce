//! Pictures and recordings that come with a dispute, sealed.
//! For the family and the coordinators who may decide it; deleted [`KEPT_DAYS`] days after its end.

use domain::{
    DAY, Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    disputes::{DisputeChannel, DisputeId, NewDispute, subject::HandedOver},
    households::HouseholdId,
    permission::Action,
    wishes::voice::{Sound, SoundKind},
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::is_own,
        pagination::signed_in,
        sql::{parse, row, run},
        uploads::Picture,
    },
    disputes::{
        goods::locate,
        report::{may_report, open},
    },
    wishes::media::{
        pending,
        voice::{self, VoiceNote, WishMedia},
    },
};

/// Days for which they are kept after the dispute has ended: longer than a family may say that it is still wrong.
pub const KEPT_DAYS: Timestamp = 30;

/// Kind of a picture; all other kinds are those of [`SoundKind`].
const JPEG: &str = "jpeg";

/// Opens a dispute as [`super::report::OpenDispute`], with a picture and a recording in one transaction.
#[derive(Serialize)]
struct OpenDisputeWithMedia {
    dispute: NewDispute,
    enclosed: WishMedia,
}

impl Command for OpenDisputeWithMedia {
    const NAME: &'static str = "dispute_open";
    type Output = DisputeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<DisputeId> {
        let id = open(tx, &self.dispute).await?;
        enclose(tx, id, &self.enclosed).await?;
        Ok(id)
    }
}

/// Stores what came with a dispute, or what waited while its form was shown again.
async fn enclose(tx: &mut Tx<'_>, dispute: DisputeId, enclosed: &WishMedia) -> Result<()> {
    let waited = match (&*enclosed.voice, enclosed.kept) {
        ([], 0) => None,
        ([], kept) => Some(voice::take(tx, kept).await?),
        (sent, _) => Some(sent.to_vec()),
    };
    if let Some(recorded) = waited {
        let sound = Sound::read(&recorded)?;
        insert(tx, dispute, sound.kind.as_str(), sound.seconds, &recorded).await?;
    }
    if let Some(photo) = &enclosed.photo {
        insert(tx, dispute, JPEG, 0, photo.jpeg()).await?;
    } else if enclosed.photo_kept != 0 {
        let photo = pending::take(tx, enclosed.photo_kept).await?;
        insert(tx, dispute, JPEG, 0, photo.jpeg()).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx<'_>, dispute: DisputeId, kind: &str, seconds: i64, bytes: &[u8]) -> Result<()> {
    let sealed = tx.vault.seal_bytes(Secret::DisputeMedia, bytes)?;
    let now = tx.now;
    run!(
        tx,
        "insert into dispute_media (dispute, kind, seconds, bytes, created) values ($1, $2, $3, $4, $5)",
        dispute,
        kind,
        seconds,
        sealed,
        now,
    )?;
    Ok(())
}

/// Deletes the pictures and recordings of disputes that ended [`KEPT_DAYS`] days ago; returns how many.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now - KEPT_DAYS * DAY;
    Ok(run!(
        tx,
        "delete from dispute_media where dispute in
             (select d.id from dispute d where d.id = dispute_media.dispute and d.state <> 'open' and d.decided < $1)",
        before,
    )?)
}

/// Audits that staff saw or heard what came with a dispute.
#[derive(Clone, Copy, Debug, Serialize)]
struct OpenDisputeMedia {
    dispute: DisputeId,
}

impl Command for OpenDisputeMedia {
    const NAME: &'static str = "dispute_media_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.audit("dispute", self.dispute).await
    }
}

/// Facts of a dispute that decide who sees and hears what came with it.
pub(crate) struct Concerned<'a> {
    pub household: HouseholdId,
    pub channel: DisputeChannel,
    pub created_by: AccountId,
    pub handed_by: AccountId,
    pub path: &'a AreaPath,
}

impl Concerned<'_> {
    /// Tells whether the actor handed the goods over, recorded the dispute, or is the family.
    pub(crate) fn concerns(&self, actor: &Actor) -> bool {
        let recorded = self.channel != DisputeChannel::Family && self.created_by == actor.account;
        self.handed_by == actor.account || recorded || is_own(actor, self.household)
    }

    /// Tells whether the actor may see and hear what came with it: the family, and who may decide.
    pub(crate) fn may_open(&self, actor: &Actor) -> bool {
        is_own(actor, self.household) || (!self.concerns(actor) && actor.may(Action::DecideDisputes, self.path))
    }
}

#[derive(sqlx::FromRow)]
struct MediaRow {
    kind: String,
    seconds: i64,
    bytes: Vec<u8>,
    household: i64,
    channel: String,
    created_by: i64,
    handed_by: i64,
    path: String,
}

impl Store {
    /// Re-encodes a picture for a dispute about these goods, for [`Store::dispute_open`].
    ///
    /// # Errors
    /// As [`super::report::OpenDispute`] for actors who may not open it, before the upload is decoded; field `photo`
    /// for an upload that is no picture.
    pub async fn dispute_picture(&self, actor: &Actor, about: HandedOver, upload: Vec<u8>) -> Result<Picture> {
        signed_in(actor)?;
        let goods = locate(&mut self.reader().await?.arm(), about).await?;
        may_report(actor, &goods)?;
        self.picture(actor, upload).await
    }

    /// Opens a dispute as [`super::report::OpenDispute`], with a picture and a recording.
    ///
    /// # Errors
    /// As there; a recording that is none, too long or gone; a picture that is gone.
    pub async fn dispute_open(&self, by: &By, dispute: NewDispute, enclosed: WishMedia) -> Result<DisputeId> {
        signed_in(&by.actor)?;
        self.run(by, OpenDisputeWithMedia { dispute, enclosed }).await
    }

    /// Loads the JPEG that came with a dispute, for the family and the coordinators who may decide it, whose access is
    /// audited.
    ///
    /// # Errors
    /// Not signed in; not found for all others, and without a picture.
    pub async fn dispute_photo(&self, actor: &Actor, dispute: DisputeId) -> Result<Vec<u8>> {
        signed_in(actor)?;
        let found = row!(
            self.reader().await?,
            MediaRow,
            "select m.kind, m.seconds, m.bytes, d.household, d.channel, d.created_by, d.handed_by, a.path
             from dispute_media m join dispute d on d.id = m.dispute join household h on h.id = d.household
                 join area a on a.id = h.area
             where m.dispute = $1 and m.kind = 'jpeg'",
            dispute,
        )?;
        Ok(self.opened_media(actor, dispute, found).await?.1)
    }

    /// Loads the recording that came with a dispute, for the family and the coordinators who may decide it, whose access
    /// is audited.
    ///
    /// # Errors
    /// Not signed in; not found for all others, and without a recording.
    pub async fn dispute_voice(&self, actor: &Actor, dispute: DisputeId) -> Result<VoiceNote> {
        signed_in(actor)?;
        let found = row!(
            self.reader().await?,
            MediaRow,
            "select m.kind, m.seconds, m.bytes, d.household, d.channel, d.created_by, d.handed_by, a.path
             from dispute_media m join dispute d on d.id = m.dispute join household h on h.id = d.household
                 join area a on a.id = h.area
             where m.dispute = $1 and m.kind <> 'jpeg'",
            dispute,
        )?;
        let (row, bytes) = self.opened_media(actor, dispute, found).await?;
        let kind: SoundKind = parse(&row.kind)?;
        Ok(VoiceNote { kind, seconds: row.seconds, bytes })
    }

    /// Unseals what came with a dispute, and audits the access of staff; not found for all who may not open it.
    async fn opened_media(
        &self,
        actor: &Actor,
        dispute: DisputeId,
        found: Option<MediaRow>,
    ) -> Result<(MediaRow, Vec<u8>)> {
        let row = found.ok_or(Refusal::NotFound)?;
        let path = AreaPath(row.path.clone());
        let concerned = Concerned {
            household: row.household,
            channel: parse(&row.channel)?,
            created_by: row.created_by,
            handed_by: row.handed_by,
            path: &path,
        };
        if !concerned.may_open(actor) {
            return Err(Refusal::NotFound.into());
        }
        if !is_own(actor, row.household) {
            self.run(&By::new(actor.clone(), ""), OpenDisputeMedia { dispute }).await?;
        }
        let bytes = self.vault.open_bytes(Secret::DisputeMedia, &row.bytes)?;
        Ok((row, bytes))
    }
}
