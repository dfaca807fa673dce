//! What time does to points: each month's grant, once for each household, and what lapses. In slices, so that
//! others' writes come in between.

use domain::{areas::AreaPath, households::HouseholdId, time::Month};

use crate::{
    By, Result, Store, Tx,
    db::sql::{rows, run, value, values},
    points::{
        self,
        ledger::{NewGrant, grant, lapse},
        policy::Policies,
    },
};

/// Households of one slice: one transaction.
const SLICE: usize = 100;

/// How often lapsed points are looked for. Nobody can spend them meanwhile.
const LAPSE_SECONDS: i64 = 300;

/// Households of a slice: from the first number to the last.
type Slice = (HouseholdId, HouseholdId);

fn slice(ids: &[HouseholdId]) -> Option<Slice> {
    Some((*ids.first()?, *ids.last()?))
}

/// Gives the households of a slice what is due for the month that it is now; those that had it already, nothing.
/// How many households were given points.
///
/// # Errors
/// Only when the database fails.
pub async fn grant_month(tx: &mut Tx<'_>, (first, last): Slice) -> Result<i64> {
    let now = tx.now;
    let this_month = Month::of(now).key();
    let policies = Policies::read(&mut tx.arm()).await?;
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
    for (household, root, size, path) in households {
        let Some((policy, _)) = policies.at(&AreaPath(path)) else { continue };
        // On PostgreSQL this waits for another server that is at the same household.
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

/// What a household has, together with what is held for its orders: that may come back.
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

/// Takes away what has lapsed in the households of a slice.
async fn lapse_all(tx: &mut Tx<'_>, (first, last): Slice) -> Result<i64> {
    let now = tx.now;
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

impl Store {
    /// Gives every household what is due this month and was not given yet; how many were given points.
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
            let Some((first, last)) = slice(&due) else { return Ok(done) };
            let given = self
                .write(&By::system(), "points_month", (first, last), |tx, slice| Box::pin(grant_month(tx, *slice)))
                .await;
            done += match given {
                Ok(given) => given,
                Err(cause) => self.points_one_by_one(&due, cause).await,
            };
            if due.len() < SLICE {
                return Ok(done);
            }
            after = last;
        }
    }

    /// A household that cannot be given anything holds up none of its slice.
    async fn points_one_by_one(&self, due: &[HouseholdId], cause: crate::Error) -> i64 {
        let kind = domain::Error::from(cause); // logs the cause
        tracing::warn!(%kind, "a slice of the monthly points failed; its households are tried one by one");
        let mut done = 0;
        for id in due {
            let one =
                self.write(&By::system(), "points_month", *id, |tx, id| Box::pin(grant_month(tx, (*id, *id)))).await;
            match one {
                Ok(given) => done += given,
                Err(cause) => {
                    let kind = domain::Error::from(cause);
                    tracing::error!(%kind, id, "a household could not be given its monthly points");
                }
            }
        }
        done
    }

    /// Takes lapsed points away, every few minutes; how many households lost some.
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
            let Some(slice) = slice(&due) else { return Ok(done) };
            done +=
                self.write(&By::system(), "points_lapse", slice, |tx, slice| Box::pin(lapse_all(tx, *slice))).await?;
            if due.len() < SLICE {
                return Ok(done);
            }
            after = slice.1;
        }
    }
}
