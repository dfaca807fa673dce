//! The records behind the numbers of a drive, for those who keep it, on pages and as a file. One statement makes the
//! numbers and their rows. Names of donors are not in it.

use domain::{
    accounts::{Actor, security::SecurityKind},
    catalogue::items::ItemId,
    community::drives::{DriveFact, DriveId, DriveSource},
    permission::Action,
    stock::offers::OfferState,
    wishes::Page,
};
use serde::Serialize;

use super::load_drive;
use crate::{
    By, Command, Conn, Result, Store, Tx,
    db::{
        pagination::page,
        sql::{parse, rows},
    },
};

/// The records that count for drive `$1`: goods on receipts that name it, without reversed lines, and goods that donors
/// announced and have not brought yet. A macro because statements are literals.
macro_rules! drive_facts {
    () => {
        "select 'receipt' as source, e.id * 2 as number, r.id as record, r.created as happened,
             e.quantity as amount, l.item as item, i.key as key, i.name as name, k.name as place, '' as state
         from drive_receipt d join receipt r on r.id = d.receipt join location k on k.id = r.location
             join journal j on j.receipt = r.id and j.receipt <> 0 and j.kind = 'receive'
             join entry e on e.journal = j.id and e.quantity > 0 join lot l on l.id = e.lot
             join item i on i.id = l.item
         where d.drive = $1 and not exists (select 1 from journal x where x.reverses = j.id and x.reverses <> 0)
         union all
         select 'offer', o.id * 2 + 1, o.id, o.created, o.quantity, w.item, i.key, i.name, coalesce(k.name, ''), o.state
         from drive_item w join drive_offer f on f.drive_item = w.id join offer o on o.id = f.offer
             join item i on i.id = w.item left join location k on k.id = o.location
         where w.drive = $1 and o.state in ('offered', 'accepted')"
    };
}

/// Columns of a [`FactRow`] of facts `f`; a macro because statements are literals.
macro_rules! drive_fact_columns {
    () => {
        "f.source, f.number, f.record, f.happened, f.amount, f.item, f.key, f.name, f.place, f.state"
    };
}

#[derive(sqlx::FromRow)]
struct FactRow {
    source: String,
    number: i64,
    record: i64,
    happened: i64,
    amount: i64,
    item: i64,
    key: String,
    name: String,
    place: String,
    state: String,
}

impl FactRow {
    fn fact(self) -> Result<DriveFact> {
        let state: Option<OfferState> = if self.state.is_empty() { None } else { Some(parse(&self.state)?) };
        Ok(DriveFact {
            number: self.number,
            source: parse(&self.source)?,
            record: self.record,
            at: self.happened,
            amount: self.amount,
            item: self.item,
            key: self.key,
            name: self.name,
            place: self.place,
            state,
        })
    }
}

/// Sums the units of each item by what they are: received, or announced.
pub(super) async fn sums(db: &mut Conn<'_>, drive: DriveId) -> Result<Vec<(DriveSource, ItemId, i64)>> {
    let found = rows!(
        db,
        (String, i64, i64),
        concat!(
            "select f.source, f.item, cast(sum(f.amount) as bigint) from (",
            drive_facts!(),
            ") f group by f.source, f.item order by f.source, f.item"
        ),
        drive,
    )?;
    found.into_iter().map(|(source, item, units)| Ok((parse(&source)?, item, units))).collect()
}

/// Checks that the actor keeps the drive.
async fn must_keep(db: &mut Conn<'_>, actor: &Actor, drive: DriveId) -> Result<()> {
    actor.must_somewhere(Action::OpenDrives)?;
    let path = load_drive(db, drive).await?.path();
    Ok(actor.must(Action::OpenDrives, &path)?)
}

/// Which records of a drive a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DriveFactQuery {
    /// Received or announced, or both.
    pub source: Option<DriveSource>,
    /// Of one item, or of all.
    pub item: Option<ItemId>,
}

/// Notes an export of a drive.
#[derive(Clone, Copy, Debug, Serialize)]
struct DriveExported {
    drive: DriveId,
}

impl Command for DriveExported {
    const NAME: &'static str = "export_drive";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::OpenDrives)?;
        tx.must_be_proved().await?;
        tx.audit("drive", self.drive).await
    }
}

impl Store {
    /// Lists the records that count for a drive, newest first: the rows behind its numbers.
    ///
    /// # Errors
    /// Not allowed without a role that opens drives; not found outside the actor's areas.
    pub async fn drive_facts(
        &self,
        actor: &Actor,
        drive: DriveId,
        query: DriveFactQuery,
        cursor: i64,
    ) -> Result<Page<DriveFact>> {
        let mut db = self.reader().await?;
        must_keep(&mut db.arm(), actor, drive).await?;
        let found = rows!(
            db,
            FactRow,
            concat!(
                "select ",
                drive_fact_columns!(),
                " from (",
                drive_facts!(),
                ") f where (f.source = $2 or $2 = '') and (f.item = $3 or $3 = 0)
                     and ((f.happened, f.number) < (select c.happened, c.number from (",
                drive_facts!(),
                ") c where c.number = $4) or $4 = 0)
                 order by f.happened desc, f.number desc limit 51"
            ),
            drive,
            query.source.map_or("", DriveSource::as_str),
            query.item.unwrap_or_default(),
            cursor,
        )?;
        let found = found.into_iter().map(FactRow::fact).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |fact| fact.number))
    }

    /// Exports the records that count for a drive, newest first.
    ///
    /// # Errors
    /// As [`Store::drive_facts`]; [`domain::Code::ProofNeeded`].
    pub async fn export_drive(&self, by: &By, drive: DriveId) -> Result<Vec<DriveFact>> {
        let mut db = self.reader().await?;
        must_keep(&mut db.arm(), &by.actor, drive).await?;
        // A write takes a connection of its own.
        drop(db);
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, DriveExported { drive }).await?;
        self.note_security_of(SecurityKind::Exported, "drive", by.actor.account);
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            FactRow,
            concat!(
                "select ",
                drive_fact_columns!(),
                " from (",
                drive_facts!(),
                ") f order by f.happened desc, f.number desc limit 100000"
            ),
            drive,
        )?;
        found.into_iter().map(FactRow::fact).collect()
    }
}
