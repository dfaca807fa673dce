//! Recalls and what is to be reordered, for spreadsheets: of a family its number only.

use domain::{
    accounts::security::SecurityKind,
    ledger::LocationId,
    permission::Action,
    stock::{
        minimums::ReorderLine,
        recalls::{RecallFile, RecallId},
    },
};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    reports::exports::{Export, MOST_ROWS},
};

/// Notes an export of a recall.
#[derive(Clone, Copy, Debug, Serialize)]
struct RecallExported(RecallId);

impl Command for RecallExported {
    const NAME: &'static str = "export_recall";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadStock)?;
        tx.must_be_proved().await?;
        tx.audit("recall", self.0).await
    }
}

/// Notes an export of what is to be reordered.
#[derive(Clone, Copy, Debug, Serialize)]
struct ReorderExported;

impl Command for ReorderExported {
    const NAME: &'static str = "export_reorder";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadStock)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

impl Store {
    /// Exports a recall with the units that the actor may see.
    ///
    /// # Errors
    /// As [`Store::recall`]; [`domain::Code::ProofNeeded`].
    pub async fn export_recall(&self, by: &By, id: RecallId) -> Result<RecallFile> {
        let file = self.recall(&by.actor, id).await?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, RecallExported(id)).await?;
        self.note_security_of(SecurityKind::Exported, "recall", by.actor.account);
        Ok(file)
    }

    /// Exports what is below its minimum in the actor's shops, or (with a location) in one of them.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; [`domain::Code::ProofNeeded`].
    pub async fn export_reorder(&self, by: &By, location: LocationId) -> Result<Export<ReorderLine>> {
        by.actor.must_somewhere(Action::ReadStock)?;
        self.run(&By { request: String::new(), ..by.clone() }, ReorderExported).await?;
        self.note_security_of(SecurityKind::Exported, "reorder", by.actor.account);
        let mut rows = self.to_reorder(&by.actor, location, MOST_ROWS + 1).await?;
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(Export { rows, cut })
    }
}
