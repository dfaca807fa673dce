//! Items: the built-in catalogue, synchronised at every start, and each root area's own items.

use domain::{
    Code,
    areas::AreaId,
    catalogue::{
        self,
        items::{Item, ItemId, NewItem, Terms},
    },
    permission::Action,
};
use serde::{Deserialize, Serialize};

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    catalogue::views::ItemRow,
    db::{
        command::stored_as_tuple,
        folding::findable,
        sql::{self, rows, run, value},
    },
};

pub(crate) use crate::catalogue::views::wishable;
pub use crate::catalogue::{
    barcodes::{Barcode, ScannedItem, barcode_learn},
    views::{ItemFile, ItemQuery, item},
};

/// Returns the folded text that item searches match: both names, and the initials of the first.
fn find(name: &str, name_en: &str) -> String {
    findable(&format!("{name} {name_en}"))
}

/// Checks that the actor keeps stock; returns its root area, whose items it may change.
fn may_keep(tx: &Tx<'_>) -> Result<i64> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    if tx.actor.root == 0 { Err(Refusal::NotFound.into()) } else { Ok(tx.actor.root) }
}

/// Inserts an own item; also used by the import of goods.
///
/// # Errors
/// Invalid fields; [`Code::NameTaken`]; `NotAllowed` without a role that keeps stock; `NotFound` without a root area.
pub async fn add(tx: &mut Tx<'_>, new: &NewItem) -> Result<ItemId> {
    let root = may_keep(tx)?;
    insert_item(tx, root, new).await
}

/// Inserts an own item of a root area. The caller has checked who may: the review names what a family wishes for.
///
/// # Errors
/// Invalid fields; [`Code::NameTaken`].
pub(crate) async fn insert_item(tx: &mut Tx<'_>, root: AreaId, new: &NewItem) -> Result<ItemId> {
    let new = new.clone().checked()?;
    name_is_free(tx, root, &new.name, 0).await?;
    let added = value!(
        tx,
        i64,
        "insert into item (root, key, name, name_en, category, unit, sizes, electrical, perishable, cost, photo, open,
                           version, find)
         values ($1, $2, $3, '', $4, $5, $6, $7, $8, $9, 0, $10, 0, $11) returning id",
        root,
        &new.key,
        &new.name,
        new.category.as_str(),
        &new.unit,
        new.sizes.join("\n"),
        new.electrical,
        new.perishable,
        new.cost,
        new.open,
        find(&new.name, ""),
    );
    let id = match added {
        Err(e) if sql::is_unique(&e) => return Err(Refusal::field("name", Code::NameTaken).into()),
        other => other?,
    };
    tx.audit("item", id).await?;
    Ok(id)
}

async fn name_is_free(tx: &mut Tx<'_>, root: i64, name: &str, but: ItemId) -> Result<()> {
    let same =
        value!(tx, i64, "select count(*) from item where root = $1 and name = $2 and id <> $3", root, name, but)?;
    if same == 0 { Ok(()) } else { Err(Refusal::field("name", Code::NameTaken).into()) }
}

/// Locks an own item of the actor's root area; items of the catalogue are refused.
pub(crate) async fn hold_own(tx: &mut Tx<'_>, id: ItemId) -> Result<Item> {
    let root = may_keep(tx)?;
    let item = item(&mut tx.arm(), root, id).await?;
    if item.root == 0 {
        return Err(Refusal::NotAllowed(Code::NotAllowed).into());
    }
    run!(tx, "update item set version = version + 1 where id = $1", id)?;
    Ok(item)
}

async fn change(tx: &mut Tx<'_>, id: ItemId, new: &NewItem) -> Result<()> {
    let held = hold_own(tx, id).await?;
    let new = new.clone().checked()?;
    name_is_free(tx, held.root, &new.name, held.id).await?;
    // A size with goods on hand cannot be removed.
    for gone in held.sizes.iter().filter(|size| !new.sizes.contains(size)) {
        let units = value!(
            tx,
            i64,
            "select count(*) from lot l join balance b on b.lot = l.id join ledger_account a on a.id = b.account
             where l.item = $1 and l.size = $2 and b.quantity > 0 and a.location <> 0 and a.place <> 'loss'",
            held.id,
            gone,
        )?;
        if units > 0 {
            return Err(Refusal::field("sizes", Code::SizeInUse).into());
        }
    }
    run!(
        tx,
        "update item set key = $2, name = $3, category = $4, unit = $5, sizes = $6, electrical = $7, perishable = $8,
             cost = $9, open = $10, find = $11 where id = $1",
        held.id,
        &new.key,
        &new.name,
        new.category.as_str(),
        &new.unit,
        new.sizes.join("\n"),
        new.electrical,
        new.perishable,
        new.cost,
        new.open,
        find(&new.name, ""),
    )?;
    tx.audit("item", held.id).await
}

/// Inserts an own item (id 0) or changes one, and sets its terms if given, in one transaction.
///
/// # Errors
/// As [`add`] and [`set_terms`]; [`Code::SizeInUse`]; `NotAllowed` to change an item of the catalogue; `NotFound` for
/// another root area's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WriteItem {
    /// Item to change.
    pub item: ItemId,
    /// New description; none leaves it.
    pub new: Option<NewItem>,
    /// New terms; none leaves them.
    pub terms: Option<Terms>,
}

