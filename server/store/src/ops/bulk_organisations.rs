//! Reads of organisations for the demo data.
//! Nothing here checks permissions: call it only from a script on a new database.

use domain::{accounts::OrganisationId, areas::AreaId};

use crate::{Result, Tx, db::sql::rows};

/// Lists the organisations of a root area: number and name.
///
/// # Errors
/// Only when the database fails.
pub async fn organisation_names(tx: &mut Tx<'_>, root: AreaId) -> Result<Vec<(OrganisationId, String)>> {
    Ok(rows!(
        tx,
        (i64, String),
        "select o.id, o.name from organisation o join area a on a.id = o.area where a.root = $1 order by o.id",
        root,
    )?)
}
