//! Posts vacancies, changes them, confirms them again and ends them: by members that act for the organisation, or staff
//! of its area.

use domain::{
    Code, DAY,
    accounts::OrganisationId,
    areas::{AreaId, AreaPath},
    casework::rounds::profile::listed,
    community::jobs::{MOST_VACANCIES, NewVacancy, REMIND_DAYS, VacancyId, VacancyState, confirm_by},
    permission::Action,
};
use serde::{Deserialize, Serialize};

use super::employs;
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::path_of,
    community::organisations::acts_for,
    db::{
        pagination::signed_in,
        sql::{parse, row, run, value},
    },
};

/// Checks that the actor posts for an organisation, its own (`acts_for`) or one of its areas; returns the
/// organisation's area and that area's path.
async fn must_act_for(
    tx: &mut Tx<'_>,
    acts_for: OrganisationId,
    organisation: OrganisationId,
) -> Result<(AreaId, AreaPath)> {
    let (area, path) = row!(
        tx,
        (i64, String),
        "select o.area, a.path from organisation o join area a on a.id = o.area where o.id = $1",
        organisation,
    )?
    .ok_or(Refusal::NotFound)?;
    let path = AreaPath(path);
    if !employs(acts_for, organisation) {
        tx.actor.must(Action::KeepVacancies, &path)?;
    }
    Ok((area, path))
}

/// Checks that the actor acts for an organisation, which is returned, or keeps vacancies in any area.
async fn must_act_somewhere(tx: &mut Tx<'_>) -> Result<OrganisationId> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let acts_for = acts_for(&mut tx.arm(), &actor).await?;
    if acts_for == 0 {
        actor.must_somewhere(Action::KeepVacancies)?;
    }
    Ok(acts_for)
}

/// A vacancy whose row is locked until commit.
pub(super) struct LockedVacancy {
    pub root: AreaId,
    area: AreaId,
    pub state: VacancyState,
    version: i64,
}

/// Checks that the actor acts for the employer of a vacancy, then locks and reads it.
pub(super) async fn lock_vacancy(tx: &mut Tx<'_>, id: VacancyId) -> Result<LockedVacancy> {
    let acts_for = must_act_somewhere(tx).await?;
    let (organisation,) =
        row!(tx, (i64,), "select organisation from vacancy where id = $1", id)?.ok_or(Refusal::NotFound)?;
    must_act_for(tx, acts_for, organisation).await?;
    run!(tx, "update vacancy set version = version + 1 where id = $1", id)?;
    let (root, area, state, version) =
        row!(tx, (i64, i64, String, i64), "select root, area, state, version - 1 from vacancy where id = $1", id)?
            .ok_or(Refusal::NotFound)?;
    Ok(LockedVacancy { root, area, state: parse(&state)?, version })
}

/// Returns the area of the work: the given one, which must be of the same root area, or that of the organisation.
async fn area_of_work(tx: &mut Tx<'_>, given: Option<AreaId>, usual: AreaId, root: AreaId) -> Result<AreaId> {
    let Some(area) = given.filter(|area| *area != 0) else { return Ok(usual) };
    let path = path_of(&mut tx.arm(), area).await?;
    match path {
        Some(path) if AreaPath::installation().child(root).covers(&path) => Ok(area),
        _ => Err(Refusal::field("area", Code::Unknown).into()),
    }
}

/// Posts a vacancy, confirmed for 14 days.
///
/// # Errors
/// Not allowed without an organisation to act for or a role that keeps vacancies; not found for other organisations;
/// invalid fields; [`Code::FileFull`] with too many vacancies.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PostVacancy(pub NewVacancy);

