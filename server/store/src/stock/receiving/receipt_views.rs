//! Reading receipts: for staff of the location, and for the donor.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    ledger::{LocationId, LotId},
    permission::Action,
    stock::receipts::{OPEN_FOR, Receipt, ReceiptId, ReceiptLine, ReceiptQuery, number},
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store,
    areas::locations::must_at,
    db::{
        area_filter::covered,
        pagination::{PAGE, page, signed_in},
        sql::{parse, row, rows, stored},
    },
};

#[derive(sqlx::FromRow)]
pub(super) struct ReceiptRow {
    id: i64,
    year: i64,
    number: i64,
    location: i64,
    location_name: String,
    address: String,
    origin: String,
    giver: String,
    organisation_name: String,
    donor_name: String,
    named: bool,
    donor: i64,
    organisation: i64,
    offer: i64,
    claim: i64,
    note: String,
    by: String,
    account: i64,
    created: i64,
    closed: i64,
    path: String,
    units: i64,
    cost: i64,
}

/// Sums a column over the receipt's lines that were not reversed.
macro_rules! valid {
    ($sum:literal) => {
        concat!(
            "coalesce((select cast(sum(",
            $sum,
            ") as bigint) from journal j join entry e on e.journal = j.id join lot l on l.id = e.lot
               where j.receipt = r.id and j.receipt <> 0 and j.kind = 'receive' and e.quantity > 0
                 and not exists (select 1 from journal x where x.reverses = j.id and x.reverses <> 0)), 0)"
        )
    };
}

pub(super) const RECEIPTS: &str = concat!(
    "select r.id, r.year, r.number, r.location, p.name as location_name, p.address, r.origin, r.giver,
       coalesce(o.name, '') as organisation_name, coalesce(d.name, '') as donor_name, r.named, r.donor, r.organisation,
       r.offer, r.claim, r.note, coalesce(b.name, '') as by, r.account, r.created, r.closed, a.path, ",
    valid!("e.quantity"),
    " as units, ",
    valid!("l.cost"),
    " as cost
     from receipt r join location p on p.id = r.location join area a on a.id = p.area
       left join organisation o on o.id = r.organisation left join account d on d.id = r.donor
       left join account b on b.id = r.account"
);

stored! {
    struct LineRow => ReceiptLine {
        parsed: condition; journal: i64, lot: i64, item: i64, key: String, name: String, unit: String, size: String,
        expires: i64, quantity: i64, cost: i64, reversed_by: i64
    }
}

impl ReceiptRow {
    pub(super) fn view(self, now: i64) -> Result<Receipt> {
        let giver = [self.giver, self.organisation_name, self.donor_name].into_iter().find(|name| !name.is_empty());
        Ok(Receipt {
            number: number(self.year, self.number),
            origin: parse(&self.origin)?,
            giver: giver.unwrap_or_default(),
            open: self.closed == 0 && now < self.created + OPEN_FOR,
            lines: Vec::new(),
            id: self.id,
            location: self.location,
            location_name: self.location_name,
            address: self.address,
            named: self.named,
            donor: self.donor,
            organisation: self.organisation,
            offer: self.offer,
            claim: self.claim,
            note: self.note,
            by: self.by,
            created: self.created,
            units: self.units,
            cost: self.cost,
        })
    }
}

async fn lines(db: &mut Conn<'_>, id: ReceiptId) -> Result<Vec<ReceiptLine>> {
    let found = rows!(
        db,
        LineRow,
        "select j.id as journal, e.lot, l.item, i.key, i.name, i.unit, l.size, l.condition, l.expires, e.quantity, l.cost,
           coalesce((select x.id from journal x where x.reverses = j.id and x.reverses <> 0), 0) as reversed_by
         from journal j join entry e on e.journal = j.id join lot l on l.id = e.lot join item i on i.id = l.item
         where j.receipt = $1 and j.receipt <> 0 and j.kind = 'receive' and e.quantity > 0 order by j.id, e.lot",
        id,
    )?;
    found.into_iter().map(ReceiptLine::try_from).collect()
}

/// An item of a receipt.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct ReceiptThing {
    /// The receipt.
    pub receipt: ReceiptId,
    /// Id of the item.
    pub item: i64,
    /// Key of its pictogram.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
}

/// Organisation that may be named as a giver.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct Giver {
    /// Id of the organisation.
    pub id: i64,
    /// Name of the organisation.
    pub name: String,
}

