//! Who answers for what is late in an area: one account at each level, from the area upward.

use domain::{accounts::AccountId, areas::AreaPath};

use crate::{
    Conn, Result,
    db::sql::{rows, values},
};

/// Level of the tree at which an account answers for an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answering {
    /// Path of the area of the role.
    pub path: String,
    /// The one account that is named.
    pub account: AccountId,
    /// All accounts that answer at this level, the named one included.
    pub all: Vec<AccountId>,
}

/// Loads who answers for an area at the nearest level that has any; with `above`, only of areas above that path.
/// The accounts `concerned` do not answer for what they did themselves. `None` at the top.
pub(crate) async fn answering(
    db: &mut Conn<'_>,
    home: &AreaPath,
    above: &str,
    concerned: &[AccountId],
) -> Result<Option<Answering>> {
    let shorter = i64::try_from(above.len()).unwrap_or_default();
    let found = rows!(
        db,
        (i64, String),
        "select g.account, g.path from role_grant g join account a on a.id = g.account
         where g.role = 'coordinator' and a.open = true and $1 like g.path || '%' and (length(g.path) < $2 or $2 = 0)
         order by length(g.path) desc, g.account",
        &home.0,
        shorter,
    )?;
    let mut found = found.into_iter().filter(|(account, _)| !concerned.contains(account)).peekable();
    let Some((account, path)) = found.peek().cloned() else { return Ok(None) };
    let mut all: Vec<AccountId> = found.filter(|(_, of)| *of == path).map(|(account, _)| account).collect();
    all.dedup();
    Ok(Some(Answering { path, account, all }))
}

/// Loads the auditors of an area and of those around it: they are told when nothing is left above.
pub(crate) async fn auditors(db: &mut Conn<'_>, home: &AreaPath) -> Result<Vec<AccountId>> {
    Ok(values!(
        db,
        i64,
        "select distinct g.account from role_grant g join account a on a.id = g.account
         where g.role = 'auditor' and a.open = true and $1 like g.path || '%' order by g.account",
        &home.0,
    )?)
}
