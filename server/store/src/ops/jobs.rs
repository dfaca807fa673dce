//! What time does: remind, lapse, confirm, expire, forget. Every record in its own write, which looks
//! again under its lock, so that several servers on one database do nothing twice.

use domain::{DAY, Timestamp, areas::Policy};
use futures::{StreamExt, future::BoxFuture, stream};

use crate::{
    By, Result, Store, Tx,
    accounts::{sessions, sign_in::codes},
    claims,
    db::{
        idempotency, rate_limit,
        sql::{rows, run, value},
    },
    imports,
    wishes::{
        self,
        media::{pending, voice},
    },
};

/// How many records are looked for at once.
const BATCH: usize = 200;
/// How many writes wait together: they share commits.
const TOGETHER: usize = 8;

/// What a run of the clocks did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Claimers reminded.
    pub reminded: i64,
    /// Claims whose deadline passed.
    pub lapsed: i64,
    /// Claims confirmed because time was over.
    pub confirmed: i64,
    /// Wishes that nobody claimed in time.
    pub expired: i64,
    /// Households that were given their points of the month.
    pub points_given: i64,
    /// Households whose points lapsed.
    pub points_lapsed: i64,
    /// Shelves from which something past its date was taken.
    pub goods_expired: i64,
    /// Families reminded of their orders.
    pub orders_reminded: i64,
    /// Orders that nobody came for.
    pub orders_expired: i64,
    /// Request ids, sessions and failed tries that were cleared away.
    pub forgotten: i64,
}

/// One step of a clock on one record; false when there was nothing to do any more.
pub(crate) type Step = for<'t, 'c> fn(&'t mut Tx<'c>, i64) -> BoxFuture<'t, Result<bool>>;

/// Something due: since when, and which. The next batch begins after the last of this one, so a record
/// that cannot be done holds nothing up.
pub(crate) type Due = (Timestamp, i64);

