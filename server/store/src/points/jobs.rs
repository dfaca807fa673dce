//! Clock jobs for points: monthly grants and lapsing.
//! They run in slices of households, one transaction each, so that other writes are not blocked for long.

use domain::{areas::AreaPath, households::HouseholdId, time::Month};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    db::{
        command::stored_as_tuple,
        locks::lock_household,
        sql::{rows, run, value, values},
    },
    points::{
        self,
        ledger::{NewGrant, grant, lapse},
        policy::Policies,
    },
};

/// Households per slice; the literal limits of the queries below must equal it.
const SLICE: usize = 100;

/// Interval of the lapse job in seconds. Lapsed points cannot be spent before it runs either.
const LAPSE_SECONDS: i64 = 300;

/// Households of a job's transaction.
#[derive(Clone, Copy, Debug)]
pub struct Slice {
    /// First household.
    pub first: HouseholdId,
    /// Last household.
    pub last: HouseholdId,
}

stored_as_tuple!(Slice, first, last);

impl Slice {
    fn of(ids: &[HouseholdId]) -> Option<Slice> {
        Some(Slice { first: *ids.first()?, last: *ids.last()? })
    }
}

/// Grants the current month's points to the open households of a slice that have none for it yet.
/// Returns the number of households that got points.
///
/// # Errors
/// Only when the database fails.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct GrantMonth(pub Slice);

impl Command for GrantMonth {
    const NAME: &'static str = "points_month";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        grant_month(tx, self.0).await
    }
}

/// Grants the current month's points to one household of a slice that failed.
#[derive(Serialize)]
struct GrantMonthToOne(HouseholdId);

impl Command for GrantMonthToOne {
    const NAME: &'static str = "points_month";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let &Self(id) = self;
        grant_month(tx, Slice { first: id, last: id }).await
    }
}

async fn grant_month(tx: &mut Tx<'_>, Slice { first, last }: Slice) -> Result<i64> {
    let now = tx.now;
    let this_month = Month::of(now).key();
    let policies = Policies::read(&mut tx.arm()).await?;
    // All locks before the first posting, which locks balances; then read what the locks hold still.
    let due = values!(
        tx,
        i64,
        "select h.id from household h where h.id >= $1 and h.id <= $2 and h.state = 'open'
             and not exists (select 1 from points_grant g where g.household = h.id and g.month = $3)
         order by h.id",
        first,
        last,
        this_month,
    )?;
    for household in &due {
        lock_household(tx, *household).await?;
    }
    let households = rows!(
        tx,
        (i64, i64, i64, String),
        "select h.id, h.root, h.size, a.path from household h join area a on a.id = h.area
         where h.id >= $1 and h.id <= $2 and h.state = 'open'
             and not exists (select 1 from points_grant g where g.household = h.id and g.month = $3)
         order by h.id",
        first,
        last,
        this_month,
    )?;
    let mut given = 0;
    for (household, root, size, path) in households.into_iter().filter(|(id, ..)| due.binary_search(id).is_ok()) {
        let Some((policy, _)) = policies.at(&AreaPath(path)) else { continue };
        // On PostgreSQL the insert waits for a concurrent transaction that grants to the same household.
        let mine = run!(
            tx,
            "insert into points_grant (household, month, points, journal) values ($1, $2, 0, 0)
             on conflict (household, month) do nothing",
            household,
            this_month,
        )?;
        if mine == 0 {
            continue;
        }
        let has = if policy.cap_balance > 0 { owned(tx, household).await? } else { 0 };
        let points = policy.due(size, has);
        if points == 0 {
            continue;
        }
        let expires = policy.lapse(now);
        let journal = grant(tx, &NewGrant { household, root, points, expires, reason: "" }).await?;
        run!(
            tx,
            "update points_grant set points = $3, journal = $4 where household = $1 and month = $2",
            household,
            this_month,
            points,
            journal,
        )?;
        given += 1;
    }
    Ok(given)
}

/// Loads a household's points, including held ones: those may return, so they count towards the cap.
async fn owned(tx: &mut Tx<'_>, household: HouseholdId) -> Result<i64> {
    let free = value!(
        tx,
        i64,
        "select cast(coalesce(sum(b.quantity), 0) as bigint) from ledger_account a join balance b on b.account = a.id
         where a.place = 'household' and a.owner = $1",
        household,
    )?;
    Ok(free + points::ledger::held(&mut tx.arm(), household).await?)
}

/// Returns lapsed points of a slice to the programme; returns the number of households affected.
#[derive(Serialize)]
struct LapsePoints(Slice);

impl Command for LapsePoints {
    const NAME: &'static str = "points_lapse";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let (Slice { first, last }, now) = (self.0, tx.now);
        let households = values!(
            tx,
            i64,
            "select distinct a.owner from ledger_account a join balance b on b.account = a.id join lot l on l.id = b.lot
             where a.place = 'household' and a.owner >= $1 and a.owner <= $2 and b.quantity > 0
                 and l.expires <> 0 and l.expires <= $3
             order by a.owner",
            first,
            last,
            now,
        )?;
        let mut done = 0;
        for household in households {
            done += i64::from(lapse(tx, household).await?);
        }
        Ok(done)
    }
}

impl Store {
    /// Grants this month's outstanding points in slices; returns the number of households that got some.
    pub(crate) async fn points_month(&self) -> Result<i64> {
        let (mut done, mut after) = (0, 0);
        loop {
            let due = values!(
                self.reader().await?,
                i64,
                "select h.id from household h join area a on a.id = h.area
                 where h.id > $2 and h.state = 'open'
                     and not exists (select 1 from points_grant g where g.household = h.id and g.month = $1)
                     and exists (select 1 from points_policy p join area r on r.id = p.area
                                 where a.path like r.path || '%')
                 order by h.id limit 100",
                Month::of(self.now()).key(),
                after,
            )?;
            let Some(slice) = Slice::of(&due) else { return Ok(done) };
            done += match self.run(&By::system(), GrantMonth(slice)).await {
                Ok(given) => given,
                Err(cause) => self.points_one_by_one(&due, cause).await,
            };
            if due.len() < SLICE {
                return Ok(done);
            }
            after = slice.last;
        }
    }

    /// Grants a failed slice's points household by household, so that one failure does not block others.
    async fn points_one_by_one(&self, due: &[HouseholdId], cause: crate::Error) -> i64 {
        tracing::warn!(%cause, "points_month failed for a slice; retrying its households one by one");
        let mut done = 0;
        for id in due {
            match self.run(&By::system(), GrantMonthToOne(*id)).await {
                Ok(given) => done += given,
                Err(cause) => tracing::error!(%cause, id, "points_month failed for a household"),
            }
        }
        done
    }

    /// Lapses points in slices, every few minutes; returns the number of households affected.
    pub(crate) async fn points_lapse(&self) -> Result<i64> {
        if !self.job_due("points_lapse", LAPSE_SECONDS).await? {
            return Ok(0);
        }
        let (mut done, mut after) = (0, 0);
        loop {
            let due = values!(
                self.reader().await?,
                i64,
                "select distinct a.owner
                 from lot l join balance b on b.lot = l.id join ledger_account a on a.id = b.account
                 where l.origin = 'points' and l.expires <> 0 and l.expires <= $1 and b.quantity > 0
                     and a.place = 'household' and a.owner > $2
                 order by a.owner limit 100",
                self.now(),
                after,
            )?;
            let Some(slice) = Slice::of(&due) else { return Ok(done) };
            done += self.run(&By::system(), LapsePoints(slice)).await?;
            if due.len() < SLICE {
                return Ok(done);
            }
            after = slice.last;
        }
    }
}
