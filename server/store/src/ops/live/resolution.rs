//! What decides who may hear of a change: looked up in the transaction that gathers it, once for each record.

use std::collections::BTreeSet;

use domain::{areas::AreaPath, events::live::Change, wishes::WishState};

use crate::{
    Result, Tx,
    db::sql::{parse, row, rows},
};

/// Time in seconds for which a claim counts as changed together with its wish: a wish that is withdrawn ends its
/// claims.
const TOGETHER: i64 = 120;

/// Looks up the records that the rows name. A record that is gone, such as a draft that was deleted, is left out.
pub(super) async fn resolve(tx: &mut Tx<'_>, rows: BTreeSet<(String, i64)>) -> Result<Vec<Change>> {
    let (mut changes, mut claims, mut wishes) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for (kind, id) in rows {
        match kind.as_str() {
            // Sorted, so "public" comes before "wish", which adds nothing to it.
            "public" | "wish" => {
                if wishes.insert(id) {
                    changes.extend(wish(tx, id, kind == "public").await?);
                    claims.extend(claims_of(tx, id).await?);
                }
            }
            "claim" => {
                claims.insert(id);
            }
            "order" => changes.extend(order(tx, id).await?),
            "area" => changes.extend(area(tx, id).await?),
            _ => changes.push(Change::Account { id }),
        }
    }
    for id in claims {
        changes.extend(claim(tx, id).await?);
    }
    Ok(changes)
}

/// Loads a wish; `was_public` says that it was public before or after the change that was noted.
async fn wish(tx: &mut Tx<'_>, id: i64, was_public: bool) -> Result<Option<Change>> {
    let found = row!(
        tx,
        (i64, i64, String, String),
        "select w.household, w.root, a.path, w.state from wish w join area a on a.id = w.home where w.id = $1",
        id,
    )?;
    let Some((household, root, home, state)) = found else { return Ok(None) };
    let public = was_public || parse::<WishState>(&state)?.is_public();
    Ok(Some(Change::Wish { id, household, root, home: AreaPath(home), public }))
}

/// Claims of a wish that changed just now.
async fn claims_of(tx: &mut Tx<'_>, wish: i64) -> Result<Vec<i64>> {
    let since = tx.now - TOGETHER;
    let found = rows!(tx, (i64,), "select id from claim where wish = $1 and changed >= $2", wish, since)?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

async fn claim(tx: &mut Tx<'_>, id: i64) -> Result<Option<Change>> {
    let found = row!(
        tx,
        (i64, i64, i64, String, String),
        "select c.account, c.wish, w.household, h.path, s.path
         from claim c join wish w on w.id = c.wish join area h on h.id = w.home
              join location p on p.id = c.location join area s on s.id = p.area
         where c.id = $1",
        id,
    )?;
    Ok(found.map(|(account, wish, household, home, shop)| Change::Claim {
        id,
        account,
        wish,
        household,
        home: AreaPath(home),
        shop: AreaPath(shop),
    }))
}

async fn order(tx: &mut Tx<'_>, id: i64) -> Result<Option<Change>> {
    let found = row!(
        tx,
        (i64, String),
        "select o.household, a.path from shop_order o join location p on p.id = o.location join area a on a.id = p.area
         where o.id = $1",
        id,
    )?;
    Ok(found.map(|(household, shop)| Change::Order { household, shop: AreaPath(shop) }))
}

async fn area(tx: &mut Tx<'_>, id: i64) -> Result<Option<Change>> {
    let found = row!(tx, (String,), "select path from area where id = $1", id)?;
    Ok(found.map(|(path,)| Change::Area { path: AreaPath(path) }))
}
