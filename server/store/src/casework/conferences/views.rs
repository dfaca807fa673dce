//! Reads conferences: a family its own, staff those of their areas. Words show only while a file is revealed.

use domain::{
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::{
        conferences::{
            AgendaItem, Conference, ConferenceConsent, ConferenceFile, ConferenceId, ConferenceState, MeasureKind,
            Participant,
        },
        rounds::profile::unlisted,
    },
    households::HouseholdId,
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{
    measure_views::{Reader, of_conference},
    workers,
};
use crate::{
    Conn, Error, Refusal, Result, Store,
    areas::answerers::chain::{one_of, stands_in_for},
    casework::cases::views::sees_words,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::{covered, is_own},
        pagination::{page, signed_in},
        sql::{parse, row, rows},
    },
    households::views::household_path,
};

/// Which conferences a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConferenceList {
    /// Open ones, the oldest first.
    #[default]
    Open,
    /// Open ones with a task of the actor.
    Mine,
    /// Those that have ended or were continued, newest first.
    Over,
}

#[derive(sqlx::FromRow)]
struct ConferenceRow {
    id: i64,
    household: i64,
    area_name: String,
    path: String,
    case_file: i64,
    previous: i64,
    held: i64,
    agenda: String,
    state: String,
    convener: String,
    ended: i64,
}

/// Columns and joins of a [`ConferenceRow`]; a macro because statements are literals.
macro_rules! conference_columns {
    () => {
        "c.id, c.household, a.name as area_name, a.path, c.case_file, c.previous, c.held, c.agenda, c.state,
         coalesce(k.name, '') as convener, c.ended
         from conference c join household h on h.id = c.household join area a on a.id = h.area
             left join account k on k.id = c.convener"
    };
}

fn some(number: i64) -> Option<i64> {
    (number != 0).then_some(number)
}

impl ConferenceRow {
    fn read(self, actor: &Actor) -> Result<Conference> {
        let agenda: Vec<AgendaItem> = unlisted(&self.agenda)
            .map_err(|_| Error::Broken(format!("conference {}: unknown stored value {:?}", self.id, self.agenda)))?;
        Ok(Conference {
            id: self.id,
            convener: if is_own(actor, self.household) { String::new() } else { self.convener },
            household: self.household,
            area_name: self.area_name,
            case: some(self.case_file),
            previous: some(self.previous),
            held: self.held,
            agenda,
            state: parse(&self.state)?,
            ended: some(self.ended),
        })
    }
}

