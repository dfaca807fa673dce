//! Resolves scanned codes: barcodes that root areas have learned, and labels printed by Wishbridge.

use domain::{
    Code,
    accounts::Actor,
    catalogue::items::{Item, ItemId, Label, barcode},
    permission::Action,
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    catalogue::items,
    db::sql::{self, row, run},
};

/// Barcode and the size it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Barcode {
    /// Normalised code.
    pub code: String,
    /// Size, or empty when the item has none or the code leaves it open.
    pub size: String,
}

/// Item, size and lot that a code stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScannedItem {
    /// Item, with the terms of the reader's root area.
    pub item: Item,
    /// Size; empty when the item has none, or the code does not say.
    pub size: String,
    /// Lot of a lot label, or 0.
    pub lot: i64,
}

/// Loads the item and size of a root area's barcode.
async fn known(db: &mut Conn<'_>, root: i64, code: &str) -> Result<Option<(ItemId, String)>> {
    Ok(row!(db, (i64, String), "select item, size from barcode where root = $1 and code = $2", root, code)?)
}

/// Maps a barcode to an item and size in a root area; does nothing when it is mapped so already.
///
/// # Errors
/// Field `barcode` for a malformed code; [`Code::BarcodeTaken`] when it stands for another item or size; field `size`
/// for a size that the item does not have; `NotFound` for another root area's item.
pub async fn barcode_learn(tx: &mut Tx<'_>, root: i64, code: &str, item: ItemId, size: &str) -> Result<()> {
    let code = barcode(code).map_err(|why| Refusal::field("barcode", why))?;
    let item = items::item(&mut tx.arm(), root, item).await?;
    // A code may leave the size open, for a bag of mixed sizes.
    if !size.is_empty() && !item.has_size(size) {
        return Err(Refusal::field("size", Code::Unknown).into());
    }
    if let Some(known) = known(&mut tx.arm(), root, &code).await? {
        return if known == (item.id, size.to_owned()) { Ok(()) } else { Err(Code::BarcodeTaken.into()) };
    }
    let learned =
        run!(tx, "insert into barcode (root, code, item, size) values ($1, $2, $3, $4)", root, &code, item.id, size,);
    match learned {
        Err(e) if sql::is_unique(&e) => Err(Code::BarcodeTaken.into()),
        other => Ok(other.map(drop)?),
    }
}

/// Maps a barcode to an item and size in the actor's root area.
///
/// # Errors
/// As [`barcode_learn`]; `NotAllowed` without a role that keeps stock.
#[derive(Clone, Debug, Serialize)]
pub struct AddBarcode {
    /// Barcode as scanned.
    pub code: String,
    /// Item that it belongs to.
    pub item: ItemId,
    /// Size that it stands for; empty for all.
    pub size: String,
}

impl Command for AddBarcode {
    const NAME: &'static str = "barcode_add";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepStock)?;
        let root = tx.actor.root;
        barcode_learn(tx, root, &self.code, self.item, &self.size).await?;
        tx.audit("item", self.item).await
    }
}

/// Deletes a barcode of an item.
///
/// # Errors
/// `NotFound` when the item has no such barcode; `NotAllowed` without a role that keeps stock.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveBarcode {
    code: String,
    item: ItemId,
    /// Always empty; stored with requests, as the size of a new barcode is.
    size: String,
}

impl RemoveBarcode {
    /// Command for an item and its barcode.
    pub fn new(item: ItemId, code: String) -> RemoveBarcode {
        RemoveBarcode { code, item, size: String::new() }
    }
}

impl Command for RemoveBarcode {
    const NAME: &'static str = "barcode_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepStock)?;
        let root = tx.actor.root;
        items::item(&mut tx.arm(), root, self.item).await?;
        let gone =
            run!(tx, "delete from barcode where root = $1 and code = $2 and item = $3", root, &self.code, self.item)?;
        if gone == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("item", self.item).await
    }
}

impl Store {
    /// Resolves a code in the actor's root area: learned barcode, then label, then item id.
    /// `None` when it is none of them.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock.
    pub async fn item_by_code(&self, actor: &Actor, code: &str) -> Result<Option<ScannedItem>> {
        actor.must_somewhere(Action::ReadStock)?;
        let root = actor.root;
        let mut db = self.reader().await?;
        let typed = domain::text::half_width(code).trim().to_owned();
        if let Ok(code) = barcode(&typed)
            && let Some((item, size)) = known(&mut db.arm(), root, &code).await?
        {
            return Ok(Some(ScannedItem { item: items::item(&mut db.arm(), root, item).await?, size, lot: 0 }));
        }
        let (item, sign, lot) = match (Label::read(&typed), typed.parse::<i64>()) {
            (Some(Label::Item(item, sign)), _) => (item, sign, 0),
            (Some(Label::Lot(lot)), _) => {
                let found =
                    row!(db, (i64, String), "select item, size from lot where id = $1 and root = $2", lot, root)?;
                let Some((item, size)) = found.filter(|(item, _)| *item != 0) else { return Ok(None) };
                return Ok(Some(ScannedItem { item: items::item(&mut db.arm(), root, item).await?, size, lot }));
            }
            (None, Ok(number)) => (number, String::new(), 0),
            (None, Err(_)) => return Ok(None),
        };
        match items::item(&mut db.arm(), root, item).await {
            Ok(item) => Ok(Some(ScannedItem { size: item.size_of(&sign), item, lot })),
            Err(crate::Error::Refused(Refusal::NotFound)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
