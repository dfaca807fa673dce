//! Changes contact data and situation of a household file.
//! A change names the version the caller has seen; otherwise concurrent edits would overwrite each other.

use domain::{
    Code,
    accounts::AccountId,
    areas::AreaPath,
    events::{Event, OfHousehold},
    households::{Contact, HouseholdId, Situation},
    permission::Action,
    undo::UndoKind,
};
use serde::Serialize;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::{phones, profile::account_of, sign_in::setup_codes, undo},
    areas::{
        answerers::chain::is_of_family,
        staff::{caseworkers, nearest},
    },
    crypto::{secret::Secret, vault::Find},
    db::{
        locks::{HeldFile, Writers, lock_open_household},
        sql::{is_unique, row, run, value},
    },
};

/// Skips the version check; for changes that overwrite nothing, such as an added member.
pub const ANY_VERSION: i64 = -1;

/// Locks an open file's row for a change of what it says, and increments its version.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::FileClosed`]; [`Code::ChangedMeanwhile`] when the file has another
/// version than `version`.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: HouseholdId, version: i64) -> Result<HeldFile> {
    let held = lock_open_household(tx, id, Writers::Staff(Action::KeepHouseholds)).await?;
    if version >= 0 && version != held.version {
        return Err(Code::ChangedMeanwhile.into());
    }
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update household set version = version + 1, changed = $2, changed_by = $3 where id = $1",
        id,
        now,
        account,
    )?;
    Ok(held)
}

/// Locks an open file's row for something beside its fields: a note, a paper, an answer.
/// Keeps the version, because no edit of another caseworker shows or overwrites it.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::FileClosed`].
pub(crate) async fn hold_beside(tx: &mut Tx<'_>, id: HouseholdId) -> Result<HeldFile> {
    lock_open_household(tx, id, Writers::Staff(Action::KeepHouseholds)).await
}

/// Replacement for one block of a file, with the version the caller has seen.
#[derive(Clone, Debug, Serialize)]
pub struct Edit<T> {
    /// Household whose file it is.
    pub household: HouseholdId,
    /// Version of the file the caller has seen.
    pub version: i64,
    /// New values.
    pub new: T,
}

/// Sets the phone of the family's account, which signs in with the phone of its file.
/// Sessions that a changed phone opens are marked for a week.
async fn set_phone(tx: &mut Tx<'_>, household: HouseholdId, phone: &str) -> Result<()> {
    let Some((account,)) =
        row!(tx, (i64,), "select id from account where household = $1 order by id limit 1", household)?
    else {
        return Ok(());
    };
    let vault = tx.vault.clone();
    let owner = account_of(&mut tx.arm(), &vault, phone).await?;
    if owner != 0 && owner != account && !phones::yield_to_family(tx, owner).await? {
        let root = value!(tx, i64, "select root from account where id = $1", account)?;
        return Err(Refusal::field("phone", phones::taken(&mut tx.arm(), owner, root).await?).into());
    }
    if owner != account {
        // Codes are sent to the new number, which staff chose.
        setup_codes::mark(tx, account).await?;
    }
    let changed = run!(
        tx,
        "update account set phone = $2, phone_key = $3, version = version + 1 where id = $1",
        account,
        vault.seal(Secret::AccountPhone, phone)?,
        vault.digest(Find::Phone, phone),
    );
    match changed {
        Err(error) if is_unique(&error) => Err(Refusal::field("phone", Code::PhoneRefused).into()),
        other => Ok(other.map(drop)?),
    }
}

/// Changes the family's name, phone and address; its account takes over the phone.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`Code::PhoneTaken`] when an account of the same root area has
/// the phone, [`Code::PhoneRefused`] when any other one has; [`Code::TooManyTries`] after 10 of these within an hour;
/// [`Code::ChangedMeanwhile`], [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct ChangeContact(pub Edit<Contact>);

impl Command for ChangeContact {
    const NAME: &'static str = "household_contact";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(edit) = self;
        let id = edit.household;
        hold(tx, id, edit.version).await?;
        let Contact { name, phone, address } = edit.new.clone().checked()?;
        let vault = tx.vault.clone();
        run!(
            tx,
            "update household set name = $2, phone = $3, phone_key = $4, address = $5 where id = $1",
            id,
            vault.seal(Secret::HouseholdName, &name)?,
            vault.seal(Secret::HouseholdPhone, &phone)?,
            vault.digest(Find::Phone, &phone),
            vault.seal(Secret::HouseholdAddress, &address)?,
        )?;
        set_phone(tx, id, &phone).await?;
        tx.audit("household", id).await
    }
}

