//! What becomes of a household's part in groups when its file is closed, erased or merged, and when it moves.

use domain::{areas::AreaPath, households::HouseholdId};

use super::recount;
use crate::{
    Result, Tx,
    db::sql::{run, values},
};

/// Takes a household whose file is closed or erased off every roster. The caller has locked the household.
pub(crate) async fn end_all(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    leave(tx, household, None).await
}

/// Takes a household that moved off the rosters of the areas that it left. The caller has locked the household.
pub(crate) async fn move_to(tx: &mut Tx<'_>, household: HouseholdId, home: &AreaPath) -> Result<()> {
    leave(tx, household, Some(home)).await
}

/// Takes a household off the rosters of groups; of one that moved, only off those of areas in which it lives no more.
async fn leave(tx: &mut Tx<'_>, household: HouseholdId, home: Option<&AreaPath>) -> Result<()> {
    let (now, path) = (tx.now, home.map_or("", |home| home.0.as_str()));
    let left = values!(
        tx,
        i64,
        "select g.id from group_household r join community_group g on g.id = r.community_group
             join area a on a.id = g.area
         where r.household = $1 and r.state <> 'left' and ($2 = '' or not ($2 like a.path || '%')) order by g.id",
        household,
        path,
    )?;
    for group in left {
        run!(
            tx,
            "update group_household set state = 'left', joined = 0, said = $3, version = version + 1
             where community_group = $1 and household = $2",
            group,
            household,
            now,
        )?;
        recount(tx, group).await?;
    }
    Ok(())
}

/// Moves the part of a merged file in groups to the one that stays, which lives in `home`; what was said last counts.
/// The files may be of different areas: the family leaves the rosters of groups around the other one's home.
pub(crate) async fn merge(tx: &mut Tx<'_>, gone: HouseholdId, keep: HouseholdId, home: &AreaPath) -> Result<()> {
    let groups = values!(
        tx,
        i64,
        "select distinct community_group from group_household where household = $1 order by community_group",
        gone,
    )?;
    for group in groups {
        run!(tx, "update community_group set root = root where id = $1", group)?;
        run!(
            tx,
            "delete from group_household where community_group = $1 and household = $2
                 and exists (select 1 from group_household o where o.community_group = $1 and o.household = $3
                     and o.state <> 'left' and (group_household.state = 'left' or o.said > group_household.said))",
            group,
            keep,
            gone,
        )?;
        run!(
            tx,
            "delete from group_household where community_group = $1 and household = $3
                 and exists (select 1 from group_household k where k.community_group = $1 and k.household = $2)",
            group,
            keep,
            gone,
        )?;
        run!(
            tx,
            "update group_household set household = $2, version = version + 1
             where community_group = $1 and household = $3",
            group,
            keep,
            gone,
        )?;
        recount(tx, group).await?;
    }
    run!(
        tx,
        "delete from group_reading where household = $2
             and exists (select 1 from group_reading k where k.notice = group_reading.notice and k.household = $1)",
        keep,
        gone,
    )?;
    run!(tx, "update group_reading set household = $1 where household = $2", keep, gone)?;
    move_to(tx, keep, home).await
}
