//! Which papers a caseworker has seen for an entitlement. They count for that household or member only.

use domain::{
    Code,
    casework::{
        entitlements::{EntitlementId, NeededPaper},
        rounds::profile::listed,
    },
};
use serde::Serialize;

use super::steps::lock_for_staff;
use crate::{Command, Result, Tx, db::sql::run};

/// Sets which papers were seen.
///
/// # Errors
/// Not signed in; not allowed without a role that keeps files, and for the own family; not found outside the actor's
/// areas; [`Code::WrongState`] once it is over; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct SetEntitlementPapers {
    /// The entitlement.
    pub entitlement: EntitlementId,
    /// Papers that were seen.
    pub seen: Vec<NeededPaper>,
}

impl Command for SetEntitlementPapers {
    const NAME: &'static str = "entitlement_papers";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let entry = lock_for_staff(tx, self.entitlement).await?;
        entry.file.must_be_open()?;
        if !entry.state.is_live() {
            return Err(Code::WrongState.into());
        }
        let seen = NeededPaper::ALL.iter().filter(|paper| self.seen.contains(paper)).map(|paper| paper.as_str());
        let papers = listed(seen);
        run!(tx, "update entitlement set papers = $2 where id = $1", entry.id, &papers)?;
        tx.audit("entitlement", entry.id).await
    }
}
