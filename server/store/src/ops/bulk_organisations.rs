//! Organisations and pledges for the demo data.
//! Nothing here checks permissions: call it only from a script on a new database.

use domain::{
    DAY, Timestamp,
    accounts::OrganisationId,
    areas::AreaId,
    community::pledges::{LineMiss, PledgeId, PledgeMiss, RATE_DAYS},
};

use crate::{
    Result, Tx,
    db::sql::{rows, run, values},
};

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

/// Lets a pledge that is shown bind; the next quarter is told at a moment in the future.
///
/// # Errors
/// Only when the database fails.
pub async fn begin_pledge(tx: &mut Tx<'_>, pledge: PledgeId, quarter: Timestamp) -> Result<()> {
    run!(tx, "update pledge set state = 'keeping', quarter = $2, next_step = $2 where id = $1", pledge, quarter)?;
    Ok(())
}

/// Ends a pledge at a moment in the past, from which it waits for its rating.
///
/// # Errors
/// Only when the database fails.
pub async fn finish_pledge(tx: &mut Tx<'_>, pledge: PledgeId, at: Timestamp) -> Result<()> {
    run!(
        tx,
        "update pledge set state = 'rating', until = $2, ended = $2, next_step = $3 where id = $1",
        pledge,
        at,
        at + RATE_DAYS * DAY,
    )?;
    Ok(())
}

/// Gives a reason for each line of a pledge.
///
/// # Errors
/// Only when the database fails.
pub async fn pledge_misses(tx: &mut Tx<'_>, pledge: PledgeId) -> Result<Vec<LineMiss>> {
    let lines = values!(tx, i64, "select id from pledge_line where pledge = $1 order by id", pledge)?;
    Ok(lines.into_iter().map(|line| LineMiss { line, why: PledgeMiss::NotAsked }).collect())
}
