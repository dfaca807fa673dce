//! What the family says about a loan, and how long it may keep it.

use domain::{
    Code, DAY, Timestamp,
    events::Event,
    lending::{DENY_DAYS, LoanId, LoanWord, day_of_return, first_step, next_step},
    permission::Action,
};
use serde::Serialize;

use super::{lock_loan, lock_own_loan};
use crate::{
    Command, Refusal, Result, Tx,
    areas::{locations::location_path, staff::coordinators},
    db::sql::run,
    ledger::lots,
};

/// Says for the family that it has what is on loan to it, or never got it; then the coordinators are told.
///
/// # Errors
/// Not found for all but the family; [`Code::WrongState`] once it has ended, or after it was said;
/// [`Code::TooLate`] for goods not received more than 14 days ago.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SayLoan {
    /// The loan.
    pub loan: LoanId,
    /// What the family says.
    pub word: LoanWord,
}

impl Command for SayLoan {
    const NAME: &'static str = "loan_say";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let loan = lock_own_loan(tx, self.loan).await?;
        loan.state()?.must_be_out()?;
        let now = tx.now;
        match self.word {
            LoanWord::Received if loan.received > 0 => return Err(Code::WrongState.into()),
            LoanWord::Received => {
                run!(tx, "update loan set received = $2, denied = 0 where id = $1", loan.id, now)?;
            }
            LoanWord::NotReceived if loan.received > 0 || loan.denied > 0 => return Err(Code::WrongState.into()),
            LoanWord::NotReceived if now > loan.lent + DENY_DAYS * DAY => return Err(Code::TooLate.into()),
            LoanWord::NotReceived => {
                run!(tx, "update loan set denied = $2 where id = $1", loan.id, now)?;
                let path = location_path(&mut tx.arm(), loan.location).await?;
                let staff = coordinators(&mut tx.arm(), &path).await?;
                tx.emit(Event::LoanDenied(loan.event(staff))).await?;
            }
        }
        tx.audit("loan", loan.id).await
    }
}

/// Asks for the family to keep a unit until a later day; the shop answers.
///
/// # Errors
/// Not found for all but the family; [`Code::WrongState`] once it has ended, or while the shop has not answered yet;
/// field `until` for a day that is not later, or more than half a year away.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AskLoanExtension {
    /// The loan.
    pub loan: LoanId,
    /// Any time of the day until which the family asks to keep it.
    pub until: Timestamp,
}

impl Command for AskLoanExtension {
    const NAME: &'static str = "loan_extension_ask";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let loan = lock_own_loan(tx, self.loan).await?;
        loan.state()?.must_be_out()?;
        if loan.wished > 0 {
            return Err(Code::WrongState.into());
        }
        let until = later(self.until, loan.due, tx.now)?;
        run!(tx, "update loan set wished = $2 where id = $1", loan.id, until)?;
        let staff = lots::keepers(tx, loan.location).await?;
        tx.emit(Event::LoanExtensionAsked(loan.event(staff))).await?;
        tx.audit("loan", loan.id).await
    }
}

/// Sets a later day of return, asked for or not, or says no to the family.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps stock, and for the actor's own family;
/// [`Code::WrongState`] once it has ended, and for a no that was not asked for; field `until` as for the family.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ExtendLoan {
    /// The loan.
    pub loan: LoanId,
    /// Any time of the new day of return; `None` for a no.
    pub until: Option<Timestamp>,
}

impl Command for ExtendLoan {
    const NAME: &'static str = "loan_extend";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let loan = lock_loan(tx, self.loan, Action::KeepStock).await?;
        loan.state()?.must_be_out()?;
        let now = tx.now;
        let Some(until) = self.until else {
            if loan.wished == 0 {
                return Err(Code::WrongState.into());
            }
            run!(tx, "update loan set wished = 0 where id = $1", loan.id)?;
            tx.emit(Event::LoanNotExtended(loan.event(Vec::new()))).await?;
            return tx.audit("loan", loan.id).await;
        };
        let until = later(until, loan.due, now)?;
        let step = first_step(until, now);
        run!(
            tx,
            "update loan set due = $2, step = $3, next_step = $4, wished = 0 where id = $1",
            loan.id,
            until,
            step,
            next_step(until, step, now),
        )?;
        tx.emit(Event::LoanExtended(loan.event(Vec::new()))).await?;
        tx.audit("loan", loan.id).await
    }
}

/// Reads a day of return that is later than the present one.
fn later(until: Timestamp, due: Timestamp, now: Timestamp) -> Result<Timestamp> {
    let until = day_of_return(until, now).map_err(|code| Refusal::field("until", code))?;
    if until > due { Ok(until) } else { Err(Refusal::field("until", Code::OutOfRange).into()) }
}
