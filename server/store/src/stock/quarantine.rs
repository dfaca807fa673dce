//! The quarantine: what came in and has still to be looked at.

use domain::{
    accounts::Actor,
    ledger::{Condition, Origin},
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{
        area_filter::covered,
        pagination::{PAGE, page},
        sql::{parse, rows},
    },
};

/// Goods in quarantine, as [`Store::waiting`] lists them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waiting {
    /// The lot.
    pub lot: i64,
    /// What it is.
    pub item: i64,
    /// Its pictogram.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// Its size, or empty.
    pub size: String,
    /// New or used.
    pub condition: Condition,
    /// Best before, or 0.
    pub expires: i64,
    /// Where it came from.
    pub origin: Origin,
    /// Whether it needs a signed check.
    pub needs_check: bool,
    /// Where.
    pub location: i64,
    /// That location's name.
    pub location_name: String,
    /// How many.
    pub quantity: i64,
    /// Since when it is in the books.
    pub since: i64,
    /// The receipt it came with, or 0.
    pub receipt: i64,
    /// Whether somebody brought it who will be told what becomes of it.
    pub told: bool,
    /// The claim whose check it waits for, or 0.
    pub claim: i64,
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    lot: i64,
    item: i64,
    key: String,
    name: String,
    size: String,
    condition: String,
    expires: i64,
    origin: String,
    checked: bool,
    electrical: bool,
    location: i64,
    location_name: String,
    quantity: i64,
    since: i64,
    receipt: i64,
    donor: i64,
    claim: i64,
}

impl Waiting {
    /// Where a list goes on after it.
    #[must_use]
    pub fn cursor(&self) -> i64 {
        self.lot * 1_000_000 + self.location
    }
}

impl Store {
    /// What waits to be looked at in the actor's shops, oldest first; one lot of it, or (0) everything. The next
    /// page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn waiting(&self, actor: &Actor, lot: i64, cursor: i64) -> Result<Page<Waiting>> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let inside = covered("r.path", &actor.areas_for(Action::ReadStock));
        let limit = PAGE + 1;
        let sql = format!(
            "select b.lot, l.item, i.key, i.name, l.size, l.condition, l.expires, l.origin, l.checked, i.electrical,
               a.owner as location, p.name as location_name, b.quantity, l.created as since, l.receipt,
               coalesce(c.donor, 0) as donor,
               coalesce((select max(k.id) from claim k where k.id = l.claim and k.awaiting_check = true), 0) as claim
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
               join item i on i.id = l.item join location p on p.id = a.owner join area r on r.id = p.area
               left join receipt c on c.id = l.receipt
             where a.place = 'quarantine' and b.quantity > 0 and (b.lot = $1 or $1 = 0)
               and b.lot * 1000000 + a.owner > $2 and {inside}
             order by b.lot * 1000000 + a.owner limit {limit}"
        );
        let found = rows!(db, WaitingRow, AssertSqlSafe(sql.as_str()), lot, cursor)?;
        let waiting = found.into_iter().map(|row| {
            Ok(Waiting {
                condition: parse(&row.condition)?,
                origin: parse(&row.origin)?,
                needs_check: row.electrical && row.condition == "used" && !row.checked,
                lot: row.lot,
                item: row.item,
                key: row.key,
                name: row.name,
                size: row.size,
                expires: row.expires,
                location: row.location,
                location_name: row.location_name,
                quantity: row.quantity,
                since: row.since,
                receipt: row.receipt,
                told: row.donor != 0,
                claim: row.claim,
            })
        });
        Ok(page(waiting.collect::<Result<_>>()?, Waiting::cursor))
    }
}
