//! Gives a finding to a caseworker: the next step of those to whom it climbed.

use domain::{
    Code, DAY,
    accounts::AccountId,
    areas::AreaPath,
    casework::findings::{CLIMB_DAYS, FindingId, must_be_open},
    permission::Action,
};
use serde::Serialize;

use super::lock_finding;
use crate::{
    Command, Refusal, Result, Tx,
    areas::staff::caseworkers,
    casework::visits::assignment::must_assign,
    db::{
        area_filter::must_be_of_others,
        sql::{row, run},
    },
};

/// Gives a finding to a caseworker of the family's area, who has a fortnight until it climbs again.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; [`Code::WrongState`] unless it is open;
/// [`Code::FileClosed`]; field `to` for an account that is no caseworker there.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AssignFinding {
    /// Finding to give.
    pub finding: FindingId,
    /// Account that sees to it.
    pub to: AccountId,
}

impl Command for AssignFinding {
    const NAME: &'static str = "finding_assign";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self { finding: id, to } = self;
        tx.actor.must_somewhere(Action::RecordVisits).or(tx.actor.must_somewhere(Action::LeadCasework))?;
        let home = row!(
            tx,
            (String,),
            "select a.path from finding f join household h on h.id = f.household join area a on a.id = h.area
             where f.id = $1",
            id,
        )?;
        let home = AreaPath(home.ok_or(Refusal::NotFound)?.0);
        must_assign(&tx.actor, &home)?;
        let (file, finding) = lock_finding(tx, id).await?;
        // The family may have moved while this waited.
        must_assign(&tx.actor, &file.path())?;
        must_be_of_others(&tx.actor, file.id)?;
        file.must_be_open()?;
        must_be_open(finding.state()?)?;
        let known = caseworkers(&mut tx.arm(), &file.path()).await?;
        if !known.iter().any(|known| known.id == to) {
            return Err(Refusal::field("to", Code::Unknown).into());
        }
        let due = tx.now + CLIMB_DAYS * DAY;
        run!(
            tx,
            "update finding set owner = $2, raised_to = 0, due = $3, version = version + 1 where id = $1",
            id,
            to,
            due,
        )?;
        tx.audit("finding", id).await
    }
}
