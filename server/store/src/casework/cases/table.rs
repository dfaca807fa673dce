//! Open cases of the actor's areas as a table: sorted by a column, for a page or a printout.

use domain::{
    accounts::{AccountId, Actor},
    casework::cases::{Case, CaseKind},
    permission::Action,
    tables::{CaseColumn, Lines, Window},
};
use sqlx::AssertSqlSafe;

use super::views::{CaseRow, case_columns};
use crate::{
    Result, Store,
    db::{area_filter::covered, pagination::Ordered, sql::rows},
};

/// Filters of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// Only cases of this kind.
    pub kind: Option<CaseKind>,
    /// Only cases of this account.
    pub owner: Option<AccountId>,
}

impl Store {
    /// Lists the open cases of families in the actor's areas in the order of a column.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn case_table(
        &self,
        actor: &Actor,
        filter: CaseFilter,
        window: Window<CaseColumn>,
    ) -> Result<Lines<Case>> {
        actor.must_somewhere(Action::ReadCases)?;
        // As the index of each has the state.
        let (column, state) = match window.sort.column {
            CaseColumn::Number => ("c.id", "c.state = 'open'"),
            CaseColumn::Due => ("c.due", "c.state || '' = 'open'"),
        };
        let page = Ordered::by(column, "c.id", window.sort.direction, window.place);
        let sql = format!(
            concat!(
                "select ",
                case_columns!(),
                " where {} and {} and {} and ($3 = '' or c.kind = $3) and (c.owner = $4 or $4 = 0)
                  order by {} limit {}"
            ),
            state,
            page.condition,
            covered("a.path", &actor.areas_for(Action::ReadCases)),
            page.order,
            window.most + 1
        );
        let (kind, owner) = (filter.kind.map_or("", CaseKind::as_str), filter.owner.unwrap_or_default());
        let now = self.now();
        let mut db = self.reader().await?;
        let found = rows!(db, CaseRow, AssertSqlSafe(sql.as_str()), page.key, page.id, kind, owner)?;
        let found = found.into_iter().map(|row| row.read(now)).collect::<Result<Vec<_>>>()?;
        Ok(page.lines(found, window.most, |case| match window.sort.column {
            CaseColumn::Number => (case.id, case.id),
            CaseColumn::Due => (case.due, case.id),
        }))
    }
}
