//! The feed in the orders that a reader chooses beside the fair one.

use domain::{
    accounts::Actor,
    wishes::{FeedOrder, Filter, Wish, WishId},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    db::sql::{rows, values},
    wishes::{
        feed::{clauses, place},
        search_terms,
        views::{WishRow, wish_columns},
    },
};

/// Returns the root area of a district; `None` for an area of another kind.
async fn root_of_district(db: &mut Conn<'_>, area: i64) -> Result<Option<i64>> {
    Ok(values!(db, i64, "select root from area where id = $1 and kind = 'district'", area)?.pop())
}

/// Loads open wishes in an order other than the fair one, each with its part of the list: of `Near`, 0 for the district.
pub(super) async fn ordered(db: &mut Conn<'_>, actor: &Actor, filter: &Filter, limit: i64) -> Result<Vec<(i64, Wish)>> {
    let root = if filter.order == FeedOrder::Near { root_of_district(db, filter.area).await? } else { None };
    let whole = if root.is_some() { Filter { area: 0, ..filter.clone() } } else { filter.clone() };
    let Some(narrowed) = clauses(db, actor, &whole).await? else { return Ok(Vec::new()) };
    let parts = match root {
        Some(root) => {
            ["=", "<>"].map(|is| format!("{narrowed} and w.root = {root} and w.district {is} {}", filter.area)).to_vec()
        }
        None => vec![narrowed],
    };
    let (first, mut cursor) = place(filter.cursor);
    let mut found = Vec::new();
    for (part, narrowed) in (0_i64..).zip(parts).filter(|(part, _)| *part >= first) {
        let missing = limit - i64::try_from(found.len()).unwrap_or(limit);
        if missing > 0 {
            for row in ordered_rows(db, filter, &narrowed, cursor, missing).await? {
                found.push((part, row.try_into()?));
            }
        }
        cursor = 0;
    }
    Ok(found)
}

/// Loads open wishes behind the wish `cursor`, in the order of the filter.
async fn ordered_rows(
    db: &mut Conn<'_>,
    filter: &Filter,
    narrowed: &str,
    cursor: WishId,
    limit: i64,
) -> Result<Vec<WishRow>> {
    let max_cost = if filter.max_cost > 0 { filter.max_cost } else { i64::MAX };
    let key = match filter.order {
        FeedOrder::Ending => "w.expires",
        FeedOrder::Cost => "w.cost",
        FeedOrder::Fair | FeedOrder::Waiting | FeedOrder::Near => "w.id",
    };
    let place = format!("select {key} from wish w where w.id = $1");
    let place = values!(db, i64, AssertSqlSafe(place.as_str()), cursor)?.pop();
    // A cursor of 0, or of a wish that does not exist, begins at the beginning.
    let (place, cursor) = place.map_or((i64::MIN, 0), |place| (place, cursor));
    let columns = concat!("select ", wish_columns!(), " from wish w");
    let open = format!(
        "w.state = 'published' and w.claimed < w.quantity and w.cost <= $3 and ({key}, w.id) > ($4, $1){narrowed}"
    );
    if filter.q.trim().is_empty() {
        let sql = format!("{columns} where {open} order by {key}, w.id limit $2");
        return Ok(rows!(db, WishRow, AssertSqlSafe(sql.as_str()), cursor, limit, max_cost, place)?);
    }
    let wanted = search_terms::wanted(&filter.q);
    let Some(first) = wanted.first() else { return Ok(Vec::new()) };
    let sql = format!(
        "{columns} where {open} and (select count(*) from wish_term o where o.wish = w.id and o.turn = w.turn
             and o.term in ($5, $6, $7, $8, $9, $10, $11, $12)) = $13 order by {key}, w.id limit $2"
    );
    let term = |n: usize| wanted.get(n).or(wanted.last()).unwrap_or(first).as_str();
    let all = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    Ok(rows!(
        db,
        WishRow,
        AssertSqlSafe(sql.as_str()),
        cursor,
        limit,
        max_cost,
        place,
        term(0),
        term(1),
        term(2),
        term(3),
        term(4),
        term(5),
        term(6),
        term(7),
        all,
    )?)
}
