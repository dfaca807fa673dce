//! Organisations and pledges for spreadsheets: without contact persons.

use domain::{
    accounts::security::SecurityKind,
    community::{
        organisations::OrganisationLine,
        pledges::{Pledge, PledgeLine, PledgeList},
    },
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    community::{
        organisations::views::OrganisationQuery,
        pledges::kept::{Reader, lines},
    },
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

/// Notes an export of pledges.
#[derive(Clone, Copy, Debug, Serialize)]
struct PledgesExported;

impl Command for PledgesExported {
    const NAME: &'static str = "export_pledges";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadOrganisations)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

/// A line of a pledge, with the pledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PledgeOnFile {
    /// The pledge, without lines.
    pub pledge: Pledge,
    /// The line.
    pub line: PledgeLine,
}

/// Pledges of one file: what was given is counted for each.
const MOST_PLEDGES: usize = 500;

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

    /// Exports the pledges of a list, newest first, a row for each line; at most 500 pledges.
    ///
    /// # Errors
    /// Not allowed without a role that reads organisations; [`domain::Code::ProofNeeded`].
    pub async fn export_pledges(&self, by: &By, list: PledgeList) -> Result<Export<PledgeOnFile>> {
        by.actor.must_somewhere(Action::ReadOrganisations)?;
        self.run(&By { request: String::new(), ..by.clone() }, PledgesExported).await?;
        self.note_security_of(SecurityKind::Exported, "pledges", by.actor.account);
        let mut pledges = self.pledge_rows(&by.actor, list, 0, MOST_PLEDGES + 1).await?;
        let cut = pledges.len() > MOST_PLEDGES;
        pledges.truncate(MOST_PLEDGES);
        let mut db = self.reader().await?;
        let mut rows = Vec::new();
        for pledge in pledges {
            for line in lines(&mut db.arm(), pledge.id, Reader::Partner).await? {
                rows.push(PledgeOnFile { pledge: pledge.clone(), line });
            }
        }
        Ok(Export { rows, cut })
    }
}
