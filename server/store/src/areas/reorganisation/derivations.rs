//! What is derived from the tree of areas: written anew when a part of it moves, or becomes a part of another area.

use std::collections::BTreeSet;

use sqlx::AssertSqlSafe;

use crate::{
    Result, Tx,
    db::sql::{run, values},
};

/// Columns with the path of an area that late work reached, each with the condition that tells which household's it is.
const LEVELS: &[(&str, bool)] = &[
    ("aid_collection", true),
    ("case_file", true),
    ("conference_measure", true),
    ("finding", true),
    ("referral", true),
    ("school_place", true),
    ("visit", true),
    ("call_back", false),
    ("dispute", false),
    ("indicator", false),
    ("indicator_report", false),
    ("question", false),
    ("urgent", false),
];

/// Writes anew what depends on the path of an area that began with `old` and begins with `new` now.
pub(super) async fn write_anew(tx: &mut Tx<'_>, old: &str, new: &str) -> Result<()> {
    rewrite_paths(tx, old, new).await?;
    rewrite_districts(tx, new).await?;
    leave_groups(tx, new).await?;
    release_files(tx, new).await?;
    ask_rules_again(tx, new).await
}

/// Writes paths of roles and the levels that late work reached anew: what began with `old` begins with `new`.
/// Late work of households there whose level is above them no more begins again at the bottom.
async fn rewrite_paths(tx: &mut Tx<'_>, old: &str, new: &str) -> Result<()> {
    run!(
        tx,
        "update role_grant set path = $2 || substr(path, length(cast($1 as text)) + 1) where path like $1 || '%' and area <> 0",
        old,
        new,
    )?;
    for (table, of_household) in LEVELS {
        let sql = format!(
            "update {table} set level = $2 || substr(level, length(cast($1 as text)) + 1)
             where level <> '' and level like $1 || '%'"
        );
        run!(tx, AssertSqlSafe(sql.as_str()), old, new)?;
        if *of_household {
            let sql = format!(
                "update {table} set level = '' where level <> '' and level not like $1 || '%' and not ($1 like level || '%')
                     and household in (select h.id from household h join area a on a.id = h.area
                         where a.path like $1 || '%')"
            );
            run!(tx, AssertSqlSafe(sql.as_str()), new)?;
        }
    }
    Ok(())
}

/// Writes the districts of the wishes at or below a path anew; the public sees a family's district.
async fn rewrite_districts(tx: &mut Tx<'_>, path: &str) -> Result<()> {
    run!(
        tx,
        "update wish set district = coalesce((select d.id from area d join area h on h.id = wish.home
                 where d.kind = 'district' and h.path like d.path || '%' order by length(d.path) desc limit 1), root)
         where home in (select a.id from area a where a.path like $1 || '%')",
        path,
    )?;
    Ok(())
}

/// Lets the clocks compare the families at or below a path with the rules that hold there now: a rule of the areas that
/// were above holds no more, and one that came along may hold for more families.
async fn ask_rules_again(tx: &mut Tx<'_>, path: &str) -> Result<()> {
    wake_school_places(tx, path).await?;
    mark_entitlements(tx, path).await
}

/// Wakes the open cases of school places at or below a path, and those that wait for a day: what they were promised may
/// have changed.
pub(crate) async fn wake_school_places(tx: &mut Tx<'_>, path: &str) -> Result<()> {
    let now = tx.now;
    run!(
        tx,
        "update school_place set wake = $2
         where (state = 'open' or outcome = 'not_before')
             and household in (select h.id from household h join area a on a.id = h.area where a.path like $1 || '%')",
        path,
        now,
    )?;
    Ok(())
}

/// Marks the open files at or below a path, so that the clock compares them with the rules of entitlements.
pub(crate) async fn mark_entitlements(tx: &mut Tx<'_>, path: &str) -> Result<()> {
    run!(
        tx,
        "insert into entitlement_due (household)
         select h.id from household h join area a on a.id = h.area
         where h.state = 'open' and a.path like $1 || '%' order by h.id
         on conflict (household) do nothing",
        path,
    )?;
    Ok(())
}

/// Takes families at or below a path from caseworkers without a role there: a file of an account that cannot open it
/// waits for a caseworker, and its area's coordinators give it to one.
async fn release_files(tx: &mut Tx<'_>, path: &str) -> Result<()> {
    run!(
        tx,
        "update household set caseworker = 0
         where caseworker <> 0 and area in (select a.id from area a where a.path like $1 || '%')
             and not exists (select 1 from role_grant g join area a on a.id = household.area
                 where g.account = household.caseworker and g.role = 'caseworker' and a.path like g.path || '%')",
        path,
    )?;
    Ok(())
}

/// Takes families at or below a path off the rosters of groups of areas in which they live no more, as a family that
/// moves alone.
async fn leave_groups(tx: &mut Tx<'_>, path: &str) -> Result<()> {
    let now = tx.now;
    let left = values!(
        tx,
        i64,
        "update group_household set state = 'left', joined = 0, said = $2, version = version + 1
         where state <> 'left' and exists (select 1 from household h join area a on a.id = h.area
                 join community_group g on g.id = group_household.community_group join area o on o.id = g.area
             where h.id = group_household.household and a.path like $1 || '%' and a.path not like o.path || '%')
         returning community_group",
        path,
        now,
    )?;
    for group in left.into_iter().collect::<BTreeSet<_>>() {
        run!(
            tx,
            "update community_group set
                 asked = (select count(*) from group_household h where h.community_group = $1 and h.state <> 'left'),
                 joined = (select count(*) from group_household h where h.community_group = $1 and h.state = 'joined'),
                 declined = (select count(*) from group_household h
                     where h.community_group = $1 and h.state = 'declined')
             where id = $1",
            group,
        )?;
    }
    Ok(())
}
