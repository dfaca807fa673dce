//! The monthly notice of a location, computed from the ledger on every read.
//! Publishing stores no numbers; a reversal counts in the month it was posted in.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    ledger::LocationId,
    permission::Action,
    reports::{
        impact::FEWEST,
        monthly::{Explained, Giver, MonthLine, MonthNotice, Published},
    },
    time::Month,
    wishes::Page,
};
use serde::{Deserialize, Serialize};

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::locations::{location, location_path},
    db::{
        chain::{heads, joined},
        pagination::PAGE,
        sql::{parse, row, rows, run, value},
    },
};

#[derive(sqlx::FromRow)]
struct ChangeRow {
    item: i64,
    key: String,
    name: String,
    unit: String,
    category: String,
    bucket: String,
    quantity: i64,
}

#[derive(sqlx::FromRow)]
struct ReasonRow {
    item: i64,
    key: String,
    name: String,
    size: String,
    reason: String,
    units: i64,
    journal: i64,
}

impl From<ReasonRow> for Explained {
    fn from(row: ReasonRow) -> Explained {
        let ReasonRow { item, key, name, size, reason, units, journal } = row;
        Explained { item, key, name, size, reason, units, journal }
    }
}

/// Checks for a role that reads stock or administers at the location.
fn must_read(actor: &Actor, path: &AreaPath) -> Result<()> {
    either(actor, path, Action::ReadStock)
}

fn either(actor: &Actor, path: &AreaPath, action: Action) -> Result<()> {
    actor.must_somewhere(action).or(actor.must_somewhere(Action::Administer))?;
    if actor.may(action, path) || actor.may(Action::Administer, path) { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

fn month_of(text: &str) -> Result<Month> {
    Ok(text.parse::<Month>().map_err(|_| Refusal::NotFound)?)
}

/// Publishes a month's notice, or withdraws it.
///
/// # Errors
/// Not allowed without a role that keeps stock or administers; not found outside the actor's areas or for an invalid
/// month; [`Code::WrongState`] before the month is over.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PublishMonthNotice {
    /// Location of the notice.
    pub location: LocationId,
    /// Month as `2026-10`.
    pub month: String,
    /// Whether the public may read the notice; false withdraws it.
    pub open: bool,
}

impl Command for PublishMonthNotice {
    const NAME: &'static str = "month_notice_publish";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepStock).or(tx.actor.must_somewhere(Action::Administer))?;
        let path = location_path(&mut tx.arm(), self.location).await?;
        either(&tx.actor, &path, Action::KeepStock)?;
        let month = month_of(&self.month)?;
        if self.open && month.end() > tx.now {
            return Err(Code::WrongState.into());
        }
        let (month, now, account) = (month.to_string(), tx.now, tx.actor.account);
        if self.open {
            let heads = joined(&heads(&mut tx.arm()).await?);
            run!(
                tx,
                "insert into notice_month (location, month, published_by, published, heads) values ($1, $2, $3, $4, $5)
             on conflict (location, month) do nothing",
                self.location,
                &month,
                account,
                now,
                &heads,
            )?;
        } else {
            run!(tx, "delete from notice_month where location = $1 and month = $2", self.location, &month)?;
        }
        tx.audit("notice_month", self.location).await
    }
}

impl Store {
    /// Computes a month's notice for staff, published or not.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock or administers; not found outside the actor's areas or for an
    /// invalid month.
    pub async fn month_notice(&self, actor: &Actor, location: LocationId, month: &str) -> Result<MonthNotice> {
        actor.must_somewhere(Action::ReadStock).or(actor.must_somewhere(Action::Administer))?;
        let mut db = self.reader().await?;
        must_read(actor, &location_path(&mut db.arm(), location).await?)?;
        compute(&mut db.arm(), location, month_of(month)?, self.now()).await
    }

