//! Read models of items: the list, and one item with its barcodes and stock.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    accounts::Actor,
    catalogue::{
        Category,
        items::{Item, ItemId, Terms, barcode},
    },
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store,
    catalogue::barcodes::Barcode,
    db::{
        folding::fold,
        pagination::{anywhere, page},
        sql::{listed, parse, row, rows, values},
    },
};

/// Filters of the item list; by default all open items.
#[derive(Clone, Debug, Default)]
pub struct ItemQuery {
    /// Part of a name, in either Chinese script or in English, its initials, or a barcode; empty for all.
    pub q: String,
    /// Only this category.
    pub category: Option<Category>,
    /// Only items that families can take for points.
    pub offered: bool,
    /// Includes closed items.
    pub closed: bool,
    /// 0, or `next` of the previous page.
    pub cursor: ItemId,
}

/// Item with its barcodes and stock in the reader's root area.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemFile {
    /// Item with the terms of that root area.
    pub item: Item,
    /// Barcodes learned there, at most 200.
    pub barcodes: Vec<Barcode>,
    /// Units on all shelves of the root area together.
    pub on_hand: i64,
}

#[derive(sqlx::FromRow)]
pub(crate) struct ItemRow {
    id: i64,
    root: i64,
    key: String,
    name: String,
    name_en: String,
    category: String,
    unit: String,
    sizes: String,
    electrical: bool,
    perishable: bool,
    cost: i64,
    photo: i64,
    open: bool,
    points: i64,
    minimum: i64,
    limit_units: i64,
    limit_days: i64,
}

impl TryFrom<ItemRow> for Item {
    type Error = crate::Error;

    fn try_from(row: ItemRow) -> Result<Item> {
        let ItemRow { points, minimum, limit_units, limit_days, .. } = row;
        Ok(Item {
            category: parse(&row.category)?,
            sizes: row.sizes.lines().map(str::to_owned).collect(),
            terms: Terms { points, minimum, limit_units, limit_days },
            id: row.id,
            root: row.root,
            key: row.key,
            name: row.name,
            name_en: row.name_en,
            unit: row.unit,
            electrical: row.electrical,
            perishable: row.perishable,
            cost: row.cost,
            photo: row.photo,
            open: row.open,
        })
    }
}

/// Columns of an [`ItemRow`], from `item i` left-joined with a root area's `item_terms t`.
macro_rules! item_columns {
    () => {
        "i.id, i.root, i.key, i.name, i.name_en, i.category, i.unit, i.sizes, i.electrical, i.perishable, i.cost, i.photo,
         i.open, coalesce(t.points, 0) as points, coalesce(t.minimum, 0) as minimum,
         coalesce(t.limit_units, 0) as limit_units, coalesce(t.limit_days, 0) as limit_days"
    };
}

/// Loads an item of the catalogue or of this root area, with the root area's terms.
///
/// # Errors
/// `NotFound` when there is none, or it belongs to another root area.
pub async fn item(db: &mut Conn<'_>, root: i64, id: ItemId) -> Result<Item> {
    row!(
        db,
        ItemRow,
        concat!(
            "select ",
            item_columns!(),
            " from item i left join item_terms t on t.item = i.id and t.root = $1
         where i.id = $2 and i.root in (0, $1)"
        ),
        root,
        id,
    )?
    .ok_or(Refusal::NotFound)?
    .try_into()
}

/// Loads some items as [`item`] does, by number; those of other root areas are left out.
pub(crate) async fn items_of(
    db: &mut Conn<'_>,
    root: i64,
    ids: impl IntoIterator<Item = ItemId>,
) -> Result<BTreeMap<ItemId, Item>> {
    let ids: BTreeSet<ItemId> = ids.into_iter().collect();
    let sql = format!(
        concat!(
            "select ",
            item_columns!(),
            " from item i left join item_terms t on t.item = i.id and t.root = $1
             where i.id in ({}) and i.root in (0, $1)"
        ),
        listed(ids)
    );
    let found = rows!(db, ItemRow, AssertSqlSafe(sql.as_str()), root)?;
    found.into_iter().map(|row| Ok((row.id, row.try_into()?))).collect()
}

/// Loads up to 200 open items of a root area's own, without kits, by category and name.
pub(crate) async fn wishable(db: &mut Conn<'_>, root: i64) -> Result<Vec<Item>> {
    let found = rows!(
        db,
        ItemRow,
        concat!(
            "select ",
            item_columns!(),
            " from item i left join item_terms t on t.item = i.id and t.root = $1
             where i.root = $1 and i.root <> 0 and i.open = true
                 and not exists (select 1 from kit_part k where k.kit = i.id)
             order by i.category, i.name, i.id limit 200"
        ),
        root,
    )?;
    found.into_iter().map(Item::try_from).collect()
}

impl Store {
    /// Loads a page of the catalogue's and the actor's root area's items, by id.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock.
    pub async fn items(&self, actor: &Actor, query: &ItemQuery) -> Result<Page<Item>> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ItemRow,
            concat!(
                "select ",
                item_columns!(),
                " from item i left join item_terms t on t.item = i.id and t.root = $1
             where i.root in (0, $1) and i.id > $2 and (i.category = $4 or $4 = '')
                 and (i.find like $3 escape '!'
                      or i.id in (select c.item from barcode c where c.root = $1 and c.code = $7))
                 and (i.open = true or $5 = true) and (coalesce(t.points, 0) > 0 or $6 = false)
             order by i.id limit 51"
            ),
            actor.root,
            query.cursor,
            anywhere(&fold(query.q.trim())),
            query.category.map_or("", Category::as_str),
            query.closed,
            query.offered,
            barcode(&query.q).unwrap_or_default(),
        )?;
        let items = found.into_iter().map(Item::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(items, |item| item.id))
    }

    /// Loads an item with its barcodes and stock.
    ///
    /// # Errors
    /// `NotAllowed` without a role that reads stock; `NotFound` for another root area's item.
    pub async fn item_file(&self, actor: &Actor, id: ItemId) -> Result<ItemFile> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let item = item(&mut db.arm(), actor.root, id).await?;
        let barcodes = rows!(
            db,
            Barcode,
            "select code, size from barcode where root = $1 and item = $2 order by size, code limit 200",
            actor.root,
            id,
        )?;
        let shelves =
            values!(db, i64, "select quantity from shelf where item = $1 and root = $2 limit 1000", id, actor.root)?;
        Ok(ItemFile { item, barcodes, on_hand: shelves.into_iter().sum() })
    }
}
