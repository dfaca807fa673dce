//! Photos of root areas' own items. They show goods, never people, so visitors may load them.

use domain::{Error as Refusal, catalogue::items::ItemId};
use serde::{Deserialize, Serialize};

use crate::{
    By, Result, Store, Tx,
    catalogue::items,
    db::{
        sql::{row, run, value},
        uploads::renewed,
    },
};

/// Photo to be stored; serialised as content of the request.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct NewPhoto {
    item: ItemId,
    bytes: Vec<u8>,
}

async fn add(tx: &mut Tx<'_>, new: &NewPhoto) -> Result<i64> {
    let held = items::hold_own(tx, new.item).await?;
    let now = tx.now;
    run!(tx, "delete from item_photo where id = $1", held.photo)?;
    let id = value!(
        tx,
        i64,
        "insert into item_photo (root, kind, bytes, created) values ($1, 'image/jpeg', $2, $3) returning id",
        held.root,
        &new.bytes,
        now,
    )?;
    run!(tx, "update item set photo = $2 where id = $1", held.id, id)?;
    tx.audit("item", held.id).await?;
    Ok(id)
}

async fn remove(tx: &mut Tx<'_>, item: ItemId) -> Result<()> {
    let held = items::hold_own(tx, item).await?;
    run!(tx, "delete from item_photo where id = $1", held.photo)?;
    run!(tx, "update item set photo = 0 where id = $1", held.id)?;
    tx.audit("item", held.id).await
}

impl Store {
    /// Replaces the photo of an own item; the upload is decoded and encoded again first.
    ///
    /// # Errors
    /// `NotAllowed` without a role that keeps stock or for an item of the catalogue; an upload that is no picture;
    /// `NotFound` for another root area's item.
    pub async fn item_photo_add(&self, by: &By, item: ItemId, upload: Vec<u8>) -> Result<i64> {
        by.actor.must_somewhere(domain::permission::Action::KeepStock)?;
        let new = NewPhoto { item, bytes: renewed(upload).await? };
        self.write(by, "item_photo_add", new, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Removes the photo of an own item.
    ///
    /// # Errors
    /// As [`Store::item_photo_add`].
    pub async fn item_photo_remove(&self, by: &By, item: ItemId) -> Result<()> {
        self.write(by, "item_photo_remove", item, |tx, item| Box::pin(remove(tx, *item))).await
    }

    /// Loads a photo as JPEG.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn item_photo(&self, id: i64) -> Result<Vec<u8>> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (Vec<u8>,),
            "select p.bytes from item_photo p join item i on i.photo = p.id and i.root = p.root where p.id = $1",
            id,
        )?;
        Ok(found.ok_or(Refusal::NotFound)?.0)
    }
}
