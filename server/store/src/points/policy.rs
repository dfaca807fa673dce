//! How many points an area gives its households. The nearest area above that has a policy decides; where there
//! is none, the clock gives nothing.

use domain::{
    Error as Refusal,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    permission::Action,
    points::PointsPolicy,
};
use serde::Serialize;

use crate::{
    By, Conn, Result, Store, Tx,
    areas::tree::{must_in, path_of},
    db::sql::{rows, run},
};

#[derive(sqlx::FromRow)]
struct PolicyRow {
    area: i64,
    path: String,
    base: i64,
    each_member: i64,
    cap_month: i64,
    cap_balance: i64,
    valid_months: i64,
}

/// Every policy there is, with the area that set it. There are as many as areas at the most.
pub(crate) struct Policies(Vec<(AreaPath, AreaId, PointsPolicy)>);

impl Policies {
    pub(crate) async fn read(db: &mut Conn<'_>) -> Result<Policies> {
        let found = rows!(
            db,
            PolicyRow,
            "select p.area, a.path, p.base, p.each_member, p.cap_month, p.cap_balance, p.valid_months
             from points_policy p join area a on a.id = p.area order by length(a.path) desc",
        )?;
        let policy = |row: PolicyRow| {
            let PolicyRow { area, path, base, each_member, cap_month, cap_balance, valid_months } = row;
            (AreaPath(path), area, PointsPolicy { base, each_member, cap_month, cap_balance, valid_months })
        };
        Ok(Policies(found.into_iter().map(policy).collect()))
    }

    /// What holds at this place, and the area that set it.
    pub(crate) fn at(&self, path: &AreaPath) -> Option<(PointsPolicy, AreaId)> {
        self.0.iter().find(|(above, ..)| above.covers(path)).map(|(_, area, policy)| (*policy, *area))
    }
}

/// The policy of an area, to be set.
#[derive(Clone, Debug, Serialize)]
pub struct NewPointsPolicy {
    /// The area.
    pub area: AreaId,
    /// What it gives.
    pub policy: PointsPolicy,
}

/// Sets what an area gives, and everything below it that has no policy of its own. What was given stays; the
/// next month follows the new numbers.
///
/// # Errors
/// Outside the actor's areas, or a number out of range.
pub async fn set(tx: &mut Tx<'_>, new: &NewPointsPolicy) -> Result<()> {
    must_in(tx, Action::SetPolicy, new.area).await?;
    if new.area == 0 {
        return Err(Refusal::NotFound.into());
    }
    let PointsPolicy { base, each_member, cap_month, cap_balance, valid_months } = new.policy.checked()?;
    run!(
        tx,
        "insert into points_policy (area, base, each_member, cap_month, cap_balance, valid_months)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (area) do update set base = excluded.base, each_member = excluded.each_member,
             cap_month = excluded.cap_month, cap_balance = excluded.cap_balance,
             valid_months = excluded.valid_months",
        new.area,
        base,
        each_member,
        cap_month,
        cap_balance,
        valid_months,
    )?;
    tx.audit("points_policy", new.area).await
}

async fn clear(tx: &mut Tx<'_>, area: AreaId) -> Result<()> {
    must_in(tx, Action::SetPolicy, area).await?;
    run!(tx, "delete from points_policy where area = $1", area)?;
    tx.audit("points_policy", area).await
}

impl Store {
    /// What an area gives its households, and the area that says so; `None` when nobody does.
    ///
    /// # Errors
    /// There is no such area, or it is outside those whose rules the person sets.
    pub async fn points_policy(&self, actor: &Actor, area: AreaId) -> Result<Option<(PointsPolicy, AreaId)>> {
        actor.must_somewhere(Action::SetPolicy)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::SetPolicy, &path)?;
        Ok(Policies::read(&mut db.arm()).await?.at(&path))
    }

    /// Sets what an area gives its households.
    ///
    /// # Errors
    /// As [`set`].
    pub async fn points_policy_set(&self, by: &By, area: AreaId, policy: PointsPolicy) -> Result<()> {
        let new = NewPointsPolicy { area, policy };
        self.write(by, "points_policy_set", new, |tx, new| Box::pin(set(tx, new))).await
    }

    /// Takes an area's own policy away, so that the one above holds again, or none.
    ///
    /// # Errors
    /// Outside the actor's areas.
    pub async fn points_policy_clear(&self, by: &By, area: AreaId) -> Result<()> {
        self.write(by, "points_policy_clear", area, |tx, area| Box::pin(clear(tx, *area))).await
    }
}
