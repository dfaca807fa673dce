//! Reading offers: the donor's own, and the locations' queue with the need for each item.

use std::collections::HashMap;

use domain::{
    accounts::Actor,
    catalogue::items::{Item, ItemId},
    ledger::Location,
    permission::Action,
    stock::offers::{Need, Offer, OfferId},
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store,
    catalogue::items,
    db::{
        pagination::{PAGE, page, signed_in},
        sql::{listed, parse, row, rows, value, values},
        uploads::Picture,
    },
};

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: i64,
    root: i64,
    donor: String,
    organisation: String,
    item: i64,
    key: String,
    name: String,
    what: String,
    size: String,
    quantity: i64,
    condition: String,
    words: String,
    named: bool,
    state: String,
    location: i64,
    location_name: String,
    address: String,
    hours: String,
    day: i64,
    reason: String,
    answer: String,
    receipt: i64,
    created: i64,
    changed: i64,
}

const OFFERS: &str =
    "select o.id, o.root, d.name as donor, coalesce(g.name, '') as organisation, o.item, coalesce(i.key, '') as key,
       coalesce(i.name, '') as name, o.what, o.size, o.quantity, o.condition, o.words, o.named, o.state, o.location,
       coalesce(p.name, '') as location_name, coalesce(p.address, '') as address, coalesce(p.hours, '') as hours, o.day,
       o.reason, o.answer, o.receipt, o.created, o.changed
     from offer o join account d on d.id = o.account left join organisation g on g.id = d.organisation
       left join item i on i.id = o.item left join location p on p.id = o.location";

impl TryFrom<OfferRow> for Offer {
    type Error = crate::Error;

    fn try_from(row: OfferRow) -> Result<Offer> {
        Ok(Offer {
            name: if row.item == 0 { row.what } else { row.name },
            condition: parse(&row.condition)?,
            state: parse(&row.state)?,
            reason: row.reason.parse().ok(),
            photos: Vec::new(),
            id: row.id,
            root: row.root,
            donor: row.donor,
            organisation: row.organisation,
            item: row.item,
            key: row.key,
            size: row.size,
            quantity: row.quantity,
            words: row.words,
            named: row.named,
            location: row.location,
            location_name: row.location_name,
            address: row.address,
            hours: row.hours,
            day: row.day,
            answer: row.answer,
            receipt: row.receipt,
            created: row.created,
            changed: row.changed,
        })
    }
}

async fn one(db: &mut Conn<'_>, actor: &Actor, id: OfferId) -> Result<Offer> {
    // A role that reads stock anywhere in the root area may read all of its offers.
    let root = if actor.may_somewhere(Action::ReadStock) { actor.root } else { -1 };
    let sql = format!("{OFFERS} where o.id = $1 and (o.account = $2 or o.root = $3)");
    let found = row!(db, OfferRow, AssertSqlSafe(sql.as_str()), id, actor.account, root)?.ok_or(Refusal::NotFound)?;
    let photos = values!(db, i64, "select id from offer_photo where offer = $1 order by id", id)?;
    Ok(Offer { photos, ..Offer::try_from(found)? })
}

/// Sums stock, open wishes and the minimum of items in one root area, by one statement; unknown items have no entry.
async fn needs(db: &mut Conn<'_>, root: i64, items: impl IntoIterator<Item = i64>) -> Result<HashMap<ItemId, Need>> {
    let sql = format!(
        "select i.id,
             (select cast(coalesce(sum(s.quantity), 0) as bigint) from shelf s where s.item = i.id and s.root = $1),
             (select cast(coalesce(sum(w.quantity - w.claimed), 0) as bigint) from wish w
              where w.item = i.id and w.root = $1 and w.state = 'published' and w.claimed < w.quantity),
             coalesce((select t.minimum from item_terms t where t.root = $1 and t.item = i.id), 0)
         from item i where i.id in ({})",
        listed(items)
    );
    let found = rows!(db, (i64, i64, i64, i64), AssertSqlSafe(sql.as_str()), root)?;
    Ok(found.into_iter().map(|(item, have, wished, minimum)| (item, Need { have, wished, minimum })).collect())
}

