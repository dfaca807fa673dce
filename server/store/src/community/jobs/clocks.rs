//! The clock of jobs: vacancies are hidden and end, proposals end without an answer, later questions are asked.

use domain::{
    DAY,
    accounts::{AccountId, OrganisationId},
    areas::AreaPath,
    community::jobs::{
        VacancyId, VacancyState,
        proposals::{CHECK_OPEN_DAYS, JobCheckId, ProposalEvent, ProposalId},
    },
    events::{Event, OfJobCheck, OfVacancy},
};
use serde::Serialize;

use super::{Told, finish, keepers, lock_and_read};
use crate::{
    Command, Result, Store, Tx,
    areas::staff::coordinators,
    community::organisations::contacts_of,
    db::{
        job_sweep::sweep,
        locks,
        sql::{parse, row, run, value},
    },
};

/// Does the next step of a vacancy whose time has come.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowVacancy {
    vacancy: VacancyId,
}

#[derive(sqlx::FromRow)]
struct VacancyClock {
    organisation: i64,
    title: String,
    state: String,
    until: i64,
    confirm_by: i64,
    reminder: i64,
    posted_by: i64,
}

impl Command for FollowVacancy {
    const NAME: &'static str = "vacancy_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (id, now) = (self.vacancy, tx.now);
        run!(tx, "update vacancy set version = version + 1 where id = $1", id)?;
        let found = row!(
            tx,
            VacancyClock,
            "select organisation, title, state, until, confirm_by, reminder, posted_by from vacancy where id = $1",
            id,
        )?;
        let Some(held) = found else { return Ok(false) };
        let staff = told(tx, held.organisation, held.posted_by).await?;
        let of = OfVacancy { vacancy: id, staff, title: held.title };
        match parse::<VacancyState>(&held.state)? {
            VacancyState::Ended => return Ok(false),
            _ if held.until < now => {
                run!(tx, "update vacancy set state = 'ended', ended = $2, reminder = 0 where id = $1", id, now)?;
            }
            VacancyState::Open if held.confirm_by < now => {
                run!(tx, "update vacancy set state = 'hidden', reminder = 0 where id = $1", id)?;
                tx.emit(Event::VacancyHidden(of)).await?;
            }
            VacancyState::Open if held.reminder > 0 && held.reminder <= now => {
                run!(tx, "update vacancy set reminder = 0 where id = $1", id)?;
                tx.emit(Event::VacancyDue(of)).await?;
            }
            _ => return Ok(false),
        }
        tx.audit("vacancy", id).await?;
        Ok(true)
    }
}

/// Lists who is told of a vacancy: those named for its organisation, and the caseworker or coordinator who posted it for
/// one. A member that posted it and is no longer named is not told; where none is left, the area's coordinators are.
async fn told(tx: &mut Tx<'_>, organisation: OrganisationId, posted_by: AccountId) -> Result<Vec<AccountId>> {
    let mut staff = contacts_of(&mut tx.arm(), organisation).await?;
    let path = row!(
        tx,
        (String,),
        "select a.path from organisation o join area a on a.id = o.area where o.id = $1",
        organisation,
    )?;
    let path = AreaPath(path.map(|(path,)| path).unwrap_or_default());
    let keeps = value!(
        tx,
        i64,
        "select count(*) from role_grant g join account a on a.id = g.account
         where g.account = $1 and a.open = true and g.role in ('caseworker', 'coordinator') and $2 like g.path || '%'",
        posted_by,
        &path.0,
    )?;
    if keeps > 0 && !staff.contains(&posted_by) {
        staff.push(posted_by);
    }
    if staff.is_empty() {
        staff = coordinators(&mut tx.arm(), &path).await?;
    }
    Ok(staff)
}

/// Ends a proposal whose vacancy is full or over, or that was not answered in time.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowProposal {
    proposal: ProposalId,
}

impl Command for FollowProposal {
    const NAME: &'static str = "job_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let proposal = lock_and_read(tx, self.proposal).await?;
        if !proposal.state()?.is_live() {
            return Ok(false);
        }
        let gone = proposal.vacancy_state()? == VacancyState::Ended || proposal.hired >= proposal.posts;
        let event = match () {
            () if gone => ProposalEvent::Fill,
            () if proposal.answer_by < tx.now => ProposalEvent::Expire,
            () => return Ok(false),
        };
        finish(tx, &proposal, event, Told { family: true, staff: true, employer: true }).await?;
        Ok(true)
    }
}

