//! A picture that was sent with the form of a wish and waits while the form comes back with a question: browsers do not
//! send a file twice. It is one account's alone, made anew and sealed, and is gone with the next one, with the wish or
//! after a day.

use domain::{Code, DAY, Error as Refusal, accounts::Actor, permission::Action};
use serde::Serialize;

use crate::{
    By, Result, Store, Tx,
    crypto::sealed_columns::Secret,
    db::sql::{row, run, value},
    wishes::media::{photos, voice::digest},
};

#[derive(Clone, Serialize)]
struct Waiting {
    #[serde(serialize_with = "digest")]
    photo: Vec<u8>,
}

/// Keeps a picture; an earlier one of the same account makes room.
async fn keep(tx: &mut Tx<'_>, waiting: &Waiting) -> Result<i64> {
    if tx.actor.household == 0 {
        tx.actor.must_somewhere(Action::PostForFamily)?;
    }
    let (account, now) = (tx.actor.account, tx.now);
    run!(tx, "delete from photo_waiting where account = $1", account)?;
    let sealed = tx.vault.seal_bytes(Secret::PhotoWaiting, &waiting.photo)?;
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

/// Takes one's own waiting picture for the wish that it belongs to.
///
/// # Errors
/// It is not there any more, or somebody else's.
pub(crate) async fn take(tx: &mut Tx<'_>, id: i64) -> Result<Vec<u8>> {
    let account = tx.actor.account;
    let gone = Refusal::field("photo", Code::NotAPicture);
    let (sealed,) =
        row!(tx, (Vec<u8>,), "select bytes from photo_waiting where id = $1 and account = $2", id, account)?
            .ok_or_else(|| gone.clone())?;
    // Of two forms that were sent with it one has it.
    if run!(tx, "delete from photo_waiting where id = $1", id)? == 0 {
        return Err(gone.into());
    }
    tx.vault.open_bytes(Secret::PhotoWaiting, &sealed)
}

/// Clears away the pictures whose form never came again.
pub(crate) async fn forget(tx: &mut Tx<'_>) -> Result<u64> {
    let before = tx.now - DAY;
    Ok(run!(tx, "delete from photo_waiting where created < $1", before)?)
}

impl Store {
    /// Keeps a picture for a day, while its form comes back with a question, and gives its number for
    /// [`crate::wishes::media::voice::Enclosed::photo_kept`].
    ///
    /// # Errors
    /// Neither a family nor one who posts for families; no picture.
    pub async fn photo_keep(&self, by: &By, upload: Vec<u8>) -> Result<i64> {
        let photo = photos::renewed(upload).await?;
        self.write(by, "photo_keep", Waiting { photo }, |tx, waiting| Box::pin(keep(tx, waiting))).await
    }

    /// The number of one's own picture whose form was not accepted yet, or 0.
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

    /// The JPEG of one's own picture whose form was not accepted yet.
    ///
    /// # Errors
    /// Not found for anybody else.
    pub async fn photo_kept(&self, actor: &Actor, id: i64) -> Result<Vec<u8>> {
        let (sealed,) = row!(
            self.reader().await?,
            (Vec<u8>,),
            "select bytes from photo_waiting where id = $1 and account = $2 and account <> 0",
            id,
            actor.account,
        )?
        .ok_or(Refusal::NotFound)?;
        self.vault.open_bytes(Secret::PhotoWaiting, &sealed)
    }
}
