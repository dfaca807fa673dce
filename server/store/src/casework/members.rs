//! Who belongs to a household: added, changed, taken out of its file. At least one stays.

use domain::{
    Code, Error as Refusal,
    households::{HouseholdId, MEMBERS, Member},
};
use serde::Serialize;

use crate::{
    By, Result, Store, Tx,
    consents::withdraw,
    crypto::sealed_columns::Secret,
    db::sql::{run, value},
    households::edit::hold,
    wishes::lifecycle::year,
};

/// A member as it shall be; a number of 0 for a new one.
#[derive(Clone, Debug, Serialize)]
struct Change {
    household: HouseholdId,
    version: i64,
    member: Member,
}

/// Writes a person down. Callers have checked it.
pub(crate) async fn insert(tx: &mut Tx<'_>, household: HouseholdId, member: &Member) -> Result<i64> {
    let sealed = tx.vault.seal(Secret::PersonName, &member.name)?;
    Ok(value!(
        tx,
        i64,
        "insert into person (household, name, birth_year, sex, relation, school) values ($1, $2, $3, $4, $5, $6)
         returning id",
        household,
        sealed,
        member.birth_year,
        member.sex.as_str(),
        member.relation.as_str(),
        member.school.as_str(),
    )?)
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

async fn change(tx: &mut Tx<'_>, new: &Change) -> Result<()> {
    hold(tx, new.household, new.version).await?;
    let member = new.member.clone().checked(year(tx.now))?;
    let sealed = tx.vault.seal(Secret::PersonName, &member.name)?;
    let changed = run!(
        tx,
        "update person set name = $3, birth_year = $4, sex = $5, relation = $6, school = $7
         where id = $1 and household = $2",
        member.id,
        new.household,
        sealed,
        member.birth_year,
        member.sex.as_str(),
        member.relation.as_str(),
        member.school.as_str(),
    )?;
    if changed == 0 {
        return Err(Refusal::NotFound.into());
    }
    // A year that was put right can make a child of somebody.
    withdraw::aged(tx, new.household, member.id, member.birth_year).await?;
    tx.audit("household", new.household).await
}

/// Wishes for the member stay, for the family, and no longer tell of it; its consents end.
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
    // While it is known whether it is a child.
    withdraw::leave(tx, *household, *member).await?;
    run!(tx, "delete from person where id = $1 and household = $2", *member, *household)?;
    run!(tx, "update household set size = size - 1 where id = $1", *household)?;
    tx.audit("household", *household).await
}

impl Store {
    /// Adds a member to a household's file.
    ///
    /// # Errors
    /// Outside the actor's areas, invalid fields, more than 20 people; [`Code::FileClosed`].
    pub async fn household_member_add(&self, by: &By, household: HouseholdId, member: Member) -> Result<i64> {
        let new = Change { household, version: crate::households::edit::ANY_VERSION, member };
        self.write(by, "household_member_add", new, |tx, new| Box::pin(add(tx, new))).await
    }

    /// Changes what the file says of a member.
    ///
    /// # Errors
    /// Outside the actor's areas, invalid fields, somebody who does not belong to the household;
    /// [`Code::ChangedMeanwhile`], [`Code::FileClosed`].
    pub async fn household_member_change(
        &self,
        by: &By,
        household: HouseholdId,
        version: i64,
        member: Member,
    ) -> Result<()> {
        let new = Change { household, version, member };
        self.write(by, "household_member_change", new, |tx, new| Box::pin(change(tx, new))).await
    }

    /// Takes a member out of the file.
    ///
    /// # Errors
    /// [`Code::LastMember`], and as [`Store::household_member_change`].
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
