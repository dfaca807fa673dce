//! The clock of loans: reminders before the day of return and on it, then the shop, then the coordinators.

use domain::{
    events::Event,
    lending::{LoanId, LoanState, next_step},
};
use serde::Serialize;

use super::lock_and_read;
use crate::{
    Command, Result, Store, Tx,
    areas::{locations::location_path, staff::coordinators},
    db::{job_sweep::sweep, sql::run},
    ledger::lots,
};

/// Tells the next reminder of a loan whose time has come.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowLoan {
    loan: LoanId,
}

impl Command for FollowLoan {
    const NAME: &'static str = "loan_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (loan, now) = (lock_and_read(tx, self.loan).await?, tx.now);
        if loan.state()? != LoanState::Out || loan.next_step > now {
            return Ok(false);
        }
        // After a pause of the server only the latest of the reminders that are due is told.
        let mut told = loan.step;
        while told < 3 && next_step(loan.due, told + 1, now) <= now {
            told += 1;
        }
        match told {
            0 => tx.emit(Event::LoanSoon(loan.event(Vec::new()))).await?,
            1 => tx.emit(Event::LoanDue(loan.event(Vec::new()))).await?,
            2 => {
                let staff = lots::keepers(tx, loan.location).await?;
                tx.emit(Event::LoanOverdue(loan.event(staff))).await?;
            }
            _ => {
                let path = location_path(&mut tx.arm(), loan.location).await?;
                let staff = coordinators(&mut tx.arm(), &path).await?;
                tx.emit(Event::LoanLate(loan.event(staff))).await?;
            }
        }
        let step = (told + 1).min(4);
        run!(
            tx,
            "update loan set step = $2, next_step = $3 where id = $1",
            loan.id,
            step,
            next_step(loan.due, step, now),
        )?;
        tx.audit("loan", loan.id).await?;
        Ok(true)
    }
}

impl Store {
    /// Tells the reminders of loans whose time has come; returns how many.
    pub(crate) async fn loans_follow(&self) -> Result<i64> {
        sweep!(
            self,
            |loan| FollowLoan { loan },
            "select next_step, id from loan where state = 'out' and next_step <= $1 and (next_step, id) > ($2, $3)
             order by next_step, id limit 200",
            self.now(),
        )
    }
}
