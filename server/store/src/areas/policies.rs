//! Policies of areas. The nearest policy at or above an area applies; without one, the defaults.

use domain::{
    areas::{AreaId, AreaPath, Policy, Waits},
    permission::Action,
};
use serde::Serialize;

use crate::{
    Command, Conn, Refusal, Result, Store, Tx,
    areas::tree::{must_in, path_of},
    db::sql::{parse, row, run},
};

#[derive(sqlx::FromRow)]
struct PolicyRow {
    area: i64,
    who_may_claim: String,
    open_claims: i64,
    claim_days: i64,
    reminder_days: i64,
    wish_days: i64,
    confirm_days: i64,
    open_wishes: i64,
    year_wishes: i64,
    one_person_allowed: bool,
    arrive_days: i64,
    grace_days: i64,
    collect_days: i64,
    staff_factor: String,
    costly_above: i64,
    pairings: i64,
}

impl TryFrom<PolicyRow> for Policy {
    type Error = crate::Error;

    fn try_from(row: PolicyRow) -> Result<Policy> {
        let (who_may_claim, staff_factor) = (parse(&row.who_may_claim)?, parse(&row.staff_factor)?);
        let PolicyRow { open_claims, claim_days, reminder_days, wish_days, confirm_days, .. } = row;
        let (open_wishes, year_wishes, one_person_allowed) = (row.open_wishes, row.year_wishes, row.one_person_allowed);
        let PolicyRow { arrive_days, grace_days, collect_days, pairings, .. } = row;
        Ok(Policy {
            who_may_claim,
            open_claims,
            claim_days,
            reminder_days,
            wish_days,
            confirm_days,
            open_wishes,
            year_wishes,
            one_person_allowed,
            waits: Waits { arrive_days, grace_days, collect_days },
            staff_factor,
            costly_above: (row.costly_above > 0).then_some(row.costly_above),
            pairings,
        })
    }
}

async fn nearest_policy(db: &mut Conn<'_>, path: &AreaPath) -> Result<Option<(Policy, AreaId)>> {
    let nearest = row!(
        db,
        PolicyRow,
        "select p.area, p.who_may_claim, p.open_claims, p.claim_days, p.reminder_days, p.wish_days, p.confirm_days,
             p.open_wishes, p.year_wishes, p.one_person_allowed, p.arrive_days, p.grace_days, p.collect_days,
             p.staff_factor, p.costly_above, p.pairings
         from policy p join area a on a.id = p.area
         where $1 like a.path || '%' order by length(a.path) desc limit 1",
        &path.0,
    )?;
    match nearest {
        Some(row) => {
            let area = row.area;
            Ok(Some((row.try_into()?, area)))
        }
        None => Ok(None),
    }
}

/// Loads the policy that applies at this path.
///
/// # Errors
/// Only when the database fails.
pub async fn policy_for(db: &mut Conn<'_>, path: &AreaPath) -> Result<Policy> {
    Ok(nearest_policy(db, path).await?.map(|(policy, _)| policy).unwrap_or_default())
}

/// Sets the policy of an area; it also applies below, up to areas with policies of their own.
///
/// # Errors
/// `NotFound` outside the actor's areas and for area 0; [`domain::Code::ProofNeeded`]; a number out of range.
#[derive(Clone, Debug, Serialize)]
pub struct SetPolicy {
    /// Area that sets it; 0 is refused.
    pub area: AreaId,
    /// Its new policy.
    pub policy: Policy,
}

impl Command for SetPolicy {
    const NAME: &'static str = "policy_set";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        must_in(tx, Action::SetPolicy, self.area).await?;
        tx.must_be_proved().await?;
        let policy = self.policy.clone().checked()?;
        if self.area == 0 {
            return Err(Refusal::NotFound.into());
        }
        run!(
            tx,
            "insert into policy (area, who_may_claim, open_claims, claim_days, reminder_days, wish_days, confirm_days,
             open_wishes, year_wishes, one_person_allowed, arrive_days, grace_days, collect_days, staff_factor,
             costly_above, pairings)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         on conflict (area) do update set who_may_claim = excluded.who_may_claim, open_claims = excluded.open_claims,
             claim_days = excluded.claim_days, reminder_days = excluded.reminder_days,
             wish_days = excluded.wish_days, confirm_days = excluded.confirm_days,
             open_wishes = excluded.open_wishes, year_wishes = excluded.year_wishes,
             one_person_allowed = excluded.one_person_allowed,
             arrive_days = excluded.arrive_days, grace_days = excluded.grace_days,
             collect_days = excluded.collect_days, staff_factor = excluded.staff_factor,
             costly_above = excluded.costly_above, pairings = excluded.pairings",
            self.area,
            policy.who_may_claim.as_str(),
            policy.open_claims,
            policy.claim_days,
            policy.reminder_days,
            policy.wish_days,
            policy.confirm_days,
            policy.open_wishes,
            policy.year_wishes,
            policy.one_person_allowed,
            policy.waits.arrive_days,
            policy.waits.grace_days,
            policy.waits.collect_days,
            policy.staff_factor.as_str(),
            policy.costly_above.unwrap_or(0),
            policy.pairings,
        )?;
        tx.audit("policy", self.area).await
    }
}

/// Deletes an area's own policy, so that the one above applies again.
///
/// # Errors
/// `NotFound` outside the actor's areas; [`domain::Code::ProofNeeded`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ClearPolicy(pub AreaId);

impl Command for ClearPolicy {
    const NAME: &'static str = "policy_clear";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self(area) = self;
        must_in(tx, Action::SetPolicy, area).await?;
        tx.must_be_proved().await?;
        run!(tx, "delete from policy where area = $1", area)?;
        tx.audit("policy", area).await
    }
}

impl Store {
    /// Loads the policy that applies in an area, and the area that sets it (0 for the defaults).
    ///
    /// # Errors
    /// `NotFound` when there is no such area.
    pub async fn policy(&self, area: AreaId) -> Result<(Policy, AreaId)> {
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        Ok(nearest_policy(&mut db.arm(), &path).await?.unwrap_or_default())
    }
}
