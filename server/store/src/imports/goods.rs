//! Goods imports: a file is stored for the dry run and then applied in slices.
//! The unique key of `import_row` (root, location, digest) makes sure that a row is booked once, however often it is
//! applied.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use domain::{
    accounts::Actor,
    catalogue::items::{ItemId, NewItem, Terms},
    imports::{Fate, GoodsRow, Import, ImportId, Line, Planned, SheetNote},
    ledger::{LocationId, Origin},
    permission::Action,
    stock::receipts,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Result, Store, Tx,
    areas::locations::{location_root, must_at},
    catalogue::items,
    db::{
        area_filter::covered,
        sql::{row, rows, run},
    },
    imports::{
        goods_plan::{KnownGoods, Thing, digest, plain, plan},
        sheets::{IMPORTS, ImportRow, import, keep, lines},
    },
    stock::receiving,
};

/// Rows per transaction and per receipt.
/// The limit keeps row locks short, so counter work is not delayed.
const SLICE: usize = 200;

/// Parsed file to be stored for a dry run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewImport<R> {
    /// Location the goods are at; 0 for points and vacancies.
    pub location: LocationId,
    /// Name of the uploaded file.
    pub name: String,
    /// Parsed rows, at most [`domain::imports::MOST_ROWS`].
    pub lines: Vec<Line<R>>,
    /// What was understood of its headings; follows from the file, so it is no part of a request's fingerprint.
    #[serde(skip)]
    pub notes: Vec<SheetNote>,
}

/// Import with the fate of each of its rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan<R> {
    /// Import the rows belong to.
    pub import: Import,
    /// All rows, in file order.
    pub rows: Vec<Planned<R>>,
}

impl<R> Plan<R> {
    /// Counts the rows with this fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.rows.iter().filter(|row| row.fate == fate).count()
    }

    /// Counts the rows that applying the import would still act on.
    #[must_use]
    pub fn to_do(&self) -> usize {
        self.rows.iter().filter(|row| row.fate.acts()).count()
    }
}

/// Progress of applying an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Rows applied by this call.
    pub rows: usize,
    /// Rows left when the time budget ran out; 0 when all are applied.
    pub left: usize,
}

/// Applies rows of one import in one transaction; returns how many.
#[derive(Clone, Debug, Serialize)]
struct ApplyRows {
    import: ImportId,
    location: LocationId,
    name: String,
    rows: Vec<Planned<GoodsRow>>,
    last: bool,
}

/// Stores a goods file for a dry run; books nothing.
///
/// # Errors
/// [`domain::Code::SheetTooLong`] for no rows or more than [`domain::imports::MOST_ROWS`]; not allowed without a role
/// that keeps stock; not found outside the actor's areas.
#[derive(Clone, Debug, Serialize)]
pub struct AddGoodsImport(pub NewImport<GoodsRow>);

impl Command for AddGoodsImport {
    const NAME: &'static str = "import_add";
    type Output = ImportId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ImportId> {
        let Self(new) = self;
        let root = tx.must_keep_stock_at(new.location).await?;
        keep(tx, "stock", root, new, digest).await
    }
}

/// Loads the items, barcodes and previously imported rows that [`plan`] compares with.
async fn known(db: &mut Conn<'_>, root: i64, location: LocationId, import: ImportId) -> Result<KnownGoods> {
    let mut known = KnownGoods::default();
    let things = rows!(
        db,
        (i64, String, String, String, bool, bool),
        "select id, name, name_en, sizes, open, perishable from item where root in (0, $1) order by id",
        root,
    )?;
    for (id, name, name_en, sizes, open, perishable) in things {
        for called in [&name, &name_en] {
            // Rows are ordered by id, so the root area's own items overwrite the catalogue's names.
            if !called.is_empty() {
                known.names.insert(plain(called), id);
            }
        }
        let sizes = sizes.lines().map(str::to_owned).collect();
        known.things.insert(id, Thing { id, name, sizes, open, perishable });
    }
    let codes = rows!(db, (String, i64, String), "select code, item, size from barcode where root = $1", root)?;
    known.codes = codes.into_iter().map(|(code, item, size)| (code, (item, size))).collect();
    let before = rows!(
        db,
        (String, i64),
        "select r.digest, r.quantity from import_line l join import_row r on r.digest = l.digest
         where l.import = $1 and r.root = $2 and r.location = $3",
        import,
        root,
        location,
    )?;
    known.before = before.into_iter().collect::<HashMap<_, _>>();
    Ok(known)
}

/// Returns the id of a new item; another slice or import may have added it after planning.
async fn thing(tx: &mut Tx<'_>, root: i64, planned: &Planned<GoodsRow>) -> Result<ItemId> {
    let row = &planned.line.row;
    let there = row!(tx, (i64,), "select id from item where root = $1 and name = $2", root, &row.name)?;
    if let Some((id,)) = there {
        return Ok(id);
    }
    let new = NewItem {
        name: row.name.clone(),
        // New items without a category get the default one, household goods.
        category: row.category.unwrap_or(domain::catalogue::Category::Home),
        unit: row.unit.clone(),
        sizes: planned.sizes.clone(),
        key: String::new(),
        electrical: row.electrical,
        perishable: row.expires != 0,
        cost: row.price / 100,
        open: true,
    };
    let id = items::add(tx, &new).await?;
    if row.points > 0 || row.minimum > 0 {
        items::set_terms(tx, id, Terms { points: row.points, minimum: row.minimum, ..Terms::default() }).await?;
    }
    Ok(id)
}

