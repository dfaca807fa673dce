//! Changing a household's file: how to reach the family, and how it stands. Whoever changes it says which version
//! was seen, so that two people who type at once do not undo each other's work.

use domain::{
    Code, Error as Refusal,
    accounts::{AccountId, Role},
    areas::AreaPath,
    households::{Contact, FileState, HouseholdId, Situation},
    notifications::NoticeKind,
    permission::Action,
};
use serde::Serialize;

use crate::{
    By, Conn, Result, Store, Tx,
    accounts::profile::account_of,
    crypto::{sealed_columns::Secret, vault::Find},
    db::{
        sql::{is_unique, parse, row, rows, run},
        write::News,
    },
};

/// The version that goes for any: nothing was seen that could have changed.
pub const ANY_VERSION: i64 = -1;

/// A file that is being changed, locked.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub path: AreaPath,
    pub caseworker: AccountId,
}

/// Locks a file to change it, and counts its version up.
///
/// # Errors
/// Outside the actor's areas; [`Code::FileClosed`]; [`Code::ChangedMeanwhile`] when it is not at `version` any more.
pub(crate) async fn hold(tx: &mut Tx<'_>, id: HouseholdId, version: i64) -> Result<Held> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let (now, account) = (tx.now, tx.actor.account);
    let held = run!(
        tx,
        "update household set version = version + 1, changed = $3, changed_by = $4
         where id = $1 and ($2 < 0 or version = $2)",
        id,
        version,
        now,
        account,
    )?;
    let (path, state, caseworker) = row!(
        tx,
        (String, String, i64),
        "select a.path, h.state, h.caseworker from household h join area a on a.id = h.area where h.id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    let path = AreaPath(path);
    tx.actor.must(Action::KeepHouseholds, &path)?;
    if parse::<FileState>(&state)? != FileState::Open {
        return Err(Code::FileClosed.into());
    }
    if held == 0 {
        return Err(Code::ChangedMeanwhile.into());
    }
    Ok(Held { path, caseworker })
}

/// One block of a file as it shall be.
#[derive(Clone, Debug, Serialize)]
struct Edit<T> {
    household: HouseholdId,
    version: i64,
    new: T,
}

/// The phone of a file signs the family in, so it goes with the account.
async fn set_phone(tx: &mut Tx<'_>, household: HouseholdId, phone: &str) -> Result<()> {
    let Some((account,)) =
        row!(tx, (i64,), "select id from account where household = $1 order by id limit 1", household)?
    else {
        return Ok(());
    };
    let vault = tx.vault.clone();
    let owner = account_of(&mut tx.arm(), &vault, phone).await?;
    if owner != 0 && owner != account {
        return Err(Refusal::field("phone", Code::PhoneTaken).into());
    }
    let changed = run!(
        tx,
        "update account set phone = $2, phone_key = $3, version = version + 1 where id = $1",
        account,
        vault.seal(Secret::AccountPhone, phone)?,
        vault.digest(Find::Phone, phone),
    );
    match changed {
        Err(error) if is_unique(&error) => Err(Refusal::field("phone", Code::PhoneTaken).into()),
        other => Ok(other.map(drop)?),
    }
}

async fn set_contact(tx: &mut Tx<'_>, edit: &Edit<Contact>) -> Result<()> {
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

/// Caseworkers who may look after a household of this area, nearest first.
async fn keepers(db: &mut Conn<'_>, path: &AreaPath) -> Result<Vec<(AccountId, String)>> {
    Ok(rows!(
        db,
        (i64, String),
        "select a.id, a.name from account a join role_grant g on g.account = a.id
         where g.role = 'caseworker' and a.open = true and $1 like g.path || '%'
         group by a.id, a.name order by max(length(g.path)) desc, a.id limit 100",
        &path.0,
    )?)
}

async fn set_situation(tx: &mut Tx<'_>, edit: &Edit<Situation>) -> Result<()> {
    let id = edit.household;
    let held = hold(tx, id, edit.version).await?;
    let Situation { hardship, income, language, caseworker } = edit.new;
    if caseworker != 0 && caseworker != held.caseworker {
        let known = keepers(&mut tx.arm(), &held.path).await?;
        if !known.iter().any(|(account, _)| *account == caseworker) {
            return Err(Refusal::field("caseworker", Code::Unknown).into());
        }
        let title = id.to_string();
        let kind = NoticeKind::FileAssigned;
        tx.notify(caseworker, &News { kind, wish: 0, claim: 0, subject: id, title: &title, text: "" }).await?;
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
    tx.audit("household", id).await
}

impl Store {
    /// Changes how a family is called and reached. With the phone goes what it signs in with.
    ///
    /// # Errors
    /// Outside the actor's areas, invalid fields, [`Code::PhoneTaken`], and as for every change of a file:
    /// [`Code::ChangedMeanwhile`], [`Code::FileClosed`].
    pub async fn household_contact(&self, by: &By, household: HouseholdId, version: i64, new: Contact) -> Result<()> {
        let edit = Edit { household, version, new };
        self.write(by, "household_contact", edit, |tx, edit| Box::pin(set_contact(tx, edit))).await
    }

    /// Changes how a household stands, and who looks after it; that person is told.
    ///
    /// # Errors
    /// Outside the actor's areas, somebody who is no caseworker there, and as [`Store::household_contact`].
    pub async fn household_situation(
        &self,
        by: &By,
        household: HouseholdId,
        version: i64,
        new: Situation,
    ) -> Result<()> {
        let edit = Edit { household, version, new };
        self.write(by, "household_situation", edit, |tx, edit| Box::pin(set_situation(tx, edit))).await
    }

    /// Who may look after a household: the caseworkers of its area and of those above, nearest first.
    ///
    /// # Errors
    /// Outside the actor's areas.
    pub async fn household_keepers(
        &self,
        actor: &domain::accounts::Actor,
        household: HouseholdId,
    ) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let mut db = self.reader().await?;
        let path = AreaPath(crate::households::views::file(&mut db.arm(), household).await?.path);
        actor.must(Action::KeepHouseholds, &path)?;
        keepers(&mut db.arm(), &path).await
    }
}

/// The caseworkers to tell of something about a household: the one who looks after it, or those of its smallest area.
pub(crate) async fn to_tell(db: &mut Conn<'_>, household: HouseholdId) -> Result<Vec<AccountId>> {
    let found = rows!(
        db,
        (i64, i64, String),
        "select a.id, h.caseworker, g.path from household h join area home on home.id = h.area
         join role_grant g on home.path like g.path || '%' join account a on a.id = g.account
         where h.id = $1 and g.role = $2 and a.open = true order by length(g.path) desc, a.id limit 100",
        household,
        Role::Caseworker.as_str(),
    )?;
    if let Some((own, ..)) = found.iter().find(|(account, caseworker, _)| account == caseworker) {
        return Ok(vec![*own]);
    }
    let nearest = found.first().map(|(.., path)| path.clone()).unwrap_or_default();
    Ok(found.into_iter().filter(|(.., path)| *path == nearest).map(|(account, ..)| account).collect())
}
