//! The past quarters of programmes, for the demo data.
//! Nothing here checks permissions: call it only from a script on a new database.

use domain::{
    Timestamp,
    accounts::AccountId,
    community::programmes::{IndicatorId, IndicatorReportId, MilestoneId, ProgrammeId},
};

use crate::{
    By, Result, Tx,
    community::programmes::clocks::FollowProgramme,
    db::sql::{row, rows},
};

/// Freezes the quarter of a programme that is over at `at`, as the clock would have.
///
/// # Errors
/// Only when the database fails.
pub async fn freeze_quarter(tx: &mut Tx<'_>, programme: ProgrammeId, at: Timestamp) -> Result<()> {
    tx.run_as(&By::system().actor, at, &FollowProgramme { programme }).await?;
    Ok(())
}

/// Lists the reports of a programme with their indicators and owners, oldest first.
///
/// # Errors
/// Only when the database fails.
pub async fn programme_reports(
    tx: &mut Tx<'_>,
    programme: ProgrammeId,
) -> Result<Vec<(IndicatorReportId, IndicatorId, AccountId)>> {
    Ok(rows!(
        tx,
        (i64, i64, i64),
        "select r.id, r.indicator, m.owner from indicator_report r join indicator m on m.id = r.indicator
         where m.programme = $1 order by r.id",
        programme,
    )?)
}

/// Lists the milestones of a programme with their days, by day.
///
/// # Errors
/// Only when the database fails.
pub async fn programme_milestones(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Vec<(MilestoneId, Timestamp)>> {
    Ok(rows!(
        tx,
        (i64, i64),
        "select s.id, s.day from milestone s join indicator m on m.id = s.indicator
         where m.programme = $1 order by s.day, s.id",
        programme,
    )?)
}

/// Returns the indicator of a programme whose figure is typed, if there is one.
///
/// # Errors
/// Only when the database fails.
pub async fn typed_indicator(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Option<IndicatorId>> {
    let found = row!(
        tx,
        (i64,),
        "select id from indicator where programme = $1 and kind = 'typed' order by id limit 1",
        programme,
    )?;
    Ok(found.map(|(id,)| id))
}