impl Command for PostVacancy {
    const NAME: &'static str = "vacancy_post";
    type Output = VacancyId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<VacancyId> {
        let acts_for = must_act_somewhere(tx).await?;
        let organisation = self.0.organisation;
        let (area, path) = must_act_for(tx, acts_for, organisation).await?;
        let new = self.0.clone().checked(tx.now)?;
        // Locks the organisation, so that vacancies posted at the same time count each other.
        let open = run!(tx, "update organisation set open = open where id = $1 and open = true", organisation)?;
        if open == 0 {
            return Err(Refusal::field("organisation", Code::Unknown).into());
        }
        let known = value!(
            tx,
            i64,
            "select count(*) from vacancy where organisation = $1 and state in ('open', 'hidden')",
            organisation,
        )?;
        if known >= MOST_VACANCIES {
            return Err(Code::FileFull.into());
        }
        let root = root_of(&path);
        let area = area_of_work(tx, new.area, area, root).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let confirmed_until = confirm_by(now);
        let id = value!(
            tx,
            i64,
            "insert into vacancy (organisation, area, root, title, place, words, hours, pay_from, pay_to, lodging,
                 skills, languages, posts, hired, state, until, confirmed, confirm_by, reminder, posted, posted_by,
                 ended, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 'open', $14, $15, $16, $17, $15, $18,
                 0, 0) returning id",
            organisation,
            area,
            root,
            &new.title,
            &new.place,
            &new.words,
            new.hours,
            new.pay_from,
            new.pay_to,
            new.lodging.as_str(),
            listed(new.skills.iter().map(|skill| skill.as_str())),
            listed(new.languages.iter().map(|language| language.as_str())),
            new.posts,
            new.until,
            now,
            confirmed_until,
            confirmed_until - REMIND_DAYS * DAY,
            account,
        )?;
        tx.audit("vacancy", id).await?;
        Ok(id)
    }
}

/// Returns the root area of a path.
fn root_of(path: &AreaPath) -> AreaId {
    path.0.split('/').nth(1).and_then(|first| first.parse().ok()).unwrap_or_default()
}

/// Changes a vacancy; the organisation stays.
///
/// # Errors
/// As [`PostVacancy`]; [`Code::ChangedMeanwhile`]; [`Code::VacancyOver`]; field `posts` below those that are filled.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChangeVacancy {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// Version that the caller has seen.
    pub version: i64,
    /// New values.
    pub new: NewVacancy,
}

impl Command for ChangeVacancy {
    const NAME: &'static str = "vacancy_change";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let held = lock_vacancy(tx, self.vacancy).await?;
        let new = self.new.clone().checked(tx.now)?;
        held.state.must_go_on()?;
        if held.version != self.version {
            return Err(Code::ChangedMeanwhile.into());
        }
        let area = area_of_work(tx, new.area, held.area, held.root).await?;
        let changed = run!(
            tx,
            "update vacancy set area = $2, title = $3, place = $4, words = $5, hours = $6, pay_from = $7, pay_to = $8,
                 lodging = $9, skills = $10, languages = $11, posts = $12, until = $13
             where id = $1 and hired <= $12",
            self.vacancy,
            area,
            &new.title,
            &new.place,
            &new.words,
            new.hours,
            new.pay_from,
            new.pay_to,
            new.lodging.as_str(),
            listed(new.skills.iter().map(|skill| skill.as_str())),
            listed(new.languages.iter().map(|language| language.as_str())),
            new.posts,
            new.until,
        )?;
        if changed == 0 {
            return Err(Refusal::field("posts", Code::OutOfRange).into());
        }
        tx.audit("vacancy", self.vacancy).await
    }
}

/// Confirms that a vacancy is open, for another 14 days; a hidden one shows again.
///
/// # Errors
/// As [`PostVacancy`]; [`Code::VacancyOver`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ConfirmVacancy {
    /// The vacancy.
    pub vacancy: VacancyId,
}

impl Command for ConfirmVacancy {
    const NAME: &'static str = "vacancy_confirm";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        lock_vacancy(tx, self.vacancy).await?.state.must_go_on()?;
        let now = tx.now;
        let confirmed_until = confirm_by(now);
        run!(
            tx,
            "update vacancy set state = 'open', confirmed = $2, confirm_by = $3, reminder = $4 where id = $1",
            self.vacancy,
            now,
            confirmed_until,
            confirmed_until - REMIND_DAYS * DAY,
        )?;
        tx.audit("vacancy", self.vacancy).await
    }
}

/// Ends a vacancy. Its proposals under way end by the clock, and the persons are told.
///
/// # Errors
/// As [`PostVacancy`]; [`Code::VacancyOver`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct EndVacancy {
    /// The vacancy.
    pub vacancy: VacancyId,
}

impl Command for EndVacancy {
    const NAME: &'static str = "vacancy_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        lock_vacancy(tx, self.vacancy).await?.state.must_go_on()?;
        let now = tx.now;
        run!(tx, "update vacancy set state = 'ended', ended = $2, reminder = 0 where id = $1", self.vacancy, now)?;
        tx.audit("vacancy", self.vacancy).await
    }
}
