//! Accounts that are responsible for an area: by a role there or in an area around it.

use domain::{accounts::AccountId, areas::AreaPath};

use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    db::{
        area_filter::covered,
        sql::{rows, values},
    },
};

/// Open account with the role of a caseworker.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(crate) struct Caseworker {
    pub id: AccountId,
    pub name: String,
    /// Length of the path of the smallest area around the given one in which it has the role.
    depth: i64,
}

/// Loads the caseworkers of the area and of those around it, smallest area first, at most 100.
pub(crate) async fn caseworkers(db: &mut Conn<'_>, path: &AreaPath) -> Result<Vec<Caseworker>> {
    Ok(rows!(
        db,
        Caseworker,
        "select a.id, a.name, cast(max(length(g.path)) as bigint) as depth
         from account a join role_grant g on g.account = a.id
         where g.role = 'caseworker' and a.open = true and $1 like g.path || '%'
         group by a.id, a.name order by depth desc, a.id limit 100",
        &path.0,
    )?)
}

/// Loads the caseworkers of any of the areas, and of those below and around them, by name, at most 200.
pub(crate) async fn caseworkers_within(db: &mut Conn<'_>, areas: &[AreaPath]) -> Result<Vec<(AccountId, String)>> {
    let around = areas.iter().filter(|area| area.0.bytes().all(|b| b.is_ascii_digit() || b == b'/'));
    let around: String = around.map(|area| format!(" or '{}' like g.path || '%'", area.0)).collect();
    let sql = format!(
        "select distinct a.id, a.name from account a join role_grant g on g.account = a.id
         where g.role = 'caseworker' and a.open = true and ({}{around}) order by a.name, a.id limit 200",
        covered("g.path", areas)
    );
    Ok(rows!(db, (i64, String), AssertSqlSafe(sql.as_str()))?)
}

/// Loads the caseworkers who answer for the area: those of the smallest area around it that has any.
pub(crate) async fn nearest_caseworkers(db: &mut Conn<'_>, path: &AreaPath) -> Result<Vec<Caseworker>> {
    Ok(nearest(caseworkers(db, path).await?))
}

/// Returns those of [`caseworkers`] who have the role in the smallest area.
pub(crate) fn nearest(mut found: Vec<Caseworker>) -> Vec<Caseworker> {
    let depth = found.first().map_or(0, |caseworker| caseworker.depth);
    found.retain(|caseworker| caseworker.depth == depth);
    found
}

/// Loads the coordinators of the area and of those around it.
pub(crate) async fn coordinators(db: &mut Conn<'_>, path: &AreaPath) -> Result<Vec<AccountId>> {
    Ok(values!(
        db,
        i64,
        "select distinct g.account from role_grant g join account a on a.id = g.account
         where g.role = 'coordinator' and a.open = true and $1 like g.path || '%' order by g.account",
        &path.0,
    )?)
}

/// Loads the auditors of the area and of those around it: they are told when nothing is left above.
pub(crate) async fn auditors(db: &mut Conn<'_>, path: &AreaPath) -> Result<Vec<AccountId>> {
    Ok(values!(
        db,
        i64,
        "select distinct g.account from role_grant g join account a on a.id = g.account
         where g.role = 'auditor' and a.open = true and $1 like g.path || '%' order by g.account",
        &path.0,
    )?)
}