impl WriteItem {
    /// Inserts an own item of the actor's root area.
    pub fn add(new: NewItem) -> WriteItem {
        WriteItem { item: 0, new: Some(new), terms: None }
    }

    /// Replaces the description of an own item.
    pub fn change(item: ItemId, new: NewItem) -> WriteItem {
        WriteItem { item, new: Some(new), terms: None }
    }

    /// Sets the terms of an item, own or of the catalogue, for the actor's root area.
    pub fn terms(item: ItemId, terms: Terms) -> WriteItem {
        WriteItem { item, new: None, terms: Some(terms) }
    }
}

impl Command for WriteItem {
    const NAME: &'static str = "item_write";
    type Output = ItemId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ItemId> {
        let id = match (&self.new, self.item) {
            (Some(new), 0) => add(tx, new).await?,
            (Some(new), id) => change(tx, id, new).await.map(|()| id)?,
            (None, id) => id,
        };
        if let Some(terms) = self.terms {
            set_terms(tx, id, terms).await?;
        }
        Ok(id)
    }
}

/// Inserts an own item and its scanned barcode (empty for none) in one transaction.
///
/// # Errors
/// As [`add`] and [`barcode_learn`]; then neither is inserted.
#[derive(Clone, Debug)]
pub struct AddItemWithCode {
    /// Description of the item.
    pub item: NewItem,
    /// Barcode as scanned; empty for none.
    pub code: String,
}

stored_as_tuple!(AddItemWithCode, item, code);

impl Command for AddItemWithCode {
    const NAME: &'static str = "item_add_with_code";
    type Output = ItemId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ItemId> {
        let id = add(tx, &self.item).await?;
        if !self.code.is_empty() {
            let root = tx.actor.root;
            barcode_learn(tx, root, &self.code, id, "").await?;
        }
        Ok(id)
    }
}

/// Sets points, minimum and limits of an item for the actor's root area.
///
/// # Errors
/// Invalid fields; `NotFound` for another root area's item; `NotAllowed` without a role that keeps stock.
pub async fn set_terms(tx: &mut Tx<'_>, id: ItemId, terms: Terms) -> Result<()> {
    let root = may_keep(tx)?;
    let id = item(&mut tx.arm(), root, id).await?.id;
    let terms = terms.checked()?;
    run!(
        tx,
        "insert into item_terms (root, item, points, minimum, limit_units, limit_days) values ($1, $2, $3, $4, $5, $6)
         on conflict (root, item) do update set points = excluded.points, minimum = excluded.minimum,
             limit_units = excluded.limit_units, limit_days = excluded.limit_days",
        root,
        id,
        terms.points,
        terms.minimum,
        terms.limit_units,
        terms.limit_days,
    )?;
    tx.audit("item_terms", id).await
}

/// Inserts or updates the items of the built-in catalogue.
#[derive(Serialize)]
struct WriteCatalogue(Vec<Item>);

impl Command for WriteCatalogue {
    const NAME: &'static str = "catalogue";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        for item in &self.0 {
            keep(tx, item).await?;
        }
        // A migration empties what items are found by where that changes.
        let unfound =
            rows!(tx, (i64, String, String), "select id, name, name_en from item where find = '' order by id")?;
        for (id, name, name_en) in unfound {
            run!(tx, "update item set find = $2 where id = $1", id, find(&name, &name_en))?;
        }
        Ok(())
    }
}

/// Inserts or updates an item of the built-in catalogue.
async fn keep(tx: &mut Tx<'_>, item: &Item) -> Result<()> {
    run!(
        tx,
        "insert into item (id, root, key, name, name_en, category, unit, sizes, electrical, perishable, cost, photo, open,
                           version, find)
         values ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, true, 0, $11)
         on conflict (id) do update set key = excluded.key, name = excluded.name, name_en = excluded.name_en,
             category = excluded.category, unit = excluded.unit, sizes = excluded.sizes,
             electrical = excluded.electrical, perishable = excluded.perishable, cost = excluded.cost,
             find = excluded.find",
        item.id,
        &item.key,
        &item.name,
        &item.name_en,
        item.category.as_str(),
        &item.unit,
        item.sizes.join("\n"),
        item.electrical,
        item.perishable,
        item.cost,
        find(&item.name, &item.name_en),
    )?;
    Ok(())
}

impl Store {
    /// Synchronises the catalogue's items with the code; writes only when one is missing or differs.
    /// Items that the code no longer has stay: goods and wishes name them.
    pub(crate) async fn write_catalogue(&self) -> Result<()> {
        let mut db = self.reader().await?;
        let kept = rows!(
            db,
            ItemRow,
            "select id, root, key, name, name_en, category, unit, sizes, electrical, perishable, cost, photo, open,
                 cast(0 as bigint) as points, cast(0 as bigint) as minimum, cast(0 as bigint) as limit_units,
                 cast(0 as bigint) as limit_days
             from item where root = 0 and find <> '' order by id",
        )?;
        drop(db);
        let kept = kept.into_iter().map(Item::try_from).collect::<Result<Vec<_>>>()?;
        let wanted: Vec<Item> = catalogue::ITEMS.iter().map(Item::from).collect();
        if wanted.iter().all(|item| kept.contains(item)) {
            return Ok(());
        }
        self.run(&By::system(), WriteCatalogue(wanted)).await
    }
}
