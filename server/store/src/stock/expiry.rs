//! Best-before dates: lists of dated goods, and the job that moves expired goods to quarantine.

use domain::{
    Code, DAY, Timestamp,
    accounts::Actor,
    catalogue::items::ItemId,
    events::{Event, OfLocation},
    ledger::{JournalKind, LedgerAccount, LocationId, LotId, Place, moved},
    permission::Action,
    wishes::{Page, WishId},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Command, Refusal, Result, Store, Tx,
    areas::locations::must_at,
    db::{
        area_filter::covered,
        pagination::PAGE,
        sql::{parse, row, rows, value, values},
    },
    ledger::{self, lots, post::NewJournal},
};

/// Units of a lot with a best-before date, in one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DatedGoods {
    /// Lot with the date.
    pub lot: LotId,
    /// Id of the item.
    pub item: ItemId,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// Best-before date in Unix seconds.
    pub expires: Timestamp,
    /// Shelf, quarantine, reserved or ordered.
    pub place: Place,
    /// Claim or order the units are set aside for, or 0.
    pub owner: i64,
    /// Location of the units.
    pub location: LocationId,
    /// Name of the location.
    pub location_name: String,
    /// Units in this place.
    pub quantity: i64,
    /// Units that published wishes of the root area still want of this item and size.
    pub wanted: i64,
}

#[derive(sqlx::FromRow)]
struct DatedRow {
    lot: i64,
    item: i64,
    key: String,
    name: String,
    size: String,
    expires: i64,
    place: String,
    owner: i64,
    location: i64,
    location_name: String,
    quantity: i64,
    wanted: i64,
}

/// Uses for a lot that expires soon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forward {
    /// Lot to use.
    pub lot: LotId,
    /// Id of the item.
    pub item: ItemId,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: Timestamp,
    /// Location of the lot.
    pub location: LocationId,
    /// Name of the location.
    pub location_name: String,
    /// Free units of the lot there.
    pub quantity: i64,
    /// Published wishes for the item and size, oldest first; at most 20.
    pub wishes: Vec<WaitingWish>,
    /// Other locations of the tree with fewer than the minimum: id, name and units; at most 20.
    pub short_of: Vec<(LocationId, String, i64)>,
    /// Units that all shelves together should hold; 0 for no minimum.
    pub minimum: i64,
}

/// Published wish that the lot would fill.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct WaitingWish {
    /// Wish to fill.
    pub wish: WishId,
    /// Units it still wants.
    pub units: i64,
    /// When it was published.
    pub since: Timestamp,
    /// Public name of its district.
    pub district: String,
}

/// Range of best-before dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Past now.
    Expired,
    /// After now, within this many days.
    Days(i64),
}

/// Moves expired goods from one shelf to quarantine; false when there were none.
/// At most 500 lots per call. Each shopkeeper is told once a day.
#[derive(Serialize)]
pub(crate) struct ExpireGoods(pub LocationId);

impl Command for ExpireGoods {
    const NAME: &'static str = "goods_expire";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let &Self(location) = self;
        let now = tx.now;
        let past = values!(
            tx,
            i64,
            "select b.lot from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
             where a.place = 'shelf' and a.owner = $1 and b.quantity > 0 and l.expires <> 0 and l.expires <= $2
             order by b.lot limit 500",
            location,
            now,
        )?;
        let (shelf, quarantine) =
            (LedgerAccount::of(Place::Shelf, location), LedgerAccount::of(Place::Quarantine, location));
        let mut entries = Vec::with_capacity(past.len() * 2);
        for lot in past {
            // A concurrent move may hold the balance; only what it leaves is moved.
            let left = ledger::post::balance_held(tx, shelf, lot).await?;
            if left > 0 {
                entries.extend(moved(lot, left, shelf, quarantine));
            }
        }
        if entries.is_empty() {
            return Ok(false);
        }
        let id = ledger::post::post(tx, &NewJournal::new(JournalKind::Expire, location), &entries).await?;
        tx.audit("journal", id).await?;
        let title = value!(tx, String, "select name from location where id = $1", location)?;
        let mut staff = Vec::new();
        for account in lots::keepers(tx, location).await? {
            let told = value!(
                tx,
                i64,
                "select (select count(*) from notice
                         where account = $1 and kind = 'goods_expired' and subject = $2 and created > $3)
                     + (select count(*) from outbox
                        where reader = 'notices' and record = 'location' and record_id = $2 and account = $1
                          and event = 'goods_expired' and at > $3)",
                account,
                location,
                now - DAY,
            )?;
            if told == 0 {
                staff.push(account);
            }
        }
        tx.emit(Event::GoodsExpired(OfLocation { location, staff, title })).await?;
        Ok(true)
    }
}