impl Store {
    /// Returns an offer to its donor, or to staff who read stock in its root area.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors; not found for all others.
    pub async fn offer(&self, actor: &Actor, id: OfferId) -> Result<Offer> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        one(&mut db.arm(), actor, id).await
    }

    /// Returns one of the actor's own offers.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors; not found for another account's offer.
    pub async fn my_offer(&self, actor: &Actor, id: OfferId) -> Result<Offer> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let mine = value!(db, i64, "select count(*) from offer where id = $1 and account = $2", id, actor.account,)?;
        if mine == 0 { Err(Refusal::NotFound.into()) } else { one(&mut db.arm(), actor, id).await }
    }

    /// Returns an item that may be offered in the actor's root area.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors; not found for an unknown or closed item.
    pub async fn offered_item(&self, actor: &Actor, id: ItemId) -> Result<Item> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let item = items::item(&mut db.arm(), actor.root, id).await?;
        if item.open { Ok(item) } else { Err(Refusal::NotFound.into()) }
    }

    /// Lists the actor's own offers, newest first; the next page begins below `cursor`.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors.
    pub async fn my_offers(&self, actor: &Actor, cursor: OfferId) -> Result<Page<Offer>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let limit = PAGE + 1;
        let sql = format!("{OFFERS} where o.account = $1 and (o.id < $2 or $2 = 0) order by o.id desc limit {limit}");
        let found = rows!(db, OfferRow, AssertSqlSafe(sql.as_str()), actor.account, cursor)?;
        Ok(page(found.into_iter().map(Offer::try_from).collect::<Result<_>>()?, |offer: &Offer| offer.id))
    }

    /// Lists the offers to the actor's root area, each with the need for its item.
    /// Open offers come oldest first; `over` lists the ended ones, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn offers(&self, actor: &Actor, over: bool, cursor: OfferId) -> Result<Page<(Offer, Need)>> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let limit = PAGE + 1;
        let which = if over {
            "o.state in ('declined', 'received', 'withdrawn') and (o.id < $2 or $2 = 0) order by o.id desc"
        } else {
            "o.state in ('offered', 'accepted') and o.id > $2 order by o.id"
        };
        let sql = format!("{OFFERS} where o.root = $1 and {which} limit {limit}");
        let found = rows!(db, OfferRow, AssertSqlSafe(sql.as_str()), actor.root, cursor)?;
        let needs = needs(&mut db.arm(), actor.root, found.iter().map(|row| row.item)).await?;
        let offer = |row: OfferRow| {
            let known = needs.get(&row.item).copied().unwrap_or_default();
            Ok((Offer::try_from(row)?, known))
        };
        Ok(page(found.into_iter().map(offer).collect::<Result<_>>()?, |(offer, _): &(Offer, Need)| offer.id))
    }

    /// Returns stock, wishes and minimum of an item in the actor's root area.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors.
    pub async fn need(&self, actor: &Actor, item: i64) -> Result<Need> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        Ok(needs(&mut db.arm(), actor.root, [item]).await?.remove(&item).unwrap_or_default())
    }

    /// Lists the locations that the actor may accept an offer for.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock.
    pub async fn offer_places(&self, actor: &Actor) -> Result<Vec<Location>> {
        self.shops(actor, Action::KeepStock).await
    }

    /// Counts the offers of the actor's root area without an answer.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn offers_waiting(&self, actor: &Actor) -> Result<i64> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        Ok(value!(
            db,
            i64,
            "select count(*) from offer where root = $1 and state = 'offered' and state in ('offered', 'accepted')",
            actor.root,
        )?)
    }

    /// Loads an offer's photo; readable by those who may read the offer.
    ///
    /// # Errors
    /// Not found for all others.
    pub async fn offer_photo(&self, actor: &Actor, id: i64) -> Result<Picture> {
        let mut db = self.reader().await?;
        let (bytes, offer) = row!(db, (Vec<u8>, i64), "select bytes, offer from offer_photo where id = $1", id)?
            .ok_or(Refusal::NotFound)?;
        if !actor.is_signed_in() {
            return Err(Refusal::NotFound.into());
        }
        one(&mut db.arm(), actor, offer).await.map(|_| Picture::from_stored(bytes))
    }
}
