//! Jobs: vacancies of organisations, members of households who look for work, and who is proposed for what.
//! For an employer act the members that are named for it (`organisations::acts_for`): an invitation makes any account a
//! member, and what an employer reads and decides is about families.
//! A proposal and the questions after it have no lock of their own: their household's row is theirs. Lock order:
//! household, vacancy.

pub mod checks;
pub(crate) mod clocks;
pub mod contact;
pub mod fairs;
pub mod figures;
pub(crate) mod files;
pub mod outcomes;
pub mod proposal_views;
pub mod proposals;
pub mod seekers;
pub mod suggestions;
pub mod vacancies;
pub mod vacancy_views;

use domain::{
    Code, Timestamp,
    accounts::{AccountId, Actor, OrganisationId},
    areas::AreaPath,
    casework::rounds::profile::unlisted,
    community::jobs::{
        VacancyId, VacancyState,
        proposals::{ProposalEvent, ProposalId, ProposalState},
        seekers::SeekerId,
    },
    events::{Event, OfJob},
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Conn, Error, Refusal, Result, Tx,
    areas::staff::nearest_caseworkers,
    community::organisations::{acts_for, contacts_of},
    db::{
        area_filter::is_own,
        locks::lock_household,
        pagination::signed_in,
        sql::{parse, row, run, value},
    },
};

/// Parses a column that lists words of a closed set.
pub(crate) fn stored_set<T: std::str::FromStr<Err = Code>>(column: &str) -> Result<Vec<T>> {
    unlisted(column).map_err(|_| Error::Broken(format!("unknown stored value in {column:?}")))
}

/// Tells whether the actor is the employer; `acts_for` is the organisation for which it acts, or 0.
pub(crate) fn employs(acts_for: OrganisationId, organisation: OrganisationId) -> bool {
    acts_for != 0 && acts_for == organisation
}

/// For whom the actor acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JobSide {
    /// The family itself.
    Family,
    /// Caseworkers of the family's area.
    Staff,
    /// The employer, once it was told.
    Employer,
}

/// A proposal whose household is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedProposal {
    pub id: ProposalId,
    pub household: HouseholdId,
    pub seeker: SeekerId,
    pub vacancy: VacancyId,
    /// Member who looks for work, or 0.
    pub member: i64,
    pub agreed: Timestamp,
    pub informed: Timestamp,
    pub answer_by: Timestamp,
    pub organisation: OrganisationId,
    pub title: String,
    pub posts: i64,
    pub hired: i64,
    vacancy_state: String,
    state: String,
    path: String,
    caseworker: AccountId,
}

impl LockedProposal {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<ProposalState> {
        parse(&self.state)
    }

    pub(crate) fn vacancy_state(&self) -> Result<VacancyState> {
        parse(&self.vacancy_state)
    }

    /// Returns for whom the actor acts; `acts_for` is the organisation for which it may.
    ///
    /// # Errors
    /// Not found for all who have no part in it, and for the employer before it is told.
    pub(crate) fn side(&self, actor: &Actor, acts_for: OrganisationId) -> Result<JobSide> {
        match () {
            () if is_own(actor, self.household) => Ok(JobSide::Family),
            () if actor.may(Action::KeepHouseholds, &self.path()) => Ok(JobSide::Staff),
            () if employs(acts_for, self.organisation) && self.informed > 0 => Ok(JobSide::Employer),
            () => Err(Refusal::NotFound.into()),
        }
    }

    /// Checks that the vacancy still has a post for the person.
    ///
    /// # Errors
    /// [`Code::VacancyOver`] unless it is shown; [`Code::PostsFilled`].
    pub(crate) fn must_be_open(&self) -> Result<()> {
        if self.vacancy_state()? != VacancyState::Open {
            return Err(Code::VacancyOver.into());
        }
        if self.hired >= self.posts { Err(Code::PostsFilled.into()) } else { Ok(()) }
    }

    /// Checks that the person agreed that the employer learns its name.
    ///
    /// # Errors
    /// [`Code::PersonNotAsked`] before.
    pub(crate) fn must_be_agreed(&self) -> Result<()> {
        if self.agreed > 0 { Ok(()) } else { Err(Code::PersonNotAsked.into()) }
    }
}

