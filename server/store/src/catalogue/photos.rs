//! Photos of root areas' own items. They show goods, never people, so visitors may load them.

use domain::catalogue::items::ItemId;
use serde::{Deserialize, Serialize};

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    catalogue::items,
    db::{
        sql::{row, run, value},
        uploads::{Picture, renewed},
    },
};

/// Replaces the photo of an own item; the upload is decoded and encoded again first.
///
/// # Errors
/// `NotAllowed` without a role that keeps stock or for an item of the catalogue; an upload that is no picture;
/// `NotFound` for another root area's item.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddItemPhoto {
    /// Item that is shown.
    pub item: ItemId,
    /// Picture as encoded for the pages.
    pub bytes: Vec<u8>,
}

impl Command for AddItemPhoto {
    const NAME: &'static str = "item_photo_add";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let held = items::hold_own(tx, self.item).await?;
        let now = tx.now;
        run!(tx, "delete from item_photo where id = $1", held.photo)?;
        let id = value!(
            tx,
            i64,
            "insert into item_photo (root, kind, bytes, created) values ($1, 'image/jpeg, image/webp', $2, $3)
             returning id",
            held.root,
            &self.bytes,
            now,
        )?;
        run!(tx, "update item set photo = $2 where id = $1", held.id, id)?;
        tx.audit("item", held.id).await?;
        Ok(id)
    }
}

/// Removes the photo of an own item.
///
/// # Errors
/// As [`Store::item_photo_add`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RemoveItemPhoto(pub ItemId);

impl Command for RemoveItemPhoto {
    const NAME: &'static str = "item_photo_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(item) = self;
        let held = items::hold_own(tx, item).await?;
        run!(tx, "delete from item_photo where id = $1", held.photo)?;
        run!(tx, "update item set photo = 0 where id = $1", held.id)?;
        tx.audit("item", held.id).await
    }
}

impl Store {
    /// Replaces the photo of an own item; the upload is decoded and encoded again first.
    ///
    /// # Errors
    /// `NotAllowed` without a role that keeps stock or for an item of the catalogue; an upload that is no picture;
    /// `NotFound` for another root area's item.
    pub async fn item_photo_add(&self, by: &By, item: ItemId, upload: Vec<u8>) -> Result<i64> {
        by.actor.must_somewhere(domain::permission::Action::KeepStock)?;
        let new = AddItemPhoto { item, bytes: renewed(upload).await?.into_stored() };
        self.run(by, new).await
    }

    /// Loads a photo.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn item_photo(&self, id: i64) -> Result<Picture> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (Vec<u8>,),
            "select p.bytes from item_photo p join item i on i.photo = p.id and i.root = p.root where p.id = $1",
            id,
        )?;
        Ok(Picture::from_stored(found.ok_or(Refusal::NotFound)?.0))
    }
}
