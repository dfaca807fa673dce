//! The board of needs: open wishes and minimums against the shelves, for staff and for the public page.
//! All numbers are sums over families.

use std::{cmp::Reverse, collections::BTreeMap};

use domain::{
    accounts::Actor,
    areas::{Area, AreaId},
    catalogue::items::{Item, ItemId},
    ledger::Location,
    permission::Action,
    reports::board::{self, ItemStock, Need, Weighed},
    wishes::Page,
};
use serde::Serialize;

use crate::{
    Conn, Refusal, Result, Store,
    catalogue::views::items_of,
    db::{
        pagination::PAGE,
        sql::{row, rows},
    },
};

/// Items per list on the public page.
const NAMED: usize = 24;

/// Item with its need.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoardLine {
    /// Item that is short or plentiful.
    pub item: Item,
    /// Wanted, available and missing units.
    pub need: Need,
}

/// Page of one side of the board, with the sizes of both sides.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Board {
    /// Page of the requested side.
    pub lines: Page<BoardLine>,
    /// Number of items that are short.
    pub short: usize,
    /// Number of items with plenty of stock.
    pub plenty: usize,
}

/// Public summary: what to donate, what not, and where.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BoardFile {
    /// Root area or district of the summary.
    pub area: Area,
    /// Short items, most missing units first.
    pub wanted: Vec<BoardLine>,
    /// Items with plenty of stock, most units first; donors are asked not to bring them now.
    pub plenty: Vec<BoardLine>,
    /// Open locations of the area.
    pub shops: Vec<Location>,
}

/// Short and plentiful items of a root area, largest first.
struct Ranking {
    short: Vec<Need>,
    plenty: Vec<Need>,
}

/// Ranks all items of a root area.
/// Costs one scan of the index `wish_wanted`, one of the shelf sums and one of the minimums.
async fn weigh(db: &mut Conn<'_>, root: AreaId, district: AreaId) -> Result<Ranking> {
    let mut known: BTreeMap<ItemId, ItemStock> = BTreeMap::new();
    let wishes = rows!(
        db,
        (i64, String, i64, i64),
        "select item, size, district, cast(sum(quantity - claimed) as bigint) from wish
         where root = $1 and state = 'published' and claimed < quantity group by item, size, district",
        root,
    )?;
    for (item, size, district, units) in wishes {
        known.entry(item).or_default().wishes.push((size, district, units));
    }
    let shelves = rows!(
        db,
        (i64, String, i64),
        "select item, size, cast(sum(quantity) as bigint) from shelf where root = $1 and quantity > 0 group by item, size",
        root,
    )?;
    for (item, size, units) in shelves {
        known.entry(item).or_default().shelves.push((size, units));
    }
    let minimums = rows!(
        db,
        (i64, i64),
        "select t.item, t.minimum from item_terms t join item i on i.id = t.item
         where t.root = $1 and t.minimum > 0 and i.open = true",
        root,
    )?;
    for (item, minimum) in minimums {
        known.entry(item).or_default().minimum = minimum;
    }
    let weighed: Vec<Weighed> = known.iter().map(|(item, known)| board::weigh(*item, known, district)).collect();
    let (mut short, mut plenty) = (Vec::new(), Vec::new());
    for one in weighed {
        short.extend(one.short);
        plenty.extend(one.plenty);
    }
    short.sort_by_key(|need| (Reverse(need.short), need.item));
    plenty.sort_by_key(|need| (Reverse(need.on_shelf), need.item));
    Ok(Ranking { short, plenty })
}

async fn named(db: &mut Conn<'_>, root: AreaId, needs: Vec<Need>) -> Result<Vec<BoardLine>> {
    let items = items_of(db, root, needs.iter().map(|need| need.item)).await?;
    let line = |need: Need| {
        let item = items.get(&need.item).cloned().ok_or(Refusal::NotFound)?;
        Ok(BoardLine { item, need })
    };
    needs.into_iter().map(line).collect()
}

/// Loads a root area or a district; `within` limits it to one tree, 0 does not.
async fn root_or_district(db: &mut Conn<'_>, area: AreaId, within: AreaId) -> Result<Area> {
    let found = row!(
        db,
        (i64, i64, i64, String, String, String),
        "select id, parent, root, kind, name, path from area
         where id = $1 and (root = $2 or $2 = 0) and (parent = 0 or kind = 'district')",
        area,
        within,
    )?;
    let (id, parent, root, kind, name, path) = found.ok_or(Refusal::NotFound)?;
    Ok(Area { id, parent, root, kind: crate::db::sql::parse(&kind)?, name, path: domain::areas::AreaPath(path) })
}

fn narrowed_to(area: &Area) -> AreaId {
    if area.id == area.root { 0 } else { area.id }
}

impl Store {
    /// Returns 50 items that the root area is short of, or (`plenty`) has plenty of.
    /// `area` is the root area, one of its districts, or 0 for the root area; `cursor` is 0 or `next` of the previous
    /// page. The numbers are sums over many families, so one role that reads stock anywhere in the root area is enough.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; not found when the area is not in the actor's tree.
    pub async fn board(&self, actor: &Actor, area: AreaId, plenty: bool, cursor: i64) -> Result<Board> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let area = if area == 0 { actor.root } else { area };
        let area = root_or_district(&mut db.arm(), area, actor.root).await?;
        let ranking = weigh(&mut db.arm(), area.root, narrowed_to(&area)).await?;
        let (short, ample) = (ranking.short.len(), ranking.plenty.len());
        let side = if plenty { ranking.plenty } else { ranking.short };
        let from = usize::try_from(cursor).unwrap_or(0);
        let next = (from + PAGE < side.len()).then(|| i64::try_from(from + PAGE).unwrap_or(i64::MAX));
        let side = side.into_iter().skip(from).take(PAGE).collect();
        let lines = named(&mut db.arm(), area.root, side).await?;
        Ok(Board { lines: Page { items: lines, next }, short, plenty: ample })
    }

    /// Returns the public summary of short and plentiful items.
    /// `area` is a root area, a district, or 0 for the actor's root area; visitors get the first root area.
    ///
    /// # Errors
    /// Not found unless it is a root area or district, and in the actor's own tree when signed in.
    pub async fn wanted(&self, actor: &Actor, area: AreaId) -> Result<BoardFile> {
        let mut db = self.reader().await?;
        let area = match (area, actor.root) {
            (0, 0) => {
                let first = row!(db, (i64,), "select id from area where parent = 0 order by id limit 1")?;
                first.ok_or(Refusal::NotFound)?.0
            }
            (0, own) => own,
            (asked, _) => asked,
        };
        let area = root_or_district(&mut db.arm(), area, actor.root).await?;
        let mut ranking = weigh(&mut db.arm(), area.root, narrowed_to(&area)).await?;
        ranking.short.truncate(NAMED);
        ranking.plenty.truncate(NAMED);
        let wanted = named(&mut db.arm(), area.root, ranking.short).await?;
        let plenty = named(&mut db.arm(), area.root, ranking.plenty).await?;
        let shops = rows!(
            db,
            (i64, i64, String, String, String),
            "select l.id, l.area, l.name, l.address, l.hours from location l join area a on a.id = l.area
             where l.open = true and l.root = $1 and a.path like $2 order by a.path, l.id limit 50",
            area.root,
            format!("{}%", area.path.0),
        )?;
        let open = |(id, area, name, address, hours)| Location { id, area, name, address, hours, open: true };
        Ok(BoardFile { wanted, plenty, shops: shops.into_iter().map(open).collect(), area })
    }
}
