//! Proposes a job seeker for a vacancy, tells the employer, and records what the person says.

use domain::{
    Code,
    community::jobs::{
        VacancyId,
        proposals::{ANSWER_DAYS, JobAnswer, ProposalEvent, ProposalId, ProposalState},
        seekers::{SeekerId, SeekerState},
    },
    permission::Action,
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{JobSide, Told, finish, lock_and_read, lock_proposal, must_speak_for_person, tell};
use crate::{
    Command, Refusal, Result, Tx,
    db::{
        area_filter::is_own,
        locks::{Writers, lock_open_household},
        pagination::signed_in,
        sql::{is_unique, row, run, value},
    },
};

/// Proposals that a job seeker may have under way.
const MOST_LIVE: i64 = 10;

/// Proposes a job seeker for a vacancy: by its caseworker, who asks the person, or by the family itself, which agrees
/// with it. The employer is not told yet.
///
/// # Errors
/// Not found outside the actor's areas and for a vacancy of another root area; not allowed without a role that keeps
/// files; [`Code::WrongState`] for one who does not look for work; [`Code::AlreadyProposed`]; [`Code::VacancyOver`];
/// [`Code::PostsFilled`] for staff; [`Code::FileFull`] with ten proposals under way; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ProposeJob {
    /// The job seeker.
    pub seeker: SeekerId,
    /// The vacancy.
    pub vacancy: VacancyId,
}

impl Command for ProposeJob {
    const NAME: &'static str = "job_propose";
    type Output = ProposalId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ProposalId> {
        signed_in(&tx.actor)?;
        if tx.actor.household == 0 {
            tx.actor.must_somewhere(Action::KeepHouseholds)?;
        }
        let &Self { seeker, vacancy } = self;
        let (household,) =
            row!(tx, (i64,), "select household from job_seeker where id = $1", seeker)?.ok_or(Refusal::NotFound)?;
        let writers = Writers::FamilyAnd(Action::KeepHouseholds);
        let file = lock_open_household(tx, household, writers).await?;
        let state =
            row!(tx, (String,), "select state from job_seeker where id = $1 and household = $2", seeker, file.id)?;
        // A merge moved the job seeker while this waited for the household.
        let (state,) = state.ok_or(Refusal::NotFound)?;
        if state != SeekerState::Looking.as_str() {
            return Err(Code::WrongState.into());
        }
        let known = value!(tx, i64, "select count(*) from vacancy where id = $1 and root = $2", vacancy, file.root,)?;
        if known == 0 {
            return Err(Refusal::NotFound.into());
        }
        let live = value!(
            tx,
            i64,
            "select count(*) from job_proposal
             where seeker = $1 and state in ('proposed', 'informed', 'interview', 'trial')",
            seeker,
        )?;
        if live >= MOST_LIVE {
            return Err(Code::FileFull.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let by_family = is_own(&tx.actor, file.id);
        let made = value!(
            tx,
            i64,
            "insert into job_proposal (household, seeker, vacancy, state, proposed, proposed_by, agreed, informed, met,
                 day, answer_by, reason, shared, decided, decided_by, version)
             values ($1, $2, $3, 'proposed', $4, $5, $6, 0, 0, 0, $7, '', false, 0, 0, 0) returning id",
            file.id,
            seeker,
            vacancy,
            now,
            account,
            if by_family { now } else { 0 },
            answer_by(now),
        );
        let id = match made {
            Err(error) if is_unique(&error) => return Err(Code::AlreadyProposed.into()),
            other => other?,
        };
        let proposal = lock_and_read(tx, id).await?;
        match proposal.must_be_open() {
            // A family cannot tell a full vacancy from one that is over: the difference would be a hire.
            Err(_) if by_family => return Err(Code::VacancyOver.into()),
            other => other?,
        }
        let told = Told { family: !by_family, staff: by_family, employer: false };
        tell(tx, &proposal, ProposalState::Proposed, told).await?;
        tx.audit("job_proposal", id).await?;
        Ok(id)
    }
}

/// Returns the end of the days in which the next step is due.
fn answer_by(now: i64) -> i64 {
    Day::of(now).plus(ANSWER_DAYS).end() - 1
}

/// Tells the employer of a proposal: it reads the number of the job seeker, skills and languages, and no name.
///
/// # Errors
/// Not found for all but caseworkers of the family's area; [`Code::WrongState`] once the employer was told or the
/// proposal has ended; [`Code::VacancyOver`]; [`Code::PostsFilled`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct InformEmployer {
    /// The proposal.
    pub proposal: ProposalId,
}

impl Command for InformEmployer {
    const NAME: &'static str = "job_inform";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (proposal, side) = lock_proposal(tx, self.proposal).await?;
        if side != JobSide::Staff {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let state = proposal.state()?.after(ProposalEvent::Inform)?;
        proposal.must_be_open()?;
        let now = tx.now;
        run!(
            tx,
            "update job_proposal set state = $2, informed = $3, answer_by = $4, version = version + 1 where id = $1",
            proposal.id,
            state.as_str(),
            now,
            answer_by(now),
        )?;
        tell(tx, &proposal, state, Told { employer: true, ..Told::default() }).await?;
        tx.audit("job_proposal", proposal.id).await
    }
}

/// Records what the person says to a proposal: by the family itself, or by the caseworker of a family without an
/// account. Once it agrees, the employer may reveal its name and phone.
///
/// # Errors
/// Not found for all who have no part in it; not allowed to the employer, and to staff of a family with an account;
/// [`Code::WrongState`] once it has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AnswerJob {
    /// The proposal.
    pub proposal: ProposalId,
    /// What the person says.
    pub answer: JobAnswer,
}

impl Command for AnswerJob {
    const NAME: &'static str = "job_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (proposal, side) = lock_proposal(tx, self.proposal).await?;
        must_speak_for_person(tx, &proposal, side).await?;
        let state = proposal.state()?;
        let told = Told { family: false, staff: true, employer: true };
        match self.answer {
            JobAnswer::Decline => finish(tx, &proposal, ProposalEvent::Withdraw, told).await,
            JobAnswer::Agree if !state.is_live() => Err(Code::WrongState.into()),
            JobAnswer::Agree => {
                let now = tx.now;
                run!(
                    tx,
                    "update job_proposal set agreed = $2, version = version + 1 where id = $1 and agreed = 0",
                    proposal.id,
                    now,
                )?;
                tell(tx, &proposal, state, told).await?;
                tx.audit("job_proposal", proposal.id).await
            }
        }
    }
}

/// Takes a proposal back: the family itself, or its caseworker.
///
/// # Errors
/// Not found for all who have no part in it; not allowed to the employer; [`Code::WrongState`] once it has ended.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WithdrawJob {
    /// The proposal.
    pub proposal: ProposalId,
}

impl Command for WithdrawJob {
    const NAME: &'static str = "job_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (proposal, side) = lock_proposal(tx, self.proposal).await?;
        if side == JobSide::Employer {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let told = Told { family: side == JobSide::Staff, staff: side == JobSide::Family, employer: true };
        finish(tx, &proposal, ProposalEvent::Withdraw, told).await
    }
}
