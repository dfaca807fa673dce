//! Pictures that wait while the form of a wish is shown again: browsers do not send a file twice.
//! A picture belongs to one account, is re-encoded and sealed, and is deleted with the next one, with the wish or after
//! a day.

use domain::{Code, DAY, accounts::Actor};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        sql::{row, run, value},
        uploads::Picture,
    },
    wishes::media::voice::{lock_own_file, must_post},
};

/// Keeps a picture and deletes an earlier one of the same account.
#[derive(Clone, Serialize)]
pub struct KeepPhoto {
    /// Picture, decoded and encoded anew.
    pub photo: Picture,
}

impl Command for KeepPhoto {
    const NAME: &'static str = "photo_keep";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        lock_own_file(tx).await?;
        let (account, now) = (tx.actor.account, tx.now);
        run!(tx, "delete from photo_waiting where account = $1", account)?;
        let sealed = tx.vault.seal_bytes(Secret::PhotoWaiting, self.photo.stored())?;
        let id = value!(
            tx,
            i64,
            "insert into photo_waiting (account, bytes, created) values ($1, $2, $3) returning id",
            account,
            sealed,
            now,
        )?;
        tx.audit("photo_waiting", id).await?;
        Ok(id)
    }
}

/// Takes the actor's own waiting picture for its wish and deletes it.
///
/// # Errors
/// Field `photo` when it is gone or belongs to another account.
pub(crate) async fn take(tx: &mut Tx<'_>, id: i64) -> Result<Picture> {
    let account = tx.actor.account;
    let gone = Refusal::field("photo", Code::NotAPicture);
    let (sealed,) =
        row!(tx, (Vec<u8>,), "select bytes from photo_waiting where id = $1 and account = $2", id, account)?
            .ok_or_else(|| gone.clone())?;
    // Of two forms that name it, only the one that deletes the row gets it.
    if run!(tx, "delete from photo_waiting where id = $1", id)? == 0 {
        return Err(gone.into());
    }
    Ok(Picture::from_stored(tx.vault.open_bytes(Secret::PhotoWaiting, &sealed)?))
}

/// Deletes pictures whose form did not come again within a day; returns how many.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now - DAY;
    Ok(run!(tx, "delete from photo_waiting where created < $1", before)?)
}

impl Store {
    /// Keeps a picture for a day and returns its number.
    /// The number goes into [`crate::wishes::media::voice::WishMedia::photo_kept`].
    ///
    /// # Errors
    /// Not allowed for accounts that neither are a family nor post for families.
    pub async fn photo_keep(&self, by: &By, photo: Picture) -> Result<i64> {
        must_post(&by.actor)?;
        self.run(by, KeepPhoto { photo }).await
    }

    /// Returns the number of the actor's waiting picture; 0 without one.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn photo_waiting(&self, actor: &Actor) -> Result<i64> {
        Ok(value!(
            self.reader().await?,
            i64,
            "select coalesce(max(id), 0) from photo_waiting where account = $1 and account <> 0",
            actor.account,
        )?)
    }

    /// Loads the JPEG of the actor's own waiting picture.
    ///
    /// # Errors
    /// Not found for other accounts.
    pub async fn photo_kept(&self, actor: &Actor, id: i64) -> Result<Vec<u8>> {
        let (sealed,) = row!(
            self.reader().await?,
            (Vec<u8>,),
            "select bytes from photo_waiting where id = $1 and account = $2 and account <> 0",
            id,
            actor.account,
        )?
        .ok_or(Refusal::NotFound)?;
        let picture = Picture::from_stored(self.vault.open_bytes(Secret::PhotoWaiting, &sealed)?);
        Ok(picture.jpeg().to_vec())
    }
}
