//! Members of a household: add, change, remove. At least one stays.

use domain::{
    Code, Error as Refusal,
    households::{HouseholdId, MEMBERS, Member},
    time::year,
};
use serde::Serialize;

use crate::{
    By, Command, Result, Store, Tx,
    consents::withdraw,
    crypto::secret::Secret,
    db::sql::{run, value},
    households::{edit::hold, members::insert},
};

/// Member to add (id 0) or to change.
#[derive(Clone, Debug, Serialize)]
struct Change {
    household: HouseholdId,
    version: i64,
    member: Member,
}

async fn add(tx: &mut Tx<'_>, new: &Change) -> Result<i64> {
    hold(tx, new.household, new.version).await?;
    let member = new.member.clone().checked(year(tx.now))?;
    let most = i64::try_from(MEMBERS).unwrap_or(i64::MAX);
    let grown = run!(tx, "update household set size = size + 1 where id = $1 and size < $2", new.household, most)?;
    if grown == 0 {
        return Err(Refusal::field("members", Code::OutOfRange).into());
    }
    let id = insert(tx, new.household, &member).await?;
    tx.audit("household", new.household).await?;
    Ok(id)
}

/// Changes a member's data.
///
/// # Errors
/// Not found outside the actor's areas or for another household's member; invalid fields;
/// [`Code::ChangedMeanwhile`], [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct ChangeMember {
    /// Household of the member.
    pub household: HouseholdId,
    /// Version of the file that the caller has seen.
    pub version: i64,
    /// New values; its number says which member.
    pub member: Member,
}

impl Command for ChangeMember {
    const NAME: &'static str = "household_member_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        hold(tx, self.household, self.version).await?;
        let member = self.member.clone().checked(year(tx.now))?;
        let sealed = tx.vault.seal(Secret::PersonName, &member.name)?;
        let changed = run!(
            tx,
            "update person set name = $3, birth_year = $4, sex = $5, relation = $6, school = $7
         where id = $1 and household = $2",
            member.id,
            self.household,
            sealed,
            member.birth_year,
            member.sex.as_str(),
            member.relation.as_str(),
            member.school.as_str(),
        )?;
        if changed == 0 {
            return Err(Refusal::NotFound.into());
        }
        // A corrected birth year can make the member a minor, whose own consents are void.
        withdraw::aged(tx, self.household, member.id, member.birth_year).await?;
        tx.audit("household", self.household).await
    }
}

/// Removes a member; its consents end, and wishes for it become the family's.
async fn remove(tx: &mut Tx<'_>, (household, version, member): &(HouseholdId, i64, i64)) -> Result<()> {
    hold(tx, *household, *version).await?;
    let left = value!(tx, i64, "select count(*) from person where household = $1 and id <> $2", *household, *member,)?;
    if left == 0 {
        return Err(Code::LastMember.into());
    }
    let known = value!(tx, i64, "select count(*) from person where id = $1 and household = $2", *member, *household)?;
    if known == 0 {
        return Err(Refusal::NotFound.into());
    }
    // Before the row goes: what may be shown depends on the member's birth year.
    withdraw::leave(tx, *household, *member).await?;
    run!(tx, "delete from person where id = $1 and household = $2", *member, *household)?;
    run!(tx, "update household set size = size - 1 where id = $1", *household)?;
    tx.audit("household", *household).await
}

impl Store {
    /// Adds a member to a household's file.
    ///
    /// # Errors
    /// Not found outside the actor's areas; invalid fields; field `members` beyond 20 members; [`Code::FileClosed`].
    pub async fn household_member_add(&self, by: &By, household: HouseholdId, member: Member) -> Result<i64> {
        let new = Change { household, version: crate::households::edit::ANY_VERSION, member };
        self.write(by, "household_member_add", new, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Removes a member from the file.
    ///
    /// # Errors
    /// [`Code::LastMember`] for the only one; otherwise as [`Store::household_member_change`].
    pub async fn household_member_remove(
        &self,
        by: &By,
        household: HouseholdId,
        version: i64,
        member: i64,
    ) -> Result<()> {
        let gone = (household, version, member);
        self.write(by, "household_member_remove", gone, |tx, gone| Box::pin(remove(tx, gone))).await
    }
}
