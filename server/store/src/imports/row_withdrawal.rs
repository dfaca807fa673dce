//! Takes lists of goods and of points back. Each row is a write of its own, which reverses what the row booked and
//! forgets the row, so that it can be brought in again; a row whose goods or points have moved on says so and stays.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use domain::{
    Code,
    casework::EndReason,
    imports::{ImportId, withdrawal::RowWithdrawal},
    ledger::JournalId,
    permission::Action,
};
use serde::Serialize;

use super::sheets::import;
use crate::{
    By, Command, Refusal, Result, Store, Tx,
    areas::locations::must_at,
    db::sql::{row, rows, run, value, values},
    points::adjustments::ReversePoints,
    stock::movements::ReverseStock,
};

/// Reverses the receipt of a row of goods, as long as all of its units lie where it put them.
///
/// # Errors
/// Not allowed without a role that keeps stock; not found outside the actor's areas, and for a row that is taken back
/// already; [`Code::NotReversible`] for a row that an older release booked; as [`ReverseStock`].
#[derive(Clone, Copy, Debug, Serialize)]
struct WithdrawGoodsRow {
    import: ImportId,
    n: i64,
}

impl Command for WithdrawGoodsRow {
    const NAME: &'static str = "import_row_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::KeepStock)?;
        let Self { import: id, n } = *self;
        let (list, _) = import(&mut tx.arm(), "stock", id).await?;
        tx.must_keep_stock_at(list.location).await?;
        let found = row!(tx, (i64,), "select lot from import_row where import = $1 and n = $2", id, n)?;
        let (lot,) = found.ok_or(Refusal::NotFound)?;
        if lot == 0 {
            return Err(Code::NotReversible.into());
        }
        // First, as when the row is booked: of two at one time the other finds nothing.
        if run!(tx, "delete from import_row where import = $1 and n = $2 and lot = $3", id, n, lot)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        // The last one first: goods on the shelf go back to where they were received.
        let journals = values!(
            tx,
            i64,
            "select distinct j.id from balance b join entry e on e.account = b.account and e.lot = b.lot
                 join journal j on j.id = e.journal
             where b.lot = $1 and j.kind in ('receive', 'inspect')
                 and not exists (select 1 from journal x where x.reverses = j.id and x.reverses <> 0)
             order by j.id desc",
            lot,
        )?;
        for journal in journals {
            let reason = EndReason::ImportWithdrawn.as_str().to_owned();
            ReverseStock { journal, reason }.run(tx).await?;
        }
        tx.audit("import", id).await
    }
}

/// Reverses the grant of a row of points, as long as the family has not spent them.
///
/// # Errors
/// Not allowed without a role that grants points; not found for another account's import, and for a row that is taken
/// back already; as [`ReversePoints`].
#[derive(Clone, Copy, Debug, Serialize)]
struct WithdrawPointsRow {
    import: ImportId,
    journal: JournalId,
}

impl Command for WithdrawPointsRow {
    const NAME: &'static str = "points_row_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::GrantPoints)?;
        let Self { import: id, journal } = *self;
        let (_, account) = import(&mut tx.arm(), "points", id).await?;
        if account != tx.actor.account {
            return Err(Refusal::NotFound.into());
        }
        let found = row!(
            tx,
            (i64,),
            "select a.owner from points_import p join entry e on e.journal = p.journal
                 join ledger_account a on a.id = e.account
             where p.import = $1 and p.journal = $2 and a.place = 'household' and e.quantity > 0",
            id,
            journal,
        )?;
        let (household,) = found.ok_or(Refusal::NotFound)?;
        let reason = EndReason::ImportWithdrawn.as_str().to_owned();
        ReversePoints { household, journal, reason }.run(tx).await?;
        if run!(tx, "delete from points_import where import = $1 and journal = $2", id, journal)? == 0 {
            return Err(Refusal::NotFound.into());
        }
        tx.audit("import", id).await
    }
}

impl Store {
    /// Takes a list of goods back, row by row, for at most `budget`; the rows for which there was no time are left to
    /// the next call.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock; not found outside the actor's areas. What is wrong with a row is
    /// told of it.
    pub async fn import_withdraw(&self, by: &By, id: ImportId, budget: Duration) -> Result<RowWithdrawal> {
        by.actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        let (list, _) = import(&mut db.arm(), "stock", id).await?;
        must_at(&mut db.arm(), &by.actor, Action::KeepStock, list.location).await?;
        let numbers = values!(db, i64, "select n from import_row where import = $1 order by n desc", id)?;
        drop(db);
        let (begun, mut done) = (Instant::now(), RowWithdrawal::default());
        for n in numbers {
            if begun.elapsed() > budget {
                done.left += 1;
                continue;
            }
            let by = By { request: format!("{}-{n}", by.request), ..by.clone() };
            let row = self.run(&by, WithdrawGoodsRow { import: id, n }).await;
            done.note(n, row.map_err(domain::Error::from))?;
        }
        Ok(done)
    }

    /// As [`Store::import_withdraw`], for a list of points of the caller.
    ///
    /// # Errors
    /// Not allowed without a role that grants points; not found for another account's import.
    pub async fn points_sheet_withdraw(&self, by: &By, id: ImportId, budget: Duration) -> Result<RowWithdrawal> {
        by.actor.must_somewhere(Action::GrantPoints)?;
        let (_, lines) = self.points_sheet(&by.actor, id).await?;
        let numbers: HashMap<String, i64> = lines.iter().rev().map(|line| (line.row.digest(), line.n)).collect();
        let mut db = self.reader().await?;
        let granted = rows!(
            db,
            (i64, String),
            "select journal, digest from points_import where import = $1 order by journal desc",
            id,
        )?;
        drop(db);
        let (begun, mut done) = (Instant::now(), RowWithdrawal::default());
        for (journal, digest) in granted {
            if begun.elapsed() > budget {
                done.left += 1;
                continue;
            }
            let by = By { request: format!("{}-{journal}", by.request), ..by.clone() };
            let row = self.run(&by, WithdrawPointsRow { import: id, journal }).await;
            done.note(numbers.get(&digest).copied().unwrap_or_default(), row.map_err(domain::Error::from))?;
        }
        Ok(done)
    }

    /// Counts the rows of a points import of the caller that are granted and not taken back.
    ///
    /// # Errors
    /// As [`Store::points_sheet_withdraw`].
    pub async fn points_sheet_granted(&self, by: &By, id: ImportId) -> Result<i64> {
        by.actor.must_somewhere(Action::GrantPoints)?;
        let mut db = self.reader().await?;
        let (_, account) = import(&mut db.arm(), "points", id).await?;
        if account != by.actor.account {
            return Err(Refusal::NotFound.into());
        }
        Ok(value!(db, i64, "select count(*) from points_import where import = $1", id)?)
    }
}
