//! Transfers from and to the actor's locations as a table: sorted by a column, for a page or a printout.

use domain::{
    accounts::Actor,
    areas::AreaPath,
    ledger::LocationId,
    permission::Action,
    stock::transfers::Transfer,
    tables::{Lines, TransferColumn, Window},
};
use sqlx::AssertSqlSafe;

use super::views::{TRANSFERS, TransferRow};
use crate::{
    Result, Store,
    db::{area_filter::covered, pagination::Ordered, sql::rows},
};

/// Which transfers are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those with goods on the way or missing.
    Live,
    /// All of them.
    All,
}

fn ordered(window: Window<TransferColumn>) -> Ordered {
    let column = match window.sort.column {
        TransferColumn::Number => "t.id",
        TransferColumn::Source => "t.source",
        TransferColumn::Target => "t.target",
    };
    Ordered::by(column, "t.id", window.sort.direction, window.place)
}

/// Builds the statement of [`Store::transfer_table`]; public for the test that reads its plan.
#[must_use]
pub fn statement(which: Which, window: Window<TransferColumn>, areas: &[AreaPath]) -> String {
    let page = ordered(window);
    let states = match which {
        Which::Live => "t.state in ('sent', 'short')",
        Which::All => "1 = 1",
    };
    format!(
        "{TRANSFERS} where {} and {states} and ({} or {}) and (t.source = $3 or t.target = $3 or $3 = 0)
         order by {} limit {}",
        page.condition,
        covered("sr.path", areas),
        covered("gr.path", areas),
        page.order,
        window.most + 1
    )
}

impl Store {
    /// Lists transfers from or to the actor's locations in the order of a column, without their lines; `location` 0
    /// means all.
    ///
    /// # Errors
    /// Not allowed without a role that reads stock.
    pub async fn transfer_table(
        &self,
        actor: &Actor,
        which: Which,
        location: LocationId,
        window: Window<TransferColumn>,
    ) -> Result<Lines<Transfer>> {
        actor.must_somewhere(Action::ReadStock)?;
        let page = ordered(window);
        let sql = statement(which, window, &actor.areas_for(Action::ReadStock));
        let mut db = self.reader().await?;
        let found = rows!(db, TransferRow, AssertSqlSafe(sql.as_str()), page.key, page.id, location)?;
        let found = found.into_iter().map(Transfer::try_from).collect::<Result<Vec<_>>>()?;
        Ok(page.lines(found, window.most, |transfer| match window.sort.column {
            TransferColumn::Number => (transfer.id, transfer.id),
            TransferColumn::Source => (transfer.source, transfer.id),
            TransferColumn::Target => (transfer.target, transfer.id),
        }))
    }
}
