//! What becomes of job seekers and their proposals when a file is closed, erased or merged, and when a member leaves.

use domain::{community::jobs::proposals::ProposalEvent, households::HouseholdId};

use super::{Told, finish, lock_and_read, seekers::withdraw_all};
use crate::{
    Result, Tx,
    db::sql::{row, run, value, values},
};

/// Ends what is under way for a file that is closed or erased. The caller has locked the household.
pub(crate) async fn end_all(tx: &mut Tx<'_>, household: HouseholdId) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select id from job_proposal where household = $1 and state in ('proposed', 'informed', 'interview', 'trial')
         order by id",
        household,
    )?;
    for id in live {
        let proposal = lock_and_read(tx, id).await?;
        finish(tx, &proposal, ProposalEvent::CloseFile, Told { employer: true, ..Told::default() }).await?;
    }
    let now = tx.now;
    run!(
        tx,
        "update job_seeker set state = 'stopped', version = version + 1 where household = $1 and state = 'looking'",
        household,
    )?;
    run!(tx, "update job_check set missed = $2 where household = $1 and answered = 0 and missed = 0", household, now,)?;
    Ok(())
}

/// Ends what is under way for a member who leaves the household. The caller has locked it.
pub(crate) async fn leave(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<()> {
    for id in seekers_of(tx, household, member).await? {
        withdraw_all(tx, id).await?;
        let now = tx.now;
        run!(
            tx,
            "update job_seeker set member = 0, version = version + 1,
                 state = case when state = 'looking' then 'stopped' else state end
             where id = $1",
            id,
        )?;
        run!(
            tx,
            "update job_check set missed = $2 where answered = 0 and missed = 0
                 and proposal in (select p.id from job_proposal p where p.seeker = $1)",
            id,
            now,
        )?;
    }
    Ok(())
}

async fn seekers_of(tx: &mut Tx<'_>, household: HouseholdId, member: i64) -> Result<Vec<i64>> {
    Ok(values!(
        tx,
        i64,
        "select id from job_seeker where household = $1 and member = $2 order by id",
        household,
        member,
    )?)
}

/// Joins the job seekers of a member who is in both files: what was proposed goes on once. The caller has locked both
/// households, and moves the rows of the file that goes.
pub(crate) async fn merge_member(tx: &mut Tx<'_>, gone: HouseholdId, member: i64, same: i64) -> Result<()> {
    let kept = row!(tx, (i64,), "select id from job_seeker where member = $1 order by id limit 1", same)?;
    for id in seekers_of(tx, gone, member).await? {
        let Some((kept,)) = kept else {
            run!(tx, "update job_seeker set member = $2 where id = $1", id, same)?;
            continue;
        };
        let twice = values!(
            tx,
            i64,
            "select g.id from job_proposal g
             where g.seeker = $1 and g.state in ('proposed', 'informed', 'interview', 'trial')
                 and exists (select 1 from job_proposal k where k.seeker = $2 and k.vacancy = g.vacancy
                     and k.state in ('proposed', 'informed', 'interview', 'trial'))
             order by g.id",
            id,
            kept,
        )?;
        for proposal in twice {
            let proposal = lock_and_read(tx, proposal).await?;
            finish(tx, &proposal, ProposalEvent::Withdraw, Told { employer: true, ..Told::default() }).await?;
        }
        run!(tx, "update job_proposal set seeker = $2 where seeker = $1", id, kept)?;
        // What was asked last is what the member says.
        run!(
            tx,
            "update job_seeker set
                 state = (select g.state from job_seeker g where g.id = $1),
                 lodging = (select g.lodging from job_seeker g where g.id = $1),
                 asked = (select g.asked from job_seeker g where g.id = $1), version = version + 1
             where id = $2 and asked < (select g.asked from job_seeker g where g.id = $1)",
            id,
            kept,
        )?;
        run!(tx, "delete from job_seeker where id = $1", id)?;
        let looks = value!(tx, i64, "select count(*) from job_seeker where id = $1 and state = 'looking'", kept)?;
        if looks == 0 {
            withdraw_all(tx, kept).await?;
        }
    }
    Ok(())
}
