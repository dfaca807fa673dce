//! Pairings for spreadsheets: of a family its number and district only.

use domain::{accounts::security::SecurityKind, casework::pairings::Pairing, permission::Action};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    casework::pairings::views::PairingList,
    reports::exports::{Export, MOST_ROWS},
};

/// Notes an export of pairings.
#[derive(Clone, Copy, Debug, Serialize)]
struct PairingsExported;

impl Command for PairingsExported {
    const NAME: &'static str = "export_pairings";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadPairings)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

impl Store {
    /// Exports the pairings of a list, by number.
    ///
    /// # Errors
    /// Not allowed without a role that reads pairings; [`domain::Code::ProofNeeded`].
    pub async fn export_pairings(&self, by: &By, list: PairingList) -> Result<Export<Pairing>> {
        by.actor.must_somewhere(Action::ReadPairings)?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, PairingsExported).await?;
        self.note_security_of(SecurityKind::Exported, "pairings", by.actor.account);
        let mut rows = self.pairing_rows(&by.actor, list, 0, MOST_ROWS + 1).await?;
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(Export { rows, cut })
    }
}
