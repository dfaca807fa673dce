//! Opens collections, records what comes in and what is handed over, and ends them.

use domain::{
    Code, DAY,
    casework::aid::{
        AidKind, AidPaper, AidSource, GrantId, MOST_FEN,
        collections::{CLIMB_DAYS, CollectionEnd, CollectionId, MOST_OPEN, NewCollection, NewHandOver, SumId},
    },
    households::HouseholdId,
    permission::Action,
    time::Month,
};
use serde::Serialize;

use super::{
    LockedCollection,
    grants::{self, NewRow},
    lock_collection, programme_for,
};
use crate::{
    Command, Refusal, Result, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::must_be_of_others,
        locks::{Writers, lock_open_household},
        sql::{row, run, value},
    },
};

/// Sums of a collection; more are added up before they are entered.
const MOST_SUMS: i64 = 500;

/// Opens a collection for a household. The actor follows it while the file has no caseworker.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that records aid, and for the actor's own family;
/// invalid fields, `programme` unless it is open, for the area and of collected money, and `case` of another household;
/// [`Code::FileFull`] with three that run; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct OpenCollection {
    /// The household.
    pub household: HouseholdId,
    /// The collection.
    pub new: NewCollection,
}

impl Command for OpenCollection {
    const NAME: &'static str = "aid_collection_open";
    type Output = CollectionId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CollectionId> {
        let file = lock_open_household(tx, self.household, Writers::Staff(Action::RecordAid)).await?;
        must_be_of_others(&tx.actor, file.id)?;
        let new = self.new.clone().checked(tx.now)?;
        if programme_for(tx, new.programme, &file).await? != AidKind::Collection {
            return Err(Refusal::field("programme", Code::Unknown).into());
        }
        let case = new.case.unwrap_or_default();
        let known = value!(tx, i64, "select count(*) from case_file where id = $1 and household = $2", case, file.id)?;
        if case != 0 && known == 0 {
            return Err(Refusal::field("case", Code::Unknown).into());
        }
        let open =
            value!(tx, i64, "select count(*) from aid_collection where household = $1 and state = 'open'", file.id,)?;
        if open >= MOST_OPEN {
            return Err(Code::FileFull.into());
        }
        let purpose = tx.vault.seal(Secret::CollectionPurpose, &new.purpose)?;
        let organiser = tx.vault.seal(Secret::CollectionOrganiser, &new.organiser)?;
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into aid_collection (household, programme, case_file, purpose, organiser, target, state, outcome,
                 owner, due, level, raised_to, climbs, opened, closed, closed_by, version)
             values ($1, $2, $3, $4, $5, $6, 'open', '', $7, $8, '', 0, 0, $9, 0, 0, 0) returning id",
            file.id,
            new.programme,
            case,
            &purpose,
            &organiser,
            new.target,
            account,
            new.due,
            now,
        )?;
        tx.audit("aid_collection", id).await?;
        Ok(id)
    }
}

/// Locks an open collection of another family than the actor's, for those who record aid. On a closed file only the
/// reversal of a hand-over opens one, whose money is handed over or given back as on an open file.
async fn lock_open(tx: &mut Tx<'_>, id: CollectionId) -> Result<LockedCollection> {
    tx.actor.must_somewhere(Action::RecordAid)?;
    let collection = lock_collection(tx, id, Some(Writers::Staff(Action::RecordAid))).await?;
    must_be_of_others(&tx.actor, collection.file.id)?;
    collection.file.must_not_be_erased()?;
    collection.state.must_be_open()?;
    Ok(collection)
}

/// Records money that came in for a collection, without the names of givers.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that records aid, and for the actor's own family;
/// field `amount`; [`Code::WrongState`] once it has ended; [`Code::FileFull`] with 500 sums; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AddSum {
    /// The collection.
    pub collection: CollectionId,
    /// Who gave.
    pub source: AidSource,
    /// Money in fen.
    pub amount: i64,
}

impl Command for AddSum {
    const NAME: &'static str = "aid_sum_add";
    type Output = SumId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SumId> {
        let collection = lock_open(tx, self.collection).await?;
        collection.file.must_be_open()?;
        if !(1..=MOST_FEN).contains(&self.amount) {
            return Err(Refusal::field("amount", Code::OutOfRange).into());
        }
        let all = value!(tx, i64, "select count(*) from aid_sum where collection = $1", collection.id)?;
        if all >= MOST_SUMS {
            return Err(Code::FileFull.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into aid_sum (collection, source, amount, at, account, void) values ($1, $2, $3, $4, $5, 0)
             returning id",
            collection.id,
            self.source.as_str(),
            self.amount,
            now,
            account,
        )?;
        tx.audit("aid_collection", collection.id).await?;
        Ok(id)
    }
}

/// Strikes out a sum that was entered by mistake.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] when it is struck out, was handed over, or the collection
/// has ended; [`Code::FileClosed`] when the file was erased; otherwise as [`AddSum`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StrikeSum {
    /// The sum.
    pub sum: SumId,
}