impl Store {
    /// Returns a receipt with its lines, for staff of its location.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads stock.
    pub async fn receipt(&self, actor: &Actor, id: ReceiptId) -> Result<Receipt> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let sql = format!("{RECEIPTS} where r.id = $1");
        let found = row!(db, ReceiptRow, AssertSqlSafe(sql.as_str()), id)?.ok_or(Refusal::NotFound)?;
        actor.must(Action::ReadStock, &AreaPath(found.path.clone()))?;
        // Only the account that opened it may add lines.
        let mine = found.account == actor.account;
        let view = found.view(self.now())?;
        Ok(Receipt { lines: lines(&mut db.arm(), id).await?, open: view.open && mine, ..view })
    }

    /// Returns a receipt with its lines to its donor, without the internal note.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors; not found unless the actor is its donor.
    pub async fn my_receipt(&self, actor: &Actor, id: ReceiptId) -> Result<Receipt> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let sql = format!("{RECEIPTS} where r.id = $1 and r.donor = $2 and r.donor <> 0");
        let found = row!(db, ReceiptRow, AssertSqlSafe(sql.as_str()), id, actor.account)?.ok_or(Refusal::NotFound)?;
        let view = found.view(self.now())?;
        Ok(Receipt { lines: lines(&mut db.arm(), id).await?, open: false, note: String::new(), ..view })
    }

    /// Lists the actor's donations by receipt, newest first; the next page begins below `cursor`.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors.
    pub async fn my_receipts(&self, actor: &Actor, cursor: ReceiptId) -> Result<Page<Receipt>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let limit = PAGE + 1;
        let sql = format!(
            "{RECEIPTS} where r.donor = $1 and r.donor <> 0 and (r.id < $2 or $2 = 0) order by r.id desc limit {limit}"
        );
        let found = rows!(db, ReceiptRow, AssertSqlSafe(sql.as_str()), actor.account, cursor)?;
        let mine = |row: ReceiptRow| Ok(Receipt { open: false, note: String::new(), ..row.view(self.now())? });
        Ok(page(found.into_iter().map(mine).collect::<Result<_>>()?, |receipt: &Receipt| receipt.id))
    }

    /// Lists what the actor's own receipts are for: a line for each item and size of each receipt.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors.
    pub async fn my_receipt_things(&self, actor: &Actor, receipts: &[ReceiptId]) -> Result<Vec<ReceiptThing>> {
        signed_in(actor)?;
        if receipts.is_empty() {
            return Ok(Vec::new());
        }
        let ids = receipts.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let sql = format!(
            "select distinct j.receipt, l.item, i.key, i.name, l.size
             from receipt r join journal j on j.receipt = r.id join entry e on e.journal = j.id
               join lot l on l.id = e.lot join item i on i.id = l.item
             where r.donor = $1 and r.donor <> 0 and r.id in ({ids}) and j.receipt <> 0 and j.kind = 'receive' and e.quantity > 0
             order by j.receipt, l.item, l.size"
        );
        let mut db = self.reader().await?;
        Ok(rows!(db, ReceiptThing, AssertSqlSafe(sql.as_str()), actor.account)?)
    }

    /// Lists the receipts of the actor's locations, newest first, without their lines.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn receipts(&self, actor: &Actor, query: ReceiptQuery) -> Result<Page<Receipt>> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let inside = covered("a.path", &actor.areas_for(Action::ReadStock));
        let origin = query.origin.map_or("", domain::ledger::Origin::as_str);
        let limit = PAGE + 1;
        let sql = format!(
            "{RECEIPTS} where (r.location = $1 or $1 = 0) and (r.origin = $2 or $2 = '') and (r.id < $3 or $3 = 0)
               and {inside} order by r.id desc limit {limit}"
        );
        let found = rows!(db, ReceiptRow, AssertSqlSafe(sql.as_str()), query.location, origin, query.cursor)?;
        let found = found.into_iter().map(|row| row.view(self.now())).collect::<Result<_>>()?;
        Ok(page(found, |receipt: &Receipt| receipt.id))
    }

    /// Returns the receipt of a lot, or 0 without one.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; not found in another root area.
    pub async fn receipt_of_lot(&self, actor: &Actor, lot: LotId) -> Result<ReceiptId> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let found = row!(db, (i64,), "select receipt from lot where id = $1 and root = $2", lot, actor.root)?;
        Ok(found.ok_or(Refusal::NotFound)?.0)
    }

    /// Returns the receipt of a claim's goods.
    /// 0 without one, or when the actor is neither its donor nor reads stock at its location.
    ///
    /// # Errors
    /// [`domain::Code::SignInNeeded`] for visitors.
    pub async fn receipt_of_claim(&self, actor: &Actor, claim: i64) -> Result<ReceiptId> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64, i64, String),
            "select r.id, r.donor, a.path from receipt r join location p on p.id = r.location join area a on a.id = p.area
             where r.claim = $1 and r.claim <> 0 order by r.id desc limit 1",
            claim,
        )?;
        let may = |(_, donor, path): &(i64, i64, String)| {
            *donor == actor.account || actor.may(Action::ReadStock, &AreaPath(path.clone()))
        };
        Ok(found.filter(may).map_or(0, |(id, ..)| id))
    }

    /// Lists the open organisations of a location's root area by name, at most 200.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps stock.
    pub async fn givers(&self, actor: &Actor, location: LocationId) -> Result<Vec<Giver>> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        must_at(&mut db.arm(), actor, Action::KeepStock, location).await?;
        Ok(rows!(
            db,
            Giver,
            "select o.id, o.name from organisation o join area a on a.id = o.area join location p on p.root = a.root
             where p.id = $1 and o.open = true order by o.name, o.id limit 200",
            location,
        )?)
    }
}
