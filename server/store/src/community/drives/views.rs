//! Reads drives. All of it is public; names of donors are not in it.

use domain::{
    DAY,
    accounts::Actor,
    areas::AreaPath,
    community::drives::{Drive, DriveId, DriveItem, DriveLine, DrivePlace, DriveSource, LATE_DAYS},
    ledger::LocationId,
    permission::Action,
    stock::offers::OfferId,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::facts::sums;
use crate::{
    Conn, Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows, stored},
    },
};

stored! {
    struct LineRow => DriveLine {
        parsed: state; id: i64, title: String, area_name: String, until: i64, wanted: i64, received: i64, published: bool
    }
}

/// Columns and joins of a [`LineRow`]; a macro because statements are literals.
macro_rules! drive_line_columns {
    () => {
        "d.id, d.title, a.name as area_name, d.state, d.until, (d.published <> 0) as published,
         (select cast(coalesce(sum(i.wanted), 0) as bigint) from drive_item i where i.drive = d.id) as wanted,
         (select cast(coalesce(sum(e.quantity), 0) as bigint)
             from drive_receipt r join journal j on j.receipt = r.receipt and j.receipt <> 0 and j.kind = 'receive'
                 join entry e on e.journal = j.id and e.quantity > 0 join lot l on l.id = e.lot
                 join drive_item i on i.drive = r.drive and i.item = l.item
             where r.drive = d.id
                 and not exists (select 1 from journal x where x.reverses = j.id and x.reverses <> 0)) as received
         from drive d join area a on a.id = d.area"
    };
}

#[derive(sqlx::FromRow)]
struct DriveRow {
    id: i64,
    area: i64,
    area_name: String,
    path: String,
    title: String,
    words: String,
    state: String,
    until: i64,
    ended: i64,
    reason: String,
    result: String,
    published: i64,
}

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: i64,
    item: i64,
    key: String,
    name: String,
    unit: String,
    wanted: i64,
}

#[derive(sqlx::FromRow)]
struct PlaceRow {
    location: i64,
    name: String,
    address: String,
    hours: String,
}

async fn places(db: &mut Conn<'_>, id: DriveId) -> Result<Vec<DrivePlace>> {
    let found = rows!(
        db,
        PlaceRow,
        "select l.id as location, l.name, l.address, l.hours from drive_place p join location l on l.id = p.location
         where p.drive = $1 order by l.id",
        id,
    )?;
    let place = |row: PlaceRow| {
        let PlaceRow { location, name, address, hours } = row;
        DrivePlace { location, name, address, hours }
    };
    Ok(found.into_iter().map(place).collect())
}

/// Which drives a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DriveList {
    /// Those that take goods.
    #[default]
    Open,
    /// Those that have ended or were cancelled.
    Over,
}

