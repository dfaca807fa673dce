//! Items that the search over all records finds, each with what lies on the shelves, 0 included.

use domain::{
    areas::AreaId,
    catalogue::items::ItemId,
    search::{FoundKind, Hit},
};

use crate::{
    Conn, Result,
    db::{
        folding::SearchWords,
        sql::{row, rows},
    },
};

/// Items whose wishes and claims are looked up; so many things have no word in common that is worth a search.
const MOST: i64 = 20;

#[derive(sqlx::FromRow)]
struct ItemHit {
    id: i64,
    key: String,
    name: String,
    on_hand: i64,
}

impl ItemHit {
    fn hit(self, exact: bool) -> Hit {
        Hit { key: self.key, units: self.on_hand, exact, ..Hit::new(FoundKind::Item, self.id, self.name) }
    }
}

/// Finds up to 20 open items of the catalogue and the root area by words or initials, its own and newest first.
pub(crate) async fn items_named(db: &mut Conn<'_>, root: AreaId, words: &SearchWords) -> Result<Vec<Hit>> {
    let found = rows!(
        db,
        ItemHit,
        "select i.id, i.key, i.name,
             coalesce((select cast(sum(s.quantity) as bigint) from shelf s where s.item = i.id and s.root = $1), 0)
                 as on_hand
         from (select id, root, key, name from item
               where root in (0, $1) and open = true and find like $2 escape '!' order by root desc, id desc limit $3) i
         order by i.root desc, i.id desc",
        root,
        &words.pattern,
        MOST,
    )?;
    Ok(found.into_iter().map(|row| row.hit(false)).collect())
}

/// Loads the item that a scanned code stands for.
pub(crate) async fn item_scanned(db: &mut Conn<'_>, root: AreaId, item: ItemId) -> Result<Option<Hit>> {
    let found = row!(
        db,
        ItemHit,
        "select i.id, i.key, i.name,
             coalesce((select cast(sum(s.quantity) as bigint) from shelf s where s.item = i.id and s.root = $1), 0)
                 as on_hand
         from item i where i.id = $2 and i.root in (0, $1)",
        root,
        item,
    )?;
    Ok(found.map(|row| row.hit(true)))
}
