//! Reads doors: lists with filters, and one door with all that was found.

use std::collections::HashSet;

use domain::{
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    casework::rounds::{Door, DoorFile, DoorId, DoorState, KnockLine, KnockOutcome, PeopleCount, RoundId, RoundState},
    households::mask,
    permission::Action,
    time::Day,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{coverage::meets, owner_keeps};
use crate::{
    Refusal, Result, Store,
    areas::answerers::chain::{one_of, stands_in_for},
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows},
    },
};

/// Filters of a list of doors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DoorQuery {
    /// Only doors in this state.
    pub state: Option<DoorState>,
    /// Only doors without an answer.
    pub open: bool,
    /// Only doors in this area or below it.
    pub area: Option<AreaId>,
    /// Only doors that the actor goes to.
    pub mine: bool,
    /// Only doors without an answer to which no caseworker goes.
    pub unowned: bool,
    /// Lists larger numbers only; 0 for the first page.
    pub cursor: i64,
}

impl DoorQuery {
    /// Returns the SQL condition on `round_door d` and its `area a`. Only texts of enums and numbers go into it.
    fn condition(&self, actor: &Actor) -> String {
        let mut sql = covered("a.path", &actor.areas_for(Action::ReadRounds));
        if let Some(state) = self.state {
            sql += &format!(" and d.state = '{}'", state.as_str());
        }
        if self.open || self.unowned {
            sql += " and d.state in ('to_meet', 'not_there')";
        }
        if self.unowned {
            sql += concat!(" and not ", owner_keeps!());
        }
        if self.mine {
            sql += &format!(" and d.owner = {}", actor.account);
        }
        if let Some(area) = self.area {
            sql += &format!(" and a.path like (select c.path from area c where c.id = {area}) || '%'");
        }
        sql
    }
}

#[derive(sqlx::FromRow)]
struct DoorRow {
    id: i64,
    round: i64,
    n: i64,
    area: i64,
    area_name: String,
    path: String,
    household: i64,
    file_name: String,
    file_path: String,
    label: String,
    owner: i64,
    owner_name: String,
    state: String,
    source: String,
    again: i64,
    people: i64,
    here: i64,
    knocks: i64,
    round_name: String,
    round_state: String,
}

/// Columns and joins of a [`DoorRow`]; a macro because statements are literals.
macro_rules! door_columns {
    () => {
        "d.id, d.round, d.n, d.area, a.name as area_name, a.path, d.household, coalesce(h.name, '') as file_name,
         coalesce(b.path, '') as file_path, d.label,
         case when exists (select 1 from role_grant g join account k on k.id = g.account
             where g.account = d.owner and g.role = 'caseworker' and k.open = true and a.path like g.path || '%')
             then d.owner else 0 end as owner,
         coalesce(o.name, '') as owner_name, d.state, d.source, d.again, d.people, d.here, d.knocks,
         r.name as round_name, r.state as round_state
         from round_door d join round r on r.id = d.round join area a on a.id = d.area
             left join household h on h.id = d.household and d.household <> 0 left join area b on b.id = h.area
             left join account o on o.id = d.owner and d.owner <> 0"
    };
}

impl DoorRow {
    /// Opens what the actor may see of the door: the words of the list where it keeps files, and the contact's name as
    /// in lists of files.
    fn opened(self, vault: &Vault, actor: &Actor) -> Result<Door> {
        let keeps = actor.may(Action::KeepHouseholds, &AreaPath(self.path));
        let state: DoorState = parse(&self.state)?;
        let (mut contact, mut place) = (String::new(), String::new());
        if self.household != 0 {
            let name = vault.open(Secret::HouseholdName, &self.file_name)?;
            let named = actor.may(Action::KeepHouseholds, &AreaPath(self.file_path.clone()));
            let listed = named || actor.may(Action::ReadHouseholds, &AreaPath(self.file_path));
            contact = match (named, listed) {
                (true, _) => name,
                (false, true) => mask::name(&name),
                (false, false) => String::new(),
            };
        } else if keeps {
            let label = vault.open(Secret::RoundLabel, &self.label)?;
            let (address, name) = label.split_once('\n').unwrap_or((label.as_str(), ""));
            (place, contact) = (address.to_owned(), name.to_owned());
        }
        let some = |id: i64| (id != 0).then_some(id);
        Ok(Door {
            id: self.id,
            round: self.round,
            n: self.n,
            area: self.area,
            area_name: self.area_name,
            household: some(self.household),
            contact,
            place,
            source: parse(&self.source)?,
            state,
            owner: some(self.owner),
            owner_name: if self.owner == 0 { String::new() } else { self.owner_name },
            again: some(self.again),
            people: self.people,
            here: self.here,
            knocks: self.knocks,
            may_knock: keeps
                && state != DoorState::Gone
                && parse::<RoundState>(&self.round_state)? == RoundState::Running,
        })
    }
}

#[derive(sqlx::FromRow)]
struct KnockRow {
    account: i64,
    by: String,
    at: i64,
    outcome: String,
    people: i64,
    here: i64,
    words: String,
}

