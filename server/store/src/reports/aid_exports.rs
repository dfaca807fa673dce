//! What programmes gave, and collections of money, for spreadsheets: of a family its number only, without words.

use domain::{accounts::security::SecurityKind, casework::aid::collections::Collection, permission::Action};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Result, Store, Tx,
    casework::aid::{collection_views::CollectionList, programmes::months_of},
    db::{area_filter::covered, sql::rows},
    reports::exports::{Export, MOST_ROWS},
};

/// A grant of an exported year.
#[derive(Clone, Debug, PartialEq, Serialize, sqlx::FromRow)]
pub struct GrantLine {
    /// Row id.
    pub id: i64,
    /// The household.
    pub household: i64,
    /// Name of the programme.
    pub programme_name: String,
    /// Name of the programme's area.
    pub area_name: String,
    /// What kind of aid it is.
    pub kind: String,
    /// Who gave.
    pub source: String,
    /// Month that it is for.
    pub month: String,
    /// Money in fen; 0 for goods.
    pub amount: i64,
    /// When it was entered.
    pub entered: i64,
    /// Name of the account that entered it.
    pub entered_by: String,
    /// When it was reversed, or 0.
    pub reversed: i64,
}

/// Notes an export of grants.
#[derive(Clone, Copy, Debug, Serialize)]
struct AidExported {
    year: i64,
}

impl Command for AidExported {
    const NAME: &'static str = "export_aid";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::LeadAid)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

/// Notes an export of collections.
#[derive(Clone, Copy, Debug, Serialize)]
struct CollectionsExported;

impl Command for CollectionsExported {
    const NAME: &'static str = "export_collections";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadAid)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

impl Store {
    /// Exports the grants of a year of all programmes of the actor's areas, by number, reversed ones too.
    ///
    /// # Errors
    /// Not allowed without a role that leads aid; [`domain::Code::ProofNeeded`].
    pub async fn export_aid(&self, by: &By, year: i64) -> Result<Export<GrantLine>> {
        by.actor.must_somewhere(Action::LeadAid)?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, AidExported { year }).await?;
        self.note_security_of(SecurityKind::Exported, "aid", by.actor.account);
        let sql = format!(
            "select g.id, g.household, p.name as programme_name, a.name as area_name, p.kind, p.source, g.month,
                 g.amount, g.entered, coalesce(e.name, '') as entered_by, g.reversed
             from aid_grant g join aid_programme p on p.id = g.programme join area a on a.id = p.area
                 left join account e on e.id = g.entered_by
             where g.month >= $1 and g.month <= $2 and {} order by g.id limit {}",
            covered("a.path", &by.actor.areas_for(Action::LeadAid)),
            MOST_ROWS + 1,
        );
        let (first, last) = months_of(year);
        let mut db = self.reader().await?;
        let mut rows = rows!(db, GrantLine, AssertSqlSafe(sql.as_str()), &first, &last)?;
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(Export { rows, cut })
    }

    /// Exports the collections of a list, in its order, without what they are for and who collects.
    ///
    /// # Errors
    /// Not allowed without a role that reads aid; [`domain::Code::ProofNeeded`].
    pub async fn export_collections(&self, by: &By, list: CollectionList) -> Result<Export<Collection>> {
        by.actor.must_somewhere(Action::ReadAid)?;
        self.run(&By { request: String::new(), ..by.clone() }, CollectionsExported).await?;
        self.note_security_of(SecurityKind::Exported, "collections", by.actor.account);
        let mut rows = self.collection_rows(&by.actor, list, 0, MOST_ROWS + 1).await?;
        let cut = rows.len() > MOST_ROWS;
        rows.truncate(MOST_ROWS);
        Ok(Export { rows, cut })
    }
}
