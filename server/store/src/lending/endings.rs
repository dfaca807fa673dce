//! How a loan ends: returned, or lost or given, which takes a second person.

use domain::{
    Code,
    casework::EndReason,
    events::Event,
    ledger::{JournalKind, LedgerAccount, Place, moved},
    lending::{EndingAnswer, LoanEnding, LoanEvent, LoanId, ReturnCondition},
    permission::Action,
};
use serde::Serialize;

use super::{LockedLoan, lock_loan};
use crate::{
    Command, Result, Tx,
    areas::{locations::location_path, staff::coordinators},
    db::sql::run,
    ledger::{
        lots,
        post::{self, NewJournal},
    },
};

/// Stores the end of a locked loan, and tells the family.
///
/// # Errors
/// [`Code::WrongState`] once it has ended.
pub(super) async fn end(tx: &mut Tx<'_>, loan: &LockedLoan, event: LoanEvent, condition: &str) -> Result<()> {
    let state = loan.state()?.after(event)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update loan set state = $2, condition = $3, ended = $4, ended_by = $5, next_step = 0, wished = 0
         where id = $1",
        loan.id,
        state.as_str(),
        condition,
        now,
        account,
    )?;
    tx.emit(Event::LoanEnded(loan.event(Vec::new()))).await?;
    tx.audit("loan", loan.id).await
}

/// Takes a unit back: to the shelf, or damaged to quarantine, where the shop inspects it.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps stock, and for the actor's own family;
/// [`Code::WrongState`] once it has ended.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ReturnLoan {
    /// The loan.
    pub loan: LoanId,
    /// How the unit came back.
    pub condition: ReturnCondition,
}

impl Command for ReturnLoan {
    const NAME: &'static str = "loan_return";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let loan = lock_loan(tx, self.loan, Action::KeepStock).await?;
        loan.state()?.after(LoanEvent::Return)?;
        let place = match self.condition {
            ReturnCondition::Good => Place::Shelf,
            ReturnCondition::Damaged => Place::Quarantine,
        };
        let to = LedgerAccount::of(place, loan.location);
        let journal = NewJournal::new(JournalKind::GiveBack, loan.location);
        post::post(tx, &journal, &moved(loan.lot, 1, loan.account(), to)).await?;
        end(tx, &loan, LoanEvent::Return, self.condition.as_str()).await
    }
}

/// Asks that a loan ends as lost or given; a second person answers. Until then it stays out, with all its clocks.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps stock, and for the actor's own family;
/// [`Code::WrongState`] once it has ended, or when an end was asked for before.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AskLoanEnd {
    /// The loan.
    pub loan: LoanId,
    /// How it is to end.
    pub ending: LoanEnding,
}

impl Command for AskLoanEnd {
    const NAME: &'static str = "loan_end_ask";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let loan = lock_loan(tx, self.loan, Action::KeepStock).await?;
        loan.state()?.must_be_out()?;
        if loan.ending()?.is_some() {
            return Err(Code::WrongState.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        run!(
            tx,
            "update loan set ending = $2, ending_by = $3, ending_at = $4 where id = $1",
            loan.id,
            self.ending.as_str(),
            account,
            now,
        )?;
        let mut staff = lots::keepers(tx, loan.location).await?;
        let path = location_path(&mut tx.arm(), loan.location).await?;
        staff.extend(coordinators(&mut tx.arm(), &path).await?);
        staff.sort_unstable();
        staff.dedup();
        tx.emit(Event::LoanEndAsked(loan.event(staff))).await?;
        tx.audit("loan", loan.id).await
    }
}

/// Agrees to an end that another account asked for, or refuses it: then the loan stays out.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that approves counts, and for the actor's own
/// family; [`Code::WrongState`] when none was asked for; [`Code::SecondPerson`] for the account that asked.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AnswerLoanEnd {
    /// The loan.
    pub loan: LoanId,
    /// The answer.
    pub answer: EndingAnswer,
}

impl Command for AnswerLoanEnd {
    const NAME: &'static str = "loan_end_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let loan = lock_loan(tx, self.loan, Action::ApproveCounts).await?;
        loan.state()?.must_be_out()?;
        let ending = loan.ending()?.ok_or(Code::WrongState)?;
        if loan.ending_by == tx.actor.account {
            return Err(Code::SecondPerson.into());
        }
        if self.answer == EndingAnswer::Refuse {
            run!(tx, "update loan set ending = '', ending_by = 0, ending_at = 0 where id = $1", loan.id)?;
            // Else the account that asked would wait for an answer, and the loan would stay out unwatched.
            tx.emit(Event::LoanEndRefused(loan.event(vec![loan.ending_by]))).await?;
            return tx.audit("loan", loan.id).await;
        }
        let (kind, to, reason) = match ending {
            LoanEnding::Lost => {
                (JournalKind::WriteOff, LedgerAccount::of(Place::Loss, loan.location), EndReason::LostOnLoan.as_str())
            }
            LoanEnding::Given => (JournalKind::Issue, LedgerAccount::of(Place::Issued, loan.household), ""),
        };
        let journal = NewJournal { reason, ..NewJournal::new(kind, loan.location) };
        post::post(tx, &journal, &moved(loan.lot, 1, loan.account(), to)).await?;
        end(tx, &loan, ending.event(), "").await
    }
}
