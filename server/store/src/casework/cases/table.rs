//! Open cases of the actor's areas as a table: sorted by a column, for a page or a printout.

use domain::{
    accounts::{AccountId, Actor},
    areas::AreaPath,
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

fn ordered(window: Window<CaseColumn>) -> Ordered {
    let column = match window.sort.column {
        CaseColumn::Number => "c.id",
        CaseColumn::Due => "c.due",
    };
    Ordered::by(column, "c.id", window.sort.direction, window.place)
}

/// Builds the statement of [`Store::case_table`]; public for the test that reads its plan.
#[must_use]
pub fn statement(window: Window<CaseColumn>, areas: &[AreaPath]) -> String {
    let page = ordered(window);
    // As the index of each has the state.
    let state = match window.sort.column {
        CaseColumn::Number => "c.state",
        CaseColumn::Due => "c.state || ''",
    };
    format!(
        concat!(
            "select ",
            case_columns!(),
            " where {} = 'open' and {} and {} and ($3 = '' or c.kind = $3) and (c.owner = $4 or $4 = 0)
              order by {} limit {}"
        ),
        state,
        page.condition,
        covered("a.path", areas),
        page.order,
        window.most + 1
    )
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
        let page = ordered(window);
        let sql = statement(window, &actor.areas_for(Action::ReadCases));
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
