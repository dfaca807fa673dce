//! Loans for spreadsheets: of a family its number only.

use domain::{accounts::security::SecurityKind, ledger::LocationId, lending::Loan, permission::Action};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    lending::views::{LoanList, LoanPage},
    reports::exports::{Export, MOST_ROWS},
};

/// Notes an export of loans.
#[derive(Clone, Copy, Debug, Serialize)]
struct LoansExported;

impl Command for LoansExported {
    const NAME: &'static str = "export_loans";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadStock)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

impl Store {
    /// Exports the loans of a list, of the actor's shops or (with a location) of one of them.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock; [`domain::Code::ProofNeeded`].
    pub async fn export_loans(&self, by: &By, list: LoanList, location: LocationId) -> Result<Export<Loan>> {
        by.actor.must_somewhere(Action::ReadStock)?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, LoansExported).await?;
        self.note_security_of(SecurityKind::Exported, "loans", by.actor.account);
        let page = LoanPage { list, location, cursor: 0, rows: MOST_ROWS + 1 };
        let mut rows = self.loan_rows(&by.actor, &page).await?;
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(Export { rows, cut })
    }
}
