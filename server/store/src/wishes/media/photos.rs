//! Pictures of wished items, shown instead of the pictogram once there is a consent to the picture.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    consents::{ConsentKind, NewConsent},
    permission::Action,
    wishes::{WishId, WishState},
};
use serde::{Deserialize, Serialize, Serializer};

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    consents::{self, record::RecordConsent},
    crypto::secret::Secret,
    db::{
        sql::{parse, row, run, value},
        uploads::{Picture, renewed},
    },
    wishes::{
        lifecycle::{LockedWish, hold, hold_again},
        media::voice::{digest, must_post},
        priority::lock_family_of,
    },
};

impl Serialize for Picture {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        digest(self.stored(), out)
    }
}

/// Locks the household and the wish; the actor must review its area, the wish must be open.
async fn may_change(tx: &mut Tx<'_>, wish: WishId) -> Result<LockedWish> {
    tx.actor.must_somewhere(Action::ReviewWishes)?;
    let path = hold_again(tx, wish).await?.path();
    tx.actor.must(Action::ReviewWishes, &path)?;
    lock_family_of(tx, wish).await?;
    let held = hold(tx, wish).await?;
    tx.actor.must(Action::ReviewWishes, &held.path())?;
    let open = matches!(held.state()?, WishState::Submitted | WishState::Published);
    if open { Ok(held) } else { Err(Code::WrongState.into()) }
}

/// Replaces the wish's picture.
/// Re-encodes the picture and the photo of the consent's paper first.
///
/// # Errors
/// Field `photo` as [`Code::NotAPicture`] or [`Code::HeicPicture`]; as [`consents::record::record`]; not found outside the actor's areas; [`Code::WrongState`]
/// unless the wish is submitted or published.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddWishPhoto {
    /// Wish that is shown.
    pub wish: WishId,
    /// Picture as encoded for the pages.
    pub bytes: Vec<u8>,
    /// Consent to show it.
    pub agreed: RecordConsent,
}

impl Command for AddWishPhoto {
    const NAME: &'static str = "photo_add";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let held = may_change(tx, self.wish).await?;
        tx.actor.must(Action::KeepHouseholds, &held.path())?;
        let due = value!(tx, bool, "select words_due from wish where id = $1", self.wish)?;
        take_away(tx, self.wish).await?;
        let now = tx.now;
        let sealed = tx.vault.seal_bytes(Secret::WishPhoto, &self.bytes)?;
        let id = value!(
            tx,
            i64,
            "insert into photo (wish, kind, bytes, sealed, created)
             values ($1, 'image/jpeg, image/webp', $2, true, $3) returning id",
            self.wish,
            &sealed,
            now,
        )?;
        let consent = NewConsent { household: held.household, wish: self.wish, ..self.agreed.consent.clone() };
        consents::record::record(tx, &RecordConsent { consent, paper: self.agreed.paper.clone() }).await?;
        // The actor has looked at the picture it adds; the words wait for review or not, as before.
        run!(tx, "update wish set photo = $2, words_due = $3 where id = $1", self.wish, id, due)?;
        Ok(id)
    }
}

/// Stores a picture that came with a new wish.
/// It becomes public only with a review and a consent. A family that sends it with its own wish consents by that,
/// except for a minor.
pub(crate) async fn enclose(tx: &mut Tx<'_>, wish: WishId, picture: &Picture) -> Result<i64> {
    let now = tx.now;
    let sealed = tx.vault.seal_bytes(Secret::WishPhoto, picture.stored())?;
    let id = value!(
        tx,
        i64,
        "insert into photo (wish, kind, bytes, sealed, created) values ($1, 'image/jpeg, image/webp', $2, true, $3)
         returning id",
        wish,
        &sealed,
        now,
    )?;
    run!(tx, "update wish set photo = $2 where id = $1", wish, id)?;
    consents::record::photo_on_screen(tx, wish).await?;
    Ok(id)
}

/// Deletes the wish's picture for good; it is gone from every page at once.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemoveWishPhoto(pub WishId);

impl Command for RemoveWishPhoto {
    const NAME: &'static str = "photo_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(wish) = self;
        may_change(tx, *wish).await?;
        take_away(tx, *wish).await?;
        tx.audit("wish", *wish).await
    }
}

/// Deletes a wish's picture and ends its consent, which was given for this picture only.
async fn take_away(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(tx, "update wish set photo = 0 where id = $1", wish)?;
    run!(tx, "delete from photo where wish = $1", wish)?;
    run!(
        tx,
        "update consent set withdrawn_at = $2, withdrawn_by = $3
         where household = (select w.household from wish w where w.id = $1) and kind = 'photo' and subject = $1
             and withdrawn_at = 0",
        wish,
        now,
        account,
    )?;
    Ok(())
}

impl Store {
    /// Re-encodes a picture for [`crate::wishes::media::voice::WishMedia`] or [`Store::photo_keep`].
    ///
    /// # Errors
    /// Not allowed for accounts that neither are a family nor post for families; field `photo` for an upload that is no
    /// picture.
    pub async fn picture(&self, actor: &Actor, upload: Vec<u8>) -> Result<Picture> {
        must_post(actor)?;
        renewed(upload).await
    }

    /// Replaces the wish's picture.
    /// Re-encodes the picture and the photo of the consent's paper first.
    ///
    /// # Errors
    /// Field `photo` as [`Code::NotAPicture`] or [`Code::HeicPicture`]; as [`consents::record::record`]; not found outside the actor's areas; [`Code::WrongState`]
    /// unless the wish is submitted or published.
    pub async fn photo_add(
        &self,
        by: &By,
        wish: WishId,
        upload: Vec<u8>,
        agreed: NewConsent,
        paper: Option<Vec<u8>>,
    ) -> Result<i64> {
        by.actor.must_somewhere(Action::ReviewWishes)?;
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let consent = NewConsent { kind: ConsentKind::Photo, wish, ..agreed }.checked()?;
        let agreed = RecordConsent { paper: consents::record::renewed_paper(&consent, paper).await?, consent };
        let new = AddWishPhoto { wish, bytes: renewed(upload).await?.into_stored(), agreed };
        self.run(by, new).await
    }

    /// Loads a picture.
    /// Public while its wish shows it, otherwise for the family and the reviewers of its area.
    ///
    /// # Errors
    /// Not found for all others.
    pub async fn photo(&self, actor: &Actor, id: i64) -> Result<Picture> {
        let mut db = self.reader().await?;
        let (bytes, sealed, state, path, household, shown) = row!(
            db,
            (Vec<u8>, bool, String, String, i64, i64),
            "select p.bytes, p.sealed, w.state, a.path, w.household, w.photo from photo p join wish w on w.id = p.wish
             join area a on a.id = w.home where p.id = $1",
            id,
        )?
        .ok_or(Refusal::NotFound)?;
        let public = shown == id && matches!(parse::<WishState>(&state)?, WishState::Published | WishState::Fulfilled);
        let own = household != 0 && actor.household == household;
        if public || own || actor.may(Action::ReviewWishes, &AreaPath(path)) {
            // Another server may store pictures in clear while it is of the release before.
            let bytes = if sealed { self.vault.open_bytes(Secret::WishPhoto, &bytes)? } else { bytes };
            return Ok(Picture::from_stored(bytes));
        }
        Err(Refusal::NotFound.into())
    }
}
