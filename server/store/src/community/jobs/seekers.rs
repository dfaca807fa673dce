//! Members of households who were asked whether they look for work.

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    community::jobs::{
        proposals::ProposalEvent,
        seekers::{JobSeeker, NewSeeker, SeekerAnswer, SeekerId, SeekerState},
        working_age,
    },
    households::{HouseholdId, mask},
    permission::Action,
    time::year,
    wishes::Page,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use super::{Told, finish, lock_and_read, stored_set};
use crate::{
    Command, Refusal, Result, Store, Tx,
    crypto::secret::Secret,
    db::{
        area_filter::{covered, is_own},
        locks::{Writers, lock_open_household},
        pagination::{page, signed_in},
        sql::{parse, row, rows, run, value, values},
    },
    households::views::{household_path, sight_of},
};

/// Records what a member says when asked whether it looks for work: by the family itself, or by its caseworker.
/// A "no" of one who looked takes back what it was proposed for.
///
/// # Errors
/// Not found outside the actor's areas; not allowed without a role that keeps files; field `member` for another
/// household's, and for a child; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskSeeker {
    /// Household of the member.
    pub household: HouseholdId,
    /// What it says.
    pub new: NewSeeker,
}

impl Command for AskSeeker {
    const NAME: &'static str = "job_seeker_ask";
    type Output = SeekerId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<SeekerId> {
        let writers = Writers::FamilyAnd(Action::KeepHouseholds);
        let file = lock_open_household(tx, self.household, writers).await?;
        let NewSeeker { member, answer, lodging } = self.new;
        let born = row!(tx, (i64,), "select birth_year from person where id = $1 and household = $2", member, file.id)?;
        let (_, youngest) = working_age(year(tx.now));
        match born {
            Some((born,)) if born <= youngest => {}
            Some(_) => return Err(Refusal::field("member", Code::OutOfRange).into()),
            None => return Err(Refusal::field("member", Code::Unknown).into()),
        }
        let (now, account) = (tx.now, tx.actor.account);
        let known = row!(
            tx,
            (i64, String),
            "select id, state from job_seeker where household = $1 and member = $2 order by id limit 1",
            file.id,
            member,
        )?;
        let looked = known.as_ref().is_some_and(|(_, state)| state != SeekerState::Declined.as_str());
        let state = match answer {
            SeekerAnswer::Looks => SeekerState::Looking,
            SeekerAnswer::No if looked => SeekerState::Stopped,
            SeekerAnswer::No => SeekerState::Declined,
        };
        let id = match known {
            Some((id, _)) => {
                run!(
                    tx,
                    "update job_seeker set state = $2, lodging = $3, asked = $4, asked_by = $5, version = version + 1
                     where id = $1",
                    id,
                    state.as_str(),
                    lodging,
                    now,
                    account,
                )?;
                id
            }
            None => value!(
                tx,
                i64,
                "insert into job_seeker (household, member, state, lodging, asked, asked_by, version)
                 values ($1, $2, $3, $4, $5, $6, 0) returning id",
                file.id,
                member,
                state.as_str(),
                lodging,
                now,
                account,
            )?,
        };
        match answer {
            // What was never asked in a round was told now.
            SeekerAnswer::Looks => {
                run!(tx, "update person set work = 'seeking' where id = $1 and work = 'unsaid'", member)?;
            }
            SeekerAnswer::No => withdraw_all(tx, id).await?,
        }
        tx.audit("job_seeker", id).await?;
        Ok(id)
    }
}

