//! What the employer decides about a proposal; staff record it for an employer who answers by phone.

use domain::{
    Code, DAY, Timestamp,
    community::jobs::{
        VacancyState,
        proposals::{
            CHECK_DAYS, DECIDE_DAYS, JobMeeting, JobRefusal, ProposalEvent, ProposalId, ReasonFor, checked_day,
        },
    },
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{JobSide, LockedProposal, Told, finish, lock_and_read, lock_proposal, tell};
use crate::{
    Command, Refusal, Result, Tx,
    db::sql::{parse, run, value, values},
};

/// Days before today on which a first day of work may have been.
const BEGUN_DAYS: Timestamp = 30;

/// All sides but the actor.
const ALL: Told = Told { family: true, staff: true, employer: true };

/// Locks a proposal for what the employer decides.
async fn lock_for_employer(tx: &mut Tx<'_>, id: ProposalId) -> Result<LockedProposal> {
    let (proposal, side) = lock_proposal(tx, id).await?;
    match side {
        JobSide::Employer | JobSide::Staff => Ok(proposal),
        JobSide::Family => Err(Refusal::NotAllowed(Code::NotAllowed).into()),
    }
}

/// Agrees an interview or a trial day, or another day for it.
///
/// # Errors
/// Not found for all who have no part in it; not allowed to the family; [`Code::WrongState`] before the employer was
/// told and once it has ended; [`Code::PersonNotAsked`] before the person agreed; field `day`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct InviteSeeker {
    /// The proposal.
    pub proposal: ProposalId,
    /// Interview or trial day.
    pub meeting: JobMeeting,
    /// Any moment of the day.
    pub day: Timestamp,
}

impl Command for InviteSeeker {
    const NAME: &'static str = "job_invite";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let proposal = lock_for_employer(tx, self.proposal).await?;
        let now = tx.now;
        let day = checked_day(self.day, now, Day::of(now).start())?;
        let state = proposal.state()?.after(ProposalEvent::Invite(self.meeting))?;
        proposal.must_be_agreed()?;
        run!(
            tx,
            "update job_proposal set state = $2, day = $3, met = case when met = 0 then $4 else met end,
                 answer_by = $5, version = version + 1
             where id = $1",
            proposal.id,
            state.as_str(),
            day,
            now,
            Day::of(day).plus(DECIDE_DAYS).end() - 1,
        )?;
        tell(tx, &proposal, state, ALL).await?;
        tx.audit("job_proposal", proposal.id).await
    }
}

/// Hires a person: one post less is open, its other proposals end, and it is asked again after 30 and 90 days.
///
/// # Errors
/// As [`InviteSeeker`]; [`Code::PostsFilled`] when no post is left; [`Code::VacancyOver`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct HireSeeker {
    /// The proposal.
    pub proposal: ProposalId,
    /// Any moment of the first day of work.
    pub day: Timestamp,
}

impl Command for HireSeeker {
    const NAME: &'static str = "job_hire";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let proposal = lock_for_employer(tx, self.proposal).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let day = checked_day(self.day, now, now - BEGUN_DAYS * DAY)?;
        let state = proposal.state()?.after(ProposalEvent::Hire)?;
        proposal.must_be_agreed()?;
        // Lock and rule in one statement: of hires at one moment as many pass as there are posts.
        let filled = run!(
            tx,
            "update vacancy set hired = hired + 1, version = version + 1
             where id = $1 and hired < posts and state <> 'ended'",
            proposal.vacancy,
        )?;
        if filled == 0 {
            let vacancy = value!(tx, String, "select state from vacancy where id = $1", proposal.vacancy)?;
            let over = parse::<VacancyState>(&vacancy)? == VacancyState::Ended;
            return Err(if over { Code::VacancyOver } else { Code::PostsFilled }.into());
        }
        run!(
            tx,
            "update job_proposal set state = $2, day = $3, decided = $4, decided_by = $5, version = version + 1
             where id = $1",
            proposal.id,
            state.as_str(),
            day,
            now,
            account,
        )?;
        let others = values!(
            tx,
            i64,
            "select id from job_proposal where seeker = $1 and state in ('proposed', 'informed', 'interview', 'trial')
             order by id",
            proposal.seeker,
        )?;
        for id in others {
            let other = lock_and_read(tx, id).await?;
            finish(tx, &other, ProposalEvent::LoseToOther, Told { employer: true, ..Told::default() }).await?;
        }
        run!(tx, "update job_seeker set state = 'hired', version = version + 1 where id = $1", proposal.seeker)?;
        run!(
            tx,
            "update person set work = 'employed' where id = $1 and household = $2",
            proposal.member,
            proposal.household,
        )?;
        for days in CHECK_DAYS {
            run!(
                tx,
                "insert into job_check (proposal, household, days, due, told, answered, answered_by, missed, still_there,
                     paid, case_file)
                 values ($1, $2, $3, $4, 0, 0, 0, 0, '', '', 0)",
                proposal.id,
                proposal.household,
                days,
                day + days * DAY,
            )?;
        }
        tell(tx, &proposal, state, ALL).await?;
        tx.audit("job_proposal", proposal.id).await
    }
}

/// Says no, with a reason that the person reads or only its caseworkers.
///
/// # Errors
/// Not found for all who have no part in it; not allowed to the family; [`Code::WrongState`] before the employer was
/// told and once it has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RefuseSeeker {
    /// The proposal.
    pub proposal: ProposalId,
    /// Why.
    pub reason: JobRefusal,
    /// Who reads why.
    pub reason_for: ReasonFor,
}

impl Command for RefuseSeeker {
    const NAME: &'static str = "job_refuse";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let proposal = lock_for_employer(tx, self.proposal).await?;
        finish(tx, &proposal, ProposalEvent::Refuse, ALL).await?;
        run!(
            tx,
            "update job_proposal set reason = $2, shared = $3 where id = $1",
            proposal.id,
            self.reason.as_str(),
            self.reason_for == ReasonFor::Person,
        )?;
        Ok(())
    }
}
