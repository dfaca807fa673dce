//! The roster of a group: what a household says when it is asked, on its page, or by the code of the poster.

use domain::{
    Code,
    community::groups::{GroupAnswer, GroupHouseholdId, GroupId, NewRosterEntry, RosterSource},
    households::HouseholdId,
    permission::Action,
};
use serde::{Deserialize, Serialize};

use super::{KnownGroup, lock_and_read, recount};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        area_filter::is_own,
        locks::{HeldFile, Writers, lock_open_household},
        sql::{row, run, value},
    },
};

/// Notes what a household says, as the caller checked it; the household is locked, the group is locked here.
async fn put(
    tx: &mut Tx<'_>,
    group: &KnownGroup,
    household: HouseholdId,
    answer: GroupAnswer,
    source: RosterSource,
) -> Result<GroupHouseholdId> {
    let (now, account, state) = (tx.now, tx.actor.account, answer.state());
    let known = row!(
        tx,
        (i64, i64),
        "select id, joined from group_household where community_group = $1 and household = $2",
        group.id,
        household,
    )?;
    let joined = match (answer, &known) {
        (GroupAnswer::Joined, Some((_, since))) if *since > 0 => *since,
        (GroupAnswer::Joined, _) => now,
        (GroupAnswer::NotYet | GroupAnswer::Declined, _) => 0,
    };
    let id = match known {
        Some((id, _)) => {
            run!(
                tx,
                "update group_household set state = $2, source = $3, said = $4, said_by = $5, joined = $6,
                     version = version + 1
                 where id = $1",
                id,
                state.as_str(),
                source.as_str(),
                now,
                account,
                joined,
            )?;
            id
        }
        None => value!(
            tx,
            i64,
            "insert into group_household (community_group, household, state, source, asked, said, said_by, joined, version)
             values ($1, $2, $3, $4, $5, $5, $6, $7, 0) returning id",
            group.id,
            household,
            state.as_str(),
            source.as_str(),
            now,
            account,
            joined,
        )?,
    };
    recount(tx, group.id).await?;
    tx.audit("group_household", id).await?;
    Ok(id)
}

/// Locks the group after the household, and checks that it is open and that the household lives in its area.
async fn lock_for(tx: &mut Tx<'_>, group: GroupId, file: &HeldFile) -> Result<KnownGroup> {
    let group = lock_and_read(tx, group).await?;
    // Not found, so that a family learns of no group elsewhere.
    if !group.path().covers(&file.path()) {
        return Err(Refusal::NotFound.into());
    }
    group.must_be_open()?;
    Ok(group)
}

/// Notes what a household says about a group: the family itself, or staff who asked it.
/// Only a household that agreed to be asked comes onto the roster.
///
/// # Errors
/// Not found outside the actor's areas, and for a group of another area; not allowed without a role that keeps groups;
/// field `agreed` unless the household agreed; [`Code::FileClosed`]; [`Code::WrongState`] once the group has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AnswerGroup {
    /// The group.
    pub group: GroupId,
    /// What the household says.
    pub entry: NewRosterEntry,
}

impl Command for AnswerGroup {
    const NAME: &'static str = "group_answer";
    type Output = GroupHouseholdId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GroupHouseholdId> {
        let NewRosterEntry { household, answer, agreed } = self.entry;
        let file = lock_open_household(tx, household, Writers::FamilyAnd(Action::KeepGroups)).await?;
        let source = if is_own(&tx.actor, household) { RosterSource::Family } else { RosterSource::Staff };
        if source == RosterSource::Staff && !agreed {
            return Err(Refusal::field("agreed", Code::Required).into());
        }
        let group = lock_for(tx, self.group, &file).await?;
        put(tx, &group, file.id, answer, source).await
    }
}

/// Lets the actor's family join the group of a poster's code.
///
/// # Errors
/// Not signed in; not found for accounts without a household, an unknown code, and a group of another area;
/// [`Code::WrongState`] once the group has ended.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JoinGroup {
    /// Code of the poster.
    pub code: String,
}

impl Command for JoinGroup {
    const NAME: &'static str = "group_join";
    type Output = GroupId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GroupId> {
        let household = tx.actor.must_be_family()?;
        let file = lock_open_household(tx, household, Writers::Family).await?;
        let code = typed_code(&self.code);
        let found = row!(tx, (i64,), "select id from community_group where code = $1", &code)?;
        let (id,) = found.ok_or(Refusal::NotFound)?;
        let group = lock_for(tx, id, &file).await?;
        put(tx, &group, file.id, GroupAnswer::Joined, RosterSource::Code).await?;
        Ok(group.id)
    }
}

/// Writes a code as it is stored: without blanks, in capital letters.
pub(super) fn typed_code(code: &str) -> String {
    domain::text::half_width(code).chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_uppercase()
}

/// Tells whether a household has joined a group, whose notices it then reads.
pub(super) async fn is_member(tx: &mut Tx<'_>, group: GroupId, household: HouseholdId) -> Result<bool> {
    let joined = value!(
        tx,
        i64,
        "select count(*) from group_household where community_group = $1 and household = $2 and state = 'joined'",
        group,
        household,
    )?;
    Ok(joined > 0)
}
