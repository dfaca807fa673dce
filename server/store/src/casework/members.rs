//! Members of a household: add, change, remove. At least one stays.

use domain::{
    Code,
    households::{HouseholdId, MEMBERS, Member},
    time::year,
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Tx,
    casework::aid,
    casework::entitlements,
    casework::school_places,
    community::{courses, jobs},
    consents::withdraw,
    crypto::secret::Secret,
    db::{
        command::stored_as_tuple,
        sql::{run, value},
    },
    households::{
        edit::{ANY_VERSION, hold},
        members::insert,
    },
};

/// Adds a member to a household's file, in whatever version it is; returns the member's id.
///
/// # Errors
/// Not found outside the actor's areas; invalid fields; field `members` beyond 20 members; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize)]
pub struct AddMember {
    household: HouseholdId,
    version: i64,
    member: Member,
}

impl AddMember {
    /// Command for a household and its new member.
    pub fn new(household: HouseholdId, member: Member) -> AddMember {
        AddMember { household, version: ANY_VERSION, member }
    }
}

impl Command for AddMember {
    const NAME: &'static str = "household_member_add";
    type Output = i64;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64> {
        hold(tx, self.household, self.version).await?;
        let member = self.member.clone().checked(year(tx.now))?;
        let most = i64::try_from(MEMBERS).unwrap_or(i64::MAX);
        let grown = run!(tx, "update household set size = size + 1 where id = $1 and size < $2", self.household, most)?;
        if grown == 0 {
            return Err(Refusal::field("members", Code::OutOfRange).into());
        }
        let id = insert(tx, self.household, &member).await?;
        tx.audit("household", self.household).await?;
        Ok(id)
    }
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

/// Removes a member; its consents and standing needs for it end, and wishes for it become the family's.
///
/// # Errors
/// [`Code::LastMember`] for the only one; otherwise as [`ChangeMember`].
#[derive(Clone, Copy, Debug)]
pub struct RemoveMember {
    /// Household of the member.
    pub household: HouseholdId,
    /// Version of the file that the caller has seen, or [`ANY_VERSION`].
    pub version: i64,
    /// Member to remove.
    pub member: i64,
}

stored_as_tuple!(RemoveMember, household, version, member);

impl Command for RemoveMember {
    const NAME: &'static str = "household_member_remove";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let &Self { household, version, member } = self;
        hold(tx, household, version).await?;
        let left = value!(tx, i64, "select count(*) from person where household = $1 and id <> $2", household, member)?;
        if left == 0 {
            return Err(Code::LastMember.into());
        }
        let known = value!(tx, i64, "select count(*) from person where id = $1 and household = $2", member, household)?;
        if known == 0 {
            return Err(Refusal::NotFound.into());
        }
        // Before the row goes: what may be shown depends on the member's birth year.
        withdraw::leave(tx, household, member).await?;
        courses::files::end_member(tx, household, member).await?;
        jobs::files::leave(tx, household, member).await?;
        school_places::files::leave(tx, household, member).await?;
        run!(tx, "update case_file set member = 0 where household = $1 and member = $2", household, member)?;
        aid::files::leave(tx, household, member).await?;
        entitlements::files::leave(tx, household, member).await?;
        run!(tx, "delete from person where id = $1 and household = $2", member, household)?;
        run!(tx, "update household set size = size - 1 where id = $1", household)?;
        tx.audit("household", household).await
    }
}
