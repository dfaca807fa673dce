//! The clock of help between neighbours: what is not answered in time lapses, and the helper is told.

use domain::points::taking_part::{HelpState, NeighbourHelpId};
use serde::Serialize;

use super::help::{end, lock_help};
use crate::{Command, Result, Store, Tx, db::job_sweep::sweep};

/// Lets a help lapse that was not answered in time.
#[derive(Clone, Copy, Debug, Serialize)]
struct LapseHelp {
    help: NeighbourHelpId,
}

impl Command for LapseHelp {
    const NAME: &'static str = "neighbour_help_lapse";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let help = lock_help(tx, self.help).await?;
        if help.state()? != HelpState::Waiting || help.due >= tx.now {
            return Ok(false);
        }
        end(tx, &help, HelpState::Lapsed).await?;
        Ok(true)
    }
}

impl Store {
    /// Lets help lapse that was not answered in time; returns how many.
    pub(crate) async fn helps_lapse(&self) -> Result<i64> {
        let now = self.now();
        sweep!(
            self,
            |help| LapseHelp { help },
            "select due, id from neighbour_help where state = 'waiting' and due < $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            now,
        )
    }
}
