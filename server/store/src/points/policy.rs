//! Monthly points policies of areas. The nearest at or above an area applies; without one, no points.

use domain::{
    accounts::Actor,
    areas::{AreaId, AreaPath},
    permission::Action,
    points::PointsPolicy,
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
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

/// All policies in one list, deepest area first; there is at most one per area.
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

    /// Returns the policy that applies at this path, and the area that sets it.
    pub(crate) fn at(&self, path: &AreaPath) -> Option<(PointsPolicy, AreaId)> {
        self.0.iter().find(|(above, ..)| above.covers(path)).map(|(_, area, policy)| (*policy, *area))
    }
}

/// Sets the points policy of an area; it also applies below, up to areas with policies of their own.
/// Points already granted stay; the next monthly grant follows the new policy.
///
/// # Errors
/// `NotFound` outside the actor's areas and for area 0; [`domain::Code::ProofNeeded`]; a number out of range.
#[derive(Clone, Debug, Serialize)]
pub struct SetPointsPolicy {
    /// Area that sets it; 0 is refused.
    pub area: AreaId,
    /// Its new policy.
    pub policy: PointsPolicy,
}

impl Command for SetPointsPolicy {
    const NAME: &'static str = "points_policy_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_in(tx, Action::SetPolicy, self.area).await?;
        tx.must_be_proved().await?;
        if self.area == 0 {
            return Err(Refusal::NotFound.into());
        }
        let PointsPolicy { base, each_member, cap_month, cap_balance, valid_months } = self.policy.checked()?;
        run!(
            tx,
            "insert into points_policy (area, base, each_member, cap_month, cap_balance, valid_months)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (area) do update set base = excluded.base, each_member = excluded.each_member,
             cap_month = excluded.cap_month, cap_balance = excluded.cap_balance,
             valid_months = excluded.valid_months",
            self.area,
            base,
            each_member,
            cap_month,
            cap_balance,
            valid_months,
        )?;
        tx.audit("points_policy", self.area).await
    }
}

/// Deletes an area's own points policy, so that the one above applies again, if any.
///
/// # Errors
/// `NotFound` outside the actor's areas; [`domain::Code::ProofNeeded`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ClearPointsPolicy(pub AreaId);

impl Command for ClearPointsPolicy {
    const NAME: &'static str = "points_policy_clear";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(area) = self;
        must_in(tx, Action::SetPolicy, area).await?;
        tx.must_be_proved().await?;
        run!(tx, "delete from points_policy where area = $1", area)?;
        tx.audit("points_policy", area).await
    }
}

impl Store {
    /// Loads the points policy that applies in an area and the area that sets it; `None` without one.
    ///
    /// # Errors
    /// `NotAllowed` without a role that sets policies; `NotFound` for an unknown area or one outside the actor's.
    pub async fn points_policy(&self, actor: &Actor, area: AreaId) -> Result<Option<(PointsPolicy, AreaId)>> {
        actor.must_somewhere(Action::SetPolicy)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::SetPolicy, &path)?;
        Ok(Policies::read(&mut db.arm()).await?.at(&path))
    }
}