    /// Computes a published month's notice for the public. Units are exact, because goods must balance; households are
    /// in steps of five and none below, because two months would tell of single ones.
    ///
    /// # Errors
    /// Not found unless the month is published.
    pub async fn public_notice(&self, location: LocationId, month: &str) -> Result<MonthNotice> {
        let month = month_of(month)?;
        let mut db = self.reader().await?;
        let notice = compute(&mut db.arm(), location, month, self.now()).await?;
        if notice.published == 0 {
            return Err(Refusal::NotFound.into());
        }
        Ok(MonthNotice { households: notice.households - notice.households % FEWEST, ..notice })
    }

    /// Lists published months, newest first, of one root area or (0) of all.
    /// `from` is the number of rows to skip.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn public_notices(&self, root: AreaId, from: i64) -> Result<Page<Published>> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            (i64, String, String, i64),
            "select n.location, l.name, n.month, n.published from notice_month n join location l on l.id = n.location
             where l.root = $1 or $1 = 0 order by n.month desc, l.name, n.location limit 51 offset $2",
            root,
            from.max(0),
        )?;
        let more = found.len() > PAGE;
        let published =
            |(location, location_name, month, published)| Published { location, location_name, month, published };
        let items: Vec<Published> = found.into_iter().take(PAGE).map(published).collect();
        let next = more.then_some(from.max(0) + i64::try_from(PAGE).unwrap_or(0));
        Ok(Page { items, next })
    }
}

async fn compute(db: &mut Conn<'_>, at: LocationId, month: Month, now: Timestamp) -> Result<MonthNotice> {
    let place = location(db, at).await?;
    let (from, to, name) = (month.start(), month.end(), month.to_string());
    let (published, heads) = row!(
        db,
        (i64, String),
        "select published, heads from notice_month where location = $1 and month = $2",
        at,
        &name,
    )?
    .unwrap_or_default();
    let lines = lines(db, at, from, to).await?;
    let mut total = MonthLine::default();
    lines.iter().for_each(|line| total.add(line));
    let households = value!(
        db,
        i64,
        "select count(distinct a.owner) from journal j join entry e on e.journal = j.id
             join ledger_account a on a.id = e.account join lot l on l.id = e.lot
         where j.location = $1 and j.at >= $2 and j.at < $3 and j.kind = 'issue' and a.place = 'issued' and l.item <> 0
             and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0 and r.at < $3)",
        at,
        from,
        to,
    )?;
    Ok(MonthNotice {
        location: at,
        location_name: place.name,
        address: place.address,
        month: name,
        complete: to <= now,
        published,
        heads,
        lines,
        total,
        households,
        givers: givers(db, at, from, to).await?,
        losses: reasons(db, at, (from, to), "write_off").await?,
        counts: reasons(db, at, (from, to), "count").await?,
    })
}

/// Computes the lines of a month, one per item.
/// One statement reads the current stock and every change since the month began, so all numbers are of one snapshot. A
/// reversal counts against the kind that it reverses.
async fn lines(db: &mut Conn<'_>, at: LocationId, from: Timestamp, to: Timestamp) -> Result<Vec<MonthLine>> {
    let found = rows!(
        db,
        ChangeRow,
        "select l.item, i.key, i.name, i.unit, i.category, u.bucket, cast(sum(u.quantity) as bigint) as quantity
         from (select b.lot, 'now' as bucket, b.quantity from ledger_account a join balance b on b.account = a.id
               where a.location = $1 and a.place in ('quarantine', 'shelf', 'reserved', 'ordered') and b.quantity <> 0
               union all
               select e.lot, case when j.at >= $3 then 'later'
                   when k.kind = 'transfer' and (e.quantity > 0) = (j.reverses = 0) then 'transfer_in'
                   else k.kind end, e.quantity
               from journal j join entry e on e.journal = j.id join ledger_account a on a.id = e.account
                   join journal k on k.id = case when j.reverses = 0 then j.id else j.reverses end
               where a.location = $1 and a.place in ('quarantine', 'shelf', 'reserved', 'ordered') and j.at >= $2) u
             join lot l on l.id = u.lot join item i on i.id = l.item
         group by i.category, l.item, i.key, i.name, i.unit, u.bucket order by i.category, i.name, l.item",
        at,
        from,
        to,
    )?;
    let mut lines: Vec<MonthLine> = Vec::new();
    for row in found {
        if lines.last().is_none_or(|line| line.item != row.item) {
            let (key, name, unit) = (row.key.clone(), row.name.clone(), row.unit.clone());
            let category = parse(&row.category)?;
            lines.push(MonthLine { item: row.item, key, name, unit, category, ..MonthLine::default() });
        }
        let Some(line) = lines.last_mut() else { continue };
        match row.bucket.as_str() {
            "now" => line.closing += row.quantity,
            "later" => line.closing -= row.quantity,
            "receive" => line.received += row.quantity,
            "transfer_in" | "arrive" => line.moved_in += row.quantity,
            "issue" => line.issued -= row.quantity,
            "return" => line.returned -= row.quantity,
            "transfer" | "send" => line.moved_out -= row.quantity,
            "write_off" => line.lost -= row.quantity,
            "count" => line.counted += row.quantity,
            "assemble" | "take_apart" => line.kits += row.quantity,
            "lend" | "give_back" => line.lent += row.quantity,
            _ => line.other += row.quantity,
        }
    }
    for line in &mut lines {
        line.opening = line.closing - line.sum();
    }
    lines.retain(|line| !line.is_empty());
    Ok(lines)
}

