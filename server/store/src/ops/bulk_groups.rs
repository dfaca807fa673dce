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
    db::sql::{row, run, value},
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
    /// People of those that were asked, and of those that joined; `None` for as many as there happen to be.
    pub people: Option<(i64, i64)>,
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
    if let Some((asked, joined)) = rosters.people {
        fit_people(tx, rosters, "joined", joined).await?;
        fit_people(tx, rosters, "not_yet", asked - joined).await?;
    }
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

/// Exchanges households of three on the rosters for others of four or of two that were not asked, until those that
/// joined, or those that did not, have so many people. Of the latter those in `state` are exchanged.
async fn fit_people(tx: &mut Tx<'_>, rosters: &Rosters, state: &str, people: i64) -> Result<()> {
    const EXCHANGED: i64 = 3;
    let now = value!(
        tx,
        i64,
        "select cast(coalesce(sum(h.size), 0) as bigint) from group_household r
             join household h on h.id = r.household and h.root = $1
         where r.state <> 'left' and (r.state = 'joined') = (cast($2 as text) = 'joined')",
        rosters.root,
        state,
    )?;
    let missing = people - now;
    for _ in 0..missing.abs() {
        let off = row!(
            tx,
            (i64,),
            "select r.id from group_household r join household h on h.id = r.household and h.root = $1
             where r.state = $2 and h.size = $3 and h.id <> $4 order by r.id limit 1",
            rosters.root,
            state,
            EXCHANGED,
            rosters.first,
        )?;
        let on = row!(
            tx,
            (i64, i64, i64),
            "select h.id, g.id, h.caseworker from household h join community_group g on g.area = h.area
             where h.root = $1 and h.state = 'open' and h.size = $2
                 and not exists (select 1 from group_household r where r.household = h.id) order by h.id limit 1",
            rosters.root,
            EXCHANGED + missing.signum(),
        )?;
        let (Some((entry,)), Some((household, group, caseworker))) = (off, on) else { break };
        run!(
            tx,
            "update group_household set household = $2, community_group = $3, said_by = $4 where id = $1",
            entry,
            household,
            group,
            caseworker,
        )?;
    }
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
