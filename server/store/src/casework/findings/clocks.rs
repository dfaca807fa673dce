//! The clock of findings: one that no answer has closed in time climbs to the next of the chain.

use domain::casework::findings::{FindingId, FindingState};
use serde::Serialize;

use super::{lock_finding, raise};
use crate::{Command, Result, Store, Tx, db::job_sweep::sweep};

/// Hands one old finding to the next of the chain.
#[derive(Clone, Copy, Debug, Serialize)]
struct ClimbFinding {
    finding: FindingId,
}

impl Command for ClimbFinding {
    const NAME: &'static str = "finding_climb";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (file, finding) = lock_finding(tx, self.finding).await?;
        if finding.state()? != FindingState::Open || finding.due > tx.now {
            return Ok(false);
        }
        raise(tx, &file, &finding).await?;
        tx.audit("finding", finding.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Hands findings that are due to the next of the chain; returns how many.
    pub(crate) async fn findings_climb(&self) -> Result<i64> {
        sweep!(
            self,
            |finding| ClimbFinding { finding },
            "select due, id from finding where state = 'open' and due <= $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            self.now(),
        )
    }
}