/// Clears away what nobody can ask for any more.
async fn forget(tx: &mut Tx<'_>) -> Result<i64> {
    let now = tx.now;
    let gone = idempotency::forget(tx, now - 7 * DAY).await?
        + sessions::forget(tx).await?
        + rate_limit::forget(tx, now - DAY).await?
        + imports::goods::forget(tx, now - 30 * DAY).await?
        + imports::households::forget(tx, now - 7 * DAY).await?
        + codes::forget(tx).await?
        + voice::forget(tx).await?
        + pending::forget(tx).await?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// Moves a job's time forward, if it has come.
async fn take_turn(tx: &mut Tx<'_>, name: &str, every: Timestamp) -> Result<bool> {
    let now = tx.now;
    run!(tx, "insert into job (name, next) values ($1, 0) on conflict (name) do nothing", name)?;
    let next = now + every;
    Ok(run!(tx, "update job set next = $2 where name = $1 and next <= $3", name, next, now)? == 1)
}

impl Store {
    /// Does everything that is due by the store's clock. Several servers may run it at once.
    ///
    /// # Errors
    /// When the database fails. A single record that fails is logged and left for the next run.
    pub async fn run_clocks(&self) -> Result<Ran> {
        Ok(Ran {
            reminded: self.remind().await?,
            lapsed: self.lapse().await?,
            confirmed: self.confirm().await?,
            expired: self.expire().await?,
            points_lapsed: self.points_lapse().await?,
            points_given: self.points_month().await?,
            goods_expired: self.expire_goods().await?,
            orders_reminded: self.orders_remind().await?,
            orders_expired: self.orders_expire().await?,
            forgotten: self.write(&By::system(), "forget", (), |tx, ()| Box::pin(forget(tx))).await?,
        })
    }

    async fn remind(&self) -> Result<i64> {
        let (mut done, mut after) = (0, Due::default());
        loop {
            let due = rows!(
                self.reader().await?,
                Due,
                "select reminder, id from claim
                 where state = 'pledged' and reminder > 0 and reminder <= $1 and due >= $1 and (reminder, id) > ($2, $3)
                 order by reminder, id limit 200",
                self.now(),
                after.0,
                after.1,
            )?;
            done += self.each(&due, "claim_remind", |tx, id| Box::pin(claims::lifecycle::remind(tx, id))).await;
            let Some(last) = full(&due) else { return Ok(done) };
            after = last;
        }
    }

    async fn lapse(&self) -> Result<i64> {
        let (mut done, mut after) = (0, Due::default());
        loop {
            let due = rows!(
                self.reader().await?,
                Due,
                "select due, id from claim where state = 'pledged' and due < $1 and (due, id) > ($2, $3)
                 order by due, id limit 200",
                self.now(),
                after.0,
                after.1,
            )?;
            done += self.each(&due, "claim_lapse", |tx, id| Box::pin(claims::lifecycle::lapse(tx, id))).await;
            let Some(last) = full(&due) else { return Ok(done) };
            after = last;
        }
    }

    /// Hand-overs that were not contradicted for as many days as their area waits.
    async fn confirm(&self) -> Result<i64> {
        let (mut done, mut after) = (0, Due::default());
        loop {
            let due = rows!(
                self.reader().await?,
                Due,
                "select c.changed, c.id from claim c join wish w on w.id = c.wish join area a on a.id = w.home
                 where c.state = 'handed_over' and c.changed <= $1 - 86400 and (c.changed, c.id) > ($2, $3)
                   and c.changed <= $1 - 86400 * coalesce((select p.confirm_days from policy p join area r on r.id = p.area
                       where a.path like r.path || '%' order by length(r.path) desc limit 1), $4)
                 order by c.changed, c.id limit 200",
                self.now(),
                after.0,
                after.1,
                Policy::default().confirm_days,
            )?;
            done +=
                self.each(&due, "claim_confirm", |tx, id| Box::pin(claims::lifecycle::confirm_by_time(tx, id))).await;
            let Some(last) = full(&due) else { return Ok(done) };
            after = last;
        }
    }

    async fn expire(&self) -> Result<i64> {
        let (mut done, mut after) = (0, Due::default());
        loop {
            let due = rows!(
                self.reader().await?,
                Due,
                "select w.expires, w.id from wish w
                 where w.state = 'published' and w.expires > 0 and w.expires < $1 and (w.expires, w.id) > ($2, $3)
                   and not exists (select 1 from claim c where c.wish = w.id
                       and c.state in ('pledged', 'on_the_way', 'arrived', 'handed_over'))
                 order by w.expires, w.id limit 200",
                self.now(),
                after.0,
                after.1,
            )?;
            done += self.each(&due, "wish_expire", |tx, id| Box::pin(wishes::lifecycle::expire(tx, id))).await;
            let Some(last) = full(&due) else { return Ok(done) };
            after = last;
        }
    }

    /// Takes the step for each record, some of them together; gives how many there was something to do for.
    pub(crate) async fn each(&self, due: &[Due], operation: &'static str, step: Step) -> i64 {
        let by = By::system();
        // Collected first: a closure inside the stream would keep the whole future from being Send.
        let steps: Vec<_> = due.iter().map(|(_, id)| self.one(&by, operation, *id, step)).collect();
        stream::iter(steps)
            .buffer_unordered(TOGETHER)
            .filter(|done| std::future::ready(*done))
            .count()
            .await
            .try_into()
            .unwrap_or(i64::MAX)
    }

    async fn one(&self, by: &By, operation: &'static str, id: i64, step: Step) -> bool {
        let done = self.write(by, operation, id, move |tx, id| step(tx, *id)).await;
        done.unwrap_or_else(|cause| {
            let kind = domain::Error::from(cause); // logs the cause
            tracing::error!(%kind, operation, id, "a clock could not do its work on one record");
            false
        })
    }

    /// Whether it is this server's turn to do a regular job: true for exactly one server each time
    /// `every` seconds have passed.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn job_due(&self, name: &str, every: Timestamp) -> Result<bool> {
        let waits = value!(
            self.reader().await?,
            i64,
            "select count(*) from job where name = $1 and next > $2",
            name,
            self.now(),
        )?;
        if waits > 0 {
            return Ok(false);
        }
        let input = (name.to_owned(), every);
        self.write(&By::system(), "job", input, |tx, (name, every)| Box::pin(take_turn(tx, name, *every))).await
    }
}

/// Where the next batch begins, if there may be one.
pub(crate) fn full(due: &[Due]) -> Option<Due> {
    due.last().copied().filter(|_| due.len() == BATCH)
}
