//! Opens a group, changes it, gives it another caretaker, and ends it.

use domain::{
    Code,
    accounts::AccountId,
    areas::AreaPath,
    community::groups::{CODE_LENGTH, GroupId, NewGroup},
    permission::Action,
};
use serde::{Deserialize, Serialize};

use super::lock_group;
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::{must_in, name_taken},
    crypto::random,
    db::sql::{run, value},
};

/// Checks that an account works with the families of the area, so that it can look after their group.
async fn must_work_there(tx: &mut Tx<'_>, account: AccountId, path: &AreaPath) -> Result<()> {
    let works = value!(
        tx,
        i64,
        "select count(*) from account a join role_grant r on r.account = a.id
         where a.id = $1 and a.open = true and r.role in ('caseworker', 'coordinator') and $2 like r.path || '%'",
        account,
        &path.0,
    )?;
    if works == 0 { Err(Refusal::field("caretaker", Code::Unknown).into()) } else { Ok(()) }
}

/// Opens a group of an area.
///
/// # Errors
/// Not allowed without a role that leads groups; not found outside the actor's areas; invalid fields; field
/// `caretaker` for an account that does not work with the families of the area; [`Code::NameTaken`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct OpenGroup(pub NewGroup);

impl Command for OpenGroup {
    const NAME: &'static str = "group_open";
    type Output = GroupId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<GroupId> {
        let path = must_in(tx, Action::LeadGroups, self.0.area).await?;
        let new = self.0.clone().checked()?;
        must_work_there(tx, new.caretaker, &path).await?;
        let root = value!(tx, i64, "select coalesce(max(root), 0) from area where id = $1", new.area)?;
        let (now, account, code) = (tx.now, tx.actor.account, random::code(CODE_LENGTH));
        let made = value!(
            tx,
            i64,
            "insert into community_group (area, root, name, channel, channel_name, caretaker, code, state, asked, joined,
                 declined, opened, opened_by, ended, version)
             values ($1, $2, $3, $4, $5, $6, $7, 'open', 0, 0, 0, $8, $9, 0, 0) returning id",
            new.area,
            root,
            &new.name,
            new.channel.as_str(),
            &new.channel_name,
            new.caretaker,
            &code,
            now,
            account,
        );
        let id = name_taken(made)?;
        tx.audit("community_group", id).await?;
        Ok(id)
    }
}

/// Changes name, channel and caretaker of a group; its area stays.
///
/// # Errors
/// As [`OpenGroup`]; [`Code::WrongState`] once it has ended; [`Code::ChangedMeanwhile`] for another version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeGroup {
    /// The group.
    pub group: GroupId,
    /// Version that the caller has seen.
    pub version: i64,
    /// New values.
    pub new: NewGroup,
}

impl Command for ChangeGroup {
    const NAME: &'static str = "group_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let group = lock_group(tx, Action::LeadGroups, self.group).await?;
        let new = self.new.clone().checked()?;
        group.must_be_open()?;
        if group.version != self.version {
            return Err(Code::ChangedMeanwhile.into());
        }
        must_work_there(tx, new.caretaker, &group.path()).await?;
        let changed = run!(
            tx,
            "update community_group set name = $2, channel = $3, channel_name = $4, caretaker = $5, version = version + 1
             where id = $1",
            group.id,
            &new.name,
            new.channel.as_str(),
            &new.channel_name,
            new.caretaker,
        );
        name_taken(changed)?;
        tx.audit("community_group", group.id).await
    }
}

/// Ends a group: its code joins no family any more, and its notices are taken back.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas; [`Code::WrongState`] once it has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct EndGroup {
    /// The group.
    pub group: GroupId,
}

impl Command for EndGroup {
    const NAME: &'static str = "group_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let group = lock_group(tx, Action::LeadGroups, self.group).await?;
        group.must_be_open()?;
        let now = tx.now;
        run!(
            tx,
            "update community_group set state = 'ended', ended = $2, version = version + 1 where id = $1",
            group.id,
            now,
        )?;
        run!(tx, "update group_notice set ended = $2 where community_group = $1 and ended = 0", group.id, now)?;
        tx.audit("community_group", group.id).await
    }
}
