//! Recording and picture of a visit's report. Both are sealed, for the family and for staff who revealed its file.
//! A recording stands instead of words and stays as long as they would; a picture needs the family's consent, and is
//! deleted with it.

use domain::{
    Code,
    accounts::Actor,
    casework::visits::{NewReport, ReportId, ReportMediumId},
    households::HouseholdId,
    permission::Action,
    wishes::voice::Sound,
};
use serde::Serialize;

use super::records::{left_file, record};
use crate::{
    By, Command, Error, Refusal, Result, Store, Tx,
    consents::record::visit_pictures_allowed,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_file, must_write_to},
        sql::{parse, row, run},
        uploads::Picture,
    },
    households::views::sight_of,
    wishes::media::{
        pending,
        voice::{self, VoiceNote, WishMedia},
    },
};

/// Records a visit with a recording and a picture, in one transaction.
///
/// # Errors
/// As [`super::records::RecordVisit`]; field `voice` for a recording that is none, too long or gone; field `photo` with
/// [`Code::PictureNotAgreed`] without the family's consent to pictures, and for one that is gone.
#[derive(Clone, Debug, Serialize)]
pub struct RecordVisitWithMedia {
    /// The report.
    pub report: NewReport,
    /// What comes with it.
    pub enclosed: WishMedia,
}

impl Command for RecordVisitWithMedia {
    const NAME: &'static str = "visit_record";
    type Output = ReportId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ReportId> {
        let Self { report, enclosed } = self;
        let (household, id) = record(tx, report).await?;
        let recorded = match enclosed.kept {
            _ if !enclosed.voice.is_empty() => enclosed.voice.clone(),
            0 => Vec::new(),
            kept => voice::take(tx, kept).await?,
        };
        if !recorded.is_empty() {
            let sound = Sound::read(&recorded)?;
            insert(tx, (household, id), ("voice", sound.kind.as_str(), sound.seconds), &recorded).await?;
        }
        let picture = match (&enclosed.photo, enclosed.photo_kept) {
            (Some(photo), _) => Some(photo.jpeg().to_vec()),
            (None, 0) => None,
            (None, kept) => Some(pending::take(tx, kept).await?.jpeg().to_vec()),
        };
        if let Some(picture) = picture {
            // After the household's lock, so that none is kept beside a consent that is just withdrawn.
            if !visit_pictures_allowed(&mut tx.arm(), household).await? {
                return Err(Refusal::field("photo", Code::PictureNotAgreed).into());
            }
            insert(tx, (household, id), ("photo", "jpeg", 0), &picture).await?;
        }
        Ok(id)
    }
}

/// Inserts a sealed file of a report: its kind, format and length in seconds.
async fn insert(
    tx: &mut Tx<'_>,
    (household, report): (HouseholdId, ReportId),
    (kind, format, seconds): (&str, &str, i64),
    bytes: &[u8],
) -> Result<()> {
    let (now, sealed) = (tx.now, tx.vault.seal_bytes(Secret::VisitMedium, bytes)?);
    run!(
        tx,
        "insert into visit_media (household, report, kind, format, seconds, bytes, created)
         values ($1, $2, $3, $4, $5, $6, $7)",
        household,
        report,
        kind,
        format,
        seconds,
        sealed,
        now,
    )?;
    Ok(())
}

/// Deletes the recording or the picture of a report, which stays; for the family itself and the staff of its area.
///
/// # Errors
/// Not found for all others, and when it is gone.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemoveVisitMedium {
    /// Recording or picture.
    pub medium: ReportMediumId,
}

impl Command for RemoveVisitMedium {
    const NAME: &'static str = "visit_medium_remove";
    type Output = HouseholdId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<HouseholdId> {
        if !tx.actor.is_signed_in() {
            return Err(Refusal::NotAllowed(Code::SignInNeeded).into());
        }
        let id = self.medium;
        let household = household_of(tx, id).await?;
        // Whatever the file's state: a picture must not outlive the wish to have it gone.
        let writers = Writers::FamilyAnd(Action::RecordVisits);
        let file = match lock_file(tx, household, writers).await {
            Err(Error::Refused(Refusal::NotAllowed(_))) => return Err(Refusal::NotFound.into()),
            other => other?,
        };
        let gone = run!(tx, "delete from visit_media where id = $1 and household = $2", id, file.id)?;
        if gone == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("household", file.id).await?;
        Ok(file.id)
    }
}

