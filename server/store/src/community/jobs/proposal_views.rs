//! Reads proposals: an employer those it was told of, without a name; a family its own; staff those of their areas.

use domain::{
    Code,
    accounts::{Actor, OrganisationId},
    areas::AreaPath,
    community::jobs::{
        VacancyId,
        proposals::{JobProposal, ProposalId, ProposalState},
    },
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{employs, stored_set};
use crate::{
    Refusal, Result, Store,
    areas::answerers::waiting::Waiting,
    community::organisations::acts_for,
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    households::views::household_path,
};

#[derive(sqlx::FromRow)]
pub(crate) struct ProposalRow {
    id: i64,
    household: i64,
    path: String,
    accounts: i64,
    seeker: i64,
    vacancy: i64,
    title: String,
    organisation: i64,
    organisation_name: String,
    skills: String,
    languages: String,
    state: String,
    proposed: i64,
    agreed: i64,
    informed: i64,
    day: i64,
    answer_by: i64,
    reason: String,
    shared: bool,
    decided: i64,
}

/// Columns and joins of a [`ProposalRow`]; a macro because statements are literals.
macro_rules! proposal_columns {
    () => {
        "p.id, p.household, a.path,
         (select count(*) from account c where c.household = p.household and c.open = true) as accounts,
         p.seeker, p.vacancy, v.title, v.organisation, o.name as organisation_name, coalesce(m.skills, '') as skills,
         coalesce(m.languages, '') as languages, p.state, p.proposed, p.agreed, p.informed, p.day, p.answer_by,
         p.reason, p.shared, p.decided
         from job_proposal p join vacancy v on v.id = p.vacancy join organisation o on o.id = v.organisation
             join job_seeker s on s.id = p.seeker join household h on h.id = p.household join area a on a.id = h.area
             left join person m on m.id = s.member and m.household = s.household"
    };
}
pub(crate) use proposal_columns;

impl ProposalRow {
    /// Leaves out what the reader may not know: the household for the employer, a reason that is not shared for the
    /// family. `acts_for` is the organisation for which the reader acts, or 0.
    pub(crate) fn seen(self, actor: &Actor, acts_for: OrganisationId) -> Result<JobProposal> {
        let path = AreaPath(self.path);
        let state: ProposalState = parse(&self.state)?;
        let own = is_own(actor, self.household);
        let keeps = !own && actor.may(Action::KeepHouseholds, &path);
        let reads = keeps || (!own && actor.may(Action::ReadJobs, &path));
        let is_employer = !own && !reads && employs(acts_for, self.organisation);
        let some = |at: i64| (at != 0).then_some(at);
        let reason = if self.reason.is_empty() { None } else { Some(parse(&self.reason)?) };
        let live = state.is_live();
        Ok(JobProposal {
            id: self.id,
            vacancy: self.vacancy,
            title: self.title,
            organisation: self.organisation,
            organisation_name: self.organisation_name,
            seeker: self.seeker,
            household: (!is_employer).then_some(self.household),
            skills: stored_set(&self.skills)?,
            languages: stored_set(&self.languages)?,
            state,
            proposed: self.proposed,
            agreed: self.agreed > 0,
            day: some(self.day),
            answer_by: self.answer_by,
            reason: reason.filter(|_| !own || self.shared),
            decided: some(self.decided),
            may_answer: live && self.agreed == 0 && (own || (keeps && self.accounts == 0)),
            may_inform: keeps && state == ProposalState::Proposed,
            may_decide: state.is_with_employer() && (keeps || is_employer),
            may_withdraw: live && (own || keeps),
            is_employer,
        })
    }
}

/// Which proposals a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProposalList {
    /// Those under way.
    #[default]
    Live,
    /// Those of which staff have to tell the employer.
    ToInform,
    /// Those that led to an interview or a trial day.
    Met,
    /// Those that led to work.
    Hired,
    /// Those that ended otherwise.
    Over,
    /// All.
    All,
}

impl ProposalList {
    /// Condition of the list on a row `p`.
    pub(crate) fn condition(self) -> &'static str {
        match self {
            ProposalList::Live => "p.state in ('proposed', 'informed', 'interview', 'trial')",
            ProposalList::ToInform => "p.state = 'proposed'",
            ProposalList::Met => "p.met > 0",
            ProposalList::Hired => "p.state = 'hired'",
            ProposalList::Over => {
                "p.state in ('refused', 'withdrawn', 'no_answer', 'elsewhere', 'filled', 'file_closed')"
            }
            ProposalList::All => "1 = 1",
        }
    }
}