/// Changes hardship, income, language and caseworker; notifies a new caseworker.
///
/// # Errors
/// Not found outside the actor's areas; field `caseworker` for an account that is no caseworker there, or is of the
/// family; [`Code::ChangedMeanwhile`], [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct ChangeSituation(pub Edit<Situation>);

impl Command for ChangeSituation {
    const NAME: &'static str = "household_situation";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Self(edit) = self;
        let id = edit.household;
        let held = hold(tx, id, edit.version).await?;
        let Situation { hardship, income, language, caseworker } = edit.new;
        if caseworker != 0 && caseworker != held.caseworker {
            let known = caseworkers(&mut tx.arm(), &held.path()).await?;
            let own = is_of_family(&mut tx.arm(), caseworker, id).await?;
            if own || !known.iter().any(|known| known.id == caseworker) {
                return Err(Refusal::field("caseworker", Code::Unknown).into());
            }
            tx.emit(Event::FileAssigned(OfHousehold { household: id, staff: vec![caseworker] })).await?;
        }
        run!(
            tx,
            "update household set hardship = $2, income = $3, language = $4, caseworker = $5 where id = $1",
            id,
            hardship,
            income.as_str(),
            language.as_str(),
            caseworker,
        )?;
        if caseworker != held.caseworker {
            undo::offer(tx, UndoKind::FileAssigned, id, &(held.caseworker, caseworker)).await?;
        }
        tx.audit("household", id).await
    }
}

/// Gives a file back to the caseworker `before`, who is told; `given` is the one that got it.
///
/// # Errors
/// As [`ChangeSituation`]; [`Code::WrongState`] when it was given on since; [`Code::UndoDepends`] when `before` keeps no
/// files there any more.
pub(crate) async fn assign_back(
    tx: &mut Tx<'_>,
    id: HouseholdId,
    (before, given): (AccountId, AccountId),
) -> Result<()> {
    let held = hold(tx, id, ANY_VERSION).await?;
    if held.caseworker != given {
        return Err(Code::WrongState.into());
    }
    if before != 0 {
        let known = caseworkers(&mut tx.arm(), &held.path()).await?;
        let own = is_of_family(&mut tx.arm(), before, id).await?;
        if own || !known.iter().any(|known| known.id == before) {
            return Err(Code::UndoDepends.into());
        }
        tx.emit(Event::FileAssigned(OfHousehold { household: id, staff: vec![before] })).await?;
    }
    run!(tx, "update household set caseworker = $2 where id = $1", id, before)?;
    tx.audit("household", id).await
}

impl Store {
    /// Changes the family's name, phone and address; its account takes over the phone.
    ///
    /// # Errors
    /// Not found outside the actor's areas; invalid fields; [`Code::PhoneTaken`] when an account of the same root area has
    /// the phone, [`Code::PhoneRefused`] when any other one has; [`Code::TooManyTries`] after 10 of these within an hour;
    /// [`Code::ChangedMeanwhile`], [`Code::FileClosed`].
    pub async fn household_contact(&self, by: &By, household: HouseholdId, version: i64, new: Contact) -> Result<()> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        self.may_probe(&by.actor).await?;
        let edit = Edit { household, version, new };
        let set = self.run(by, ChangeContact(edit)).await;
        self.count_probe(by, set).await
    }

    /// Loads the caseworkers of the household's area and of those above it, nearest first.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn household_keepers(
        &self,
        actor: &domain::accounts::Actor,
        household: HouseholdId,
    ) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        let path = AreaPath(crate::households::views::file(&mut db.arm(), household).await?.path);
        actor.must(Action::KeepHouseholds, &path)?;
        let found = caseworkers(&mut db.arm(), &path).await?;
        Ok(found.into_iter().map(|caseworker| (caseworker.id, caseworker.name)).collect())
    }
}

/// Loads the accounts to notify about a household: its caseworker, else those of the smallest area.
/// The caseworker on file counts only while that account is open and has the role for the area.
pub(crate) async fn to_tell(db: &mut Conn<'_>, household: HouseholdId) -> Result<Vec<AccountId>> {
    let file = row!(
        db,
        (i64, String),
        "select h.caseworker, a.path from household h join area a on a.id = h.area where h.id = $1",
        household,
    )?;
    let (own, path) = file.ok_or(Refusal::NotFound)?;
    let found = caseworkers(db, &AreaPath(path)).await?;
    if found.iter().any(|caseworker| caseworker.id == own) {
        return Ok(vec![own]);
    }
    Ok(nearest(found).into_iter().map(|caseworker| caseworker.id).collect())
}
