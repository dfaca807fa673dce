//! Inserts of vacancies, job seekers and proposals for the demo data.
//! Nothing here checks permissions or writes notices: call it only from a script on a new database.

use domain::{
    DAY, Timestamp,
    accounts::{AccountId, OrganisationId},
    areas::AreaId,
    casework::rounds::profile::{Skill, Spoken, listed},
    community::jobs::{
        Lodging, REMIND_DAYS, VacancyId, VacancyState,
        proposals::{CHECK_DAYS, JobRefusal, ProposalId, ProposalState},
        seekers::{SeekerId, SeekerState},
    },
    households::HouseholdId,
};

use crate::{
    Result, Tx,
    db::sql::{run, value},
};

/// Vacancy to be inserted.
#[derive(Clone, Copy, Debug)]
pub struct VacancyOnFile<'a> {
    /// The employer.
    pub organisation: OrganisationId,
    /// Area of the work.
    pub area: AreaId,
    /// Its root area.
    pub root: AreaId,
    /// What the work is called.
    pub title: &'a str,
    /// Where it is.
    pub place: &'a str,
    /// Hours a week.
    pub hours: i64,
    /// Lowest and highest pay.
    pub pay: (i64, i64),
    /// Whether there is a bed.
    pub lodging: Lodging,
    /// Skill that helps.
    pub skill: Skill,
    /// Language of the work.
    pub language: Spoken,
    /// Posts in all.
    pub posts: i64,
    /// Its state.
    pub state: VacancyState,
    /// When it was posted.
    pub posted: Timestamp,
    /// Account that posted it.
    pub by: AccountId,
    /// When it was confirmed.
    pub confirmed: Timestamp,
    /// Last second until which that holds.
    pub confirm_by: Timestamp,
    /// Last second of its last day.
    pub until: Timestamp,
}

/// Inserts a vacancy without hires.
///
/// # Errors
/// Only when the database fails.
pub async fn insert_vacancy(tx: &mut Tx<'_>, new: &VacancyOnFile<'_>) -> Result<VacancyId> {
    let is_open = new.state == VacancyState::Open;
    Ok(value!(
        tx,
        i64,
        "insert into vacancy (organisation, area, root, title, place, words, hours, pay_from, pay_to, lodging, skills,
             languages, posts, hired, state, until, confirmed, confirm_by, reminder, posted, posted_by, ended, version)
         values ($1, $2, $3, $4, $5, '', $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16, $17, $18, $19, $20, 0)
         returning id",
        new.organisation,
        new.area,
        new.root,
        new.title,
        new.place,
        new.hours,
        new.pay.0,
        new.pay.1,
        new.lodging.as_str(),
        new.skill.as_str(),
        new.language.as_str(),
        new.posts,
        new.state.as_str(),
        new.until,
        new.confirmed,
        new.confirm_by,
        if is_open { new.confirm_by - REMIND_DAYS * DAY } else { 0 },
        new.posted,
        new.by,
        if new.state == VacancyState::Ended { new.until } else { 0 },
    )?)
}

/// Brings the open vacancies of a root area to its job fairs, to those that began after they were posted.
///
/// # Errors
/// Only when the database fails.
pub async fn bring_to_fairs(tx: &mut Tx<'_>, root: AreaId) -> Result<()> {
    run!(
        tx,
        "insert into fair_vacancy (course, vacancy, brought, brought_by)
         select c.id, v.id, v.posted, v.posted_by from course c join vacancy v on v.root = c.root
         where c.root = $1 and c.kind = 'job_fair' and v.state = 'open' and v.posted < c.starts",
        root,
    )?;
    Ok(())
}

/// Job seeker to be inserted, with what it said in a round.
#[derive(Clone, Copy, Debug)]
pub struct SeekerOnFile<'a> {
    /// The household.
    pub household: HouseholdId,
    /// The member.
    pub member: i64,
    /// Its state.
    pub state: SeekerState,
    /// What it can do.
    pub skills: &'a [Skill],
    /// Languages it speaks.
    pub languages: &'a [Spoken],
    /// When it was asked.
    pub asked: Timestamp,
    /// Caseworker who asked.
    pub by: AccountId,
}

