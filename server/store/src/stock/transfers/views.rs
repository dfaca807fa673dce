//! Reading transfers: staff of either location see all of it.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    catalogue::items::{ItemId, barcode},
    ledger::{LocationId, LotId},
    permission::Action,
    stock::transfers::{Transfer, TransferId, TransferLine},
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Refusal, Result, Store,
    areas::locations::must_at,
    db::{
        area_filter::covered,
        folding::fold,
        pagination::{PAGE, anywhere, page},
        sql::{parse, row, rows},
    },
};

/// Lot that can be sent: free on a shelf and not past its date.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SendableLot {
    /// Lot to send.
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
    pub expires: i64,
    /// Free units.
    pub quantity: i64,
}

#[derive(sqlx::FromRow)]
pub(super) struct TransferRow {
    id: i64,
    state: String,
    source: i64,
    source_name: String,
    source_path: String,
    target: i64,
    target_name: String,
    target_path: String,
    note: String,
    reason: String,
    sent_by: String,
    sent_at: i64,
    received_by: String,
    received_at: i64,
    sent: i64,
    on_the_way: i64,
}

impl TryFrom<TransferRow> for Transfer {
    type Error = Error;

    fn try_from(row: TransferRow) -> Result<Transfer> {
        Ok(Transfer {
            state: parse(&row.state)?,
            id: row.id,
            source: row.source,
            source_name: row.source_name,
            target: row.target,
            target_name: row.target_name,
            note: row.note,
            reason: row.reason,
            sent_by: row.sent_by,
            sent_at: row.sent_at,
            received_by: row.received_by,
            received_at: row.received_at,
            sent: row.sent,
            open: row.on_the_way,
            lines: Vec::new(),
        })
    }
}

pub(super) const TRANSFERS: &str =
    "select t.id, t.state, t.source, s.name as source_name, sr.path as source_path, t.target,
         g.name as target_name, gr.path as target_path, t.note, t.reason, coalesce(a.name, '') as sent_by, t.sent_at,
         coalesce(b.name, '') as received_by, t.received_at,
         coalesce((select cast(sum(x.sent) as bigint) from transfer_line x where x.transfer = t.id), 0) as sent,
         coalesce((select cast(sum(x.sent - x.arrived - x.returned - x.lost) as bigint) from transfer_line x
                   where x.transfer = t.id), 0) as on_the_way
     from transfer t join location s on s.id = t.source join area sr on sr.id = s.area
         join location g on g.id = t.target join area gr on gr.id = g.area
         left join account a on a.id = t.sent_by left join account b on b.id = t.received_by";

#[derive(sqlx::FromRow)]
struct LineRow {
    lot: i64,
    item: i64,
    key: String,
    name: String,
    size: String,
    expires: i64,
    sent: i64,
    arrived: i64,
    returned: i64,
    lost: i64,
}

/// Loads the lines of a transfer.
pub(crate) async fn lines(db: &mut Conn<'_>, id: TransferId) -> Result<Vec<TransferLine>> {
    let found = rows!(
        db,
        LineRow,
        "select t.lot, l.item, i.key, i.name, l.size, l.expires, t.sent, t.arrived, t.returned, t.lost
         from transfer_line t join lot l on l.id = t.lot join item i on i.id = l.item
         where t.transfer = $1 order by l.item, l.size, t.lot",
        id,
    )?;
    Ok(found
        .into_iter()
        .map(|row| TransferLine {
            lot: row.lot,
            item: row.item,
            key: row.key,
            name: row.name,
            size: row.size,
            expires: row.expires,
            sent: row.sent,
            arrived: row.arrived,
            returned: row.returned,
            lost: row.lost,
        })
        .collect())
}

impl Store {
    /// Lists transfers from or to the actor's locations, newest first, without their lines.
    /// `location` 0 means all; `live` lists only those with goods in transit.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn transfers(
        &self,
        actor: &Actor,
        location: LocationId,
        live: bool,
        cursor: TransferId,
    ) -> Result<Page<Transfer>> {
        actor.must_somewhere(Action::ReadStock)?;
        let areas = actor.areas_for(Action::ReadStock);
        let (from_here, to_here) = (covered("sr.path", &areas), covered("gr.path", &areas));
        let states = if live { "t.state in ('sent', 'short')" } else { "1 = 1" };
        let limit = PAGE + 1;
        let sql = format!(
            "{TRANSFERS} where ({from_here} or {to_here}) and (t.source = $1 or t.target = $1 or $1 = 0)
                 and (t.id < $2 or $2 = 0) and {states} order by t.id desc limit {limit}"
        );
        let mut db = self.reader().await?;
        let found = rows!(db, TransferRow, AssertSqlSafe(sql.as_str()), location, cursor)?;
        let transfers = found.into_iter().map(Transfer::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page(transfers, |transfer| transfer.id))
    }

    /// Returns one transfer with its lines.
    ///
    /// # Errors
    /// Not found unless the actor reads stock at one of its locations; not allowed without a role that reads stock.
    pub async fn transfer(&self, actor: &Actor, id: TransferId) -> Result<Transfer> {
        actor.must_somewhere(Action::ReadStock)?;
        let mut db = self.reader().await?;
        let sql = format!("{TRANSFERS} where t.id = $1");
        let found = row!(db, TransferRow, AssertSqlSafe(sql.as_str()), id)?.ok_or(Refusal::NotFound)?;
        let ends = [AreaPath(found.source_path.clone()), AreaPath(found.target_path.clone())];
        if !ends.iter().any(|path| actor.may(Action::ReadStock, path)) {
            return Err(Refusal::NotFound.into());
        }
        let lines = lines(&mut db.arm(), id).await?;
        Ok(Transfer { lines, ..Transfer::try_from(found)? })
    }

    /// Lists lots on a shelf that can be sent, soonest to expire first.
    /// `only` names up to 100 lots and replaces the search by `words`, which returns at most 50.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that keeps stock.
    pub async fn sendable(
        &self,
        actor: &Actor,
        location: LocationId,
        words: &str,
        only: &[LotId],
    ) -> Result<Vec<SendableLot>> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        must_at(&mut db.arm(), actor, Action::KeepStock, location).await?;
        let named: Vec<String> = only.iter().take(100).map(ToString::to_string).collect();
        let which = if named.is_empty() {
            format!(
                "(i.find like $3 escape '!' or i.id in (select c.item from barcode c where c.root = {} and c.code = $4))",
                actor.root
            )
        } else {
            format!("b.lot in ({}) and $3 <> '' and $4 <> '-'", named.join(", "))
        };
        let sql = format!(
            "select b.lot, l.item, i.key, i.name, l.size, l.expires, b.quantity
             from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
                 join item i on i.id = l.item
             where a.place = 'shelf' and a.owner = $1 and b.quantity > 0 and (l.expires = 0 or l.expires > $2)
                 and {which}
             order by l.expires = 0, l.expires, l.item, b.lot limit {}",
            if named.is_empty() { 50 } else { 100 }
        );
        let (now, pattern, code) = (self.now(), anywhere(&fold(words.trim())), barcode(words).unwrap_or_default());
        Ok(rows!(db, SendableLot, AssertSqlSafe(sql.as_str()), location, now, &pattern, &code)?)
    }
}