/// Takes back everything that a job seeker is proposed for. The caller has locked the household.
pub(super) async fn withdraw_all(tx: &mut Tx<'_>, seeker: SeekerId) -> Result<()> {
    let live = values!(
        tx,
        i64,
        "select id from job_proposal where seeker = $1 and state in ('proposed', 'informed', 'interview', 'trial')
         order by id",
        seeker,
    )?;
    for id in live {
        let proposal = lock_and_read(tx, id).await?;
        finish(tx, &proposal, ProposalEvent::Withdraw, Told { employer: true, ..Told::default() }).await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(crate) struct SeekerRow {
    id: i64,
    household: i64,
    area_name: String,
    member: i64,
    state: String,
    lodging: bool,
    name: String,
    skills: String,
    languages: String,
    asked: i64,
    live: i64,
}

/// Columns and joins of a [`SeekerRow`]; a macro because statements are literals.
macro_rules! seeker_columns {
    () => {
        "s.id, s.household, a.name as area_name, s.member, s.state, s.lodging, coalesce(m.name, '') as name,
         coalesce(m.skills, '') as skills, coalesce(m.languages, '') as languages, s.asked,
         (select count(*) from job_proposal p where p.seeker = s.id
             and p.state in ('proposed', 'informed', 'interview', 'trial')) as live
         from job_seeker s join household h on h.id = s.household join area a on a.id = h.area
             left join person m on m.id = s.member and m.household = s.household"
    };
}
pub(crate) use seeker_columns;

impl SeekerRow {
    /// Reads a row without the name.
    pub(crate) fn unnamed(self) -> Result<JobSeeker> {
        Ok(JobSeeker {
            id: self.id,
            household: self.household,
            area_name: self.area_name,
            member: (self.member != 0).then_some(self.member),
            name: String::new(),
            state: parse(&self.state)?,
            lodging: self.lodging,
            skills: stored_set(&self.skills)?,
            languages: stored_set(&self.languages)?,
            asked: self.asked,
            live: self.live,
        })
    }
}

/// Which job seekers a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SeekerList {
    /// Those who look for work.
    #[default]
    Looking,
    /// All who were asked.
    Asked,
}

impl SeekerList {
    /// Condition of the list on a row `s`.
    pub(crate) fn condition(self) -> &'static str {
        match self {
            SeekerList::Looking => "s.state = 'looking'",
            SeekerList::Asked => "1 = 1",
        }
    }
}

impl Store {
    /// Lists the job seekers of the actor's areas, by number, without names.
    ///
    /// # Errors
    /// Not allowed without a role that reads jobs.
    pub async fn job_seekers(&self, actor: &Actor, list: SeekerList, cursor: SeekerId) -> Result<Page<JobSeeker>> {
        actor.must_somewhere(Action::ReadJobs)?;
        let sql = format!(
            concat!("select ", seeker_columns!(), " where {} and s.id > $1 and {} order by s.id limit 51"),
            list.condition(),
            covered("a.path", &actor.areas_for(Action::ReadJobs)),
        );
        let mut db = self.reader().await?;
        let found = rows!(db, SeekerRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(SeekerRow::unnamed).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |seeker| seeker.id))
    }

    /// Lists the members of a household who were asked, for the family and for staff who read its file. Names are
    /// masked until the file is revealed.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads files.
    pub async fn household_seekers(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<JobSeeker>> {
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        if !sight.own {
            db = self.note_sight(db, actor, household, sight).await?;
        }
        let found = rows!(
            db,
            SeekerRow,
            concat!("select ", seeker_columns!(), " where s.household = $1 order by s.id limit 50"),
            household,
        )?;
        let seeker = |row: SeekerRow| {
            let name =
                if row.name.is_empty() { String::new() } else { self.vault.open(Secret::PersonName, &row.name)? };
            Ok(JobSeeker { name: if sight.opened { name } else { mask::name(&name) }, ..row.unnamed()? })
        };
        found.into_iter().map(seeker).collect()
    }

    /// Loads a job seeker for the family and for staff of its area, without the name.
    ///
    /// # Errors
    /// Not found for all others.
    pub async fn job_seeker(&self, actor: &Actor, id: SeekerId) -> Result<JobSeeker> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let row = row!(db, SeekerRow, concat!("select ", seeker_columns!(), " where s.id = $1"), id)?;
        let row = row.ok_or(Refusal::NotFound)?;
        let path = household_path(&mut db.arm(), row.household).await?;
        must_read(actor, row.household, &path)?;
        row.unnamed()
    }
}

/// Checks that the actor is of the family, or staff that reads jobs in its area.
///
/// # Errors
/// Not found otherwise.
pub(super) fn must_read(actor: &Actor, household: HouseholdId, path: &AreaPath) -> Result<()> {
    if is_own(actor, household) || actor.may(Action::ReadJobs, path) { Ok(()) } else { Err(Refusal::NotFound.into()) }
}
