//! Voice notes and pictures that come with a wish.
//! A note is sealed, for the family and the staff of its area only; the public words are a caseworker's. It is deleted
//! when the wish is withdrawn, and [`KEPT_DAYS`] days after any other end.

use domain::{
    Code, DAY, Timestamp,
    accounts::Actor,
    areas::AreaPath,
    permission::Action,
    wishes::{
        NewWish, WishId,
        voice::{Sound, SoundKind},
    },
};
use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    crypto::{random::hex, secret::Secret},
    db::{
        area_filter::is_own,
        locks::{Writers, lock_open_household},
        sql::{parse, row, run, value},
        uploads::Picture,
    },
    wishes::{
        self,
        lifecycle::hold,
        media::{pending, photos},
    },
};

/// Days for which a note is kept after its wish has ended.
pub const KEPT_DAYS: Timestamp = 30;
/// Days for which a note waits for its form to be sent again.
const WAITS_DAYS: Timestamp = 1;

/// Media that come with a new wish, the report of a visit, or a dispute about goods.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WishMedia {
    /// Recording as the browser made it; empty without one.
    #[serde(serialize_with = "digest")]
    pub voice: Vec<u8>,
    /// Recording from [`Store::voice_keep`] to use instead; 0 without one.
    pub kept: i64,
    /// Picture of the item, or taken at the visit.
    #[serde(serialize_with = "digest_of")]
    pub photo: Option<Picture>,
    /// Picture from [`Store::photo_keep`] to use instead; 0 without one.
    pub photo_kept: i64,
}

/// Serializes bytes as their SHA-256; a request's fingerprint needs no more.
pub(crate) fn digest<S: Serializer>(bytes: &[u8], out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&hex(&Sha256::digest(bytes)))
}

/// As [`digest`]; no picture counts as no bytes.
fn digest_of<S: Serializer>(picture: &Option<Picture>, out: S) -> Result<S::Ok, S::Error> {
    digest(picture.as_ref().map_or(&[][..], Picture::stored), out)
}

/// Decrypted voice note.
#[derive(Clone, Debug)]
pub struct VoiceNote {
    /// Format of the recording.
    pub kind: SoundKind,
    /// Length in seconds.
    pub seconds: i64,
    /// The recording as it was sent.
    pub bytes: Vec<u8>,
}

/// Only a family and roles that post for families send recordings and pictures with a wish.
pub(crate) fn must_post(actor: &Actor) -> Result<()> {
    if actor.household == 0 {
        actor.must_somewhere(Action::PostForFamily)?;
    }
    Ok(())
}

/// As [`must_post`]; locks a family's own file, so that nothing is kept for an account whose file is erased meanwhile.
pub(crate) async fn lock_own_file(tx: &mut Tx<'_>) -> Result<()> {
    must_post(&tx.actor)?;
    match tx.actor.household {
        0 => Ok(()),
        household => lock_open_household(tx, household, Writers::Family).await.map(drop),
    }
}

/// Stores a sealed recording for a wish, or for a form shown again (wish 0); returns its number.
///
/// # Errors
/// When the bytes are no recording or too long.
pub async fn insert(tx: &mut Tx<'_>, wish: WishId, recorded: &[u8]) -> Result<i64> {
    let sound = Sound::read(recorded)?;
    let (account, now) = (tx.actor.account, tx.now);
    let sealed = tx.vault.seal_bytes(Secret::VoiceNote, recorded)?;
    Ok(value!(
        tx,
        i64,
        "insert into voice_note (wish, account, kind, seconds, bytes, created) values ($1, $2, $3, $4, $5, $6)
         returning id",
        wish,
        account,
        sound.kind.as_str(),
        sound.seconds,
        sealed,
        now,
    )?)
}

/// Posts a wish with its media in one transaction.
#[derive(Serialize)]
struct PostWishWithMedia {
    wish: NewWish,
    enclosed: WishMedia,
}

impl Command for PostWishWithMedia {
    const NAME: &'static str = "wish_post";
    type Output = WishId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<WishId> {
        let Self { wish, enclosed } = self;
        let id = wishes::lifecycle::post(tx, wish).await?;
        if !enclosed.voice.is_empty() {
            insert(tx, id, &enclosed.voice).await?;
        } else if enclosed.kept != 0 {
            let account = tx.actor.account;
            let found = run!(
                tx,
                "update voice_note set wish = $1 where id = $2 and wish = 0 and account = $3",
                id,
                enclosed.kept,
                account,
            )?;
            if found == 0 {
                return Err(Refusal::field("voice", Code::NotASound).into());
            }
        }
        if let Some(photo) = &enclosed.photo {
            photos::enclose(tx, id, photo).await?;
        } else if enclosed.photo_kept != 0 {
            let photo = pending::take(tx, enclosed.photo_kept).await?;
            photos::enclose(tx, id, &photo).await?;
        }
        Ok(id)
    }
}

/// Keeps a recording while its form is shown again; deletes an earlier one of the account.
#[derive(Serialize)]
struct KeepVoice(WishMedia);

impl Command for KeepVoice {
    const NAME: &'static str = "voice_keep";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        lock_own_file(tx).await?;
        let account = tx.actor.account;
        run!(tx, "delete from voice_note where wish = 0 and account = $1", account)?;
        let id = insert(tx, 0, &self.0.voice).await?;
        tx.audit("voice_note", id).await?;
        Ok(id)
    }
}