impl Command for ApplyRows {
    const NAME: &'static str = "import_apply";
    type Output = usize;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<usize> {
        apply(tx, self).await
    }
}

async fn apply(tx: &mut Tx<'_>, slice: &ApplyRows) -> Result<usize> {
    let root = tx.must_keep_stock_at(slice.location).await?;
    let (mut lines, mut booked) = (Vec::new(), Vec::new());
    for planned in &slice.rows {
        let row = &planned.line.row;
        let counts = row.quantity > 0 && planned.fate != Fate::Learned;
        if counts {
            // The unique key decides whether the row was imported before; a concurrent insert waits on it.
            let first = run!(
                tx,
                "insert into import_row (root, location, digest, quantity, import, n) values ($1, $2, $3, $4, $5, $6)
                 on conflict (root, location, digest) do nothing",
                root,
                slice.location,
                &planned.digest,
                row.quantity,
                slice.import,
                planned.line.n,
            )?;
            if first == 0 {
                continue;
            }
        }
        let item = if planned.item == 0 { thing(tx, root, planned).await? } else { planned.item };
        if !counts {
            if !row.code.is_empty() {
                items::barcode_learn(tx, root, &row.code, item, &row.size).await?;
            }
            continue;
        }
        booked.push(planned.line.n);
        lines.push(receipts::Line {
            item,
            size: row.size.clone(),
            quantity: row.quantity,
            condition: row.condition(),
            expires: row.expires,
            cost: row.price.saturating_mul(row.quantity).min(1_000_000_000),
            code: row.code.clone(),
        });
    }
    if !lines.is_empty() {
        let receipt = receipts::NewReceipt {
            location: slice.location,
            origin: Origin::Opening,
            organisation: 0,
            giver: String::new(),
            named: false,
            note: slice.name.chars().take(200).collect(),
            offer: 0,
            lines,
        };
        let (_, lots) = receiving::receipts::add_with_lots(tx, &receipt).await?;
        // A row leads to its lot, so that the list can be taken back.
        for (n, lot) in booked.into_iter().zip(lots) {
            run!(tx, "update import_row set lot = $3 where import = $1 and n = $2", slice.import, n, lot)?;
        }
    }
    if slice.last {
        let now = tx.now;
        run!(tx, "update import set applied = $2 where id = $1 and applied = 0", slice.import, now)?;
    }
    tx.audit("import", slice.import).await?;
    Ok(slice.rows.len())
}

impl Store {
    /// Computes the current fate of each row of a goods import, without writing.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock; not found when the import's location is outside the actor's areas.
    pub async fn import_plan(&self, actor: &Actor, id: ImportId) -> Result<Plan<GoodsRow>> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        let (import, _) = import(&mut db.arm(), "stock", id).await?;
        must_at(&mut db.arm(), actor, Action::KeepStock, import.location).await?;
        let root = location_root(&mut db.arm(), import.location).await?;
        let lines = lines(&mut db.arm(), id).await?;
        let known = known(&mut db.arm(), root, import.location, id).await?;
        drop(db);
        Ok(Plan { import, rows: plan(lines, &known, self.now()) })
    }

    /// Applies the acting rows of a goods import, for at most `budget`.
    /// Rows left over are applied by the next call. Idempotent: repeated and concurrent calls book each row once.
    ///
    /// # Errors
    /// As [`Store::import_plan`], and any error of booking a receipt or adding an item. A failed slice is rolled back;
    /// earlier slices stay.
    pub async fn import_apply(&self, by: &By, id: ImportId, budget: Duration) -> Result<Applied> {
        let begun = Instant::now();
        let plan = self.import_plan(&by.actor, id).await?;
        let (location, name, open) = (plan.import.location, plan.import.name, plan.import.applied == 0);
        let rows: Vec<_> = plan.rows.into_iter().filter(|row| row.fate.acts()).collect();
        let (mut applied, all) = (Applied::default(), rows.len());
        let slices = all.div_ceil(SLICE);
        if all == 0 && open {
            // Every row is known, or another import has booked the last ones: done, and no longer waiting.
            let slice = ApplyRows { import: id, location, name, rows, last: true };
            let by = By::new(by.actor.clone(), format!("{}-0", by.request));
            self.run(&by, slice).await?;
            return Ok(applied);
        }
        for (number, rows) in rows.chunks(SLICE).enumerate() {
            // The first slice always: planning alone may take the time, and the next call would plan again.
            if number > 0 && begun.elapsed() > budget {
                break;
            }
            let last = number + 1 == slices;
            // Each slice has its own request id, so a retry of the call replays the stored answers.
            let first = rows.first().map_or(0, |row| row.line.n);
            let by = By::new(by.actor.clone(), format!("{}-{first}", by.request));
            let slice = ApplyRows { import: id, location, name: name.clone(), rows: rows.to_vec(), last };
            applied.rows += self.run(&by, slice).await?;
        }
        applied.left = all - applied.rows;
        Ok(applied)
    }

    /// Lists the 20 newest goods imports of the actor's locations.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock.
    pub async fn imports(&self, actor: &Actor) -> Result<Vec<Import>> {
        actor.must_somewhere(Action::KeepStock)?;
        let inside = covered("a.path", &actor.areas_for(Action::KeepStock));
        let sql = format!("{IMPORTS} where m.kind = 'stock' and {inside} order by m.id desc limit 20");
        let mut db = self.reader().await?;
        let found = rows!(db, ImportRow, AssertSqlSafe(sql.as_str()))?;
        Ok(found.into_iter().map(Import::from).collect())
    }
}
