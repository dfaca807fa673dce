//! A unit goes out, and is taken back at once when that was a mistake.

use domain::{
    Code, Timestamp,
    events::Event,
    households::HouseholdId,
    ledger::{JournalKind, LedgerAccount, LocationId, LotId, Place, moved},
    lending::{LoanEvent, LoanId, MOST_OUT, UNDO_SECONDS, day_of_return, first_step, next_step},
    permission::Action,
};
use serde::{Deserialize, Serialize};

use super::{endings::end, lock_loan};
use crate::{
    By, Command, Refusal, Result, Store, Tx,
    areas::locations::location_root,
    db::{
        area_filter::must_be_of_others,
        sql::{run, value},
    },
    ledger::{
        lots,
        post::{self, NewJournal},
    },
    orders::walk_in,
};

/// Lends a unit of a lot on the shelf to a household, until a day.
///
/// # Errors
/// Not found for a family, location or lot outside the actor's areas, or of two root areas; not allowed without a role
/// that keeps stock, and for the actor's own family; [`Code::FileClosed`]; field `due` for a day in the past or more
/// than half a year away; field `lot` for goods with a best-before day, or an item that has one; [`Code::LoanLimit`];
/// [`Code::NotEnoughStock`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LendGoods {
    /// Household that takes the unit.
    pub household: HouseholdId,
    /// Location of the shelf.
    pub location: LocationId,
    /// Lot to take it from.
    pub lot: LotId,
    /// Any time of the day of return.
    pub due: Timestamp,
}

impl Command for LendGoods {
    const NAME: &'static str = "loan_lend";
    type Output = LoanId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<LoanId> {
        let &Self { household, location, lot, due } = self;
        tx.must_at(Action::KeepStock, location).await?;
        must_be_of_others(&tx.actor, household)?;
        walk_in::open(tx, household).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let due = day_of_return(due, now).map_err(|code| Refusal::field("due", code))?;
        let root = value!(tx, i64, "select root from household where id = $1", household)?;
        let goods = post::lot(&mut tx.arm(), lot).await?;
        if location_root(&mut tx.arm(), location).await? != root || goods.root != root {
            return Err(Refusal::NotFound.into());
        }
        let perishable = value!(
            tx,
            i64,
            "select count(*) from lot l join item i on i.id = l.item
             where l.id = $1 and (l.expires <> 0 or i.perishable = true)",
            lot,
        )?;
        if perishable > 0 {
            return Err(Refusal::field("lot", Code::DoesNotFit).into());
        }
        let out = value!(tx, i64, "select count(*) from loan where household = $1 and state = 'out'", household)?;
        if out >= MOST_OUT {
            return Err(Code::LoanLimit.into());
        }
        let step = first_step(due, now);
        let id = value!(
            tx,
            i64,
            "insert into loan (household, location, lot, state, lent, lent_by, journal, due, step, next_step, wished,
                 received, denied, ending, ending_by, ending_at, condition, ended, ended_by, version)
             values ($1, $2, $3, 'out', $4, $5, 0, $6, $7, $8, 0, 0, 0, '', 0, 0, '', 0, 0, 0) returning id",
            household,
            location,
            lot,
            now,
            account,
            due,
            step,
            next_step(due, step, now),
        )?;
        lots::queue(tx, location).await?;
        let entries = moved(lot, 1, LedgerAccount::of(Place::Shelf, location), LedgerAccount::of(Place::Lent, id));
        let journal = post::post(tx, &NewJournal::new(JournalKind::Lend, location), &entries).await?;
        run!(tx, "update loan set journal = $2 where id = $1", id, journal)?;
        let of = super::load(&mut tx.arm(), id).await?.event(Vec::new());
        tx.emit(Event::LoanMade(of)).await?;
        tx.audit("loan", id).await?;
        Ok(id)
    }
}

/// Takes a wrong loan back, for ten minutes: the unit is on the shelf again, and the loan counts as never made.
///
/// # Errors
/// As for all of the shop; [`Code::WrongState`] once it has ended; [`Code::UndoOver`] after ten minutes.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct UndoLoan {
    /// The loan.
    pub loan: LoanId,
}

impl Command for UndoLoan {
    const NAME: &'static str = "loan_undo";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let loan = lock_loan(tx, self.loan, Action::KeepStock).await?;
        loan.state()?.must_be_out()?;
        if tx.now > loan.lent + UNDO_SECONDS {
            return Err(Code::UndoOver.into());
        }
        let journal = NewJournal { reverses: loan.journal, ..NewJournal::new(JournalKind::Reverse, loan.location) };
        let shelf = LedgerAccount::of(Place::Shelf, loan.location);
        post::post(tx, &journal, &moved(loan.lot, 1, loan.account(), shelf)).await?;
        end(tx, &loan, LoanEvent::Undo, "").await
    }
}

impl Store {
    /// Lends a unit to a family at the counter.
    ///
    /// # Errors
    /// As [`LendGoods`], and [`Code::TooManyTries`] after 100 look-ups within 15 minutes: a refusal tells of the
    /// family, too.
    pub async fn loan_lend(&self, by: &By, new: LendGoods) -> Result<LoanId> {
        by.actor.must_somewhere(Action::KeepStock)?;
        self.count_walk_in(&by.actor, new.household).await?;
        self.run(by, new).await
    }
}