/// Takes the actor's own waiting recording for a record of another kind and deletes it.
///
/// # Errors
/// Field `voice` when it is gone or belongs to another account.
pub(crate) async fn take(tx: &mut Tx<'_>, id: i64) -> Result<Vec<u8>> {
    let account = tx.actor.account;
    let gone = Refusal::field("voice", Code::NotASound);
    let found = row!(
        tx,
        (Vec<u8>,),
        "select bytes from voice_note where id = $1 and wish = 0 and account = $2 and account <> 0",
        id,
        account,
    )?;
    let (sealed,) = found.ok_or_else(|| gone.clone())?;
    // Of two forms that name it, only the one that deletes the row gets it.
    if run!(tx, "delete from voice_note where id = $1 and wish = 0", id)? == 0 {
        return Err(gone.into());
    }
    tx.vault.open_bytes(Secret::VoiceNote, &sealed)
}

/// Deletes a wish's note; for the family itself or a role that posts for it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemoveVoice(pub WishId);

impl Command for RemoveVoice {
    const NAME: &'static str = "voice_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(wish) = self;
        if !tx.actor.is_signed_in() {
            return Err(Refusal::NotAllowed(Code::SignInNeeded).into());
        }
        let held = hold(tx, *wish).await?;
        if !is_own(&tx.actor, held.household) && !tx.actor.may(Action::PostForFamily, &held.path()) {
            return Err(Refusal::NotFound.into());
        }
        forget_wish(tx, held.id).await?;
        tx.audit("wish", held.id).await
    }
}

/// Deletes the note of a wish.
pub(crate) async fn forget_wish(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    run!(tx, "delete from voice_note where wish = $1", wish)?;
    Ok(())
}

/// Deletes notes [`KEPT_DAYS`] after their wish ended, and those whose form did not come again.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let (waiting, ended) = (tx.now - WAITS_DAYS * DAY, tx.now - KEPT_DAYS * DAY);
    let gone = run!(tx, "delete from voice_note where wish = 0 and created < $1", waiting)?;
    let heard = run!(
        tx,
        "delete from voice_note where wish in
             (select w.id from wish w where w.id = voice_note.wish and w.ended > 0 and w.ended < $1)",
        ended,
    )?;
    Ok(gone + heard)
}

#[derive(sqlx::FromRow)]
struct NoteRow {
    kind: String,
    seconds: i64,
    bytes: Vec<u8>,
    household: i64,
    path: String,
}

impl Store {
    /// Posts a wish as [`wishes::lifecycle::PostWish`], with a recording and a picture.
    ///
    /// # Errors
    /// As there; a recording that is none, too long or gone; a picture that is gone.
    pub async fn wish_post_with(&self, by: &By, wish: NewWish, enclosed: WishMedia) -> Result<WishId> {
        must_post(&by.actor)?;
        self.run(by, PostWishWithMedia { wish, enclosed }).await
    }

    /// Keeps a recording for a day and returns its number, for [`WishMedia::kept`].
    ///
    /// # Errors
    /// Not allowed for accounts that neither are a family nor post for families; a recording that is none or too long.
    pub async fn voice_keep(&self, by: &By, recorded: Vec<u8>) -> Result<i64> {
        must_post(&by.actor)?;
        self.run(by, KeepVoice(WishMedia { voice: recorded, ..WishMedia::default() })).await
    }

    /// Loads the voice note of a wish.
    /// For the family itself and for staff of its area who post or review wishes.
    ///
    /// # Errors
    /// Not found for all others, and without a note.
    pub async fn voice(&self, actor: &Actor, wish: WishId) -> Result<VoiceNote> {
        let note = row!(
            self.reader().await?,
            NoteRow,
            "select v.kind, v.seconds, v.bytes, w.household, a.path from voice_note v join wish w on w.id = v.wish
             join area a on a.id = w.home where v.wish = $1 and v.wish <> 0",
            wish,
        )?
        .ok_or(Refusal::NotFound)?;
        let path = AreaPath(note.path.clone());
        let staff = actor.may(Action::ReviewWishes, &path) || actor.may(Action::PostForFamily, &path);
        if is_own(actor, note.household) || staff { self.opened(&note) } else { Err(Refusal::NotFound.into()) }
    }

    /// Returns the number of the actor's waiting recording; 0 without one.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn voice_waiting(&self, actor: &Actor) -> Result<i64> {
        let newest = value!(
            self.reader().await?,
            i64,
            "select coalesce(max(id), 0) from voice_note where wish = 0 and account = $1 and account <> 0",
            actor.account,
        )?;
        Ok(newest)
    }

    /// Loads the actor's own waiting recording.
    ///
    /// # Errors
    /// Not found for other accounts.
    pub async fn voice_kept(&self, actor: &Actor, id: i64) -> Result<VoiceNote> {
        let note = row!(
            self.reader().await?,
            NoteRow,
            "select kind, seconds, bytes, cast(0 as bigint) as household, '' as path from voice_note
             where id = $1 and wish = 0 and account = $2 and account <> 0",
            id,
            actor.account,
        )?
        .ok_or(Refusal::NotFound)?;
        self.opened(&note)
    }

    fn opened(&self, note: &NoteRow) -> Result<VoiceNote> {
        let bytes = self.vault.open_bytes(Secret::VoiceNote, &note.bytes)?;
        Ok(VoiceNote { kind: parse(&note.kind)?, seconds: note.seconds, bytes })
    }
}
