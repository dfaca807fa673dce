//! Receipts of the shops as a table: sorted by a column, for a page or a printout.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    ledger::Origin,
    permission::Action,
    stock::receipts::{Receipt, ReceiptQuery},
    tables::{Lines, ReceiptColumn, Window},
};
use sqlx::AssertSqlSafe;

use super::receipt_views::{RECEIPTS, ReceiptRow};
use crate::{
    Result, Store,
    db::{area_filter::covered, pagination::Ordered, sql::rows},
};

fn ordered(window: Window<ReceiptColumn>) -> Ordered {
    let column = match window.sort.column {
        ReceiptColumn::Number => "r.id",
        ReceiptColumn::Place => "r.location",
    };
    Ordered::by(column, "r.id", window.sort.direction, window.place)
}

/// Builds the statement of [`Store::receipt_table`]; public for the test that reads its plan.
#[must_use]
pub fn statement(window: Window<ReceiptColumn>, areas: &[AreaPath]) -> String {
    let page = ordered(window);
    format!(
        "{RECEIPTS} where {} and (r.location = $3 or $3 = 0) and (r.origin = $4 or $4 = '') and {} order by {} limit {}",
        page.condition,
        covered("a.path", areas),
        page.order,
        window.most + 1
    )
}

impl Store {
    /// Lists the receipts of the actor's locations in the order of a column, without their lines; the query's own
    /// cursor is ignored.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn receipt_table(
        &self,
        actor: &Actor,
        query: ReceiptQuery,
        window: Window<ReceiptColumn>,
    ) -> Result<Lines<Receipt>> {
        actor.must_somewhere(Action::ReadStock)?;
        let page = ordered(window);
        let sql = statement(window, &actor.areas_for(Action::ReadStock));
        let origin = query.origin.map_or("", Origin::as_str);
        let mut db = self.reader().await?;
        let found = rows!(db, ReceiptRow, AssertSqlSafe(sql.as_str()), page.key, page.id, query.location, origin)?;
        let found = found.into_iter().map(|row| row.view(self.now())).collect::<Result<Vec<_>>>()?;
        Ok(page.lines(found, window.most, |receipt| match window.sort.column {
            ReceiptColumn::Number => (receipt.id, receipt.id),
            ReceiptColumn::Place => (receipt.location, receipt.id),
        }))
    }
}
