//! Orders that the search over all records finds: by number, never by pick-up code, and without names.

use domain::{
    accounts::Actor,
    search::{FoundKind, Hit},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    db::{folding::SearchWords, sql::rows},
    orders::views::{must_read, within},
};

/// Finds the order of this number at the actor's locations or of a family in the actor's areas.
pub(crate) async fn order_hits(db: &mut Conn<'_>, actor: &Actor, words: &SearchWords) -> Result<Vec<Hit>> {
    let (Ok(()), Some(number)) = (must_read(actor), words.number) else { return Ok(Vec::new()) };
    let sql = format!(
        "select o.id, o.state, p.name from shop_order o join location p on p.id = o.location
             join household h on h.id = o.household join area a on a.id = h.area join area s on s.id = p.area
         where o.id = $1 and {}",
        within(actor)
    );
    let found = rows!(db, (i64, String, String), AssertSqlSafe(sql.as_str()), number)?;
    let hit = |(id, state, place)| Hit { place, state, exact: true, ..Hit::new(FoundKind::Order, id, String::new()) };
    Ok(found.into_iter().map(hit).collect())
}
