//! Items: the picture catalogue, written into the database at every start, and each root area's own.

use domain::{
    Error as Refusal, catalogue,
    items::{Item, ItemId, Terms},
};

use crate::{
    By, Conn, Result, Store, Tx,
    sql::{parse, row, rows, run},
};

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

/// The item of this number as a root area keeps it: one of the catalogue, or its own.
///
/// # Errors
/// Not found when there is none, or it is another root area's.
pub async fn item(db: &mut Conn<'_>, root: i64, id: ItemId) -> Result<Item> {
    row!(
        db,
        ItemRow,
        "select i.id, i.root, i.key, i.name, i.name_en, i.category, i.unit, i.sizes, i.electrical, i.perishable, i.cost,
             i.photo, i.open, coalesce(t.points, 0) as points, coalesce(t.minimum, 0) as minimum,
             coalesce(t.limit_units, 0) as limit_units, coalesce(t.limit_days, 0) as limit_days
         from item i left join item_terms t on t.item = i.id and t.root = $1
         where i.id = $2 and i.root in (0, $1)",
        root,
        id,
    )?
    .ok_or(Refusal::NotFound)?
    .try_into()
}

/// Writes what the code's catalogue says of an item.
async fn keep(tx: &mut Tx<'_>, item: &Item) -> Result<()> {
    run!(
        tx,
        "insert into item (id, root, key, name, name_en, category, unit, sizes, electrical, perishable, cost, photo, open,
                           version)
         values ($1, 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, true, 0)
         on conflict (id) do update set key = excluded.key, name = excluded.name, name_en = excluded.name_en,
             category = excluded.category, unit = excluded.unit, sizes = excluded.sizes,
             electrical = excluded.electrical, perishable = excluded.perishable, cost = excluded.cost",
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
    )?;
    Ok(())
}

impl Store {
    /// Brings the catalogue's items in line with the code; writes nothing when they are.
    pub(crate) async fn write_catalogue(&self) -> Result<()> {
        let mut db = self.reader().await?;
        let kept = rows!(
            db,
            ItemRow,
            "select id, root, key, name, name_en, category, unit, sizes, electrical, perishable, cost, photo, open,
                 cast(0 as bigint) as points, cast(0 as bigint) as minimum, cast(0 as bigint) as limit_units,
                 cast(0 as bigint) as limit_days
             from item where root = 0 order by id",
        )?;
        drop(db);
        let kept = kept.into_iter().map(Item::try_from).collect::<Result<Vec<_>>>()?;
        let wanted: Vec<Item> = catalogue::ITEMS.iter().map(Item::from).collect();
        if kept == wanted {
            return Ok(());
        }
        self.write(&By::system(), "catalogue", wanted, |tx, wanted| {
            Box::pin(async move {
                for item in wanted {
                    keep(tx, item).await?;
                }
                Ok(())
            })
        })
        .await
    }
}