impl Store {
    /// Lists drives of the actor's root area, for visitors of all; newest first.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn drives(&self, actor: &Actor, list: DriveList, cursor: DriveId) -> Result<Page<DriveLine>> {
        let which = match list {
            DriveList::Open => "d.state = 'open'",
            DriveList::Over => "d.state in ('ended', 'cancelled')",
        };
        let sql = format!(
            concat!(
                "select ",
                drive_line_columns!(),
                " where {} and (d.root = $1 or $1 = 0) and (d.id < $2 or $2 = 0) order by d.id desc limit 51"
            ),
            which
        );
        let mut db = self.reader().await?;
        let found = rows!(db, LineRow, AssertSqlSafe(sql.as_str()), actor.root, cursor)?;
        let found = found.into_iter().map(DriveLine::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |line| line.id))
    }

    /// Loads up to three drives that take goods instead of one that has ended: of its root area, its own area first.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn other_drives(&self, id: DriveId) -> Result<Vec<DriveLine>> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            LineRow,
            concat!(
                "select ",
                drive_line_columns!(),
                " join drive o on o.id = $1 and o.root = d.root where d.state = 'open' and d.id <> $1
                 order by case when d.area = o.area then 0 else 1 end, d.id desc limit 3"
            ),
            id,
        )?;
        found.into_iter().map(DriveLine::try_from).collect()
    }

    /// Loads a drive with how far each item is.
    ///
    /// # Errors
    /// Not found for an unknown drive.
    pub async fn drive(&self, actor: &Actor, id: DriveId) -> Result<Drive> {
        let mut db = self.reader().await?;
        let row = row!(
            db,
            DriveRow,
            "select d.id, d.area, a.name as area_name, a.path, d.title, d.words, d.state, d.until, d.ended, d.reason,
                 d.result, d.published
             from drive d join area a on a.id = d.area where d.id = $1",
            id,
        )?
        .ok_or(Refusal::NotFound)?;
        let items = rows!(
            db,
            ItemRow,
            "select w.id, w.item, i.key, i.name, i.unit, w.wanted
             from drive_item w join item i on i.id = w.item where w.drive = $1 order by w.id",
            id,
        )?;
        let mut units = sums(&mut db.arm(), id).await?;
        let mut take = |of: DriveSource, item: i64| {
            let at = units.iter().position(|(source, one, _)| (*source, *one) == (of, item));
            at.map_or(0, |at| units.swap_remove(at).2)
        };
        let items = items
            .into_iter()
            .map(|row| {
                let ItemRow { id, item, key, name, unit, wanted } = row;
                let (received, offered) = (take(DriveSource::Receipt, item), take(DriveSource::Offer, item));
                DriveItem { id, item, key, name, unit, wanted, received, offered }
            })
            .collect();
        let others = units.iter().map(|(_, _, units)| units).sum();
        let places = places(&mut db.arm(), id).await?;
        let some = |at: i64| (at != 0).then_some(at);
        let path = AreaPath(row.path);
        let is_near = AreaPath::installation().child(actor.root).covers(&path);
        Ok(Drive {
            id: row.id,
            area: row.area,
            area_name: row.area_name,
            title: row.title,
            words: row.words,
            state: parse(&row.state)?,
            until: row.until,
            ended: some(row.ended),
            reason: if row.reason.is_empty() { None } else { Some(parse(&row.reason)?) },
            items,
            others,
            places,
            result: row.result,
            published: some(row.published),
            may_keep: actor.may(Action::OpenDrives, &path),
            may_offer: is_near && actor.may_somewhere(Action::OfferGoods),
        })
    }

    /// Lists drives that a receipt may name now, at the locations where the actor keeps stock: number and title.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock.
    pub async fn receiving_drives(&self, actor: &Actor) -> Result<Vec<(DriveId, String)>> {
        actor.must_somewhere(Action::KeepStock)?;
        let sql = format!(
            "select d.id, d.title from drive d
             where (d.state = 'open' or (d.state = 'ended' and d.ended > $1)) and exists (select 1 from drive_place p
                 join location l on l.id = p.location join area a on a.id = l.area where p.drive = d.id and {})
             order by d.id desc limit 50",
            covered("a.path", &actor.areas_for(Action::KeepStock)),
        );
        let since = self.now() - LATE_DAYS * DAY;
        let mut db = self.reader().await?;
        Ok(rows!(db, (i64, String), AssertSqlSafe(sql.as_str()), since)?)
    }

    /// Returns the drive that an offer was announced for, or 0; for stock keepers, who see the offer.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock.
    pub async fn drive_of_offer(&self, actor: &Actor, offer: OfferId) -> Result<DriveId> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64,),
            "select i.drive from drive_offer f join drive_item i on i.id = f.drive_item where f.offer = $1",
            offer,
        )?;
        Ok(found.map_or(0, |(drive,)| drive))
    }

    /// Lists open locations of the actor's root area for the places of a drive: number and name, at most 200.
    ///
    /// # Errors
    /// Not allowed without a role that opens drives.
    pub async fn drive_places(&self, actor: &Actor) -> Result<Vec<(LocationId, String)>> {
        actor.must_somewhere(Action::OpenDrives)?;
        let mut db = self.reader().await?;
        Ok(rows!(
            db,
            (i64, String),
            "select id, name from location where root = $1 and open = true order by id limit 200",
            actor.root,
        )?)
    }

    /// Counts drives that have ended, and whose result is to be published.
    pub(crate) fn drives_unpublished(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::OpenDrives).then(|| {
            format!(
                "select count(*) as n, min(d.ended) as at from drive d join area a on a.id = d.area
                 where d.state = 'ended' and d.published = 0 and {}",
                covered("a.path", &of.actor.areas_for(Action::OpenDrives)),
            )
        })
    }
}
