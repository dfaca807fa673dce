//! Reading the quarantine: received goods that wait for an inspection.

use domain::{
    accounts::Actor,
    claims::{ApplianceCheck, ClaimId},
    ledger::{Condition, LotId, Origin},
    permission::Action,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store, Tx,
    db::{
        area_filter::covered,
        pagination::{PAGE, page},
        sql::{parse, rows, run},
    },
};

/// Goods of one lot in quarantine at one location.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waiting {
    /// Lot that waits.
    pub lot: i64,
    /// Id of the item.
    pub item: i64,
    /// Pictogram key of the item.
    pub key: String,
    /// Chinese name of the item.
    pub name: String,
    /// Size of the item, or "" for an item without sizes.
    pub size: String,
    /// Condition of the lot.
    pub condition: Condition,
    /// Best-before date in Unix seconds, or 0 for none.
    pub expires: i64,
    /// Kind of giver.
    pub origin: Origin,
    /// Whether a signed check is needed.
    pub needs_check: bool,
    /// Location of the goods.
    pub location: i64,
    /// Name of the location.
    pub location_name: String,
    /// Units in quarantine.
    pub quantity: i64,
    /// When the lot was created.
    pub since: i64,
    /// Receipt of the lot, or 0.
    pub receipt: i64,
    /// Whether the receipt has a donor account, which is told when goods are unfit.
    pub told: bool,
    /// Claim that waits for the check, or 0.
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
    /// Returns the page cursor after this row: lot and location in one number.
    #[must_use]
    pub fn cursor(&self) -> i64 {
        self.lot * 1_000_000 + self.location
    }
}

/// Inserts the check, with its signer and the account that entered it.
pub(crate) async fn sign(tx: &mut Tx<'_>, lot: LotId, claim: ClaimId, check: &ApplianceCheck) -> Result<()> {
    let (account, now) = (tx.actor.account, tx.now);
    run!(
        tx,
        "insert into appliance_check (lot, claim, checker, passed, note, account, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        lot,
        claim,
        &check.checker,
        check.passed,
        &check.note,
        account,
        now,
    )?;
    if check.passed {
        run!(tx, "update lot set checked = true where id = $1", lot)?;
    }
    Ok(())
}

impl Store {
    /// Lists goods in quarantine at the actor's locations, oldest lot first.
    /// `lot` 0 means all lots; the next page begins after `cursor`.
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
