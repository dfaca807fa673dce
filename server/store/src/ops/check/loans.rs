//! `wishbridge check` of loans: exactly the loans that are out have a unit in the ledger.

use crate::{Result, Store, db::sql::rows, ops::check::report};

impl Store {
    /// Compares the units on loan in the ledger with the loans.
    pub(crate) async fn check_loans(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let orphaned = rows!(
            db,
            (i64, i64, i64, String),
            "select a.owner, b.lot, b.quantity, coalesce(n.state, 'missing')
             from ledger_account a join balance b on b.account = a.id left join loan n on n.id = a.owner
             where a.place = 'lent' and b.quantity <> 0
                 and (coalesce(n.state, 'missing') <> 'out' or n.lot <> b.lot or b.quantity <> 1)
             order by a.owner, b.lot limit 1001",
        )?;
        report(lines, orphaned, |(loan, lot, quantity, state)| {
            format!("loan {loan} is {state}, but the ledger has {quantity} units of lot {lot} on it")
        });
        let missing = rows!(
            db,
            (i64, i64),
            "select n.id, n.lot from loan n
             where n.state = 'out' and not exists (
                 select 1 from ledger_account a join balance b on b.account = a.id
                 where a.place = 'lent' and a.owner = n.id and b.lot = n.lot and b.quantity = 1)
             order by n.id limit 1001",
        )?;
        report(lines, missing, |(loan, lot)| {
            format!("loan {loan} is out, but the ledger has no unit of lot {lot} on it")
        });
        Ok(())
    }
}