impl Command for StrikeSum {
    const NAME: &'static str = "aid_sum_strike";
    type Output = CollectionId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<CollectionId> {
        tx.actor.must_somewhere(Action::RecordAid)?;
        let found = row!(tx, (i64,), "select collection from aid_sum where id = $1", self.sum)?;
        let (of,) = found.ok_or(Refusal::NotFound)?;
        let collection = lock_open(tx, of).await?;
        let now = tx.now;
        let struck = run!(
            tx,
            "update aid_sum set void = $2 where id = $1 and void = 0 and amount <= $3",
            self.sum,
            now,
            collection.received - collection.handed_over,
        )?;
        if struck == 0 {
            return Err(Code::WrongState.into());
        }
        tx.audit("aid_collection", collection.id).await?;
        Ok(collection.id)
    }
}

/// Records that collected money was handed over, with two signatures; it becomes a grant. The family is told.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that records aid, and for the actor's own family;
/// invalid fields, `amount` also when less is left; [`Code::WrongState`] once it has ended; [`Code::FileClosed`] when
/// the file was erased.
#[derive(Clone, Debug, Serialize)]
pub struct HandOverCollected {
    /// The collection.
    pub collection: CollectionId,
    /// The hand-over.
    pub new: NewHandOver,
}

impl Command for HandOverCollected {
    const NAME: &'static str = "aid_hand_over";
    type Output = GrantId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GrantId> {
        let collection = lock_open(tx, self.collection).await?;
        let new = self.new.clone().checked(tx.now)?;
        if new.amount > collection.received - collection.handed_over {
            return Err(Refusal::field("amount", Code::OutOfRange).into());
        }
        let month = Month::of(new.at).to_string();
        let grant = NewRow {
            household: collection.file.id,
            programme: collection.programme,
            member: 0,
            month: &month,
            amount: new.amount,
            goods: "",
            papers: AidPaper::Receipt.as_str(),
            // The collection says what it is for, so that no hand-over of it is a double one.
            seen: true,
            collection: collection.id,
        };
        let id = grants::insert(tx, &grant).await?;
        let signer = tx.vault.seal(Secret::HandOverSigner, &new.signer)?;
        let witness = tx.vault.seal(Secret::HandOverWitness, &new.witness)?;
        run!(
            tx,
            "insert into aid_hand_over (collection, aid, at, how, signer, witness) values ($1, $2, $3, $4, $5, $6)",
            collection.id,
            id,
            new.at,
            new.how.as_str(),
            &signer,
            &witness,
        )?;
        tx.audit("aid_collection", collection.id).await?;
        Ok(id)
    }
}

/// Ends a collection, as its money says.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that records aid, and for the actor's own family;
/// [`Code::MoneyLeft`] when something is left that the end does not name; [`Code::WrongState`] when it names what is
/// not, and once it has ended; [`Code::FileClosed`] when the file was erased.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CloseCollection {
    /// The collection.
    pub collection: CollectionId,
    /// How it ended.
    pub outcome: CollectionEnd,
}

impl Command for CloseCollection {
    const NAME: &'static str = "aid_collection_close";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let collection = lock_open(tx, self.collection).await?;
        end(tx, &collection, self.outcome).await
    }
}

/// Ends a locked collection.
///
/// # Errors
/// [`Code::MoneyLeft`] and [`Code::WrongState`] when its money says otherwise.
pub(super) async fn end(tx: &mut Tx<'_>, collection: &LockedCollection, outcome: CollectionEnd) -> Result<()> {
    let state = outcome.state(collection.received, collection.handed_over)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update aid_collection set state = $2, outcome = $3, closed = $4, closed_by = $5, raised_to = 0,
             version = version + 1
         where id = $1",
        collection.id,
        state.as_str(),
        outcome.as_str(),
        now,
        account,
    )?;
    tx.audit("aid_collection", collection.id).await
}

/// Opens a collection again because a hand-over was reversed: its money is left. The caller has locked the household.
pub(super) async fn reopen(tx: &mut Tx<'_>, collection: CollectionId) -> Result<()> {
    let due = tx.now + CLIMB_DAYS * DAY;
    run!(
        tx,
        "update aid_collection set state = 'open', outcome = '', closed = 0, closed_by = 0, due = $2,
             level = '', climbs = 0, version = version + 1
         where id = $1 and state <> 'open'",
        collection,
        due,
    )?;
    Ok(())
}
