//! Rounds and how far they are, counted from their doors at each reading. Staff count the doors of their own areas.

use std::collections::HashMap;

use domain::{
    accounts::Actor,
    areas::{AreaId, AreaPath},
    casework::rounds::{AreaCoverage, Coverage, DoorState, Round, RoundId},
    permission::Action,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::owner_keeps;
use crate::{
    Conn, Refusal, Result, Store,
    areas::{
        answerers::{chain::one_of, waiting::Waiting},
        tree::path_of,
    },
    db::{
        area_filter::covered,
        sql::{listed, parse, row, rows},
    },
};

/// Rounds per page: each counts its doors.
const ROUNDS: usize = 20;

#[derive(sqlx::FromRow)]
struct RoundRow {
    id: i64,
    area: i64,
    area_name: String,
    path: String,
    name: String,
    state: String,
    opened: i64,
    opened_by: String,
    due: i64,
    ended: i64,
    earlier: i64,
    joined_into: i64,
}

/// Columns and joins of a [`RoundRow`]; a macro because statements are literals.
macro_rules! round_columns {
    () => {
        "r.id, r.area, a.name as area_name, a.path, r.name, r.state, r.opened, coalesce(k.name, '') as opened_by, r.due,
         r.ended, r.earlier, r.joined_into
         from round r join area a on a.id = r.area left join account k on k.id = r.opened_by"
    };
}

fn some(id: i64) -> Option<i64> {
    (id != 0).then_some(id)
}

impl RoundRow {
    fn counted(self, actor: &Actor, counted: &HashMap<RoundId, Vec<AreaCoverage>>) -> Result<Round> {
        let areas = counted.get(&self.id).map(Vec::as_slice).unwrap_or_default();
        Ok(Round {
            id: self.id,
            area: self.area,
            area_name: self.area_name,
            name: self.name,
            state: parse(&self.state)?,
            opened: self.opened,
            opened_by: self.opened_by,
            due: self.due,
            ended: some(self.ended),
            earlier: some(self.earlier),
            joined_into: some(self.joined_into),
            coverage: areas.iter().fold(Coverage::default(), |sum, area| sum + area.coverage),
            unowned: areas.iter().map(|area| area.unowned).sum(),
            may_manage: actor.may(Action::OpenRounds, &AreaPath(self.path)),
        })
    }
}

/// Condition on a round's area path: the round lies in one of the areas, or one of them lies in the round.
pub(super) fn meets(column: &str, areas: &[AreaPath]) -> String {
    let around: Vec<String> = areas
        .iter()
        .filter(|area| area.0.bytes().all(|b| b.is_ascii_digit() || b == b'/'))
        .map(|area| format!("'{}' like {column} || '%'", area.0))
        .collect();
    let inside = covered(column, areas);
    if around.is_empty() { inside } else { format!("({inside} or {})", around.join(" or ")) }
}

#[derive(sqlx::FromRow)]
struct CountRow {
    round: i64,
    area: i64,
    area_name: String,
    state: String,
    doors: i64,
    people: i64,
    here: i64,
    unowned: i64,
}

/// Counts the doors of rounds per area, in the order of the areas' paths.
async fn count(db: &mut Conn<'_>, actor: &Actor, rounds: &[RoundId]) -> Result<HashMap<RoundId, Vec<AreaCoverage>>> {
    let mut counted: HashMap<RoundId, Vec<AreaCoverage>> = HashMap::new();
    if rounds.is_empty() {
        return Ok(counted);
    }
    let sql = format!(
        concat!(
            "select d.round, d.area, a.name as area_name, d.state, count(*) as doors,
                 cast(sum(d.people) as bigint) as people, cast(sum(d.here) as bigint) as here,
                 cast(sum(case when d.state in ('to_meet', 'not_there') and not ",
            owner_keeps!(),
            " then 1 else 0 end) as bigint) as unowned
             from round_door d join area a on a.id = d.area
             where d.round in ({}) and d.state <> 'gone' and {}
             group by d.round, d.area, a.name, a.path, d.state order by d.round, a.path, d.area, d.state"
        ),
        listed(rounds.iter().copied()),
        covered("a.path", &actor.areas_for(Action::ReadRounds)),
    );
    for found in rows!(db, CountRow, AssertSqlSafe(sql.as_str()))? {
        let CountRow { round, area, area_name, state, doors, people, here, unowned } = found;
        let areas = counted.entry(round).or_default();
        if areas.last().is_none_or(|last| last.area != area) {
            areas.push(AreaCoverage { area, area_name, coverage: Coverage::default(), unowned: 0 });
        }
        let Some(last) = areas.last_mut() else { continue };
        let mut part = Coverage { doors, ..Coverage::default() };
        match parse::<DoorState>(&state)? {
            DoorState::ToMeet => part.to_meet = doors,
            DoorState::Met => (part.met, part.people, part.here) = (doors, people, here),
            DoorState::NotThere => part.not_there = doors,
            DoorState::Moved => part.moved = doors,
            DoorState::Declined => part.declined = doors,
            DoorState::Gone => part.doors = 0,
        }
        last.coverage = last.coverage + part;
        last.unowned += unowned;
    }
    Ok(counted)
}

impl Store {
    /// Lists rounds that the actor's areas meet, newest first; the next page begins below `cursor`.
    ///
    /// # Errors
    /// Not allowed without a role that reads rounds.
    pub async fn rounds(&self, actor: &Actor, cursor: RoundId) -> Result<Page<Round>> {
        actor.must_somewhere(Action::ReadRounds)?;
        let sql = format!(
            concat!("select ", round_columns!(), " where (r.id < $1 or $1 = 0) and {} order by r.id desc limit {}"),
            meets("a.path", &actor.areas_for(Action::ReadRounds)),
            ROUNDS + 1,
        );
        let mut db = self.reader().await?;
        let mut found = rows!(db, RoundRow, AssertSqlSafe(sql.as_str()), cursor)?;
        let more = found.len() > ROUNDS;
        found.truncate(ROUNDS);
        let next = found.last().filter(|_| more).map(|round| round.id);
        let ids: Vec<RoundId> = found.iter().map(|round| round.id).collect();
        let counted = count(&mut db.arm(), actor, &ids).await?;
        let items = found.into_iter().map(|row| row.counted(actor, &counted)).collect::<Result<Vec<_>>>()?;
        Ok(Page { items, next })
    }

    /// Loads a round with its coverage per area.
    ///
    /// # Errors
    /// Not found unless the actor's areas meet it; not allowed without a role that reads rounds.
    pub async fn round(&self, actor: &Actor, id: RoundId) -> Result<(Round, Vec<AreaCoverage>)> {
        actor.must_somewhere(Action::ReadRounds)?;
        let sql = format!(
            concat!("select ", round_columns!(), " where r.id = $1 and {}"),
            meets("a.path", &actor.areas_for(Action::ReadRounds)),
        );
        let mut db = self.reader().await?;
        let found = row!(db, RoundRow, AssertSqlSafe(sql.as_str()), id)?.ok_or(Refusal::NotFound)?;
        let mut counted = count(&mut db.arm(), actor, &[id]).await?;
        let round = found.counted(actor, &counted)?;
        Ok((round, counted.remove(&id).unwrap_or_default()))
    }

    /// Lists the running rounds that overlap with an area, for the coordinator who would open one there.
    ///
    /// # Errors
    /// Not allowed without a role that opens rounds; not found outside the actor's areas.
    pub async fn rounds_overlapping(&self, actor: &Actor, area: AreaId) -> Result<Vec<Round>> {
        actor.must_somewhere(Action::OpenRounds)?;
        let mut db = self.reader().await?;
        let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
        actor.must(Action::OpenRounds, &path)?;
        let found = rows!(
            db,
            RoundRow,
            concat!(
                "select ",
                round_columns!(),
                " where r.state = 'running' and (a.path like $1 || '%' or $1 like a.path || '%') order by r.id"
            ),
            &path.0,
        )?;
        let ids: Vec<RoundId> = found.iter().map(|round| round.id).collect();
        let counted = count(&mut db.arm(), actor, &ids).await?;
        found.into_iter().map(|row| row.counted(actor, &counted)).collect()
    }

    /// Counts doors of rounds that the account goes to now, for itself or as a deputy.
    pub(crate) fn doors_to_go(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::KeepHouseholds).then(|| {
            format!(
                "select count(*) as n, min(r.due) as at
                 from round_door d join round r on r.id = d.round join area a on a.id = d.area
                 where {} and r.state = 'running'
                     and (d.state = 'to_meet' or (d.state = 'not_there' and d.again <= $1)) and {}",
                one_of("d.owner", of.whose),
                covered("a.path", &of.actor.areas_for(Action::KeepHouseholds)),
            )
        })
    }

    /// Counts doors of rounds to which no caseworker goes.
    pub(crate) fn doors_unowned(of: &Waiting<'_>) -> Option<String> {
        of.actor.may_somewhere(Action::OpenRounds).then(|| {
            format!(
                concat!(
                    "select count(*) as n, min(r.due) as at
                     from round r join area b on b.id = r.area join round_door d on d.round = r.id
                         join area a on a.id = d.area
                     where r.state = 'running' and d.state in ('to_meet', 'not_there') and {} and not ",
                    owner_keeps!()
                ),
                covered("b.path", &of.actor.areas_for(Action::OpenRounds)),
            )
        })
    }
}
