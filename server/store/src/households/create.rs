//! Creates household files and the families' accounts.
//! Reading is in `views`, masking in `reveal`.

use domain::{
    accounts::{AccountId, Role, proof::PhoneProof},
    households::{HouseholdId, NewHousehold},
    permission::Action,
    time::year,
};
use serde::Serialize;

use crate::{
    By, Command, Refusal, Result, Store, Tx,
    accounts::profile::{NewPerson, grant, insert},
    areas::tree::must_in,
    crypto::{secret::Secret, vault::Find},
    db::sql::{row, value},
    households::{likely::likely, members},
};

/// Creates a household file, its members and, on request, the family's account.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`domain::Code::PhoneTaken`] when another account has the
/// phone.
pub async fn add(tx: &mut Tx<'_>, new: &AddHousehold) -> Result<HouseholdId> {
    must_in(tx, Action::KeepHouseholds, new.household.area).await?;
    let household = new.household.clone().checked(year(tx.now))?;
    insert_file(tx, new, household).await
}

/// As [`add`], but members may lack their year of birth.
///
/// # Errors
/// As [`add`].
pub(crate) async fn add_of_list(tx: &mut Tx<'_>, new: &AddHousehold) -> Result<HouseholdId> {
    must_in(tx, Action::KeepHouseholds, new.household.area).await?;
    let household = new.household.clone().checked_of_list(year(tx.now))?;
    insert_file(tx, new, household).await
}

/// Inserts the checked file, its members and the account that `new` asks for.
async fn insert_file(tx: &mut Tx<'_>, new: &AddHousehold, household: NewHousehold) -> Result<HouseholdId> {
    let (now, account, vault) = (tx.now, tx.actor.account, tx.vault.clone());
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
pub(super) async fn add_account(tx: &mut Tx<'_>, id: HouseholdId, hash: &str) -> Result<AccountId> {
    let (area, root, phone) =
        row!(tx, (i64, i64, String), "select area, root, phone from household where id = $1", id)?
            .ok_or(Refusal::NotFound)?;
    let phone = tx.vault.open(Secret::HouseholdPhone, &phone)?;
    let proof = PhoneProof::Staff;
    let person = NewPerson { phone: &phone, name: "", hash, root, organisation: 0, household: id, proof };
    let account = insert(tx, &person).await?;
    grant(tx, account, Role::Family, area).await?;
    Ok(account)
}

/// Creates a household file. The family's sign-in is set up on its own page.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; [`domain::Code::SameFamily`] when a file of the area probably
/// belongs to the same family, until `anyway` confirms that this is another one.
#[derive(Clone, Debug, Serialize)]
pub struct AddHousehold {
    /// Fields of the file; [`add`] validates them.
    pub household: NewHousehold,
    /// Whether to create an account under the file's phone.
    pub account: bool,
    /// Hash of the password that the family set; `""` without an account.
    #[serde(skip)]
    pub hash: String,
    /// Whether the file is added although another one probably belongs to the same family.
    ///
    /// Left out when false, so that a request of an older release is still the same request.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub anyway: bool,
}

impl Command for AddHousehold {
    const NAME: &'static str = "household_add";
    type Output = HouseholdId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<HouseholdId> {
        must_in(tx, Action::KeepHouseholds, self.household.area).await?;
        if !self.anyway {
            let (actor, vault) = (tx.actor.clone(), tx.vault.clone());
            let household = self.household.clone().checked(year(tx.now))?;
            if !likely(&mut tx.arm(), &vault, &actor, &household).await?.is_empty() {
                return Err(domain::Code::SameFamily.into());
            }
        }
        add(tx, self).await
    }
}

impl Store {
    /// Creates a household file, also when another one is like it. The family's sign-in is set up on its own page.
    ///
    /// # Errors
    /// Not found outside the actor's areas; invalid fields.
    pub async fn household_add(&self, by: &By, new: NewHousehold) -> Result<HouseholdId> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let household = new.checked(year(self.now()))?;
        self.run(by, AddHousehold { household, account: false, hash: String::new(), anyway: true }).await
    }

    /// Creates a household file unless another one probably belongs to the same family.
    ///
    /// # Errors
    /// As [`AddHousehold`].
    pub async fn household_add_if_new(&self, by: &By, new: NewHousehold) -> Result<HouseholdId> {
        by.actor.must_somewhere(Action::KeepHouseholds)?;
        let household = new.checked(year(self.now()))?;
        self.run(by, AddHousehold { household, account: false, hash: String::new(), anyway: false }).await
    }
}