impl Store {
    /// Lists dated goods of the actor's locations, soonest first.
    /// `location` 0 means all; `shown` is the number of rows to skip.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn dated(
        &self,
        actor: &Actor,
        location: LocationId,
        within: Within,
        shown: i64,
    ) -> Result<Page<DatedGoods>> {
        actor.must_somewhere(Action::ReadStock)?;
        let now = self.now();
        let (after, until) = match within {
            Within::Expired => (0, now),
            Within::Days(days) => (now, now + days * DAY),
        };
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let limit = PAGE + 1;
        let shown = shown.clamp(0, 100_000);
        let sql = format!(
            "select b.lot, l.item, i.key, i.name, l.size, l.expires, a.place, a.owner, a.location,
                 p.name as location_name, b.quantity,
                 coalesce((select cast(sum(w.quantity - w.claimed) as bigint) from wish w
                     where w.item = l.item and w.size = l.size and w.root = l.root and w.state = 'published'
                       and w.claimed < w.quantity), 0) as wanted
             from lot l join balance b on b.lot = l.id join ledger_account a on a.id = b.account
                 join location p on p.id = a.location join area r on r.id = p.area join item i on i.id = l.item
             where l.expires > $1 and l.expires <= $2 and l.expires <> 0 and b.quantity > 0
                 and a.place in ('shelf', 'quarantine', 'reserved', 'ordered') and (a.location = $3 or $3 = 0) and {inside}
             order by l.expires, b.lot, a.id limit {limit} offset $4"
        );
        let mut db = self.reader().await?;
        let found = rows!(db, DatedRow, AssertSqlSafe(sql.as_str()), after, until, location, shown)?;
        let more = found.len() > PAGE;
        let items = found.into_iter().take(PAGE).map(|row| {
            let place: Place = parse(&row.place)?;
            Ok(DatedGoods {
                owner: if matches!(place, Place::Reserved | Place::Ordered) { row.owner } else { 0 },
                place,
                lot: row.lot,
                item: row.item,
                key: row.key,
                name: row.name,
                size: row.size,
                expires: row.expires,
                location: row.location,
                location_name: row.location_name,
                quantity: row.quantity,
                wanted: row.wanted,
            })
        });
        let items = items.collect::<Result<Vec<_>>>()?;
        let next = more.then(|| shown + i64::try_from(items.len()).unwrap_or_default());
        Ok(Page { items, next })
    }

    /// Lists uses for a lot on a shelf: published wishes, and locations below the minimum.
    ///
    /// # Errors
    /// Not found outside the actor's areas, or without units there; [`Code::ExpiredGoods`] when the lot is past its
    /// date; not allowed without a role that reads stock.
    pub async fn forward(&self, actor: &Actor, lot: LotId, location: LocationId) -> Result<Forward> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        must_at(&mut db.arm(), actor, Action::ReadStock, location).await?;
        let of = ledger::post::lot(&mut db.arm(), lot).await?;
        let quantity = ledger::post::balance(&mut db.arm(), LedgerAccount::of(Place::Shelf, location), lot).await?;
        if quantity == 0 {
            return Err(Refusal::NotFound.into());
        }
        if of.expires != 0 && of.expires <= self.now() {
            return Err(Code::ExpiredGoods.into());
        }
        let item = crate::catalogue::items::item(&mut db.arm(), of.root, of.item).await?;
        let (location_name,) =
            row!(db, (String,), "select name from location where id = $1", location)?.ok_or(Refusal::NotFound)?;
        let wishes = rows!(
            db,
            WaitingWish,
            "select w.id as wish, w.quantity - w.claimed as units, w.published as since, d.name as district
             from wish w join area d on d.id = w.district
             where w.item = $1 and w.size = $2 and w.root = $3 and w.state = 'published' and w.claimed < w.quantity
             order by w.id limit 20",
            of.item,
            &of.size,
            of.root,
        )?;
        let short_of = rows!(
            db,
            (i64, String, i64),
            "select p.id, p.name, coalesce(s.quantity, 0) from location p
             left join shelf s on s.location = p.id and s.item = $1 and s.size = $2 and s.root = p.root
             where p.root = $3 and p.open = true and p.id <> $4 and coalesce(s.quantity, 0) < $5
             order by coalesce(s.quantity, 0), p.id limit 20",
            of.item,
            &of.size,
            of.root,
            location,
            item.terms.minimum.max(1),
        )?;
        Ok(Forward {
            lot,
            item: of.item,
            key: item.key,
            name: item.name,
            size: of.size,
            expires: of.expires,
            location,
            location_name,
            quantity,
            wishes,
            short_of,
            minimum: item.terms.minimum,
        })
    }

    /// Moves expired goods from every shelf to quarantine; returns the number of locations that had some.
    pub(crate) async fn expire_goods(&self) -> Result<i64> {
        let (mut done, mut after) = (0, 0);
        loop {
            let due = rows!(
                self.reader().await?,
                (i64, i64),
                "select min(l.expires), a.owner from lot l join balance b on b.lot = l.id
                     join ledger_account a on a.id = b.account
                 where l.expires <> 0 and l.expires <= $1 and b.quantity > 0 and a.place = 'shelf' and a.owner > $2
                 group by a.owner order by a.owner limit 200",
                self.now(),
                after,
            )?;
            done += self.each(&due, ExpireGoods).await;
            match due.last() {
                Some((_, last)) if due.len() == 200 => after = *last,
                _ => return Ok(done),
            }
        }
    }
}
