//! Creates household files and the families' accounts.
//! Reading is in `views`, masking in `reveal`.

use domain::{
    Code, Error as Refusal,
    accounts::{self, AccountId, Role},
    areas::AreaPath,
    households::{HouseholdId, NewHousehold},
    permission::Action,
    time::year,
};
use serde::Serialize;

use crate::{
    By, Result, Store, Tx,
    accounts::{
        profile::{NewPerson, grant, insert},
        staff::put_password,
    },
    areas::tree::must_in,
    crypto::{passwords, secret::Secret, vault::Find},
    db::sql::{row, value},
    households::{members, views::file},
};

/// Input of [`add`]: a household file, and the account that goes with it.
#[derive(Clone, Debug, Serialize)]
pub struct NewFile {
    /// Fields of the file; [`add`] validates them.
    pub household: NewHousehold,
    /// Whether to create an account under the file's phone.
    pub account: bool,
    /// Hash of the account's password; `""` without an account.
    #[serde(skip)]
    pub hash: String,
}

/// Creates a household file, its members and, on request, the family's account.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`Code::PhoneTaken`] when another account has the phone.
pub async fn add(tx: &mut Tx<'_>, new: &NewFile) -> Result<HouseholdId> {
    must_in(tx, Action::KeepHouseholds, new.household.area).await?;
    let (now, account, vault) = (tx.now, tx.actor.account, tx.vault.clone());
    let household = new.household.clone().checked(year(now))?;
    let root = value!(tx, i64, "select root from area where id = $1", household.area)?;
    let size = i64::try_from(household.members.len()).unwrap_or(i64::MAX);
    let id = value!(
        tx,
        i64,
        "insert into household (area, root, name, phone, phone_key, address, hardship, size, created, caseworker, changed,
             changed_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10) returning id",
        household.area,
        root,
        vault.seal(Secret::HouseholdName, &household.name)?,
        vault.seal(Secret::HouseholdPhone, &household.phone)?,
        vault.digest(Find::Phone, &household.phone),
        vault.seal(Secret::HouseholdAddress, &household.address)?,
        household.hardship,
        size,
        now,
        account,
    )?;
    for member in household.named_members() {
        members::insert(tx, id, &member).await?;
    }
    if new.account {
        add_account(tx, id, &new.hash).await?;
    }
    tx.audit("household", id).await?;
    Ok(id)
}

/// Creates the family's account under the phone of its file.
async fn add_account(tx: &mut Tx<'_>, id: HouseholdId, hash: &str) -> Result<AccountId> {
    let (area, root, phone) =
        row!(tx, (i64, i64, String), "select area, root, phone from household where id = $1", id)?
            .ok_or(Refusal::NotFound)?;
    let phone = tx.vault.open(Secret::HouseholdPhone, &phone)?;
    let person = NewPerson { phone: &phone, name: "", hash, root, organisation: 0, household: id };
    let account = insert(tx, &person).await?;
    grant(tx, account, Role::Family, area).await?;
    Ok(account)
}

/// Checks that the actor keeps files in the file's area.
async fn must_keep(tx: &mut Tx<'_>, id: HouseholdId) -> Result<()> {
    tx.actor.must_somewhere(Action::KeepHouseholds)?;
    let path = AreaPath(file(&mut tx.arm(), id).await?.path);
    Ok(tx.actor.must(Action::KeepHouseholds, &path)?)
}

#[derive(Clone, Debug, Serialize)]
struct SignIn {
    household: HouseholdId,
    #[serde(skip)]
    hash: String,
}

async fn set_password(tx: &mut Tx<'_>, input: &SignIn) -> Result<()> {
    must_keep(tx, input.household).await?;
    let account = row!(tx, (i64,), "select id from account where household = $1 order by id limit 1", input.household)?;
    match account {
        Some((account,)) => put_password(tx, account, &input.hash).await?,
        None => {
            add_account(tx, input.household, &input.hash).await?;
        }
    }
    tx.audit("household", input.household).await
}

impl Store {
    /// Creates a household file and, with a password, the family's account.
    ///
    /// # Errors
    /// Not found outside the actor's areas; invalid fields, among them `phone` when an account needs one and `password`
    /// when it is weak; [`Code::PhoneTaken`] when another account has the phone.
    pub async fn household_add(&self, by: &By, new: NewHousehold, password: Option<String>) -> Result<HouseholdId> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let household = new.checked(year(self.now()))?;
        let account = password.is_some();
        if account && household.phone.is_empty() {
            return Err(Refusal::field("phone", Code::Required).into());
        }
        let hash = match password {
            Some(password) => hashed(&password).await?,
            None => String::new(),
        };
        let new = NewFile { household, account, hash };
        self.write(by, "household_add", new, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Sets the password of a family's account, or creates the account.
    /// Ends all sessions of the account.
    ///
    /// # Errors
    /// Not found outside the actor's areas; field `password` when it is weak; [`Code::PhoneTaken`] when another account
    /// has the phone.
    pub async fn household_password(&self, by: &By, household: HouseholdId, password: &str) -> Result<()> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let input = SignIn { household, hash: hashed(password).await? };
        self.write(by, "household_password", input, |tx, input| Box::pin(set_password(tx, input))).await
    }
}

async fn hashed(password: &str) -> Result<String> {
    let password = accounts::password(password).map_err(|code| Refusal::field("password", code))?;
    passwords::hash(&password).await
}
