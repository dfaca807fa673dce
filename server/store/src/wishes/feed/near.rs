//! Open wishes like another one, the nearest first: what a donor is shown when a wish is taken or over.

use domain::{
    accounts::Actor,
    areas::AreaId,
    wishes::{Filter, Wish, WishId},
};

use crate::{
    Conn, Refusal, Result, Store,
    db::sql::{row, rows, values},
    wishes::{
        feed::feed_rows,
        views::{WishRow, view, wish_columns},
    },
};

/// Most wishes that are shown beside another.
const MOST: usize = 3;

/// Loads open wishes of the same category in a district, those for the same item first.
async fn in_district(db: &mut Conn<'_>, district: AreaId, like: &Wish) -> Result<Vec<Wish>> {
    let found = rows!(
        db,
        WishRow,
        concat!(
            "select ",
            wish_columns!(),
            " from wish w where w.state = 'published' and w.claimed < w.quantity and w.district = $1
                and w.category = $2 and w.id <> $3 order by w.turn, w.id limit 12"
        ),
        district,
        like.category.as_str(),
        like.id,
    )?;
    let mut found = found.into_iter().map(Wish::try_from).collect::<Result<Vec<_>>>()?;
    found.sort_by_key(|wish| wish.item != like.item);
    Ok(found)
}

/// Loads open wishes for the same item anywhere in the root area, for visitors in all of them.
async fn of_item(db: &mut Conn<'_>, root: AreaId, like: &Wish) -> Result<Vec<Wish>> {
    let found = rows!(
        db,
        WishRow,
        concat!(
            "select ",
            wish_columns!(),
            " from wish w where w.state = 'published' and w.claimed < w.quantity and w.item = $1 and w.id <> $2
              and (w.root = $3 or $3 = 0) order by w.turn, w.id limit 3"
        ),
        like.item,
        like.id,
        root,
    )?;
    found.into_iter().map(Wish::try_from).collect()
}

/// Adds wishes that are not there yet, up to [`MOST`].
fn add(found: &mut Vec<Wish>, more: Vec<Wish>) {
    for wish in more {
        if found.len() < MOST && found.iter().all(|known| known.id != wish.id) {
            found.push(wish);
        }
    }
}

impl Store {
    /// Loads up to three open wishes like this one: of its kind in its district, then in the districts beside it, then
    /// for the same item anywhere, then of its category.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn similar(&self, actor: &Actor, id: WishId) -> Result<Vec<Wish>> {
        let mut db = self.reader().await?;
        let wish = view(&mut db.arm(), id).await?;
        let mut found = Vec::new();
        let district = row!(db, (i64, i64), "select root, parent from area where id = $1", wish.area)?;
        // An account of another root area is shown wishes of its own.
        if let Some((root, parent)) = district
            && (actor.root == 0 || actor.root == root)
        {
            add(&mut found, in_district(&mut db.arm(), wish.area, &wish).await?);
            if found.len() < MOST && parent > 0 {
                let beside = values!(
                    db,
                    i64,
                    "select id from area where parent = $1 and id <> $2 order by id limit 8",
                    parent,
                    wish.area,
                )?;
                for district in beside {
                    add(&mut found, in_district(&mut db.arm(), district, &wish).await?);
                    if found.len() >= MOST {
                        break;
                    }
                }
            }
        }
        if found.len() < MOST {
            add(&mut found, of_item(&mut db.arm(), actor.root, &wish).await?);
        }
        if found.is_empty() {
            let filter = Filter { category: Some(wish.category), ..Filter::default() };
            let others = feed_rows(&mut db.arm(), actor, &filter, 4).await?;
            add(&mut found, others.into_iter().map(|(_, other)| other).filter(|other| other.id != id).collect());
        }
        Ok(found)
    }

    /// Loads open wishes like one that was public, and was withdrawn or has expired. Of itself nothing is told.
    ///
    /// # Errors
    /// Not found for all other wishes.
    pub async fn instead_of(&self, id: WishId) -> Result<Vec<Wish>> {
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64,),
            "select id from wish where id = $1 and published > 0 and state in ('withdrawn', 'expired')",
            id,
        )?;
        drop(db);
        found.ok_or(Refusal::NotFound)?;
        self.similar(&Actor::visitor(), id).await
    }
}
