//! Organisations for spreadsheets: without their contact persons.

use domain::{accounts::security::SecurityKind, community::organisations::OrganisationLine, permission::Action};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    community::organisations::views::OrganisationQuery,
    reports::exports::{Export, MOST_ROWS},
};

/// Notes an export of organisations.
#[derive(Clone, Copy, Debug, Serialize)]
struct OrganisationsExported;

impl Command for OrganisationsExported {
    const NAME: &'static str = "export_organisations";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadOrganisations)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

impl Store {
    /// Exports the organisations that the filters leave; the cursor is ignored.
    ///
    /// # Errors
    /// Not allowed without a role that reads organisations; [`domain::Code::ProofNeeded`].
    pub async fn export_organisations(&self, by: &By, query: &OrganisationQuery) -> Result<Export<OrganisationLine>> {
        by.actor.must_somewhere(Action::ReadOrganisations)?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, OrganisationsExported).await?;
        self.note_security_of(SecurityKind::Exported, "organisations", by.actor.account);
        let query = OrganisationQuery { cursor: 0, ..query.clone() };
        let mut rows = self.organisation_rows(&by.actor, &query, MOST_ROWS + 1).await?;
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(Export { rows, cut })
    }
}