async fn household_of(tx: &mut Tx<'_>, medium: ReportMediumId) -> Result<HouseholdId> {
    let found = row!(tx, (i64,), "select household from visit_media where id = $1", medium)?;
    Ok(found.ok_or(Refusal::NotFound)?.0)
}

/// Audits that staff heard or saw what a report holds.
#[derive(Clone, Copy, Debug, Serialize)]
struct OpenVisitMedium(HouseholdId);

impl Command for OpenVisitMedium {
    const NAME: &'static str = "visit_medium_open";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.audit("household", self.0).await
    }
}

/// Decrypted recording or picture of a report.
#[derive(Clone, Debug)]
pub enum VisitMedium {
    /// The recording.
    Voice(VoiceNote),
    /// The picture, a JPEG.
    Photo(Vec<u8>),
}

#[derive(sqlx::FromRow)]
struct MediumRow {
    household: i64,
    kind: String,
    format: String,
    seconds: i64,
    bytes: Vec<u8>,
}

impl Store {
    /// Re-encodes a picture for a report about a family, for [`Store::visit_record_with`].
    ///
    /// # Errors
    /// As [`super::records::RecordVisit`] for actors who may not record it, and field `photo` with
    /// [`Code::PictureNotAgreed`], before the upload is decoded; field `photo` for an upload that is no picture.
    pub async fn visit_picture(&self, actor: &Actor, household: HouseholdId, upload: Vec<u8>) -> Result<Picture> {
        actor.must_somewhere(Action::RecordVisits)?;
        let mut db = self.reader().await?;
        let household = left_file(&mut db.arm(), household).await?;
        must_write_to(&mut db.arm(), actor, household, Writers::Staff(Action::RecordVisits)).await?;
        must_be_of_others(actor, household)?;
        if !visit_pictures_allowed(&mut db.arm(), household).await? {
            return Err(Refusal::field("photo", Code::PictureNotAgreed).into());
        }
        // Decoding takes long, and a connection is dear.
        drop(db);
        self.picture(actor, upload).await
    }

    /// Records a visit as [`super::records::RecordVisit`], with a recording and a picture.
    ///
    /// # Errors
    /// As [`RecordVisitWithMedia`]; not allowed without a role that records visits.
    pub async fn visit_record_with(&self, by: &By, report: NewReport, enclosed: WishMedia) -> Result<ReportId> {
        by.actor.must_somewhere(Action::RecordVisits)?;
        self.run(by, RecordVisitWithMedia { report, enclosed }).await
    }

    /// Returns whether pictures may be taken at visits of this family, for the staff that records them.
    ///
    /// # Errors
    /// Not allowed without a role that records visits.
    pub async fn visit_pictures_allowed(&self, actor: &Actor, household: HouseholdId) -> Result<bool> {
        actor.must_somewhere(Action::RecordVisits)?;
        visit_pictures_allowed(&mut self.reader().await?.arm(), household).await
    }

    /// Loads a recording or a picture; audits the access of staff.
    /// For the family itself and for staff who have revealed its file.
    ///
    /// # Errors
    /// Not found outside the actor's areas and when it is gone; [`Code::FileNotOpened`] while the file is masked.
    pub async fn visit_medium(&self, actor: &Actor, id: ReportMediumId) -> Result<VisitMedium> {
        let mut db = self.reader().await?;
        let found =
            row!(db, MediumRow, "select household, kind, format, seconds, bytes from visit_media where id = $1", id,)?;
        let MediumRow { household, kind, format, seconds, bytes: sealed } = found.ok_or(Refusal::NotFound)?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        if !sight.opened {
            return Err(Refusal::NotAllowed(Code::FileNotOpened).into());
        }
        // A write takes a connection of its own; held readers would make writes wait for each other.
        drop(db);
        if !sight.own {
            let by = By::new(actor.clone(), "");
            self.run(&by, OpenVisitMedium(household)).await?;
        }
        let bytes = self.vault.open_bytes(Secret::VisitMedium, &sealed)?;
        if kind == "voice" {
            return Ok(VisitMedium::Voice(VoiceNote { kind: parse(&format)?, seconds, bytes }));
        }
        Ok(VisitMedium::Photo(bytes))
    }
}