/// Whether two people met the household on one day, or all who met it said different numbers.
fn met_twice(knocks: &[(AccountId, KnockLine)]) -> bool {
    let met: Vec<_> = knocks.iter().filter(|(_, knock)| knock.outcome == KnockOutcome::Met).collect();
    let days: HashSet<(Day, AccountId)> = met.iter().map(|(account, knock)| (Day::of(knock.at), *account)).collect();
    let one_day = days.iter().any(|(day, account)| days.iter().any(|(d, a)| d == day && a != account));
    let numbers: HashSet<(i64, i64)> = met.iter().map(|(_, knock)| (knock.people, knock.here)).collect();
    one_day || numbers.len() > 1
}

impl Store {
    /// Lists the doors of a round in the actor's areas, by number.
    ///
    /// # Errors
    /// Not found unless the actor's areas meet the round; not allowed without a role that reads rounds.
    pub async fn round_doors(&self, actor: &Actor, round: RoundId, query: &DoorQuery) -> Result<Page<Door>> {
        actor.must_somewhere(Action::ReadRounds)?;
        let mut db = self.reader().await?;
        let seen = format!(
            "select r.id from round r join area a on a.id = r.area where r.id = $1 and {}",
            meets("a.path", &actor.areas_for(Action::ReadRounds)),
        );
        row!(db, (i64,), AssertSqlSafe(seen.as_str()), round)?.ok_or(Refusal::NotFound)?;
        let sql = format!(
            concat!("select ", door_columns!(), " where d.round = $1 and d.n > $2 and {} order by d.n limit 51"),
            query.condition(actor),
        );
        let found = rows!(db, DoorRow, AssertSqlSafe(sql.as_str()), round, query.cursor)?;
        let doors = found.into_iter().map(|row| row.opened(&self.vault, actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(doors, |door| door.n))
    }

    /// Lists the doors of all running rounds to which the actor goes, for itself or as a deputy, and that are to be
    /// knocked at now, oldest round first; at most 51.
    ///
    /// # Errors
    /// Not allowed without a role that keeps files.
    pub async fn my_doors(&self, actor: &Actor, cursor: DoorId) -> Result<Page<Door>> {
        actor.must_somewhere(Action::KeepHouseholds)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let whose = stands_in_for(&mut db.arm(), actor.account, now).await?;
        let sql = format!(
            concat!(
                "select ",
                door_columns!(),
                " where {} and d.id > $1 and r.state = 'running'
                     and (d.state = 'to_meet' or (d.state = 'not_there' and d.again <= $2)) and {}
                 order by d.id limit 51"
            ),
            one_of("d.owner", &whose),
            covered("a.path", &actor.areas_for(Action::KeepHouseholds)),
        );
        let found = rows!(db, DoorRow, AssertSqlSafe(sql.as_str()), cursor, now)?;
        let doors = found.into_iter().map(|row| row.opened(&self.vault, actor)).collect::<Result<Vec<_>>>()?;
        Ok(page(doors, |door| door.id))
    }

    /// Loads a door with every knock, newest first, at most 100.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without a role that reads rounds.
    pub async fn door(&self, actor: &Actor, id: DoorId) -> Result<DoorFile> {
        actor.must_somewhere(Action::ReadRounds)?;
        let mut db = self.reader().await?;
        let found = row!(db, DoorRow, concat!("select ", door_columns!(), " where d.id = $1"), id)?;
        let row = found.ok_or(Refusal::NotFound)?;
        let path = AreaPath(row.path.clone());
        actor.must(Action::ReadRounds, &path)?;
        let keeps = actor.may(Action::KeepHouseholds, &path);
        let lines = rows!(
            db,
            KnockRow,
            "select k.account, coalesce(c.name, '') as by, k.at, k.outcome, k.people, k.here, k.words
             from round_knock k left join account c on c.id = k.account
             where k.door = $1 order by k.at desc, k.id desc limit 100",
            id,
        )?;
        let on_file = row!(
            db,
            (i64, i64),
            "select count(*), cast(coalesce(sum(case when lives = 'here' then 1 else 0 end), 0) as bigint) from person
             where household = $1",
            row.household,
        )?
        .map(|(people, here)| PeopleCount { people, here })
        .filter(|_| row.household != 0);
        let mut knocks = Vec::with_capacity(lines.len());
        for KnockRow { account, by, at, outcome, people, here, words } in lines {
            let words = if keeps { self.vault.open(Secret::KnockWords, &words)? } else { String::new() };
            knocks.push((account, KnockLine { at, by, outcome: parse(&outcome)?, people, here, words }));
        }
        let (round_name, running) =
            (row.round_name.clone(), parse::<RoundState>(&row.round_state)? == RoundState::Running);
        let met_twice = met_twice(&knocks);
        let door = row.opened(&self.vault, actor)?;
        let knocks = knocks.into_iter().map(|(_, knock)| knock).collect();
        Ok(DoorFile { door, round_name, running, knocks, met_twice, on_file })
    }
}
