//! Lending: a unit of a shop goes out to a household with a day of return.
//! Its ledger account is its own (`lent`, owner: loan), so the unit is neither on the shelf nor issued.
//! Lock order: household, loan, counter, ledger.

pub mod answers;
pub(crate) mod clocks;
pub mod endings;
pub(crate) mod files;
pub mod lend;
pub mod views;

use domain::{
    Timestamp,
    accounts::AccountId,
    catalogue,
    events::OfLoan,
    households::HouseholdId,
    ledger::{LedgerAccount, LocationId, LotId, Place},
    lending::{LoanEnding, LoanId, LoanState},
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    db::{
        area_filter::must_be_of_others,
        locks::lock_household,
        sql::{parse, row, run},
    },
};

/// A loan whose household and row are locked until commit, as it was read after the locks.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedLoan {
    pub id: LoanId,
    pub household: HouseholdId,
    pub location: LocationId,
    pub lot: LotId,
    pub lent: Timestamp,
    pub journal: i64,
    pub due: Timestamp,
    pub step: i64,
    pub next_step: Timestamp,
    pub wished: Timestamp,
    pub received: Timestamp,
    pub denied: Timestamp,
    pub ending_by: AccountId,
    ending: String,
    state: String,
    item: i64,
    name: String,
    size: String,
}

impl LockedLoan {
    pub(crate) fn state(&self) -> Result<LoanState> {
        parse(&self.state)
    }

    /// Returns the end that waits for a second person.
    pub(crate) fn ending(&self) -> Result<Option<LoanEnding>> {
        if self.ending.is_empty() { Ok(None) } else { parse(&self.ending).map(Some) }
    }

    /// Returns its account in the ledger.
    pub(crate) fn account(&self) -> LedgerAccount {
        LedgerAccount::of(Place::Lent, self.id)
    }

    /// Returns what an event about it holds, for these staff accounts.
    pub(crate) fn event(&self, staff: Vec<AccountId>) -> OfLoan {
        let title = catalogue::title_of(self.item, &self.name, &self.size);
        OfLoan { loan: self.id, household: self.household, staff, title }
    }
}

async fn load(db: &mut Conn<'_>, id: LoanId) -> Result<LockedLoan> {
    row!(
        db,
        LockedLoan,
        "select n.id, n.household, n.location, n.lot, n.lent, n.journal, n.due, n.step, n.next_step, n.wished,
             n.received, n.denied, n.ending_by, n.ending, n.state, l.item, i.name, l.size
         from loan n join lot l on l.id = n.lot join item i on i.id = l.item where n.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a loan by its household and its row. For the clocks, and callers that have checked the permission.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: LoanId) -> Result<LockedLoan> {
    // A merge may move it to another household meanwhile; its row is locked in any case.
    let seen = load(&mut tx.arm(), id).await?;
    lock_household(tx, seen.household).await?;
    run!(tx, "update loan set version = version + 1 where id = $1", id)?;
    load(&mut tx.arm(), id).await
}

/// Checks that the actor may do this at the loan's shop, and locks the loan.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without the role, and to staff for its own family.
pub(crate) async fn lock_loan(tx: &mut Tx<'_>, id: LoanId, action: Action) -> Result<LockedLoan> {
    tx.actor.must_somewhere(action)?;
    let seen = load(&mut tx.arm(), id).await?;
    tx.must_at(action, seen.location).await?;
    let loan = lock_and_read(tx, id).await?;
    must_be_of_others(&tx.actor, loan.household)?;
    Ok(loan)
}

/// Locks a loan of the actor's own family.
///
/// # Errors
/// Not signed in; not found for all others.
pub(crate) async fn lock_own_loan(tx: &mut Tx<'_>, id: LoanId) -> Result<LockedLoan> {
    let household = tx.actor.must_be_family()?;
    let loan = match load(&mut tx.arm(), id).await?.household == household {
        true => lock_and_read(tx, id).await?,
        false => return Err(Refusal::NotFound.into()),
    };
    if loan.household == household { Ok(loan) } else { Err(Refusal::NotFound.into()) }
}