/// Lists givers with receipts and units; unnamed givers are summed by origin.
/// Receipts reversed within the month do not count.
async fn givers(db: &mut Conn<'_>, at: LocationId, from: Timestamp, to: Timestamp) -> Result<Vec<Giver>> {
    let found = rows!(
        db,
        (String, String, i64, i64, i64),
        "select g.name, g.origin, cast(count(*) as bigint), cast(sum(g.units) as bigint), cast(min(g.id) as bigint)
         from (select c.id, case when c.named = false then '' when c.giver <> '' then c.giver
                   else coalesce(o.name, d.name, '') end as name, c.origin, cast(sum(e.quantity) as bigint) as units
               from journal j join receipt c on c.id = j.receipt join entry e on e.journal = j.id
                   left join organisation o on o.id = c.organisation left join account d on d.id = c.donor
               where j.location = $1 and j.at >= $2 and j.at < $3 and j.kind = 'receive' and j.receipt <> 0
                   and e.quantity > 0
                   and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0 and r.at < $3)
               group by c.id, c.named, c.giver, o.name, d.name, c.origin) g
         group by g.name, g.origin order by g.name = '', g.origin, sum(g.units) desc, g.name limit 501",
        at,
        from,
        to,
    )?;
    found
        .into_iter()
        .map(|(name, origin, receipts, units, receipt)| {
            Ok(Giver { name, origin: parse(&origin)?, receipts, units, receipt })
        })
        .collect()
}

/// Lists written-off or counted units by item and reason.
async fn reasons(
    db: &mut Conn<'_>,
    at: LocationId,
    (from, to): (Timestamp, Timestamp),
    kind: &str,
) -> Result<Vec<Explained>> {
    let found = rows!(
        db,
        ReasonRow,
        "select l.item, i.key, i.name, l.size, j.reason,
             cast(sum(case when j.kind = 'count' then e.quantity else -e.quantity end) as bigint) as units,
             cast(min(j.id) as bigint) as journal
         from journal j join entry e on e.journal = j.id join ledger_account a on a.id = e.account
             join lot l on l.id = e.lot join item i on i.id = l.item
         where j.location = $1 and j.at >= $2 and j.at < $3 and j.kind = $4 and a.place in ('shelf', 'quarantine')
             and not exists (select 1 from journal r where r.reverses = j.id and r.reverses <> 0 and r.at < $3)
         group by i.category, l.item, i.key, i.name, l.size, j.reason
         order by i.category, i.name, l.item, l.size, j.reason limit 100",
        at,
        from,
        to,
        kind,
    )?;
    Ok(found.into_iter().map(Explained::from).collect())
}
