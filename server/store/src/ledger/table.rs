//! Journals as a table: sorted by a column, for a page or a printout.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    permission::Action,
    tables::{JournalColumn, Lines, Window},
};
use sqlx::AssertSqlSafe;

use crate::{
    Result, Store,
    db::{area_filter::covered, pagination::Ordered, sql::rows},
    ledger::{
        journals::JournalQuery,
        views::{JOURNALS, JournalFile, JournalRow},
    },
};

fn ordered(window: Window<JournalColumn>) -> Ordered {
    let column = match window.sort.column {
        JournalColumn::Number => "j.id",
        JournalColumn::Place => "j.location",
    };
    Ordered::by(column, "j.id", window.sort.direction, window.place)
}

/// Builds the statement of [`Store::journal_table`]; public for the test that reads its plan.
#[must_use]
pub fn statement(query: &JournalQuery, window: Window<JournalColumn>, areas: &[AreaPath]) -> String {
    let page = ordered(window);
    format!(
        "{JOURNALS} where {} and {} order by {} limit {}",
        page.condition,
        query.conditions(&covered("r.path", areas), "$3"),
        page.order,
        window.most + 1
    )
}

impl Store {
    /// Lists the journals of the actor's locations in the order of a column, without entries; the query's own cursor is
    /// ignored. Journals of points have no location and are left out.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn journal_table(
        &self,
        actor: &Actor,
        query: &JournalQuery,
        window: Window<JournalColumn>,
    ) -> Result<Lines<JournalFile>> {
        actor.must_somewhere(Action::ReadStock)?;
        let page = ordered(window);
        let sql = statement(query, window, &actor.areas_for(Action::ReadStock));
        let mut db = self.reader().await?;
        let found = rows!(db, JournalRow, AssertSqlSafe(sql.as_str()), page.key, page.id, &query.size)?;
        let found = found.into_iter().map(JournalFile::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page.lines(found, window.most, |journal| match window.sort.column {
            JournalColumn::Number => (journal.id, journal.id),
            JournalColumn::Place => (journal.location, journal.id),
        }))
    }
}