/// Loads a proposal without a lock. A vacancy of a closed organisation counts as hidden.
async fn load(db: &mut Conn<'_>, id: ProposalId) -> Result<LockedProposal> {
    row!(
        db,
        LockedProposal,
        "select p.id, p.household, p.seeker, p.vacancy, s.member, p.agreed, p.informed, p.answer_by, v.organisation,
             v.title, v.posts, v.hired,
             case when v.state = 'open' and o.open = false then 'hidden' else v.state end as vacancy_state, p.state,
             a.path, h.caseworker
         from job_proposal p join job_seeker s on s.id = p.seeker join vacancy v on v.id = p.vacancy
             join organisation o on o.id = v.organisation join household h on h.id = p.household
             join area a on a.id = h.area
         where p.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a proposal by its household's row. For the clocks, and callers that check the side afterwards.
pub(crate) async fn lock_and_read(tx: &mut Tx<'_>, id: ProposalId) -> Result<LockedProposal> {
    let mut seen = load(&mut tx.arm(), id).await?;
    // A merge may move it to another household while this waits.
    loop {
        lock_household(tx, seen.household).await?;
        let held = load(&mut tx.arm(), id).await?;
        if held.household == seen.household {
            return Ok(held);
        }
        seen = held;
    }
}

/// Checks that the actor has a part in the proposal, locks it and returns for whom the actor acts.
///
/// # Errors
/// Not signed in; not found for all others.
pub(crate) async fn lock_proposal(tx: &mut Tx<'_>, id: ProposalId) -> Result<(LockedProposal, JobSide)> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let acts_for = acts_for(&mut tx.arm(), &actor).await?;
    load(&mut tx.arm(), id).await?.side(&actor, acts_for)?;
    let proposal = lock_and_read(tx, id).await?;
    let side = proposal.side(&actor, acts_for)?;
    Ok((proposal, side))
}

/// Checks that the actor speaks for the person: the family, or staff of a family without an account.
///
/// # Errors
/// Not allowed to all others.
pub(crate) async fn must_speak_for_person(tx: &mut Tx<'_>, proposal: &LockedProposal, side: JobSide) -> Result<()> {
    let accounts =
        value!(tx, i64, "select count(*) from account where household = $1 and open = true", proposal.household)?;
    match side {
        JobSide::Family => Ok(()),
        JobSide::Staff if accounts == 0 => Ok(()),
        JobSide::Staff | JobSide::Employer => Err(Refusal::NotAllowed(Code::NotAllowed).into()),
    }
}

/// Who hears of a step of a proposal; the actor does not.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Told {
    pub family: bool,
    pub staff: bool,
    /// The employer, if it knows of the proposal.
    pub employer: bool,
}

/// What a notice says to a family whose member is asked whether it wants the job.
const ASKED: &str = "asked";

/// Tells that a proposal came to a state.
pub(crate) async fn tell(tx: &mut Tx<'_>, proposal: &LockedProposal, state: ProposalState, told: Told) -> Result<()> {
    let mut staff = Vec::new();
    if told.staff {
        staff = keepers(tx, proposal.caseworker, &proposal.path()).await?;
    }
    if told.employer && (proposal.informed > 0 || state == ProposalState::Informed) {
        staff.extend(contacts_of(&mut tx.arm(), proposal.organisation).await?);
    }
    // One account may keep the file and belong to the employer.
    staff.sort_unstable();
    staff.dedup();
    // A family hears of a new proposal only from its caseworker; what it reads is the question to the person.
    let asked = told.family && state == ProposalState::Proposed;
    let of = OfJob {
        proposal: proposal.id,
        household: proposal.household,
        to_family: told.family,
        staff,
        title: proposal.title.clone(),
        words: if asked { ASKED } else { state.as_str() }.to_owned(),
    };
    tx.emit(Event::JobChanged(of)).await
}

/// Lists the accounts that keep a household's file: its caseworker, else those of the smallest area.
pub(crate) async fn keepers(tx: &mut Tx<'_>, caseworker: AccountId, path: &AreaPath) -> Result<Vec<AccountId>> {
    if caseworker != 0 {
        return Ok(vec![caseworker]);
    }
    Ok(nearest_caseworkers(&mut tx.arm(), path).await?.into_iter().map(|one| one.id).collect())
}

/// Ends a locked proposal without work.
///
/// # Errors
/// [`Code::WrongState`] once it has ended.
pub(crate) async fn finish(tx: &mut Tx<'_>, proposal: &LockedProposal, event: ProposalEvent, told: Told) -> Result<()> {
    let state = proposal.state()?.after(event)?;
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update job_proposal set state = $2, decided = $3, decided_by = $4, version = version + 1 where id = $1",
        proposal.id,
        state.as_str(),
        now,
        account,
    )?;
    tell(tx, proposal, state, told).await?;
    tx.audit("job_proposal", proposal.id).await
}