/// Asks a later question on its day, and ends it when it was not answered.
#[derive(Clone, Copy, Debug, Serialize)]
struct FollowJobCheck {
    check: JobCheckId,
}

#[derive(sqlx::FromRow)]
struct CheckClock {
    household: i64,
    proposal: i64,
    due: i64,
    told: i64,
    title: String,
    open: bool,
}

impl Command for FollowJobCheck {
    const NAME: &'static str = "job_check_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (id, now) = (self.check, tx.now);
        let Some((household,)) = row!(tx, (i64,), "select household from job_check where id = $1", id)? else {
            return Ok(false);
        };
        let file = locks::lock_and_read(tx, household).await?;
        let found = row!(
            tx,
            CheckClock,
            "select c.household, c.proposal, c.due, c.told, v.title, (c.answered = 0 and c.missed = 0) as open
             from job_check c join job_proposal p on p.id = c.proposal join vacancy v on v.id = p.vacancy
             where c.id = $1",
            id,
        )?;
        // One that a merge just moved is found by the next round.
        let Some(held) = found.filter(|held| held.open && held.household == file.id && held.due <= now) else {
            return Ok(false);
        };
        if held.due + CHECK_OPEN_DAYS * DAY < now {
            run!(tx, "update job_check set missed = $2 where id = $1", id, now)?;
        } else if held.told == 0 {
            run!(tx, "update job_check set told = $2 where id = $1", id, now)?;
            let staff = keepers(tx, file.caseworker, &file.path()).await?;
            let of = OfJobCheck { check: id, household: file.id, staff, title: held.title };
            tx.emit(Event::JobCheckDue(of)).await?;
        } else {
            return Ok(false);
        }
        tx.audit("job_proposal", held.proposal).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of vacancies, proposals and later questions whose time has come; returns how many.
    pub(crate) async fn jobs_follow(&self) -> Result<i64> {
        let now = self.now();
        let ended: Result<i64> = sweep!(
            self,
            |vacancy| FollowVacancy { vacancy },
            "select until, id from vacancy
             where state in ('open', 'hidden') and until < $1 and (until, id) > ($2, $3) order by until, id limit 200",
            now,
        );
        let hidden: Result<i64> = sweep!(
            self,
            |vacancy| FollowVacancy { vacancy },
            "select confirm_by, id from vacancy where state = 'open' and confirm_by < $1 and (confirm_by, id) > ($2, $3)
             order by confirm_by, id limit 200",
            now,
        );
        let reminded: Result<i64> = sweep!(
            self,
            |vacancy| FollowVacancy { vacancy },
            "select reminder, id from vacancy
             where state = 'open' and reminder > 0 and reminder <= $1 and (reminder, id) > ($2, $3)
             order by reminder, id limit 200",
            now,
        );
        let filled: Result<i64> = sweep!(
            self,
            |proposal| FollowProposal { proposal },
            "select p.answer_by, p.id from job_proposal p join vacancy v on v.id = p.vacancy
             where p.state in ('proposed', 'informed', 'interview', 'trial') and (v.state = 'ended' or v.hired >= v.posts)
                 and (p.answer_by, p.id) > ($1, $2)
             order by p.answer_by, p.id limit 200",
        );
        let unanswered: Result<i64> = sweep!(
            self,
            |proposal| FollowProposal { proposal },
            "select answer_by, id from job_proposal
             where state in ('proposed', 'informed', 'interview', 'trial') and answer_by < $1
                 and (answer_by, id) > ($2, $3)
             order by answer_by, id limit 200",
            now,
        );
        let asked: Result<i64> = sweep!(
            self,
            |check| FollowJobCheck { check },
            "select due, id from job_check
             where answered = 0 and missed = 0 and told = 0 and due <= $1 and (due, id) > ($2, $3)
             order by due, id limit 200",
            now,
        );
        let missed: Result<i64> = sweep!(
            self,
            |check| FollowJobCheck { check },
            "select due, id from job_check
             where answered = 0 and missed = 0 and due < $1 and (due, id) > ($2, $3) order by due, id limit 200",
            now - CHECK_OPEN_DAYS * DAY,
        );
        Ok(ended? + hidden? + reminded? + filled? + unanswered? + asked? + missed?)
    }
}
