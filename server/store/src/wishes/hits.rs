//! Wishes that the search over all records finds: by number, and by the things that the words name.

use domain::{
    accounts::Actor,
    catalogue::{self, items::ItemId},
    permission::Action,
    search::{FoundKind, Hit, SHOWN},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    db::{area_filter::covered, folding::SearchWords, sql::rows},
};

#[derive(sqlx::FromRow)]
struct WishHit {
    id: i64,
    item: i64,
    own_name: String,
    own_key: String,
    size: String,
    state: String,
    quantity: i64,
    area_name: String,
}

impl WishHit {
    fn hit(self, exact: bool) -> Hit {
        let title = catalogue::title_of(self.item, &self.own_name, &self.size);
        Hit {
            place: self.area_name,
            state: self.state,
            units: self.quantity,
            key: catalogue::key_of(self.item, &self.own_key),
            size: self.size,
            exact,
            ..Hit::new(FoundKind::Wish, self.id, title)
        }
    }
}

/// A free title stays out: it is sealed until its review.
const COLUMNS: &str = "w.id, w.item, w.own_name, w.own_key, w.size, w.state, w.quantity,
     coalesce((select d.name from area d where d.id = w.district), '') as area_name from wish w";

/// Finds wishes of the actor's areas, newest first; `items` are the things that the words name.
pub(crate) async fn wish_hits(
    db: &mut Conn<'_>,
    actor: &Actor,
    words: &SearchWords,
    items: &[ItemId],
) -> Result<Vec<Hit>> {
    let mut areas = actor.areas_for(Action::ReviewWishes);
    areas.extend(actor.areas_for(Action::ReadHouseholds));
    if areas.is_empty() {
        return Ok(Vec::new());
    }
    let here = format!("w.home in (select a.id from area a where {})", covered("a.path", &areas));
    if let Some(number) = words.number {
        let sql = format!("select {COLUMNS} where w.id = $1 and {here}");
        let found = rows!(db, WishHit, AssertSqlSafe(sql.as_str()), number)?;
        return Ok(found.into_iter().map(|row| row.hit(true)).collect());
    }
    if items.is_empty() {
        return Ok(Vec::new());
    }
    // Each thing is a range of the index `wish_item`, read from its end; a list of things would sort all their wishes.
    let (root, limit) = (actor.root, SHOWN + 1);
    let one = |item: &ItemId| {
        format!(
            "select * from (select {COLUMNS} where w.root = {root} and w.item = {item} and {here}
                 order by w.id desc limit {limit}) x{item}"
        )
    };
    let each = items.iter().map(one).collect::<Vec<_>>().join(" union all ");
    let sql = format!("{each} order by id desc limit {limit}");
    let found = rows!(db, WishHit, AssertSqlSafe(sql.as_str()))?;
    Ok(found.into_iter().map(|row| row.hit(false)).collect())
}
