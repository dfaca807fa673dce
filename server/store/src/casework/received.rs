//! Goods that a family has received, from wishes and from the free shop, newest first.

use domain::{
    accounts::Actor,
    catalogue::Category,
    wishes::priority::{Had, Received, ReceivedPage},
};

use crate::{
    Result, Store,
    db::sql::{parse, rows},
};

/// Rows per page.
const MOST: usize = 20;

#[derive(sqlx::FromRow)]
struct ReceivedRow {
    shop: i64,
    id: i64,
    item: i64,
    key: String,
    name: String,
    category: String,
    item_photo: i64,
    size: String,
    quantity: i64,
    at: i64,
    thing: String,
}

/// Parses a cursor: second, source (1 for the shop), number, row; the first page when invalid.
fn read(cursor: &str) -> (i64, i64, i64, String) {
    let parts: Vec<&str> = cursor.splitn(4, '.').collect();
    let number = |n: usize| parts.get(n).and_then(|part| part.parse().ok());
    match (number(0), number(1), number(2)) {
        (Some(at), Some(shop), Some(id)) => (at, shop, id, parts.get(3).copied().unwrap_or_default().to_owned()),
        _ => (i64::MAX, 0, 0, String::new()),
    }
}

impl Store {
    /// Lists what the actor's family has received, newest first.
    /// The next page begins after `cursor`; an invalid cursor gives the first page.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn received(&self, actor: &Actor, cursor: &str) -> Result<ReceivedPage> {
        actor.must_be_family()?;
        let (at, shop, id, thing) = read(cursor);
        let mut db = self.reader().await?;
        let mut found = rows!(
            db,
            ReceivedRow,
            "select r.shop, r.id, r.item, i.key, i.name, i.category, i.photo as item_photo, r.size, r.quantity, r.at,
                 r.thing
             from (select cast(0 as bigint) as shop, w.id, w.item, w.size, c.quantity, c.changed as at,
                       cast(c.id as text) as thing
                   from wish w join claim c on c.wish = w.id
                   where w.household = $1 and c.state in ('handed_over', 'confirmed')
                   union all
                   select cast(1 as bigint), o.id, l.item, l.size, l.quantity, o.changed,
                       cast(l.item as text) || '.' || l.size
                   from shop_order o join shop_order_line l on l.shop_order = o.id
                   where o.household = $1 and o.state = 'collected') r
             join item i on i.id = r.item
             where r.at < $2 or (r.at = $2 and (r.shop, r.id, r.thing) > ($3, $4, $5))
             order by r.at desc, r.shop, r.id, r.thing limit 21",
            actor.household,
            at,
            shop,
            id,
            &thing,
        )?;
        let more = found.len() > MOST;
        found.truncate(MOST);
        let last = found.last().filter(|_| more);
        let next = last.map(|row| format!("{}.{}.{}.{}", row.at, row.shop, row.id, row.thing));
        let thing = |row: ReceivedRow| {
            let category: Category = parse(&row.category)?;
            let (from, wish, order) = if row.shop == 0 { (Had::Wish, row.id, 0) } else { (Had::Shop, 0, row.id) };
            Ok(Received {
                from,
                wish,
                order,
                item: row.item,
                key: row.key,
                name: row.name,
                category,
                photo: row.item_photo,
                size: row.size,
                quantity: row.quantity,
                at: row.at,
            })
        };
        Ok(ReceivedPage { items: found.into_iter().map(thing).collect::<Result<Vec<_>>>()?, next })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_cursor_gives_the_first_page() {
        assert_eq!(read("5.1.7.13.大.小"), (5, 1, 7, "13.大.小".into()));
        for wrong in ["", "x", "5.1", "5.1.x.y"] {
            assert_eq!(read(wrong), (i64::MAX, 0, 0, String::new()), "{wrong}");
        }
    }
}
