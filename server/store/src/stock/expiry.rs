//! Dates: what expires soon, and what the clock takes off the shelves when its day is over.

use domain::{
    Code, DAY, Error as Refusal, Timestamp,
    accounts::Actor,
    catalogue::items::ItemId,
    ledger::{JournalKind, LedgerAccount, LocationId, LotId, Place, moved},
    notifications::NoticeKind,
    permission::Action,
    wishes::{Page, WishId},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store, Tx,
    areas::locations::location_path,
    db::{
        area_filter::covered,
        pagination::PAGE,
        sql::{parse, row, rows, value, values},
        write::News,
    },
    ledger::{self, lots, post::NewJournal},
};

/// Units with a date, where they lie.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dated {
    /// The lot.
    pub lot: LotId,
    /// What it is.
    pub item: ItemId,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// Its day.
    pub expires: Timestamp,
    /// On the shelf, in quarantine, or set aside.
    pub place: Place,
    /// The claim or order that they are set aside for, or 0.
    pub owner: i64,
    /// The location.
    pub location: LocationId,
    /// Its name.
    pub location_name: String,
    /// How many.
    pub quantity: i64,
    /// Units of it that open wishes of the root area still want.
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

/// Who could use goods that should go soon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forward {
    /// The lot.
    pub lot: LotId,
    /// What it is.
    pub item: ItemId,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// Its day, or 0.
    pub expires: Timestamp,
    /// Where it lies.
    pub location: LocationId,
    /// That location's name.
    pub location_name: String,
    /// How many are free there.
    pub quantity: i64,
    /// Open wishes for it, those that wait longest first; at most 20.
    pub wishes: Vec<WaitingWish>,
    /// Other locations of the tree with fewer than the minimum, each with what it has; at most 20.
    pub short_of: Vec<(LocationId, String, i64)>,
    /// The fewest that should be there, over all shelves; 0 for no minimum.
    pub minimum: i64,
}

/// A wish that the goods would fill.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct WaitingWish {
    /// The wish.
    pub wish: WishId,
    /// Units it still wants.
    pub units: i64,
    /// Since when it waits.
    pub since: Timestamp,
    /// The public name of its district.
    pub district: String,
}

/// Which dates a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Past its date.
    Expired,
    /// Not yet past it, but within so many days.
    Days(i64),
}

/// Takes what is past its date off one shelf and tells its shopkeepers, once a day; false when nothing was.
pub(crate) async fn expire(tx: &mut Tx<'_>, location: LocationId) -> Result<bool> {
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
        // Somebody may just be moving it: what is left when they are done is what expires.
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
    let name = value!(tx, String, "select name from location where id = $1", location)?;
    for account in lots::keepers(tx, location).await? {
        let told = value!(
            tx,
            i64,
            "select count(*) from notice where account = $1 and kind = 'goods_expired' and subject = $2 and created > $3",
            account,
            location,
            now - DAY,
        )?;
        if told == 0 {
            let kind = NoticeKind::GoodsExpired;
            tx.notify(account, &News { kind, wish: 0, claim: 0, subject: location, title: &name, text: "" }).await?;
        }
    }
    Ok(true)
}

impl Store {
    /// Goods with a date in the actor's shops, soonest first. `location` 0 means all of them; the cursor of the next
    /// page is how many were shown.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn dated(&self, actor: &Actor, location: LocationId, within: Within, shown: i64) -> Result<Page<Dated>> {
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
            Ok(Dated {
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

    /// Who could use the units of a lot on a shelf: open wishes, and other shops that have too few.
    ///
    /// # Errors
    /// Not found outside the actor's areas, or when none are there.
    pub async fn forward(&self, actor: &Actor, lot: LotId, location: LocationId) -> Result<Forward> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let path = location_path(&mut db.arm(), location).await?;
        actor.must(Action::ReadStock, &path)?;
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

    /// Takes everything that is past its date off the shelves; gives how many locations had something.
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
            done += self.each(&due, "goods_expire", |tx, id| Box::pin(expire(tx, id))).await;
            match due.last() {
                Some((_, last)) if due.len() == 200 => after = *last,
                _ => return Ok(done),
            }
        }
    }
}