/// Inserts a job seeker, and what it said as its profile; `None` when the file is not open or the member left.
///
/// # Errors
/// Only when the database fails.
pub async fn insert_seeker(tx: &mut Tx<'_>, new: &SeekerOnFile<'_>) -> Result<Option<SeekerId>> {
    let known = value!(
        tx,
        i64,
        "select count(*) from household h join person p on p.household = h.id
         where h.id = $1 and h.state = 'open' and p.id = $2",
        new.household,
        new.member,
    )?;
    if known == 0 {
        return Ok(None);
    }
    let work = if new.state == SeekerState::Hired { "employed" } else { "seeking" };
    run!(
        tx,
        "update person set work = $2, skills = $3, languages = $4, asked = $5 where id = $1",
        new.member,
        work,
        listed(new.skills.iter().map(|skill| skill.as_str())),
        listed(new.languages.iter().map(|language| language.as_str())),
        new.asked,
    )?;
    let id = value!(
        tx,
        i64,
        "insert into job_seeker (household, member, state, lodging, asked, asked_by, version)
         values ($1, $2, $3, false, $4, $5, 0) returning id",
        new.household,
        new.member,
        new.state.as_str(),
        new.asked,
        new.by,
    )?;
    Ok(Some(id))
}

/// Proposal to be inserted.
#[derive(Clone, Copy, Debug)]
pub struct ProposalOnFile {
    /// The household.
    pub household: HouseholdId,
    /// The job seeker.
    pub seeker: SeekerId,
    /// The vacancy.
    pub vacancy: VacancyId,
    /// Its state.
    pub state: ProposalState,
    /// Caseworker who proposed it.
    pub by: AccountId,
    /// When it was proposed.
    pub proposed: Timestamp,
    /// Interview, trial or first day of work; 0 without.
    pub day: Timestamp,
    /// When it ended; 0 before.
    pub decided: Timestamp,
    /// Why the employer said no.
    pub reason: Option<JobRefusal>,
    /// By when the next step is due.
    pub answer_by: Timestamp,
    /// Time at which the demo ends.
    pub now: Timestamp,
}

/// Inserts a proposal; a hire fills a post, and its later questions that are past are answered with yes.
///
/// # Errors
/// Only when the database fails.
pub async fn insert_proposal(tx: &mut Tx<'_>, new: &ProposalOnFile) -> Result<ProposalId> {
    let ProposalOnFile { household, seeker, vacancy, state, by, proposed, day, decided, reason, answer_by, now } = *new;
    let told = if state == ProposalState::Proposed { 0 } else { proposed + DAY };
    let id = value!(
        tx,
        i64,
        "insert into job_proposal (household, seeker, vacancy, state, proposed, proposed_by, agreed, informed, met, day,
             answer_by, reason, shared, decided, decided_by, version)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, true, $12, $13, 0) returning id",
        household,
        seeker,
        vacancy,
        state.as_str(),
        proposed,
        by,
        told,
        if day > 0 { told + DAY } else { 0 },
        day,
        answer_by,
        reason.map_or("", JobRefusal::as_str),
        decided,
        if decided > 0 { by } else { 0 },
    )?;
    if state != ProposalState::Hired {
        return Ok(id);
    }
    run!(tx, "update vacancy set hired = hired + 1 where id = $1", vacancy)?;
    for days in CHECK_DAYS {
        let due = day + days * DAY;
        let answered = if due < now - DAY { due + DAY } else { 0 };
        let said = if answered > 0 { "yes" } else { "" };
        run!(
            tx,
            "insert into job_check (proposal, household, days, due, told, answered, answered_by, missed, still_there, paid,
                 case_file)
             values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8, 0)",
            id,
            household,
            days,
            due,
            if answered > 0 { due } else { 0 },
            answered,
            if answered > 0 { by } else { 0 },
            said,
        )?;
    }
    Ok(id)
}
