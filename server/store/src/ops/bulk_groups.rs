//! Inserts of groups with their rosters for the demo data.
//! Nothing here checks permissions or writes notices: call it only from a script on a new database.

use domain::{
    Timestamp,
    accounts::AccountId,
    areas::AreaId,
    community::groups::{CODE_LENGTH, GroupId, notices::GroupNoticeId},
    households::HouseholdId,
};

use crate::{
    Result, Tx,
    crypto::random,
    db::sql::{row, run},
};

/// Group to be inserted; it is called as its area.
#[derive(Clone, Copy, Debug)]
pub struct GroupOnFile<'a> {
    /// Its area.
    pub area: AreaId,
    /// What it is called where it talks.
    pub channel_name: &'a str,
    /// Who looks after it; 0 for none.
    pub caretaker: AccountId,
    /// Coordinator who opened it.
    pub by: AccountId,
    /// When it was opened.
    pub opened: Timestamp,
}

/// Inserts a group of an area.
///
/// # Errors
/// Only when the database fails.
pub async fn insert_group(tx: &mut Tx<'_>, group: &GroupOnFile<'_>) -> Result<()> {
    let code = random::code(CODE_LENGTH);
    run!(
        tx,
        "insert into community_group (area, root, name, channel, channel_name, caretaker, code, state, asked, joined,
             declined, opened, opened_by, ended, version)
         select a.id, a.root, a.name, 'wechat', cast($2 as text), cast($3 as bigint), cast($4 as text), 'open', 0, 0, 0,
             cast($5 as bigint), cast($6 as bigint), 0, 0
         from area a where a.id = $1",
        group.area,
        group.channel_name,
        group.caretaker,
        &code,
        group.opened,
        group.by,
    )?;
    Ok(())
}

/// How many households of a root area are on rosters.
#[derive(Clone, Copy, Debug)]
pub struct Rosters {
    /// The root area.
    pub root: AreaId,
    /// Household that joined in any case.
    pub first: HouseholdId,
    /// Households that agreed to be asked.
    pub asked: i64,
    /// Those of them that joined.
    pub joined: i64,
    /// Those of them that do not want to.
    pub declined: i64,
    /// When the last of them was asked; the others in the sixty days before.
    pub until: Timestamp,
}

/// Puts open households on the rosters of the groups of their areas, and counts each group.
///
/// # Errors
/// Only when the database fails.
pub async fn fill_rosters(tx: &mut Tx<'_>, rosters: &Rosters) -> Result<()> {
    run!(
        tx,
        "insert into group_household (community_group, household, state, source, asked, said, said_by, joined, version)
         select x.grp, x.id, case when x.n <= $4 then 'joined' when x.n <= $5 then 'declined' else 'not_yet' end,
             case when x.n <= $4 and x.n % 5 = 0 then 'code' when x.n % 7 = 0 then 'family' else 'staff' end,
             $6 - (x.n % 60) * 86400, $6 - (x.n % 60) * 86400, x.caseworker,
             case when x.n <= $4 then $6 - (x.n % 60) * 86400 else 0 end, 0
         from (select h.id, h.caseworker, g.id as grp,
                   row_number() over (order by case when h.id = $2 then 0 else 1 end, (h.id * 7919) % 10007, h.id) as n
               from household h join community_group g on g.area = h.area
               where h.root = $1 and h.state = 'open') x
         where x.n <= $3",
        rosters.root,
        rosters.first,
        rosters.asked,
        rosters.joined,
        rosters.joined + rosters.declined,
        rosters.until,
    )?;
    run!(
        tx,
        "update community_group set
             asked = (select count(*) from group_household h where h.community_group = community_group.id
                 and h.state <> 'left'),
             joined = (select count(*) from group_household h where h.community_group = community_group.id
                 and h.state = 'joined'),
             declined = (select count(*) from group_household h where h.community_group = community_group.id
                 and h.state = 'declined')
         where root = $1",
        rosters.root,
    )?;
    Ok(())
}

/// Finds the group of a household's roster.
///
/// # Errors
/// Only when the database fails.
pub async fn group_of(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Option<GroupId>> {
    let found = row!(
        tx,
        (i64,),
        "select community_group from group_household where household = $1 and state = 'joined' order by id limit 1",
        household,
    )?;
    Ok(found.map(|(group,)| group))
}

/// Lets every other member of a group but one read a notice.
///
/// # Errors
/// Only when the database fails.
pub async fn read_by_some(tx: &mut Tx<'_>, notice: GroupNoticeId, but: HouseholdId, at: Timestamp) -> Result<()> {
    run!(
        tx,
        "insert into group_reading (notice, household, read, called, called_by)
         select n.id, h.household, cast($3 as bigint), 0, 0
         from group_notice n join group_household h on h.community_group = n.community_group and h.state = 'joined'
         where n.id = $1 and h.household <> $2 and h.id % 2 = 0",
        notice,
        but,
        at,
    )?;
    Ok(())
}