fn all_seen(found: Vec<ProposalRow>, actor: &Actor, acts_for: OrganisationId) -> Result<Vec<JobProposal>> {
    found.into_iter().map(|row| row.seen(actor, acts_for)).collect()
}

impl Store {
    /// Lists the proposals of the actor's areas, newest first.
    ///
    /// # Errors
    /// Not allowed without a role that reads jobs.
    pub async fn job_proposals(
        &self,
        actor: &Actor,
        list: ProposalList,
        cursor: ProposalId,
    ) -> Result<Page<JobProposal>> {
        actor.must_somewhere(Action::ReadJobs)?;
        let sql = format!(
            concat!(
                "select ",
                proposal_columns!(),
                " where {} and (p.id < $1 or $1 = 0) and {} order by p.id desc limit 51"
            ),
            list.condition(),
            covered("a.path", &actor.areas_for(Action::ReadJobs)),
        );
        let mut db = self.reader().await?;
        // Those of its own areas: no reader of this list is the employer.
        let found = rows!(db, ProposalRow, AssertSqlSafe(sql.as_str()), cursor)?;
        Ok(page(all_seen(found, actor, 0)?, |proposal| proposal.id))
    }

    /// Lists the proposals of which the organisation was told for which the actor acts, those under way first; at most
    /// 200.
    ///
    /// # Errors
    /// Not signed in; not allowed for an account that acts for none.
    pub async fn employer_proposals(&self, actor: &Actor) -> Result<Vec<JobProposal>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        if acts_for == 0 {
            return Err(Refusal::NotAllowed(Code::NotAllowed).into());
        }
        let found = rows!(
            db,
            ProposalRow,
            concat!(
                "select ",
                proposal_columns!(),
                " where v.organisation = $1 and p.informed > 0
                 order by case when p.state in ('informed', 'interview', 'trial') then 0 else 1 end, p.id desc
                 limit 200"
            ),
            acts_for,
        )?;
        all_seen(found, actor, acts_for)
    }

    /// Lists the proposals of a vacancy for its employer and for staff of the families' areas; at most 200.
    ///
    /// # Errors
    /// Only when the database fails; for all others the list is empty.
    pub async fn vacancy_proposals(&self, actor: &Actor, vacancy: VacancyId) -> Result<Vec<JobProposal>> {
        let sql = format!(
            concat!(
                "select ",
                proposal_columns!(),
                " where p.vacancy = $1 and ({} or ($2 <> 0 and v.organisation = $2 and p.informed > 0))
                 order by p.id desc limit 200"
            ),
            covered("a.path", &actor.areas_for(Action::ReadJobs)),
        );
        let mut db = self.reader().await?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        let found = rows!(db, ProposalRow, AssertSqlSafe(sql.as_str()), vacancy, acts_for)?;
        all_seen(found, actor, acts_for)
    }

    /// Lists the proposals of the actor's own family, newest first; at most 50.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn own_job_proposals(&self, actor: &Actor) -> Result<Vec<JobProposal>> {
        let household = actor.must_be_family()?;
        self.proposals_of(actor, household).await
    }

    /// Lists the proposals of a household for the staff of its area, newest first; at most 50.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads jobs.
    pub async fn household_job_proposals(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<JobProposal>> {
        actor.must_somewhere(Action::ReadJobs)?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        drop(db);
        actor.must(Action::ReadJobs, &path)?;
        self.proposals_of(actor, household).await
    }

    async fn proposals_of(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<JobProposal>> {
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            ProposalRow,
            concat!("select ", proposal_columns!(), " where p.household = $1 order by p.id desc limit 50"),
            household,
        )?;
        all_seen(found, actor, 0)
    }

    /// Loads one proposal, for the family, staff of its area, and the employer once it was told.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn job_proposal(&self, actor: &Actor, id: ProposalId) -> Result<JobProposal> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let found = row!(db, ProposalRow, concat!("select ", proposal_columns!(), " where p.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let acts_for = acts_for(&mut db.arm(), actor).await?;
        let part = is_own(actor, row.household)
            || actor.may(Action::ReadJobs, &AreaPath(row.path.clone()))
            || (employs(acts_for, row.organisation) && row.informed > 0);
        if part { row.seen(actor, acts_for) } else { Err(Refusal::NotFound.into()) }
    }

    /// Counts job proposals of which the account has to tell the employer.
    pub(crate) fn job_proposals_waiting(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| {
            format!(
                "select count(*) as n, min(p.answer_by) as at
                 from job_proposal p join household h on h.id = p.household join area a on a.id = h.area
                 where p.state = 'proposed' and {}",
                covered("a.path", &of.actor.areas_for(Action::KeepHouseholds)),
            )
        })
    }
}