impl Store {
    /// Lists the conferences about families of the actor's areas. The next page begins after `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases.
    pub async fn conferences(
        &self,
        actor: &Actor,
        list: ConferenceList,
        cursor: ConferenceId,
    ) -> Result<Page<Conference>> {
        actor.must_somewhere(Action::ReadCases)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let (which, order) = match list {
            ConferenceList::Open => ("c.state = 'open' and c.id > $1".to_owned(), "c.id"),
            ConferenceList::Mine => {
                let accounts = stands_in_for(&mut db.arm(), actor.account, now).await?;
                let mine = format!("({} or {})", one_of("m.owner", &accounts), one_of("m.raised_to", &accounts));
                let sql = format!(
                    "c.id > $1 and c.id in
                         (select m.conference from conference_measure m where m.state = 'open' and {mine})"
                );
                (sql, "c.id")
            }
            ConferenceList::Over => {
                ("c.state in ('ended', 'continued') and (c.id < $1 or $1 = 0)".to_owned(), "c.id desc")
            }
        };
        let sql = format!(
            concat!("select ", conference_columns!(), " where {} and {} order by {} limit 51"),
            which,
            covered("a.path", &actor.areas_for(Action::ReadCases)),
            order,
        );
        let found = rows!(db, ConferenceRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let found = found.into_iter().map(|row| row.read(actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |conference| conference.id))
    }

    /// Lists the last 50 conferences about a household, for staff who read its cases.
    ///
    /// # Errors
    /// Not allowed without a role that reads cases; not found outside the actor's areas.
    pub async fn household_conferences(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Conference>> {
        actor.must_somewhere(Action::ReadCases)?;
        let mut db = self.reader().await?;
        actor.must(Action::ReadCases, &household_path(&mut db.arm(), household).await?)?;
        of_household(&mut db.arm(), actor, household).await
    }

    /// Lists the last 50 conferences about the actor's own family.
    ///
    /// # Errors
    /// Not signed in; not found for an account without a household.
    pub async fn my_conferences(&self, actor: &Actor) -> Result<Vec<Conference>> {
        let household = actor.must_be_family()?;
        let mut db = self.reader().await?;
        of_household(&mut db.arm(), actor, household).await
    }

    /// Loads one conference with who took part and its measures, for its family and the staff of the family's area.
    ///
    /// # Errors
    /// Not signed in; not found for all others.
    pub async fn conference(&self, actor: &Actor, id: ConferenceId) -> Result<ConferenceFile> {
        signed_in(actor)?;
        let now = self.now();
        let mut db = self.reader().await?;
        let found = row!(db, ConferenceRow, concat!("select ", conference_columns!(), " where c.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let (own, path) = (is_own(actor, row.household), AreaPath(row.path.clone()));
        if !own && !actor.may(Action::ReadCases, &path) {
            return Err(Refusal::NotFound.into());
        }
        let opened_up = sees_words(&mut db.arm(), actor, row.household, now).await?;
        let mine = stands_in_for(&mut db.arm(), actor.account, now).await?;
        let conference = row.read(actor)?;
        let reader = Reader { actor, mine, opened_up, now };
        let measures = of_conference(&mut db.arm(), &self.vault, id, &reader).await?;
        let (accounts, offices) = parts(&mut db.arm(), &self.vault, id).await?;
        let (words, consent) = if opened_up {
            let (words, consent) = sealed(&mut db.arm(), &self.vault, id).await?;
            (words, Some(consent))
        } else {
            (String::new(), None)
        };
        let next = row!(db, (i64,), "select id from conference where previous = $1 and previous <> 0", id)?;
        Ok(ConferenceFile {
            accounts,
            offices,
            consent,
            words,
            measures,
            next: next.map(|(next,)| next),
            opened_up,
            may_keep: !own && conference.state == ConferenceState::Open && actor.may(Action::FollowCases, &path),
            conference,
        })
    }

    /// Lists the accounts that may take part in a conference about a household: caseworkers and coordinators of its
    /// area who are not of the family.
    ///
    /// # Errors
    /// Not allowed without a role that follows cases; not found outside the actor's areas.
    pub async fn conference_people(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<(AccountId, String)>> {
        actor.must_somewhere(Action::FollowCases)?;
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        actor.must(Action::FollowCases, &path)?;
        workers(&mut db.arm(), &path, household).await
    }

    /// Lists the records of a conference's family that are under way and may become measures: kind, number, and a word
    /// that names it: the service, the day in seconds, or the wish's item number.
    ///
    /// # Errors
    /// Not allowed without a role that follows cases; not found outside the actor's areas.
    pub async fn conference_records(
        &self,
        actor: &Actor,
        household: HouseholdId,
    ) -> Result<Vec<(MeasureKind, i64, String)>> {
        actor.must_somewhere(Action::FollowCases)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let path = household_path(&mut db.arm(), household).await?;
        actor.must(Action::FollowCases, &path)?;
        let found = rows!(
            db,
            (String, i64, String),
            "select x.kind, x.id, x.name from
                 (select 'referral' as kind, r.id, s.name from referral r join service s on s.id = r.service
                      where r.household = $1 and r.due > 0
                  union all
                  select 'visit', v.id, cast(v.due as text) from visit v
                      where v.household = $1 and v.made = 0 and v.cancelled = 0 and v.ends > $2
                  union all
                  select 'wish', w.id, cast(w.item as text) from wish w
                      where w.household = $1 and w.state in ('draft', 'submitted', 'published')) x
             order by x.kind, x.id limit 100",
            household,
            now,
        )?;
        found.into_iter().map(|(kind, id, name)| Ok((parse(&kind)?, id, name))).collect()
    }
}

async fn of_household(db: &mut Conn<'_>, actor: &Actor, household: HouseholdId) -> Result<Vec<Conference>> {
    let found = rows!(
        db,
        ConferenceRow,
        concat!("select ", conference_columns!(), " where c.household = $1 order by c.id desc limit 50"),
        household,
    )?;
    found.into_iter().map(|row| row.read(actor)).collect()
}

/// Loads who took part: accounts with their names, and offices.
async fn parts(db: &mut Conn<'_>, vault: &Vault, id: ConferenceId) -> Result<(Vec<Participant>, Vec<String>)> {
    let found = rows!(
        db,
        (i64, String, String),
        "select p.account, coalesce(a.name, '') as name, p.office from conference_part p
             left join account a on a.id = p.account and p.account <> 0
         where p.conference = $1 order by p.id limit 50",
        id,
    )?;
    let (mut accounts, mut offices) = (Vec::new(), Vec::new());
    for (account, name, office) in found {
        if account == 0 {
            offices.push(vault.open(Secret::ConferenceOffice, &office)?);
        } else {
            accounts.push(Participant { account, name });
        }
    }
    offices.retain(|office| !office.is_empty());
    Ok((accounts, offices))
}

/// Loads what was agreed, and who of the family agreed that the offices talk.
async fn sealed(db: &mut Conn<'_>, vault: &Vault, id: ConferenceId) -> Result<(String, ConferenceConsent)> {
    let found = row!(
        db,
        (String, String, String, i64),
        "select words, agreed_whom, agreed_how, agreed_at from conference where id = $1",
        id,
    )?;
    let (words, whom, how, at) = found.ok_or(Refusal::NotFound)?;
    let consent = ConferenceConsent { whom: vault.open(Secret::ConferenceWhom, &whom)?, how: parse(&how)?, at };
    Ok((vault.open(Secret::ConferenceWords, &words)?, consent))
}
